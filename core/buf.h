#ifndef CORE_BUF_H
#define CORE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * A growing run of bytes in an arena, always with a NUL behind the last.
 * Once an addition does not fit under max, failed is set, nothing more is
 * added, and whoever uses the result checks failed, once.
 */
struct buf {
	char		*data;
	size_t		 length;
	size_t		 room;
	size_t		 max;
	bool		 failed;
	struct arena	*arena;
};

void	buf_init(struct buf *, struct arena *, size_t max);
void	buf_clear(struct buf *);
void	buf_add(struct buf *, const void *, size_t length);
void	buf_text(struct buf *, const char *);
void	buf_char(struct buf *, char);

/* Percent-encoded: all but the unreserved of RFC 3986 (2.3) becomes %XX. */
void	buf_percent(struct buf *, const void *, size_t length);
void	buf_printf(struct buf *, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));

#endif
