#include <qrencode.h>

#include "core/arena.h"
#include "core/buf.h"
#include "templates/qr.h"

#define QUIET		4	/* modules around it */
#define PATH_MAX	((size_t)64 * 1024)
#define BLACK		1	/* the lowest bit of a module */

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
	buf_init(&path, arena, PATH_MAX);
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
