/*
 * The page of a second factor: a code from an app besides the password.
 * Without one, or with ?vervangen=, it is the page that sets one up.
 */
#include <string.h>

#include "cgi/desk/account/reauth.h"
#include "cgi/desk/account/recovery_codes.h"
#include "cgi/desk/account/totp_setup.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates.h"
#include "templates/desk/totp.h"

#define FEW_CODES	3

/* wrong and code_wrong: about the password and the code, or NULL. */
static enum status
draw(struct app *app, struct request *request, const char *wrong,
    const char *code_wrong, struct response *response)
{
	const struct login *login = request->login;
	struct arena *arena = request->arena;
	struct secret_view secrets[2];
	struct drawing drawing;
	struct desk_page desk;
	struct totp totp;
	enum status status;

	status = totp_get(app->db, login->account.id, arena, &totp);
	if (status == STATUS_OK)
		status = desk_page(app, request, "Tweede stap", DESK_ACCOUNT,
		    &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, arena);
	secrets[0] = reauth_draw(&drawing, SECRET_PASSWORD, wrong);
	secrets[1] = reauth_draw(&drawing, SECRET_CODE, code_wrong);
	totp_html(&response->body, &(struct totp_page){
		.frame = desk.frame, .demanded = login->demanded,
		.since = clock_brief(totp.sinds, arena),
		.codes = totp.codes == 0 ? "alle gebruikt" :
		    arena_printf(arena, "nog %lld van de %d niet gebruikt",
		    (long long)totp.codes, RECOVERY_CODES),
		.few = totp.codes < FEW_CODES,
		.secrets = secrets, .nsecrets = 2,
		.summary = draw_summary(&drawing, NULL),
	});
	return STATUS_OK;
}

enum status
totp_show(struct app *app, struct request *request, struct response *response)
{
	const struct login *login = request->login;

	if (!login->account.totp || !text_empty(params_value(
	    request->query_params, "vervangen")))
		return totp_setup_show(app, request, response);
	return draw(app, request, NULL, NULL, response);
}

/* What is done to a second factor that is on. */
struct own_totp {
	struct own_account	 own;
	struct recovery		 recovery;
};

static enum status
take_off(struct db *db, void *arg, struct arena *arena)
{
	const struct own_totp *own = arg;

	return act_own_totp_remove(db, &own->own, arena);
}

static enum status
renew(struct db *db, void *arg, struct arena *arena)
{
	const struct own_totp *own = arg;

	return act_own_recovery(db, &own->own, &own->recovery, arena);
}

enum status
totp_post(struct app *app, struct request *request, struct response *response)
{
	const struct login *login = request->login;
	const char *actie = form_text(request->params, "actie");
	const char *wrong = NULL, *code_wrong = NULL;
	bool off = strcmp(actie, "uit") == 0, checked;
	struct own_totp own;
	enum status status;

	if (strcmp(actie, "instellen") == 0)
		return totp_setup_post(app, request, response);
	if (!off && strcmp(actie, "codes") != 0)
		return STATUS_INVALID;
	/* It was taken off meanwhile, in another window. */
	if (!login->account.totp)
		return response_see_other(response, "/beheer/account");
	reauth_begin(app, request, &own.own);
	totp_recovery(app, totp_new_key(app, request->arena), &own.recovery);
	own.own.code = form_text(request->params, "code");
	status = reauth_check(app, request, &own.own, &wrong);
	checked = status == STATUS_OK;
	if (checked)
		status = writer_run(app->writer, off ? take_off : renew, &own);
	if (status == STATUS_OK && off)
		return response_see_other(response,
		    "/beheer/account?gedaan=uit");
	if (status == STATUS_OK)
		return totp_show_recovery(app, request, &own.recovery,
		    response);
	if (status != STATUS_INVALID && status != STATUS_FULL)
		return status;
	if (checked)
		code_wrong = status == STATUS_INVALID ? TOTP_WRONG :
		    "Uitzetten kan niet: de organisatie vraagt van iedereen "
		    "een tweede stap.";
	response->code = !checked && status == STATUS_FULL ? HTTP_TOO_MANY :
	    HTTP_UNPROCESSABLE;
	return draw(app, request, wrong, code_wrong, response);
}
