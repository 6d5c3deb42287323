#ifndef TEMPLATES_COMPILER_SOURCE_H
#define TEMPLATES_COMPILER_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* No template is larger: what is built from it stays within memory. */
#define SOURCE_MAX	((size_t)256 * 1024)

/* One template file in memory.  Everything else points into data. */
struct source {
	const char	*name;		/* as given on the command line */
	const char	*data;		/* a NUL behind the last byte */
	size_t		 length;
	bool		 html;		/* by its suffix; otherwise text */
};

/*
 * Read the file and check its bytes: valid UTF-8 without control characters
 * other than newline and tab.  Does not come back from a fault.
 */
void	source_read(struct arena *, const char *name, struct source *);

/*
 * Print FILE:LINE:COLUMN: message and exit with 1.  at points into the data,
 * or is its end; columns count bytes from 1.
 */
_Noreturn void	source_fail(const struct source *, const char *at,
		    const char *format, ...)
		    __attribute__((format(printf, 3, 4)));

#endif
