#ifndef CORE_BUF_H
#define CORE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * A growing run of bytes in an arena, always with a NUL behind the last.
 * Once an addition does not fit under max, failed is set, nothing more is
 * added, and the user of the result checks failed, once.  data moves as it
 * grows and is the arena's; a buf belongs to one thread at a time.
 */
struct buf {
	char		*data;
	size_t		 length;	/* bytes, without the NUL */
	size_t		 room;		/* bytes of the arena it has */
	size_t		 max;		/* bytes it may have */
	bool		 failed;
	struct arena	*arena;
};

/* An empty one; and empty again, in the same memory, failed or not. */
void	buf_init(struct buf *, struct arena *, size_t max);
void	buf_clear(struct buf *);

/* All or nothing of each: bytes, a text up to its NUL, one byte, printf's. */
void	buf_add(struct buf *, const void *, size_t length);
void	buf_text(struct buf *, const char *);
void	buf_char(struct buf *, char);

/* Percent-encoded: all but the unreserved of RFC 3986 (2.3) becomes %XX. */
void	buf_percent(struct buf *, const void *, size_t length);
void	buf_printf(struct buf *, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));

#endif
