#include <string.h>

#include "cgi/desk/gemeenten/coverage_view.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "templates/escape.h"

#define VALUE_MAX	200	/* bytes; a longer one asks nothing */
#define ADDRESS_MAX	4000

static const char *
value_of(const struct form *query, const char *name)
{
	const char *value = form_value(query, name);

	return value == NULL || strlen(value) > VALUE_MAX ? "" : value;
}

void
coverage_filter_read(const struct form *query,
    struct coverage_filter *filter)
{
	const char *state = value_of(query, "antwoord");

	*filter = coverage_all();
	filter->query = value_of(query, "q");
	filter->provincie = value_of(query, "provincie");
	filter->regio = value_of(query, "regio");
	filter->mbo = text_same(value_of(query, "mbo"), "1");
	for (enum coverage_state i = 0; i < COVERAGE__MAX; i++)
		if (strcmp(state, coverage_key(i)) == 0)
			filter->state = i;
}

static void
add(struct buf *out, const char *name, const char *value)
{
	if (value[0] == '\0')
		return;
	buf_printf(out, "%c%s=", out->length == 0 ? '?' : '&', name);
	escape_url_part(out, value);
}

const char *
coverage_filter_write(const struct coverage_filter *filter,
    struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, ADDRESS_MAX);
	add(&out, "q", filter->query);
	if (filter->state != COVERAGE__MAX)
		add(&out, "antwoord", coverage_key(filter->state));
	add(&out, "provincie", filter->provincie);
	add(&out, "regio", filter->regio);
	add(&out, "mbo", filter->mbo ? "1" : "");
	return out.data;
}
