#include "db/arena.h"
#include "db/buf.h"
#include "export/gemeenten.h"

#define LINE_BYTES	((size_t)16 << 10)
#define ROW_LIMIT	((size_t)256 << 10)

const char *const gemeente_titles[GEMEENTE_COLUMNS] = {
	"Gemeente", "Gemeentecode", "Provincie", "Arbeidsmarktregio",
	"Mbo in de gemeente", "Stand", "Bevestigd", "Waarvan wethouder",
	"Waarvan naam volgt", "Wachtlijst", "Afgemeld",
};

const char *
gemeente_text(size_t column, const struct turnout *turnout, int64_t *number)
{
	switch (column) {
	case 0:
		return turnout->naam;
	case 1:
		return turnout->code;
	case 2:
		return turnout->provincie;
	case 3:
		return turnout->regio;
	case 4:
		return turnout->heeft_mbo ? "ja" : "";
	case 5:
		return turnout_word(turnout);
	}
	*number = column == 6 ? turnout->bevestigd : column == 7 ?
	    turnout->wethouders : column == 8 ? turnout->held : column == 9 ?
	    turnout->wachtlijst : turnout->afgemeld;
	return NULL;
}

static void
add_line(struct buf *line, const struct turnout *turnout)
{
	for (size_t i = 0; i < GEMEENTE_COLUMNS; i++) {
		int64_t number = 0;
		const char *text = turnout == NULL ? gemeente_titles[i] :
		    gemeente_text(i, turnout, &number);

		if (i > 0)
			buf_char(line, ';');
		if (text != NULL)
			csv_cell(line, text);
		else
			buf_printf(line, "%lld", (long long)number);
	}
	buf_text(line, "\r\n");
}

enum status
csv_gemeenten(const struct turnout *list, size_t count, csv_write write,
    void *arg)
{
	struct arena *arena = arena_new(ROW_LIMIT);
	enum status status = STATUS_OK;
	struct buf line;

	buf_init(&line, arena, LINE_BYTES);
	buf_text(&line, CSV_BOM);
	for (size_t i = 0; status == STATUS_OK && i <= count; i++) {
		add_line(&line, i == 0 ? NULL : &list[i - 1]);
		status = line.failed ? STATUS_FAIL :
		    write(arg, line.data, line.length);
		buf_clear(&line);
	}
	arena_free(arena);
	return status;
}
