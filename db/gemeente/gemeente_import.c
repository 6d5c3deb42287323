#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "db/gemeente/gemeente_import.h"

#define MARKED_MAX	((size_t)4 << 20)

struct import_planning {
	struct arena			*arena;
	const struct gemeente_file	*file;
	const char			*end;
	struct gemeente_import		*plan;
	struct csv_faults		*faults;
	const struct gemeente_record	*before;	/* all, by code */
	size_t				 nbefore;
};

/* What the file says of it, and what it does not say as it was. */
static struct gemeente_record
merged(const struct import_planning *planning,
    const struct gemeente_record *said, const struct gemeente_record *before)
{
	struct gemeente_record after;

	for (int i = 0; i < GEMEENTE__MAX; i++) {
		const char *value = said->value[i];

		if (!planning->file->has[i])
			value = before == NULL ? "" : before->value[i];
		if (i == GEMEENTE_GELDIG_VANAF && value[0] == '\0')
			value = before == NULL ? GEMEENTE_SINCE :
			    before->value[i];
		after.value[i] = value;
	}
	return after;
}

bool
gemeente_import_changes(const struct gemeente_import_row *row,
    enum gemeente_field field)
{
	return strcmp(row->before == NULL ? "" : row->before->value[field],
	    row->after.value[field]) != 0;
}

static void
add_row(struct gemeente_import *plan, struct gemeente_import_row row)
{
	plan->rows[plan->nrows++] = row;
	plan->counts[row.kind]++;
}

static void
add_said(struct import_planning *planning, const struct gemeente_line *said)
{
	struct gemeente_import_row row = {
		.line = said->line,
		.before = gemeente_find(planning->before, planning->nbefore,
		    said->record.value[GEMEENTE_CODE]),
	};

	row.after = merged(planning, &said->record, row.before);
	row.kind = row.before == NULL ? IMPORT_NEW : IMPORT_SAME;
	for (int i = 0; row.kind == IMPORT_SAME && i < GEMEENTE__MAX; i++)
		if (gemeente_import_changes(&row, (enum gemeente_field)i))
			row.kind = IMPORT_CHANGED;
	add_row(planning->plan, row);
}

static bool
is_said(const struct import_planning *planning, const char *code)
{
	for (size_t i = 0; i < planning->file->nrows; i++)
		if (strcmp(planning->file->rows[i].record.value[
		    GEMEENTE_CODE], code) == 0)
			return true;
	return false;
}

/* One that the file does not name; what had ended is of no interest. */
static void
add_unsaid(struct import_planning *planning,
    const struct gemeente_record *before)
{
	struct gemeente_import_row row = {
		.kind = IMPORT_ABSENT, .before = before, .after = *before,
	};
	const char *end = planning->end;

	if (before->value[GEMEENTE_GELDIG_TOT][0] != '\0')
		return;
	if (end != NULL &&
	    strcmp(before->value[GEMEENTE_GELDIG_VANAF], end) < 0) {
		row.kind = IMPORT_ENDED;
		row.after.value[GEMEENTE_GELDIG_TOT] = end;
	}
	add_row(planning->plan, row);
}

static int
compare_codes(const void *a, const void *b)
{
	const struct gemeente_record *left = a, *right = b;

	return strcmp(left->value[GEMEENTE_CODE],
	    right->value[GEMEENTE_CODE]);
}

/* All as they will be, by code. */
static struct gemeente_record *
all_after(const struct import_planning *planning, size_t *count)
{
	const struct gemeente_import *plan = planning->plan;
	struct gemeente_record *all = arena_array(planning->arena,
	    plan->nrows + planning->nbefore, sizeof(*all));

	*count = 0;
	for (size_t i = 0; i < plan->nrows; i++)
		all[(*count)++] = plan->rows[i].after;
	for (size_t i = 0; i < planning->nbefore; i++)
		if (planning->before[i].value[GEMEENTE_GELDIG_TOT][0] != '\0' &&
		    !is_said(planning, planning->before[i].value[
		    GEMEENTE_CODE]))
			all[(*count)++] = planning->before[i];
	qsort(all, *count, sizeof(*all), compare_codes);
	return all;
}

/* No two municipalities have one name at the same time. */
static void
check_name(struct import_planning *planning,
    const struct gemeente_import_row *row, const struct gemeente_record *all,
    size_t count)
{
	const char *const *one = row->after.value;
	const char *end = one[GEMEENTE_GELDIG_TOT], *other_end;

	for (size_t i = 0; i < count; i++) {
		const char *const *other = all[i].value;

		other_end = other[GEMEENTE_GELDIG_TOT];
		if (strcmp(one[GEMEENTE_NAAM], other[GEMEENTE_NAAM]) != 0 ||
		    strcmp(one[GEMEENTE_CODE], other[GEMEENTE_CODE]) == 0 ||
		    (end[0] != '\0' &&
		    strcmp(other[GEMEENTE_GELDIG_VANAF], end) >= 0) ||
		    (other_end[0] != '\0' &&
		    strcmp(one[GEMEENTE_GELDIG_VANAF], other_end) >= 0))
			continue;
		csv_fault_add(planning->faults, row->line, CSV_NAME_TWICE,
		    one[GEMEENTE_NAAM]);
		return;
	}
}

static void
check_fits(struct import_planning *planning)
{
	struct gemeente_record *all;
	size_t count;

	all = all_after(planning, &count);
	for (size_t i = 0; i < planning->plan->nrows; i++) {
		const struct gemeente_import_row *row =
		    &planning->plan->rows[i];
		struct csv_fault fault;

		if (row->line == 0)
			continue;
		if (gemeente_fits(&row->after, all, count, &fault) !=
		    STATUS_OK)
			csv_fault_add(planning->faults, row->line,
			    fault.kind, fault.about);
		check_name(planning, row, all, count);
	}
}

static bool
is_action(enum gemeente_import_kind kind)
{
	return kind == IMPORT_NEW || kind == IMPORT_CHANGED ||
	    kind == IMPORT_ENDED;
}

/* A hash of every change with what was before: another plan, another mark. */
static void
set_mark(struct gemeente_import *plan, struct arena *arena)
{
	struct buf text;

	buf_init(&text, arena, MARKED_MAX);
	for (size_t i = 0; i < plan->nrows; i++) {
		const struct gemeente_import_row *row = &plan->rows[i];

		for (int f = 0; is_action(row->kind) && f < GEMEENTE__MAX; f++)
			if (f == GEMEENTE_CODE || gemeente_import_changes(row,
			    (enum gemeente_field)f))
				buf_printf(&text, "%d\t%s\t%s\n", f,
				    row->before == NULL ? "" :
				    row->before->value[f],
				    row->after.value[f]);
	}
	gemeente_mark_text(text.data, plan->mark);
}

enum status
gemeente_import(struct db *db, const struct gemeente_file *file,
    const char *end, struct arena *arena, struct gemeente_import *plan,
    struct csv_faults *faults)
{
	struct import_planning planning = {
		.arena = arena, .file = file, .end = end, .plan = plan,
		.faults = faults,
	};
	struct gemeente_record *before;
	enum status status;

	status = gemeente_list(db, arena, &before, &planning.nbefore);
	if (status != STATUS_OK)
		return status;
	planning.before = before;
	*plan = (struct gemeente_import){ .nrows = 0 };
	plan->rows = arena_array(arena, file->nrows + planning.nbefore,
	    sizeof(struct gemeente_import_row));
	for (size_t i = 0; i < file->nrows; i++)
		add_said(&planning, &file->rows[i]);
	for (size_t i = 0; i < planning.nbefore; i++)
		if (!is_said(&planning, before[i].value[GEMEENTE_CODE]))
			add_unsaid(&planning, &before[i]);
	check_fits(&planning);
	set_mark(plan, arena);
	return faults->count == 0 ? STATUS_OK : STATUS_INVALID;
}

enum status
gemeente_import_apply(struct db *db, const struct gemeente_import *plan,
    struct arena *arena)
{
	const struct gemeente_record **list = arena_array(arena, plan->nrows,
	    sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < plan->nrows; i++)
		if (is_action(plan->rows[i].kind))
			list[count++] = &plan->rows[i].after;
	return gemeente_put(db, list, count, arena);
}
