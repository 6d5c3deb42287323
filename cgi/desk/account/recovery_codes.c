/* Recovery codes: derived from a page's key, shown once, kept as hashes. */
#include <stdio.h>
#include <string.h>

#include "cgi/desk/account/recovery_codes.h"
#include "cgi/desk/desk_page.h"
#include "core/arena.h"
#include "templates.h"
#include "templates/desk/totp.h"

const char *
totp_new_key(struct app *app, struct arena *arena)
{
	char *key = arena_alloc(arena, KEY_LENGTH + 1);
	unsigned char nonce[NONCE_SIZE];

	app->random(nonce, sizeof(nonce));
	key_issue(app->secret, app->now(), nonce, key);
	return key;
}

void
totp_recovery(const struct app *app, const char *key, struct recovery *recovery)
{
	unsigned char bytes[NONCE_SIZE];
	uint64_t random[RECOVERY_CODES];
	char from[KEY_LENGTH + 2];

	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		snprintf(from, sizeof(from), "%.*s%zu", KEY_LENGTH, key, i);
		secret_derive(app->secret, "herstelcodes", from, strlen(from),
		    bytes, sizeof(bytes));
		memcpy(&random[i], bytes, sizeof(random[i]));
	}
	recovery_make(random, recovery);
}

enum status
totp_show_recovery(struct app *app, struct request *request,
    const struct recovery *recovery, struct response *response)
{
	struct code_view codes[RECOVERY_CODES];
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, "Uw herstelcodes", DESK_ACCOUNT,
	    &desk);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		codes[i].text = recovery->code[i];
	recovery_html(&response->body, &(struct recovery_page){
		.frame = desk.frame, .codes = codes,
		.ncodes = RECOVERY_CODES,
	});
	return STATUS_OK;
}
