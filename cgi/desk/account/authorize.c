/* Whether a request may pass to its route of the desk. */
#include "cgi/desk/account/cookie.h"
#include "cgi/desk/account/unfinished.h"
#include "cgi/desk/account/unfinished.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/http/upload.h"
#include "core/arena.h"
#include "core/text.h"

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

/*
 * A form that may not be sent by who this is, or not yet: the page of its 403
 * has what was typed.  why: who has to sign in for it; NULL: they are, and
 * may send it after what comes first (a path, or NULL).
 */
static enum status
hold_form(struct app *app, struct request *request, const char *why,
    const char *first, struct response *response)
{
	struct unfinished unfinished;
	enum status status = STATUS_OK;

	if (!upload_is(request))
		status = request_read_form(request);
	if (status != STATUS_OK)
		return status;
	response->code = HTTP_FORBIDDEN;
	unfinished_of(request, &unfinished);
	status = STATUS_INVALID;
	if (why != NULL)
		unfinished_ask(app, request, &unfinished, why, response);
	else if (unfinished.path != NULL)
		unfinished_offer(app, request, &unfinished, first, response);
	return status;
}

/*
 * The token stands in the form, which is read here for the handler as well.
 * Another login's is never good; it may be an earlier one of theirs, and then
 * what was typed is theirs to send from a page of this one.
 */
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
	if (!text_empty(csrf) && !upload_is(request))
		return hold_form(app, request, NULL, NULL, response);
	response->code = HTTP_FORBIDDEN;
	return STATUS_INVALID;
}

static enum status
lead_to(const char *path, struct response *response)
{
	return response_see_other(response, path) == STATUS_OK ?
	    STATUS_NOTFOUND : STATUS_FAIL;
}

#define SIGNED_OUT	"U bent niet meer ingelogd. Er is niets bewaard."
#define NOT_YOURS	"Uw account mag dit niet doen. Er is niets bewaard."

enum status
login_authorize(struct app *app, const struct route *route,
    struct request *request, struct response *response)
{
	struct login *login = arena_alloc(request->arena, sizeof(*login));
	const char *token = cookie_token(app, request);
	struct seeing seeing = { .now = app->now() };
	bool sent = request->method == METHOD_POST;
	enum status status = STATUS_NOTFOUND;

	if (token != NULL)
		status = login_get(app->db, token, seeing.now, request->arena,
		    login);
	if (status == STATUS_NOTFOUND)
		return sent ? hold_form(app, request, SIGNED_OUT, NULL,
		    response) : lead_to("/beheer/inloggen", response);
	if (status != STATUS_OK)
		return status;
	request->login = login;
	/*
	 * Before the role: an account that still has to set up a second
	 * factor is led there from everywhere.  Read anew for every request,
	 * so that a demand holds at once, for sessions that had begun too.
	 */
	if (route->need != NEED_SESSION && login_is_halfway(login))
		return sent ? hold_form(app, request, NULL, LOGIN_SECOND_STEP,
		    response) : lead_to(LOGIN_SECOND_STEP, response);
	if (login->account.rol < role_needed(route->need)) {
		if (sent)
			return hold_form(app, request, NOT_YOURS, NULL,
			    response);
		response->code = HTTP_FORBIDDEN;
		return STATUS_INVALID;
	}
	status = check_csrf(app, request, response);
	if (status == STATUS_OK && seeing.now - login->gezien >= SEEN_EVERY) {
		seeing.token = login->token;
		status = writer_run(app->writer, mark_seen, &seeing);
	}
	return status;
}
