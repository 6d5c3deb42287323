#ifndef DB_EVALUATION_EVALUATION_H
#define DB_EVALUATION_EVALUATION_H

#include <stddef.h>
#include <stdint.h>

#include "core/short_code.h"
#include "core/status.h"

struct arena;
struct db;

/*
 * What people thought of an event, asked afterwards without a login and
 * without a name.  Nothing tells who answered or when, and nothing is told of
 * the answers before there are EVALUATION_LEAST of them.
 */
#define EVALUATION_LEAST	5
#define EVALUATION_GRADES	5	/* 1 is the worst */
#define EVALUATION_OPEN_DAYS	60	/* after the end */

struct evaluation {
	int64_t		 event;
	int64_t		 grade;
	const char	*taken;		/* along, to the municipality; or "" */
	const char	*other;		/* next time; or "" */
};

/* The code of the event's questions, /evaluatie/CODE.  NOTFOUND: of none. */
void		 evaluation_code(const struct secret *, int64_t event,
		    char code[ROW_CODE_SIZE]);
enum status	 evaluation_event(const struct secret *, const char *typed,
		    int64_t *event);

/* By the key of its form: the same form again changes nothing. */
enum status	 evaluation_add(struct db *, const struct secret *,
		    const struct evaluation *, const char *key);

/* Of fewer than EVALUATION_LEAST only how many there are. */
struct evaluation_results {
	int64_t		 count;
	int64_t		 grades[EVALUATION_GRADES];
	const char	**taken;	/* what people wrote */
	size_t		 ntaken;
	const char	**other;
	size_t		 nother;
};

enum status	 evaluation_results(struct db *, int64_t event,
		    struct arena *, struct evaluation_results *);

#endif
