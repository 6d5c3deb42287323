/*
 * Just enough of ZIP (APPNOTE.TXT 4.3) to see whether the library's own file
 * is whole: it has no comment, no encryption and no Zip64.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "core/log.h"
#include "export/zip.h"

#define END_SIZE	22
#define END_MARK	0x06054b50
#define ENTRY_SIZE	46
#define ENTRY_MARK	0x02014b50
#define LOCAL_SIZE	30
#define DIRECTORY_MAX	((size_t)64 << 10)
#define PIECE		((size_t)64 << 10)
#define EDGE		((size_t)512)
#define SHEET_NAME	"xl/worksheets/sheet%zu.xml"

static uint32_t
number(const unsigned char *at, int bytes)
{
	uint32_t value = 0;

	while (bytes-- > 0)
		value = value << 8 | at[bytes];
	return value;
}

/* The directory in memory, free() it; NULL: there is none. */
static unsigned char *
read_directory(FILE *file, size_t *size)
{
	unsigned char end[END_SIZE], *directory;

	if (fseeko(file, -END_SIZE, SEEK_END) != 0 ||
	    fread(end, 1, END_SIZE, file) != END_SIZE ||
	    number(end, 4) != END_MARK)
		return NULL;
	*size = number(end + 12, 4);
	if (*size > DIRECTORY_MAX ||
	    fseeko(file, (off_t)number(end + 16, 4), SEEK_SET) != 0 ||
	    (directory = malloc(*size + 1)) == NULL)
		return NULL;
	if (fread(directory, 1, *size, file) == *size)
		return directory;
	free(directory);
	return NULL;
}

/* One part: what its XML begins and ends with. */
struct edges {
	char		 first[EDGE + 1];
	size_t		 nfirst;
	char		 last[EDGE + 1];
	size_t		 nlast;
};

static void
see(struct edges *edges, const char *bytes, size_t length)
{
	size_t take = EDGE - edges->nfirst, keep;

	take = take < length ? take : length;
	memcpy(edges->first + edges->nfirst, bytes, take);
	edges->nfirst += take;
	if (length >= EDGE) {
		memcpy(edges->last, bytes + length - EDGE, EDGE);
		edges->nlast = EDGE;
		return;
	}
	keep = edges->nlast + length > EDGE ? EDGE - length : edges->nlast;
	memmove(edges->last, edges->last + edges->nlast - keep, keep);
	memcpy(edges->last + keep, bytes, length);
	edges->nlast = keep + length;
}

/* Unpacks a part until it ends; false: what the file gives does not end it. */
static bool
read_part(FILE *file, uint32_t offset, struct edges *edges)
{
	static const size_t size = PIECE;
	unsigned char head[LOCAL_SIZE], *in;
	z_stream stream = { .next_in = NULL };
	int code = Z_OK;

	*edges = (struct edges){ .nfirst = 0 };
	if (fseeko(file, (off_t)offset, SEEK_SET) != 0 ||
	    fread(head, 1, LOCAL_SIZE, file) != LOCAL_SIZE ||
	    fseeko(file, (off_t)(number(head + 26, 2) + number(head + 28, 2)),
	    SEEK_CUR) != 0 || inflateInit2(&stream, -MAX_WBITS) != Z_OK)
		return false;
	in = malloc(2 * size);
	while (in != NULL && code == Z_OK) {
		if (stream.avail_in == 0) {
			stream.next_in = in;
			stream.avail_in = (uInt)fread(in, 1, size, file);
		}
		stream.next_out = in + size;
		stream.avail_out = (uInt)size;
		code = inflate(&stream, Z_NO_FLUSH);
		see(edges, (const char *)in + size, size - stream.avail_out);
	}
	free(in);
	inflateEnd(&stream);
	return code == Z_STREAM_END;
}

/* The last tag closes the first one: <?xml …?> <name …> … </name>. */
static bool
is_closed(const struct edges *edges)
{
	const char *root = strstr(edges->first, "?>");
	size_t length, end = edges->nlast;
	char close[64];

	if (root == NULL || (root = strchr(root, '<')) == NULL)
		return false;
	length = strcspn(++root, " >/");
	if ((size_t)snprintf(close, sizeof(close), "</%.*s>", (int)length,
	    root) >= sizeof(close))
		return false;
	length = strlen(close);
	end -= end > 0 && edges->last[end - 1] == '\n';
	return end >= length &&
	    memcmp(edges->last + end - length, close, length) == 0;
}

/* Which sheet a part is, from 1; 0: another part. */
static size_t
sheet_of(const unsigned char *entry, size_t count)
{
	char sheet[sizeof(SHEET_NAME) + 20];

	for (size_t i = 1; i <= count; i++) {
		snprintf(sheet, sizeof(sheet), SHEET_NAME, i);
		if (strlen(sheet) == number(entry + 28, 2) &&
		    memcmp(sheet, entry + ENTRY_SIZE, strlen(sheet)) == 0)
			return i;
	}
	return 0;
}

static bool
parts_are_whole(FILE *file, const unsigned char *at, size_t left,
    const uint64_t *sheets, size_t count)
{
	size_t found = 0, size, sheet;
	struct edges edges;

	for (; left > 0; at += size, left -= size) {
		if (left < ENTRY_SIZE || number(at, 4) != ENTRY_MARK)
			return false;
		size = ENTRY_SIZE + number(at + 28, 2) + number(at + 30, 2) +
		    number(at + 32, 2);
		if (size > left || !read_part(file, number(at + 42, 4),
		    &edges) || !is_closed(&edges))
			return false;
		if ((sheet = sheet_of(at, count)) == 0)
			continue;
		if (number(at + 24, 4) <= sheets[sheet - 1])
			return false;
		found++;
	}
	return found == count;
}

enum status
zip_is_whole(FILE *file, const uint64_t *sheets, size_t count)
{
	size_t size = 0;
	unsigned char *directory = read_directory(file, &size);
	bool whole = directory != NULL &&
	    parts_are_whole(file, directory, size, sheets, count);

	free(directory);
	if (whole)
		return STATUS_OK;
	log_line(LOG_WARNING, "export: no room on the disk: the workbook is "
	    "not whole");
	return STATUS_FULL;
}
