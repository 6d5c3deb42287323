#include <string.h>

#include "acts/account.h"
#include "cgi/desk/account/accounts.h"
#include "cgi/desk/account/roles.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/form/draw.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates.h"

#define REFUSED		422

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
		.role = role_word(account->rol), .factor = account->factor,
		.closed = account->dicht,
		.self = account->id == login->account.id,
		.made = clock_brief(account->gemaakt, request->arena),
		.seen = account->gezien == 0 ? NULL :
		    clock_brief(account->gezien, request->arena),
	};
}

struct act
accounts_act(struct app *app, const struct request *request)
{
	return (struct act){
		.secret = app->secret, .now = app->now(),
		.who = desk_who(request),
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

enum status
accounts_show_password(struct app *app, struct request *request,
    const char *naam, const char *password, bool first,
    struct response *response)
{
	struct desk_scene scene;
	enum status status;

	status = desk_scene(app, request, first ? "Account gemaakt" :
	    "Nieuw wachtwoord", DESK_ACCOUNT, &scene);
	if (status == STATUS_OK)
		made_html(&response->body, &(struct made_page){
			.frame = scene.frame, .naam = naam,
			.password = password, .first = first,
		});
	return status;
}

/* The account to be added, as typed and as judged. */
struct adding {
	struct act	 act;
	struct answer	 naam;
	struct answer	 rol;
	enum role	 role;
	const char	*hash;
	bool		 demands;
};

static const char *
lead(const struct account *accounts, size_t count, struct arena *arena)
{
	int64_t open = 0, without = 0;

	for (size_t i = 0; i < count; i++) {
		open += !accounts[i].dicht;
		without += !accounts[i].dicht && !accounts[i].factor;
	}
	return arena_printf(arena, "%s; %s.", present_count(open,
	    "account kan inloggen", "accounts kunnen inloggen", arena),
	    without == 0 ? "iedereen heeft een tweede stap" :
	    present_count(without, "heeft nog geen tweede stap",
	    "hebben nog geen tweede stap", arena));
}

static enum status
read_page(struct app *app, struct request *request,
    struct accounts_page *page)
{
	struct arena *arena = request->arena;
	struct account *accounts;
	enum status status;
	size_t count;

	status = account_list(app->db, arena, &accounts, &count);
	if (status == STATUS_OK)
		status = desk_demands(app->db, &page->demanded);
	if (status != STATUS_OK)
		return status;
	page->lead = lead(accounts, count, arena);
	page->accounts = arena_array(arena, count, sizeof(*page->accounts));
	for (size_t i = 0; i < count; i++)
		page->accounts[page->naccounts++] = accounts_row(&accounts[i],
		    request);
	return STATUS_OK;
}

static const struct choice done[] = {
	{ "verplicht", "Iedereen heeft nu een tweede stap nodig." },
	{ "vrij", "Een tweede stap is niet meer verplicht." },
};

static enum status
draw(struct app *app, struct request *request, const struct adding *adding,
    struct response *response)
{
	const char *word = form_value(request->query_form, "gedaan");
	struct accounts_page page = { .lead = NULL };
	struct field_view naam, rol;
	struct drawing drawing;
	struct desk_scene scene;
	enum status status;

	status = desk_scene(app, request, "Accounts", DESK_ACCOUNT, &scene);
	if (status == STATUS_OK)
		status = read_page(app, request, &page);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < sizeof(done) / sizeof(done[0]); i++)
		if (text_same(done[i].value, word))
			scene.frame->done = done[i].label;
	drawing_init(&drawing, &scene.scene, request->arena);
	naam = draw_field(&drawing, &naam_field, "naam", &adding->naam, "");
	rol = draw_field(&drawing, &roles_field, "rol", &adding->rol, "");
	page.frame = scene.frame;
	page.naam = &naam;
	page.rol = &rol;
	page.summary = draw_summary(&drawing, NULL);
	accounts_html(&response->body, &page);
	return STATUS_OK;
}

enum status
accounts_show(struct app *app, struct request *request,
    struct response *response)
{
	return draw(app, request, &(struct adding){
		.naam.raw = "", .rol.raw = "",
	}, response);
}

static void
judge(const struct field *field, struct request *request,
    struct answer *answer)
{
	const char *raw = form_value(request->form, field->name);

	*answer = (struct answer){ .raw = raw == NULL ? "" : raw };
	field_check(field, raw, true, request->arena, &answer->clean,
	    &answer->fault);
}

static enum status
add_account(struct db *db, void *arg, struct arena *arena)
{
	const struct adding *adding = arg;

	return act_account_add(db, &adding->act, adding->naam.clean,
	    adding->hash, adding->role, arena);
}

static enum status
add(struct app *app, struct request *request, struct adding *adding,
    struct response *response)
{
	const char *password;
	enum status status = STATUS_INVALID;

	judge(&naam_field, request, &adding->naam);
	judge(&roles_field, request, &adding->rol);
	if (adding->naam.fault == NULL && adding->rol.fault == NULL)
		status = role_read(adding->rol.clean, &adding->role);
	if (status == STATUS_OK)
		status = accounts_make_password(app, request, &password,
		    &adding->hash);
	if (status == STATUS_OK)
		status = writer_run(app->writer, add_account, adding);
	if (status == STATUS_OK)
		return accounts_show_password(app, request,
		    adding->naam.clean, password, true, response);
	if (status == STATUS_FULL)
		adding->naam.fault = "Er is al een account met deze naam. "
		    "Kies een andere.";
	else if (status != STATUS_INVALID)
		return status;
	response->code = REFUSED;
	return draw(app, request, adding, response);
}

static enum status
demand(struct db *db, void *arg, struct arena *arena)
{
	const struct adding *adding = arg;

	(void)arena;
	return act_desk_demand(db, &adding->act, adding->demands);
}

enum status
accounts_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *actie = form_value(request->form, "actie");
	struct adding adding = { .act = accounts_act(app, request) };
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
