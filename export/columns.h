#ifndef EXPORT_COLUMNS_H
#define EXPORT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/event/catalog.h"
#include "db/people/attendee.h"

struct arena;

/*
 * What stands in the attendee export: the contract's columns in its order,
 * a few more, and behind them every other field of the two tables that is not
 * special.  A name is ASCII and lasting: choices are remembered by it.
 */
#define COLUMNS_CONTRACT	19
#define COLUMNS_MAX		96

enum column_kind {
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_MOMENT		/* text is clock_stamp's */
};

size_t		 columns_count(void);
const char	*column_name(size_t column);
const char	*column_title(size_t column);
enum column_kind column_kind(size_t column);
const char	*column_text(size_t column, const struct attendee *,
		    struct arena *);

/* Of the other kinds: the number, or the moment in seconds UTC. */
int64_t		 column_number(size_t column, const struct attendee *);

/* Which of them somebody wants, in the order of the table. */
struct columns {
	size_t		 index[COLUMNS_MAX];
	size_t		 part[COLUMNS_MAX];	/* of it, from 1; 0: all */
	size_t		 count;
	const struct catalog *catalog;	/* of the parts; or NULL */
};

struct columns	 columns_all(void);

/*
 * What is chosen more than once gets a column each: the sessions one for each
 * round in their place, the topics one for each behind the last.  Titles are
 * joined in no cell but the contract's.
 */
void		 columns_apart(struct columns *, const struct catalog *);
const char	*columns_title(const struct columns *, size_t at);
const char	*columns_text(const struct columns *, size_t at,
		    const struct attendee *, struct arena *);

/* From names with a space between; what is no name is left out. */
struct columns	 columns_read(const char *names);
bool		 columns_hold(const struct columns *, size_t column);

#endif
