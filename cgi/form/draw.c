#include <string.h>

#include "cgi/form/draw.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/email.h"
#include "db/gemeente/domain.h"
#include "templates/public/form.h"

#define IDS_MAX	500

void
drawing_init(struct drawing *drawing, struct page_context *context,
    struct arena *arena)
{
	*drawing = (struct drawing){
		.context = context, .arena = arena,
		.faults = arena_array(arena, FAULTS_MAX,
		    sizeof(struct fault_view)),
	};
}

void
draw_fault(struct drawing *drawing, const char *who, const char *target,
    const char *text)
{
	if (drawing->nfaults == FAULTS_MAX)
		return;
	drawing->faults[drawing->nfaults++] = (struct fault_view){
		.target = target,
		.text = arena_printf(drawing->arena, "%s%s", who, text),
	};
}

/* The ids of what stands above the control, in that order. */
static const char *
described_by(const struct field_view *view, struct arena *arena)
{
	const struct {
		const char	*text;
		const char	*end;
	} inputs[] = {
		{ view->field->hint, "hint" }, { view->tip, "tip" },
		{ view->fault, "fout" },
		{ view->local ? "" : NULL, "domein" },
	};
	struct buf ids;

	buf_init(&ids, arena, IDS_MAX);
	for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++)
		if (inputs[i].text != NULL)
			buf_printf(&ids, "%s%s-%s", ids.length == 0 ? "" : " ",
			    view->name, inputs[i].end);
	return present_text(ids.data);
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

struct field_view
draw_field(struct drawing *drawing, const struct field *field,
    const char *name, const struct answer *answer, const char *who)
{
	struct arena *arena = drawing->arena;
	struct field_view view = {
		.field = field, .name = name, .value = answer->raw,
		.fault = answer->fault,
		.required = (field->flags & FIELD_REQUIRED) != 0,
		.half = (field->flags & FIELD_HALF) != 0,
		.ticked = strcmp(answer->raw, "ja") == 0,
		.given = (field->flags & FIELD_GIVEN) != 0,
		.local = (field->flags & FIELD_LOCAL) != 0,
	};
	const char *meant;

	if (field->type == FIELD_EMAIL)
		view.value = email_shown(answer->raw, arena);
	if (field->type == FIELD_EMAIL && answer->fault == NULL &&
	    (meant = domain_hint(drawing->context->catalog, answer->raw,
	    arena)) != NULL)
		view.tip = arena_printf(arena, "Bedoelt u %s?", meant);
	view.describedby = described_by(&view, arena);
	if (field->choices != NULL)
		draw_choices(field, name, answer->raw, arena, &view);
	if (answer->fault != NULL)
		draw_fault(drawing, who, name, answer->fault);
	return view;
}

const struct summary_view *
draw_summary(struct drawing *drawing, const char *trouble)
{
	struct page_view *page = drawing->context->page;
	struct summary_view *summary = NULL;

	if (drawing->nfaults > 0) {
		summary = arena_alloc(drawing->arena, sizeof(*summary));
		*summary = (struct summary_view){
			drawing->nfaults == 1 ?
			    "Er is 1 antwoord dat nog niet klopt" :
			    arena_printf(drawing->arena, "Er zijn %zu "
			    "antwoorden die nog niet kloppen",
			    drawing->nfaults),
			drawing->faults, drawing->nfaults,
		};
	}
	if (summary != NULL || trouble != NULL)
		page->title = arena_printf(drawing->arena, "Fout: %s – %s",
		    summary != NULL ? summary->heading : "niet verstuurd",
		    page->title);
	return summary;
}
