#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/arena.h"
#include "db/text.h"
#include "tool/tool.h"

#define CELLS_MAX	64
#define CELL_MAX	2000

/* What is taken from the file, by the names of its header. */
enum cell {
	CELL_CODE,
	CELL_NAME,
	CELL_DISPLAY_NAME,
	CELL_ALIASES,
	CELL_PROVINCE,
	CELL_ARBEIDSMARKTREGIO,
	CELL_DOMAIN,
	CELL_HAS_MBO,
	CELL__MAX
};

static const char *const headers[CELL__MAX] = {
	[CELL_CODE] = "code",
	[CELL_NAME] = "name",
	[CELL_DISPLAY_NAME] = "display_name",
	[CELL_ALIASES] = "aliases",
	[CELL_PROVINCE] = "province",
	[CELL_ARBEIDSMARKTREGIO] = "arbeidsmarktregio",
	[CELL_DOMAIN] = "domain",
	[CELL_HAS_MBO] = "has_mbo",
};

/* The file is read inside one transaction: all of it, or nothing. */
struct import {
	struct db	*db;
	struct arena	*arena;
	FILE		*file;
	size_t		 line;		/* records read */
	const char	*cells[CELLS_MAX];
	size_t		 ncells;
	size_t		 column[CELL__MAX];
	int64_t		 imported;
	const char	*fault;
	enum status	 status;
};

static void
fault(struct import *import, const char *text)
{
	import->fault = text;
	import->status = STATUS_INVALID;
}

static void
read_header(struct import *import)
{
	for (size_t want = 0; want < CELL__MAX; want++) {
		size_t i = 0;

		while (i < import->ncells &&
		    strcmp(import->cells[i], headers[want]) != 0)
			i++;
		if (i == import->ncells)
			fault(import, arena_printf(import->arena,
			    "the column %s is missing", headers[want]));
		import->column[want] = i;
	}
}

static const char *
cell(const struct import *import, enum cell which)
{
	return import->cells[import->column[which]];
}

static bool
is_code(const char *code)
{
	return strlen(code) == 6 && strncmp(code, "GM", 2) == 0 &&
	    strspn(code + 2, "0123456789") == 4;
}

static enum status
put_aliases(struct import *import, const char *code)
{
	char *list = arena_string(import->arena, cell(import, CELL_ALIASES));
	enum status status;
	char *alias, *rest = NULL;

	status = db_run(import->db, SQL_ALIAS_CLEAR,
	    VALUES(value_text(code)));
	for (alias = strtok_r(list, "|", &rest); status == STATUS_OK &&
	    alias != NULL; alias = strtok_r(NULL, "|", &rest))
		status = db_run(import->db, SQL_ALIAS_PUT,
		    VALUES(value_text(alias), value_text(code)));
	return status;
}

static enum status
put_row(struct import *import, const char *code)
{
	bool mbo = strcmp(cell(import, CELL_HAS_MBO), "1") == 0;

	return db_run(import->db, SQL_GEMEENTE_PUT, VALUES(value_text(code),
	    value_text(cell(import, CELL_DISPLAY_NAME)),
	    value_text(cell(import, CELL_NAME)),
	    value_text(cell(import, CELL_PROVINCE)),
	    value_text(cell(import, CELL_ARBEIDSMARKTREGIO)),
	    value_text(cell(import, CELL_DOMAIN)), value_integer(mbo)));
}

static void
read_row(struct import *import)
{
	const char *code;

	for (size_t i = 0; i < CELL__MAX; i++)
		if (import->column[i] >= import->ncells) {
			fault(import, "there are too few columns");
			return;
		}
	code = cell(import, CELL_CODE);
	if (!is_code(code) || cell(import, CELL_DISPLAY_NAME)[0] == '\0') {
		fault(import, "the code is not GM and four digits, or the "
		    "name is empty");
		return;
	}
	import->status = put_row(import, code);
	if (import->status == STATUS_OK)
		import->status = put_aliases(import, code);
	import->imported++;
}

static void
on_cell(void *text, size_t length, void *arg)
{
	struct import *import = arg;
	const char *clean = "", *raw;
	size_t count;

	if (import->status != STATUS_OK || import->ncells == CELLS_MAX)
		return;
	raw = arena_copy(import->arena, text, length);
	if (strlen(raw) != length || text_clean(raw, TEXT_LINE, CELL_MAX,
	    import->arena, &clean, &count) != STATUS_OK)
		fault(import, "a cell is not UTF-8 or too long");
	import->cells[import->ncells++] = clean;
}

static void
on_row(int end, void *arg)
{
	struct import *import = arg;

	(void)end;
	if (import->status != STATUS_OK)
		return;
	if (import->line++ == 0)
		read_header(import);
	else
		read_row(import);
	import->ncells = 0;
}

static enum status
read_file(struct db *db, void *arg, struct arena *arena)
{
	struct import *import = arg;
	struct csv_parser parser;
	char piece[4096];
	size_t got;

	import->db = db;
	import->arena = arena;
	if (csv_init(&parser, CSV_APPEND_NULL) != 0)
		return STATUS_FAIL;
	while (import->status == STATUS_OK &&
	    (got = fread(piece, 1, sizeof(piece), import->file)) > 0)
		if (csv_parse(&parser, piece, got, on_cell, on_row, import) !=
		    got)
			fault(import, csv_strerror(csv_error(&parser)));
	if (import->status == STATUS_OK)
		csv_fini(&parser, on_cell, on_row, import);
	csv_free(&parser);
	if (import->status == STATUS_OK && import->imported == 0)
		fault(import, "there are no rows");
	return import->status;
}

enum outcome
tool_gemeenten_import(struct tool *tool, int argc, char **argv)
{
	struct import import = { .status = STATUS_OK };
	enum status status;

	(void)argc;
	if ((import.file = fopen(argv[0], "re")) == NULL)
		return tool_fail("%s: %s", argv[0], strerror(errno));
	status = db_write(tool->db, read_file, &import, tool->arena);
	fclose(import.file);
	if (import.fault != NULL)
		return tool_fail("%s:%zu: %s; nothing was changed", argv[0],
		    import.line, import.fault);
	if (status == STATUS_OK)
		printf("%lld gemeenten\n", (long long)import.imported);
	return tool_outcome(status, argv[0]);
}
