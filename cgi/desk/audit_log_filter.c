/* What is asked of the log: an address is read, written and put in words. */
#include <stdlib.h>
#include <string.h>

#include "cgi/desk/audit_log_filter.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"

#define ADDRESS_MAX	4000

static const char *const names[] = {
	"wie", "wat", "van", "tot", "gemeente", "aanmelding", "deelnemer",
	"deze",
};

#define NNAMES	(sizeof(names) / sizeof(names[0]))

static int64_t
number(const struct params *query, const char *name)
{
	int64_t value = strtoll(query_text(query, name), NULL, 10);

	return value < 0 ? 0 : value;
}

static int64_t
midnight(const char *day, int later, struct arena *arena)
{
	int64_t moment;

	if (clock_parse(arena_printf(arena, "%sT00:00", day), &moment) !=
	    STATUS_OK)
		return 0;
	return clock_midnight(moment, later);
}

void
log_filter_read(const struct params *query, const struct catalog *catalog,
    struct arena *arena, struct audit_filter *filter)
{
	const char *gemeente = query_text(query, "gemeente");
	const struct gemeente *known = gemeente[0] == '\0' ? NULL :
	    catalog_find_gemeente(catalog, gemeente, arena);

	*filter = (struct audit_filter){
		.before = number(query, "voor"), .after = number(query, "na"),
		.event = text_same(query_text(query, "deze"), "ja") ?
		    catalog->event.id : 0,
		.wie = query_text(query, "wie"),
		.wat = query_text(query, "wat"),
		.from = midnight(query_text(query, "van"), 0, arena),
		.until = midnight(query_text(query, "tot"), 1, arena),
		.gemeente = known == NULL ? gemeente : known->code,
		.registration = number(query, "aanmelding"),
		.participant = number(query, "deelnemer"),
	};
}

const char *
log_filter_address(const char *path, const struct params *query,
    const char *which, int64_t id, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, ADDRESS_MAX);
	buf_text(&out, path);
	for (size_t i = 0; i < NNAMES; i++)
		query_add(&out, names[i], query_text(query, names[i]));
	if (id != 0)
		query_add(&out, which, arena_printf(arena, "%lld",
		    (long long)id));
	return out.data;
}

const char *
log_filter_words(const struct params *query, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, ADDRESS_MAX);
	for (size_t i = 0; i < NNAMES; i++)
		if (query_text(query, names[i])[0] != '\0')
			buf_printf(&out, "%s%s %s", out.length == 0 ? "" :
			    ", ", names[i], query_text(query, names[i]));
	return out.length == 0 ? "alles" : out.data;
}
