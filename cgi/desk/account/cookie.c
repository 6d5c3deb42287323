/*
 * The cookie of a session.  It ends with the browser; how long a session
 * lasts is decided in the database (db/account/login.h).
 */
#include <stdbool.h>
#include <string.h>

#include "cgi/desk/account/cookie.h"
#include "core/arena.h"
#include "core/text.h"

/* __Host- pins the cookie to this very host, which only https can have. */
static bool
is_https(const struct app *app)
{
	return strncmp(app->config->base_url, "https:", 6) == 0;
}

const char *
cookie_name(const struct app *app)
{
	return is_https(app) ? "__Host-sessie" : "sessie";
}

const char *
cookie_token(const struct app *app, const struct request *request)
{
	const char *token = request_cookie(request, cookie_name(app));

	return text_empty(token) ? NULL : token;
}

static enum status
send(const struct app *app, const char *token, const char *more,
    struct arena *arena, struct response *response)
{
	return response_header(response, "Set-Cookie", arena_printf(arena,
	    "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", cookie_name(app),
	    token, is_https(app) ? "; Secure" : "", more));
}

enum status
cookie_set(const struct app *app, const char *token, struct arena *arena,
    struct response *response)
{
	return send(app, token, "", arena, response);
}

enum status
cookie_end(const struct app *app, struct arena *arena,
    struct response *response)
{
	return send(app, "", "; Max-Age=0", arena, response);
}
