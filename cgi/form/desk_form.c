#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cgi/form/desk_form.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates/public/form.h"

#define THERE_MAX	((size_t)1 << 18)	/* bytes of all values */

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

size_t
desk_form_read(struct desk_form *desk_form, const struct params *params,
    struct arena *arena)
{
	size_t faults = 0;

	for (size_t i = 0; i < desk_form->count; i++) {
		struct answer *answer = &desk_form->answer[i];

		answer->raw = form_text(params, desk_form->field[i]->name);
		if (field_check(desk_form->field[i], answer->raw, true, arena,
		    &answer->clean, &answer->fault) != STATUS_OK)
			faults++;
		else
			answer->fault = NULL;
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

/* Each with its NUL, so that no two lists of values look the same. */
const char *
desk_form_version(const struct desk_form *desk_form,
    const struct secret *secret, struct arena *arena)
{
	char *version = arena_alloc(arena, TOKEN_LENGTH + 1);
	struct buf there;

	buf_init(&there, arena, THERE_MAX);
	for (size_t i = 0; i < desk_form->count; i++)
		buf_add(&there, desk_form->there[i],
		    strlen(desk_form->there[i]) + 1);
	token_derive(secret, "versie", there.data, there.length, version);
	return version;
}

bool
desk_form_is_old(const struct desk_form *desk_form, const struct params *params,
    const struct secret *secret, struct arena *arena)
{
	return !text_same(params_value(params, "versie"),
	    desk_form_version(desk_form, secret, arena));
}

static const char *
in_words(const struct field *field, const char *value, struct arena *arena)
{
	int64_t when;

	if (value[0] == '\0')
		return "leeg";
	return field->type == FIELD_MOMENT &&
	    clock_parse(value, &when) == STATUS_OK ?
	    clock_moment(when, arena) : value;
}

void
desk_form_compare(const struct desk_form *desk_form, struct arena *arena,
    struct desk_form_page *page)
{
	page->differences = arena_array(arena, desk_form->count,
	    sizeof(*page->differences));
	for (size_t i = 0; i < desk_form->count; i++) {
		const struct field *field = desk_form->field[i];
		const struct answer *answer = &desk_form->answer[i];
		const char *typed = answer->fault == NULL ? answer->clean :
		    answer->raw;

		if (!text_same(desk_form->there[i], typed))
			page->differences[page->ndifferences++] = arena_printf(
			    arena, "%s: nu ‘%s’, bij u ‘%s’.", field->label,
			    in_words(field, desk_form->there[i], arena),
			    in_words(field, typed, arena));
	}
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
desk_form_done(const struct request *request)
{
	const char *word = params_value(request->query_params, "gedaan");

	for (size_t i = 0; i < sizeof(done) / sizeof(done[0]); i++)
		if (text_same(done[i].word, word))
			return done[i].sentence;
	return NULL;
}
