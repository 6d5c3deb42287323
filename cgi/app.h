#ifndef CGI_APP_H
#define CGI_APP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "acts/act.h"
#include "cgi/limit.h"
#include "core/config.h"
#include "core/token.h"
#include "db/db.h"
#include "db/event/catalog.h"
#include "db/writer.h"
#include "templates/present.h"

/*
 * What a handler has at hand.  Each worker thread has an app of its own: a
 * read-only connection and a copy of the catalog; configuration, secret and
 * writer are shared.  Tests make one with a clock and randomness of theirs.
 */
struct app {
	const struct config	*config;
	const struct secret	*secret;
	struct writer		*writer;
	struct limit		*limit;		/* NULL: limits are off */
	struct db		*db;
	struct catalog_cache	*cache;
	struct seats_cache	*seats;
	FILE			*file;		/* by app_hold; or NULL */
	int64_t			(*now)(void);
	void			(*random)(void *, size_t);
};

/* What a program opens once, before its threads. */
struct program {
	struct config		*config;
	struct secret		 secret;
	struct writer		*writer;
	struct limit		*limit;
};

/* Logs what is wrong.  The database must have been made by the tool. */
enum status	 program_open(const char *name, const char *config,
		    struct program *);
void		 program_close(struct program *);

/* Whether its writer goes on; arg is the program. */
bool		 program_alive(void *arg);

/* For the server: one app per worker; arg is the program. */
void		*app_open(void *program);
void		 app_close(void *app);
void		 app_recover(void *app);

struct seats_cache *seats_cache_new(void);
void		 seats_cache_free(struct seats_cache *);

/*
 * A file that is being answered with.  An app holds one at most: the one
 * before is closed, so that none is left open for long whatever became of
 * its request.
 */
void		 app_hold(struct app *, FILE *);

/* What is taken now; counted again only when somebody has committed. */
enum status	 app_taken(struct app *, const struct catalog *,
		    struct taken *);

/*
 * The catalog of an event (or CATALOG_VISIBLE) as it is now, until the next
 * call; and the circumstances of what is done.
 */
enum status	 app_catalog(struct app *, int64_t event,
		    const struct catalog **);
struct act_context	 app_act(struct app *, const struct catalog *,
		    const char *who);

#endif
