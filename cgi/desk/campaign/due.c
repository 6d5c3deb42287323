#include "cgi/desk/campaign/due.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"

#define SOON		600	/* seconds */

static const struct field moment_field = {
	.name = "moment", .label = "Datum en tijd", .type = FIELD_MOMENT,
	.autocomplete = "off",
};

enum status
due_read(const struct params *params, int64_t now, int64_t last,
    struct arena *arena, struct due *due)
{
	const char *word = params_value(params, "wanneer");
	struct answer *typed = &due->typed;

	*due = (struct due){
		.which = text_same(word, "nu") ? DUE_AT_ONCE :
		    text_same(word, "op") ? DUE_AT : DUE_SOON,
		.typed.raw = form_text(params, moment_field.name),
		.soon = now + SOON,
	};
	due->moment = due->which == DUE_AT_ONCE ? now : due->soon;
	if (due->which != DUE_AT)
		return STATUS_OK;
	if (field_check(&moment_field, typed->raw, true, arena, &typed->clean,
	    &typed->fault) != STATUS_OK)
		return STATUS_INVALID;
	if (clock_parse(typed->clean, &due->moment) == STATUS_OK &&
	    due->moment > now && due->moment < last)
		return STATUS_OK;
	typed->fault = arena_printf(arena, "Vul een moment in na nu en voor "
	    "%s.", clock_moment(last, arena));
	return STATUS_INVALID;
}

const struct due_view *
due_draw(const struct due *due, struct drawing *drawing)
{
	struct due_view *view = arena_array(drawing->arena, 1, sizeof(*view));
	struct field_view *field = arena_array(drawing->arena, 1,
	    sizeof(*field));

	*field = draw_field(drawing, &moment_field, moment_field.name,
	    &due->typed, "");
	*view = (struct due_view){
		.soon = arena_printf(drawing->arena, "Over tien minuten, om "
		    "%s uur", clock_time(due->soon, drawing->arena)),
		.at_once = due->which == DUE_AT_ONCE,
		.at = due->which == DUE_AT, .moment = field,
	};
	return view;
}
