#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"

#define LIMIT	((size_t)1 << 20)

static int
arena_open(void **state)
{
	*state = arena_new(LIMIT);
	return 0;
}

static int
arena_close(void **state)
{
	arena_free(*state);
	return 0;
}

static void
test_piece_is_zeroed_and_aligned(void **state)
{
	static const size_t sizes[] = { 0, 1, 7, 16, 17, 4096, 300000 };

	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			unsigned char *piece = arena_alloc(*state, sizes[i]);

			assert_int_equal((uintptr_t)piece %
			    _Alignof(max_align_t), 0);
			for (size_t j = 0; j < sizes[i]; j++)
				assert_int_equal(piece[j], 0);
			memset(piece, 0xa5, sizes[i]);
		}
		/* What was used before is clean again. */
		arena_reset(*state);
	}
}

static void
test_pieces_do_not_touch(void **state)
{
	unsigned char *pieces[200];

	for (size_t i = 0; i < 200; i++) {
		pieces[i] = arena_alloc(*state, i + 1);
		memset(pieces[i], (int)i, i + 1);
	}
	for (size_t i = 0; i < 200; i++)
		for (size_t j = 0; j <= i; j++)
			assert_int_equal(pieces[i][j], i);
}

/* True when taking it went back to the guard. */
static bool
is_too_much(struct arena *arena, size_t count, size_t size)
{
	volatile bool too_much = false;

	if (ARENA_GUARD(arena))
		too_much = true;
	else
		arena_array(arena, count, size);
	arena_unguard(arena);
	return too_much;
}

static void
test_limit_leads_back_to_the_guard(void **state)
{
	struct arena *arena = *state;

	assert_true(is_too_much(arena, 1, LIMIT + 1));
	assert_true(is_too_much(arena, 1, SIZE_MAX));
	assert_true(is_too_much(arena, SIZE_MAX / 2, 3));
	assert_true(is_too_much(arena, SIZE_MAX, SIZE_MAX));
	assert_false(is_too_much(arena, LIMIT / 2 / 8, 8));
	assert_true(is_too_much(arena, LIMIT / 8, 8));
	/* And it is good for another request after that. */
	arena_reset(arena);
	assert_false(is_too_much(arena, LIMIT / 2 / 8, 8));
}

static void
test_many_small_pieces_reach_the_limit_too(void **state)
{
	struct arena *arena = *state;
	size_t count = 0;

	while (!is_too_much(arena, 1, 1000))
		assert_true(++count < LIMIT / 1000 + 1);
	assert_true(count > LIMIT / 1000 / 2);
}

static void
test_limit_without_a_guard_ends_the_process(void **state)
{
	int how;
	pid_t child = fork();

	if (child == 0) {
		close(STDERR_FILENO);
		arena_alloc(*state, LIMIT + 1);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_false(WIFEXITED(how) && WEXITSTATUS(how) == 0);
}

static void
test_copies_have_a_nul_behind(void **state)
{
	char *raw = malloc(3);

	assert_non_null(raw);
	memcpy(raw, "a\0b", 3);
	assert_memory_equal(arena_copy(*state, raw, 3), "a\0b\0", 4);
	assert_string_equal(arena_copy(*state, NULL, 0), "");
	free(raw);
	assert_string_equal(arena_string(*state, "tekst"), "tekst");
	assert_string_equal(arena_printf(*state, "%s-%d", "x", 42), "x-42");
	assert_string_equal(arena_printf(*state, "%s", ""), "");
}

static void
test_only_the_last_piece_can_grow(void **state)
{
	char *first = arena_alloc(*state, 100);
	char *last = arena_alloc(*state, 100);

	memset(last, 'x', 100);
	assert_int_equal(arena_extend(*state, first, 100, 200), 0);
	assert_int_not_equal(arena_extend(*state, last, 100, 300), 0);
	for (int i = 0; i < 300; i++)
		assert_int_equal(last[i], i < 100 ? 'x' : '\0');
	assert_true((char *)arena_alloc(*state, 1) >= last + 300);
	assert_int_equal(arena_extend(*state, last, 300, LIMIT), 0);
}

static void
test_buf_grows_up_to_its_maximum(void **state)
{
	struct buf buf;

	buf_init(&buf, *state, 1000);
	for (int i = 0; i < 1000; i++)
		buf_char(&buf, (char)('a' + i % 26));
	assert_false(buf.failed);
	assert_int_equal(buf.length, 1000);
	assert_int_equal(strlen(buf.data), 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(buf.data[i], 'a' + i % 26);
	buf_char(&buf, 'x');
	assert_true(buf.failed);
	assert_int_equal(strlen(buf.data), 1000);
}

static void
test_buf_that_failed_takes_nothing_more(void **state)
{
	struct buf buf;

	buf_init(&buf, *state, 10);
	buf_text(&buf, "12345678");
	buf_text(&buf, "abc");
	assert_true(buf.failed);
	/* Not half of it, and nothing smaller that would still fit. */
	assert_string_equal(buf.data, "12345678");
	buf_char(&buf, '9');
	assert_string_equal(buf.data, "12345678");
	buf_clear(&buf);
	assert_false(buf.failed);
	assert_string_equal(buf.data, "");
	buf_printf(&buf, "%d%s", 12345, "67890");
	assert_string_equal(buf.data, "1234567890");
	buf_printf(&buf, "%s", "");
	assert_false(buf.failed);
	buf_printf(&buf, "%c", '1');
	assert_true(buf.failed);
	assert_string_equal(buf.data, "1234567890");
}

static void
test_buf_keeps_bytes_of_any_value(void **state)
{
	struct buf one, two;

	buf_init(&one, *state, LIMIT / 8);
	buf_init(&two, *state, LIMIT / 8);
	/* In turns, so that neither is the last piece of the arena. */
	for (int i = 0; i < 2000; i++) {
		buf_add(&one, "\0\xff", 2);
		buf_add(&two, "ab", 2);
	}
	assert_int_equal(one.length, 4000);
	for (int i = 0; i < 2000; i++) {
		assert_memory_equal(one.data + 2 * i, "\0\xff", 2);
		assert_memory_equal(two.data + 2 * i, "ab", 2);
	}
	assert_int_equal(one.data[4000], '\0');
}

#ifdef __SANITIZE_ADDRESS__
/* Sixty processes end with a report here; looking up its lines takes longest. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "symbolize=0";
}

/* How a process ends that reads or writes one byte there: 0, as if well. */
static int
touch(const volatile char *at, bool write_it)
{
	pid_t child = fork();
	int how;

	assert_true(child != -1);
	if (child == 0) {
		close(STDERR_FILENO);
		if (write_it)
			*(volatile char *)(uintptr_t)at = 1;
		_exit(*at == 2 ? 2 : 0);
	}
	assert_int_equal(waitpid(child, &how, 0), child);
	return how;
}

/* What lies beside a piece, grows later, or was given back. */
static void
test_what_is_not_a_piece_is_reported(void **state)
{
	static const size_t sizes[] = { 1, 7, 8, 14, 16, 31, 4096, 70000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		size_t size = sizes[i];
		char *before = arena_alloc(*state, size);
		char *piece = arena_alloc(*state, size);

		for (int write_it = 0; write_it < 2; write_it++) {
			assert_int_equal(touch(piece, write_it), 0);
			assert_int_equal(touch(piece + size - 1, write_it), 0);
			assert_int_not_equal(touch(before + size, write_it),
			    0);
			/* A large one begins a block of its own. */
			assert_true(size > 4096 ||
			    touch(piece - 1, write_it) != 0);
			assert_int_not_equal(touch(piece + size, write_it),
			    0);
		}
		if (arena_extend(*state, piece, size, size + 3)) {
			assert_int_equal(touch(piece + size + 2, true), 0);
			assert_int_not_equal(touch(piece + size + 3, true),
			    0);
		}
		arena_reset(*state);
		assert_int_not_equal(touch(piece, false), 0);
	}
}
#endif

#define TEST(test)	cmocka_unit_test_setup_teardown(test, arena_open, \
			    arena_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_piece_is_zeroed_and_aligned),
		TEST(test_pieces_do_not_touch),
		TEST(test_limit_leads_back_to_the_guard),
		TEST(test_many_small_pieces_reach_the_limit_too),
		TEST(test_limit_without_a_guard_ends_the_process),
		TEST(test_copies_have_a_nul_behind),
		TEST(test_only_the_last_piece_can_grow),
		TEST(test_buf_grows_up_to_its_maximum),
		TEST(test_buf_that_failed_takes_nothing_more),
		TEST(test_buf_keeps_bytes_of_any_value),
#ifdef __SANITIZE_ADDRESS__
		TEST(test_what_is_not_a_piece_is_reported),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
