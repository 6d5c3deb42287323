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

/*
 * A person who comes instead is asked as on the form, and one about
 * themselves everything but the role.
 */
static void
draw_questions(struct drawing *drawing, const struct submission *submission,
    const struct participant_input *input, bool own, bool others,
    struct person_form *page)
{
	struct arena *arena = drawing->arena;

	page->fields = arena_array(arena, PARTICIPANT__MAX,
	    sizeof(struct field_view));
	page->ticks = arena_array(arena, PARTICIPANT__MAX,
	    sizeof(struct field_view));
	for (enum participant_field i = 0; i < PARTICIPANT__MAX; i++) {
		const struct field *field = others ?
		    organiser_person_field(i, arena) : &participant_fields[i];
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
    const struct participant_input *input, bool own,
    const struct form_frame *frame,
    struct arena *arena, struct person_form *page)
{
	struct drawing drawing;

	*page = (struct person_form){
		.page = context->page, .frame = frame,
		.positie = arena_printf(arena, "%zu", input->number),
		.submit = own ? "Bewaren" : "Vervangen",
		.rounds = arena_array(arena, context->catalog->nrounds,
		    sizeof(struct round_view)),
	};
	drawing_init(&drawing, context, arena);
	context->page->script = ASSET_FORM;
	draw_questions(&drawing, submission, input, own, submission->organiser != NULL,
	    page);
	/* A replacement takes the sessions over. */
	for (size_t i = 0; own && i < context->catalog->nrounds; i++)
		page->rounds[page->nrounds++] = draw_round(&drawing,
		    input_session_name(input->number, i + 1, arena),
		    &input->session[i], i, "");
	if (submission->organiser != NULL)
		page->organiser = organiser_draw(&drawing,
		    submission->organiser);
	page->summary = draw_summary(&drawing, submission->trouble);
	page->trouble = page->summary == NULL ? submission->trouble : NULL;
}

void
person_page_draw(struct page_context *context,
    const struct submission *submission,
    const struct participant_input *input, bool own,
    const struct form_frame *frame,
    struct request *request, struct response *response)
{
	struct person_form page;

	person_page_view(context, submission, input, own, frame, request->arena,
	    &page);
	person_form_html(&response->body, &page);
}
