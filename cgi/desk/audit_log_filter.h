#ifndef CGI_DESK_AUDIT_LOG_FILTER_H
#define CGI_DESK_AUDIT_LOG_FILTER_H

#include "cgi/http/params.h"
#include "db/audit.h"
#include "db/event/catalog.h"

struct arena;

/*
 * What is asked of the log, as an address says it: ?wie= &wat=
 * &van=2026-11-01 &tot=2026-11-24 &gemeente=Woerden &aanmelding=7
 * &deelnemer=12 &deze=ja &voor=ID, or &na=ID.  What cannot be understood asks
 * nothing; a municipality that does not exist finds nothing.
 */
void		 log_filter_read(const struct params *query,
		    const struct catalog *, struct arena *,
		    struct audit_filter *);

/* path with the same questions again, and &WHICH=id unless that is 0. */
const char	*log_filter_address(const char *path,
		    const struct params *query, const char *which, int64_t id,
		    struct arena *);

/* For the log itself: "wie anke, van 2026-11-01"; "alles" for no question. */
const char	*log_filter_words(const struct params *query, struct arena *);

#endif
