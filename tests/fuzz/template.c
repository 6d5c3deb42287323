/*
 * A template as somebody may write it (`make fuzz`): it becomes C or is refused
 * with its place.  A refusal ends the compiler; here it only ends the attempt.
 */
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static jmp_buf refused;

#define exit(code)	longjmp(refused, 1 + (code))
#define fprintf(...)	((void)0)
#define vfprintf(...)	((void)0)
#include "templates/compiler/source.c"
#undef exit
#undef fprintf
#undef vfprintf

#include "core/arena.h"
#include "core/buf.h"
#include "templates/compiler/compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
compile(struct arena *arena, const char *name)
{
	struct source source;
	struct buf c, includes, prototypes;

	if (setjmp(refused) != 0 || ARENA_GUARD(arena) != 0)
		return;
	buf_init(&c, arena, (size_t)16 << 20);
	buf_init(&includes, arena, (size_t)1 << 20);
	buf_init(&prototypes, arena, (size_t)1 << 20);
	source_read(arena, name, &source);
	compile_source(arena, &source, &c);
	compile_prototypes(arena, &source, "x.h", &includes, &prototypes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena;
	char name[64];
	FILE *file;

	if (size < 1)
		return 0;
	snprintf(name, sizeof(name), "/tmp/fuzz-%d.%s", (int)getpid(),
	    data[0] % 2 == 0 ? "html" : "txt");
	file = fopen(name, "wb");
	if (file == NULL)
		return 0;
	fwrite(data + 1, 1, size - 1, file);
	fclose(file);
	arena = arena_new((size_t)64 << 20);
	compile(arena, name);
	arena_unguard(arena);
	arena_free(arena);
	unlink(name);
	return 0;
}
