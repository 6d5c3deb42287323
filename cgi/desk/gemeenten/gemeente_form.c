#include <string.h>

#include "cgi/desk/gemeenten/gemeente_form.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates/public/form.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* The questions in their order; the tick stands between the two. */
static const enum gemeente_field before_tick[] = {
	GEMEENTE_EMAIL,
};
static const enum gemeente_field after_tick[] = {
	GEMEENTE_MBO_NAMEN, GEMEENTE_ALIASSEN, GEMEENTE_ARBEIDSMARKTREGIO,
	GEMEENTE_DOMEIN, GEMEENTE_GELDIG_VANAF, GEMEENTE_GELDIG_TOT,
	GEMEENTE_OPVOLGER,
};

static bool
is_asked(enum gemeente_field field)
{
	for (size_t i = 0; i < COUNT(before_tick); i++)
		if (before_tick[i] == field)
			return true;
	for (size_t i = 0; i < COUNT(after_tick); i++)
		if (after_tick[i] == field)
			return true;
	return false;
}

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

static void
check_answer(struct answer *answer, enum gemeente_field field,
    struct arena *arena, bool *good)
{
	struct file_fault fault;

	answer->clean = "";
	if (gemeente_check(field, answer->raw, arena, &answer->clean,
	    &fault) != STATUS_OK)
		answer->fault = file_fault_text(&fault, false, arena);
	else if (field == GEMEENTE_GELDIG_VANAF && answer->clean[0] == '\0')
		answer->fault = "Vul in vanaf welke dag de gemeente bestaat.";
	*good &= answer->fault == NULL;
}

/* Which question it is about when the row does not fit. */
static enum gemeente_field
blamed(enum file_fault_kind kind)
{
	return kind == FILE_DATES || kind == FILE_SUCCESSOR_UNDATED ?
	    GEMEENTE_GELDIG_TOT : GEMEENTE_OPVOLGER;
}

static enum status
check_beside(struct gemeente_form *form, const struct gemeente_record *after,
    struct gemeente_record *all, size_t count, struct arena *arena)
{
	struct file_fault fault;

	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].value[GEMEENTE_CODE],
		    after->value[GEMEENTE_CODE]) == 0)
			all[i] = *after;
	if (gemeente_fits(after, all, count, &fault) == STATUS_OK)
		return STATUS_OK;
	form->answer[blamed(fault.kind)].fault = file_fault_text(&fault,
	    false, arena);
	return STATUS_INVALID;
}

enum status
gemeente_form_read(struct gemeente_form *form, const struct form *typed,
    const struct gemeente_record *before, struct gemeente_record *all,
    size_t count, struct arena *arena, struct gemeente_record *after)
{
	bool good = true;

	gemeente_form_set(form, before, arena);
	*after = *before;
	for (int i = 0; i < GEMEENTE__MAX; i++) {
		struct answer *answer = &form->answer[i];
		const char *raw = form_value(typed, gemeente_fields[i].name);

		if (!is_asked((enum gemeente_field)i))
			continue;
		answer->raw = raw == NULL ? "" : raw;
		check_answer(answer, (enum gemeente_field)i, arena, &good);
		after->value[i] = answer->clean;
	}
	form->mbo = text_same(form_value(typed, "heeft_mbo"), "1");
	after->value[GEMEENTE_HEEFT_MBO] = form->mbo ? "1" : "0";
	if (!good)
		return STATUS_INVALID;
	return check_beside(form, after, all, count, arena);
}

static struct field_view *
draw_some(struct drawing *drawing, const struct gemeente_form *form,
    const enum gemeente_field *fields, size_t count)
{
	struct field_view *views = arena_array(drawing->arena, count,
	    sizeof(*views));

	for (size_t i = 0; i < count; i++)
		views[i] = draw_field(drawing, &gemeente_fields[fields[i]],
		    gemeente_fields[fields[i]].name,
		    &form->answer[fields[i]], "");
	return views;
}

void
gemeente_form_draw(struct drawing *drawing, const struct gemeente_form *form,
    struct gemeente_page *page)
{
	page->before = draw_some(drawing, form, before_tick,
	    COUNT(before_tick));
	page->nbefore = COUNT(before_tick);
	page->mbo_ticked = form->mbo;
	page->after = draw_some(drawing, form, after_tick, COUNT(after_tick));
	page->nafter = COUNT(after_tick);
}
