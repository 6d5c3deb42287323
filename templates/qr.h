#ifndef TEMPLATES_QR_H
#define TEMPLATES_QR_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * A text as a QR code, drawn by the template as one path in an SVG of size by
 * size units, with the quiet zone that the standard asks for around it:
 *	<svg viewBox="{{qr.box}}"><path d="{{qr.path}}"/></svg>
 */
struct qr_view {
	const char	*box;
	const char	*path;
};

/* The same as a picture of side by side dots, a PNG of less than a kB. */
struct qr_picture {
	const void	*bytes;
	size_t		 length;
	int64_t		 side;
};

/* NULL: the text is too long for a code that a telephone can read. */
struct qr_view	*qr_draw(const char *text, struct arena *);
struct qr_picture *qr_paint(const char *text, struct arena *);

#endif
