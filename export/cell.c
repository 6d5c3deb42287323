/*
 * Text that any cell of Excel can hold.  One character that XML forbids, or
 * one unit too many, and Excel calls the whole workbook damaged.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <utf8proc.h>

#include "export/cell.h"

#define REPLACEMENT	"\xef\xbf\xbd"
#define UNDERSCORE	"_x005F_"

/* False: there is no room for it, and so for nothing behind it. */
static bool
put(struct cell *cell, const char *bytes, size_t length, size_t units,
    size_t points)
{
	if (cell->units + units > CELL_UNITS_MAX ||
	    cell->points + points > CELL_UNITS_MAX)
		return false;
	memcpy(cell->text + cell->length, bytes, length);
	cell->length += length;
	cell->units += units;
	cell->points += points;
	return true;
}

static bool
is_escape(const char *at)
{
	if (at[0] != '_' || at[1] != 'x')
		return false;
	for (int i = 2; i < 6; i++)
		if (!isxdigit((unsigned char)at[i]))
			return false;
	return at[6] == '_';
}

/* One character; returns how many bytes of the text it was, 0 for full. */
static size_t
put_next(struct cell *cell, const char *at)
{
	utf8proc_int32_t point;
	utf8proc_ssize_t size;
	bool fits;

	if (at[0] == '\r') {
		fits = at[1] == '\n' || put(cell, "\n", 1, 1, 1);
		return fits ? 1 : 0;
	}
	if (is_escape(at)) {
		fits = put(cell, UNDERSCORE, strlen(UNDERSCORE), 1,
		    strlen(UNDERSCORE));
		return fits ? 1 : 0;
	}
	size = utf8proc_iterate((const utf8proc_uint8_t *)at, -1, &point);
	if (size <= 0)
		return put(cell, REPLACEMENT, strlen(REPLACEMENT), 1, 1) ?
		    1 : 0;
	/* XML has no way to hold these, not even escaped: they are left out. */
	fits = (point < 0x20 && point != '\t' && point != '\n') ||
	    point == 0xfffe || point == 0xffff ||
	    put(cell, at, (size_t)size, point > 0xffff ? 2 : 1, 1);
	return fits ? (size_t)size : 0;
}

void
cell_fill(struct cell *cell, const char *text)
{
	size_t size, line = 0;

	cell->length = cell->units = cell->points = 0;
	for (; *text != '\0'; text += size)
		if ((size = put_next(cell, text)) == 0)
			break;
	cell->text[cell->length] = '\0';
	cell->lines = 1;
	cell->widest = 0;
	for (size_t i = 0; i < cell->length; i++) {
		if (cell->text[i] == '\n') {
			cell->lines++;
			line = 0;
		} else if (((unsigned char)cell->text[i] & 0xc0) != 0x80) {
			line++;
		}
		if (line > cell->widest)
			cell->widest = line;
	}
}
