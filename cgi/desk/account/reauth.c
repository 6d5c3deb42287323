/*
 * A session that is left open on a desk must not be enough to take an account
 * over: what changes how one signs in asks for the password again.
 */
#include <string.h>

#include "cgi/desk/account/login_throttle.h"
#include "cgi/desk/account/reauth.h"
#include "core/arena.h"
#include "core/network.h"

#define CODE_HINT	"De zes cijfers uit uw app, of een herstelcode."

static const struct secret_view secrets[SECRET__MAX] = {
	[SECRET_PASSWORD] = { .name = "wachtwoord",
	    .label = "Uw huidige wachtwoord",
	    .autocomplete = "current-password" },
	[SECRET_FRESH] = { .name = "nieuw", .label = "Nieuw wachtwoord",
	    .hint = "Ten minste 12 tekens. Een paar woorden achter elkaar is "
	    "goed; plakken uit een wachtwoordmanager mag.",
	    .autocomplete = "new-password" },
	[SECRET_CODE] = { .name = "code", .label = "Code van uw tweede stap",
	    .hint = CODE_HINT, .autocomplete = "one-time-code",
	    .code = true },
	[SECRET_CURRENT] = { .name = "huidig",
	    .label = "Code van uw huidige tweede stap", .hint = CODE_HINT,
	    .autocomplete = "off", .code = true },
	[SECRET_FIRST] = { .name = "code", .label = "Code uit de app",
	    .hint = "Zes cijfers; elke halve minuut andere.",
	    .autocomplete = "one-time-code", .code = true },
};

struct secret_view
reauth_draw(struct drawing *drawing, enum secret_field which, const char *fault)
{
	struct secret_view view = secrets[which];
	const char *hint = view.hint == NULL ? NULL :
	    arena_printf(drawing->arena, "%s-hint", view.name);

	view.fault = fault;
	view.describedby = hint;
	if (fault == NULL)
		return view;
	draw_fault(drawing, "", view.name, fault);
	view.describedby = arena_printf(drawing->arena, "%s%s%s-fout",
	    hint == NULL ? "" : hint, hint == NULL ? "" : " ", view.name);
	return view;
}

void
reauth_begin(struct app *app, struct request *request, struct own_account *own)
{
	const struct login *login = request->login;

	*own = (struct own_account){
		.act = app_act(app, NULL, desk_who(request)),
		.account = login->account.id, .token = login->token,
		.network = network_of(request->address,
		    request->arena),
	};
}

enum status
reauth_check(struct app *app, struct request *request, struct own_account *own,
    const char **fault)
{
	const char *typed = form_text(request->params, "wachtwoord");
	struct account account;
	enum status status;

	if (typed[0] == '\0') {
		*fault = "Vul uw huidige wachtwoord in.";
		return STATUS_INVALID;
	}
	if (!throttle_own(app, request, own->account)) {
		*fault = "Er is te vaak geprobeerd. Wacht tien minuten en "
		    "probeer het dan opnieuw.";
		return STATUS_FULL;
	}
	status = account_get(app->db, own->account, request->arena, &account);
	if (status != STATUS_OK)
		return status;
	status = strlen(typed) > PASSWORD_MAX ? STATUS_INVALID :
	    password_check(app->config, typed, account.wachtwoord);
	if (status == STATUS_INVALID)
		*fault = "Dit is niet uw wachtwoord.";
	if (status == STATUS_OK)
		own->hash = account.wachtwoord;
	return status;
}
