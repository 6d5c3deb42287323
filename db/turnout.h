#ifndef DB_TURNOUT_H
#define DB_TURNOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/status.h"

struct arena;
struct db;

/* Who a municipality sends to one event: how many, never who. */
struct turnout {
	const char	*code;
	const char	*naam;
	const char	*provincie;
	const char	*regio;		/* labour-market region, or "" */
	bool		 heeft_mbo;
	int64_t		 bevestigd;
	int64_t		 wethouders;	/* of those */
	int64_t		 held;		/* of those: places without a name */
	int64_t		 wachtlijst;
	int64_t		 afgemeld;
	const char	*folded;	/* its name, for sorting */
};

/*
 * Each municipality of today (YYYY-MM-DD), and those of earlier that signed
 * up; by name.
 */
enum status	 turnout_list(struct db *, int64_t event, const char *today,
		    struct arena *, struct turnout **, size_t *count);

/* aangemeld, plaats vastgehouden, wachtlijst, afgemeld or stil. */
const char	*turnout_word(const struct turnout *);

/* Nothing has been heard of it. */
bool		 turnout_is_silent(const struct turnout *);

#endif
