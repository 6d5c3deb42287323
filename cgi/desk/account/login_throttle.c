/* How often passwords and codes may be tried: see the header for why so. */
#include <ctype.h>
#include <string.h>

#include "cgi/desk/account/login_throttle.h"
#include "cgi/limit.h"
#include "core/arena.h"
#include "core/network.h"

static bool
count(struct app *app, int max, const char *who)
{
	return limit_allows(app->limit, who, max, app->now());
}

/* Names differ as the database has it: not by the case of ASCII letters. */
static const char *
folded(const char *naam, struct arena *arena)
{
	char *copy = arena_string(arena, naam);

	for (char *at = copy; *at != '\0'; at++)
		*at = (char)tolower((unsigned char)*at);
	return copy;
}

/*
 * In this order: a try that is refused for its address does not count for
 * the account as well, or one address alone could use up what all have.
 */
bool
throttle_try(struct app *app, const struct request *request,
    const char *naam, bool known)
{
	struct arena *arena = request->arena;
	const char *network = network_of(request->address, arena);
	const char *name = folded(naam, arena);

	return count(app, THROTTLE_ADDRESS, arena_printf(arena,
	    "adres %s", network)) &&
	    count(app, THROTTLE_PAIR, arena_printf(arena,
	    "samen %s %s", network, name)) &&
	    (known || count(app, THROTTLE_ACCOUNT, arena_printf(arena,
	    "account %s", name)));
}

bool
throttle_code(struct app *app, const struct request *request,
    const char *naam, bool known)
{
	struct arena *arena = request->arena;

	return known || count(app, THROTTLE_CODES, arena_printf(arena,
	    "code %s", folded(naam, arena)));
}

bool
throttle_own(struct app *app, const struct request *request,
    int64_t account)
{
	return count(app, THROTTLE_PAIR, arena_printf(request->arena,
	    "eigen %lld", (long long)account));
}
