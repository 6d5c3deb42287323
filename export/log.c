/* The audit log as CSV. */
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "export/log.h"
#include "templates/audit_text.h"

#define ROW_LIMIT	((size_t)1 << 20)
#define LINE_MAX_BYTES	((size_t)128 << 10)
#define HEADER		CSV_BOM "Nummer;Moment;Wie;Wat;Omschrijving;" \
			"Toelichting;Bijeenkomst;Gemeente;Aanmelding;" \
			"Deelnemer;Oud en nieuw;Reden\r\n"

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

/* One change a line of the cell. */
static const char *
values_of(const struct audit_line *line, struct arena *arena)
{
	struct audit_change *changes;
	size_t count = audit_changes(line->entry.waarden, arena, &changes);
	struct buf out;

	buf_init(&out, arena, LINE_MAX_BYTES);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i == 0 ? "" : "\n",
		    audit_change_words(&changes[i], arena));
	return out.data;
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
		values_of(line, arena), line->entry.reden,
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
