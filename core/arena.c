#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/log.h"

#define BLOCK_SIZE	((size_t)64 * 1024)
#define KEPT_MAX	((size_t)1 << 20)	/* over a reset */
#define ALIGNMENT	alignof(max_align_t)

/*
 * A sanitizer sees what malloc gives out, which is whole blocks.  So it is told
 * that of a block only the pieces may be touched, and that between two pieces
 * there is something that neither may reach.
 */
#ifdef __has_feature		/* clang */
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__	1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define RED_ZONE	ALIGNMENT
#define HIDE(data, size)	ASAN_POISON_MEMORY_REGION(data, size)
#define SHOW(data, size)	ASAN_UNPOISON_MEMORY_REGION(data, size)
#else
#define RED_ZONE	((size_t)0)
#define HIDE(data, size)	((void)(data), (void)(size))
#define SHOW(data, size)	((void)(data), (void)(size))
#endif

/*
 * Blocks form a stack.  Those of the ordinary size are kept over a reset, for
 * a while of the work to come.  A byte that nobody has is always zero: blocks
 * come zeroed from the system and are wiped when they are given back.
 */
struct block {
	struct block	*below;
	size_t		 size;
	size_t		 used;
	alignas(max_align_t) char data[];
};

struct arena {
	struct block	*top;
	struct block	*kept;		/* empty, of BLOCK_SIZE */
	size_t		 kept_size;
	size_t		 limit;
	size_t		 taken;		/* bytes of all blocks */
	bool		 guarded;
	jmp_buf		 guard;
};

_Noreturn static void
arena_exhausted(struct arena *arena, int why)
{
	if (why == ARENA_STARVED)
		log_line(LOG_ERROR, "arena: the system has no memory");
	else
		log_line(LOG_ERROR, "arena: the limit of %zu bytes is "
		    "reached", arena->limit);
	if (!arena->guarded)
		abort();
	longjmp(arena->guard, why);
}

static struct block *
block_push(struct arena *arena, size_t size)
{
	struct block *block;

	if (size > arena->limit - arena->taken)
		arena_exhausted(arena, ARENA_FULL);
	if (size == BLOCK_SIZE && arena->kept != NULL) {
		block = arena->kept;
		arena->kept = block->below;
		arena->kept_size -= size;
	} else if ((block = calloc(1, sizeof(*block) + size)) == NULL) {
		arena_exhausted(arena, ARENA_STARVED);
	}
	block->below = arena->top;
	block->size = size;
	arena->top = block;
	arena->taken += size;
	HIDE(block->data, size);
	return block;
}

/* Nobody's again, and zero. */
static void
block_wipe(struct block *block)
{
	SHOW(block->data, block->size);
	explicit_bzero(block->data, block->used);
	block->used = 0;
}

static void
block_pop(struct arena *arena)
{
	struct block *block = arena->top;

	arena->top = block->below;
	arena->taken -= block->size;
	block_wipe(block);
	if (block->size != BLOCK_SIZE || arena->kept_size >= KEPT_MAX) {
		free(block);
		return;
	}
	block->below = arena->kept;
	arena->kept = block;
	arena->kept_size += block->size;
}

struct arena *
arena_new(size_t limit)
{
	struct arena *arena;

	if ((arena = calloc(1, sizeof(*arena))) == NULL)
		abort();
	arena->limit = limit;
	block_push(arena, limit < BLOCK_SIZE ? limit : BLOCK_SIZE);
	return arena;
}

void
arena_free(struct arena *arena)
{
	struct block *block;

	if (arena == NULL)
		return;
	while (arena->top != NULL)
		block_pop(arena);
	while ((block = arena->kept) != NULL) {
		arena->kept = block->below;
		free(block);
	}
	free(arena);
}

void
arena_reset(struct arena *arena)
{
	while (arena->top->below != NULL)
		block_pop(arena);
	block_wipe(arena->top);
	HIDE(arena->top->data, arena->top->size);
}

static size_t
rounded(struct arena *arena, size_t size)
{
	if (size > arena->limit)
		arena_exhausted(arena, ARENA_FULL);
	return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + RED_ZONE;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct block *block = arena->top;
	size_t need = rounded(arena, size = size == 0 ? 1 : size);
	size_t room = arena->limit - arena->taken;
	void *piece;

	if (need > block->size - block->used)
		block = block_push(arena,
		    need > BLOCK_SIZE || room < BLOCK_SIZE ? need : BLOCK_SIZE);
	piece = block->data + block->used;
	block->used += need;
	SHOW(piece, size);
	return piece;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		arena_exhausted(arena, ARENA_FULL);
	return arena_alloc(arena, count * size);
}

char *
arena_copy(struct arena *arena, const void *data, size_t length)
{
	char *copy;

	if (length == SIZE_MAX)
		arena_exhausted(arena, ARENA_FULL);
	copy = arena_alloc(arena, length + 1);
	if (length > 0)
		memcpy(copy, data, length);
	return copy;
}

char *
arena_string(struct arena *arena, const char *string)
{
	return arena_copy(arena, string, strlen(string));
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	char small[256], *string;
	va_list args, again;
	int length;

	assert(format != NULL);
	va_start(args, format);
	va_copy(again, args);
	length = vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	assert(length >= 0);
	string = arena_alloc(arena, (size_t)length + 1);
	if ((size_t)length < sizeof(small))
		memcpy(string, small, (size_t)length);
	else
		vsnprintf(string, (size_t)length + 1, format, again);
	va_end(again);
	return string;
}

int
arena_extend(struct arena *arena, void *piece, size_t size, size_t larger)
{
	struct block *block = arena->top;
	size_t had = rounded(arena, size), want = rounded(arena, larger);
	char *start = piece;

	if (start + had != block->data + block->used ||
	    start < block->data || want < had ||
	    want - had > block->size - block->used)
		return 0;
	block->used += want - had;
	SHOW(piece, larger);
	return 1;
}

jmp_buf *
arena_guard(struct arena *arena)
{
	arena->guarded = true;
	return &arena->guard;
}

void
arena_unguard(struct arena *arena)
{
	arena->guarded = false;
}
