#ifndef CORE_LINK_H
#define CORE_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"
#include "core/token.h"

/*
 * Links and marks that prove themselves: the id of a row and a keyed mac over
 * purpose, id and nonce.  The row is found by its id and the mac is compared
 * in constant time, so nothing secret is stored and no index on random bytes
 * is needed.  The nonce is of the row; a new one ends every link given out
 * before, which is how a link belongs to one person at one address.  It is
 * random, so that the link of an erased row never opens a later one that got
 * the same id.
 *
 * Thread rules: none, all functions are pure.
 */
#define LINK_LENGTH	30	/* 48 bits of id, 128 of mac, base64url */
#define LINK_MARK_SIZE	48	/* of a mark, its NUL included */

/* A nonce for a row: 1 to INT64_MAX.  random fills bytes (token.h). */
int64_t		link_nonce(void (*random)(void *, size_t));

/* The link of the row id (1 to 2^47 - 1) for this purpose. */
void		link_make(const struct secret *, const char *purpose,
		    int64_t id, int64_t nonce, char link[LINK_LENGTH + 1]);

/* The id that a link claims to be of.  INVALID: no link has this form. */
enum status	link_id(const char *link, int64_t *id);

/* Whether the link was made for this row, purpose and nonce. */
bool		link_holds(const struct secret *, const char *purpose,
		    int64_t id, int64_t nonce, const char *link);

/*
 * The same for places that see only lower case, dots and hyphens unharmed,
 * such as an address or a Message-ID (RFC 5321, 4.1.2): "12-" and 80 bits in
 * hex.  mark_id reads the id, in either case of letters.
 */
void		mark_make(const struct secret *, const char *purpose,
		    int64_t id, int64_t nonce, char mark[LINK_MARK_SIZE]);
enum status	mark_id(const char *mark, int64_t *id);
bool		mark_holds(const struct secret *, const char *purpose,
		    int64_t id, int64_t nonce, const char *mark);

#endif
