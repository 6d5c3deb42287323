#include <stdlib.h>
#include <string.h>

#include "cgi/desk/people/attendee_filter.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"

#define VALUE_MAX	200	/* bytes; a longer one finds nobody */
#define QUERY_MAX	4000

/* The texts of a filter: their names in an address and in Dutch. */
static const struct {
	const char	*name;
	const char	*word;
	size_t		 offset;
} texts[] = {
	{ "q", "zoekwoord", offsetof(struct attendee_filter, query) },
	{ "status", "status", offsetof(struct attendee_filter, status) },
	{ "rol", "rol", offsetof(struct attendee_filter, rol) },
	{ "gemeente", "gemeente", offsetof(struct attendee_filter, gemeente) },
	{ "provincie", "provincie",
	    offsetof(struct attendee_filter, provincie) },
	{ "regio", "arbeidsmarktregio",
	    offsetof(struct attendee_filter, regio) },
};

#define NTEXTS	(sizeof(texts) / sizeof(texts[0]))

static const char **
text_of(struct attendee_filter *filter, size_t i)
{
	return (const char **)(void *)((char *)filter + texts[i].offset);
}

static const char *
value_of(const struct attendee_filter *filter, size_t i)
{
	const void *at = (const char *)filter + texts[i].offset;

	return *(const char *const *)at;
}

static int64_t
day_of(const char *value, struct arena *arena)
{
	int64_t moment;

	if (text_empty(value) || clock_parse(arena_printf(arena, "%sT00:00",
	    value), &moment) != STATUS_OK)
		return 0;
	return moment;
}

void
filter_read(const struct form *query, int64_t event, struct arena *arena,
    struct attendee_filter *filter)
{
	const char *session = form_value(query, "sessie");

	*filter = attendee_all(event);
	for (size_t i = 0; i < NTEXTS; i++) {
		const char *value = form_value(query, texts[i].name);

		if (value != NULL && strlen(value) <= VALUE_MAX)
			*text_of(filter, i) = value;
	}
	if (session != NULL)
		filter->session = strtoll(session, NULL, 10);
	filter->since = day_of(form_value(query, "sinds"), arena);
	filter->held = text_same(form_value(query, "naam"), "volgt");
}

static void
begin_pair(struct buf *out, const char *name)
{
	buf_printf(out, "%s%s=", out->length == 0 ? "" : "&", name);
}

static void
add_encoded(struct buf *out, const char *value)
{
	for (; *value != '\0'; value++) {
		unsigned char c = (unsigned char)*value;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-._~", c) != NULL)
			buf_char(out, *value);
		else
			buf_printf(out, "%%%02X", c);
	}
}

const char *
filter_write(const struct attendee_filter *filter, struct arena *arena)
{
	char day[CLOCK_DAY_SIZE];
	struct buf out;

	buf_init(&out, arena, QUERY_MAX);
	for (size_t i = 0; i < NTEXTS; i++) {
		if (value_of(filter, i)[0] == '\0')
			continue;
		begin_pair(&out, texts[i].name);
		add_encoded(&out, value_of(filter, i));
	}
	if (filter->session != 0) {
		begin_pair(&out, "sessie");
		buf_printf(&out, "%lld", (long long)filter->session);
	}
	if (filter->since != 0) {
		clock_day(filter->since, day);
		begin_pair(&out, "sinds");
		buf_text(&out, day);
	}
	if (filter->held) {
		begin_pair(&out, "naam");
		buf_text(&out, "volgt");
	}
	return out.data;
}

static void
begin_words(struct buf *out)
{
	if (out->length > 0)
		buf_text(out, ", ");
}

const char *
filter_words(const struct attendee_filter *filter, struct arena *arena)
{
	char day[CLOCK_DAY_SIZE];
	struct buf out;

	buf_init(&out, arena, QUERY_MAX);
	for (size_t i = 0; i < NTEXTS; i++) {
		if (value_of(filter, i)[0] == '\0')
			continue;
		begin_words(&out);
		buf_printf(&out, "%s %s", texts[i].word,
		    value_of(filter, i));
	}
	if (filter->session != 0) {
		begin_words(&out);
		buf_printf(&out, "sessie %lld", (long long)filter->session);
	}
	if (filter->since != 0) {
		clock_day(filter->since, day);
		begin_words(&out);
		buf_printf(&out, "aangemeld vanaf %s", day);
	}
	if (filter->held) {
		begin_words(&out);
		buf_text(&out, "naam volgt");
	}
	return out.length == 0 ? "alle deelnemers" : out.data;
}
