#ifndef TOOL_DOMAIN_H
#define TOOL_DOMAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

/*
 * What the world reads of a sender's domain before it believes a letter.
 * The look-ups are the caller's, so that tests need no network.
 *
 * txt gives the TXT records of a name, in the arena; addresses its addresses
 * as text ("192.0.2.1", "2001:db8::1").  NOTFOUND: there are none.  BUSY: it
 * cannot be asked now.
 */
struct arena;

#define RECORDS_MAX	16

struct records {
	const char	*text[RECORDS_MAX];
	size_t		 count;
};

struct lookup {
	enum status	(*txt)(const char *name, struct arena *,
			    struct records *);
	enum status	(*addresses)(const char *name, struct arena *,
			    struct records *);
};

/* The system's resolver. */
extern const struct lookup domain_system;

/*
 * In words what is found.  OK: as it should be.  FAIL: it is not.  BUSY: it
 * cannot be said, and why.
 */
enum status	 domain_spf(const struct lookup *, const char *domain,
		    const char *relay, struct arena *, const char **found);
enum status	 domain_dmarc(const struct lookup *, const char *domain,
		    struct arena *, const char **found);

/* DMARC's relaxed alignment: the same, or one below the other. */
bool		 domain_aligned(const char *one, const char *other);

#endif
