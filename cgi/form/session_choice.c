#include <stdlib.h>

#include "cgi/form/session_choice.h"
#include "core/arena.h"
#include "core/clock.h"

struct round_view
draw_round(struct drawing *drawing, const char *name,
    const struct answer *answer, size_t index, const char *who)
{
	const struct round *round = &drawing->context->catalog->rounds[index];
	struct arena *arena = drawing->arena;
	struct round_view view = {
		.title = arena_printf(arena, "%s, %s", round->titel,
		    clock_hours(round->begin, round->einde, arena)),
		.name = name,
		.fault = answer->fault,
		.sessions = arena_array(arena, round->nsessions,
		    sizeof(struct session_view)),
	};

	if (answer->fault != NULL) {
		view.describedby = arena_printf(arena, "%s-fout", view.name);
		draw_fault(drawing, who, view.name, answer->fault);
	}
	for (; view.nsessions < round->nsessions; view.nsessions++) {
		struct session_view *session = &view.sessions[view.nsessions];

		*session = present_session(&round->sessions[view.nsessions],
		    &drawing->context->taken, arena);
		session->chosen = strtoll(answer->raw, NULL, 10) ==
		    session->id;
	}
	return view;
}
