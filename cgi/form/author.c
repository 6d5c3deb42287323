#include <string.h>

#include "cgi/form/author.h"
#include "core/arena.h"
#include "core/clock.h"
#include "templates/audit_text.h"

#define LINES_MAX	100
#define CUT		"…"	/* a long value in the log ends so */

static bool
is_value(const char *logged, const char *now)
{
	size_t length = strlen(logged), cut = strlen(CUT);

	return strcmp(logged, now) == 0 || (length > cut &&
	    strcmp(logged + length - cut, CUT) == 0 &&
	    strncmp(logged, now, length - cut) == 0);
}

static bool
made_it_so(const struct audit_line *line, const char *label, const char *now,
    struct arena *arena)
{
	struct audit_change *changes;
	size_t count = audit_changes(line->entry.waarden, arena, &changes);

	for (size_t i = 0; i < count; i++)
		if (strcmp(changes[i].label, label) == 0 &&
		    is_value(changes[i].now, now))
			return true;
	return false;
}

const char *
author_of(struct db *db, const struct audit_filter *filter, const char *label,
    const char *now, bool is_public, struct arena *arena)
{
	struct audit_line *lines;
	size_t count;

	if (audit_page(db, filter, LINES_MAX, arena, &lines, &count) !=
	    STATUS_OK)
		return "";
	for (size_t i = 0; i < count; i++)
		if (label == NULL || made_it_so(&lines[i], label, now, arena))
			return arena_printf(arena, "%s, %s", is_public &&
			    strncmp(lines[i].entry.wie, "account ", 8) == 0 ?
			    "De organisatie" : audit_who(lines[i].entry.wie),
			    clock_brief(lines[i].moment, arena));
	return "";
}
