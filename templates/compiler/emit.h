#ifndef TEMPLATES_COMPILER_EMIT_H
#define TEMPLATES_COMPILER_EMIT_H

#include <stddef.h>

struct buf;
struct source;

/*
 * The pieces of C that are not in the template.  Every statement that holds
 * something from it stands on one line behind a #line, so that the C
 * compiler names the template's line.
 */

void	emit_line(struct buf *, const struct source *, size_t line);

/* buf_add calls for a run of literal bytes; nothing when there are none. */
void	emit_literal(struct buf *, const char *, size_t length);

/* The #include of one file, unless it is in there already. */
void	emit_include(struct buf *, const char *path, size_t length);

/* The guard of a header, from its file name. */
void	emit_guard(struct buf *, const char *path);

#endif
