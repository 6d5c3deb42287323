/* The audit log as CSV. */
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "export/log.h"
#include "templates/audit_text.h"

#define ROW_LIMIT	((size_t)1 << 20)
#define LINE_MAX_BYTES	((size_t)64 << 10)
#define HEADER		CSV_BOM "Nummer;Moment;Wie;Wat;Omschrijving;" \
			"Toelichting;Bijeenkomst;Gemeente;Aanmelding;" \
			"Deelnemer\r\n"

struct log_file {
	csv_write	 write;
	void		*arg;
};

/* Nothing where there is no number. */
static const char *
number(int64_t value, struct arena *arena)
{
	return value == 0 ? "" : arena_printf(arena, "%lld",
	    (long long)value);
}

static enum status
write_row(const struct audit_line *line, struct arena *arena, void *arg)
{
	const struct log_file *file = arg;
	struct audit_sentence sentence;
	enum status status;
	struct buf out;

	audit_sentence(line, true, arena, &sentence);
	const char *const cells[] = {
		number(line->id, arena), clock_stamp(line->moment, arena),
		audit_who(line->entry.wie), line->entry.wat,
		audit_text(&sentence, arena), line->entry.toelichting,
		line->event_titel, line->gemeente,
		number(line->entry.registration, arena),
		number(line->entry.participant, arena),
	};

	buf_init(&out, arena, LINE_MAX_BYTES);
	csv_line(&out, cells, sizeof(cells) / sizeof(cells[0]));
	status = csv_send(&out, file->write, file->arg);
	arena_reset(arena);
	return status;
}

enum status
csv_log(struct db *db, const struct audit_filter *filter, csv_write write,
    void *arg)
{
	struct log_file file = { .write = write, .arg = arg };
	struct arena *arena = arena_new(ROW_LIMIT);
	enum status status;

	status = write(arg, HEADER, sizeof(HEADER) - 1);
	if (status == STATUS_OK)
		status = audit_walk(db, filter, arena, write_row, &file);
	arena_free(arena);
	return status;
}
