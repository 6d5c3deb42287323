#include <stdbool.h>
#include <string.h>

#include <qrencode.h>
#include <zlib.h>

#include "core/arena.h"
#include "core/buf.h"
#include "templates/qr.h"

#define QUIET		4	/* modules around it */
#define DRAWN_MAX	((size_t)64 * 1024)
#define MASK		3
#define BLACK		1	/* the lowest bit of a module */
#define SCALE		4	/* dots of a picture to a module: half a byte */
#define LINE_MAX_BYTES	93	/* of the largest code that there is */
#define WINDOW_BITS	9
#define MEM_LEVEL	4	/* of zlib: all of it in one block */
#define SPARE		64	/* bytes, for what cannot be made smaller */

/*
 * Of one text as bytes, with one mask for all codes.  A code's eight are tried
 * else, which takes fifteen times as long as all the rest of it; of the links
 * that we draw this one is mostly the best or near it, and readers read each.
 * libqrencode has the function in its header for its own tests: without it
 * the library chooses.
 */
extern QRcode	*QRcode_encodeMask(QRinput *, int mask) __attribute__((weak));

static QRcode *
encode(const char *text)
{
	QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
	QRcode *code = NULL;

	if (input != NULL && QRinput_append(input, QR_MODE_8,
	    (int)strlen(text), (const unsigned char *)text) == 0)
		code = QRcode_encodeMask == NULL ? QRcode_encodeInput(input) :
		    QRcode_encodeMask(input, MASK);
	QRinput_free(input);
	return code;
}

struct qr_view *
qr_draw(const char *text, struct arena *arena)
{
	struct qr_view *view = arena_alloc(arena, sizeof(*view));
	struct buf path;
	const unsigned char *row;
	QRcode *code;
	int size, begin;

	code = encode(text);
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

/*
 * The picture's lines, a bit for each dot (1: white), each line behind the
 * number of its filter: none.
 */
static void
dots_add(const QRcode *code, struct buf *dots)
{
	unsigned char line[1 + LINE_MAX_BYTES];
	int side = code->width + 2 * QUIET;
	size_t length = 1 + (size_t)(side * SCALE + 7) / 8;

	for (int y = -QUIET; y < code->width + QUIET; y++) {
		line[0] = 0;
		memset(line + 1, 0xff, length - 1);
		for (int x = 0; x < code->width && y >= 0 && y < code->width;
		    x++)
			if (code->data[y * code->width + x] & BLACK)
				line[1 + (x + QUIET) / 2] &=
				    (x + QUIET) % 2 == 0 ? 0x0f : 0xf0;
		for (int i = 0; i < SCALE; i++)
			buf_add(dots, line, length);
	}
}

/*
 * zlib's own window of 32 kB takes longer to be made ready than the picture
 * to be written; 512 bytes reach over two dozen of its lines.
 */
static bool
compress_dots(const struct buf *dots, unsigned char *bytes, size_t *length)
{
	z_stream stream = {
		.next_in = (unsigned char *)dots->data,
		.avail_in = (uInt)dots->length,
		.next_out = bytes, .avail_out = (uInt)*length,
	};
	int code;

	if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, WINDOW_BITS, MEM_LEVEL,
	    Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	code = deflate(&stream, Z_FINISH);
	*length = stream.total_out;
	deflateEnd(&stream);
	return code == Z_STREAM_END;
}

/* A number of PNG stands with its highest byte in front. */
static void
number_add(struct buf *out, uint32_t number)
{
	for (int bits = 24; bits >= 0; bits -= 8)
		buf_char(out, (char)(number >> bits));
}

/* Its length, its type and what is in it, and the sum of these two. */
static void
chunk_add(struct buf *out, const char *type, const void *data, size_t length)
{
	const char *begin;

	number_add(out, (uint32_t)length);
	buf_add(out, type, strlen(type));
	buf_add(out, data, length);
	begin = out->data + out->length - length - strlen(type);
	number_add(out, (uint32_t)crc32(0, (const unsigned char *)begin,
	    (uInt)(length + strlen(type))));
}

/* In the arena, from the first byte to the last. */
static bool
png_add(const QRcode *code, struct arena *arena, struct buf *out)
{
	/* A bit deep, of grey, and nothing of the rest. */
	static const unsigned char kind[] = { 1, 0, 0, 0, 0 };
	uint32_t side = (uint32_t)(code->width + 2 * QUIET) * SCALE;
	unsigned char *bytes;
	struct buf dots, head;
	size_t length;

	buf_init(&dots, arena, DRAWN_MAX);
	dots_add(code, &dots);
	length = dots.length + SPARE;
	bytes = arena_alloc(arena, length);
	if (dots.failed || !compress_dots(&dots, bytes, &length))
		return false;
	buf_init(&head, arena, DRAWN_MAX);
	number_add(&head, side);
	number_add(&head, side);
	buf_add(&head, kind, sizeof(kind));
	buf_text(out, "\x89PNG\r\n\x1a\n");
	chunk_add(out, "IHDR", head.data, head.length);
	chunk_add(out, "IDAT", bytes, length);
	chunk_add(out, "IEND", NULL, 0);
	return !out->failed;
}

struct qr_picture *
qr_paint(const char *text, struct arena *arena)
{
	struct qr_picture *picture = arena_alloc(arena, sizeof(*picture));
	QRcode *code = encode(text);
	struct buf out;
	bool drawn;

	if (code == NULL)
		return NULL;
	buf_init(&out, arena, DRAWN_MAX);
	drawn = png_add(code, arena, &out);
	*picture = (struct qr_picture){
		.bytes = out.data, .length = out.length,
		.side = (code->width + 2 * QUIET) * SCALE,
	};
	QRcode_free(code);
	return drawn ? picture : NULL;
}
