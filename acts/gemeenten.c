/* Municipalities: what a file or a form says, and which will not come. */
#include <string.h>

#include "acts/gemeenten.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "db/audit.h"
#include "db/gemeente/coverage.h"
#include "db/registration/attendee_index.h"

#define WORDS_MAX	1000

const char *
plan_words(const struct gemeente_import *plan, struct arena *arena)
{
	return arena_printf(arena, "%zu nieuw, %zu gewijzigd, %zu beëindigd",
	    plan->counts[IMPORT_NEW], plan->counts[IMPORT_CHANGED],
	    plan->counts[IMPORT_ENDED]);
}

/* People are found and sorted by the names of their municipality. */
static enum status
index_names(struct db *db, const struct gemeente_record *before,
    const struct gemeente_record *after)
{
	if (before == NULL || (strcmp(before->value[GEMEENTE_NAAM],
	    after->value[GEMEENTE_NAAM]) == 0 &&
	    strcmp(before->value[GEMEENTE_ALIASSEN],
	    after->value[GEMEENTE_ALIASSEN]) == 0))
		return STATUS_OK;
	return attendee_index_gemeente(db, after->value[GEMEENTE_CODE]);
}

static void
log_field(struct buf *values, enum gemeente_field field, const char *whose,
    const struct gemeente_record *before, const struct gemeente_record *after,
    struct arena *arena)
{
	const char *old = before == NULL ? "" : before->value[field];
	const char *now = after->value[field];
	bool tick = field == GEMEENTE_HEEFT_MBO;

	if (strcmp(old, now) == 0)
		return;
	audit_value(values, arena_printf(arena, "%s%s", whose,
	    gemeente_fields[field].label), !tick ? gemeente_joined(old, ", ",
	    arena) : old[0] == '1' ? "ja" : "nee", !tick ?
	    gemeente_joined(now, ", ", arena) : now[0] == '1' ? "ja" : "nee");
}

/* Each that the file changed; those that are new by their name alone. */
static const char *
imported(const struct gemeente_import *plan, struct arena *arena)
{
	struct buf values;

	buf_init(&values, arena, AUDIT_VALUES_MAX);
	for (size_t i = 0; i < plan->nrows; i++) {
		const struct gemeente_import_row *row = &plan->rows[i];
		const char *naam = row->after.value[GEMEENTE_NAAM];

		if (row->before == NULL)
			audit_value(&values, "Nieuw", "", naam);
		for (int j = 0; row->before != NULL && j < GEMEENTE__MAX; j++)
			log_field(&values, j, arena_printf(arena, "%s: ",
			    naam), row->before, &row->after, arena);
	}
	return values.data;
}

enum status
act_import_gemeenten(struct db *db, const struct act_context *act,
    const struct gemeente_file *file, const char *end, const char *mark,
    struct arena *arena, struct gemeente_import *plan,
    struct csv_faults *faults)
{
	enum status status;

	status = gemeente_import(db, file, end, arena, plan, faults);
	if (status != STATUS_OK)
		return status;
	if (mark != NULL && strcmp(mark, plan->mark) != 0)
		return STATUS_INVALID;
	if (plan->counts[IMPORT_NEW] + plan->counts[IMPORT_CHANGED] +
	    plan->counts[IMPORT_ENDED] == 0)
		return STATUS_OK;
	status = gemeente_import_apply(db, plan, arena);
	for (size_t i = 0; status == STATUS_OK && i < plan->nrows; i++)
		status = index_names(db, plan->rows[i].before,
		    &plan->rows[i].after);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = act->who, .wat = "gemeenten ingevoerd",
			.toelichting = plan_words(plan, arena),
			.waarden = imported(plan, arena),
		}, act->now);
	return status;
}

const char *
address_words(const struct address_import *plan, struct arena *arena)
{
	return arena_printf(arena, "%zu nieuw, %zu gewijzigd",
	    plan->counts[ADDRESS_NEW], plan->counts[ADDRESS_CHANGED]);
}

enum status
act_import_addresses(struct db *db, const struct act_context *act,
    const void *bytes, size_t length, const char *mark, struct arena *arena,
    struct address_import *plan, struct csv_faults *faults)
{
	char today[CLOCK_DAY_SIZE];
	struct buf values;
	enum status status;

	clock_day(act->now, today);
	status = address_import(db, bytes, length, today, arena, plan, faults);
	if (status != STATUS_OK)
		return status;
	if (mark != NULL && strcmp(mark, plan->mark) != 0)
		return STATUS_INVALID;
	if (address_import_changes(plan) == 0)
		return STATUS_OK;
	buf_init(&values, arena, AUDIT_VALUES_MAX);
	for (size_t i = 0; i < plan->nrows; i++)
		if (plan->rows[i].outcome <= ADDRESS_CHANGED)
			audit_value(&values, plan->rows[i].naam,
			    plan->rows[i].before, plan->rows[i].after);
	status = address_import_apply(db, plan);
	return status != STATUS_OK ? status : audit_add(db, &(struct audit){
		.wie = act->who, .wat = "adressen ingevoerd",
		.toelichting = address_words(plan, arena),
		.waarden = values.data,
	}, act->now);
}

/* "Woerden: Naam, Webdomein", and the values; NULL: nothing changed. */
static const char *
changed_fields(const struct gemeente_record *before,
    const struct gemeente_record *after, struct arena *arena,
    struct buf *values)
{
	bool first = true;
	struct buf out;

	buf_init(&out, arena, WORDS_MAX);
	buf_printf(&out, "%s:", after->value[GEMEENTE_NAAM]);
	for (int i = 0; i < GEMEENTE__MAX; i++)
		if (strcmp(before->value[i], after->value[i]) != 0) {
			buf_printf(&out, "%s %s", first ? "" : ",",
			    gemeente_fields[i].label);
			first = false;
			log_field(values, i, "", before, after, arena);
		}
	return first ? NULL : out.data;
}

enum status
act_edit_gemeente(struct db *db, const struct act_context *act,
    const struct gemeente_record *after, const char *mark,
    struct arena *arena)
{
	char now[GEMEENTE_MARK_SIZE];
	struct gemeente_record before;
	const char *changed;
	struct buf values;
	enum status status;

	status = gemeente_get(db, after->value[GEMEENTE_CODE], arena,
	    &before);
	if (status != STATUS_OK)
		return status;
	gemeente_mark(&before, arena, now);
	if (strcmp(now, mark) != 0)
		return STATUS_INVALID;
	buf_init(&values, arena, AUDIT_VALUES_MAX);
	changed = changed_fields(&before, after, arena, &values);
	if (changed == NULL)
		return STATUS_OK;
	status = gemeente_put(db, &after, 1, arena);
	if (status == STATUS_OK)
		status = index_names(db, &before, after);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = act->who, .wat = "gemeente gewijzigd",
			.toelichting = changed, .waarden = values.data,
		}, act->now);
	return status;
}

/* By its name; or its code, of one that is gone. */
static enum status
note(struct db *db, const struct act_context *act, int64_t event,
    const char *wat, const char *code, const char *reason, struct arena *arena)
{
	struct gemeente_record record;
	enum status status = gemeente_get(db, code, arena, &record);

	if (status != STATUS_OK && status != STATUS_NOTFOUND)
		return status;
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = wat, .event = event,
		.toelichting = status == STATUS_OK ?
		    record.value[GEMEENTE_NAAM] : code,
		.reden = reason,
	}, act->now);
}

enum status
act_decline(struct db *db, const struct act_context *act, int64_t event,
    const char *code, const char *reason, struct arena *arena)
{
	enum status status;

	status = coverage_decline(db, event, code, act->who, reason, act->now);
	if (status == STATUS_OK)
		status = note(db, act, event, "afgezegd", code, reason, arena);
	return status;
}

enum status
act_undecline(struct db *db, const struct act_context *act, int64_t event,
    const char *code, struct arena *arena)
{
	enum status status;

	status = coverage_undecline(db, event, code);
	if (status == STATUS_OK)
		status = note(db, act, event, "komt niet ingetrokken", code,
		    NULL, arena);
	return status;
}
