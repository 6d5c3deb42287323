#include <string.h>

#include "assets.h"
#include "cgi/form/draw.h"
#include "cgi/form/form_view.h"
#include "cgi/form/session_choice.h"
#include "core/arena.h"
#include "core/person_name.h"
#include "core/text.h"
#include "db/gemeente/lookup.h"
#include "templates.h"
#include "templates/public/form.h"

const struct form_frame form_frame_new = {
	.action = "/aanmelden",
	.title = "Uw gemeente aanmelden",
	.lead = "Eén formulier voor iedereen die komt. Het kost een minuut; "
	    "u kunt later alles wijzigen of afmelden.",
};

static const char *const numbers[] = {
	"Geen", "Eén", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht",
	"Negen", "Tien", "Elf", "Twaalf",
};

#define NNUMBERS	(sizeof(numbers) / sizeof(numbers[0]))

/* What drawing the whole form needs. */
struct form_drawing {
	struct drawing		 drawing;
	const struct submission	*submission;
	struct form_page	*page;
};

/* Only of the municipality's own name, which it marks as such: "" or one. */
static const char *
domain_of(const struct catalog *catalog, const struct gemeente_option *option)
{
	const struct gemeente *gemeente = catalog_gemeente(catalog,
	    option->code);

	return gemeente != NULL && strcmp(gemeente->naam, option->label) == 0 ?
	    gemeente->domein : NULL;
}

/*
 * The chosen municipality may have been sent by name or alias; what is chosen
 * is its own name.
 */
struct field_view
form_gemeente(struct drawing *drawing, const struct submission *submission)
{
	const struct catalog *catalog = drawing->context->catalog;
	const struct field *field = &contact_fields[CONTACT_GEMEENTE];
	const struct answer *answer =
	    &submission->contact[CONTACT_GEMEENTE];
	struct arena *arena = drawing->arena;
	const struct gemeente *kept = submission->kept;
	bool is_kept = kept != NULL && text_same(kept->code, answer->raw);
	const struct gemeente *chosen = is_kept ?
	    catalog_gemeente(catalog, answer->raw) :
	    lookup_gemeente(catalog, answer->raw, arena);
	struct field_view view;

	view = draw_field(drawing, field, field->name, answer, "");
	view.options = arena_array(arena, catalog->noptions + 1,
	    sizeof(struct option_view));
	/* One that has merged since stays what it was signed up under. */
	if (chosen == NULL && is_kept)
		view.options[view.noptions++] = (struct option_view){
			.value = kept->code, .label = kept->naam,
			.chosen = true,
		};
	for (size_t i = 0; i < catalog->noptions; i++) {
		const struct gemeente_option *option = &catalog->options[i];
		const char *domain = domain_of(catalog, option);

		view.options[view.noptions++] = (struct option_view){
			.value = option->code, .label = option->label,
			.chosen = chosen != NULL && domain != NULL &&
			    strcmp(option->code, chosen->code) == 0,
			.domain = domain,
		};
	}
	return view;
}

static void
draw_gemeente(struct form_drawing *form)
{
	struct field_view *view = arena_alloc(form->drawing.arena,
	    sizeof(*view));

	*view = form_gemeente(&form->drawing, form->submission);
	form->page->gemeente = view;
}

/* Whoever comes by a link, or chose it before, is not asked again. */
static void
draw_known(struct form_drawing *form)
{
	const struct answer *answer =
	    &form->submission->contact[CONTACT_GEMEENTE];
	struct form_page *page = form->page;
	const struct gemeente *known;

	page->heading = page->frame->title;
	if (answer->fault != NULL || form->submission->choosing ||
	    form->submission->nknown > 0 ||
	    form->submission->organiser != NULL)
		return;
	known = lookup_gemeente(form->drawing.context->catalog, answer->raw,
	    form->drawing.arena);
	if (known == NULL)
		return;
	page->known_gemeente = known->naam;
	page->gemeente->value = known->code;
	page->heading = arena_printf(form->drawing.arena,
	    "De gemeente %s aanmelden", known->naam);
}

/* The questions that stand together, in the order of their table. */
static void
draw_contact(struct form_drawing *form, enum contact_field first,
    enum contact_field last, struct field_view **fields, size_t *count)
{
	*fields = arena_array(form->drawing.arena,
	    (size_t)(last - first) + 1, sizeof(struct field_view));
	*count = 0;
	for (enum contact_field i = first; i <= last; i++)
		if (!(contact_fields[i].flags & FIELD_ELSEWHERE))
			(*fields)[(*count)++] = draw_field(&form->drawing,
			    form->submission->organiser == NULL ?
			    &contact_fields[i] : organiser_field(i,
			    form->drawing.arena), contact_fields[i].name,
			    &form->submission->contact[i], "");
}

/* Only when fewer places are left than one form may ask for. */
static void
draw_policy(struct form_drawing *form)
{
	const struct field *field = &contact_fields[CONTACT_WACHTLIJST];
	const struct page_context *context = form->drawing.context;
	struct answer answer =
	    form->submission->contact[CONTACT_WACHTLIJST];
	struct field_view *view;

	if (form->submission->nknown > 0 || (text_empty(answer.raw) &&
	    context->catalog->event.capaciteit - context->taken.places >=
	    context->catalog->event.max_per_aanmelding))
		return;
	if (text_empty(answer.raw))
		answer.raw = field->choices[0].value;
	view = arena_alloc(form->drawing.arena, sizeof(*view));
	*view = draw_field(&form->drawing, field, field->name, &answer, "");
	view->required = true;
	form->page->policy = view;
}

/*
 * What is asked of each, in the order of the page: the role first, then the
 * others as the table has them; but for what only the person answers.
 */
static size_t
order_of_page(enum participant_field asked[PARTICIPANT__MAX])
{
	size_t count = 0;

	asked[count++] = PARTICIPANT_ROL;
	for (enum participant_field i = 0; i < PARTICIPANT__MAX; i++)
		if (i != PARTICIPANT_ROL &&
		    !(participant_fields[i].flags & FIELD_OWN))
			asked[count++] = i;
	return count;
}

static bool
is_open(const struct participant_input *input)
{
	bool open = !text_empty(input->answer[PARTICIPANT_FUNCTIE].raw) ||
	    input->answer[PARTICIPANT_FUNCTIE].fault != NULL;

	for (size_t i = 0; i < ROUNDS_MAX; i++)
		open = open || !text_empty(input->session[i].raw) ||
		    input->session[i].fault != NULL;
	return open;
}

/* The sessions that everybody goes to who chooses none of their own. */
static void
draw_sessions(struct form_drawing *form)
{
	const struct submission *submission = form->submission;
	size_t count = form->drawing.context->catalog->nrounds;
	struct form_page *page = form->page;

	page->rounds = arena_array(form->drawing.arena, count,
	    sizeof(struct round_view));
	for (size_t i = 0; submission->nknown == 0 &&
	    submission->organiser == NULL && i < count; i++)
		page->rounds[page->nrounds++] = draw_round(&form->drawing,
		    common_session_name(i + 1, form->drawing.arena),
		    &submission->session[i], i, "");
}

static struct participant_form
draw_participant(struct form_drawing *form,
    const struct participant_input *input)
{
	size_t nrounds = form->drawing.context->catalog->nrounds;
	enum participant_field asked[PARTICIPANT__MAX];
	size_t nasked = order_of_page(asked);
	struct arena *arena = form->drawing.arena;
	const char *who = arena_printf(arena, "Deelnemer %zu: ", input->number);
	struct participant_form view = {
		.number = input->number,
		.prefix = input_name(input->number, "", arena),
		.is_contact = input->is_contact,
		.others = form->submission->organiser != NULL,
		.removable = !input->known && form->submission->ninputs > 1,
		.held = arena_alloc(arena, sizeof(struct field_view)),
		.role = arena_alloc(arena, sizeof(struct field_view)),
		.fields = arena_array(arena, PARTICIPANT__MAX,
		    sizeof(struct field_view)),
		.more = arena_array(arena, PARTICIPANT__MAX,
		    sizeof(struct field_view)),
		.more_open = is_open(input),
		.rounds = arena_array(arena, nrounds,
		    sizeof(struct round_view)),
	};

	/* In the order of the page, which that of the faults is too. */
	for (size_t at = 0; at < nasked; at++) {
		enum participant_field i = asked[at];
		const struct field *field = view.others ?
		    organiser_person_field(i, false, arena) : &participant_fields[i];
		struct field_view *drawn = i == PARTICIPANT_NAAM_VOLGT ?
		    view.held : i == PARTICIPANT_ROL ? view.role :
		    i >= PARTICIPANT_FUNCTIE ? &view.more[view.nmore++] :
		    &view.fields[view.nfields++];

		*drawn = draw_field(&form->drawing, field,
		    input_name(input->number, field->name, arena),
		    &input->answer[i], who);
		if (drawn->local)
			drawn->domain = submission_domain(form->submission,
			    arena);
	}
	for (; view.nrounds < nrounds; view.nrounds++)
		view.rounds[view.nrounds] = draw_round(&form->drawing,
		    input_session_name(input->number, view.nrounds + 1, arena),
		    &input->session[view.nrounds], view.nrounds, who);
	return view;
}

static const char *
submit_text(const struct submission *submission, struct arena *arena)
{
	if (submission->nknown > 0)
		return "Wijzigingen bewaren";
	if (submission->ninputs == 1)
		return "Aanmelden";
	if (submission->ninputs >= NNUMBERS)
		return "Deelnemers aanmelden";
	return arena_printf(arena, "%s deelnemers aanmelden",
	    numbers[submission->ninputs]);
}

/* A fold that holds an answer or a fault is not closed. */
static bool
more_is_open(const struct submission *submission)
{
	bool open = submission->nknown > 0 || submission->nthemas > 0 ||
	    submission->themas_fault != NULL;

	for (size_t i = 0; i < ROUNDS_MAX; i++)
		open = open || !text_empty(submission->session[i].raw);
	for (enum contact_field i = CONTACT_TELEFOON; i < CONTACT__MAX; i++)
		open = open || (!(contact_fields[i].flags & FIELD_ELSEWHERE) &&
		    !text_empty(submission->contact[i].raw));
	return open;
}

/* What goes along with the form until the next button is pressed. */
static const struct removed_form *
draw_removed(const struct form_drawing *form)
{
	const struct participant_input *gone = &form->submission->removed;
	size_t nrounds = form->drawing.context->catalog->nrounds;
	struct arena *arena = form->drawing.arena;
	struct removed_form *view = arena_alloc(arena, sizeof(*view));
	const char *name = person_name_full(
	    gone->answer[PARTICIPANT_VOORNAAM].raw,
	    gone->answer[PARTICIPANT_ACHTERNAAM].raw, arena);

	*view = (struct removed_form){
		.name = !text_empty(name) ? name : arena_printf(arena,
		    "Deelnemer %zu", gone->number),
		.number = gone->number,
		.fields = arena_array(arena, PARTICIPANT__MAX + nrounds + 1,
		    sizeof(struct option_view)),
	};
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		if (!(participant_fields[i].flags & FIELD_OWN))
			view->fields[view->nfields++] = (struct option_view){
				.label = input_name(0,
				    participant_fields[i].name, arena),
				.value = gone->answer[i].raw,
			};
	for (size_t i = 0; i < nrounds; i++)
		view->fields[view->nfields++] = (struct option_view){
			.label = input_session_name(0, i + 1, arena),
			.value = gone->session[i].raw,
		};
	view->fields[view->nfields++] = (struct option_view){
		.label = input_name(0, "zelf", arena),
		.value = gone->is_contact ? "ja" : "",
	};
	return view;
}

static void
draw_participants(struct form_drawing *form)
{
	const struct submission *submission = form->submission;
	struct form_page *page = form->page;

	page->participants_fault = submission->inputs_fault;
	if (submission->inputs_fault != NULL)
		draw_fault(&form->drawing, "", "deelnemers",
		    submission->inputs_fault);
	page->participants = arena_array(form->drawing.arena,
	    submission->ninputs, sizeof(struct participant_form));
	for (size_t i = 0; i < submission->ninputs; i++)
		if (!submission->inputs[i].gone)
			page->participants[page->nparticipants++] =
			    draw_participant(form, &submission->inputs[i]);
	if (submission->removed.number > 0)
		page->removed = draw_removed(form);
	page->next = input_name(submission->ninputs + 1, "rol",
	    form->drawing.arena);
	page->may_add = (int64_t)page->nparticipants <
	    form->drawing.context->catalog->event.max_per_aanmelding;
	page->most = form->drawing.context->catalog->event.max_per_aanmelding;
	page->submit = submit_text(submission, form->drawing.arena);
}

static void
draw_themas(struct form_drawing *form)
{
	const struct catalog *catalog = form->drawing.context->catalog;
	const struct submission *submission = form->submission;
	struct form_page *page = form->page;

	page->themas = arena_array(form->drawing.arena, catalog->nthemas,
	    sizeof(struct option_view));
	for (size_t i = 0; i < catalog->nthemas; i++) {
		const struct thema *thema = &catalog->themas[i];
		bool chosen = false;

		for (size_t j = 0; j < submission->nthemas; j++)
			chosen = chosen || strcmp(submission->themas[j],
			    thema->sleutel) == 0;
		page->themas[page->nthemas++] = (struct option_view){
			.value = thema->sleutel, .label = thema->titel,
			.id = arena_printf(form->drawing.arena, "thema_%s",
			    thema->sleutel),
			.chosen = chosen,
		};
	}
	page->themas_fault = submission->themas_fault;
	if (submission->themas_fault != NULL)
		draw_fault(&form->drawing, "", "thema",
		    submission->themas_fault);
}

void
form_page_view(struct page_context *context,
    const struct submission *submission,
    const struct form_frame *frame, struct arena *arena,
    struct form_page *page)
{
	struct form_drawing form = {
		.submission = submission, .page = page,
	};

	*page = (struct form_page){
		.page = context->page, .event = context->event, .frame = frame,
		.key = submission->nknown > 0 ? NULL : submission->key,
		.shared = submission->shared, .known = submission->nknown,
	};
	drawing_init(&form.drawing, context, arena);
	context->page->script = ASSET_FORM;
	context->page->combobox = ASSET_GEMEENTE;
	draw_contact(&form, CONTACT_VOORNAAM, CONTACT_EMAIL,
	    &page->contact, &page->ncontact);
	draw_gemeente(&form);
	draw_known(&form);
	draw_participants(&form);
	draw_sessions(&form);
	draw_themas(&form);
	draw_contact(&form, CONTACT_TELEFOON, CONTACT__MAX - 1, &page->more,
	    &page->nmore);
	page->more_open = more_is_open(submission);
	draw_policy(&form);
	if (submission->organiser != NULL)
		page->organiser = organiser_draw(&form.drawing,
		    submission->organiser);
	page->summary = draw_summary(&form.drawing, submission->trouble);
	/* One box on top: what is wrong with answers goes first. */
	page->trouble = page->summary == NULL ? submission->trouble : NULL;
}

void
form_page_draw(struct page_context *context,
    const struct submission *submission,
    const struct form_frame *frame, struct request *request,
    struct response *response)
{
	struct form_page page;

	form_page_view(context, submission, frame, request->arena, &page);
	form_html(&response->body, &page);
}
