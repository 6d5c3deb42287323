/* The picture in a letter is read back, dot by dot, beside the code itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <png.h>
#include <qrencode.h>

#include "core/arena.h"
#include "templates/qr.h"

#define QUIET		4	/* what the standard asks for around it */
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

static void
check_picture(struct arena *arena, const char *text)
{
	const struct qr_picture *picture = qr_paint(text, arena);
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	const unsigned char *dots;
	int64_t scale;

	assert_non_null(picture);
	assert_true(picture->length < 1000);
	scale = picture->side / (code->width + 2 * QUIET);
	assert_int_equal(scale * (code->width + 2 * QUIET), picture->side);
	dots = read_dots(arena, picture);
	for (int64_t y = 0; y < picture->side; y++)
		for (int64_t x = 0; x < picture->side; x++) {
			int64_t i = x / scale - QUIET, j = y / scale - QUIET;
			bool within = i >= 0 && j >= 0 && i < code->width &&
			    j < code->width;

			assert_int_equal(dots[y * picture->side + x], within &&
			    code->data[j * code->width + i] & 1 ? 0 : 255);
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
test_text_that_no_code_holds_has_no_picture(void **state)
{
	static char text[8000];
	struct arena *arena = arena_new(ARENA_MAX);

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	assert_null(qr_paint(text, arena));
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_picture_is_the_code),
		cmocka_unit_test(test_text_that_no_code_holds_has_no_picture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
