/* The picture in a letter is read back, dot by dot, beside libqrencode's code. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <png.h>
#include <qrencode.h>

#include "core/arena.h"
#include "templates/qr.h"

#define QUIET		4	/* what the standard asks for around it */
#define PICTURE_MAX	213	/* bytes of text, see qr.h */
#define FORMAT		0x04	/* bits of libqrencode's modules */
#define NO_DATA		0x80
#define ARENA_MAX	((size_t)1 << 20)

static const unsigned char *
read_dots(struct arena *arena, const struct qr_picture *picture)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	unsigned char *dots;

	assert_true(png_image_begin_read_from_memory(&image, picture->bytes,
	    picture->length));
	assert_int_equal(image.width, picture->side);
	assert_int_equal(image.height, picture->side);
	image.format = PNG_FORMAT_GRAY;
	dots = arena_alloc(arena, PNG_IMAGE_SIZE(image));
	assert_true(png_image_finish_read(&image, NULL, dots, 0, NULL));
	return dots;
}

/* Of ISO 18004: the format of a code of our level, by the number of its mask. */
static const int formats[] = {
	0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0,
};

static bool
is_turned(int mask, int x, int y)
{
	switch (mask) {
	case 0: return (x + y) % 2 == 0;
	case 1: return y % 2 == 0;
	case 2: return x % 3 == 0;
	case 3: return (x + y) % 3 == 0;
	case 4: return (y / 2 + x / 3) % 2 == 0;
	case 5: return x * y % 2 + x * y % 3 == 0;
	case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
	default: return ((x + y) % 2 + x * y % 3) % 2 == 0;
	}
}

/* The number that both copies of the format tell. */
static int
mask_of(const bool *dark, int width)
{
	static const int at[] = { 0, 1, 2, 3, 4, 5, 7, 8 };
	int one = 0, two = 0;

	for (int i = 0; i < 8; i++)
		one = one << 1 | dark[8 * width + at[i]];
	for (int i = 6; i >= 0; i--)
		one = one << 1 | dark[at[i] * width + 8];
	for (int i = 0; i < 7; i++)
		two = two << 1 | dark[(width - 1 - i) * width + 8];
	for (int i = 0; i < 8; i++)
		two = two << 1 | dark[8 * width + width - 8 + i];
	assert_int_equal(one, two);
	for (int i = 0; i < 8; i++)
		if (formats[i] == one)
			return i;
	fail_msg("format %x", one);
	return 0;
}

/* The modules without the edge around them, each of dots of one colour. */
static bool *
read_modules(struct arena *arena, const struct qr_picture *picture, int width)
{
	const unsigned char *dots = read_dots(arena, picture);
	bool *dark = arena_array(arena, (size_t)(width * width), sizeof(bool));
	int64_t scale = picture->side / (width + 2 * QUIET);

	assert_int_equal(scale * (width + 2 * QUIET), picture->side);
	for (int64_t y = 0; y < picture->side; y++)
		for (int64_t x = 0; x < picture->side; x++) {
			int64_t i = x / scale - QUIET, j = y / scale - QUIET;
			bool black = dots[y * picture->side + x] == 0;

			if (i < 0 || j < 0 || i >= width || j >= width)
				assert_false(black);
			else if (x % scale == 0 && y % scale == 0)
				dark[j * width + i] = black;
			else
				assert_int_equal(dark[j * width + i], black);
		}
	return dark;
}

/* What libqrencode makes of it, with whichever mask. */
static void
check_picture(struct arena *arena, const char *text)
{
	const struct qr_picture *picture = qr_paint(text, arena);
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	int width = code->width, ours, theirs;
	bool *dark, *expected;

	assert_non_null(picture);
	assert_true(picture->length < 1000);
	dark = read_modules(arena, picture, width);
	expected = arena_array(arena, (size_t)(width * width), sizeof(bool));
	for (int i = 0; i < width * width; i++)
		expected[i] = code->data[i] & 1;
	ours = mask_of(dark, width);
	theirs = mask_of(expected, width);
	for (int y = 0; y < width; y++)
		for (int x = 0; x < width; x++) {
			int i = y * width + x;

			if (!(code->data[i] & NO_DATA))
				assert_int_equal(dark[i] ^
				    is_turned(ours, x, y), expected[i] ^
				    is_turned(theirs, x, y));
			else if (!(code->data[i] & FORMAT))
				assert_int_equal(dark[i], expected[i]);
		}
	QRcode_free(code);
}

static void
test_picture_is_the_code(void **state)
{
	struct arena *arena = arena_new(ARENA_MAX);

	(void)state;
	check_picture(arena, "http://localhost:8080/d/1-A4BR-XSVH");
	arena_reset(arena);
	check_picture(arena, "https://aanmelden.een-lange-naam-van-een-"
	    "gemeente.example.nl/d/123456789-7KQ4-M2XD");
	arena_free(arena);
}

static void
test_picture_of_each_size_is_the_code(void **state)
{
	struct arena *arena = arena_new(ARENA_MAX);
	char text[PICTURE_MAX + 2];

	(void)state;
	for (size_t length = 1; length <= PICTURE_MAX; length += 4) {
		snprintf(text, sizeof(text), "%.*s", (int)length, "https://x/"
		    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTU"
		    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTU"
		    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTU"
		    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTU");
		check_picture(arena, text);
		arena_reset(arena);
	}
	arena_free(arena);
}

static void
test_text_that_no_code_holds_has_no_picture(void **state)
{
	static char text[8000];
	struct arena *arena = arena_new(ARENA_MAX);

	(void)state;
	memset(text, 'a', PICTURE_MAX + 1);
	assert_null(qr_paint(text, arena));
	memset(text, 'a', sizeof(text) - 1);
	assert_null(qr_paint(text, arena));
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_picture_is_the_code),
		cmocka_unit_test(test_picture_of_each_size_is_the_code),
		cmocka_unit_test(test_text_that_no_code_holds_has_no_picture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
