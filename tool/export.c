#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "db/event.h"
#include "export/csv.h"
#include "tool/tool.h"

static enum status
write_to_file(void *file, const void *bytes, size_t length)
{
	return fwrite(bytes, 1, length, file) == length ? STATUS_OK :
	    STATUS_FULL;
}

enum outcome
tool_export_csv(struct tool *tool, int argc, char **argv)
{
	struct attendee_filter everybody;
	struct event event;
	enum status status;
	FILE *file;

	(void)argc;
	status = event_visible(tool->db, tool->arena, &event);
	if (status != STATUS_OK)
		return tool_outcome(status, "event");
	if ((file = fopen(argv[0], "we")) == NULL)
		return tool_fail("%s: %s", argv[0], strerror(errno));
	everybody = attendee_all(event.id);
	status = csv_attendees(tool->db, &everybody, write_to_file, file);
	if (fclose(file) != 0 && status == STATUS_OK)
		status = STATUS_FULL;
	if (status != STATUS_OK)
		remove(argv[0]);
	return tool_outcome(status, argv[0]);
}
