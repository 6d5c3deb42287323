#ifndef CGI_DESK_GEMEENTEN_GEMEENTE_FORM_H
#define CGI_DESK_GEMEENTEN_GEMEENTE_FORM_H

#include "cgi/form/draw.h"
#include "cgi/http/params.h"
#include "db/gemeente/gemeente.h"
#include "templates/desk/gemeente.h"

/* What an organiser changes of one municipality, by gemeente.h's fields. */
struct gemeente_form {
	struct answer	 answer[GEMEENTE__MAX];	/* only of those asked */
	bool		 mbo;
	size_t		 nboth;		/* changed by somebody else as well */
};

/* As it is stored. */
void		 gemeente_form_set(struct gemeente_form *,
		    const struct gemeente_record *, struct arena *);

/* The mark of what it is made of, for the field `gezien` (merge.h). */
const char	*gemeente_form_marks(const struct gemeente_record *,
		    struct arena *);

/*
 * As it was typed, judged, also beside all the others, and what was not
 * touched as it is by now; after is the row that it makes.  INVALID: the
 * answers hold faults, or both changed the same.
 */
enum status	 gemeente_form_read(struct gemeente_form *, struct db *,
		    const struct params *, const struct gemeente_record *before,
		    struct gemeente_record *all, size_t count, struct arena *,
		    struct gemeente_record *after);

void		 gemeente_form_draw(struct drawing *,
		    const struct gemeente_form *, struct gemeente_page *);

#endif
