#ifndef CGI_FORM_DESK_FORM_H
#define CGI_FORM_DESK_FORM_H

#include "cgi/form/draw.h"
#include "cgi/http/request.h"
#include "db/audit.h"
#include "templates/desk/desk_form.h"

/*
 * A form of the desk: a list of questions and what was answered.  The desk's
 * forms are read, checked, shown again and repeated in the same way.
 */
#define DESK_FORM_MAX	32

struct desk_form {
	const struct field	*field[DESK_FORM_MAX];
	const char		*there[DESK_FORM_MAX];	/* as it is now */
	struct answer		 answer[DESK_FORM_MAX];
	bool			 both[DESK_FORM_MAX];	/* changed it */
	size_t			 nboth;
	size_t			 count;
};

/* A question with its answer as it is now. */
void		 desk_form_add(struct desk_form *, const struct field *,
		    const char *value);

/*
 * What was typed instead, checked; what was not touched is as it is now, and
 * not judged.  Returns how many faults there are.
 */
size_t		 desk_form_read(struct desk_form *, const struct params *,
		    struct arena *);

/* The clean value of the question of that name; it is there. */
const char	*desk_form_value(const struct desk_form *, const char *name);
int64_t		 desk_form_number(const struct desk_form *, const char *name);
int64_t		 desk_form_moment(const struct desk_form *, const char *name);

/* A fault that only all answers together show. */
void		 desk_form_fault(struct desk_form *, const char *name,
		    const char *text);

/*
 * Two organisers at the same form: the mark of what is there, which goes along
 * with it (merge.h); and what both changed, in sentences for the page, when
 * desk_form_read found any, with who did it by the log of what the filter
 * asks.  A form without its mark knows of nothing.
 */
#define DESK_FORM_OLD	"Iemand anders heeft intussen hetzelfde gewijzigd " \
    "als u. Hieronder staat wat; uw invulling staat er nog. Pas aan wat " \
    "nodig is en sla opnieuw op."
const char	*desk_form_version(const struct desk_form *, struct arena *);
void		 desk_form_compare(const struct desk_form *, struct db *,
		    const struct audit_filter *, struct arena *,
		    struct desk_form_page *);

/* What the page says once after a change: its address ends in gedaan=WORD. */
const char	*desk_form_done(const struct request *);

/* For templates: as questions, and as hidden values to ask something more. */
struct field_view *desk_form_draw(const struct desk_form *, struct drawing *);
struct desk_form_kept *desk_form_hide(const struct desk_form *, size_t *count,
		    struct arena *);

#endif
