/* One's own account: its password, and where it is signed in. */
#include <string.h>

#include "cgi/desk/account/cookie.h"
#include "cgi/desk/account/reauth.h"
#include "cgi/desk/account/roles.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "templates.h"
#include "templates/desk/my_account.h"

/* Said after a change, by the word behind ?gedaan=. */
static const struct choice done[] = {
	{ "wachtwoord", "Uw wachtwoord is gewijzigd. Andere sessies van u zijn "
	    "beëindigd." },
	{ "sessie", "De sessie is beëindigd." },
	{ "uit", "De tweede stap staat uit." },
	{ NULL, NULL },
};

static enum status
read_sessions(struct app *app, const struct login *login,
    struct arena *arena, struct account_page *page)
{
	struct session_line *lines;
	enum status status;
	size_t count;

	status = login_list(app->db, login->account.id, login->token,
	    app->now(), arena, &lines, &count);
	if (status != STATUS_OK)
		return status;
	page->sessions = arena_array(arena, count, sizeof(*page->sessions));
	for (size_t i = 0; i < count; i++)
		page->sessions[page->nsessions++] = (struct session_row){
			.name = lines[i].name,
			.browser = lines[i].browser[0] == '\0' ?
			    "een onbekende browser" : lines[i].browser,
			.since = clock_brief(lines[i].begin, arena),
			.seen = clock_brief(lines[i].gezien, arena),
			.own = lines[i].own,
		};
	return STATUS_OK;
}

/* wrong and fresh_wrong: about the two passwords, or NULL. */
static enum status
draw(struct app *app, struct request *request, const char *wrong,
    const char *fresh_wrong, struct response *response)
{
	const struct login *login = request->login;
	struct arena *arena = request->arena;
	struct secret_view password, fresh;
	struct drawing drawing;
	struct account_page page;
	struct desk_page desk;
	struct totp totp;
	enum status status;

	status = desk_page(app, request, "Uw account", DESK_ACCOUNT, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, arena);
	password = reauth_draw(&drawing, SECRET_PASSWORD, wrong);
	fresh = reauth_draw(&drawing, SECRET_FRESH, fresh_wrong);
	page = (struct account_page){
		.frame = desk.frame, .naam = login->account.naam,
		.role = roles_label(login->account.rol),
		.totp = "uit: uw wachtwoord is genoeg om in te loggen",
		.has_totp = login->account.totp,
		.organiser = desk_is_organiser(request),
		.password = &password, .fresh = &fresh,
		.summary = draw_summary(&drawing, NULL),
	};
	if (totp_get(app->db, login->account.id, arena, &totp) == STATUS_OK)
		page.totp = arena_printf(arena, "aan, sinds %s",
		    clock_brief(totp.sinds, arena));
	desk.frame->done = desk_done(request, done);
	status = read_sessions(app, login, arena, &page);
	if (status == STATUS_OK)
		account_html(&response->body, &page);
	return status;
}

enum status
my_account_show(struct app *app, struct request *request,
    struct response *response)
{
	return draw(app, request, NULL, NULL, response);
}

struct password_change {
	struct own_account	 own;
	const char		*hash;	/* of the new one */
};

static enum status
change_password(struct db *db, void *arg, struct arena *arena)
{
	const struct password_change *change = arg;

	return act_own_password(db, &change->own, change->hash, arena);
}

/* Both passwords are looked at, so that both faults are said at once. */
enum status
my_account_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *fresh = form_text(request->params, "nieuw");
	const struct login *login = request->login;
	const char *wrong = NULL, *fresh_wrong;
	struct password_change change;
	enum status status;

	reauth_begin(app, request, &change.own);
	status = reauth_check(app, request, &change.own, &wrong);
	fresh_wrong = password_fault(fresh, login->account.naam);
	if (fresh_wrong == NULL &&
	    strcmp(fresh, form_text(request->params, "wachtwoord")) == 0)
		fresh_wrong = "Dit is het wachtwoord dat u al heeft. Kies "
		    "een ander.";
	if (status == STATUS_OK && fresh_wrong != NULL)
		status = STATUS_INVALID;
	if (status == STATUS_INVALID || status == STATUS_FULL) {
		response->code = status == STATUS_FULL ? HTTP_TOO_MANY :
		    HTTP_UNPROCESSABLE;
		return draw(app, request, wrong, fresh_wrong, response);
	}
	if (status == STATUS_OK)
		status = password_hash(app->config, fresh, request->arena,
		    &change.hash);
	if (status == STATUS_OK)
		status = writer_run(app->writer, change_password, &change);
	if (status == STATUS_OK)
		status = response_see_other(response,
		    "/beheer/account?gedaan=wachtwoord");
	return status;
}

struct session_end {
	struct own_account	 own;
	const char		*session;
};

static enum status
end_one(struct db *db, void *arg, struct arena *arena)
{
	const struct session_end *ending = arg;

	(void)arena;
	return act_own_end(db, &ending->own, ending->session);
}

/* This one as well: the cookie goes with it. */
static enum status
end_all(struct db *db, void *arg, struct arena *arena)
{
	const struct session_end *ending = arg;

	return act_account_end(db, &ending->own.act, ending->own.account,
	    arena);
}

enum status
sessions_post(struct app *app, struct request *request,
    struct response *response)
{
	struct session_end ending = {
		.session = form_text(request->params, "sessie"),
	};
	bool all = strcmp(ending.session, "alle") == 0;
	enum status status;

	reauth_begin(app, request, &ending.own);
	status = writer_run(app->writer, all ? end_all : end_one, &ending);
	/* One that has ended meanwhile is what was asked for. */
	if (status == STATUS_NOTFOUND)
		status = STATUS_OK;
	if (status == STATUS_OK && all)
		status = cookie_end(app, request->arena, response);
	if (status == STATUS_OK)
		status = response_see_other(response, all ?
		    "/beheer/inloggen" : "/beheer/account?gedaan=sessie");
	return status;
}
