#ifndef TESTS_SUPPORT_WORLD_H
#define TESTS_SUPPORT_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cgi/app.h"
#include "cgi/http/router.h"

/*
 * A world is the application without a server: a real database in a directory
 * of its own, the real writer and reader, a clock that stands still and
 * randomness that is the same every time.  A small event with two rounds of
 * sessions and a few municipalities is in it.
 */
#define WORLD_NOW	((int64_t)1795509005)	/* 24 Nov 2026, 08:30:05 UTC */
#define WORLD_BEGIN	((int64_t)1799744400)	/* 12 Jan 2027, 10:00 local */
#define WORLD_END	((int64_t)1799762400)
#define WORLD_CLOSES	((int64_t)1799190000)
#define WORLD_BASE	"http://localhost:8080"
#define WORLD_KEY	"sleutel_van_deze_toets_01"
#define WORLD_PLACES	10

struct world {
	char		 dir[64];	/* in TMPDIR */
	char		*database;	/* its path */
	struct config	 config;	/* limits are off at first */
	struct secret	 secret;
	struct app	 app;
	struct arena	*arena;		/* of the whole test */
	void		*seen;		/* a connection of the test itself */
	bool		 spoilt;	/* rows were put in that no act makes */
};

/* For cmocka: a world for one test. */
int		 world_open(void **state);
int		 world_close(void **state);

/* The clock of every world. */
int64_t		 world_now(void);
void		 world_set_now(int64_t);

/* Deterministic, never twice the same; the world's app->random. */
void		 world_random(void *, size_t);

/* A database of the world's own directory that is empty, not migrated. */
const char	*world_path(struct world *, const char *name);

/*
 * Change the database as another tool would, through the writer, with
 * `orientatie init` behind it.
 */
void		 world_sql(struct world *, const char *sql);
enum status	 world_run(struct world *, db_work, void *arg);

/* Another connection that writes, besides the world's; db_close it. */
struct db	*world_second_writer(struct world *);

/* Look into the database as a stranger, by SQL; no row is -1 or "". */
int64_t		 world_number(struct world *, const char *format, ...)
		    __attribute__((format(printf, 2, 3)));
const char	*world_text(struct world *, const char *format, ...)
		    __attribute__((format(printf, 2, 3)));
int64_t		 world_count(struct world *, const char *table);

/*
 * "capaciteit rij": the names of the invariants that do not hold now, of
 * db/registration/invariants.h.  world_close insists that all do.
 */
const char	*world_broken(struct world *);

/* The catalog, and the circumstances of an act by `contact`. */
const struct catalog *world_catalog(struct world *);
struct act_context	 world_act(struct world *);

/*
 * A delegation from Woerden, not yet signed up: one participant a letter of
 * roles, w for a wethouder and m for a medewerker, none with an address.
 */
struct registration *world_delegation(struct world *, const char *key,
		    const char *policy, const char *roles);

/* Sign it up, and return its id; it must succeed. */
int64_t		 world_sign_up(struct world *, struct registration *);
enum status	 world_try_sign_up(struct world *, struct registration *);
enum status	 world_cancel(struct world *, int64_t id, int64_t positie);
enum status	 world_restore(struct world *, int64_t id, int64_t positie);

/* "bbwa": bevestigd, wachtlijst, afgemeld, by positie. */
const char	*world_places(struct world *, int64_t registration);

/* "aangemeld a.devries@woerden.nl\n" and so on, in the order written. */
const char	*world_letters(struct world *);

/*
 * A request, and the answer as the web server would get it.  body NULL is a
 * GET; it is sent from the form of our own page unless origin says another.
 */
struct ask {
	const char	*path;		/* with its ?query */
	const char	*body;
	const char	*cookie;
	const char	*origin;
	const char	*fetch_site;
	const char	*type;		/* NULL: urlencoded */
	const char	*address;	/* NULL: 192.0.2.1 */
	const char	*agent;		/* User-Agent */
	bool		 shared;	/* the web server shares the answer */
};

struct reply {
	int		 code;		/* 0: it was cut off, which shows */
	const char	*head;
	const char	*body;
};

struct reply	 world_ask(struct world *, const struct site *, struct ask);

/* A letter about nothing, that is due since that moment and composed. */
void		 world_put_letter(struct world *, const char *ontvanger,
		    const void *message, size_t length, int64_t moment);

/* All letters that wait count as sent. */
void		 world_send(struct world *);

/* Compose what is due, as a mailer does before its claim. */
void		 world_compose(struct world *);

/* The value of a header in the reply, or NULL. */
const char	*reply_header(struct world *, const struct reply *,
		    const char *name);

/*
 * A form body from names and values in turn, NULL behind the last; each is
 * percent-encoded.
 */
const char	*world_form(struct world *, ...) __attribute__((sentinel));

/*
 * The form of a delegation of two, with these fields put in place of its
 * own, or added behind; a value of "" leaves the field out.
 */
const char	*world_valid_form(struct world *, ...)
		    __attribute__((sentinel));

/*
 * In SQL: the letters with what they say; those that are due are composed
 * when a query of world_text or world_number asks for them.
 */
#define LETTERS	"outbox JOIN outbox_bericht ON outbox_bericht.outbox" \
	" = outbox.id"

#endif
