/*
 * Signing in and out.  A password and a code are asked on two pages, and in
 * the same words and the same time whether there is such an account or not:
 * the page tells nobody who works here.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acts/account.h"
#include "cgi/desk/account/cookie.h"
#include "cgi/desk/account/login_throttle.h"
#include "cgi/desk/account/unfinished.h"
#include "cgi/desk/account/user_agent.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/network.h"
#include "db/account/known_network.h"
#include "templates.h"

#define PROOF_GOOD	300	/* seconds */
#define PROOF_BYTES	600
#define RETRY_AFTER	"600"	/* LIMIT_WHILE */

/* One try to sign in. */
struct login_attempt {
	const char	*naam;		/* clean; "" for what cannot be one */
	const char	*password;
	const char	*proof;		/* that the password was right before */
	const char	*code;
	const char	*network;
	struct account	 account;	/* id 0: none, or it is closed */
	bool		 known;		/* it came in from here before */
};

/* How a try ended, in words that say the same of every account. */
struct refusal {
	int		 code;
	const char	*fault;
	bool		 ask_code;	/* not before the password is right */
};

static const struct refusal wrong = {
	HTTP_UNPROCESSABLE, "De gebruikersnaam of het wachtwoord klopt niet. "
	    "Probeer het opnieuw.", false,
};
static const struct refusal without_code = {
	HTTP_UNPROCESSABLE, "Vul ook de code van uw tweede stap in.", true,
};
static const struct refusal wrong_code = {
	HTTP_UNPROCESSABLE, "De code klopt niet, of is al gebruikt. Neem de "
	    "volgende code uit uw app.", true,
};
static const struct refusal too_often = {
	HTTP_TOO_MANY, "Er is te vaak geprobeerd in te loggen. Wacht tien "
	    "minuten en probeer het dan opnieuw.", false,
};

/*
 * That this password was right a moment ago, for the second page of signing
 * in, so that it is not typed twice.  Good for this account with this
 * password, from this network, for a few minutes; it lets nobody in.
 */
static const char *
proof_make(const struct app *app, const struct login_attempt *attempt,
    int64_t when, struct arena *arena)
{
	char text[PROOF_BYTES], token[TOKEN_LENGTH + 1];
	int length;

	length = snprintf(text, sizeof(text), "%" PRId64 " %" PRId64 " %s %s",
	    when, attempt->account.id, attempt->account.wachtwoord,
	    attempt->network);
	if (length < 0 || (size_t)length >= sizeof(text))
		return "";
	token_derive(app->secret, "wachtwoord klopt", text, (size_t)length,
	    token);
	return arena_printf(arena, "%" PRId64 ".%s", when, token);
}

static enum status
show_form(struct app *app, struct request *request,
    const struct login_attempt *attempt, const struct refusal *refusal,
    struct response *response)
{
	struct login_page page = { .user = NULL };
	struct unfinished unfinished;
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, refusal == NULL ? "Inloggen" :
	    "Fout: inloggen", DESK_NONE, &desk);
	if (status != STATUS_OK)
		return status;
	page.frame = desk.frame;
	unfinished_read(request, &unfinished);
	unfinished_keep(&unfinished, request->arena, &page);
	if (refusal != NULL) {
		page.fault = refusal->fault;
		page.user = params_value(request->params, "gebruiker");
		response->code = refusal->code;
	}
	if (refusal != NULL && refusal->ask_code)
		page.proof = proof_make(app, attempt, app->now(),
		    request->arena);
	login_html(&response->body, &page);
	return refusal == NULL || refusal->code != HTTP_TOO_MANY ? STATUS_OK :
	    response_header(response, "Retry-After", RETRY_AFTER);
}

enum status
login_show(struct app *app, struct request *request,
    struct response *response)
{
	return show_form(app, request, NULL, NULL, response);
}

static enum status
read_attempt(struct app *app, struct request *request,
    struct login_attempt *attempt)
{
	struct arena *arena = request->arena;
	enum status status;

	*attempt = (struct login_attempt){
		.naam = "", .password = form_text(request->params,
		    "wachtwoord"),
		.proof = form_text(request->params, "bewijs"),
		.code = form_text(request->params, "code"),
		.network = network_of(request->address, arena),
	};
	account_naam(form_text(request->params, "gebruiker"), arena,
	    &attempt->naam);
	status = account_by_name(app->db, attempt->naam, arena,
	    &attempt->account);
	if (status != STATUS_OK && status != STATUS_NOTFOUND)
		return status;
	if (attempt->account.dicht)
		attempt->account = (struct account){ .id = 0 };
	attempt->known = network_is_known(app->db, app->secret,
	    attempt->account.id, attempt->network, app->now());
	return STATUS_OK;
}

/*
 * By the password, or by the proof of a moment ago.  As long for a name that
 * does not exist: a hash of NULL takes its time as well.
 */
static enum status
check_password(struct app *app, const struct login_attempt *attempt,
    struct arena *arena)
{
	int64_t when, now = app->now();

	if (attempt->password[0] == '\0' && attempt->proof[0] != '\0')
		return attempt->account.id != 0 &&
		    (when = strtoll(attempt->proof, NULL, 10)) <= now &&
		    when >= now - PROOF_GOOD &&
		    token_same(attempt->proof, proof_make(app, attempt, when,
		    arena)) ? STATUS_OK : STATUS_INVALID;
	return strlen(attempt->password) > PASSWORD_MAX ? STATUS_INVALID :
	    password_check(app->config, attempt->password,
	    attempt->account.wachtwoord);
}

static enum status
sign_in(struct db *db, void *arg, struct arena *arena)
{
	return act_sign_in(db, arg, arena);
}

/* To the desk, or back to the form that was sent while nobody was in. */
static enum status
lead_on(struct app *app, struct request *request, const char *token,
    struct response *response)
{
	struct login *login = arena_alloc(request->arena, sizeof(*login));
	struct unfinished unfinished;
	enum status status;

	unfinished_read(request, &unfinished);
	if (unfinished.path == NULL)
		return response_see_other(response, "/beheer/");
	status = login_get(app->db, token, app->now(), request->arena, login);
	if (status != STATUS_OK)
		return status;
	request->login = login;
	return unfinished_offer(app, request, &unfinished,
	    login_is_halfway(login) ? LOGIN_SECOND_STEP : NULL, response);
}

/* The code is looked at, and used up, in the transaction that lets them in. */
static enum status
let_in(struct app *app, struct request *request,
    const struct login_attempt *attempt, struct response *response)
{
	unsigned char nonce[HASH_SIZE];
	char token[TOKEN_LENGTH + 1];
	struct sign_in entry = {
		.act = app_act(app, NULL, arena_printf(request->arena,
		    "account %s", attempt->account.naam)),
		.account = &attempt->account, .code = attempt->code,
		.token = token, .before = cookie_token(app, request),
		.browser = user_agent_words(request_parameter(request,
		    "HTTP_USER_AGENT"), request->arena),
		.network = attempt->network,
	};
	enum status status;

	app->random(nonce, sizeof(nonce));
	token_derive(app->secret, "sessie", nonce, sizeof(nonce), token);
	status = writer_run(app->writer, sign_in, &entry);
	if (status == STATUS_INVALID)
		return show_form(app, request, attempt, &wrong, response);
	if (status == STATUS_OK && entry.refused)
		return show_form(app, request, attempt, &wrong_code,
		    response);
	if (status == STATUS_OK)
		status = cookie_set(app, token, request->arena, response);
	if (status == STATUS_OK)
		status = lead_on(app, request, token, response);
	return status;
}

enum status
login_post(struct app *app, struct request *request,
    struct response *response)
{
	const struct refusal *refusal = NULL;
	struct login_attempt attempt;
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK ||
	    (status = read_attempt(app, request, &attempt)) != STATUS_OK)
		return status;
	if (!throttle_try(app, request, attempt.naam, attempt.known))
		refusal = &too_often;
	else if ((status = check_password(app, &attempt, request->arena)) ==
	    STATUS_INVALID)
		refusal = &wrong;
	else if (status != STATUS_OK)
		return status;
	else if (attempt.account.totp && attempt.code[0] == '\0')
		refusal = &without_code;
	else if (attempt.account.totp && !throttle_code(app, request,
	    attempt.naam, attempt.known))
		refusal = &too_often;
	if (refusal != NULL)
		return show_form(app, request, &attempt, refusal, response);
	return let_in(app, request, &attempt, response);
}

static enum status
end_session(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	return login_end(db, arg);
}

enum status
logout_post(struct app *app, struct request *request,
    struct response *response)
{
	const struct login *login = request->login;
	char *token = arena_string(request->arena, login->token);
	enum status status;

	status = writer_run(app->writer, end_session, token);
	if (status == STATUS_OK)
		status = cookie_end(app, request->arena, response);
	if (status == STATUS_OK)
		status = response_see_other(response, "/beheer/inloggen");
	return status;
}
