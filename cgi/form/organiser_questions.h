#ifndef CGI_FORM_ORGANISER_QUESTIONS_H
#define CGI_FORM_ORGANISER_QUESTIONS_H

#include "cgi/form/draw.h"
#include "cgi/http/params.h"
#include "core/field.h"

/*
 * What a form asks of an organiser besides what it asks of everybody: whether
 * the people concerned are written to, whether the municipality asked for it,
 * which the letters say, and whether a place goes beyond what the rules give,
 * which takes a reason.
 */
struct organiser {
	bool		 exceeds;	/* may be asked here */
	bool		 override;
	bool		 quiet;
	bool		 asked_for;	/* by the municipality */
	struct answer	 reason;
};

/* Why, in a line for the audit log. */
extern const struct field reason_field;
extern const struct field erase_reason_field;

void		 organiser_blank(struct organiser *, bool exceeds);
void		 organiser_read(const struct params *, bool exceeds,
		    struct organiser *);

/* INVALID: a reason is missing, or no good; reason.fault says so. */
enum status	 organiser_check(struct organiser *, struct arena *);
struct organiser_view *organiser_draw(struct drawing *,
		    const struct organiser *);

/* A question in words for somebody else than the contact. */
const struct field *organiser_field(enum contact_field, struct arena *);
const struct field *organiser_person_field(enum participant_field, bool guest,
		    struct arena *);

#endif
