#ifndef DB_ACCOUNT_LOGIN_H
#define DB_ACCOUNT_LOGIN_H

#include "db/account/account.h"

/*
 * Sessions of the desk.  The cookie holds a token, the database its hash.  A
 * session is over when nobody used it for LOGIN_IDLE, LOGIN_LONGEST after it
 * began, and at once when its account is closed.
 */
struct login {
	struct account	 account;	/* without its password */
	int64_t		 begin;
	int64_t		 gezien;
	int64_t		 event;		/* looked at; 0: the visible one */
	bool		 demanded;	/* everybody needs a second factor */
	const char	*token;
	const char	*deur;		/* where it stands; "": not said */
};

/* Signed in, but a second factor is demanded that is not set up yet. */
bool		 login_is_halfway(const struct login *);

#define LOGIN_IDLE	(4 * 3600)
#define LOGIN_LONGEST	(12 * 3600)

enum status	 login_add(struct db *, const char *token, int64_t account,
		    int64_t now);

/* What its owner sees of it in the list: "Firefox op Windows". */
enum status	 login_browser(struct db *, const char *token,
		    const char *browser);

/* NOTFOUND: no such session, or it is over. */
enum status	 login_get(struct db *, const char *token, int64_t now,
		    struct arena *, struct login *);
enum status	 login_seen(struct db *, const char *token, int64_t now);

/* From now on this session looks at that event. */
enum status	 login_look_at(struct db *, const char *token, int64_t event);
enum status	 login_end(struct db *, const char *token);

/* And it stands at that door. */
enum status	 login_door(struct db *, const char *token, const char *deur);

/* Forget the sessions that are over. */
enum status	 login_sweep(struct db *, int64_t now);

/* One session in the list of its account; the name gives no way in. */
struct session_line {
	const char	*name;
	const char	*browser;
	int64_t		 begin;
	int64_t		 gezien;
	bool		 own;		/* the token's */
};

#define SESSIONS_MAX	200

/* The last used first; token NULL: nobody's own. */
enum status	 login_list(struct db *, int64_t account, const char *token,
		    int64_t now, struct arena *, struct session_line **,
		    size_t *count);

/* NOTFOUND: this account has no such session. */
enum status	 login_end_named(struct db *, int64_t account,
		    const char *name);

/* All but this one; token NULL: all. */
enum status	 login_end_others(struct db *, int64_t account,
		    const char *token);

#endif
