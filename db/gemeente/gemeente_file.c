#include <string.h>

#include "core/arena.h"
#include "core/csv_reader.h"
#include "core/text.h"
#include "db/gemeente/gemeente_file.h"

#define OPTIONAL_FROM	GEMEENTE_MBO_NAMEN
#define NOWHERE		CSV_CELLS_MAX

/* Columns of the reference file that nothing here needs. */
static const char *const unused[] = {
	"province_code", "type", "rmc_regio", "domain_source",
	"mbo_institutions", "mbo_locations", "has_mbo_seat", "mbo_evidence",
};

struct gemeente_reading {
	struct arena		*arena;
	struct gemeente_file	*file;
	struct csv_faults	*faults;
	size_t			 column[GEMEENTE__MAX];	/* or NOWHERE */
	size_t			 ncolumns;
	size_t			 needed;	/* cells in every line */
};

static void
take_column(struct gemeente_reading *reading, const struct csv_row *row,
    size_t i)
{
	const char *name = "", *folded;
	size_t length;
	int field = 0;

	if (text_clean(row->cells[i], TEXT_LINE, CSV_MAX, reading->arena,
	    &name, &length) != STATUS_OK || name[0] == '\0')
		return;
	reading->ncolumns = i + 1;
	folded = text_fold(name, reading->arena);
	for (size_t u = 0; u < sizeof(unused) / sizeof(unused[0]); u++)
		if (strcmp(folded, unused[u]) == 0)
			return;
	while (field < GEMEENTE__MAX &&
	    strcmp(folded, gemeente_headers[field]) != 0)
		field++;
	if (field == GEMEENTE__MAX)
		csv_fault_add(reading->faults, row->line,
		    CSV_COLUMN_UNKNOWN, name);
	else if (reading->column[field] != NOWHERE)
		csv_fault_add(reading->faults, row->line, CSV_COLUMN_TWICE,
		    name);
	else
		reading->column[field] = i;
}

static void
read_header(struct gemeente_reading *reading, const struct csv_row *row)
{
	for (int i = 0; i < GEMEENTE__MAX; i++)
		reading->column[i] = NOWHERE;
	for (size_t i = 0; i < row->ncells; i++)
		take_column(reading, row, i);
	for (int i = 0; i < GEMEENTE__MAX; i++) {
		reading->file->has[i] = reading->column[i] != NOWHERE;
		if (i >= OPTIONAL_FROM)
			continue;
		if (!reading->file->has[i])
			csv_fault_add(reading->faults, row->line,
			    CSV_COLUMN_MISSING, gemeente_headers[i]);
		else if (reading->needed <= reading->column[i])
			reading->needed = reading->column[i] + 1;
	}
}

/* Excel leaves out empty cells at the end, and adds some. */
static bool
has_its_cells(struct gemeente_reading *reading, const struct csv_row *row)
{
	size_t most = row->ncells;

	while (most > 0 && row->cells[most - 1][0] == '\0')
		most--;
	if (row->ncells >= reading->needed && most <= reading->ncolumns)
		return true;
	csv_fault_add(reading->faults, row->line, most > reading->ncolumns ?
	    CSV_CELLS_MANY : CSV_CELLS_FEW, NULL);
	return false;
}

static void
read_row(struct gemeente_reading *reading, const struct csv_row *row)
{
	struct gemeente_line *line =
	    &reading->file->rows[reading->file->nrows];
	struct csv_fault fault;
	const char *code;
	size_t at;

	if (!has_its_cells(reading, row))
		return;
	line->line = row->line;
	for (int i = 0; i < GEMEENTE__MAX; i++) {
		at = reading->column[i];
		line->record.value[i] = "";
		if (at != NOWHERE && gemeente_check((enum gemeente_field)i,
		    at < row->ncells ? row->cells[at] : "", reading->arena,
		    &line->record.value[i], &fault) != STATUS_OK)
			csv_fault_add(reading->faults, row->line,
			    fault.kind, fault.about);
	}
	code = line->record.value[GEMEENTE_CODE];
	for (at = 0; code[0] != '\0' && at < reading->file->nrows; at++)
		if (strcmp(reading->file->rows[at].record.value[GEMEENTE_CODE],
		    code) == 0) {
			csv_fault_add(reading->faults, row->line,
			    CSV_CODE_TWICE, code);
			break;
		}
	reading->file->nrows++;
}

enum status
gemeente_file_read(const void *bytes, size_t length, struct arena *arena,
    struct gemeente_file *file, struct csv_faults *faults)
{
	struct gemeente_reading reading = {
		.arena = arena, .file = file, .faults = faults,
	};
	struct csv_table table;
	enum status status;

	*file = (struct gemeente_file){ .text = "" };
	status = csv_read(bytes, length, arena, &table, faults);
	if (status != STATUS_OK)
		return status;
	if (table.nrows == 0) {
		csv_fault_add(faults, 0, CSV_EMPTY, NULL);
		return STATUS_INVALID;
	}
	file->text = table.text;
	file->rows = arena_array(arena, table.nrows, sizeof(*file->rows));
	read_header(&reading, &table.rows[0]);
	if (faults->count > 0)
		return STATUS_INVALID;
	for (size_t i = 1; i < table.nrows; i++)
		read_row(&reading, &table.rows[i]);
	if (faults->count == 0 && file->nrows == 0)
		csv_fault_add(faults, 0, CSV_EMPTY, NULL);
	return faults->count == 0 ? STATUS_OK : STATUS_INVALID;
}
