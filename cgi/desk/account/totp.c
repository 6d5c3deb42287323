#include <stdio.h>
#include <string.h>

#include "cgi/desk/account/reauth.h"
#include "cgi/desk/account/totp.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates.h"
#include "templates/desk/totp.h"

#define FEW_CODES	3

struct faults {
	const char	*password;
	const char	*code;
	bool		 too_often;
};

const char *
factor_new_key(struct app *app, struct arena *arena)
{
	char *key = arena_alloc(arena, KEY_LENGTH + 1);
	unsigned char nonce[NONCE_SIZE];

	app->random(nonce, sizeof(nonce));
	key_issue(app->secret, app->now(), nonce, key);
	return key;
}

void
factor_recovery(const struct app *app, const char *key,
    struct recovery *recovery)
{
	unsigned char bytes[NONCE_SIZE];
	uint64_t random[RECOVERY_CODES];
	char from[KEY_LENGTH + 2];

	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		snprintf(from, sizeof(from), "%.*s%zu", KEY_LENGTH, key,
		    i);
		secret_derive(app->secret, "herstelcodes", from, strlen(from),
		    bytes, sizeof(bytes));
		memcpy(&random[i], bytes, sizeof(random[i]));
	}
	recovery_make(random, recovery);
}

enum status
factor_show_recovery(struct app *app, struct request *request,
    const struct recovery *recovery, struct response *response)
{
	struct code_view codes[RECOVERY_CODES];
	struct desk_scene scene;
	enum status status;

	status = desk_scene(app, request, "Uw herstelcodes", DESK_ACCOUNT,
	    &scene);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		codes[i].text = recovery->code[i];
	recovery_html(&response->body, &(struct recovery_page){
		.frame = scene.frame, .codes = codes,
		.ncodes = RECOVERY_CODES,
	});
	return STATUS_OK;
}

static const char *
codes_in_words(int64_t codes, struct arena *arena)
{
	return codes == 0 ? "alle gebruikt" : arena_printf(arena,
	    "nog %lld van de %d niet gebruikt", (long long)codes,
	    RECOVERY_CODES);
}

static enum status
draw_page(struct app *app, struct request *request,
    const struct faults *faults, struct response *response)
{
	const struct login *login = request->login;
	struct arena *arena = request->arena;
	struct secret_view secrets[2];
	struct drawing drawing;
	struct desk_scene scene;
	struct factor factor;
	enum status status;

	status = factor_get(app->db, login->account.id, arena, &factor);
	if (status == STATUS_OK)
		status = desk_scene(app, request, "Tweede stap", DESK_ACCOUNT,
		    &scene);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &scene.scene, arena);
	secrets[0] = owner_draw(&drawing, SECRET_PASSWORD, faults->password);
	secrets[1] = owner_draw(&drawing, SECRET_CODE, faults->code);
	factor_html(&response->body, &(struct factor_page){
		.frame = scene.frame, .demanded = login->demanded,
		.since = clock_brief(factor.sinds, arena),
		.codes = codes_in_words(factor.codes, arena),
		.few = factor.codes < FEW_CODES,
		.secrets = secrets, .nsecrets = 2,
		.summary = draw_summary(&drawing, NULL),
	});
	return STATUS_OK;
}

enum status
factor_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct login *login = request->login;
	struct faults none = { .password = NULL };

	if (!login->account.factor || !text_empty(form_value(
	    request->query_form, "vervangen")))
		return set_up_show(app, request, response);
	return draw_page(app, request, &none, response);
}

/* What is done to a second factor that is on. */
struct deed {
	struct own_deed	 own;
	struct recovery	 recovery;
};

static enum status
take_off(struct db *db, void *arg, struct arena *arena)
{
	const struct deed *deed = arg;

	return act_own_unfactor(db, &deed->own, arena);
}

static enum status
renew(struct db *db, void *arg, struct arena *arena)
{
	const struct deed *deed = arg;

	return act_own_recovery(db, &deed->own, &deed->recovery, arena);
}

static enum status
answer(struct app *app, struct request *request, const struct deed *deed,
    bool off, struct response *response)
{
	if (off)
		return response_see_other(response,
		    "/beheer/account?gedaan=uit");
	return factor_show_recovery(app, request, &deed->recovery, response);
}

static enum status
manage(struct app *app, struct request *request, bool off,
    struct response *response)
{
	struct faults faults = { .password = NULL };
	struct deed deed;
	enum status status;

	owner_deed(app, request, &deed.own);
	factor_recovery(app, factor_new_key(app, request->arena),
	    &deed.recovery);
	deed.own.code = owner_typed(request, "code");
	status = owner_check(app, request, &deed.own, &faults.password);
	faults.too_often = status == STATUS_FULL;
	if (status == STATUS_OK) {
		status = writer_run(app->writer, off ? take_off : renew,
		    &deed);
		if (status == STATUS_INVALID)
			faults.code = FACTOR_WRONG;
		else if (status == STATUS_FULL)
			faults.code = "Uitzetten kan niet: de organisatie "
			    "vraagt van iedereen een tweede stap.";
	}
	if (status == STATUS_OK)
		return answer(app, request, &deed, off, response);
	if (status != STATUS_INVALID && status != STATUS_FULL)
		return status;
	response->code = faults.too_often ? HTTP_TOO_MANY : HTTP_UNPROCESSABLE;
	return draw_page(app, request, &faults, response);
}

enum status
factor_post(struct app *app, struct request *request,
    struct response *response)
{
	const struct login *login = request->login;
	const char *actie = owner_typed(request, "actie");
	bool off = strcmp(actie, "uit") == 0;

	if (strcmp(actie, "instellen") == 0)
		return set_up_post(app, request, response);
	if (!off && strcmp(actie, "codes") != 0)
		return STATUS_INVALID;
	if (!login->account.factor)
		return response_see_other(response, "/beheer/account");
	return manage(app, request, off, response);
}
