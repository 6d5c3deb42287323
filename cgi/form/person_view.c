#include "assets.h"
#include "cgi/form/draw.h"
#include "cgi/form/form_view.h"
#include "cgi/form/session_choice.h"
#include "core/arena.h"
#include "templates.h"
#include "templates/public/form.h"

/* Somebody's own data, that their browser knows (WCAG 1.3.5). */
static const struct field *
own_field(const struct field *field, struct arena *arena)
{
	static const char *const tokens[PARTICIPANT__MAX] = {
		[PARTICIPANT_VOORNAAM] = "given-name",
		[PARTICIPANT_ACHTERNAAM] = "family-name",
		[PARTICIPANT_EMAIL] = "email",
		[PARTICIPANT_FUNCTIE] = "organization-title",
	};
	struct field *own = arena_alloc(arena, sizeof(*own));

	*own = *field;
	own->autocomplete = tokens[field - participant_fields];
	own->flags &= ~(unsigned)FIELD_LOCAL;
	if (field == &participant_fields[PARTICIPANT_EMAIL])
		own->hint = "Hierop krijgt u bericht.";
	return own;
}

/* In words for whoever fills it in. */
static const struct field *
field_for(const struct submission *submission,
    const struct participant_input *input, enum participant_field i,
    struct arena *arena)
{
	return submission->organiser == NULL || i == PARTICIPANT_ROL ?
	    input_field(input, i, arena) : organiser_person_field(i,
	    input->guest, arena);
}

/*
 * A person who comes instead is asked as on the form, and one about
 * themselves everything but the role.
 */
static void
draw_questions(struct drawing *drawing, const struct submission *submission,
    const struct participant_input *input, bool own, struct person_form *page)
{
	struct arena *arena = drawing->arena;

	page->fields = arena_array(arena, PARTICIPANT__MAX,
	    sizeof(struct field_view));
	page->ticks = arena_array(arena, PARTICIPANT__MAX,
	    sizeof(struct field_view));
	for (enum participant_field i = 0; i < PARTICIPANT__MAX; i++) {
		const struct field *field = field_for(submission, input, i,
		    arena);
		struct field_view view;

		if (i == PARTICIPANT_NAAM_VOLGT || (own ?
		    i == PARTICIPANT_ROL : field->flags & FIELD_OWN))
			continue;
		if (own)
			field = own_field(field, arena);
		view = draw_field(drawing, field, input_name(input->number,
		    field->name, arena), &input->answer[i], "");
		if (view.local)
			view.domain = submission_domain(submission, arena);
		if (field->type == FIELD_TICK)
			page->ticks[page->nticks++] = view;
		else
			page->fields[page->nfields++] = view;
	}
}

void
person_page_view(struct page_context *context,
    const struct submission *submission,
    const struct participant_input *input, enum person_form_kind kind,
    const struct form_frame *frame, struct arena *arena,
    struct person_form *page)
{
	struct organiser_view *organiser;
	struct drawing drawing;

	*page = (struct person_form){
		.page = context->page, .frame = frame,
		.positie = arena_printf(arena, "%zu", input->number),
		.key = submission->key,
		.submit = kind == PERSON_FORM_INSTEAD ? "Vervangen" :
		    frame->version == NULL ? "Aanmelden" : "Bewaren",
		.rounds = arena_array(arena, context->catalog->nrounds,
		    sizeof(struct round_view)),
	};
	drawing_init(&drawing, context, arena);
	context->page->script = ASSET_FORM;
	draw_questions(&drawing, submission, input, kind == PERSON_FORM_OWN,
	    page);
	/* A replacement takes the sessions over. */
	for (size_t i = 0; kind != PERSON_FORM_INSTEAD &&
	    i < context->catalog->nrounds; i++)
		page->rounds[page->nrounds++] = draw_round(&drawing,
		    input_session_name(input->number, i + 1, arena),
		    &input->session[i], i, "");
	if (submission->organiser != NULL) {
		organiser = organiser_draw(&drawing, submission->organiser);
		organiser->of_none = input->guest;
		page->organiser = organiser;
	}
	page->summary = draw_summary(&drawing, submission->trouble);
	page->trouble = page->summary == NULL ? submission->trouble : NULL;
}

void
person_page_draw(struct page_context *context,
    const struct submission *submission,
    const struct participant_input *input, enum person_form_kind kind,
    const struct form_frame *frame, struct request *request,
    struct response *response)
{
	struct person_form page;

	person_page_view(context, submission, input, kind, frame, request->arena,
	    &page);
	person_form_html(&response->body, &page);
}
