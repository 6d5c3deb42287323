/* Erasing from a shell: what the desk's page does. */
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/event/event.h"
#include "db/retention/erasure.h"
#include "tool/tool.h"

#define REASON_MAX	200

struct erase_verb {
	struct tool	*tool;
	const char	*what;		/* --participant and so on */
	int64_t		 number;
	const char	*reason;
	int64_t		 left;
};

/* Which event, and within it which registration and person. */
static enum status
find(const struct erase_verb *verb, struct db *db, int64_t *event,
    int64_t *registration, int64_t *participant)
{
	enum status status = STATUS_OK;

	*event = verb->number;
	*registration = *participant = 0;
	if (strcmp(verb->what, "--event") == 0)
		return STATUS_OK;
	*registration = verb->number;
	if (strcmp(verb->what, "--participant") == 0) {
		*participant = verb->number;
		status = participant_registration(db, verb->number,
		    registration);
	}
	return status == STATUS_OK ?
	    registration_event(db, *registration, event) : status;
}

static enum status
erase(struct db *db, void *arg, struct arena *arena)
{
	struct erase_verb *verb = arg;
	struct act_context act = {
		.config = verb->tool->config, .secret = &verb->tool->secret,
		.now = clock_now(), .random = random_bytes,
		.who = "beheerder", .always = true, .reason = verb->reason,
	};
	int64_t event, registration, participant;
	enum status status;

	status = find(verb, db, &event, &registration, &participant);
	if (status == STATUS_OK)
		status = act_gather(db, event, &act, arena);
	if (status != STATUS_OK)
		return status;
	return registration == 0 ?
	    act_erase_event(db, &act, &verb->left, arena) :
	    act_erase(db, &act, registration, participant, arena);
}

enum outcome
tool_erase(struct tool *tool, int argc, char **argv)
{
	static const char *const whats[] = {
		"--participant", "--registration", "--event",
	};
	struct erase_verb verb = { .tool = tool };
	enum status status = STATUS_OK;
	int64_t since = 0;
	size_t length;
	char *end;

	for (int i = 0; i < argc; i += 2) {
		if (strcmp(argv[i], "--reason") == 0 && text_clean(argv[i + 1],
		    TEXT_LINE, REASON_MAX, tool->arena, &verb.reason,
		    &length) != STATUS_OK)
			return tool_fail("the reason is too long or cannot "
			    "be read");
		for (size_t j = 0; j < sizeof(whats) / sizeof(whats[0]); j++)
			if (strcmp(argv[i], whats[j]) == 0) {
				verb.what = whats[j];
				verb.number = strtoll(argv[i + 1], &end, 10);
			}
	}
	if (verb.what == NULL || verb.number <= 0 || *end != '\0' ||
	    text_empty(verb.reason))
		return tool_fail("say --participant, --registration or "
		    "--event with a number, and --reason"), OUTCOME_USAGE;
	do
		status = db_write(tool->db, erase, &verb, tool->arena);
	while (status == STATUS_OK && verb.left > 0);
	if (status == STATUS_OK)
		status = erasure_since(tool->db, &since);
	/* Where it is busy the mailer does it within a minute. */
	if (status == STATUS_OK && since != 0)
		db_compact(tool->db);
	if (status == STATUS_NOTFOUND)
		return tool_fail("%s %lld: there is none, or it is erased "
		    "already", verb.what + 2, (long long)verb.number);
	return tool_outcome(status, "erase");
}
