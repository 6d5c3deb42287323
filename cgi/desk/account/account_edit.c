/*
 * The page of one account, for an organiser.  There is no way to delete one:
 * the audit log names it, and a closed account keeps its name taken.
 */
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
struct account_change {
	struct act_context	 act;
	int64_t			 account;
	enum role		 role;
	const char		*hash;
	enum status	(*run)(struct db *, const struct act_context *, int64_t,
			    struct arena *);
};

static const struct {
	const char	*actie;
	const char	*done;		/* said after it */
	enum status	(*run)(struct db *, const struct act_context *, int64_t,
			    struct arena *);
} entries[] = {
	{ "rol", "De rol is gewijzigd.", NULL },
	{ "factor", "De tweede stap is weggenomen en de sessies zijn "
	    "beëindigd.", act_account_totp_remove },
	{ "uitloggen", "Alle sessies van dit account zijn beëindigd.",
	    act_account_end },
	{ "sluiten", "Het account is gesloten en de sessies zijn beëindigd.",
	    act_account_close },
	{ "openen", "Het account is weer open.", act_account_open },
};

#define NWORDS	(sizeof(entries) / sizeof(entries[0]))

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
draw(struct app *app, struct request *request, const struct account *account,
    const char *fault, struct response *response)
{
	const char *done = params_value(request->query_params, "gedaan");
	struct account_row row = accounts_row(account, request);
	struct account_edit_page page = { .account = &row };
	struct arena *arena = request->arena;
	struct session_line *lines;
	struct answer answer = {
		.raw = role_word(account->rol), .fault = fault,
	};
	struct drawing drawing;
	struct desk_page desk;
	struct field_view rol;
	enum status status;
	size_t count;

	status = desk_page(app, request, arena_printf(arena, "Account %s",
	    account->naam), DESK_ACCOUNT, &desk);
	if (status == STATUS_OK)
		status = login_list(app->db, account->id, NULL, app->now(),
		    arena, &lines, &count);
	if (status != STATUS_OK)
		return status;
	page.sessions = count == 0 ? "Nu nergens ingelogd." : arena_printf(
	    arena, "Nu %s.", present_count((int64_t)count, "sessie",
	    "sessies", arena));
	drawing_init(&drawing, &desk.context, arena);
	rol = draw_field(&drawing, &roles_field, "rol", &answer, "");
	page.frame = desk.frame;
	for (size_t i = 0; i < NWORDS; i++)
		if (text_same(entries[i].actie, done))
			desk.frame->done = entries[i].done;
	page.rol = &rol;
	page.summary = draw_summary(&drawing, NULL);
	account_edit_html(&response->body, &page);
	return STATUS_OK;
}

enum status
account_edit_show(struct app *app, struct request *request,
    struct response *response)
{
	struct account account;
	enum status status;

	status = find(app, request, &account);
	return status == STATUS_OK ? draw(app, request, &account, NULL,
	    response) : status;
}

static enum status
run_action(struct db *db, void *arg, struct arena *arena)
{
	const struct account_change *own = arg;

	if (own->hash != NULL)
		return act_account_reset(db, &own->act, own->account,
		    own->hash, arena);
	if (own->run != NULL)
		return own->run(db, &own->act, own->account, arena);
	return act_account_role(db, &own->act, own->account, own->role, arena);
}

static enum status
reset(struct app *app, struct request *request, const struct account *account,
    struct account_change *own, struct response *response)
{
	const char *password;
	enum status status;

	status = accounts_make_password(app, request, &password, &own->hash);
	if (status == STATUS_OK)
		status = writer_run(app->writer, run_action, own);
	if (status == STATUS_OK)
		status = accounts_show_password(app, request, account->naam,
		    password, false, response);
	return status;
}

enum status
account_edit_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *actie = params_value(request->params, "actie");
	const struct login *login = request->login;
	struct account_change own = {
		.act = app_act(app, NULL, desk_who(request)),
	};
	struct account account;
	enum status status;
	size_t i = 0;

	if ((status = find(app, request, &account)) != STATUS_OK)
		return status;
	own.account = account.id;
	if (text_same(actie, "wachtwoord"))
		return reset(app, request, &account, &own, response);
	while (i < NWORDS && !text_same(entries[i].actie, actie))
		i++;
	if (i == NWORDS)
		return STATUS_INVALID;
	own.run = entries[i].run;
	if (own.run == NULL && (status = role_read(form_text(request->params,
	    "rol"), &own.role)) != STATUS_OK)
		return status;
	status = writer_run(app->writer, run_action, &own);
	if (status == STATUS_FULL) {
		response->code = HTTP_UNPROCESSABLE;
		return draw(app, request, &account, "Dit is de laatste "
		    "organisator die kan inloggen. Maak eerst iemand anders "
		    "organisator.", response);
	}
	if (status != STATUS_OK)
		return status;
	/* An organiser who gave up that role may not come back here. */
	return response_see_other(response, account.id == login->account.id ?
	    "/beheer/account" : arena_printf(request->arena,
	    "/beheer/accounts/%" PRId64 "?gedaan=%s", account.id, actie));
}
