#ifndef CGI_DESK_EVENT_PREVIEW_H
#define CGI_DESK_EVENT_PREVIEW_H

#include "cgi/desk/event/programme_form.h"
#include "mail/compose/compose.h"
#include "mail/compose/editable.h"
#include "templates/mail/mail.h"

/*
 * An editable letter to the person asked for (a number), the first who signed
 * up, or somebody made up: composed as in earnest, but for its links; *whose
 * says in words to whom.
 */
enum status	 preview_editable(struct app *, struct request *,
		    const struct catalog *, const struct editable *,
		    struct compose_sample *, const char **whose);

/* events.c: the catalog of the event in the address, in the arena. */
enum status	 event_of_address(struct app *, struct request *,
		    const struct catalog **);

#endif
