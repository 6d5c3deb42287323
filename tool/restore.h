#ifndef TOOL_RESTORE_H
#define TOOL_RESTORE_H

#include "tool/tool.h"

/*
 * Restore a backup into a temporary place, check everything that must hold
 * there, print what it counts, and note beside the database when that was.
 */
enum outcome	 restore_try(struct tool *, const char *path,
		    const char *key);

#endif
