#include "cgi/signup/done.h"
#include "core/arena.h"
#include "core/text.h"

/* Those whom the address names; "Jan, Piet en Zoë". */
struct named {
	const struct participant *list[PARTICIPANTS_MAX];
	size_t			 count;
	size_t			 confirmed;
	size_t			 waiting;
};

static void
find_named(const struct linked *linked, const struct params *params,
    struct named *named)
{
	*named = (struct named){ .count = 0 };
	for (const struct pair *at = params_next(params, "deelnemer", NULL);
	    at != NULL; at = params_next(params, "deelnemer", at)) {
		const struct participant *one = linked_person(linked,
		    at->value);

		if (one == NULL || named->count == PARTICIPANTS_MAX ||
		    (linked->person != NULL && one != linked->person))
			continue;
		named->list[named->count++] = one;
		named->confirmed += one->attendance == ATTENDANCE_CONFIRMED;
		named->waiting += one->attendance == ATTENDANCE_WAITING;
	}
}

static const char *
names_of(const struct named *named, struct arena *arena)
{
	const char *names[PARTICIPANTS_MAX];

	for (size_t i = 0; i < named->count; i++)
		names[i] = participant_label(named->list[i], arena);
	return text_enumerate(names, named->count, arena);
}

/* NULL: it is not so, or no longer. */
static const char *
coming_sentence(const struct linked *linked, const struct named *named,
    bool cancelled, struct arena *arena)
{
	bool self = linked->person != NULL, one = named->count == 1;
	const char *who = self ? "U" : names_of(named, arena);
	const char *are = self ? "bent" : one ? "is" : "zijn";
	size_t come = named->confirmed + named->waiting;

	if (named->count == 0 || (cancelled ? come > 0 : come < named->count))
		return NULL;
	if (cancelled)
		return arena_printf(arena, "%s %s afgemeld.", who, are);
	return arena_printf(arena, "%s %s weer aangemeld%s.", who, are,
	    named->waiting == 0 ? "" : named->confirmed > 0 ?
	    "; niet iedereen heeft een plaats" : self ?
	    " en u staat op de wachtlijst" : one ?
	    " en staat op de wachtlijst" : " en staan op de wachtlijst");
}

static const char *
sentence_of(const struct linked *linked, const char *done,
    const struct named *named, struct arena *arena)
{
	if (text_same(done, DONE_CANCELLED) || text_same(done, DONE_RESTORED))
		return coming_sentence(linked, named,
		    text_same(done, DONE_CANCELLED), arena);
	if (text_same(done, DONE_ACCEPTED))
		return named->confirmed > 0 ? "Fijn dat u komt. De "
		    "bevestiging gaat per mail." : NULL;
	if (text_same(done, DONE_CHANGED))
		return "De wijzigingen zijn bewaard. Iedereen die het aangaat "
		    "krijgt bericht.";
	if (text_same(done, DONE_REPLACED) && named->count == 1)
		return arena_printf(arena, "%s komt nu op deze plaats.",
		    names_of(named, arena));
	if (text_same(done, DONE_POLICY))
		return "Uw keuze voor de wachtlijst is bewaard.";
	if (text_same(done, DONE_WISH))
		return "Uw wens is bewaard.";
	if (text_same(done, DONE_NO_WISH))
		return "Uw wens is verwijderd.";
	return NULL;
}

/* What takes it back, as long as that can be done. */
static void
add_undo(const struct named *named, const struct request *request,
    const struct event *event, bool cancelled, int64_t now,
    struct done_view *view)
{
	struct arena *arena = request->arena;

	if (!event_allows(event, cancelled ? EVENT_RESTORE : EVENT_CANCEL,
	    now))
		return;
	view->action = request->path;
	view->undo = cancelled ? "herstellen" : "afmelden";
	view->numbers = arena_array(arena, named->count,
	    sizeof(*view->numbers));
	for (size_t i = 0; i < named->count; i++)
		view->numbers[view->nnumbers++] = arena_printf(arena, "%lld",
		    (long long)named->list[i]->positie);
}

const struct done_view *
done_draw(const struct linked *linked, const struct request *request,
    struct page_context *context, int64_t now)
{
	const char *done = params_value(request->query_params, "gedaan");
	struct done_view *view = arena_alloc(request->arena, sizeof(*view));
	struct named named;

	find_named(linked, request->query_params, &named);
	*view = (struct done_view){
		.text = sentence_of(linked, done, &named, request->arena),
	};
	if (view->text == NULL)
		return NULL;
	if (text_same(done, DONE_CANCELLED) || text_same(done, DONE_RESTORED))
		add_undo(&named, request, &context->catalog->event,
		    text_same(done, DONE_CANCELLED), now, view);
	/* Names stay out of it: a title is seen over a shoulder. */
	context->page->title = arena_printf(request->arena, "Gedaan – %s",
	    context->page->title);
	return view;
}
