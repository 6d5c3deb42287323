#ifndef CGI_DESK_SEEN_LETTER_H
#define CGI_DESK_SEEN_LETTER_H

#include "cgi/http/request.h"
#include "templates/desk/seen_letter.h"

/*
 * The letters that a question shows one by one: which of count the form asks
 * for, and the way to those beside it.  To whom and what is for the caller.
 */
struct seen_letter *seen_letter_new(const struct request *, int64_t count);

/* One that is worth a look, by its number; 0 is none. */
void		 seen_letter_mark(struct seen_letter *, const char *label,
		    int64_t number, struct arena *);

/*
 * Who gets none: of each reason the names; many are folded, under
 * "323 gemeenten".
 */
struct left_outs *left_outs_new(const char *whom, struct arena *);
void		 left_outs_add(struct left_outs *, const char *why,
		    const char *names, int64_t count, const char *several,
		    struct arena *);

#endif
