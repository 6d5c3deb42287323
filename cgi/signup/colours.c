/*
 * An event's own colours, on top of style.css.  The policy of the pages
 * allows no inline style, and so they are a file; it is made from its name
 * alone, so that it can be kept for ever and tells nothing of any event.
 */
#include <string.h>

#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "core/arena.h"
#include "core/colour.h"
#include "core/text.h"

#define ENDING	".css"

enum status
colours_show(struct app *app, struct request *request,
    struct response *response)
{
	const char *name = request->tail;
	size_t start = strlen(COLOURS_VERSION);
	struct arena *arena = request->arena;
	struct colour colour;

	(void)app;
	/* 1-1f4e79.css */
	if (strlen(name) != start + 6 + strlen(ENDING) ||
	    strncmp(name, COLOURS_VERSION, start) != 0 ||
	    strcmp(name + start + 6, ENDING) != 0 ||
	    colour_read(arena_printf(arena, "#%.6s", name + start),
	    &colour) != STATUS_OK || colour_on_light(colour) < COLOUR_CONTRAST)
		return STATUS_NOTFOUND;
	response->type = "text/css; charset=utf-8";
	response->private = false;
	buf_printf(&response->body, ":root { --brand: %s; --on-brand: #fff }\n"
	    "@media (prefers-color-scheme: dark) {\n"
	    "\t:root { --brand: %s; --on-brand: #10202f }\n}\n",
	    colour_write(colour, arena),
	    colour_write(colour_for_dark(colour), arena));
	return response_header(response, "Cache-Control",
	    "public, max-age=31536000, immutable");
}
