#include <string.h>

#include "cgi/desk/account/cookie.h"
#include "cgi/desk/account/reauth.h"
#include "cgi/desk/account/roles.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates.h"
#include "templates/desk/my_account.h"

#define REFUSED		422
#define TOO_OFTEN	429

/* What was wrong with a change of password. */
struct faults {
	const char	*password;
	const char	*fresh;
	bool		 too_often;
};

/* Said after a change, by the word behind ?gedaan=. */
static const struct choice done[] = {
	{ "wachtwoord", "Uw wachtwoord is gewijzigd. Andere sessies van u zijn "
	    "beëindigd." },
	{ "sessie", "De sessie is beëindigd." },
	{ "uit", "De tweede stap staat uit." },
};

static const char *
done_of(const struct request *request)
{
	const char *word = form_value(request->query_form, "gedaan");

	for (size_t i = 0; i < sizeof(done) / sizeof(done[0]); i++)
		if (text_same(done[i].value, word))
			return done[i].label;
	return NULL;
}

static const char *
factor_in_words(struct app *app, const struct login *login,
    struct arena *arena)
{
	struct factor factor;

	if (factor_get(app->db, login->account.id, arena, &factor) !=
	    STATUS_OK)
		return "uit: uw wachtwoord is genoeg om in te loggen";
	return arena_printf(arena, "aan, sinds %s", clock_brief(factor.sinds,
	    arena));
}

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

static enum status
draw(struct app *app, struct request *request, const struct faults *faults,
    struct response *response)
{
	const struct login *login = request->login;
	struct arena *arena = request->arena;
	struct secret_view password, fresh;
	struct drawing drawing;
	struct account_page page;
	struct desk_scene scene;
	enum status status;

	status = desk_scene(app, request, "Uw account", DESK_ACCOUNT, &scene);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &scene.scene, arena);
	password = owner_draw(&drawing, SECRET_PASSWORD, faults->password);
	fresh = owner_draw(&drawing, SECRET_FRESH, faults->fresh);
	page = (struct account_page){
		.frame = scene.frame, .naam = login->account.naam,
		.role = roles_label(login->account.rol),
		.factor = factor_in_words(app, login, arena),
		.has_factor = login->account.factor,
		.organiser = login->account.rol == ROLE_ORGANISER,
		.password = &password, .fresh = &fresh,
		.summary = draw_summary(&drawing, NULL),
	};
	scene.frame->done = done_of(request);
	status = read_sessions(app, login, arena, &page);
	if (status == STATUS_OK)
		account_html(&response->body, &page);
	return status;
}

enum status
account_show(struct app *app, struct request *request,
    struct response *response)
{
	return draw(app, request, &(struct faults){ NULL, NULL, false },
	    response);
}

struct change {
	struct own_deed	 deed;
	const char	*hash;		/* of the new one */
};

static enum status
change_password(struct db *db, void *arg, struct arena *arena)
{
	const struct change *change = arg;

	return act_own_password(db, &change->deed, change->hash, arena);
}

static enum status
refuse(struct app *app, struct request *request, const struct faults *faults,
    struct response *response)
{
	response->code = faults->too_often ? TOO_OFTEN : REFUSED;
	return draw(app, request, faults, response);
}

/* Both are looked at, so that both are said at once. */
static enum status
judge(struct app *app, struct request *request, const char *fresh,
    struct change *change, struct faults *faults)
{
	const struct login *login = request->login;
	enum status status;

	status = owner_check(app, request, &change->deed, &faults->password);
	faults->too_often = status == STATUS_FULL;
	faults->fresh = password_fault(fresh, login->account.naam);
	if (faults->fresh == NULL &&
	    strcmp(fresh, owner_typed(request, "wachtwoord")) == 0)
		faults->fresh = "Dit is het wachtwoord dat u al heeft. Kies "
		    "een ander.";
	if (status == STATUS_OK && faults->fresh != NULL)
		return STATUS_INVALID;
	return status;
}

enum status
account_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *fresh = owner_typed(request, "nieuw");
	struct faults faults = { .password = NULL };
	struct change change;
	enum status status;

	owner_deed(app, request, &change.deed);
	status = judge(app, request, fresh, &change, &faults);
	if (status == STATUS_INVALID || status == STATUS_FULL)
		return refuse(app, request, &faults, response);
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

struct ending {
	struct own_deed	 deed;
	const char	*session;
};

static enum status
end_one(struct db *db, void *arg, struct arena *arena)
{
	const struct ending *ending = arg;

	(void)arena;
	return act_own_end(db, &ending->deed, ending->session);
}

static enum status
end_all(struct db *db, void *arg, struct arena *arena)
{
	const struct ending *ending = arg;

	return act_account_end(db, &ending->deed.act, ending->deed.account,
	    arena);
}

enum status
sessions_post(struct app *app, struct request *request,
    struct response *response)
{
	struct ending ending = { .session = owner_typed(request, "sessie") };
	bool all = strcmp(ending.session, "alle") == 0;
	enum status status;

	owner_deed(app, request, &ending.deed);
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
