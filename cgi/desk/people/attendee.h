#ifndef CGI_DESK_PEOPLE_ATTENDEE_H
#define CGI_DESK_PEOPLE_ATTENDEE_H

#include "cgi/desk/desk_page.h"
#include "cgi/form/draw.h"
#include "db/registration/registration.h"

/*
 * The person whose number is request->tail, at the event that this session
 * looks at.  NOTFOUND: there is none.
 */
struct attending {
	struct app		*app;
	struct request		*request;
	struct desk_page	 desk;
	struct registration	 registration;
	struct participant	*person;	/* of it */
};

enum status	 attending_find(struct app *, struct request *,
		    const char *title, struct attending *);

/* "/beheer/deelnemer/12", and with what was done, "?gedaan=afmelden". */
const char	*attending_path(int64_t number, const char *done,
		    struct arena *);

/* What its address says of the list one came from: "q=berg&volgorde=naam". */
const char	*attending_within(const struct request *, int64_t event);

/* Draw the page; what was typed into its forms, and what is wrong there. */
struct attending_forms {
	struct answer	 reason;
	struct answer	 note;
	const char	*trouble;
};

enum status	 attending_draw(struct attending *,
		    const struct attending_forms *, struct response *);

extern const struct field note_field;

#endif
