#include <stdio.h>
#include <stdlib.h>

#include "db/arena.h"
#include "db/clock.h"
#include "db/outbox.h"
#include "tool/tool.h"

static void
print_line(const struct outbox_line *line, void *arg)
{
	struct arena *arena = arg;

	printf("%lld\t%s\t%s\t%s\t%s\n", (long long)line->id, line->status,
	    line->ontvanger, line->volgende == 0 ? "-" :
	    clock_stamp(line->volgende, arena), line->antwoord);
}

enum outcome
tool_mail_list(struct tool *tool, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return tool_outcome(outbox_each(tool->db, tool->arena, print_line,
	    tool->arena), "mail");
}

static enum status
retry(struct db *db, void *arg, struct arena *arena)
{
	const int64_t *id = arg;

	(void)arena;
	return outbox_retry(db, *id, clock_now());
}

enum outcome
tool_mail_retry(struct tool *tool, int argc, char **argv)
{
	enum status status;
	int64_t id;
	char *end;

	(void)argc;
	id = strtoll(argv[0], &end, 10);
	if (*end != '\0' || end == argv[0]) {
		tool_fail("mail retry: ID is a number of mail list");
		return OUTCOME_USAGE;
	}
	status = db_write(tool->db, retry, &id, tool->arena);
	if (status == STATUS_NOTFOUND)
		return tool_fail("mail %s: no such mail, or it was sent "
		    "already", argv[0]);
	return tool_outcome(status, "mail");
}
