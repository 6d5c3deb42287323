#ifndef CGI_DESK_GEMEENTEN_COVERAGE_VIEW_H
#define CGI_DESK_GEMEENTEN_COVERAGE_VIEW_H

#include "cgi/http/params.h"
#include "db/gemeente/coverage.h"
#include "templates/desk/coverage.h"

struct arena;

/* ?q= &antwoord= &provincie= &regio= &mbo=1; nonsense asks nothing. */
void		 coverage_filter_read(const struct params *query,
		    struct coverage_filter *);

/* The same back as "?antwoord=stil&mbo=1"; "" for all. */
const char	*coverage_filter_write(const struct coverage_filter *,
		    struct arena *);

/* The tone of a state: good, wait, bad or none. */
const char	*coverage_shade(enum coverage_state);

/* Tiles, map and both tables; page->mbo says of which. */
void		 coverage_draw_figures(const struct coverage *, size_t count,
		    struct arena *, struct coverage_page *);

/*
 * The filter's form with its choices, and of the list that it leaves a page,
 * from 1 on; one that is not there is the nearest that is.
 */
#define COVERAGE_PAGE	50
void		 coverage_draw_list(const struct coverage *, size_t count,
		    const struct coverage_filter *, int64_t page_number,
		    struct arena *, struct coverage_page *);

#endif
