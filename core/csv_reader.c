#include <csv.h>
#include <string.h>

#include "core/arena.h"
#include "core/charset.h"
#include "core/csv_reader.h"
#include "core/utf8.h"

#define BOM		"\xef\xbb\xbf"
#define CONTROL_Z	'\x1a'

static enum status
refuse(struct csv_faults *faults, size_t line, enum csv_fault_kind kind,
    const char *about)
{
	csv_fault_add(faults, line, kind, about);
	return STATUS_INVALID;
}

static bool
begins(const unsigned char *bytes, size_t length, const char *with)
{
	size_t size = strlen(with);

	return length >= size && memcmp(bytes, with, size) == 0;
}

/* Every line end becomes \n, so that lines can be counted. */
static char *
unify(const unsigned char *bytes, size_t length, struct arena *arena)
{
	char *text = arena_alloc(arena, length + 1);
	size_t used = 0;

	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\r' && i + 1 < length &&
		    bytes[i + 1] == '\n')
			continue;
		text[used++] = bytes[i] == '\r' ? '\n' : (char)bytes[i];
	}
	return text;
}

/* A word that has the byte in it, each strange byte as a question mark. */
static const char *
around(const char *line, const char *at, const char *end,
    struct arena *arena)
{
	const char *from = at, *to = at;
	char *word;

	while (from > line && strchr(";,\t\"", from[-1]) == NULL)
		from--;
	while (to < end && strchr(";,\t\"", *to) == NULL)
		to++;
	word = arena_copy(arena, from, (size_t)(to - from));
	for (char *c = word; *c != '\0'; c++)
		if ((unsigned char)*c >= 0x80)
			*c = '?';
	return word;
}

/* The first line that is not UTF-8, told by reading line after line. */
static enum status
check_utf8(const char *text, struct arena *arena, struct csv_faults *faults)
{
	size_t number = 1;
	const char *at, *end;

	for (; *text != '\0'; text = *end == '\0' ? end : end + 1, number++) {
		end = text + strcspn(text, "\n");
		if (utf8_valid(text, (size_t)(end - text)))
			continue;
		for (at = text; (unsigned char)*at < 0x80;)
			at++;
		return refuse(faults, number, CSV_WINDOWS, around(text, at,
		    end, arena));
	}
	return STATUS_OK;
}

static enum status
decode(const unsigned char *bytes, size_t length, struct arena *arena,
    const char **text, struct csv_faults *faults)
{
	char *unified;

	if (length > CSV_MAX)
		return refuse(faults, 0, CSV_LONG, NULL);
	/* The end of a file by the custom of DOS. */
	while (length > 0 && bytes[length - 1] == CONTROL_Z)
		length--;
	/* Of .xlsx, and of .xls. */
	if (begins(bytes, length, "PK\x03\x04") ||
	    begins(bytes, length, "\xd0\xcf\x11\xe0"))
		return refuse(faults, 1, CSV_WORKBOOK, NULL);
	if (charset_is_utf16(bytes, length))
		return refuse(faults, 1, CSV_UTF16, NULL);
	if (begins(bytes, length, BOM)) {
		bytes += strlen(BOM);
		length -= strlen(BOM);
	}
	unified = unify(bytes, length, arena);
	if (memchr(bytes, '\0', length) != NULL) {
		size_t line = 1;

		for (const char *at = unified; *at != '\0'; at++)
			line += *at == '\n';
		return refuse(faults, line, CSV_CONTROL, NULL);
	}
	*text = unified;
	return check_utf8(unified, arena, faults);
}

/* What Excel reads as the first line: "sep=;".  Its length, or 0. */
static size_t
separator_line(const char *text)
{
	return strncmp(text, "sep=", 4) == 0 && text[4] != '\0' &&
	    text[4] != '\n' && text[5] == '\n' ? 6 : 0;
}

/* Outside quotes the first line has most of it. */
static unsigned char
separator(const char *text)
{
	static const char signs[] = ";,\t";
	size_t counts[sizeof(signs) - 1] = { 0 }, best = 0;
	bool quoted = false;

	if (separator_line(text) > 0)
		return (unsigned char)text[4];
	for (; *text != '\0' && (quoted || *text != '\n'); text++) {
		const char *sign = strchr(signs, *text);

		if (*text == '"')
			quoted = !quoted;
		else if (!quoted && sign != NULL)
			counts[sign - signs]++;
	}
	for (size_t i = 1; i < sizeof(signs) - 1; i++)
		if (counts[i] > counts[best])
			best = i;
	return (unsigned char)signs[best];
}

struct csv_reading {
	struct arena		*arena;
	struct csv_table	*table;
	struct csv_faults	*faults;
	size_t			 line;		/* of the row being read */
	bool			 open;		/* it has begun */
	bool			 filled;	/* and a cell is not empty */
	const char		*cells[CSV_CELLS_MAX];
	size_t			 ncells;
	bool			 failed;
};

static void
fail(struct csv_reading *reading, enum csv_fault_kind kind)
{
	if (!reading->failed)
		csv_fault_add(reading->faults, reading->line, kind, NULL);
	reading->failed = true;
}

static void
on_cell(void *text, size_t length, void *arg)
{
	struct csv_reading *reading = arg;

	if (reading->failed)
		return;
	if (reading->ncells == CSV_CELLS_MAX) {
		fail(reading, CSV_LONG);
		return;
	}
	reading->filled |= length > 0;
	reading->cells[reading->ncells++] = length == 0 ? "" :
	    arena_copy(reading->arena, text, length);
}

static void
on_row(int end, void *arg)
{
	struct csv_reading *reading = arg;
	struct csv_table *table = reading->table;
	size_t size = reading->ncells * sizeof(reading->cells[0]);

	(void)end;
	reading->open = false;
	if (table->nrows == CSV_ROWS_MAX)
		fail(reading, CSV_LONG);
	if (reading->filled && !reading->failed) {
		struct csv_row *row = &table->rows[table->nrows++];

		*row = (struct csv_row){
			.line = reading->line, .ncells = reading->ncells,
			.cells = arena_alloc(reading->arena, size),
		};
		memcpy(row->cells, reading->cells, size);
	}
	reading->ncells = 0;
	reading->filled = false;
}

/* Line by line, so that each row knows where it began. */
static void
parse(struct csv_reading *reading, struct csv_parser *parser, const char *text)
{
	size_t skipped = separator_line(text), first = skipped > 0 ? 2 : 1;

	text += skipped;
	for (size_t number = first; *text != '\0' && !reading->failed; number++) {
		size_t length = strcspn(text, "\n");
		size_t piece = length + (text[length] == '\n');

		if (!reading->open)
			reading->line = number;
		reading->open |= length > 0;
		if (csv_parse(parser, text, piece, on_cell, on_row,
		    reading) != piece)
			fail(reading, CSV_QUOTES);
		text += piece;
	}
	if (!reading->failed && csv_fini(parser, on_cell, on_row,
	    reading) != 0)
		fail(reading, CSV_QUOTES);
}

enum status
csv_read(const void *bytes, size_t length, struct arena *arena,
    struct csv_table *table, struct csv_faults *faults)
{
	struct csv_reading reading = {
		.arena = arena, .table = table, .faults = faults,
	};
	struct csv_parser parser;
	enum status status;

	*table = (struct csv_table){ .text = "" };
	status = decode(bytes, length, arena, &table->text, faults);
	if (status != STATUS_OK)
		return status;
	table->rows = arena_array(arena, CSV_ROWS_MAX, sizeof(struct csv_row));
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI |
	    CSV_APPEND_NULL) != 0)
		return STATUS_FAIL;
	csv_set_delim(&parser, separator(table->text));
	parse(&reading, &parser, table->text);
	csv_free(&parser);
	return reading.failed ? STATUS_INVALID : STATUS_OK;
}
