#include "db/db.h"
#include "db/registration/attendee_index.h"
#include "tool/tool.h"

#define TRIES	12		/* of DB_WAIT_MS each: others do the same */

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
	int tries = 0;

	(void)argc;
	(void)argv;
	do
		status = db_write(tool->db, index_people, NULL, tool->arena);
	while (status == STATUS_BUSY && tries++ < TRIES);
	return tool_outcome(status, "init");
}
