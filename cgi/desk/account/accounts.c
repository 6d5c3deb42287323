/*
 * All accounts of the desk, for an organiser.  A password is made here and
 * shown once, so that no organiser thinks one up and none is ever mailed.
 */
#include "acts/account.h"
#include "cgi/desk/account/accounts.h"
#include "cgi/desk/account/roles.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/form/desk_form.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates.h"

static const struct field naam_field = {
	.name = "naam", .label = "Gebruikersnaam",
	.hint = "Waarmee deze persoon inlogt, zoals: a.devries.",
	.missing = "Vul een gebruikersnaam in.", .type = FIELD_LINE,
	.flags = FIELD_REQUIRED, .max = ACCOUNT_NAAM_MAX,
	.autocomplete = "off",
};

struct account_row
accounts_row(const struct account *account, const struct request *request)
{
	const struct login *login = request->login;

	return (struct account_row){
		.id = account->id, .naam = account->naam,
		.role = role_word(account->rol), .totp = account->totp,
		.closed = account->dicht,
		.self = account->id == login->account.id,
		.made = clock_brief(account->gemaakt, request->arena),
		.seen = account->gezien == 0 ? NULL :
		    clock_brief(account->gezien, request->arena),
	};
}

enum status
accounts_make_password(struct app *app, struct request *request,
    const char **password, const char **hash)
{
	char *made = arena_alloc(request->arena, TOKEN_LENGTH + 1);
	enum status status;

	password_make(app->secret, made);
	status = password_hash(app->config, made, request->arena, hash);
	if (status == STATUS_OK)
		*password = made;
	return status;
}

/* Answered to the POST itself: no address shows the password again. */
enum status
accounts_show_password(struct app *app, struct request *request,
    const char *naam, const char *password, bool first,
    struct response *response)
{
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, first ? "Account gemaakt" :
	    "Nieuw wachtwoord", DESK_ACCOUNT, &desk);
	if (status == STATUS_OK)
		made_html(&response->body, &(struct made_page){
			.frame = desk.frame, .naam = naam,
			.password = password, .first = first,
		});
	return status;
}

/* The job of the writer: an account to be added, or what is demanded. */
struct account_adding {
	struct act_context	 act;
	const char		*naam;
	enum role		 role;
	const char		*hash;
	bool			 demands;
};

static enum status
read_page(struct app *app, struct request *request,
    struct accounts_page *page)
{
	struct arena *arena = request->arena;
	int64_t open = 0, without = 0;
	struct account *accounts;
	enum status status;
	size_t count;

	status = account_list(app->db, arena, &accounts, &count);
	if (status == STATUS_OK)
		status = desk_demands(app->db, &page->demanded);
	if (status != STATUS_OK)
		return status;
	page->accounts = arena_array(arena, count, sizeof(*page->accounts));
	for (size_t i = 0; i < count; i++) {
		page->accounts[page->naccounts++] = accounts_row(&accounts[i],
		    request);
		open += !accounts[i].dicht;
		without += !accounts[i].dicht && !accounts[i].totp;
	}
	page->lead = arena_printf(arena, "%s; %s.", present_count(open,
	    "account kan inloggen", "accounts kunnen inloggen", arena),
	    without == 0 ? "iedereen heeft een tweede stap" :
	    present_count(without, "heeft nog geen tweede stap",
	    "hebben nog geen tweede stap", arena));
	return STATUS_OK;
}

static const struct choice done[] = {
	{ "verplicht", "Iedereen heeft nu een tweede stap nodig." },
	{ "vrij", "Een tweede stap is niet meer verplicht." },
	{ NULL, NULL },
};

static enum status
draw(struct app *app, struct request *request,
    const struct desk_form *desk_form, struct response *response)
{
	struct accounts_page page = { .lead = NULL };
	struct field_view *views;
	struct drawing drawing;
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, "Accounts", DESK_ACCOUNT, &desk);
	if (status == STATUS_OK)
		status = read_page(app, request, &page);
	if (status != STATUS_OK)
		return status;
	desk.frame->done = desk_done(request, done);
	drawing_init(&drawing, &desk.context, request->arena);
	views = desk_form_draw(desk_form, &drawing);
	page.frame = desk.frame;
	page.naam = &views[0];
	page.rol = &views[1];
	page.summary = draw_summary(&drawing, NULL);
	accounts_html(&response->body, &page);
	return STATUS_OK;
}

static void
fill_desk_form(struct desk_form *desk_form)
{
	*desk_form = (struct desk_form){ .count = 0 };
	desk_form_add(desk_form, &naam_field, "");
	desk_form_add(desk_form, &roles_field, "");
}

enum status
accounts_show(struct app *app, struct request *request,
    struct response *response)
{
	struct desk_form desk_form;

	fill_desk_form(&desk_form);
	return draw(app, request, &desk_form, response);
}

static enum status
add_account(struct db *db, void *arg, struct arena *arena)
{
	const struct account_adding *adding = arg;

	return act_account_add(db, &adding->act, adding->naam, adding->hash,
	    adding->role, arena);
}

static enum status
add(struct app *app, struct request *request, struct account_adding *adding,
    struct response *response)
{
	enum status status = STATUS_INVALID;
	struct desk_form desk_form;
	const char *password;

	fill_desk_form(&desk_form);
	if (desk_form_read(&desk_form, request->params, request->arena) == 0)
		status = role_read(desk_form_value(&desk_form, "rol"),
		    &adding->role);
	if (status == STATUS_OK)
		status = accounts_make_password(app, request, &password,
		    &adding->hash);
	adding->naam = desk_form_value(&desk_form, "naam");
	if (status == STATUS_OK)
		status = writer_run(app->writer, add_account, adding);
	if (status == STATUS_OK)
		return accounts_show_password(app, request, adding->naam,
		    password, true, response);
	if (status == STATUS_FULL)
		desk_form_fault(&desk_form, "naam", "Er is al een account met "
		    "deze naam. Kies een andere.");
	else if (status != STATUS_INVALID)
		return status;
	response->code = HTTP_UNPROCESSABLE;
	return draw(app, request, &desk_form, response);
}

static enum status
demand(struct db *db, void *arg, struct arena *arena)
{
	const struct account_adding *adding = arg;

	(void)arena;
	return act_desk_demand(db, &adding->act, adding->demands);
}

enum status
accounts_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *actie = params_value(request->params, "actie");
	struct account_adding adding = {
		.act = app_act(app, NULL, desk_who(request)),
	};
	enum status status;

	if (text_same(actie, "toevoegen"))
		return add(app, request, &adding, response);
	adding.demands = text_same(actie, "verplicht");
	if (!adding.demands && !text_same(actie, "vrij"))
		return STATUS_INVALID;
	status = writer_run(app->writer, demand, &adding);
	if (status == STATUS_OK)
		status = response_see_other(response,
		    arena_printf(request->arena,
		    "/beheer/accounts?gedaan=%s", actie));
	return status;
}
