#include <stdio.h>

#include "core/arena.h"
#include "core/clock.h"
#include "db/db.h"
#include "db/mail/bounced_address.h"
#include "tool/tool.h"

static void
print_address(const struct address *address, void *arg)
{
	printf("%s\t%s\t%s\n", address->address,
	    clock_stamp(address->bounced, arg), address->reden);
}

enum outcome
tool_mail_bounced(struct tool *tool, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return tool_outcome(address_each(tool->db, tool->arena, print_address,
	    tool->arena), "mail");
}

static enum status
forget(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	return address_forget(db, arg);
}

enum outcome
tool_mail_forget(struct tool *tool, int argc, char **argv)
{
	enum status status;

	(void)argc;
	status = db_write(tool->db, forget, argv[0], tool->arena);
	if (status == STATUS_NOTFOUND)
		return tool_fail("mail: nothing is known against that "
		    "address");
	return tool_outcome(status, "mail");
}
