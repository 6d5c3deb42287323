#ifndef CGI_DESK_DESK_PAGE_H
#define CGI_DESK_DESK_PAGE_H

#include "acts/act.h"
#include "cgi/page.h"
#include "core/field.h"
#include "db/account/login.h"
#include "db/registration/registration.h"
#include "templates/desk/frame.h"

/*
 * What a handler of the desk needs to draw its page: the context of the
 * event that this login looks at, and the frame with what this role may see.
 */
struct desk_page {
	struct page_context	 context;
	struct desk_frame	*frame;
};

/* For the account that is signed in, or (with DESK_NONE) for nobody. */
enum status	 desk_page(struct app *, struct request *, const char *title,
		    enum desk here, struct desk_page *);

/* Only the catalog of that event. */
enum status	 desk_catalog(struct app *, const struct request *,
		    const struct catalog **);

/* The circumstances of what this account does, which knows no deadlines. */
enum status	 desk_act(struct app *, const struct request *,
		    struct act_context *);

/* "account NAME", for the audit log. */
const char	*desk_who(const struct request *);

/* May this visitor change things, and see what only organisers may? */
bool		 desk_is_organiser(const struct request *);

/*
 * What a page says once after a change, whose address ends in ?gedaan=WORD:
 * the sentence of that word, or NULL.  The list ends with a NULL value.
 */
const char	*desk_done(const struct request *, const struct choice *);

/* The tone in which a page shows how somebody stands: good, wait or none. */
const char	*desk_shade(enum attendance_status);

/*
 * The hidden csrf of this session's forms: derived, so that it is good for
 * this session only and needs no row.
 */
const char	*desk_csrf(const struct app *, const struct request *);

#endif
