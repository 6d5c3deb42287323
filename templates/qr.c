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
#define VERSION_MAX	10	/* of a picture (qr.h) */
#define LINE_MAX_BYTES	(14 + 2 * VERSION_MAX)

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

/*
 * A line of modules in the picture, a bit for each dot (1: white), behind the
 * number of its filter: none.
 */
static void
draw_line(const QRcode *code, int y, unsigned char *line, size_t length)
{
	line[0] = 0;
	memset(line + 1, 0xff, length - 1);
	for (int x = 0; x < code->width && y >= 0 && y < code->width; x++)
		if (code->data[y * code->width + x] & BLACK)
			line[1 + (x + QUIET) / 2] &=
			    (x + QUIET) % 2 == 0 ? 0x0f : 0xf0;
}

/* Bits of RFC 1951, the first of them the lowest. */
struct code {
	uint16_t	bits;
	uint8_t		count;
};

struct bits {
	struct buf	*out;
	uint32_t	 held;
	unsigned	 count;
};

static void
bits_add(struct bits *bits, struct code code)
{
	bits->held |= (uint32_t)code.bits << bits->count;
	for (bits->count += code.count; bits->count >= 8; bits->count -= 8) {
		buf_char(bits->out, (char)bits->held);
		bits->held >>= 8;
	}
}

/*
 * The picture's lines as zlib would compress them, but with one Huffman code
 * for all pictures: there are four bytes in them, and each line comes four
 * times.  zlib, which has to find that out, took five times as long.
 */
static void
dots_add(const QRcode *code, struct buf *out)
{
	/* zlib's mark, and a last block (3.2.7): the lengths of the codes of
	 * 00 and FF are 2, of 0F and F0 3, of a copy's length (276) 4 and of
	 * (274, 275, 277 to 279) and the end 5; of its distance (7 to 10) 2.
	 * One bit more of it, 0, stands in front of what follows. */
	static const unsigned char head[] = {
		0x78, 0x01, 0xbd, 0x8a, 0x5b, 0x01, 0x00, 0x20, 0x10, 0x83,
		0x68, 0xb0, 0xfe, 0x2d, 0xd7, 0x00, 0x33, 0xe8, 0xa9, 0x9f,
		0x3c,
	};
	/* Of two modules, by whether each is white. */
	static const struct code pairs[2][2] = {
		{ { 0x0, 2 }, { 0x1, 3 } }, { { 0x5, 3 }, { 0x2, 2 } },
	};
	/* Three times the line before, by the code's version. */
	static const struct code copies[VERSION_MAX + 1] = {
		{ 0, 0 }, { 0x0cbb, 12 }, { 0x0667, 13 }, { 0x0713, 12 },
		{ 0x0b73, 12 }, { 0x3cb7, 14 }, { 0x0b77, 14 },
		{ 0x1a2f, 14 }, { 0x2aef, 14 }, { 0x3baf, 14 },
		{ 0x0e7f, 15 },
	};
	static const struct code end = { 0xb, 5 }, padding = { 0, 7 };
	unsigned char line[LINE_MAX_BYTES];
	size_t length = 14 + 2 * (size_t)code->version;
	struct bits bits = { .out = out, .count = 1 };
	uLong sum = adler32(0, NULL, 0);

	buf_add(out, head, sizeof(head));
	for (int y = -QUIET; y < code->width + QUIET; y++) {
		draw_line(code, y, line, length);
		for (size_t i = 0; i < length; i++)
			bits_add(&bits, pairs[line[i] >> 7][line[i] & 1]);
		bits_add(&bits, copies[code->version]);
		for (int i = 0; i < SCALE; i++)
			sum = adler32(sum, line, (uInt)length);
	}
	bits_add(&bits, end);
	bits_add(&bits, padding);
	number_add(out, (uint32_t)sum);
}

/* In the arena, from the first byte to the last. */
static void
png_add(const QRcode *code, struct arena *arena, struct buf *out)
{
	/* A bit deep, of grey, and nothing of the rest. */
	static const unsigned char kind[] = { 1, 0, 0, 0, 0 };
	uint32_t side = (uint32_t)(code->width + 2 * QUIET) * SCALE;
	struct buf dots, head;

	buf_init(&dots, arena, DRAWN_MAX);
	dots_add(code, &dots);
	buf_init(&head, arena, DRAWN_MAX);
	number_add(&head, side);
	number_add(&head, side);
	buf_add(&head, kind, sizeof(kind));
	buf_text(out, "\x89PNG\r\n\x1a\n");
	chunk_add(out, "IHDR", head.data, head.length);
	chunk_add(out, "IDAT", dots.data, dots.length);
	chunk_add(out, "IEND", NULL, 0);
}

struct qr_picture *
qr_paint(const char *text, struct arena *arena)
{
	struct qr_picture *picture = NULL;
	QRcode *code = encode(text);
	struct buf out;

	if (code != NULL && code->version <= VERSION_MAX) {
		buf_init(&out, arena, DRAWN_MAX);
		png_add(code, arena, &out);
		picture = arena_alloc(arena, sizeof(*picture));
		*picture = (struct qr_picture){
			.bytes = out.data, .length = out.length,
			.side = (code->width + 2 * QUIET) * SCALE,
		};
	}
	QRcode_free(code);
	return picture;
}
