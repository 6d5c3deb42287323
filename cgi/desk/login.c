#include <string.h>

#include "cgi/desk/handlers.h"
#include "cgi/desk/scene.h"
#include "cgi/http/upload.h"
#include "db/arena.h"
#include "db/audit.h"
#include "db/text.h"
#include "templates.h"

#define SEEN_EVERY	60	/* seconds: not a write for every page */

/* __Host- pins the cookie to this very host, which only https can have. */
static bool
is_https(const struct app *app)
{
	return strncmp(app->config->base_url, "https:", 6) == 0;
}

static const char *
cookie_name(const struct app *app)
{
	return is_https(app) ? "__Host-sessie" : "sessie";
}

static enum status
set_cookie(const struct app *app, const char *token, bool end,
    struct arena *arena, struct response *response)
{
	return response_header(response, "Set-Cookie", arena_printf(arena,
	    "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", cookie_name(app),
	    token, is_https(app) ? "; Secure" : "", end ? "; Max-Age=0" : ""));
}

static enum status
show_form(struct app *app, struct request *request, const char *user,
    const char *fault, struct response *response)
{
	struct desk_scene scene;
	enum status status;

	status = desk_scene(app, request, fault == NULL ? "Inloggen" :
	    "Fout: inloggen", DESK_NONE, &scene);
	if (status != STATUS_OK)
		return status;
	login_html(&response->body, &(struct login_page){
		.frame = scene.frame, .fault = fault, .user = user,
	});
	return STATUS_OK;
}

enum status
login_show(struct app *app, struct request *request,
    struct response *response)
{
	return show_form(app, request, NULL, NULL, response);
}

/* What a job of the writer is given. */
struct session_job {
	const char	*token;
	int64_t		 account;
	const char	*naam;
	int64_t		 now;
};

static enum status
begin_session(struct db *db, void *arg, struct arena *arena)
{
	const struct session_job *job = arg;
	enum status status;

	status = login_sweep(db, job->now);
	if (status == STATUS_OK)
		status = login_add(db, job->token, job->account, job->now);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = arena_printf(arena, "account %s", job->naam),
			.wat = "ingelogd",
		}, job->now);
	return status;
}

static enum status
mark_seen(struct db *db, void *arg, struct arena *arena)
{
	const struct session_job *job = arg;

	(void)arena;
	return login_seen(db, job->token, job->now);
}

static enum status
end_session(struct db *db, void *arg, struct arena *arena)
{
	const struct session_job *job = arg;

	(void)arena;
	return login_end(db, job->token);
}

static enum status
let_in(struct app *app, const struct account *account,
    struct request *request, struct response *response)
{
	unsigned char nonce[HASH_SIZE];
	char token[TOKEN_LENGTH + 1];
	struct session_job job = {
		.token = token, .account = account->id,
		.naam = account->naam, .now = app->now(),
	};
	enum status status;

	app->random(nonce, sizeof(nonce));
	token_derive(app->secret, "sessie", nonce, sizeof(nonce), token);
	status = writer_run(app->writer, begin_session, &job);
	if (status == STATUS_OK)
		status = set_cookie(app, token, false, request->arena,
		    response);
	if (status == STATUS_OK)
		status = response_see_other(response, "/beheer/");
	return status;
}

/* The same words whether the name or the password is wrong. */
enum status
login_post(struct app *app, struct request *request,
    struct response *response)
{
	struct account account = { .wachtwoord = NULL };
	const char *user, *password;
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK)
		return status;
	user = form_value(request->form, "gebruiker");
	password = form_value(request->form, "wachtwoord");
	status = account_by_name(app->db, user == NULL ? "" : user,
	    request->arena, &account);
	if (status != STATUS_OK && status != STATUS_NOTFOUND)
		return status;
	if (password != NULL && strlen(password) <= PASSWORD_MAX &&
	    password_check(password, account.wachtwoord) == STATUS_OK)
		return let_in(app, &account, request, response);
	response->code = 422;
	return show_form(app, request, user, "De gebruikersnaam of het "
	    "wachtwoord klopt niet. Probeer het opnieuw.", response);
}

enum status
logout_post(struct app *app, struct request *request,
    struct response *response)
{
	const struct login *login = request->login;
	struct session_job job = { .token = login->token };
	enum status status;

	status = writer_run(app->writer, end_session, &job);
	if (status == STATUS_OK)
		status = set_cookie(app, "", true, request->arena, response);
	if (status == STATUS_OK)
		status = response_see_other(response, "/beheer/inloggen");
	return status;
}

static enum role
role_needed(enum need need)
{
	return need == NEED_ORGANISER ? ROLE_ORGANISER :
	    need == NEED_READER ? ROLE_READER : ROLE_DOOR;
}

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
	csrf = form_value(request->form, "csrf");
	if (csrf != NULL &&
	    token_same(csrf, desk_csrf(app, request)))
		return STATUS_OK;
	response->code = 403;
	return STATUS_INVALID;
}

static enum status
find_login(struct app *app, struct request *request, struct login *login)
{
	const char *token = request_cookie(request, cookie_name(app));

	if (text_empty(token))
		return STATUS_NOTFOUND;
	return login_get(app->db, token, app->now(), request->arena, login);
}

static enum status
send_away(const struct request *request, struct response *response)
{
	enum status status = STATUS_NOTFOUND;

	if (request->method == METHOD_POST)
		response->code = 403;
	else if (response_see_other(response, "/beheer/inloggen") !=
	    STATUS_OK)
		status = STATUS_FAIL;
	return status;
}

enum status
login_admit(struct app *app, const struct route *route,
    struct request *request, struct response *response)
{
	struct login *login = arena_alloc(request->arena, sizeof(*login));
	struct session_job job = { .now = app->now() };
	enum status status;

	status = find_login(app, request, login);
	if (status == STATUS_NOTFOUND)
		return send_away(request, response);
	if (status != STATUS_OK)
		return status;
	if (login->account.rol < role_needed(route->need)) {
		response->code = 403;
		return STATUS_INVALID;
	}
	request->login = login;
	status = check_csrf(app, request, response);
	if (status == STATUS_OK && job.now - login->gezien >= SEEN_EVERY) {
		job.token = login->token;
		status = writer_run(app->writer, mark_seen, &job);
	}
	return status;
}
