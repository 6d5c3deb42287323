#ifndef CGI_DESK_CAMPAIGN_CAMPAIGN_VIEW_H
#define CGI_DESK_CAMPAIGN_CAMPAIGN_VIEW_H

#include "cgi/desk/desk_page.h"
#include "cgi/http/params.h"
#include "db/campaign/invited.h"
#include "templates/desk/campaign.h"

/* Which municipalities of the campaign are shown or chosen. */
struct campaign_filter {
	size_t		 view;		/* 0: all */
	const char	*query;
	const char	*provincie;
	bool		 mbo;
};

void		 campaign_filter_read(const struct params *,
		    struct campaign_filter *);

/* As an address behind path; and in words, for people. */
const char	*campaign_filter_write(const char *path,
		    const struct campaign_filter *, struct arena *);
const char	*campaign_filter_words(const struct campaign_filter *,
		    struct arena *);

/* As hidden values of a form. */
struct desk_form_kept *campaign_filter_hide(const struct campaign_filter *,
		    size_t *count, struct arena *);

bool		 campaign_fits(const struct invited *,
		    const struct campaign_filter *, const char *today,
		    struct arena *);

/* All of the event that this login looks at. */
enum status	 campaign_read(struct app *, const struct request *,
		    const struct catalog **, char today[],
		    struct invited **, size_t *count);

/* Why one gets no letter now, in words; NULL: it may. */
const char	*campaign_why(enum invited_why);

/* The list as the page shows it: a portion, from that row on. */
#define CAMPAIGN_SHOWN	50
void		 campaign_draw(const struct invited *, size_t count,
		    const struct campaign_filter *, const char *today,
		    int64_t now, int64_t first, struct arena *,
		    struct campaign_page *);

#endif
