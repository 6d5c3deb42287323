#include <string.h>

#include "cgi/form/conflict.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates/public/form.h"

#define DIFFERENCES_MAX	300
#define EMPTY		"(leeg)"

struct comparing {
	const struct editing	*editing;
	struct arena		*arena;
	struct conflict_view	*view;
};

static void
add(struct comparing *comparing, const char *label, const char *typed,
    const char *now)
{
	struct conflict_view *view = comparing->view;

	if (view->ndifferences < DIFFERENCES_MAX)
		view->differences[view->ndifferences++] =
		    (struct difference_view){
			.label = label,
			.typed = text_empty(typed) ? EMPTY : typed,
			.now = text_empty(now) ? EMPTY : now,
		};
}

static void
compare_contact(struct comparing *comparing,
    const struct registration *typed)
{
	const struct registration *now = &comparing->editing->registration;
	const struct catalog *catalog = comparing->editing->context.catalog;

	for (size_t i = 0; i < CONTACT__MAX; i++) {
		const struct field *field = &contact_fields[i];

		if (text_same(typed->answer[i], now->answer[i]))
			continue;
		if (i == CONTACT_GEMEENTE)
			add(comparing, field->label, typed->gemeente_naam,
			    now->gemeente_naam);
		else
			add(comparing, field->title, field_label(field,
			    typed->answer[i]), field_label(field,
			    now->answer[i]));
	}
	if (!text_same(present_themas(typed, catalog, comparing->arena),
	    present_themas(now, catalog, comparing->arena)))
		add(comparing, "Onderwerpen", present_themas(typed, catalog,
		    comparing->arena), present_themas(now, catalog,
		    comparing->arena));
}

static const char *
label_of(const struct comparing *comparing, int64_t positie,
    const char *question)
{
	return arena_printf(comparing->arena, "Deelnemer %lld%s%s",
	    (long long)positie, question[0] == '\0' ? "" : ": ", question);
}

static const char *
session_title(const struct comparing *comparing, int64_t id)
{
	const struct round *round;
	const struct session *session = catalog_session(
	    comparing->editing->context.catalog, id, &round);

	return session == NULL ? "" : session->titel;
}

/* Nobody is shown what only the person concerned answers. */
static void
compare_person(struct comparing *comparing, const struct participant *typed,
    const struct participant *now)
{
	const struct catalog *catalog = comparing->editing->context.catalog;

	for (size_t i = 0; i < PARTICIPANT__MAX; i++) {
		const struct field *field = &participant_fields[i];

		if ((comparing->editing->own || !(field->flags & FIELD_OWN)) &&
		    !text_same(typed->answer[i], now->answer[i]))
			add(comparing, label_of(comparing, now->positie,
			    field->title), field_label(field,
			    typed->answer[i]), field_label(field,
			    now->answer[i]));
	}
	for (size_t i = 0; i < catalog->nrounds; i++)
		if (typed->session[i] != now->session[i])
			add(comparing, label_of(comparing, now->positie,
			    catalog->rounds[i].titel),
			    session_title(comparing, typed->session[i]),
			    session_title(comparing, now->session[i]));
}

static void
compare_people(struct comparing *comparing, const struct registration *typed)
{
	const struct editing *editing = comparing->editing;
	const struct submission *form = &editing->submission;
	const struct registration *now = &editing->registration;

	for (size_t i = 0; i < now->nparticipants; i++) {
		const struct participant *one = &now->participants[i];
		const struct participant *other = participant_at(typed,
		    one->positie);
		const char *name = participant_name(one, comparing->arena);

		if (editing->person != NULL &&
		    editing->person->positie != one->positie)
			continue;
		if (i >= editing->known)
			add(comparing, label_of(comparing, one->positie, ""),
			    "(was er nog niet)", arena_printf(
			    comparing->arena, "toegevoegd: %s", name));
		else if (one->attendance == ATTENDANCE_CANCELLED) {
			/* The form still asked; no change is possible now. */
			if ((size_t)one->positie <= form->ninputs &&
			    !form->inputs[one->positie - 1].blank)
				add(comparing, label_of(comparing,
				    one->positie, ""), name, "afgemeld");
		} else if (other != NULL)
			compare_person(comparing, other, one);
	}
}

const struct conflict_view *
conflict_of(const struct editing *editing, const struct registration *wanted)
{
	struct arena *arena = editing->request->arena;
	struct conflict_view *view = arena_alloc(arena, sizeof(*view));
	struct comparing comparing = {
		.editing = editing, .arena = arena, .view = view,
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
	if (editing->person == NULL)
		compare_contact(&comparing, wanted);
	compare_people(&comparing, wanted);
	return view;
}
