#ifndef CORE_STATUS_H
#define CORE_STATUS_H

/*
 * How a call ended.  Six words are enough: a caller can act on each of them,
 * and one table in cgi/http turns them into pages.  Outputs of a call are
 * untouched unless it is STATUS_OK.
 */
enum status {
	STATUS_OK,
	STATUS_INVALID,		/* the input cannot be accepted as it is */
	STATUS_NOTFOUND,	/* no such thing, or no longer */
	STATUS_FULL,		/* there is no room for it */
	STATUS_BUSY,		/* not now; the same call may succeed later */
	STATUS_FAIL,		/* our fault; logged where it was detected */
	STATUS__MAX
};

/* The English word for logs; never NULL. */
const char	*status_word(enum status);

#endif
