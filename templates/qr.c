#include <string.h>

#include <png.h>
#include <qrencode.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/status.h"
#include "templates/qr.h"

#define QUIET		4	/* modules around it */
#define DRAWN_MAX	((size_t)64 * 1024)
#define BLACK		1	/* the lowest bit of a module */
#define SCALE		4	/* dots of a picture to a module */

struct qr_view *
qr_draw(const char *text, struct arena *arena)
{
	struct qr_view *view = arena_alloc(arena, sizeof(*view));
	struct buf path;
	const unsigned char *row;
	QRcode *code;
	int size, begin;

	code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (code == NULL)
		return NULL;
	buf_init(&path, arena, DRAWN_MAX);
	size = code->width + 2 * QUIET;
	/* The dark modules of a row that stand together are one rectangle. */
	for (int y = 0; y < code->width; y++) {
		row = code->data + y * code->width;
		for (int x = 0; x < code->width; x++) {
			if (!(row[x] & BLACK))
				continue;
			for (begin = x; x < code->width && row[x] & BLACK;)
				x++;
			buf_printf(&path, "M%d %dh%dv1H%dz", begin + QUIET,
			    y + QUIET, x - begin, begin + QUIET);
		}
	}
	QRcode_free(code);
	if (path.failed)
		return NULL;
	*view = (struct qr_view){
		.box = arena_printf(arena, "0 0 %d %d", size, size),
		.path = path.data,
	};
	return view;
}

/* Of two colours, a byte each; what is kept of it is a bit each. */
static enum status
compress(const png_byte *dots, png_image *image, struct arena *arena,
    struct qr_picture *picture)
{
	static const png_byte colours[] = { 255, 255, 255, 0, 0, 0 };
	png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(*image);
	void *bytes = arena_alloc(arena, length);

	if (!png_image_write_to_memory(image, bytes, &length, 0, dots, 0,
	    colours))
		return STATUS_FAIL;
	*picture = (struct qr_picture){
		.bytes = bytes, .length = length, .side = image->width,
	};
	return STATUS_OK;
}

struct qr_picture *
qr_paint(const char *text, struct arena *arena)
{
	struct qr_picture *picture = arena_alloc(arena, sizeof(*picture));
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	png_image image = { .version = PNG_IMAGE_VERSION,
	    .format = PNG_FORMAT_RGB_COLORMAP, .colormap_entries = 2,
	    .flags = PNG_IMAGE_FLAG_FAST };
	size_t side;
	png_byte *dots, *row;

	if (code == NULL)
		return NULL;
	side = (size_t)(code->width + 2 * QUIET) * SCALE;
	image.width = image.height = (png_uint_32)side;
	dots = arena_array(arena, side, side);
	memset(dots, 0, side * side);
	for (int y = 0; y < code->width; y++) {
		row = dots + (size_t)(y + QUIET) * SCALE * side;
		for (int x = 0; x < code->width; x++)
			memset(row + (x + QUIET) * SCALE, code->data[
			    y * code->width + x] & BLACK, SCALE);
		for (int i = 1; i < SCALE; i++)
			memcpy(row + (size_t)i * side, row, side);
	}
	QRcode_free(code);
	return compress(dots, &image, arena, picture) == STATUS_OK ? picture :
	    NULL;
}
