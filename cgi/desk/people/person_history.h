#ifndef CGI_DESK_PEOPLE_PERSON_HISTORY_H
#define CGI_DESK_PEOPLE_PERSON_HISTORY_H

#include "cgi/desk/people/attendee.h"
#include "templates/desk/attendee.h"

/* What has happened to a person's registration, in Dutch, newest first. */
enum status	 person_history_letters(const struct attending *,
		    struct attendee_page_view *);
enum status	 person_history_acts(const struct attending *,
		    struct attendee_page_view *);

#endif
