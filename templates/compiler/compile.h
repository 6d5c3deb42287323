#ifndef TEMPLATES_COMPILER_COMPILE_H
#define TEMPLATES_COMPILER_COMPILE_H

struct arena;
struct buf;
struct source;

/*
 * The C of all templates in one source.  A fault in the template ends the
 * program with its place.
 */
void	compile_source(struct arena *, const struct source *, struct buf *c);

/*
 * What a header needs of one source: its #include lines, other than of the
 * header itself, and the prototypes of its templates.
 */
void	compile_prototypes(struct arena *, const struct source *,
	    const char *header, struct buf *includes, struct buf *prototypes);

#endif
