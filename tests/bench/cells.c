/*
 * The floor of the workbook: libxlsxwriter alone, writing the cells of a CSV
 * that were read before.  Prints the seconds of the processor that took.
 *
 *	cells FROM.csv TO.xlsx
 */
#include <csv.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

static char		**cells;	/* NULL ends a row */
static size_t		  ncells, room;

static void
keep(char *cell)
{
	if (ncells == room) {
		room = room == 0 ? 1 << 16 : 2 * room;
		cells = realloc(cells, room * sizeof(*cells));
		if (cells == NULL)
			abort();
	}
	cells[ncells++] = cell;
}

static void
end_cell(void *text, size_t length, void *arg)
{
	(void)arg;
	keep(strndup(text == NULL ? "" : text, length));
}

static void
end_row(int end, void *arg)
{
	(void)end;
	(void)arg;
	keep(NULL);
}

static bool
read_cells(const char *path)
{
	struct csv_parser parser;
	FILE *file = fopen(path, "r");
	char buffer[65536];
	size_t got;

	if (file == NULL || csv_init(&parser, 0) != 0)
		return false;
	csv_set_delim(&parser, ';');
	while ((got = fread(buffer, 1, sizeof(buffer), file)) > 0)
		csv_parse(&parser, buffer, got, end_cell, end_row, NULL);
	csv_fini(&parser, end_cell, end_row, NULL);
	csv_free(&parser);
	return fclose(file) == 0 && ncells > 0;
}

static bool
write_cells(const char *path)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	lxw_workbook *book = workbook_new_opt(path, &options);
	lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
	lxw_row_t row = 0;
	lxw_col_t column = 0;

	for (size_t i = 0; i < ncells; i++) {
		if (cells[i] == NULL) {
			row++;
			column = 0;
		} else if (column++ == 0 && row > 0)
			worksheet_write_number(sheet, row, 0,
			    atof(cells[i]), NULL);
		else if (cells[i][0] != '\0')
			worksheet_write_string(sheet, row,
			    (lxw_col_t)(column - 1), cells[i], NULL);
	}
	return workbook_close(book) == LXW_NO_ERROR;
}

int
main(int argc, char **argv)
{
	clock_t before;

	if (argc != 3 || !read_cells(argv[1]))
		return 1;
	before = clock();
	if (!write_cells(argv[2]))
		return 1;
	printf("%.3f\n", (double)(clock() - before) / CLOCKS_PER_SEC);
	return 0;
}
