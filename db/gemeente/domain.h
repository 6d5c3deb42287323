#ifndef DB_GEMEENTE_DOMAIN_H
#define DB_GEMEENTE_DOMAIN_H

#include <stdbool.h>

struct arena;
struct catalog;

/*
 * The address that was probably meant: its domain is one or two slips away
 * from a municipality's or a common provider's.  NULL: it looks right, or
 * like nothing we know.  Only ever a hint: it never blocks.
 */
const char	*domain_hint(const struct catalog *, const char *address,
		    struct arena *);

/* A common provider's, where strangers have addresses too. */
bool		 domain_is_shared(const char *domain);

#endif
