#ifndef DB_DOOR_ENTRY_H
#define DB_DOOR_ENTRY_H

#include <stdint.h>

#include "core/short_code.h"
#include "core/status.h"

struct db;

/*
 * The code with which somebody comes in, in a QR of /d/CODE: who shows it at
 * the door is found at once.  It opens their day page and gives no right to
 * change anything.  It ends with the holder of the place, as a link does.
 */
void		 entry_code(const struct secret *, int64_t participant,
		    int64_t nonce, char code[ROW_CODE_SIZE]);

/* Whose it is, as typed or scanned.  NOTFOUND: nobody's. */
enum status	 entry_find(struct db *, const struct secret *,
		    const char *typed, int64_t *participant);

#endif
