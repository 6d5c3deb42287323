#include "core/text.h"
#include "db/door/arrival.h"
#include "db/evaluation/evaluation.h"
#include "db/registration/questions.h"
#include "export/book.h"
#include "export/turnout.h"

static const struct {
	enum door_group	 by;
	const char	*name;		/* of the sheet, and its first column */
	const char	*column;
} groups[] = {
	{ DOOR_BY_ROLE, "Rollen", "Rol" },
	{ DOOR_BY_REGION, "Regio's", "Arbeidsmarktregio" },
	{ DOOR_BY_GEMEENTE, "Gemeenten", "Gemeente" },
};

static enum status
add_group(struct db *db, int64_t event, size_t which, struct arena *arena,
    struct book *book)
{
	const char *const titles[] = {
		groups[which].column, "Met een plaats", "Gekomen",
		"Niet gekomen",
	};
	struct sheet *sheet = book_sheet(book, groups[which].name, titles, 4,
	    true);
	struct door_count *list = NULL;
	enum status status;
	size_t count = 0;

	status = door_turnout(db, event, groups[which].by, arena, &list,
	    &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		sheet_text(sheet, 0, groups[which].by == DOOR_BY_ROLE ?
		    field_label(&participant_fields[PARTICIPANT_ROL],
		    list[i].what) : text_empty(list[i].what) ? "geen" :
		    list[i].what);
		sheet_number(sheet, 1, list[i].expected);
		sheet_number(sheet, 2, list[i].came);
		sheet_number(sheet, 3, list[i].expected - list[i].came);
		sheet_next(sheet);
	}
	return status;
}

static void
add_texts(struct sheet *sheet, const char *question, const char **texts,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		sheet_text(sheet, 0, question);
		sheet_text(sheet, 1, texts[i]);
		sheet_next(sheet);
	}
}

static enum status
add_evaluation(struct db *db, int64_t event, struct arena *arena,
    struct book *book)
{
	static const char *const titles[] = { "Vraag", "Antwoord", "Aantal" };
	static const char *const words[EVALUATION_GRADES] = {
		"slecht", "matig", "gaat wel", "goed", "heel goed",
	};
	struct sheet *sheet = book_sheet(book, "Drie vragen", titles, 3, true);
	struct evaluation_results found;
	enum status status = evaluation_results(db, event, arena, &found);

	if (status != STATUS_OK)
		return status;
	sheet_text(sheet, 0, "Aantal antwoorden");
	sheet_number(sheet, 2, found.count);
	sheet_next(sheet);
	for (size_t i = EVALUATION_GRADES; found.count >= EVALUATION_LEAST &&
	    i-- > 0;) {
		sheet_text(sheet, 0, "Oordeel");
		sheet_text(sheet, 1, words[i]);
		sheet_number(sheet, 2, found.grades[i]);
		sheet_next(sheet);
	}
	add_texts(sheet, "Meegenomen", found.taken, found.ntaken);
	add_texts(sheet, "Volgende keer anders", found.other, found.nother);
	return STATUS_OK;
}

enum status
turnout_make(struct db *db, int64_t event, const char *title, int64_t now,
    const char *dir, struct arena *arena, FILE **file, int64_t *size)
{
	enum status status;
	struct book *book;

	status = book_open(dir, title, now, &book);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; status == STATUS_OK &&
	    i < sizeof(groups) / sizeof(groups[0]); i++)
		status = add_group(db, event, i, arena, book);
	if (status == STATUS_OK)
		status = add_evaluation(db, event, arena, book);
	if (status == STATUS_OK)
		return book_close(book, file, size);
	book_drop(book);
	return status;
}
