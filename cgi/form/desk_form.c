#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cgi/form/author.h"
#include "cgi/form/desk_form.h"
#include "cgi/form/merge.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates/public/form.h"

void
desk_form_add(struct desk_form *desk_form, const struct field *field,
    const char *value)
{
	assert(desk_form->count < DESK_FORM_MAX);
	desk_form->field[desk_form->count] = field;
	desk_form->there[desk_form->count] = value;
	desk_form->answer[desk_form->count++] = (struct answer){
		.raw = value, .clean = value,
	};
}

/* Whether the value is as typed; it is checked then. */
static bool
take_over(struct desk_form *desk_form, size_t i, const char *marks)
{
	struct answer *answer = &desk_form->answer[i];
	enum merge merge = merge_of(marks, desk_form->field[i]->name,
	    answer->raw, desk_form->there[i]);

	if (merge == MERGE_NOW)
		*answer = (struct answer){
			.raw = desk_form->there[i],
			.clean = desk_form->there[i],
		};
	desk_form->both[i] = merge == MERGE_BOTH;
	desk_form->nboth += merge == MERGE_BOTH;
	return merge != MERGE_NOW;
}

size_t
desk_form_read(struct desk_form *desk_form, const struct params *params,
    struct arena *arena)
{
	const char *marks = params_value(params, "versie");
	size_t faults = 0;

	desk_form->nboth = 0;
	for (size_t i = 0; i < desk_form->count; i++) {
		struct answer *answer = &desk_form->answer[i];

		answer->raw = form_text(params, desk_form->field[i]->name);
		answer->fault = NULL;
		if (take_over(desk_form, i, marks) &&
		    field_check(desk_form->field[i], answer->raw, true, arena,
		    &answer->clean, &answer->fault) != STATUS_OK)
			faults++;
	}
	return faults;
}

static size_t
index_of(const struct desk_form *desk_form, const char *name)
{
	size_t i = 0;

	while (i < desk_form->count &&
	    strcmp(desk_form->field[i]->name, name) != 0)
		i++;
	assert(i < desk_form->count);
	return i;
}

const char *
desk_form_value(const struct desk_form *desk_form, const char *name)
{
	return desk_form->answer[index_of(desk_form, name)].clean;
}

int64_t
desk_form_number(const struct desk_form *desk_form, const char *name)
{
	return strtoll(desk_form_value(desk_form, name), NULL, 10);
}

int64_t
desk_form_moment(const struct desk_form *desk_form, const char *name)
{
	int64_t when = 0;

	clock_parse(desk_form_value(desk_form, name), &when);
	return when;
}

void
desk_form_fault(struct desk_form *desk_form, const char *name, const char *text)
{
	struct answer *answer = &desk_form->answer[index_of(desk_form, name)];

	if (answer->fault == NULL)
		answer->fault = text;
}

const char *
desk_form_version(const struct desk_form *desk_form, struct arena *arena)
{
	struct buf marks;

	buf_init(&marks, arena, MERGE_MARKS_MAX);
	for (size_t i = 0; i < desk_form->count; i++)
		merge_mark(&marks, desk_form->field[i]->name,
		    desk_form->there[i]);
	return marks.data;
}

static const char *
in_words(const struct field *field, const char *value, struct arena *arena)
{
	return value[0] == '\0' ? "leeg" : field_words(field, value, arena);
}

static const char *
compared(const struct desk_form *desk_form, size_t i, struct db *db,
    const struct audit_filter *log, struct arena *arena)
{
	const struct field *field = desk_form->field[i];
	const struct answer *answer = &desk_form->answer[i];
	const char *now = desk_form->there[i];
	const char *author = author_of(db, log, field->label,
	    field_words(field, now, arena), false, arena);

	return arena_printf(arena, "%s: nu ‘%s’%s%s, bij u ‘%s’.",
	    field->label, in_words(field, now, arena),
	    author[0] == '\0' ? "" : " door ", author, in_words(field,
	    answer->fault == NULL ? answer->clean : answer->raw, arena));
}

void
desk_form_compare(const struct desk_form *desk_form, struct db *db,
    const struct audit_filter *log, struct arena *arena,
    struct desk_form_page *page)
{
	page->differences = arena_array(arena, desk_form->count,
	    sizeof(*page->differences));
	for (size_t i = 0; i < desk_form->count; i++)
		if (desk_form->both[i])
			page->differences[page->ndifferences++] =
			    compared(desk_form, i, db, log, arena);
}

struct field_view *
desk_form_draw(const struct desk_form *desk_form, struct drawing *drawing)
{
	struct field_view *views = arena_array(drawing->arena, desk_form->count,
	    sizeof(*views));

	for (size_t i = 0; i < desk_form->count; i++)
		views[i] = draw_field(drawing, desk_form->field[i],
		    desk_form->field[i]->name, &desk_form->answer[i], "");
	return views;
}

struct desk_form_kept *
desk_form_hide(const struct desk_form *desk_form, size_t *count,
    struct arena *arena)
{
	struct desk_form_kept *views = arena_array(arena, desk_form->count,
	    sizeof(*views));

	for (size_t i = 0; i < desk_form->count; i++)
		views[i] = (struct desk_form_kept){
			desk_form->field[i]->name, desk_form->answer[i].clean,
		};
	*count = desk_form->count;
	return views;
}

static const struct {
	const char	*word;
	const char	*sentence;
} done[] = {
	{ "opgeslagen", "Bewaard." },
	{ "gemaild", "Bewaard. Wie het aangaat, krijgt een mail." },
	{ "verwijderd", "Verwijderd." },
	{ "verplaatst", "De volgorde is gewijzigd." },
	{ "openbaar", "Bezoekers zien nu deze bijeenkomst." },
	{ "afgelast", "De bijeenkomst is afgelast." },
	{ "doorgaan", "De bijeenkomst gaat toch door." },
	{ "bekeken", "U kijkt nu naar deze bijeenkomst." },
	{ "gemaakt", "De nieuwe bijeenkomst is gemaakt; u kijkt er nu naar. "
	    "Bezoekers zien haar nog niet." },
};

const char *
desk_form_done(const struct request *request)
{
	const char *word = params_value(request->query_params, "gedaan");

	for (size_t i = 0; i < sizeof(done) / sizeof(done[0]); i++)
		if (text_same(done[i].word, word))
			return done[i].sentence;
	return NULL;
}
