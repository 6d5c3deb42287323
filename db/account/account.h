#ifndef DB_ACCOUNT_ACCOUNT_H
#define DB_ACCOUNT_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "core/token.h"

struct arena;
struct config;
struct db;

/* An account that may enter the desk, and in which role. */
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
	bool		 dicht;
	bool		 totp;	/* has a second one */
	int64_t		 gemaakt;
	int64_t		 gezien;	/* was last at the desk; 0: never */
};

#define PASSWORD_MIN	12
#define PASSWORD_MAX	200

/*
 * The hash takes 64 MiB and a tenth of a second, on purpose, unless the
 * installation's password_cost is "low"; at most two run at a time and four
 * wait.  BUSY: more than that, or no memory.  Never inside a transaction.
 */
enum status	 password_hash(const struct config *, const char *password,
		    struct arena *, const char **hash);

/* hash NULL: as long as for a real one, then INVALID.  BUSY as above. */
enum status	 password_check(const struct config *, const char *password,
		    const char *hash);

/* A name as typed becomes a clean one.  INVALID: empty, or too long. */
#define ACCOUNT_NAAM_MAX	64
enum status	 account_naam(const char *raw, struct arena *,
		    const char **naam);

/* FULL: the name is taken. */
enum status	 account_add(struct db *, const char *naam, const char *hash,
		    enum role, int64_t now);
enum status	 account_by_name(struct db *, const char *naam, struct arena *,
		    struct account *);

enum status	 account_get(struct db *, int64_t id, struct arena *,
		    struct account *);

/* Open ones first, each part by name. */
#define ACCOUNTS_MAX	500
enum status	 account_list(struct db *, struct arena *, struct account **,
		    size_t *count);

/* NOTFOUND: no such account. */
enum status	 account_password(struct db *, int64_t id, const char *hash);

/* FULL: it is the last open organiser, who stays. */
enum status	 account_role(struct db *, int64_t id, enum role);

/* A closed account has no way in.  FULL as above. */
enum status	 account_close(struct db *, int64_t id, int64_t now);
enum status	 account_open(struct db *, int64_t id);

/*
 * What is wrong with a password that somebody chose, as a Dutch sentence, or
 * NULL.
 */
const char	*password_fault(const char *password, const char *naam);

/* A made one: 144 bits, in characters that no keyboard hides. */
void		 password_make(const struct secret *,
		    char password[TOKEN_LENGTH + 1]);

/* Whether everybody at the desk needs a second factor (totp.h). */
enum status	 desk_demands(struct db *, bool *demands);
enum status	 desk_demand(struct db *, bool demands);

#endif
