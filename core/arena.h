#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

/*
 * An arena is the memory of one request or one job: taken in pieces, given
 * back all at once.  There is a hard limit, so that no input makes a process
 * grow, and no call returns NULL, so that no caller needs a branch for it:
 * beyond the limit, or when the system has no memory, control goes back to the
 * place that said ARENA_GUARD, as an exception would.  Without a guard the
 * process ends, because the limit was a promise to ourselves.
 *
 * An arena belongs to one thread at a time.
 */
struct arena;

/*
 * An arena that hands out at most limit bytes between two resets; the caller
 * ends it with arena_free, which takes NULL too.  Never NULL: without memory
 * for it the process ends.
 */
struct arena	*arena_new(size_t limit);
void		 arena_free(struct arena *);

/* Give everything back and overwrite it: it held personal data. */
void		 arena_reset(struct arena *);

/*
 * size bytes, zeroed, aligned for any type.  These and all that follow are
 * the arena's until its next reset; nobody frees them.
 */
void		*arena_alloc(struct arena *, size_t size);

/* count elements of size bytes, zeroed; the product cannot overflow. */
void		*arena_array(struct arena *, size_t count, size_t size);

/* A copy of length bytes with a NUL behind it; of 0 bytes data may be NULL. */
char		*arena_copy(struct arena *, const void *data, size_t length);
char		*arena_string(struct arena *, const char *);

/* The text that printf would write, of any length. */
char		*arena_printf(struct arena *, const char *format, ...)
		    __attribute__((format(printf, 2, 3)));

/*
 * Make the last piece larger in place; returns 0 when it was not the last
 * piece or does not fit, and nothing has changed then.
 */
int		 arena_extend(struct arena *, void *piece, size_t size,
		    size_t larger);

/*
 * if (ARENA_GUARD(arena)) { it ran out: answer so; }
 * It is one of these two when something ran out: only the first is about the
 * work itself, the second is over by itself.
 * Holds until arena_unguard, which the same function must call.  What the
 * guarded code opened outside the arena has to be closed by the handler.
 */
#define ARENA_FULL	1	/* the limit */
#define ARENA_STARVED	2	/* the system has no memory */
#define ARENA_GUARD(arena)	setjmp(*arena_guard(arena))
jmp_buf		*arena_guard(struct arena *);
void		 arena_unguard(struct arena *);

#endif
