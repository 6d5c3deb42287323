#include <stdlib.h>
#include <string.h>

#include "cgi/desk/audit_log_filter.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates/escape.h"

#define VALUE_MAX	200	/* bytes; a longer one asks nothing */
#define ADDRESS_MAX	4000

static const char *const names[] = {
	"wie", "wat", "van", "tot", "gemeente", "aanmelding", "deelnemer",
	"deze",
};

#define NNAMES	(sizeof(names) / sizeof(names[0]))

/* Never NULL, never long. */
static const char *
asked(const struct form *query, const char *name)
{
	const char *value = form_value(query, name);

	return value == NULL || strlen(value) > VALUE_MAX ? "" : value;
}

static int64_t
number(const struct form *query, const char *name)
{
	int64_t value = strtoll(asked(query, name), NULL, 10);

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
log_filter_read(const struct form *query, const struct catalog *catalog,
    struct arena *arena, struct audit_filter *filter)
{
	const char *gemeente = asked(query, "gemeente");
	const struct gemeente *known = gemeente[0] == '\0' ? NULL :
	    catalog_find_gemeente(catalog, gemeente, arena);

	*filter = (struct audit_filter){
		.before = number(query, "voor"),
		.event = text_same(asked(query, "deze"), "ja") ?
		    catalog->event.id : 0,
		.wie = asked(query, "wie"), .wat = asked(query, "wat"),
		.from = midnight(asked(query, "van"), 0, arena),
		.until = midnight(asked(query, "tot"), 1, arena),
		.gemeente = known == NULL ? gemeente : known->code,
		.registration = number(query, "aanmelding"),
		.participant = number(query, "deelnemer"),
	};
}

const char *
log_filter_address(const char *path, const struct form *query,
    int64_t before, struct arena *arena)
{
	char mark = '?';
	struct buf out;

	buf_init(&out, arena, ADDRESS_MAX);
	buf_text(&out, path);
	for (size_t i = 0; i < NNAMES; i++) {
		if (asked(query, names[i])[0] == '\0')
			continue;
		buf_printf(&out, "%c%s=", mark, names[i]);
		escape_url_part(&out, asked(query, names[i]));
		mark = '&';
	}
	if (before != 0)
		buf_printf(&out, "%cvoor=%lld", mark, (long long)before);
	return out.data;
}

const char *
log_filter_words(const struct form *query, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, ADDRESS_MAX);
	for (size_t i = 0; i < NNAMES; i++)
		if (asked(query, names[i])[0] != '\0')
			buf_printf(&out, "%s%s %s", out.length == 0 ? "" :
			    ", ", names[i], asked(query, names[i]));
	return out.length == 0 ? "alles" : out.data;
}
