#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acts/gemeenten.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/csv_reader.h"
#include "tool/tool.h"

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

	return tool_fail("%s:%zu: %s%s; nothing was changed", path,
	    first->line, csv_fault_text(first, true, arena), more);
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

enum outcome
tool_gemeenten_import(struct tool *tool, int argc, char **argv)
{
	struct import_verb import = {
		.act = {
			.now = clock_now(), .random = random_bytes,
			.who = "beheerder",
		},
	};
	const char *path = argv[0];
	enum status status;
	size_t length = 0;
	char *bytes = NULL;
	bool dry = false;

	for (int i = 0; i < argc; i++)
		if (strcmp(argv[i], "--dry-run") == 0)
			dry = true;
		else
			path = argv[i];
	if (argc == 2 && !dry) {
		tool_fail("gemeenten import takes one file");
		return OUTCOME_USAGE;
	}
	if (read_bytes(path, tool->arena, &bytes, &length) != OUTCOME_OK)
		return OUTCOME_FAILED;
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
