#include <stdlib.h>
#include <string.h>

#include "cgi/form/author.h"
#include "cgi/form/conflict.h"
#include "cgi/form/merge.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates/public/form.h"

#define DIFFERENCES_MAX	300
#define EMPTY		"(leeg)"
#define THEMAS_MAX	2000

struct comparing {
	struct editing		*editing;
	struct arena		*arena;
	struct submission	 now;	/* a form of how it is now */
	const char		*marks;
	struct conflict_view	*view;
	struct audit_filter	 log;	/* of this registration */
};

/* logged: the value of now in the log's words; NULL: of what was done. */
static void
add(struct comparing *comparing, const char *label, const char *typed,
    const char *now, const char *logged, const struct audit_filter *log)
{
	const struct editing *editing = comparing->editing;
	struct conflict_view *view = comparing->view;

	if (view->ndifferences < DIFFERENCES_MAX)
		view->differences[view->ndifferences++] =
		    (struct difference_view){
			.label = label,
			.typed = text_empty(typed) ? EMPTY : typed,
			.now = text_empty(now) ? EMPTY : now,
			.author = author_of(editing->app->db, log,
			    logged == NULL ? NULL : label, logged,
			    editing->submission.organiser == NULL,
			    comparing->arena),
		};
}

/* An answer of whom ("Deelnemer 2: " or ""). */
static void
add_answer(struct comparing *comparing, const struct field *field,
    const char *whom, const char *typed, const char *now)
{
	add(comparing, arena_printf(comparing->arena, "%s%s", whom,
	    field->title), field_label(field, typed), field_label(field, now),
	    field_words(field, now, comparing->arena), &comparing->log);
}

static void
add_title(struct comparing *comparing, const char *label, const char *typed,
    const char *now)
{
	add(comparing, label, typed, now, now, &comparing->log);
}

/* All of them in one value. */
static const char *
themas_of(const struct submission *submission, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, THEMAS_MAX);
	buf_text(&out, "");
	for (size_t i = 0; i < submission->nthemas; i++)
		buf_printf(&out, "%s ", submission->themas[i]);
	return out.data;
}

/* A mark of what only that person answers would tell others the answer. */
static void
mark_person(const struct editing *editing,
    const struct participant_input *one, struct buf *marks)
{
	struct arena *arena = editing->request->arena;

	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		if (editing->own || !(participant_fields[i].flags & FIELD_OWN))
			merge_mark(marks, input_name(one->number,
			    participant_fields[i].name, arena),
			    one->answer[i].raw);
	for (size_t i = 0; !editing->replaces &&
	    i < editing->context.catalog->nrounds; i++)
		merge_mark(marks, input_session_name(one->number, i + 1,
		    arena), one->session[i].raw);
}

const char *
conflict_marks(const struct editing *editing)
{
	const struct registration *now = &editing->registration;
	const struct catalog *catalog = editing->context.catalog;
	struct arena *arena = editing->request->arena;
	struct submission form;
	struct buf marks;

	submission_of(now, catalog, arena, &form);
	buf_init(&marks, arena, MERGE_MARKS_MAX);
	if (editing->person == NULL)
		merge_mark(&marks, "thema", themas_of(&form, arena));
	for (size_t i = 0; editing->person == NULL && i < CONTACT__MAX; i++)
		merge_mark(&marks, contact_fields[i].name,
		    form.contact[i].raw);
	/* Not who was cancelled, and not what is others' business. */
	for (size_t i = 0; i < form.ninputs; i++)
		if (!form.inputs[i].gone && (editing->person == NULL ||
		    editing->person->positie == (int64_t)form.inputs[i].number))
			mark_person(editing, &form.inputs[i], &marks);
	return marks.data;
}

/* Whether it has to be asked; what was not touched is taken over. */
static bool
is_both(struct comparing *comparing, const char *name, const char **typed,
    const char *now)
{
	enum merge merge = merge_of(comparing->marks, name, *typed, now);

	if (merge == MERGE_NOW)
		*typed = now;
	return merge == MERGE_BOTH;
}

static const char *
gemeente_of(const struct comparing *comparing, const char *typed)
{
	const struct gemeente *found = catalog_find_gemeente(
	    comparing->editing->context.catalog, typed, comparing->arena);

	return found == NULL ? typed : found->naam;
}

static void
compare_contact(struct comparing *comparing)
{
	const struct catalog *catalog = comparing->editing->context.catalog;
	struct submission *form = &comparing->editing->submission;
	struct submission *now = &comparing->now;
	struct arena *arena = comparing->arena;
	const char *typed = themas_of(form, arena);
	struct registration chosen = {
		.themas = form->themas, .nthemas = form->nthemas,
	};

	if (is_both(comparing, "thema", &typed, themas_of(now, arena)))
		add_title(comparing, "Onderwerpen", present_themas(&chosen,
		    catalog, arena), present_themas(
		    &comparing->editing->registration, catalog, arena));
	else if (strcmp(typed, themas_of(form, arena)) != 0) {
		form->themas = now->themas;
		form->nthemas = now->nthemas;
	}
	for (size_t i = 0; i < CONTACT__MAX; i++) {
		const struct field *field = &contact_fields[i];

		if (!is_both(comparing, field->name, &form->contact[i].raw,
		    now->contact[i].raw))
			continue;
		if (i == CONTACT_GEMEENTE)
			add_title(comparing, field->label,
			    gemeente_of(comparing, form->contact[i].raw),
			    gemeente_of(comparing, now->contact[i].raw));
		else
			add_answer(comparing, field, "", form->contact[i].raw,
			    now->contact[i].raw);
	}
}

static const char *
label_of(const struct comparing *comparing, size_t number, const char *end)
{
	return arena_printf(comparing->arena, "Deelnemer %zu%s", number, end);
}

static const char *
session_title(const struct comparing *comparing, const char *id)
{
	const struct round *round;
	const struct session *session = catalog_session(
	    comparing->editing->context.catalog, strtoll(id, NULL, 10),
	    &round);

	return session == NULL ? "" : session->titel;
}

/* Nobody is shown what only the person concerned answers. */
static void
compare_person(struct comparing *comparing, struct participant_input *typed,
    const struct participant_input *now)
{
	const struct catalog *catalog = comparing->editing->context.catalog;
	struct arena *arena = comparing->arena;
	size_t number = now->number;

	for (size_t i = 0; i < PARTICIPANT__MAX; i++) {
		const struct field *field = &participant_fields[i];

		if (is_both(comparing, input_name(number, field->name, arena),
		    &typed->answer[i].raw, now->answer[i].raw))
			add_answer(comparing, field, label_of(comparing,
			    number, ": "), typed->answer[i].raw,
			    now->answer[i].raw);
	}
	for (size_t i = 0; i < catalog->nrounds; i++)
		if (is_both(comparing, input_session_name(number, i + 1,
		    arena), &typed->session[i].raw, now->session[i].raw))
			add_title(comparing, arena_printf(arena, "%s%s",
			    label_of(comparing, number, ": "),
			    catalog->rounds[i].titel),
			    session_title(comparing, typed->session[i].raw),
			    session_title(comparing, now->session[i].raw));
}

/* Whether it is still, as a whole, what the marks are of. */
static bool
is_as_marked(const struct comparing *comparing,
    const struct participant_input *one)
{
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		if (!(participant_fields[i].flags & FIELD_OWN) &&
		    merge_of(comparing->marks, input_name(one->number,
		    participant_fields[i].name, comparing->arena),
		    one->answer[i].raw, one->answer[i].raw) != MERGE_NOW)
			return false;
	return true;
}

/* Somebody is taken off here: it must be who the form said it is. */
static void
compare_replaced(struct comparing *comparing)
{
	struct editing *editing = comparing->editing;
	size_t at = (size_t)editing->person->positie - 1;

	if (is_as_marked(comparing, &comparing->now.inputs[at]))
		return;
	comparing->marks = NULL;
	compare_person(comparing, editing->input, &comparing->now.inputs[at]);
}

static void
compare_people(struct comparing *comparing)
{
	const struct editing *editing = comparing->editing;
	const struct registration *now = &editing->registration;
	struct submission *form = &comparing->editing->submission;
	bool adds = comparing->marks == NULL || form->ninputs > form->nknown;

	for (size_t i = 0; i < now->nparticipants; i++) {
		struct participant_input *typed = &form->inputs[i];
		const struct participant_input *one = &comparing->now.inputs[i];
		const char *name = participant_name(&now->participants[i],
		    comparing->arena);

		if (editing->person != NULL &&
		    editing->person->positie != now->participants[i].positie)
			continue;
		if (i >= editing->known && adds)
			add(comparing, label_of(comparing, one->number, ""),
			    "(was er nog niet)", arena_printf(
			    comparing->arena, "toegevoegd: %s", name), name,
			    &comparing->log);
		else if (i < editing->known && one->gone) {
			/* The form asked; no change is possible now. */
			if (!typed->blank && !is_as_marked(comparing, typed))
				add(comparing, label_of(comparing, one->number,
				    ""), name, "afgemeld", NULL,
				    &(struct audit_filter){ AUDIT_ANY,
				    .registration = now->id,
				    .wat = "afgemeld" });
		} else if (typed->blank && !one->blank) {
			/* Not in the form: they came back meanwhile. */
			bool gone = typed->gone;

			*typed = *one;
			typed->gone = gone;
		} else if (i < editing->known)
			compare_person(comparing, typed, one);
	}
}

const struct conflict_view *
conflict_of(struct editing *editing, const char *marks)
{
	struct arena *arena = editing->request->arena;
	struct conflict_view *view = arena_alloc(arena, sizeof(*view));
	struct comparing comparing = {
		.editing = editing, .arena = arena, .view = view,
		.marks = text_empty(marks) ? NULL : marks,
		.log = { AUDIT_ANY, .wat = "",
		    .registration = editing->registration.id },
	};

	/* The page about another person names that person in its query. */
	*view = (struct conflict_view){
		.again = editing->person == NULL || editing->own ?
		    editing->frame.action : arena_printf(arena,
		    "%s?deelnemer=%lld", editing->frame.action,
		    (long long)editing->person->positie),
		.differences = arena_array(arena, DIFFERENCES_MAX,
		    sizeof(struct difference_view)),
	};
	submission_of(&editing->registration, editing->context.catalog, arena,
	    &comparing.now);
	if (editing->replaces) {
		compare_replaced(&comparing);
	} else {
		if (editing->person == NULL)
			compare_contact(&comparing);
		compare_people(&comparing);
	}
	return view->ndifferences == 0 ? NULL : view;
}
