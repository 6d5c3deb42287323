/* CSV for a spreadsheet, and the attendees as one. */
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
	if (text[0] != wide[0][0])	/* all of them begin alike */
		return false;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (strncmp(text, wide[i], strlen(wide[i])) == 0)
			return true;
	return false;
}

void
csv_quoted(struct buf *out, const char *lead, const char *text)
{
	const char *quote;

	buf_char(out, '"');
	buf_text(out, lead);
	while ((quote = strchr(text, '"')) != NULL) {
		buf_add(out, text, (size_t)(quote - text) + 1);
		buf_char(out, '"');
		text = quote + 1;
	}
	buf_text(out, text);
	buf_char(out, '"');
}

void
csv_cell(struct buf *out, const char *text)
{
	if (is_formula(text))
		csv_quoted(out, "'", text);
	else if (strpbrk(text, "\";\r\n,") != NULL)
		csv_quoted(out, "", text);
	else
		buf_text(out, text);
}

void
csv_line(struct buf *out, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		csv_cell(out, cells[i]);
		buf_text(out, i + 1 == count ? "\r\n" : ";");
	}
}

enum status
csv_send(const struct buf *buf, csv_write write, void *arg)
{
	return buf->failed ? STATUS_FAIL : write(arg, buf->data, buf->length);
}

struct csv {
	const struct columns *columns;
	csv_write	 write;
	void		*arg;
};

static enum status
write_row(const struct attendee *attendee, struct arena *arena, void *arg)
{
	const struct csv *csv = arg;
	const char *cells[COLUMNS_MAX];
	enum status status;
	struct buf line;

	for (size_t i = 0; i < csv->columns->count; i++)
		cells[i] = columns_text(csv->columns, i, attendee, arena);
	buf_init(&line, arena, LINE_MAX_BYTES);
	csv_line(&line, cells, csv->columns->count);
	status = csv_send(&line, csv->write, csv->arg);
	arena_reset(arena);
	return status;
}

enum status
csv_columns(struct db *db, const struct attendee_filter *filter,
    const struct columns *columns, csv_write write, void *arg)
{
	struct csv csv = { .columns = columns, .write = write, .arg = arg };
	struct arena *arena = arena_new(ROW_LIMIT);
	const char *titles[COLUMNS_MAX];
	enum status status;
	struct buf line;

	for (size_t i = 0; i < columns->count; i++)
		titles[i] = columns_title(columns, i);
	buf_init(&line, arena, LINE_MAX_BYTES);
	buf_text(&line, CSV_BOM);
	csv_line(&line, titles, columns->count);
	status = csv_send(&line, write, arg);
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
