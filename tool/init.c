#include "db/migration.h"
#include "tool/tool.h"

enum outcome
tool_init(struct tool *tool, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return tool_outcome(migration_run(tool->db, tool->arena), "init");
}
