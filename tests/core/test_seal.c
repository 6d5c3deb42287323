#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/seal.h"
#include "tests/support/world.h"

#define PIECE	((size_t)64 * 1024)
#define HEAD	(8 + 80 + 24)

/* A file without a name, with these bytes. */
static int
file_with(const void *bytes, size_t length)
{
	int fd = memfd_create("test", MFD_CLOEXEC);

	assert_true(fd != -1);
	assert_int_equal(write(fd, bytes, length), length);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static char *
bytes_of(struct world *world, int fd, size_t *length)
{
	off_t end = lseek(fd, 0, SEEK_END);
	char *bytes = arena_alloc(world->arena, (size_t)end + 1);

	assert_int_equal(pread(fd, bytes, (size_t)end, 0), end);
	*length = (size_t)end;
	return bytes;
}

struct keys {
	const char	*private;
	char		 public[SEAL_KEY_LENGTH + 1];
};

static struct keys
make_keys(struct world *world, const char *name)
{
	struct keys keys = { .private = world_path(world, name) };

	assert_int_equal(seal_make_key(keys.private, keys.public), STATUS_OK);
	return keys;
}

static char *
sealed(struct world *world, const struct keys *keys, const char *text,
    size_t length, size_t *size)
{
	int from = file_with(text, length), to = file_with("", 0);
	char *bytes;

	assert_int_equal(seal_write(from, to, keys->public), STATUS_OK);
	bytes = bytes_of(world, to, size);
	close(from);
	close(to);
	return bytes;
}

static enum status
open_again(const struct keys *keys, const char *bytes, size_t size, int to)
{
	int from = file_with(bytes, size);
	enum status status = seal_read(from, to, keys->private);

	close(from);
	return status;
}

/* Around the edges of the pieces that a stream is made of. */
static void
test_every_length_comes_back_as_it_was(void **state)
{
	static const size_t lengths[] = {
		0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7,
	};
	struct world *world = *state;
	struct keys keys = make_keys(world, "private");
	char *text = arena_alloc(world->arena, 4 * PIECE), *bytes, *back;
	size_t size, length;

	for (size_t i = 0; i < 4 * PIECE; i++)
		text[i] = (char)(i * 31 + i / 251);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		int to = file_with("", 0);

		bytes = sealed(world, &keys, text, lengths[i], &size);
		assert_int_equal(open_again(&keys, bytes, size, to),
		    STATUS_OK);
		back = bytes_of(world, to, &length);
		assert_int_equal(length, lengths[i]);
		assert_memory_equal(back, text, length);
		close(to);
	}
}

static void
test_nothing_of_the_text_can_be_read(void **state)
{
	struct world *world = *state;
	struct keys keys = make_keys(world, "private");
	static const char text[] = "Zoë van den Berg eet geen noten";
	size_t size;
	char *bytes = sealed(world, &keys, text, sizeof(text), &size);
	int fd = file_with(bytes, size);

	assert_null(memmem(bytes, size, "noten", 5));
	assert_true(seal_is_sealed(fd));
	close(fd);
}

/* Each byte, and each length: changed or cut off is told. */
static void
test_changed_or_cut_off_is_refused(void **state)
{
	struct world *world = *state;
	struct keys keys = make_keys(world, "private");
	char *text = arena_alloc(world->arena, 2 * PIECE), *bytes;
	int to = file_with("", 0);
	size_t size, step;

	bytes = sealed(world, &keys, text, 2 * PIECE, &size);
	for (size_t at = 0; at < size; at += step) {
		step = at < HEAD + 20 || at + 40 > size ? 1 : 4099;
		bytes[at] ^= 1;
		assert_int_equal(open_again(&keys, bytes, size, to),
		    STATUS_INVALID);
		bytes[at] ^= 1;
		assert_int_equal(open_again(&keys, bytes, at, to),
		    STATUS_INVALID);
	}
	/* Between two pieces, where nothing is torn. */
	assert_int_equal(open_again(&keys, bytes, HEAD + PIECE + 17, to),
	    STATUS_INVALID);
	close(to);
}

static void
test_another_key_does_not_open_it(void **state)
{
	struct world *world = *state;
	struct keys one = make_keys(world, "een"), two = make_keys(world,
	    "twee");
	int to = file_with("", 0);
	size_t size;
	char *bytes = sealed(world, &one, "tekst", 5, &size);

	assert_int_equal(open_again(&two, bytes, size, to), STATUS_INVALID);
	assert_int_equal(open_again(&one, bytes, size, to), STATUS_OK);
	close(to);
}

static void
test_private_key_is_its_owner_s_and_never_overwritten(void **state)
{
	struct world *world = *state;
	struct keys keys = make_keys(world, "private");
	struct stat st;

	assert_int_equal(stat(keys.private, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(seal_make_key(keys.private, keys.public),
	    STATUS_FAIL);
	assert_int_equal(seal_check_key(keys.public), STATUS_OK);
	assert_int_equal(seal_check_key("kort"), STATUS_INVALID);
	assert_int_equal(seal_check_key(""), STATUS_INVALID);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_length_comes_back_as_it_was),
		TEST(test_nothing_of_the_text_can_be_read),
		TEST(test_changed_or_cut_off_is_refused),
		TEST(test_another_key_does_not_open_it),
		TEST(test_private_key_is_its_owner_s_and_never_overwritten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
