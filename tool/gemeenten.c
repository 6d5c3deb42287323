#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acts/gemeenten.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/csv_reader.h"
#include "db/event/event.h"
#include "export/letters.h"
#include "tool/tool.h"

#define LETTERS_BYTES	((size_t)1 << 20)

/* One import; the file is judged inside the transaction that does it. */
struct import_verb {
	struct act_context	 act;
	struct gemeente_file	 file;
	struct gemeente_import	 plan;
	struct csv_faults	 faults;
};

static enum outcome
tell_faults(const char *path, const struct csv_faults *faults,
    struct arena *arena)
{
	const struct csv_fault *first = &faults->list[0];
	const char *more = faults->count == 1 ? "" : arena_printf(arena,
	    " (and %zu more)", faults->count - 1);

	/* Line 0: the file as a whole. */
	return tool_fail("%s%s: %s%s; nothing was changed", path,
	    first->line == 0 ? "" : arena_printf(arena, ":%zu", first->line),
	    csv_fault_text(first, true, arena), more);
}

static void
print_plan(const struct gemeente_import *plan)
{
	static const char *const words[IMPORT__MAX] = {
		[IMPORT_NEW] = "new", [IMPORT_CHANGED] = "changed",
		[IMPORT_ENDED] = "ended", [IMPORT_ABSENT] = "not in the file",
		[IMPORT_SAME] = "the same",
	};

	for (size_t i = 0; i < plan->nrows; i++) {
		const struct gemeente_import_row *row = &plan->rows[i];

		if (row->kind == IMPORT_SAME)
			continue;
		printf("%s\t%s\t%s\n", words[row->kind],
		    row->after.value[GEMEENTE_CODE],
		    row->after.value[GEMEENTE_NAAM]);
		for (int j = 0; j < GEMEENTE__MAX; j++)
			if (j != GEMEENTE_CODE && gemeente_import_changes(row,
			    (enum gemeente_field)j))
				printf("\t%s\t%s -> %s\n",
				    gemeente_headers[j], row->before == NULL ?
				    "" : row->before->value[j],
				    row->after.value[j]);
	}
	for (enum gemeente_import_kind kind = 0; kind < IMPORT__MAX; kind++)
		printf("%zu %s\n", plan->counts[kind], words[kind]);
}

static enum outcome
read_bytes(const char *path, struct arena *arena, char **bytes,
    size_t *length)
{
	FILE *file = fopen(path, "re");
	int error;

	if (file == NULL)
		return tool_fail("%s: %s", path, strerror(errno));
	/* One more than is taken, to notice what is too large. */
	*bytes = arena_alloc(arena, CSV_MAX + 1);
	*length = fread(*bytes, 1, CSV_MAX + 1, file);
	error = ferror(file) ? errno : 0;
	fclose(file);
	return error == 0 ? OUTCOME_OK :
	    tool_fail("%s: %s", path, strerror(error));
}

static enum status
import_file(struct db *db, void *arg, struct arena *arena)
{
	struct import_verb *import = arg;

	return act_import_gemeenten(db, &import->act, &import->file, NULL,
	    NULL, arena, &import->plan, &import->faults);
}

/* FILE [--dry-run], in any order. */
static enum outcome
read_arguments(int argc, char **argv, struct tool *tool, const char **path,
    bool *dry, char **bytes, size_t *length)
{
	for (int i = 0; i < argc; i++)
		if (strcmp(argv[i], "--dry-run") == 0)
			*dry = true;
		else
			*path = argv[i];
	if (*path == NULL || (argc == 2 && !*dry)) {
		tool_fail("one file, and --dry-run or nothing");
		return OUTCOME_USAGE;
	}
	return read_bytes(*path, tool->arena, bytes, length);
}

enum outcome
tool_gemeenten_import(struct tool *tool, int argc, char **argv)
{
	struct import_verb import = {
		.act = {
			.now = clock_now(), .random = random_bytes,
			.who = "beheerder",
		},
	};
	const char *path = NULL;
	enum outcome outcome;
	enum status status;
	size_t length = 0;
	char *bytes = NULL;
	bool dry = false;

	outcome = read_arguments(argc, argv, tool, &path, &dry, &bytes,
	    &length);
	if (outcome != OUTCOME_OK)
		return outcome;
	status = gemeente_file_read(bytes, length, tool->arena, &import.file,
	    &import.faults);
	if (status == STATUS_OK)
		status = dry ? gemeente_import(tool->db, &import.file, NULL,
		    tool->arena, &import.plan, &import.faults) :
		    db_write(tool->db, import_file, &import, tool->arena);
	if (import.faults.count > 0)
		return tell_faults(path, &import.faults, tool->arena);
	if (status != STATUS_OK)
		return tool_outcome(status, path);
	if (dry)
		print_plan(&import.plan);
	else
		printf("%zu gemeenten\n", import.file.nrows);
	return OUTCOME_OK;
}

struct address_verb {
	struct act_context	 act;
	const char		*bytes;
	size_t			 length;
	struct address_import	 plan;
	struct csv_faults	 faults;
};

static enum status
import_addresses(struct db *db, void *arg, struct arena *arena)
{
	struct address_verb *verb = arg;

	return act_import_addresses(db, &verb->act, verb->bytes, verb->length,
	    NULL, arena, &verb->plan, &verb->faults);
}

static void
print_addresses(const struct address_import *plan)
{
	static const char *const words[ADDRESS__MAX] = {
		[ADDRESS_NEW] = "new", [ADDRESS_CHANGED] = "changed",
		[ADDRESS_SAME] = "the same", [ADDRESS_NONE] = "no address",
		[ADDRESS_UNKNOWN] = "no such municipality",
		[ADDRESS_WRONG] = "not an address",
		[ADDRESS_TWICE] = "a second address",
	};

	for (size_t i = 0; i < plan->nrows; i++) {
		const struct address_row *row = &plan->rows[i];

		if (row->outcome != ADDRESS_SAME)
			printf("%zu\t%s\t%s\t%s%s%s\n", row->line,
			    words[row->outcome], row->code == NULL ?
			    row->said : row->naam, row->before,
			    row->before[0] == '\0' ? "" : " -> ", row->after);
	}
	for (enum address_outcome i = 0; i < ADDRESS__MAX; i++)
		printf("%zu %s\n", plan->counts[i], words[i]);
}

enum outcome
tool_gemeenten_addresses(struct tool *tool, int argc, char **argv)
{
	struct address_verb verb = {
		.act = { .now = clock_now(), .who = "beheerder" },
	};
	char today[CLOCK_DAY_SIZE], *bytes = NULL;
	const char *path = NULL;
	enum outcome outcome;
	enum status status;
	bool dry = false;

	outcome = read_arguments(argc, argv, tool, &path, &dry, &bytes,
	    &verb.length);
	if (outcome != OUTCOME_OK)
		return outcome;
	clock_day(verb.act.now, today);
	verb.bytes = bytes;
	status = dry ? address_import(tool->db, bytes, verb.length, today,
	    tool->arena, &verb.plan, &verb.faults) :
	    db_write(tool->db, import_addresses, &verb, tool->arena);
	if (verb.faults.count > 0)
		return tell_faults(path, &verb.faults, tool->arena);
	if (status != STATUS_OK)
		return tool_outcome(status, path);
	print_addresses(&verb.plan);
	return OUTCOME_OK;
}

enum outcome
tool_letters(struct tool *tool, int argc, char **argv)
{
	char today[CLOCK_DAY_SIZE];
	int64_t now = clock_now();
	struct invited *list;
	struct event event;
	enum status status;
	struct buf out;
	size_t count;
	FILE *file;
	bool good;

	(void)argc;
	clock_day(now, today);
	if (tool_event(tool, &event) != OUTCOME_OK)
		return OUTCOME_FAILED;
	status = invited_read(tool->db, event.id, today, tool->arena, &list,
	    &count);
	if (status != STATUS_OK)
		return tool_logged(status);
	buf_init(&out, tool->arena, LETTERS_BYTES);
	letters_csv(&out, tool->config, &tool->secret, event.id, list, count,
	    tool->arena);
	file = fopen(argv[0], "we");
	if (file == NULL)
		return tool_fail("%s: %s", argv[0], strerror(errno));
	good = !out.failed && fwrite(out.data, 1, out.length, file) ==
	    out.length;
	good = fclose(file) == 0 && good;
	if (good)
		return OUTCOME_OK;
	remove(argv[0]);
	return tool_fail("%s: could not be written", argv[0]);
}
