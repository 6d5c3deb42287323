#ifndef ACTS_ACCOUNT_H
#define ACTS_ACCOUNT_H

#include "acts/act.h"
#include "db/account/account.h"
#include "db/account/totp.h"

/*
 * What is done to accounts of the desk, by their owner, an organiser or the
 * command line, and written down in the same transaction.  Of the act only
 * secret, now and who are looked at.  Passwords are hashed before
 * (account.h), never in here.
 */

/*
 * Sign in (sign_in.c): a person who knows the password, and has the second
 * factor if there is one, gets a session.  account is as it was when its
 * password was checked: INVALID when it no longer is.  refused: no session;
 * the code is missing, wrong or used.
 */
struct sign_in {
	struct act_context act;
	const struct account *account;
	const char	*code;		/* as typed, or NULL */
	const char	*token;		/* of the new session */
	const char	*before;	/* the cookie that was there, or NULL */
	const char	*browser;
	const char	*network;
	bool		 refused;	/* out */
};

enum status	 act_sign_in(struct db *, struct sign_in *, struct arena *);

/* FULL: the name is taken. */
enum status	 act_account_add(struct db *, const struct act_context *,
		    const char *naam, const char *hash, enum role,
		    struct arena *);

/* NOTFOUND: no such account.  FULL: it is the last open organiser. */
enum status	 act_account_role(struct db *, const struct act_context *,
		    int64_t account, enum role, struct arena *);
enum status	 act_account_close(struct db *, const struct act_context *,
		    int64_t account, struct arena *);
enum status	 act_account_open(struct db *, const struct act_context *,
		    int64_t account, struct arena *);

/* Another password; sessions that began with the old one end. */
enum status	 act_account_reset(struct db *, const struct act_context *,
		    int64_t account, const char *hash, struct arena *);

/* The second factor goes, and with it the sessions. */
enum status	 act_account_totp_remove(struct db *,
		    const struct act_context *, int64_t account,
		    struct arena *);
enum status	 act_account_end(struct db *, const struct act_context *,
		    int64_t account, struct arena *);

/* Everybody needs a second factor from now on, or no longer. */
enum status	 act_desk_demand(struct db *, const struct act_context *,
		    bool demands);

/*
 * By the owner, whose session has this token and goes on; all others end.
 * code: of the second factor that there is; INVALID when it is not right, or
 * when the password is no longer the one with this hash.
 */
struct own_account {
	struct act_context	 act;
	int64_t			 account;
	const char		*token;
	const char		*hash;	/* that the password was checked with */
	const char		*code;	/* as typed, or NULL */
	const char		*network; /* from where; see known_network.h */
};

enum status	 act_own_password(struct db *, const struct own_account *,
		    const char *hash, struct arena *);

/* One other session, by its name in the list; NOTFOUND: there is none. */
enum status	 act_own_end(struct db *, const struct own_account *,
		    const char *session);

/*
 * A second factor in place of the one there is, whose code is then needed.
 * FULL: that nonce has been used.
 */
enum status	 act_own_totp(struct db *, const struct own_account *,
		    const unsigned char nonce[HASH_SIZE], int64_t stap,
		    const struct recovery *, struct arena *);

/* FULL: it is demanded of everybody. */
enum status	 act_own_totp_remove(struct db *, const struct own_account *,
		    struct arena *);
enum status	 act_own_recovery(struct db *, const struct own_account *,
		    const struct recovery *, struct arena *);

#endif
