#ifndef CGI_DESK_PEOPLE_ATTENDEE_FILTER_DRAW_H
#define CGI_DESK_PEOPLE_ATTENDEE_FILTER_DRAW_H

#include "cgi/app.h"
#include "db/people/attendee.h"
#include "templates/desk/attendees.h"

/* The filter as the list's form shows it, with what there is to choose. */
enum status	 filter_draw(struct app *, const struct attendee_filter *,
		    const struct catalog *, struct arena *,
		    struct attendees_page *);

#endif
