#include "acts/account.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "db/account/known_network.h"
#include "db/account/login.h"
#include "db/audit.h"
#include "db/db.h"

static enum status
note(struct db *db, const struct act_context *act, const char *wat,
    const char *toelichting)
{
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = wat, .toelichting = toelichting,
	}, act->now);
}

enum status
act_account_add(struct db *db, const struct act_context *act, const char *naam,
    const char *hash, enum role role, struct arena *arena)
{
	enum status status;

	status = account_add(db, naam, hash, role, act->now);
	if (status == STATUS_OK)
		status = note(db, act, "account gemaakt", arena_printf(arena,
		    "%s: %s", naam, role_word(role)));
	return status;
}

enum status
act_account_role(struct db *db, const struct act_context *act, int64_t account,
    enum role role, struct arena *arena)
{
	struct account found;
	struct buf values;
	enum status status;

	status = account_get(db, account, arena, &found);
	if (status != STATUS_OK || found.rol == role)
		return status;
	status = account_role(db, account, role);
	if (status != STATUS_OK)
		return status;
	buf_init(&values, arena, AUDIT_VALUES_MAX);
	audit_value(&values, "Rol", role_word(found.rol), role_word(role));
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = "rol gewijzigd",
		.toelichting = found.naam, .waarden = values.data,
	}, act->now);
}

/* What is done to somebody's account; change may be NULL. */
struct account_act {
	const char	*wat;		/* for the audit log */
	enum status	(*change)(struct db *, int64_t account);
	bool		 shuts;		/* no way in stays open */
	bool		 of_factor;	/* without one there is nothing to do */
};

static enum status
change_account(struct db *db, const struct act_context *act, int64_t account,
    const struct account_act *what, struct arena *arena)
{
	struct account found;
	enum status status;

	status = account_get(db, account, arena, &found);
	if (status != STATUS_OK || (what->of_factor && !found.totp))
		return status;
	if (what->change != NULL)
		status = what->change(db, account);
	/* Sessions, and the favour of a network from which they came. */
	if (status == STATUS_OK && what->shuts)
		status = login_end_others(db, account, NULL);
	if (status == STATUS_OK && what->shuts)
		status = network_forget(db, account);
	if (status == STATUS_OK)
		status = note(db, act, what->wat, found.naam);
	return status;
}

enum status
act_account_close(struct db *db, const struct act_context *act, int64_t account,
    struct arena *arena)
{
	enum status status;

	status = change_account(db, act, account, &(struct account_act){
		"account gesloten", NULL, .shuts = true,
	}, arena);
	return status == STATUS_OK ? account_close(db, account, act->now) :
	    status;
}

enum status
act_account_open(struct db *db, const struct act_context *act, int64_t account,
    struct arena *arena)
{
	return change_account(db, act, account, &(struct account_act){
		"account geopend", account_open, .shuts = false,
	}, arena);
}

enum status
act_account_reset(struct db *db, const struct act_context *act, int64_t account,
    const char *hash, struct arena *arena)
{
	enum status status = account_password(db, account, hash);

	if (status != STATUS_OK)
		return status;
	return change_account(db, act, account, &(struct account_act){
		"wachtwoord vervangen", NULL, .shuts = true,
	}, arena);
}

enum status
act_account_totp_remove(struct db *db, const struct act_context *act,
    int64_t account, struct arena *arena)
{
	return change_account(db, act, account, &(struct account_act){
		"tweede stap weggenomen", totp_remove, .shuts = true,
		.of_factor = true,
	}, arena);
}

enum status
act_account_end(struct db *db, const struct act_context *act, int64_t account,
    struct arena *arena)
{
	return change_account(db, act, account, &(struct account_act){
		"overal uitgelogd", NULL, .shuts = true,
	}, arena);
}

enum status
act_desk_demand(struct db *db, const struct act_context *act, bool demands)
{
	enum status status = desk_demand(db, demands);

	if (status == STATUS_OK)
		status = note(db, act, demands ? "tweede stap verplicht" :
		    "tweede stap niet meer verplicht", NULL);
	return status;
}

/* The owner has shown what is asked: the password, and a code if they can. */
static enum status
check_reauth(struct db *db, const struct own_account *own, struct arena *arena,
    struct account *account)
{
	enum status status;

	status = account_get(db, own->account, arena, account);
	if (status == STATUS_OK && (account->dicht || (own->hash != NULL &&
	    !text_same(account->wachtwoord, own->hash))))
		return STATUS_INVALID;
	if (status != STATUS_OK || !account->totp)
		return status;
	return totp_use(db, own->act.secret, own->account,
	    own->code == NULL ? "" : own->code, own->act.now, arena);
}

/* Only the session that did this stays, and the network it came from. */
static enum status
shut_others(struct db *db, const struct own_account *own)
{
	enum status status;

	status = login_end_others(db, own->account, own->token);
	if (status == STATUS_OK)
		status = network_forget(db, own->account);
	if (status == STATUS_OK)
		status = network_add(db, own->act.secret, own->account,
		    own->network, own->act.now);
	return status;
}

enum status
act_own_password(struct db *db, const struct own_account *own,
    const char *hash, struct arena *arena)
{
	struct account account;
	enum status status;

	status = account_get(db, own->account, arena, &account);
	if (status == STATUS_OK && !text_same(account.wachtwoord, own->hash))
		return STATUS_INVALID;
	if (status == STATUS_OK)
		status = account_password(db, own->account, hash);
	if (status == STATUS_OK)
		status = shut_others(db, own);
	if (status == STATUS_OK)
		status = note(db, &own->act, "wachtwoord gewijzigd", NULL);
	return status;
}

enum status
act_own_end(struct db *db, const struct own_account *own, const char *session)
{
	enum status status;

	status = login_end_named(db, own->account, session);
	if (status == STATUS_OK)
		status = note(db, &own->act, "sessie beëindigd", NULL);
	return status;
}

enum status
act_own_totp(struct db *db, const struct own_account *own,
    const unsigned char nonce[HASH_SIZE], int64_t stap,
    const struct recovery *recovery, struct arena *arena)
{
	struct account account;
	enum status status;

	status = check_reauth(db, own, arena, &account);
	if (status == STATUS_OK)
		status = totp_put(db, own->account, nonce, stap, own->act.now);
	if (status == STATUS_OK)
		status = recovery_put(db, own->act.secret, own->account,
		    recovery);
	if (status == STATUS_OK)
		status = shut_others(db, own);
	if (status == STATUS_OK)
		status = note(db, &own->act, account.totp ?
		    "tweede stap vervangen" : "tweede stap aangezet", NULL);
	return status;
}

enum status
act_own_totp_remove(struct db *db, const struct own_account *own,
    struct arena *arena)
{
	struct account account;
	bool demanded;
	enum status status;

	status = desk_demands(db, &demanded);
	if (status == STATUS_OK && demanded)
		return STATUS_FULL;
	if (status == STATUS_OK)
		status = check_reauth(db, own, arena, &account);
	if (status == STATUS_OK)
		status = totp_remove(db, own->account);
	if (status == STATUS_OK)
		status = note(db, &own->act, "tweede stap uitgezet", NULL);
	return status;
}

enum status
act_own_recovery(struct db *db, const struct own_account *own,
    const struct recovery *recovery, struct arena *arena)
{
	struct account account;
	enum status status;

	status = check_reauth(db, own, arena, &account);
	if (status == STATUS_OK && !account.totp)
		return STATUS_NOTFOUND;
	if (status == STATUS_OK)
		status = recovery_put(db, own->act.secret, own->account,
		    recovery);
	if (status == STATUS_OK)
		status = note(db, &own->act, "herstelcodes gemaakt", NULL);
	return status;
}
