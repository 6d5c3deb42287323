#ifndef EXPORT_LETTERS_H
#define EXPORT_LETTERS_H

#include "core/config.h"
#include "core/token.h"
#include "db/campaign/invited.h"

struct buf;

/*
 * The letters on paper, for a merge in Word: municipality, lines of the
 * address, code and link.  Of those that have not answered, however they were
 * asked before: paper is for who does not read mail.
 */
bool		 letters_goes_to(const struct invited *);
const char	*letters_link(const struct config *, const char *code,
		    struct arena *);
void		 letters_csv(struct buf *, const struct config *,
		    const struct secret *, int64_t event,
		    const struct invited *, size_t count, struct arena *);

#endif
