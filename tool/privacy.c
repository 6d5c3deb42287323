/* For the privacy officer: the register, and what happened in a while. */
#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/account/account.h"
#include "db/event/event.h"
#include "db/retention/access.h"
#include "db/retention/purpose.h"
#include "tool/tool.h"

static void
print_purpose(const struct tool *tool, const struct purpose *purpose,
    const struct event *event)
{
	printf("\n%s\n", purpose->title);
	printf("  waarvoor: %s\n", purpose->why);
	printf("  van wie: %s\n", purpose->people);
	printf("  gegevens: %s\n", purpose->data);
	printf("  grondslag: %s\n", purpose->ground);
	printf("  wie het ziet: %s\n", purpose->whom);
	printf("  bewaard tot: %s%s%s\n", term_words(purpose->term, event,
	    tool->config, tool->arena), purpose->until == NULL ? "" : "; ",
	    purpose->until == NULL ? "" : purpose->until);
}

static void
print_places(size_t purpose)
{
	for (size_t i = 0; i < nholdings; i++)
		if (holdings[i].purpose == purpose)
			printf("  tabel: %s (%s)\n", holdings[i].table,
			    holdings[i].columns);
	for (size_t i = 0; i < nheld_files; i++)
		if (held_files[i].purpose == purpose)
			printf("  bestand: %s (%s)\n", held_files[i].pattern,
			    held_files[i].after);
}

enum outcome
tool_avg_register(struct tool *tool, int argc, char **argv)
{
	struct event event;

	(void)argc;
	(void)argv;
	if (tool_event(tool, &event) != OUTCOME_OK)
		return OUTCOME_FAILED;
	printf("Register van verwerkingen (artikel 30 AVG)\n"
	    "Verantwoordelijk: %s, %s\nBijeenkomst: %s\n",
	    event.organisatie, event.organisatie_email, event.titel);
	for (size_t i = 0; i < PURPOSE__MAX; i++) {
		if (purposes[i].people != NULL)
			print_purpose(tool, &purposes[i], &event);
		else
			printf("\n%s\n  van niemand\n", purposes[i].title);
		print_places(i);
	}
	return OUTCOME_OK;
}

/* A day, or a moment. */
static bool
read_moment(const struct tool *tool, const char *text, int64_t *moment)
{
	return clock_parse(text, moment) == STATUS_OK ||
	    clock_parse(arena_printf(tool->arena, "%sT00:00", text), moment)
	    == STATUS_OK;
}

/*
 * Its name as the log has it.  An account goes before the log that names it:
 * one that is not there is asked for as it was written.
 */
static enum status
find_account(struct tool *tool, const char **naam, bool *known)
{
	struct account account;
	enum status status = account_by_name(tool->db, *naam, tool->arena,
	    &account);

	if ((*known = status == STATUS_OK))
		*naam = account.naam;
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

enum outcome
tool_incident(struct tool *tool, int argc, char **argv)
{
	const char *from = NULL, *until = NULL, *account = NULL;
	int64_t begin = 0, end = 0;
	enum status status = STATUS_OK;
	struct access_line *lines;
	bool known = true;
	size_t count = 0;

	for (int i = 0; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--van") == 0)
			from = argv[i + 1];
		else if (strcmp(argv[i], "--tot") == 0)
			until = argv[i + 1];
		else if (strcmp(argv[i], "--account") == 0)
			account = argv[i + 1];
	}
	if (from == NULL || until == NULL || argc % 2 != 0 ||
	    (argc == 6 && account == NULL) ||
	    !read_moment(tool, from, &begin) ||
	    !read_moment(tool, until, &end))
		return tool_fail("say --van and --tot, such as 2027-01-12 or "
		    "2027-01-12T10:00"), OUTCOME_USAGE;
	if (begin >= end)
		return tool_fail("--tot must lie behind --van");
	if (account != NULL)
		status = find_account(tool, &account, &known);
	if (status == STATUS_OK)
		status = access_incident(tool->db, begin, end, account,
		    tool->arena, &lines, &count);
	/* Nothing found of a wrong name proves nothing. */
	if (status == STATUS_OK && count == 0 && !known)
		return tool_fail("%s: there is no such account, see orientatie "
		    "user list", account);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		printf("%s\t%s\t%s\t%lld\t%lld\t%s\n",
		    clock_stamp(lines[i].moment, tool->arena), lines[i].wie,
		    lines[i].wat, (long long)lines[i].registration,
		    (long long)lines[i].participant, lines[i].toelichting);
	return tool_outcome(status, "incident");
}
