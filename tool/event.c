#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/event/event.h"
#include "db/event/settings.h"
#include "tool/tool.h"

enum outcome
tool_event_show(struct tool *tool, int argc, char **argv)
{
	struct event event;

	(void)argc;
	(void)argv;
	if (tool_event(tool, &event) != OUTCOME_OK)
		return OUTCOME_FAILED;
	for (size_t i = 0; i < EVENT_SETTINGS; i++)
		printf("%s\t%s\n", event_settings[i].field.name,
		    event_setting_text(&event, &event_settings[i],
		    tool->arena));
	return OUTCOME_OK;
}

/* Settings and their values in turn; all of them are set, or none. */
struct setting_verb {
	struct tool	*tool;
	char		**pairs;
	int		 count;		/* of both */
	const char	*fault;		/* with its setting in front */
	char		 trouble[ACT_TROUBLE];
	struct event	 was, now;
	const char	*apart[EVENT_APART];
	size_t		 napart;
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

/* A rule between settings that holds no longer by what is set here. */
static const char *
new_fault(const struct setting_verb *setting, struct arena *arena)
{
	struct setting_fault was[SETTING_FAULTS], now[SETTING_FAULTS];
	size_t nwas = event_faults(&setting->was, was);
	size_t nnow = event_faults(&setting->now, now);

	for (size_t i = 0; i < nnow; i++) {
		bool old = now[i].apart;

		for (size_t j = 0; j < nwas; j++)
			old |= strcmp(was[j].text, now[i].text) == 0;
		if (!old)
			return arena_printf(arena, "%s: %s", now[i].name,
			    now[i].text);
	}
	return NULL;
}

static enum status
set(struct db *db, void *arg, struct arena *arena)
{
	struct setting_verb *setting = arg;
	struct act_context act;
	enum status status;

	status = act_of(setting->tool, db, arena, &act);
	if (status != STATUS_OK)
		return status;
	setting->was = setting->now = act.catalog->event;
	for (int i = 0; status == STATUS_OK && i < setting->count; i += 2) {
		status = event_set(&setting->now, setting->pairs[i],
		    setting->pairs[i + 1], arena, &setting->fault);
		if (status != STATUS_OK)
			setting->fault = arena_printf(setting->tool->arena,
			    "%s %s", setting->pairs[i], setting->fault);
	}
	if (status == STATUS_OK &&
	    (setting->fault = new_fault(setting,
	    setting->tool->arena)) != NULL)
		return STATUS_INVALID;
	setting->napart = act_event_apart(act.catalog, &setting->now,
	    setting->tool->arena, setting->apart);
	act.trouble = setting->trouble;
	return status != STATUS_OK ? status : act_set_event(db, &act,
	    &setting->now, arena);
}

/* What the move left behind; the desk asks, a shell is told. */
static void
say_what_lies_apart(const struct setting_verb *setting)
{
	struct setting_fault faults[SETTING_FAULTS];
	size_t count = event_faults(&setting->now, faults);

	for (size_t i = 0; i < setting->napart; i++)
		fprintf(stderr, "note: %s\n", setting->apart[i]);
	for (size_t i = 0; i < count; i++)
		if (faults[i].apart)
			fprintf(stderr, "note: %s: %s\n", faults[i].name,
			    faults[i].text);
}

enum outcome
tool_event_set(struct tool *tool, int argc, char **argv)
{
	struct setting_verb setting = {
		.tool = tool, .pairs = argv, .count = argc,
	};
	struct event event;
	enum status status;

	if (argc % 2 != 0) {
		tool_fail("event set takes pairs of KEY VALUE");
		return OUTCOME_USAGE;
	}
	if (tool_event(tool, &event) != OUTCOME_OK)
		return OUTCOME_FAILED;
	status = db_write(tool->db, set, &setting, tool->arena);
	if (status == STATUS_INVALID && setting.fault != NULL)
		return tool_fail("%s", setting.fault);
	if (status == STATUS_FULL)
		return tool_fail("%s", setting.trouble);
	if (status == STATUS_OK)
		say_what_lies_apart(&setting);
	return tool_outcome(status, "event");
}

/* Calling off, and going on after all. */
struct off_verb {
	struct tool	*tool;
	bool		 off;
	const char	*text;
};

static enum status
call_off(struct db *db, void *arg, struct arena *arena)
{
	const struct off_verb *verb = arg;
	struct act_context act;
	enum status status;

	status = act_of(verb->tool, db, arena, &act);
	if (status == STATUS_OK)
		status = act_call_off(db, &act, verb->off, verb->text, arena);
	return status;
}

static enum outcome
run_off(struct tool *tool, bool off, int argc, char **argv)
{
	struct off_verb verb = { .tool = tool, .off = off };
	struct event event;
	enum status status;
	size_t length;

	if (tool_event(tool, &event) != OUTCOME_OK)
		return OUTCOME_FAILED;
	if (argc == 1 && text_clean(argv[0], TEXT_LINES, CALL_OFF_MAX,
	    tool->arena, &verb.text, &length) != STATUS_OK)
		return tool_fail("the text is too long or cannot be read");
	status = db_write(tool->db, call_off, &verb, tool->arena);
	if (status == STATUS_NOTFOUND)
		return tool_fail(off ? "the event is called off already, or "
		    "over" : "the event is not called off, or it is over");
	return tool_outcome(status, "event");
}

enum outcome
tool_event_cancel(struct tool *tool, int argc, char **argv)
{
	return run_off(tool, true, argc, argv);
}

enum outcome
tool_event_restore(struct tool *tool, int argc, char **argv)
{
	return run_off(tool, false, argc, argv);
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
	struct event event;
	enum status status;

	(void)argc;
	(void)argv;
	if (tool_event(tool, &event) != OUTCOME_OK)
		return OUTCOME_FAILED;
	status = db_write(tool->db, remind, tool, tool->arena);
	return status == STATUS_NOTFOUND ? tool_fail("the event is over") :
	    tool_outcome(status, "event");
}
