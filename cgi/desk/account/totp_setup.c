/*
 * Setting up a second factor.  A page that is left open, sent twice or come
 * back to must never leave somebody with a factor and no recovery codes.
 */
#include <string.h>

#include "cgi/desk/account/reauth.h"
#include "cgi/desk/account/recovery_codes.h"
#include "cgi/desk/account/totp_setup.h"
#include "core/text.h"
#include "templates.h"
#include "templates/desk/totp.h"

#define KEY_GOOD	3600	/* seconds that a QR code may stand there */
#define JUST_NOW	600	/* since signing in: no password asked again */
#define REPEATED	60	/* a double click comes within this */

struct faults {
	const char	*password;
	const char	*current;
	const char	*code;
	bool		 too_often;
};

/*
 * Setting up.  Nothing is stored before the first code: the page carries a
 * key that only we can issue (token.h), and the nonce is its hash.  A thief
 * who reads the nonce in a database can therefore not have its QR code drawn.
 */
struct setup {
	struct own_account own;
	const char	*key;
	unsigned char	 nonce[HASH_SIZE];
	unsigned char	 bytes[TOTP_SECRET];
	int64_t		 stap;
	bool		 replaces;
	bool		 asks;		/* for the password */
	struct recovery	 recovery;
};

static void
setup_init(struct app *app, struct request *request, const char *key,
    struct setup *setup)
{
	const struct login *login = request->login;

	*setup = (struct setup){
		.key = key == NULL ? totp_new_key(app, request->arena) : key,
		.replaces = login->account.totp,
	};
	reauth_begin(app, request, &setup->own);
	setup->asks = setup->replaces ||
	    setup->own.act.now - login->begin > JUST_NOW;
	token_hash(setup->key, setup->nonce);
	totp_secret(app->secret, login->account.id, setup->nonce, setup->bytes);
}

static enum status
draw_setup(struct app *app, struct request *request,
    const struct setup *setup, const struct faults *faults,
    struct response *response)
{
	const struct login *login = request->login;
	struct arena *arena = request->arena;
	struct secret_view secrets[3];
	struct drawing drawing;
	struct desk_page desk;
	struct totp_setup page;
	enum status status;

	status = desk_page(app, request, "Tweede stap instellen",
	    DESK_ACCOUNT, &desk);
	if (status != STATUS_OK)
		return status;
	page = (struct totp_setup){
		.frame = desk.frame, .demanded = login->demanded,
		.replaces = setup->replaces, .key = setup->key,
		.words = totp_words(setup->bytes, arena),
		.qr = qr_draw(totp_uri(setup->bytes,
		    desk.context.catalog->event.organisatie,
		    login->account.naam, arena), arena),
		.secrets = secrets,
	};
	drawing_init(&drawing, &desk.context, arena);
	if (setup->asks)
		secrets[page.nsecrets++] = reauth_draw(&drawing,
		    SECRET_PASSWORD, faults->password);
	if (setup->replaces)
		secrets[page.nsecrets++] = reauth_draw(&drawing,
		    SECRET_CURRENT, faults->current);
	secrets[page.nsecrets++] = reauth_draw(&drawing, SECRET_FIRST,
	    faults->code);
	page.summary = draw_summary(&drawing, NULL);
	totp_setup_html(&response->body, &page);
	return STATUS_OK;
}

enum status
totp_setup_show(struct app *app, struct request *request,
    struct response *response)
{
	struct faults none = { .password = NULL };
	struct setup setup;

	setup_init(app, request, NULL, &setup);
	return draw_setup(app, request, &setup, &none, response);
}

/* Is it this very setup that stands there, put there a moment ago? */
static bool
is_repeated(struct app *app, const struct request *request,
    const struct setup *setup)
{
	struct totp totp;

	return totp_get(app->db, setup->own.account, request->arena,
	    &totp) == STATUS_OK &&
	    memcmp(totp.nonce, setup->nonce, HASH_SIZE) == 0 &&
	    setup->own.act.now - totp.sinds <= REPEATED;
}

static enum status
judge(struct app *app, struct request *request, struct setup *setup,
    struct faults *faults)
{
	enum status status = STATUS_OK;

	if (setup->asks)
		status = reauth_check(app, request, &setup->own,
		    &faults->password);
	faults->too_often = status == STATUS_FULL;
	if (setup->replaces && text_empty(setup->own.code))
		faults->current = "Vul de code van uw huidige tweede stap "
		    "in.";
	if (totp_check(setup->bytes, form_text(request->params, "code"),
	    setup->own.act.now, &setup->stap) != STATUS_OK)
		faults->code = "Dit is niet de code die de app nu hoort te "
		    "tonen. Kijk of de klok van uw telefoon gelijk loopt en "
		    "neem de volgende code.";
	if (status == STATUS_OK &&
	    (faults->current != NULL || faults->code != NULL))
		return STATUS_INVALID;
	return status;
}

static enum status
put_totp(struct db *db, void *arg, struct arena *arena)
{
	const struct setup *setup = arg;

	return act_own_totp(db, &setup->own, setup->nonce, setup->stap,
	    &setup->recovery, arena);
}

enum status
totp_setup_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *key = form_text(request->params, "sleutel");
	struct faults faults = { .password = NULL };
	struct setup setup;
	enum status status;
	int64_t issued;

	if (key_read(app->secret, key, &issued) != STATUS_OK ||
	    app->now() - issued > KEY_GOOD) {
		/* Too old a key, or not ours: there is a new one to scan. */
		setup_init(app, request, NULL, &setup);
		faults.code = "De sleutel op de pagina was verlopen. Scan de "
		    "nieuwe, en vul de code in die de app dan toont.";
		response->code = HTTP_UNPROCESSABLE;
		return draw_setup(app, request, &setup, &faults, response);
	}
	setup_init(app, request, key, &setup);
	setup.own.code = form_text(request->params, "huidig");
	totp_recovery(app, key, &setup.recovery);
	if (is_repeated(app, request, &setup))
		return totp_show_recovery(app, request, &setup.recovery,
		    response);
	status = judge(app, request, &setup, &faults);
	if (status == STATUS_OK)
		status = writer_run(app->writer, put_totp, &setup);
	/* The other click of two may have been first all the same. */
	if (status == STATUS_OK || is_repeated(app, request, &setup))
		return totp_show_recovery(app, request, &setup.recovery,
		    response);
	if (status != STATUS_INVALID && status != STATUS_FULL)
		return status;
	if (faults.password == NULL && faults.code == NULL &&
	    faults.current == NULL)
		*(setup.replaces ? &faults.current : &faults.code) =
		    TOTP_WRONG;
	response->code = faults.too_often ? HTTP_TOO_MANY : HTTP_UNPROCESSABLE;
	return draw_setup(app, request, &setup, &faults, response);
}
