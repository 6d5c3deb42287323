/*
 * The sheets of the workbook, one after the other: the library keeps only the
 * row that is written, and the arena of a row is reset behind it.
 */
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/turns.h"
#include "db/db.h"
#include "export/book.h"
#include "export/gemeenten.h"
#include "export/xlsx.h"
#include "templates/audit_text.h"

#define ROW_LIMIT	((size_t)2 << 20)
#define AT_A_TIME	2
#define WHAT_MAX	((size_t)4 << 10)
#define TURN_SECONDS	10

_Static_assert(COLUMNS_MAX + 2 <= SHEET_COLUMNS_MAX,
    "room for every column");

static const char privacy[] =
    "Dit bestand bevat persoonsgegevens. Gebruik het alleen voor deze "
    "bijeenkomst, deel het met niemand die het daarvoor niet nodig heeft, en "
    "verwijder het als u het niet meer gebruikt.";

/* One workbook in the making. */
struct making {
	struct db		*db;
	const struct xlsx	*xlsx;
	struct arena		*arena;		/* reset after each row */
	struct book		*book;
	struct sheet		*sheet;		/* that is written to now */
	size_t			 first;		/* column of that sheet */
	int64_t			 people;
	int64_t			 differences;
	struct coverage		*gemeenten;
	size_t			 ngemeenten;
	int64_t			 shown;		/* of those */
};

static void
write_person(struct making *making, const struct attendee *attendee)
{
	const struct columns *columns = making->xlsx->columns;

	for (size_t i = 0; i < columns->count; i++) {
		size_t at = making->first + i, column = columns->index[i];

		switch (column_kind(column)) {
		case COLUMN_NUMBER:
			sheet_number(making->sheet, at,
			    column_number(column, attendee));
			break;
		case COLUMN_MOMENT:
			sheet_moment(making->sheet, at,
			    column_number(column, attendee));
			break;
		case COLUMN_TEXT:
			sheet_text(making->sheet, at, columns_text(
			    making->xlsx->columns, i, attendee,
			    making->arena));
			break;
		}
	}
	sheet_next(making->sheet);
}

/* What ends the walk. */
static enum status
go_on(const struct making *making)
{
	struct xlsx_progress *progress = making->xlsx->progress;

	if (progress != NULL) {
		atomic_store(&progress->people, making->people);
		if (atomic_load(&progress->stop))
			return STATUS_BUSY;
	}
	return book_status(making->book);
}

static enum status
add_person(const struct attendee *attendee, struct arena *arena, void *arg)
{
	struct making *making = arg;

	write_person(making, attendee);
	making->people++;
	arena_reset(arena);
	return go_on(making);
}

/* The label without whom it is about; NULL: it is about another of them. */
static const char *
own_label(const char *label, int64_t positie)
{
	static const char whom[] = "Deelnemer ";
	char *end;

	if (strncmp(label, whom, strlen(whom)) != 0)
		return label;
	return strtoll(label + strlen(whom), &end, 10) == positie &&
	    strncmp(end, ": ", 2) == 0 ? end + 2 : NULL;
}

static void
add_once(struct buf *out, const char *word)
{
	if (word != NULL && strstr(out->data, word) == NULL)
		buf_printf(out, "%s%s", out->length == 0 ? "" : ", ", word);
}

/* "Functie, Telefoon": the names of what changed, or what was done. */
static const char *
changed_what(const struct audit *list, size_t count, int64_t positie,
    struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, WHAT_MAX);
	for (size_t i = 0; i < count; i++) {
		const struct audit_word *word = audit_word(list[i].wat);
		struct audit_change *changes;
		size_t n = audit_changes(list[i].waarden, arena, &changes);

		for (size_t j = 0; j < n; j++)
			add_once(&out, own_label(changes[j].label, positie));
		if (n == 0 && word != NULL)
			add_once(&out, word->label);
	}
	return out.data;
}

static enum status
add_difference(const struct attendee *attendee, struct arena *arena,
    void *arg)
{
	struct making *making = arg;
	enum difference difference;
	struct audit *list = NULL;
	size_t count = 0;
	enum status status;

	status = export_difference(making->db, making->xlsx->since, attendee,
	    &difference);
	if (status == STATUS_OK && difference == DIFFERENCE_CHANGED)
		status = export_logged(making->db, making->xlsx->since,
		    attendee, arena, &list, &count);
	if (status == STATUS_OK && difference != DIFFERENCE_NONE) {
		sheet_text(making->sheet, 0, difference_word(difference));
		sheet_text(making->sheet, 1, changed_what(list, count,
		    attendee->positie, arena));
		write_person(making, attendee);
		making->differences++;
	}
	arena_reset(arena);
	return status != STATUS_OK ? status : go_on(making);
}

static void
begin_people(struct making *making, const char *name, bool differences)
{
	const struct columns *columns = making->xlsx->columns;
	const char *titles[COLUMNS_MAX + 2];
	size_t count = 0;

	if (differences) {
		titles[count++] = "Verandering";
		titles[count++] = "Wat er is gewijzigd";
	}
	making->first = count;
	for (size_t i = 0; i < columns->count; i++)
		titles[count++] = columns_title(columns, i);
	making->sheet = book_sheet(making->book, name, titles, count, true);
}

static void
write_gemeente(struct making *making, struct sheet *sheet,
    const struct coverage *one, size_t columns)
{
	for (size_t i = 0; i < columns; i++) {
		int64_t number = 0;
		const char *text = gemeente_text(i, one, &number,
		    making->arena);

		if (text != NULL)
			sheet_text(sheet, i, text);
		else
			sheet_number(sheet, i, number);
	}
	sheet_next(sheet);
	arena_reset(making->arena);
}

static void
write_gemeenten(struct making *making)
{
	size_t columns = making->xlsx->contact ? GEMEENTE_COLUMNS :
	    GEMEENTE_OPEN;
	struct sheet *sheet = book_sheet(making->book, "Gemeenten",
	    gemeente_titles, columns, true);

	for (size_t i = 0; i < making->ngemeenten; i++) {
		const struct coverage *one = &making->gemeenten[i];

		if (!coverage_fits(one, &making->xlsx->gemeenten,
		    making->arena))
			continue;
		write_gemeente(making, sheet, one, columns);
		making->shown++;
	}
}

/*
 * Of those that the filter asks for; those with an mbo first, because they
 * should come.  For an organiser with the address to write to.
 */
static void
write_silent(struct making *making)
{
	size_t columns = GEMEENTE_PLACE + (size_t)making->xlsx->contact;
	const char *titles[GEMEENTE_PLACE + 1];
	struct sheet *sheet;
	struct coverage_filter silent = making->xlsx->gemeenten;

	/* Asked for another answer, nobody is silent. */
	memcpy(titles, gemeente_titles, sizeof(titles));
	titles[GEMEENTE_PLACE] = gemeente_titles[GEMEENTE_OPEN];
	sheet = book_sheet(making->book, "Ontbrekende gemeenten", titles,
	    columns, true);
	if (silent.state != COVERAGE__MAX && silent.state != COVERAGE_SILENT)
		return;
	silent.state = COVERAGE_SILENT;
	for (int mbo = 1; mbo >= 0; mbo--)
		for (size_t i = 0; i < making->ngemeenten; i++) {
			const struct coverage *one = &making->gemeenten[i];

			if (one->heeft_mbo != mbo ||
			    !coverage_fits(one, &silent, making->arena))
				continue;
			if (making->xlsx->contact)
				sheet_text(sheet, GEMEENTE_PLACE,
				    one->contact_email);
			write_gemeente(making, sheet, one, GEMEENTE_PLACE);
		}
}

static void
say_text(struct sheet *sheet, const char *what, const char *text)
{
	sheet_text(sheet, 0, what);
	sheet_text(sheet, 1, text);
	sheet_next(sheet);
}

static void
say_number(struct sheet *sheet, const char *what, int64_t number)
{
	sheet_text(sheet, 0, what);
	sheet_number(sheet, 1, number);
	sheet_next(sheet);
}

static void
say_moment(struct sheet *sheet, const char *what, int64_t moment)
{
	sheet_text(sheet, 0, what);
	sheet_moment(sheet, 1, moment);
	sheet_next(sheet);
}

static void
write_about(struct making *making)
{
	static const char *const titles[] = { "Onderwerp", "Waarde" };
	const struct xlsx *xlsx = making->xlsx;
	struct sheet *sheet = book_sheet(making->book, "Over deze export",
	    titles, 2, false);

	say_text(sheet, "Bijeenkomst", xlsx->event->titel);
	say_moment(sheet, "Begin van de bijeenkomst", xlsx->event->begin);
	if (xlsx->event->afgelast != 0)
		say_text(sheet, "Stand", "De bijeenkomst gaat niet door");
	say_text(sheet, "Gemaakt door", xlsx->who);
	say_moment(sheet, "Gemaakt op", xlsx->now);
	if (xlsx->filter != NULL) {
		say_text(sheet, "Selectie van deelnemers", xlsx->selection);
		say_number(sheet, "Aantal deelnemers", making->people);
	}
	if (xlsx->since != NULL) {
		say_moment(sheet, "Vorige export van deze selectie",
		    xlsx->since->moment);
		say_number(sheet, "Aantal veranderingen sindsdien",
		    making->differences);
	}
	say_number(sheet, "Aantal gemeenten", making->shown);
	if (xlsx->filter != NULL)
		say_text(sheet, "Privacy", privacy);
}

static enum status
write_sheets(struct making *making)
{
	const struct xlsx *xlsx = making->xlsx;
	enum status status = STATUS_OK;
	struct attendee_filter changed;
	char today[CLOCK_DAY_SIZE];
	struct arena *kept;

	if (xlsx->filter != NULL) {
		begin_people(making, "Deelnemers", false);
		status = attendee_walk(making->db, xlsx->filter, INT64_MAX,
		    making->arena, add_person, making);
	}
	if (status == STATUS_OK && xlsx->since != NULL) {
		/*
		 * People who left the selection by cancelling, or by getting
		 * a name, are what this sheet is for: it looks past that part
		 * of the filter.
		 */
		changed = *xlsx->filter;
		changed.status = "";
		changed.held = false;
		begin_people(making, "Sinds vorige export", true);
		status = attendee_walk(making->db, &changed, INT64_MAX,
		    making->arena, add_difference, making);
	}
	if (status != STATUS_OK)
		return status;
	kept = arena_new(ROW_LIMIT);
	clock_day(xlsx->now, today);
	status = coverage_read(making->db, xlsx->event->id, today, kept,
	    &making->gemeenten, &making->ngemeenten);
	if (status == STATUS_OK) {
		write_gemeenten(making);
		write_silent(making);
		write_about(making);
	}
	arena_free(kept);
	return status;
}

static enum status
make_book(struct db *db, const struct xlsx *xlsx, const char *dir,
    FILE **file, int64_t *size)
{
	struct making making = { .db = db, .xlsx = xlsx };
	enum status status;

	status = book_open(dir, xlsx->event->titel, xlsx->now, &making.book);
	if (status != STATUS_OK)
		return status;
	making.arena = arena_new(ROW_LIMIT);
	status = write_sheets(&making);
	arena_free(making.arena);
	if (status == STATUS_OK)
		return book_close(making.book, file, size);
	book_drop(making.book);
	return status;
}

enum status
xlsx_make(struct db *db, const struct xlsx *xlsx, const char *dir,
    FILE **file, int64_t *size)
{
	/* A workbook costs megabytes. */
	static struct turns turns = TURNS(AT_A_TIME);
	enum status status;

	if (!turns_take(&turns, TURN_SECONDS)) {
		log_line(LOG_WARNING, "export: too many workbooks at a time");
		return STATUS_BUSY;
	}
	status = make_book(db, xlsx, dir, file, size);
	turns_end();
	return status;
}
