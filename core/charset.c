#include <iconv.h>
#include <string.h>

#include "core/arena.h"
#include "core/charset.h"
#include "core/utf8.h"

#define SNIFFED		200	/* bytes that tell UTF-16 without a mark */

static void
count_nuls(const unsigned char *bytes, size_t length, size_t nuls[2])
{
	size_t size = length < SNIFFED ? length : SNIFFED;

	nuls[0] = nuls[1] = 0;
	for (size_t i = 0; i < size; i++)
		nuls[i % 2] += bytes[i] == '\0';
}

bool
charset_is_utf16(const void *text, size_t length)
{
	const unsigned char *bytes = text;
	size_t size = length < SNIFFED ? length : SNIFFED, nuls[2];

	if (length >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 ||
	    memcmp(bytes, "\xfe\xff", 2) == 0))
		return true;
	count_nuls(bytes, length, nuls);
	return size >= 4 && nuls[0] + nuls[1] > size / 4 &&
	    (nuls[0] == 0 || nuls[1] == 0);
}

/* Each byte becomes three at most, of either encoding. */
static const void *
convert(const char *from, const unsigned char *bytes, size_t *length,
    size_t unit, struct arena *arena)
{
	char *in = arena_copy(arena, bytes, *length), *out, *at;
	size_t left = *length, room = 3 * *length + 1;
	iconv_t work;

	out = at = arena_alloc(arena, room);
	/* Not sooner: an arena that is exhausted does not come back. */
	work = iconv_open("UTF-8", from);
	if (work == (iconv_t)-1)
		return bytes;
	while (left > 0 && iconv(work, &in, &left, &at, &room) ==
	    (size_t)-1) {
		size_t skipped = left < unit ? left : unit;

		*at++ = '?';
		room--;
		in += skipped;
		left -= skipped;
	}
	iconv_close(work);
	*length = (size_t)(at - out);
	return out;
}

const void *
charset_to_utf8(const void *text, size_t *length, struct arena *arena)
{
	const unsigned char *bytes = text;
	size_t nuls[2];
	bool big;

	if (charset_is_utf16(text, *length)) {
		count_nuls(bytes, *length, nuls);
		big = memcmp(bytes, "\xfe\xff", 2) == 0 ||
		    (memcmp(bytes, "\xff\xfe", 2) != 0 && nuls[0] > 0);
		return convert(big ? "UTF-16BE" : "UTF-16LE", bytes, length, 2,
		    arena);
	}
	return utf8_valid(text, *length) ? text :
	    convert("WINDOWS-1252", bytes, length, 1, arena);
}
