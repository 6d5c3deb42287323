/*
 * What an organiser changes of one municipality.  It is checked by the rules
 * of an import (gemeente_check.h), so that a file can bring it back as it is.
 */
#include <string.h>

#include "cgi/desk/gemeenten/gemeente_form.h"
#include "cgi/form/author.h"
#include "cgi/form/merge.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates/public/form.h"

/* The questions in their order; the tick stands behind the first. */
static const enum gemeente_field asked[] = {
	GEMEENTE_EMAIL, GEMEENTE_GRIFFIE,
	GEMEENTE_MBO_NAMEN, GEMEENTE_ALIASSEN, GEMEENTE_ARBEIDSMARKTREGIO,
	GEMEENTE_DOMEIN, GEMEENTE_GELDIG_VANAF, GEMEENTE_GELDIG_TOT,
	GEMEENTE_OPVOLGER,
};

#define NASKED		(sizeof(asked) / sizeof(asked[0]))
#define BEFORE_TICK	1

void
gemeente_form_set(struct gemeente_form *form,
    const struct gemeente_record *record, struct arena *arena)
{
	*form = (struct gemeente_form){
		.mbo = record->value[GEMEENTE_HEEFT_MBO][0] == '1',
	};
	for (int i = 0; i < GEMEENTE__MAX; i++)
		form->answer[i].raw = gemeente_fields[i].type == FIELD_LINES ?
		    gemeente_joined(record->value[i], "\n", arena) :
		    record->value[i];
}

/* Which question it is about when the row does not fit. */
static enum gemeente_field
blamed(enum csv_fault_kind kind)
{
	return kind == CSV_DATES || kind == CSV_SUCCESSOR_UNDATED ?
	    GEMEENTE_GELDIG_TOT : GEMEENTE_OPVOLGER;
}

/* Whether the row that it makes can stand beside all the others. */
static enum status
check_beside(struct gemeente_form *form, const struct gemeente_record *after,
    struct gemeente_record *all, size_t count, struct arena *arena)
{
	struct csv_fault fault;

	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].value[GEMEENTE_CODE],
		    after->value[GEMEENTE_CODE]) == 0)
			all[i] = *after;
	if (gemeente_fits(after, all, count, &fault) == STATUS_OK)
		return STATUS_OK;
	form->answer[blamed(fault.kind)].fault = csv_fault_text(&fault,
	    false, arena);
	return STATUS_INVALID;
}

const char *
gemeente_form_marks(const struct gemeente_record *record, struct arena *arena)
{
	struct gemeente_form form;
	struct buf marks;

	gemeente_form_set(&form, record, arena);
	buf_init(&marks, arena, MERGE_MARKS_MAX);
	merge_mark(&marks, gemeente_fields[GEMEENTE_HEEFT_MBO].name,
	    form.mbo ? "1" : "0");
	for (size_t i = 0; i < NASKED; i++)
		merge_mark(&marks, gemeente_fields[asked[i]].name,
		    form.answer[asked[i]].raw);
	return marks.data;
}

/* What was typed for a field, or what it is by now; and whether to ask. */
static const char *
typed_or_now(struct gemeente_form *form, struct db *db,
    const struct params *params, enum gemeente_field field, const char *typed,
    const char *now, struct arena *arena)
{
	enum merge merge = merge_of(params_value(params, "gezien"),
	    gemeente_fields[field].name, typed, now);
	const char *who;

	if (merge != MERGE_BOTH)
		return merge == MERGE_NOW ? now : typed;
	form->nboth++;
	who = author_of(db, &(struct audit_filter){
		AUDIT_ANY, .wat = "gemeente gewijzigd",
	}, gemeente_fields[field].label, now, false, arena);
	form->answer[field].fault = arena_printf(arena, "Intussen is dit ook "
	    "gewijzigd%s%s. Er staat nu: %s.", who[0] == '\0' ? "" : " door ",
	    who, now[0] == '\0' ? "niets" : now);
	return typed;
}

enum status
gemeente_form_read(struct gemeente_form *form, struct db *db,
    const struct params *typed, const struct gemeente_record *before,
    struct gemeente_record *all, size_t count, struct arena *arena,
    struct gemeente_record *after)
{
	struct csv_fault fault;
	bool good = true;

	gemeente_form_set(form, before, arena);
	*after = *before;
	form->mbo = typed_or_now(form, db, typed, GEMEENTE_HEEFT_MBO,
	    text_same(params_value(typed, "heeft_mbo"), "1") ? "1" : "0",
	    form->mbo ? "1" : "0", arena)[0] == '1';
	for (size_t i = 0; i < NASKED; i++) {
		enum gemeente_field field = asked[i];
		struct answer *answer = &form->answer[field];

		answer->raw = typed_or_now(form, db, typed, field,
		    form_text(typed, gemeente_fields[field].name), answer->raw,
		    arena);
		answer->clean = "";
		if (answer->fault == NULL && gemeente_check(field, answer->raw,
		    arena, &answer->clean, &fault) != STATUS_OK)
			answer->fault = csv_fault_text(&fault, false, arena);
		else if (field == GEMEENTE_GELDIG_VANAF &&
		    answer->clean[0] == '\0')
			answer->fault = "Vul in vanaf welke dag de gemeente "
			    "bestaat.";
		good &= answer->fault == NULL;
		after->value[field] = answer->clean;
	}
	after->value[GEMEENTE_HEEFT_MBO] = form->mbo ? "1" : "0";
	if (!good || form->nboth > 0)
		return STATUS_INVALID;
	return check_beside(form, after, all, count, arena);
}

void
gemeente_form_draw(struct drawing *drawing, const struct gemeente_form *form,
    struct gemeente_page *page)
{
	struct field_view *views = arena_array(drawing->arena, NASKED,
	    sizeof(*views));

	for (size_t i = 0; i < NASKED; i++)
		views[i] = draw_field(drawing, &gemeente_fields[asked[i]],
		    gemeente_fields[asked[i]].name, &form->answer[asked[i]],
		    "");
	page->before = views;
	page->nbefore = BEFORE_TICK;
	page->mbo_ticked = form->mbo;
	page->after = views + BEFORE_TICK;
	page->nafter = NASKED - BEFORE_TICK;
}
