#include "db/db.h"
#include "db/registration/attendee_index.h"
#include "tool/tool.h"

/* main.c made it.  Another tool may have written people since. */
static enum status
index_people(struct db *db, void *arg, struct arena *arena)
{
	(void)arg;
	(void)arena;
	return attendee_index_all(db);
}

enum outcome
tool_init(struct tool *tool, int argc, char **argv)
{
	enum status status;

	(void)argc;
	(void)argv;
	status = db_write(tool->db, index_people, NULL, tool->arena);
	return tool_outcome(status, "init");
}
