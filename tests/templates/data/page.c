/*
 * Prints one good template, filled in, for test_compiler.c, which compiles
 * this with the generated C and header and compares what comes out.
 */
#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "good.h"
#include "tests/templates/data/view.h"

static void
fill(struct view *view, struct event *event, struct fault *faults)
{
	static const char *words[] = { "een", "<twee>" };
	static const char *names[] = { "A&B", NULL, "C" };

	*event = (struct event){ "Dag & \"nacht\" <b>", -1700000000, 40 };
	faults[0] = (struct fault){ "leeg", 0, words, 2 };
	faults[1] = (struct fault){ "te\nlang", 7, words, 1 };
	*view = (struct view){
		.event = event, .faults = faults, .nfaults = 2,
		.names = names, .nnames = 3, .nothing = NULL,
		.note = "een <i>\ntwee'", .link = "https://x.nl/a?b=1&c=2",
		.script_link = "JavaScript:alert(1)", .code = "a/b c",
		.mood = MOOD_LOUD,
		.count = 4000000000, .checked = true,
	};
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new(1024 * 1024);
	struct event event;
	struct fault faults[2];
	struct view view;
	struct buf out;

	buf_init(&out, arena, 1024 * 1024);
	fill(&view, &event, faults);
	if (argc == 2 && strcmp(argv[1], "good_page") == 0)
		good_page(&out, &view, "");
	else if (argc == 2 && strcmp(argv[1], "good_mail") == 0)
		good_mail(&out, &view);
	else if (argc == 2 && strcmp(argv[1], "good_long") == 0)
		good_long(&out);
	else if (argc == 2 && strcmp(argv[1], "good_empty") == 0)
		good_empty(&out);
	else
		return 2;
	fwrite(out.data, 1, out.length, stdout);
	arena_free(arena);
	return out.failed;
}
