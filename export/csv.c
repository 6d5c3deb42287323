#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "db/people/attendee.h"
#include "export/columns.h"
#include "export/csv.h"

#define ROW_LIMIT	((size_t)2 << 20)
#define LINE_MAX_BYTES	((size_t)1 << 20)

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
	const struct columns *columns;
	csv_write	 write;
	void		*arg;
};

static enum status
write_line(const struct csv *csv, struct buf *line)
{
	buf_text(line, "\r\n");
	if (line->failed)
		return STATUS_FAIL;
	return csv->write(csv->arg, line->data, line->length);
}

static enum status
write_header(const struct csv *csv, struct arena *arena)
{
	struct buf line;

	buf_init(&line, arena, LINE_MAX_BYTES);
	buf_text(&line, CSV_BOM);
	for (size_t i = 0; i < csv->columns->count; i++) {
		if (i > 0)
			buf_char(&line, ';');
		csv_cell(&line, column_title(csv->columns->index[i]));
	}
	return write_line(csv, &line);
}

static enum status
write_row(const struct attendee *attendee, struct arena *arena, void *arg)
{
	const struct csv *csv = arg;
	enum status status;
	struct buf line;

	buf_init(&line, arena, LINE_MAX_BYTES);
	for (size_t i = 0; i < csv->columns->count; i++) {
		if (i > 0)
			buf_char(&line, ';');
		csv_cell(&line, column_text(csv->columns->index[i], attendee,
		    arena));
	}
	status = write_line(csv, &line);
	arena_reset(arena);
	return status;
}

enum status
csv_columns(struct db *db, const struct attendee_filter *filter,
    const struct columns *columns, csv_write write, void *arg)
{
	struct csv csv = { .columns = columns, .write = write, .arg = arg };
	struct arena *arena = arena_new(ROW_LIMIT);
	enum status status;

	status = write_header(&csv, arena);
	if (status == STATUS_OK)
		status = attendee_walk(db, filter, INT64_MAX, arena,
		    write_row, &csv);
	arena_free(arena);
	return status;
}

enum status
csv_attendees(struct db *db, const struct attendee_filter *filter,
    csv_write write, void *arg)
{
	struct columns all = columns_all();

	return csv_columns(db, filter, &all, write, arg);
}
