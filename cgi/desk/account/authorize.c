/* Whether a request may pass to its route of the desk. */
#include "cgi/desk/account/cookie.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/http/upload.h"
#include "core/arena.h"

#define SEEN_EVERY	60	/* seconds: not a write for every page */

struct seeing {
	const char	*token;
	int64_t		 now;
};

static enum status
mark_seen(struct db *db, void *arg, struct arena *arena)
{
	const struct seeing *seeing = arg;

	(void)arena;
	return login_seen(db, seeing->token, seeing->now);
}

static enum role
role_needed(enum need need)
{
	return need == NEED_ORGANISER ? ROLE_ORGANISER :
	    need == NEED_READER ? ROLE_READER : ROLE_DOOR;
}

/* The token stands in the form, which is read here for the handler as well. */
static enum status
check_csrf(struct app *app, struct request *request,
    struct response *response)
{
	const char *csrf;
	enum status status;

	if (request->method != METHOD_POST)
		return STATUS_OK;
	status = upload_is(request) ? upload_read_form(request) :
	    request_read_form(request);
	if (status != STATUS_OK)
		return status;
	csrf = params_value(request->params, "csrf");
	if (csrf != NULL &&
	    token_same(csrf, desk_csrf(app, request)))
		return STATUS_OK;
	response->code = HTTP_FORBIDDEN;
	return STATUS_INVALID;
}

/* A form that was sent is not led elsewhere: what was typed would be lost. */
static enum status
send_away(const struct request *request, const char *path,
    struct response *response)
{
	enum status status = STATUS_NOTFOUND;

	if (request->method == METHOD_POST)
		response->code = HTTP_FORBIDDEN;
	else if (response_see_other(response, path) != STATUS_OK)
		status = STATUS_FAIL;
	return status;
}

enum status
login_authorize(struct app *app, const struct route *route,
    struct request *request, struct response *response)
{
	struct login *login = arena_alloc(request->arena, sizeof(*login));
	const char *token = cookie_token(app, request);
	struct seeing seeing = { .now = app->now() };
	enum status status = STATUS_NOTFOUND;

	if (token != NULL)
		status = login_get(app->db, token, seeing.now, request->arena,
		    login);
	if (status == STATUS_NOTFOUND)
		return send_away(request, "/beheer/inloggen", response);
	if (status != STATUS_OK)
		return status;
	/*
	 * Before the role: an account that still has to set up a second
	 * factor is led there from everywhere.  Read anew for every request,
	 * so that a demand holds at once, for sessions that had begun too.
	 */
	if (route->need != NEED_SESSION && login_is_halfway(login))
		return send_away(request, "/beheer/account/tweede-stap",
		    response);
	if (login->account.rol < role_needed(route->need)) {
		response->code = HTTP_FORBIDDEN;
		return STATUS_INVALID;
	}
	request->login = login;
	status = check_csrf(app, request, response);
	if (status == STATUS_OK && seeing.now - login->gezien >= SEEN_EVERY) {
		seeing.token = login->token;
		status = writer_run(app->writer, mark_seen, &seeing);
	}
	return status;
}
