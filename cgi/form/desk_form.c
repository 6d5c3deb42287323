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
inquiry_add(struct inquiry *inquiry, const struct field *field,
    const char *value)
{
	assert(inquiry->count < INQUIRY_MAX);
	inquiry->field[inquiry->count] = field;
	inquiry->there[inquiry->count] = value;
	inquiry->answer[inquiry->count++] = (struct answer){
		.raw = value, .clean = value,
	};
}

size_t
inquiry_read(struct inquiry *inquiry, const struct params *params,
    struct arena *arena)
{
	size_t faults = 0;

	for (size_t i = 0; i < inquiry->count; i++) {
		struct answer *answer = &inquiry->answer[i];

		answer->raw = form_text(params, inquiry->field[i]->name);
		if (field_check(inquiry->field[i], answer->raw, true, arena,
		    &answer->clean, &answer->fault) != STATUS_OK)
			faults++;
		else
			answer->fault = NULL;
	}
	return faults;
}

static size_t
index_of(const struct inquiry *inquiry, const char *name)
{
	size_t i = 0;

	while (i < inquiry->count && strcmp(inquiry->field[i]->name, name) != 0)
		i++;
	assert(i < inquiry->count);
	return i;
}

const char *
inquiry_value(const struct inquiry *inquiry, const char *name)
{
	return inquiry->answer[index_of(inquiry, name)].clean;
}

int64_t
inquiry_number(const struct inquiry *inquiry, const char *name)
{
	return strtoll(inquiry_value(inquiry, name), NULL, 10);
}

int64_t
inquiry_moment(const struct inquiry *inquiry, const char *name)
{
	int64_t when = 0;

	clock_parse(inquiry_value(inquiry, name), &when);
	return when;
}

void
inquiry_fault(struct inquiry *inquiry, const char *name, const char *text)
{
	struct answer *answer = &inquiry->answer[index_of(inquiry, name)];

	if (answer->fault == NULL)
		answer->fault = text;
}

/* Each with its NUL, so that no two lists of values look the same. */
const char *
inquiry_version(const struct inquiry *inquiry, const struct secret *secret,
    struct arena *arena)
{
	char *version = arena_alloc(arena, TOKEN_LENGTH + 1);
	struct buf there;

	buf_init(&there, arena, THERE_MAX);
	for (size_t i = 0; i < inquiry->count; i++)
		buf_add(&there, inquiry->there[i],
		    strlen(inquiry->there[i]) + 1);
	token_derive(secret, "versie", there.data, there.length, version);
	return version;
}

bool
inquiry_is_old(const struct inquiry *inquiry, const struct params *params,
    const struct secret *secret, struct arena *arena)
{
	return !text_same(params_value(params, "versie"),
	    inquiry_version(inquiry, secret, arena));
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
inquiry_compare(const struct inquiry *inquiry, struct arena *arena,
    struct inquiry_page *page)
{
	page->differences = arena_array(arena, inquiry->count,
	    sizeof(*page->differences));
	for (size_t i = 0; i < inquiry->count; i++) {
		const struct field *field = inquiry->field[i];
		const struct answer *answer = &inquiry->answer[i];
		const char *typed = answer->fault == NULL ? answer->clean :
		    answer->raw;

		if (!text_same(inquiry->there[i], typed))
			page->differences[page->ndifferences++] = arena_printf(
			    arena, "%s: nu ‘%s’, bij u ‘%s’.", field->label,
			    in_words(field, inquiry->there[i], arena),
			    in_words(field, typed, arena));
	}
}

struct field_view *
inquiry_draw(const struct inquiry *inquiry, struct drawing *drawing)
{
	struct field_view *views = arena_array(drawing->arena, inquiry->count,
	    sizeof(*views));

	for (size_t i = 0; i < inquiry->count; i++)
		views[i] = draw_field(drawing, inquiry->field[i],
		    inquiry->field[i]->name, &inquiry->answer[i], "");
	return views;
}

struct inquiry_kept *
inquiry_hide(const struct inquiry *inquiry, size_t *count, struct arena *arena)
{
	struct inquiry_kept *views = arena_array(arena, inquiry->count,
	    sizeof(*views));

	for (size_t i = 0; i < inquiry->count; i++)
		views[i] = (struct inquiry_kept){
			inquiry->field[i]->name, inquiry->answer[i].clean,
		};
	*count = inquiry->count;
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
inquiry_done(const struct request *request)
{
	const char *word = params_value(request->query_params, "gedaan");

	for (size_t i = 0; i < sizeof(done) / sizeof(done[0]); i++)
		if (text_same(done[i].word, word))
			return done[i].sentence;
	return NULL;
}
