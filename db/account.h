#ifndef DB_ACCOUNT_H
#define DB_ACCOUNT_H

#include <stdint.h>

#include "db/status.h"

struct arena;
struct db;

/* Who may enter the desk, and as what. */
enum role {
	ROLE_DOOR,		/* deur */
	ROLE_READER,		/* inzage */
	ROLE_ORGANISER,		/* organisator */
	ROLE__MAX
};

const char	*role_word(enum role);
enum status	 role_read(const char *word, enum role *);

struct account {
	int64_t		 id;
	const char	*naam;
	const char	*wachtwoord;	/* argon2id, as libsodium writes it */
	enum role	 rol;
};

#define PASSWORD_MIN	12
#define PASSWORD_MAX	200

/*
 * The hash takes 64 MiB and a tenth of a second, on purpose; at most two run
 * at a time, others wait.  Never inside a transaction.
 */
enum status	 password_hash(const char *password, struct arena *,
		    const char **hash);

/* hash NULL: as long as for a real one, then INVALID. */
enum status	 password_check(const char *password, const char *hash);

/* FULL: the name is taken. */
enum status	 account_add(struct db *, const char *naam, const char *hash,
		    enum role, int64_t now);
enum status	 account_by_name(struct db *, const char *naam, struct arena *,
		    struct account *);

/* A session of the desk, found by the cookie's token. */
struct login {
	struct account	 account;
	int64_t		 begin;
	int64_t		 gezien;
	int64_t		 event;		/* looked at; 0: the visible one */
	const char	*token;
};

#define LOGIN_IDLE	(4 * 3600)
#define LOGIN_LONGEST	(12 * 3600)

enum status	 login_add(struct db *, const char *token, int64_t account,
		    int64_t now);

/* NOTFOUND: no such session, or it is over. */
enum status	 login_get(struct db *, const char *token, int64_t now,
		    struct arena *, struct login *);
enum status	 login_seen(struct db *, const char *token, int64_t now);

/* From now on this session looks at that event. */
enum status	 login_look_at(struct db *, const char *token, int64_t event);
enum status	 login_end(struct db *, const char *token);

/* Forget the sessions that are over. */
enum status	 login_sweep(struct db *, int64_t now);

#endif
