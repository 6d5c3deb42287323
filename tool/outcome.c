/* How a verb says that it failed, and what becomes the exit status. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "db/event/event.h"
#include "tool/tool.h"

enum outcome
tool_fail(const char *format, ...)
{
	va_list args;

	fputs("orientatie: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return OUTCOME_FAILED;
}

enum outcome
tool_outcome(enum status status, const char *what)
{
	switch (status) {
	case STATUS_OK:
		return OUTCOME_OK;
	case STATUS_INVALID:
	case STATUS_NOTFOUND:
	case STATUS_FULL:
		return tool_fail("%s: %s", what, status_word(status));
	case STATUS_BUSY:
	case STATUS_FAIL:
	case STATUS__MAX:
		break;
	}
	return OUTCOME_FAILED;
}

enum outcome
tool_event(struct tool *tool, struct event *event)
{
	enum status status = event_visible(tool->db, tool->arena, event);

	return status == STATUS_NOTFOUND ? tool_fail("there is no event: make "
	    "one at the desk, or with orientatie demo") :
	    tool_logged(status);
}

bool
tool_option(int argc, char **argv, const char *name, const char **value)
{
	*value = NULL;
	if (argc == 1)
		return true;
	if (argc != 3 || strcmp(argv[1], name) != 0) {
		tool_fail("behind %s only %s VALUE can stand", argv[0], name);
		return false;
	}
	*value = argv[2];
	return true;
}

enum outcome
tool_logged(enum status status)
{
	return status == STATUS_OK ? OUTCOME_OK : OUTCOME_FAILED;
}
