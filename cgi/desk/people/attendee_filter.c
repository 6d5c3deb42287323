/*
 * The filter of the list of people: read and written as an address, in words.
 */
#include <string.h>

#include "cgi/desk/people/attendee_filter.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"

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
	{ "binnen", "gekomen:", offsetof(struct attendee_filter, came) },
};

#define NTEXTS	(sizeof(texts) / sizeof(texts[0]))

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
filter_read(const struct params *query, int64_t event, struct arena *arena,
    struct attendee_filter *filter)
{
	*filter = attendee_all(event);
	for (size_t i = 0; i < NTEXTS; i++) {
		void *at = (char *)filter + texts[i].offset;

		*(const char **)at = query_text(query, texts[i].name);
	}
	filter->session = form_number(query, "sessie");
	filter->since = day_of(params_value(query, "sinds"), arena);
	filter->held = text_same(params_value(query, "naam"), "volgt");
}

const char *
filter_address(const char *path, const struct attendee_filter *filter,
    struct arena *arena)
{
	char day[CLOCK_DAY_SIZE];
	struct buf out;

	buf_init(&out, arena, QUERY_MAX);
	buf_text(&out, path);
	for (size_t i = 0; i < NTEXTS; i++)
		query_add(&out, texts[i].name, value_of(filter, i));
	if (filter->session != 0)
		query_add(&out, "sessie", arena_printf(arena, "%lld",
		    (long long)filter->session));
	if (filter->since != 0) {
		clock_day(filter->since, day);
		query_add(&out, "sinds", day);
	}
	query_add(&out, "naam", filter->held ? "volgt" : "");
	return out.data;
}

const char *
filter_write(const struct attendee_filter *filter, struct arena *arena)
{
	const char *query = filter_address("", filter, arena);

	return query[0] == '\0' ? "" : query + 1;
}

static const char *const order_words[ATTENDEE_ORDER__MAX] = {
	[ATTENDEE_BY_NAME] = "naam", [ATTENDEE_NEWEST] = "nieuwste",
	[ATTENDEE_BY_GEMEENTE] = "gemeente", [ATTENDEE_BEST] = "beste",
};

const char *
attendee_order_word(enum attendee_order order)
{
	return order_words[order];
}

enum attendee_order
order_read(const struct params *query, enum attendee_order usual)
{
	const char *word = params_value(query, "volgorde");

	for (enum attendee_order i = 0; i < ATTENDEE_ORDER__MAX; i++)
		if (text_same(order_words[i], word))
			return i;
	return usual;
}

const char *
filter_within(const struct attendee_filter *filter, const char *order,
    struct arena *arena)
{
	const char *query = filter_write(filter, arena);

	return arena_printf(arena, "%s%svolgorde=%s", query,
	    query[0] == '\0' ? "" : "&", order);
}

const char *
filter_words(const struct attendee_filter *filter, struct arena *arena)
{
	char day[CLOCK_DAY_SIZE];
	struct buf out;

	buf_init(&out, arena, QUERY_MAX);
	for (size_t i = 0; i < NTEXTS; i++)
		if (value_of(filter, i)[0] != '\0')
			buf_printf(&out, ", %s %s", texts[i].word,
			    value_of(filter, i));
	if (filter->session != 0)
		buf_printf(&out, ", sessie %lld", (long long)filter->session);
	if (filter->since != 0) {
		clock_day(filter->since, day);
		buf_printf(&out, ", aangemeld vanaf %s", day);
	}
	if (filter->held)
		buf_text(&out, ", naam volgt");
	return out.length == 0 ? "alle deelnemers" : out.data + strlen(", ");
}
