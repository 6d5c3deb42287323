#ifndef CGI_FORM_RESTORE_H
#define CGI_FORM_RESTORE_H

#include "cgi/page.h"

/*
 * Coming back after a cancellation: what is said beside the button, and what
 * is asked when there is no place after all.
 */
const char	*restore_hint(const struct page_context *, struct arena *);

/*
 * What would happen to the person with that number, or with 0 to everybody
 * who cancelled: *asked is why it has to be asked first, with the number in
 * line, or NULL when all would have a place.  NOTFOUND: as act_restore.
 */
enum status	 restore_ask(struct app *, const struct act_context *,
		    int64_t registration, int64_t positie, struct arena *,
		    const char **asked);

#endif
