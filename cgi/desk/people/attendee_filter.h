#ifndef CGI_DESK_PEOPLE_ATTENDEE_FILTER_H
#define CGI_DESK_PEOPLE_ATTENDEE_FILTER_H

#include "cgi/http/params.h"
#include "db/people/attendee.h"

struct arena;

/*
 * The people who are looked for, as an address says it: ?q= &status= &rol=
 * &gemeente= &provincie= &regio= &sessie= &sinds=2026-11-24 &naam=volgt.
 * What cannot be understood asks nothing.
 */
void		 filter_read(const struct params *query, int64_t event,
		    struct arena *, struct attendee_filter *);

/*
 * The same back: path with the filter behind its question mark; and only
 * what stands behind it, "" for everybody, else "q=berg&rol=wethouder".
 */
const char	*filter_address(const char *path,
		    const struct attendee_filter *, struct arena *);
const char	*filter_write(const struct attendee_filter *, struct arena *);

/* An order as an address says it: ?volgorde=nieuwste; usual: it says none. */
const char	*attendee_order_word(enum attendee_order);
enum attendee_order order_read(const struct params *, enum attendee_order usual);

/* Filter and order as the page of a person carries them: the way back. */
const char	*filter_within(const struct attendee_filter *,
		    const char *order, struct arena *);

/* In Dutch, for a page and an export: "rol wethouder, provincie Utrecht". */
const char	*filter_words(const struct attendee_filter *, struct arena *);

#endif
