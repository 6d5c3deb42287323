#ifndef CGI_FORM_DESK_FORM_H
#define CGI_FORM_DESK_FORM_H

#include "cgi/form/draw.h"
#include "cgi/http/request.h"
#include "core/token.h"
#include "templates/desk/desk_form.h"

/*
 * A form of the desk: a list of questions and what was answered.  The desk's
 * forms are read, checked, shown again and repeated in the same way.
 */
#define INQUIRY_MAX	32

struct inquiry {
	const struct field	*field[INQUIRY_MAX];
	const char		*there[INQUIRY_MAX];	/* as it is now */
	struct answer		 answer[INQUIRY_MAX];
	size_t			 count;
};

/* A question with its answer as it is now. */
void		 inquiry_add(struct inquiry *, const struct field *,
		    const char *value);

/* What was typed instead, checked.  Returns how many faults there are. */
size_t		 inquiry_read(struct inquiry *, const struct params *,
		    struct arena *);

/* The clean value of the question of that name; it is there. */
const char	*inquiry_value(const struct inquiry *, const char *name);
int64_t		 inquiry_number(const struct inquiry *, const char *name);
int64_t		 inquiry_moment(const struct inquiry *, const char *name);

/* A fault that only all answers together show. */
void		 inquiry_fault(struct inquiry *, const char *name,
		    const char *text);

/*
 * Two organisers at the same form: a mark of what is there, which goes along
 * with it; whether a form was made of something else, or has no mark; and how
 * what was typed differs from what is there, in sentences for the page.
 */
#define INQUIRY_OLD	"Iemand anders heeft dit intussen gewijzigd. " \
    "Hieronder staat waarin uw invulling verschilt van wat er nu is. Pas " \
    "aan wat nodig is en sla opnieuw op."
const char	*inquiry_version(const struct inquiry *,
		    const struct secret *, struct arena *);
bool		 inquiry_is_old(const struct inquiry *, const struct params *,
		    const struct secret *, struct arena *);
void		 inquiry_compare(const struct inquiry *, struct arena *,
		    struct inquiry_page *);

/* What the page says once after a change: its address ends in gedaan=WORD. */
const char	*inquiry_done(const struct request *);

/* For templates: as questions, and as hidden values to ask something more. */
struct field_view *inquiry_draw(const struct inquiry *, struct drawing *);
struct inquiry_kept *inquiry_hide(const struct inquiry *, size_t *count,
		    struct arena *);

#endif
