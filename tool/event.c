#include <stdio.h>

#include "core/arena.h"
#include "core/clock.h"
#include "db/event/event.h"
#include "db/event/settings.h"
#include "tool/tool.h"

enum outcome
tool_event_show(struct tool *tool, int argc, char **argv)
{
	struct event event;
	enum status status;

	(void)argc;
	(void)argv;
	status = event_visible(tool->db, tool->arena, &event);
	if (status != STATUS_OK)
		return tool_outcome(status, "event");
	for (size_t i = 0; i < EVENT_SETTINGS; i++)
		printf("%s\t%s\n", event_settings[i].field.name,
		    event_setting_text(&event, &event_settings[i],
		    tool->arena));
	return OUTCOME_OK;
}

struct setting_verb {
	struct tool	*tool;
	const char	*name;
	const char	*value;
	const char	*fault;
};

/* The circumstances of what the administrator does. */
static enum status
act_of(struct tool *tool, struct db *db, struct arena *arena,
    struct act_context *act)
{
	*act = (struct act_context){
		.config = tool->config, .secret = &tool->secret,
		.now = clock_now(), .random = random_bytes,
		.who = "beheerder", .always = true,
	};
	return act_gather(db, CATALOG_VISIBLE, act, arena);
}

static enum status
set(struct db *db, void *arg, struct arena *arena)
{
	struct setting_verb *setting = arg;
	struct event event;
	enum status status;
	struct act_context act;

	status = act_of(setting->tool, db, arena, &act);
	if (status != STATUS_OK)
		return status;
	event = act.catalog->event;
	status = event_set(&event, setting->name, setting->value, arena,
	    &setting->fault);
	if (status == STATUS_OK)
		status = act_set_event(db, &act, &event, arena);
	return status;
}

enum outcome
tool_event_set(struct tool *tool, int argc, char **argv)
{
	struct setting_verb setting = {
		.tool = tool, .name = argv[0], .value = argv[1],
	};
	enum status status;

	(void)argc;
	status = db_write(tool->db, set, &setting, tool->arena);
	if (status == STATUS_INVALID && setting.fault != NULL)
		return tool_fail("%s %s", argv[0], setting.fault);
	return tool_outcome(status, "event");
}

static enum status
remind(struct db *db, void *arg, struct arena *arena)
{
	enum status status;
	struct act_context act;

	status = act_of(arg, db, arena, &act);
	if (status == STATUS_OK)
		status = act_remind(db, &act, arena);
	return status;
}

enum outcome
tool_event_remind(struct tool *tool, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return tool_outcome(db_write(tool->db, remind, tool, tool->arena),
	    "event");
}
