#include <string.h>

#include "db/arena.h"
#include "db/attendee.h"
#include "db/buf.h"
#include "export/columns.h"
#include "export/csv.h"

#define ROW_LIMIT	((size_t)2 << 20)
#define LINE_MAX_BYTES	((size_t)1 << 20)
#define BOM		"\xef\xbb\xbf"

/* What makes a spreadsheet calculate, also in its full-width forms. */
static bool
is_formula(const char *text)
{
	static const char *const wide[] = { "＝", "＋", "－", "＠" };

	if (text[0] != '\0' && strchr("=+-@\t\r\n", text[0]) != NULL)
		return true;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (strncmp(text, wide[i], strlen(wide[i])) == 0)
			return true;
	return false;
}

void
csv_cell(struct buf *out, const char *text)
{
	const char *quote;

	if (!is_formula(text) && strpbrk(text, "\";\r\n,") == NULL) {
		buf_text(out, text);
		return;
	}
	buf_char(out, '"');
	if (is_formula(text))
		buf_char(out, '\'');
	while ((quote = strchr(text, '"')) != NULL) {
		buf_add(out, text, (size_t)(quote - text) + 1);
		buf_char(out, '"');
		text = quote + 1;
	}
	buf_text(out, text);
	buf_char(out, '"');
}

struct csv {
	csv_write	 write;
	void		*arg;
};

static void
end_cell(struct buf *line, size_t column)
{
	buf_text(line, column + 1 == columns_count() ? "\r\n" : ";");
}

static enum status
write_line(const struct csv *csv, const struct buf *line)
{
	if (line->failed)
		return STATUS_FAIL;
	return csv->write(csv->arg, line->data, line->length);
}

static enum status
write_header(const struct csv *csv, struct arena *arena)
{
	struct buf line;

	buf_init(&line, arena, LINE_MAX_BYTES);
	buf_text(&line, BOM);
	for (size_t i = 0; i < columns_count(); i++) {
		csv_cell(&line, column_title(i));
		end_cell(&line, i);
	}
	return write_line(csv, &line);
}

static enum status
write_row(const struct attendee *attendee, struct arena *arena, void *arg)
{
	struct buf line;
	enum status status;

	buf_init(&line, arena, LINE_MAX_BYTES);
	for (size_t i = 0; i < columns_count(); i++) {
		csv_cell(&line, column_text(i, attendee, arena));
		end_cell(&line, i);
	}
	status = write_line(arg, &line);
	arena_reset(arena);
	return status;
}

enum status
csv_attendees(struct db *db, const struct attendee_filter *filter,
    csv_write write, void *arg)
{
	struct csv csv = { .write = write, .arg = arg };
	struct arena *arena = arena_new(ROW_LIMIT);
	enum status status;

	status = write_header(&csv, arena);
	if (status == STATUS_OK)
		status = attendee_walk(db, filter, INT64_MAX, arena,
		    write_row, &csv);
	arena_free(arena);
	return status;
}
