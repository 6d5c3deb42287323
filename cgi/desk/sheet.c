#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cgi/desk/sheet.h"
#include "db/arena.h"
#include "db/clock.h"
#include "db/text.h"

void
sheet_add(struct sheet *sheet, const struct field *field, const char *value)
{
	assert(sheet->count < SHEET_MAX);
	sheet->field[sheet->count] = field;
	sheet->answer[sheet->count++] = (struct answer){
		.raw = value, .clean = value,
	};
}

size_t
sheet_read(struct sheet *sheet, const struct form *form, struct arena *arena)
{
	size_t faults = 0;

	for (size_t i = 0; i < sheet->count; i++) {
		struct answer *answer = &sheet->answer[i];
		const char *raw = form_value(form, sheet->field[i]->name);

		answer->raw = raw == NULL ? "" : raw;
		if (field_check(sheet->field[i], answer->raw, true, arena,
		    &answer->clean, &answer->fault) != STATUS_OK)
			faults++;
		else
			answer->fault = NULL;
	}
	return faults;
}

static size_t
index_of(const struct sheet *sheet, const char *name)
{
	size_t i = 0;

	while (i < sheet->count && strcmp(sheet->field[i]->name, name) != 0)
		i++;
	assert(i < sheet->count);
	return i;
}

const char *
sheet_value(const struct sheet *sheet, const char *name)
{
	return sheet->answer[index_of(sheet, name)].clean;
}

int64_t
sheet_number(const struct sheet *sheet, const char *name)
{
	return strtoll(sheet_value(sheet, name), NULL, 10);
}

int64_t
sheet_moment(const struct sheet *sheet, const char *name)
{
	int64_t when = 0;

	clock_parse(sheet_value(sheet, name), &when);
	return when;
}

void
sheet_fault(struct sheet *sheet, const char *name, const char *text)
{
	struct answer *answer = &sheet->answer[index_of(sheet, name)];

	if (answer->fault == NULL)
		answer->fault = text;
}

struct field_view *
sheet_draw(const struct sheet *sheet, struct drawing *drawing)
{
	struct field_view *views = arena_array(drawing->arena, sheet->count,
	    sizeof(*views));

	for (size_t i = 0; i < sheet->count; i++)
		views[i] = draw_field(drawing, sheet->field[i],
		    sheet->field[i]->name, &sheet->answer[i], "");
	return views;
}

struct sheet_kept *
sheet_hide(const struct sheet *sheet, size_t *count, struct arena *arena)
{
	struct sheet_kept *views = arena_array(arena, sheet->count,
	    sizeof(*views));

	for (size_t i = 0; i < sheet->count; i++)
		views[i] = (struct sheet_kept){
			sheet->field[i]->name, sheet->answer[i].clean,
		};
	*count = sheet->count;
	return views;
}

static const struct {
	const char	*word;
	const char	*sentence;
} done[] = {
	{ "opgeslagen", "Opgeslagen." },
	{ "gemaild", "Opgeslagen. Wie het aangaat, krijgt een mail." },
	{ "verwijderd", "Verwijderd." },
	{ "verplaatst", "De volgorde is gewijzigd." },
	{ "openbaar", "Bezoekers zien nu deze bijeenkomst." },
	{ "bekeken", "U kijkt nu naar deze bijeenkomst." },
	{ "gemaakt", "De nieuwe bijeenkomst is gemaakt; u kijkt er nu naar. "
	    "Bezoekers zien haar nog niet." },
};

const char *
sheet_done(const struct request *request)
{
	const char *word = form_value(request->query_form, "gedaan");

	for (size_t i = 0; i < sizeof(done) / sizeof(done[0]); i++)
		if (text_same(done[i].word, word))
			return done[i].sentence;
	return NULL;
}
