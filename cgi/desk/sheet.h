#ifndef CGI_DESK_SHEET_H
#define CGI_DESK_SHEET_H

#include "cgi/draw.h"
#include "cgi/http/request.h"
#include "templates/desk/sheet.h"

/*
 * A form of the desk: a list of questions and what was answered.  The desk's
 * forms are read, checked, shown again and repeated in the same way.
 */
#define SHEET_MAX	32

struct sheet {
	const struct field	*field[SHEET_MAX];
	struct answer		 answer[SHEET_MAX];
	size_t			 count;
};

/* A question with its answer as it is now. */
void		 sheet_add(struct sheet *, const struct field *,
		    const char *value);

/* What was typed instead, checked.  Returns how many faults there are. */
size_t		 sheet_read(struct sheet *, const struct form *,
		    struct arena *);

/* The clean value of the question of that name; it is there. */
const char	*sheet_value(const struct sheet *, const char *name);
int64_t		 sheet_number(const struct sheet *, const char *name);
int64_t		 sheet_moment(const struct sheet *, const char *name);

/* A fault that only all answers together show. */
void		 sheet_fault(struct sheet *, const char *name,
		    const char *text);

/* What the page says once after a change: its address ends in gedaan=WORD. */
const char	*sheet_done(const struct request *);

/* For templates: as questions, and as hidden values to ask something more. */
struct field_view *sheet_draw(const struct sheet *, struct drawing *);
struct sheet_kept *sheet_hide(const struct sheet *, size_t *count,
		    struct arena *);

#endif
