#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "acts/account.h"
#include "cgi/desk/account/accounts.h"
#include "cgi/desk/account/roles.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/form/draw.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates.h"


/* What an organiser does with one account; the job of the writer. */
struct deed {
	struct act	 act;
	int64_t		 account;
	enum role	 role;
	const char	*hash;
	enum status	(*run)(struct db *, const struct act *, int64_t,
			    struct arena *);
};

static const struct {
	const char	*actie;
	const char	*done;		/* said after it */
	enum status	(*run)(struct db *, const struct act *, int64_t,
			    struct arena *);
} deeds[] = {
	{ "rol", "De rol is gewijzigd.", NULL },
	{ "factor", "De tweede stap is weggenomen en de sessies zijn "
	    "beëindigd.", act_account_unfactor },
	{ "uitloggen", "Alle sessies van dit account zijn beëindigd.",
	    act_account_end },
	{ "sluiten", "Het account is gesloten en de sessies zijn beëindigd.",
	    act_account_close },
	{ "openen", "Het account is weer open.", act_account_open },
};

#define NDEEDS	(sizeof(deeds) / sizeof(deeds[0]))

static enum status
find(struct app *app, struct request *request, struct account *account)
{
	int64_t id;
	char *end;

	id = strtoll(request->tail, &end, 10);
	if (*end != '\0')
		return STATUS_NOTFOUND;
	return account_get(app->db, id, request->arena, account);
}

static enum status
count_sessions(struct app *app, struct request *request,
    struct one_account_page *page)
{
	struct session_line *lines;
	enum status status;
	size_t count;

	status = login_list(app->db, page->account->id, NULL, app->now(),
	    request->arena, &lines, &count);
	if (status == STATUS_OK)
		page->sessions = count == 0 ? "Nu nergens ingelogd." :
		    arena_printf(request->arena, "Nu %s.", present_count(
		    (int64_t)count, "sessie", "sessies", request->arena));
	return status;
}

static const char *
done_of(const struct request *request)
{
	const char *word = form_value(request->query_form, "gedaan");

	for (size_t i = 0; i < NDEEDS; i++)
		if (text_same(deeds[i].actie, word))
			return deeds[i].done;
	return NULL;
}

static enum status
draw(struct app *app, struct request *request, const struct account *account,
    const char *fault, struct response *response)
{
	struct account_row row = accounts_row(account, request);
	struct one_account_page page = { .account = &row };
	struct answer answer = {
		.raw = role_word(account->rol), .fault = fault,
	};
	struct drawing drawing;
	struct desk_scene scene;
	struct field_view rol;
	enum status status;

	status = desk_scene(app, request, arena_printf(request->arena,
	    "Account %s", account->naam), DESK_ACCOUNT, &scene);
	if (status == STATUS_OK)
		status = count_sessions(app, request, &page);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &scene.scene, request->arena);
	rol = draw_field(&drawing, &roles_field, "rol", &answer, "");
	page.frame = scene.frame;
	scene.frame->done = done_of(request);
	page.rol = &rol;
	page.summary = draw_summary(&drawing, NULL);
	one_account_html(&response->body, &page);
	return STATUS_OK;
}

enum status
one_account_show(struct app *app, struct request *request,
    struct response *response)
{
	struct account account;
	enum status status;

	status = find(app, request, &account);
	return status == STATUS_OK ? draw(app, request, &account, NULL,
	    response) : status;
}

static enum status
run_deed(struct db *db, void *arg, struct arena *arena)
{
	const struct deed *deed = arg;

	if (deed->hash != NULL)
		return act_account_reset(db, &deed->act, deed->account,
		    deed->hash, arena);
	if (deed->run != NULL)
		return deed->run(db, &deed->act, deed->account, arena);
	return act_account_role(db, &deed->act, deed->account, deed->role,
	    arena);
}

static enum status
reset(struct app *app, struct request *request, const struct account *account,
    struct deed *deed, struct response *response)
{
	const char *password;
	enum status status;

	status = accounts_make_password(app, request, &password, &deed->hash);
	if (status == STATUS_OK)
		status = writer_run(app->writer, run_deed, deed);
	if (status == STATUS_OK)
		status = accounts_show_password(app, request, account->naam,
		    password, false, response);
	return status;
}

/* NOTFOUND: there is no such deed. */
static enum status
read_deed(struct request *request, const char *actie, struct deed *deed)
{
	const char *role = form_value(request->form, "rol");

	for (size_t i = 0; i < NDEEDS; i++)
		if (text_same(deeds[i].actie, actie)) {
			deed->run = deeds[i].run;
			return deed->run != NULL ? STATUS_OK : role_read(
			    role == NULL ? "" : role, &deed->role);
		}
	return STATUS_INVALID;
}

/* Who changes their own role may not come back to this page. */
static const char *
where_to(const struct account *account, const struct request *request,
    const char *actie)
{
	const struct login *login = request->login;

	if (account->id == login->account.id)
		return "/beheer/account";
	return arena_printf(request->arena, "/beheer/accounts/%" PRId64
	    "?gedaan=%s", account->id, actie);
}

enum status
one_account_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *actie = form_value(request->form, "actie");
	struct deed deed = { .act = accounts_act(app, request) };
	struct account account;
	enum status status;

	if ((status = find(app, request, &account)) != STATUS_OK)
		return status;
	deed.account = account.id;
	if (text_same(actie, "wachtwoord"))
		return reset(app, request, &account, &deed, response);
	if ((status = read_deed(request, actie, &deed)) != STATUS_OK)
		return status;
	status = writer_run(app->writer, run_deed, &deed);
	if (status == STATUS_FULL) {
		response->code = HTTP_UNPROCESSABLE;
		return draw(app, request, &account, "Dit is de laatste "
		    "organisator die kan inloggen. Maak eerst iemand anders "
		    "organisator.", response);
	}
	if (status == STATUS_OK)
		status = response_see_other(response, where_to(&account,
		    request, actie));
	return status;
}
