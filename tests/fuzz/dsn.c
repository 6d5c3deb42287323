/*
 * A target for libFuzzer (`make fuzz`); `make test` gives it the files of
 * tests/fuzz/dsn once.  What once broke the parser becomes one of them.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/arena.h"
#include "mail/bounce/dsn.h"
#include "mail/bounce/mime.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* One line of printable ASCII, whatever came in. */
static void
check_text(const char *text)
{
	assert(strlen(text) <= MIME_VALUE_MAX);
	for (; *text != '\0'; text++)
		assert(*text >= ' ' && *text < 0x7f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(DSN_ARENA);
	struct dsn dsn;

	dsn_read(data, size, "bounce@aanmelden.example.nl", arena, &dsn);
	assert((dsn.kind == DSN_REPORT) == (dsn.nrecipients > 0));
	assert(dsn.nrecipients <= DSN_RECIPIENTS_MAX);
	if (dsn.verp != NULL)
		check_text(dsn.verp);
	if (dsn.message_id != NULL)
		check_text(dsn.message_id);
	for (size_t i = 0; i < dsn.nrecipients; i++) {
		assert(dsn.recipients[i].action < DSN_ACTION__MAX);
		check_text(dsn.recipients[i].final);
		check_text(dsn.recipients[i].original);
		check_text(dsn.recipients[i].status);
		check_text(dsn.recipients[i].diagnostic);
	}
	arena_free(arena);
	return 0;
}
