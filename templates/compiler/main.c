/*
 * templatec: templates to C, at build time.
 *
 *	templatec -o OUT.c FILE		the C of one template file
 *	templatec -H OUT.h FILE...	one header for several
 *
 * A FILE that ends in .html is HTML and its values are escaped for where
 * they stand; one that ends in .txt is text.  0: done; 1: a fault in a file,
 * named on standard error, and there is no OUT; 2: wrong use.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/log.h"
#include "templates/compiler/compile.h"
#include "templates/compiler/emit.h"
#include "templates/compiler/source.h"

#define CODE_MAX	((size_t)64 * 1024 * 1024)
#define ARENA_MAX	((size_t)512 * 1024 * 1024)

static bool
has_suffix(const char *name, const char *suffix)
{
	size_t length = strlen(name), tail = strlen(suffix);

	return length > tail && strcmp(name + length - tail, suffix) == 0;
}

/*
 * The suffixes are part of right use: OUT is removed and written, and must
 * never be a template.
 */
static bool
usage_is_right(int argc, char **argv)
{
	bool header;

	if (argc < 4)
		return false;
	header = strcmp(argv[1], "-H") == 0;
	if (!header && (strcmp(argv[1], "-o") != 0 || argc != 4))
		return false;
	if (!has_suffix(argv[2], header ? ".h" : ".c"))
		return false;
	for (int i = 3; i < argc; i++)
		if (!has_suffix(argv[i], ".html") &&
		    !has_suffix(argv[i], ".txt"))
			return false;
	return true;
}

static void
make_header(struct arena *arena, const char *out, char **names, int n,
    struct buf *c)
{
	struct arena *work = arena_new(ARENA_MAX);
	struct buf includes, prototypes, guard;
	struct source source;

	buf_init(&includes, arena, CODE_MAX);
	buf_init(&prototypes, arena, CODE_MAX);
	buf_init(&guard, arena, CODE_MAX);
	emit_guard(&guard, out);
	for (int i = 0; i < n; i++) {
		source_read(work, names[i], &source);
		compile_prototypes(work, &source, out, &includes, &prototypes);
		arena_reset(work);
	}
	arena_free(work);
	buf_printf(c, "/* Made by templatec; change the templates instead. */\n"
	    "#ifndef %s\n#define %s\n\n%s\nstruct buf;\n\n%s\n#endif\n",
	    guard.data, guard.data, includes.data, prototypes.data);
	c->failed |= includes.failed || prototypes.failed;
}

/* All or nothing: a file that could not be written whole is removed. */
static int
write_file(const char *name, const struct buf *c)
{
	FILE *file = fopen(name, "wb");
	bool written;

	written = file != NULL &&
	    fwrite(c->data, 1, c->length, file) == c->length;
	if (file != NULL && fclose(file) != 0)
		written = false;
	if (written)
		return 0;
	fprintf(stderr, "%s: %s\n", name, strerror(errno));
	remove(name);
	return 1;
}

int
main(int argc, char **argv)
{
	struct source source;
	struct arena *arena;
	struct buf c;
	int result;

	log_open("templatec");
	if (!usage_is_right(argc, argv)) {
		fprintf(stderr, "usage: templatec -o OUT.c FILE\n"
		    "       templatec -H OUT.h FILE...\n"
		    "FILE ends in .html or .txt\n");
		return 2;
	}
	/* A fault ends the program anywhere; an old OUT must not stay. */
	remove(argv[2]);
	arena = arena_new(ARENA_MAX);
	buf_init(&c, arena, CODE_MAX);
	if (strcmp(argv[1], "-H") == 0)
		make_header(arena, argv[2], argv + 3, argc - 3, &c);
	else {
		source_read(arena, argv[3], &source);
		compile_source(arena, &source, &c);
	}
	if (c.failed) {
		fprintf(stderr, "%s: too large\n", argv[2]);
		return 1;
	}
	result = write_file(argv[2], &c);
	arena_free(arena);
	return result;
}
