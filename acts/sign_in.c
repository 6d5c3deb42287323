#include "acts/account.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/account/known_network.h"
#include "db/account/login.h"
#include "db/audit.h"
#include "db/db.h"

static enum status
note(struct db *db, const struct sign_in *entry, const char *wat)
{
	return audit_add(db, &(struct audit){
		.wie = entry->act.who, .wat = wat,
	}, entry->act.now);
}

/*
 * The code is judged inside the transaction that begins the session: of two
 * sign-ins with one code the second finds it used.
 */
static enum status
check_code(struct db *db, struct sign_in *entry, struct arena *arena)
{
	struct totp before, after;
	enum status status;

	if (text_empty(entry->code)) {
		entry->refused = true;
		return STATUS_OK;
	}
	status = totp_get(db, entry->account->id, arena, &before);
	if (status == STATUS_OK)
		status = totp_use(db, entry->act.secret, entry->account->id,
		    entry->code, entry->act.now, arena);
	if (status == STATUS_INVALID) {
		/* The password is known to this person: write it down. */
		entry->refused = true;
		return note(db, entry, "tweede stap geweigerd");
	}
	if (status == STATUS_OK)
		status = totp_get(db, entry->account->id, arena, &after);
	if (status == STATUS_OK && after.codes < before.codes)
		status = note(db, entry, "herstelcode gebruikt");
	return status;
}

enum status
act_sign_in(struct db *db, struct sign_in *entry, struct arena *arena)
{
	const struct secret *secret = entry->act.secret;
	int64_t id = entry->account->id, now = entry->act.now;
	struct account account;
	enum status status;

	entry->refused = false;
	status = account_get(db, id, arena, &account);
	if (status == STATUS_OK && (account.dicht ||
	    !text_same(account.wachtwoord, entry->account->wachtwoord)))
		return STATUS_INVALID;
	if (status == STATUS_OK && account.totp)
		status = check_code(db, entry, arena);
	if (status != STATUS_OK || entry->refused)
		return status;
	status = login_sweep(db, now);
	if (status == STATUS_OK && entry->before != NULL)
		status = login_end(db, entry->before);
	if (status == STATUS_OK)
		status = login_add(db, entry->token, id, now);
	if (status == STATUS_OK)
		status = login_browser(db, entry->token, entry->browser);
	if (status == STATUS_OK)
		status = network_add(db, secret, id, entry->network, now);
	if (status == STATUS_OK)
		status = note(db, entry, "ingelogd");
	return status;
}
