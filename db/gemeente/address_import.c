#include <string.h>
#include <strings.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/charset.h"
#include "core/csv_reader.h"
#include "core/text.h"
#include "db/db.h"
#include "db/event/catalog.h"
#include "db/gemeente/address_import.h"

#define NOWHERE		CSV_CELLS_MAX
#define MARKED_MAX	((size_t)1 << 20)
#define CELL_MAX	300	/* code points */

/* What the columns may be called, the better name first; folded. */
static const char *const which_headers[] = {
	"code", "gemeentecode", "gm-code", "gmcode", "gemeente", "naam",
	"display_name", "name", NULL,
};
static const char *const address_headers[] = {
	"contact_email", "e-mail voor uitnodigingen", "e-mailadres",
	"e-mail", "emailadres", "email", "mailadres", "mail", "adres", NULL,
};

struct address_reading {
	struct arena			*arena;
	const struct catalog		*catalog;
	const struct gemeente_record	*all;
	size_t				 nall;
	size_t				 which;		/* column */
	size_t				 address;
	struct address_import		*plan;
};

static const char *
cell(const struct csv_row *row, size_t column, struct arena *arena)
{
	const char *clean = "";
	size_t length;

	if (column < row->ncells)
		text_clean(row->cells[column], TEXT_LINE, CELL_MAX, arena,
		    &clean, &length);
	return clean;
}

static size_t
column_named(const struct csv_row *row, const char *const *names,
    struct arena *arena)
{
	for (; *names != NULL; names++)
		for (size_t i = 0; i < row->ncells; i++)
			if (strcmp(text_fold(cell(row, i, arena), arena),
			    *names) == 0)
				return i;
	return NOWHERE;
}

/* Also "Gemeente Woerden". */
static const struct gemeente *
find_gemeente(const struct address_reading *reading, const char *said)
{
	static const char prefix[] = "gemeente ";
	const struct gemeente *found = catalog_find_gemeente(reading->catalog,
	    said, reading->arena);

	if (found == NULL && strncasecmp(said, prefix, strlen(prefix)) == 0)
		found = catalog_find_gemeente(reading->catalog,
		    said + strlen(prefix), reading->arena);
	return found;
}

/*
 * Returns at which row the addresses begin.  Without headers that are known
 * the first cell with an @, in whichever row, says which column it is, and a
 * first row without one is taken for headers.
 */
static size_t
find_columns(struct address_reading *reading, const struct csv_table *table)
{
	size_t first = 0;

	reading->which = column_named(&table->rows[0], which_headers,
	    reading->arena);
	reading->address = column_named(&table->rows[0], address_headers,
	    reading->arena);
	if (reading->which != NOWHERE && reading->address != NOWHERE)
		return 1;
	reading->address = NOWHERE;
	for (; first < table->nrows && reading->address == NOWHERE; first++)
		for (size_t i = 0; i < table->rows[first].ncells; i++)
			if (strchr(table->rows[first].cells[i], '@') != NULL) {
				reading->address = i;
				break;
			}
	reading->which = reading->address == 0;
	return first >= 2 && find_gemeente(reading, cell(&table->rows[0],
	    reading->which, reading->arena)) == NULL;
}

/* What an earlier row of the file said about it; NULL: none did. */
static const struct address_row *
earlier(const struct address_import *plan, const char *code)
{
	for (size_t i = 0; i < plan->nrows; i++) {
		const struct address_row *row = &plan->rows[i];

		if (row->code != NULL && strcmp(row->code, code) == 0 &&
		    row->outcome <= ADDRESS_SAME)
			return row;
	}
	return NULL;
}

static enum address_outcome
judge(struct address_reading *reading, const struct csv_row *from,
    struct address_row *row)
{
	const struct gemeente *gemeente = find_gemeente(reading, row->said);
	const struct address_row *other;
	struct csv_fault fault;

	row->before = "";
	row->after = cell(from, reading->address, reading->arena);
	if (gemeente == NULL)
		return ADDRESS_UNKNOWN;
	row->code = gemeente->code;
	row->naam = gemeente->naam;
	row->before = gemeente_find(reading->all, reading->nall,
	    gemeente->code)->value[GEMEENTE_EMAIL];
	if (row->after[0] == '\0')
		return ADDRESS_NONE;
	if (gemeente_check(GEMEENTE_EMAIL, row->after, reading->arena,
	    &row->after, &fault) != STATUS_OK)
		return ADDRESS_WRONG;
	other = earlier(reading->plan, row->code);
	if (other != NULL && strcmp(other->after, row->after) != 0)
		return ADDRESS_TWICE;
	if (other != NULL || strcmp(row->before, row->after) == 0)
		return ADDRESS_SAME;
	return row->before[0] == '\0' ? ADDRESS_NEW : ADDRESS_CHANGED;
}

/* Of the very plan: what would be written, over what. */
static void
mark(struct address_import *plan, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, MARKED_MAX);
	for (size_t i = 0; i < plan->nrows; i++)
		if (plan->rows[i].outcome <= ADDRESS_CHANGED)
			buf_printf(&out, "%s %s %s\n", plan->rows[i].code,
			    plan->rows[i].before, plan->rows[i].after);
	gemeente_mark_text(out.data, plan->mark);
}

static enum status
read_rows(struct address_reading *reading, const struct csv_table *table,
    struct csv_faults *faults)
{
	struct address_import *plan = reading->plan;
	size_t first = table->nrows == 0 ? 0 : find_columns(reading, table);

	if (table->nrows <= first) {
		csv_fault_add(faults, 0, CSV_EMPTY, NULL);
		return STATUS_INVALID;
	}
	if (reading->address == NOWHERE) {
		csv_fault_add(faults, 1, CSV_COLUMN_MISSING, "e-mail");
		return STATUS_INVALID;
	}
	plan->text = table->text;
	plan->rows = arena_array(reading->arena, table->nrows,
	    sizeof(*plan->rows));
	for (size_t i = first; i < table->nrows; i++) {
		struct address_row row = {
			.line = table->rows[i].line,
			.said = cell(&table->rows[i], reading->which,
			    reading->arena),
		};

		row.outcome = judge(reading, &table->rows[i], &row);
		plan->counts[row.outcome]++;
		plan->rows[plan->nrows++] = row;
	}
	mark(plan, reading->arena);
	return STATUS_OK;
}

enum status
address_import(struct db *db, const void *bytes, size_t length,
    const char *today, struct arena *arena, struct address_import *plan,
    struct csv_faults *faults)
{
	struct address_reading reading = { .arena = arena, .plan = plan };
	struct gemeente_record *all;
	struct catalog *catalog;
	struct csv_table table;
	enum status status;

	*plan = (struct address_import){ .text = "" };
	bytes = charset_to_utf8(bytes, &length, arena);
	status = csv_read(bytes, length, arena, &table, faults);
	if (status == STATUS_OK)
		status = catalog_load(db, CATALOG_VISIBLE, today, arena,
		    &catalog);
	if (status == STATUS_OK)
		status = gemeente_list(db, arena, &all, &reading.nall);
	if (status != STATUS_OK)
		return status;
	reading.catalog = catalog;
	reading.all = all;
	return read_rows(&reading, &table, faults);
}

size_t
address_import_changes(const struct address_import *plan)
{
	return plan->counts[ADDRESS_NEW] + plan->counts[ADDRESS_CHANGED];
}

SQL(GEMEENTE_SET_ADDRESS,
    "UPDATE gemeente SET gemeente_email = ?2 WHERE code = ?1");

enum status
address_import_apply(struct db *db, const struct address_import *plan)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < plan->nrows; i++) {
		const struct address_row *row = &plan->rows[i];

		if (row->outcome <= ADDRESS_CHANGED)
			status = db_change(db, SQL_GEMEENTE_SET_ADDRESS,
			    VALUES(value_text(row->code),
			    value_text(row->after)), STATUS_NOTFOUND);
	}
	return status;
}
