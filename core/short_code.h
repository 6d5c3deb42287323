#ifndef CORE_SHORT_CODE_H
#define CORE_SHORT_CODE_H

#include <stdint.h>

#include "core/status.h"
#include "core/token.h"

/*
 * A code that people read from paper and type: 35 bits of a keyed mac and a
 * check character, "7KQ4-M2XD".  Nothing of it is stored: who knows what it
 * is about makes it again and compares.  Its letters are those of Crockford's
 * base 32, so that no two look alike.
 *
 * It is short: whoever may guess it is to be counted (limit.h).
 */
#define SHORT_CODE_SIZE	10	/* with its hyphen and NUL */

void		 short_code_make(const struct secret *, const char *purpose,
		    const char *about, char code[SHORT_CODE_SIZE]);

/*
 * What was typed, in the one spelling that short_code_make gives: any case,
 * O for 0, I and L for 1, hyphens and spaces anywhere or nowhere.  INVALID: it
 * is no code, or one character of it is another, or two changed places.
 */
enum status	 short_code_read(const char *typed,
		    char code[SHORT_CODE_SIZE]);

/*
 * The same for a row: its number stands in front of the code, so that the row
 * is found in one step and no two rows share one: "3F-7KQ4-M2XD".  The code
 * is about id and nonce; another nonce ends it (link.h).
 */
#define ROW_CODE_SIZE	(11 + SHORT_CODE_SIZE)

void		 row_code_make(const struct secret *, const char *purpose,
		    int64_t id, int64_t nonce, char code[ROW_CODE_SIZE]);

/* As short_code_read; the id is only claimed until the code is compared. */
enum status	 row_code_read(const char *typed, int64_t *id,
		    char code[ROW_CODE_SIZE]);

#endif
