#include <stdlib.h>
#include <string.h>

#include "assets.h"
#include "cgi/signup/form_page.h"
#include "db/arena.h"
#include "db/text.h"
#include "templates.h"

#define FAULTS_MAX	200

/* What drawing needs everywhere. */
struct drawing {
	const struct scene	*scene;
	const struct submission	*submission;
	struct arena		*arena;
	struct form_page	*page;
};

static const char *const numbers[] = {
	"Geen", "Eén", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht",
	"Negen", "Tien", "Elf", "Twaalf",
};

/* A line of the summary; who is "Deelnemer 2, " or "". */
static void
add_fault(struct drawing *drawing, const char *who, const char *target,
    const char *text)
{
	struct form_page *page = drawing->page;

	if (page->nfaults == FAULTS_MAX)
		return;
	page->faults[page->nfaults++] = (struct fault_view){
		.target = target,
		.text = arena_printf(drawing->arena, "%s%s", who, text),
	};
}

static const char *
described_by(const struct field *field, const char *name, const char *fault,
    struct arena *arena)
{
	if (fault == NULL)
		return field->hint == NULL ? NULL :
		    arena_printf(arena, "%s-hint", name);
	if (field->hint == NULL)
		return arena_printf(arena, "%s-fout", name);
	return arena_printf(arena, "%s-hint %s-fout", name, name);
}

static void
draw_choices(const struct field *field, const char *name, const char *value,
    struct arena *arena, struct field_view *view)
{
	size_t count = 0;

	while (field->choices[count].value != NULL)
		count++;
	view->options = arena_array(arena, count, sizeof(struct option_view));
	for (; view->noptions < count; view->noptions++) {
		const struct choice *choice = &field->choices[view->noptions];

		view->options[view->noptions] = (struct option_view){
			.value = choice->value, .label = choice->label,
			.chosen = strcmp(choice->value, value) == 0,
			.id = arena_printf(arena, "%s_%s", name,
			    choice->value),
		};
	}
}

static struct field_view
draw_field(struct drawing *drawing, const struct field *field,
    const char *name, const struct answer *answer, const char *who)
{
	struct arena *arena = drawing->arena;
	struct field_view view = {
		.field = field, .name = name, .value = answer->raw,
		.fault = answer->fault,
		.describedby = described_by(field, name, answer->fault,
		    arena),
		.required = (field->flags & FIELD_REQUIRED) != 0,
		.half = (field->flags & FIELD_HALF) != 0,
		.ticked = strcmp(answer->raw, "ja") == 0,
	};

	if (field->choices != NULL)
		draw_choices(field, name, answer->raw, arena, &view);
	if (answer->fault != NULL)
		add_fault(drawing, who, name, answer->fault);
	return view;
}

/* The chosen municipality may have been sent by name or alias. */
static void
draw_gemeente(struct drawing *drawing)
{
	const struct catalog *catalog = drawing->scene->catalog;
	const struct answer *answer =
	    &drawing->submission->contact[CONTACT_GEMEENTE];
	const struct gemeente *chosen = catalog_find_gemeente(catalog,
	    answer->raw, drawing->arena);
	struct field_view *view = arena_alloc(drawing->arena, sizeof(*view));
	bool found = false;

	*view = draw_field(drawing, &contact_fields[CONTACT_GEMEENTE],
	    contact_fields[CONTACT_GEMEENTE].name, answer, "");
	view->options = arena_array(drawing->arena, catalog->noptions,
	    sizeof(struct option_view));
	for (; view->noptions < catalog->noptions; view->noptions++) {
		const struct gemeente_option *option =
		    &catalog->options[view->noptions];
		/* An alias stands in the list too: only the first is chosen. */
		bool it = !found && chosen != NULL &&
		    strcmp(option->code, chosen->code) == 0;

		found = found || it;
		view->options[view->noptions] = (struct option_view){
			.value = option->code, .label = option->label,
			.chosen = it,
		};
	}
	drawing->page->gemeente = view;
}

/* The questions that stand together, in the order of their table. */
static void
draw_contact(struct drawing *drawing, enum contact_field first,
    enum contact_field last, struct field_view **fields, size_t *count)
{
	*fields = arena_array(drawing->arena, (size_t)(last - first) + 1,
	    sizeof(struct field_view));
	*count = 0;
	for (enum contact_field i = first; i <= last; i++)
		if (!(contact_fields[i].flags & FIELD_ELSEWHERE))
			(*fields)[(*count)++] = draw_field(drawing,
			    &contact_fields[i], contact_fields[i].name,
			    &drawing->submission->contact[i], "");
}

static struct round_view
draw_round(struct drawing *drawing, const struct round *round,
    const struct part *part, size_t index, const char *who)
{
	const struct answer *answer = &part->session[index];
	struct arena *arena = drawing->arena;
	struct round_view view = {
		.title = round->titel,
		.name = part_session_name(part->number, index + 1, arena),
		.fault = answer->fault,
		.sessions = arena_array(arena, round->nsessions,
		    sizeof(struct session_view)),
	};

	if (answer->fault != NULL) {
		view.describedby = arena_printf(arena, "%s-fout", view.name);
		add_fault(drawing, who, view.name, answer->fault);
	}
	for (; view.nsessions < round->nsessions; view.nsessions++) {
		struct session_view *session = &view.sessions[view.nsessions];

		*session = present_session(&round->sessions[view.nsessions],
		    &drawing->scene->taken, arena);
		session->chosen = strtoll(answer->raw, NULL, 10) ==
		    session->id;
	}
	return view;
}

static struct participant_form
draw_part(struct drawing *drawing, const struct part *part)
{
	const struct catalog *catalog = drawing->scene->catalog;
	struct arena *arena = drawing->arena;
	const char *who = arena_printf(arena, "Deelnemer %zu: ", part->number);
	struct participant_form view = {
		.number = part->number,
		.prefix = part_name(part->number, "", arena),
		.himself = part->himself,
		.removable = drawing->submission->nparts > 1,
		.held = arena_alloc(arena, sizeof(struct field_view)),
		.fields = arena_array(arena, PARTICIPANT__MAX,
		    sizeof(struct field_view)),
		.rounds = arena_array(arena, catalog->nrounds,
		    sizeof(struct round_view)),
	};

	for (size_t i = 0; i < PARTICIPANT__MAX; i++) {
		struct field_view field = draw_field(drawing,
		    &participant_fields[i], part_name(part->number,
		    participant_fields[i].name, arena), &part->answer[i], who);

		if (i == PARTICIPANT_NAAM_VOLGT)
			*view.held = field;
		else
			view.fields[view.nfields++] = field;
	}
	for (; view.nrounds < catalog->nrounds; view.nrounds++)
		view.rounds[view.nrounds] = draw_round(drawing,
		    &catalog->rounds[view.nrounds], part, view.nrounds, who);
	return view;
}

static void
draw_parts(struct drawing *drawing)
{
	const struct submission *submission = drawing->submission;
	struct form_page *page = drawing->page;

	page->participants_fault = submission->parts_fault;
	if (submission->parts_fault != NULL)
		add_fault(drawing, "", "deelnemers", submission->parts_fault);
	page->participants = arena_array(drawing->arena, submission->nparts,
	    sizeof(struct participant_form));
	for (size_t i = 0; i < submission->nparts; i++)
		page->participants[page->nparticipants++] = draw_part(drawing,
		    &submission->parts[i]);
	page->may_add = (int64_t)submission->nparts <
	    drawing->scene->catalog->event.max_per_aanmelding;
	page->submit = submission->nparts == 1 ? "Aanmelden" :
	    submission->nparts < sizeof(numbers) / sizeof(numbers[0]) ?
	    arena_printf(drawing->arena, "%s deelnemers aanmelden",
	    numbers[submission->nparts]) : "Deelnemers aanmelden";
}

static void
draw_themas(struct drawing *drawing)
{
	const struct submission *submission = drawing->submission;
	const struct catalog *catalog = drawing->scene->catalog;
	struct form_page *page = drawing->page;

	page->themas = arena_array(drawing->arena, catalog->nthemas,
	    sizeof(struct option_view));
	for (size_t i = 0; i < catalog->nthemas; i++) {
		const struct thema *thema = &catalog->themas[i];
		struct option_view *option = &page->themas[page->nthemas++];

		*option = (struct option_view){
			.value = thema->sleutel, .label = thema->titel,
			.id = arena_printf(drawing->arena, "thema_%s",
			    thema->sleutel),
		};
		for (size_t j = 0; j < submission->nthemas; j++)
			if (strcmp(submission->themas[j], thema->sleutel) == 0)
				option->chosen = true;
	}
	page->themas_fault = submission->themas_fault;
	if (submission->themas_fault != NULL)
		add_fault(drawing, "", "thema", submission->themas_fault);
}

static void
draw_heading(struct drawing *drawing)
{
	struct form_page *page = drawing->page;
	struct page_view *surroundings = drawing->scene->page;

	if (page->nfaults > 0)
		page->heading = page->nfaults == 1 ?
		    "Er is 1 antwoord dat nog niet klopt" :
		    arena_printf(drawing->arena, "Er zijn %zu antwoorden die "
		    "nog niet kloppen", page->nfaults);
	if (page->heading != NULL || page->trouble != NULL)
		surroundings->title = arena_printf(drawing->arena,
		    "Fout: %s – %s", page->heading != NULL ? page->heading :
		    "niet verstuurd", surroundings->title);
	/* One box on top: what is wrong with answers goes first. */
	if (page->heading != NULL)
		page->trouble = NULL;
}

void
form_page_draw(struct scene *scene, const struct submission *submission,
    struct request *request, struct response *response)
{
	struct form_page page = {
		.page = scene->page, .event = scene->event,
		.key = submission->key, .trouble = submission->trouble,
		.faults = arena_array(request->arena, FAULTS_MAX,
		    sizeof(struct fault_view)),
	};
	struct drawing drawing = {
		.scene = scene, .submission = submission,
		.arena = request->arena, .page = &page,
	};

	scene->page->script = ASSET_SCRIPT;
	draw_gemeente(&drawing);
	draw_contact(&drawing, CONTACT_VOORNAAM, CONTACT_TELEFOON,
	    &page.contact, &page.ncontact);
	draw_parts(&drawing);
	draw_themas(&drawing);
	draw_contact(&drawing, CONTACT_VRAAG, CONTACT__MAX - 1, &page.more,
	    &page.nmore);
	draw_heading(&drawing);
	form_html(&response->body, &page);
}
