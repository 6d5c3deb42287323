/* What is asked of the coverage page: an address is read and written. */
#include <string.h>

#include "cgi/desk/gemeenten/coverage_view.h"
#include "core/buf.h"
#include "core/text.h"

#define ADDRESS_MAX	4000

void
coverage_filter_read(const struct params *query, struct coverage_filter *filter)
{
	const char *state = query_text(query, "antwoord");

	*filter = coverage_all();
	filter->query = query_text(query, "q");
	filter->provincie = query_text(query, "provincie");
	filter->regio = query_text(query, "regio");
	filter->mbo = text_same(query_text(query, "mbo"), "1");
	for (enum coverage_state i = 0; i < COVERAGE__MAX; i++)
		if (strcmp(state, coverage_key(i)) == 0)
			filter->state = i;
}

const char *
coverage_filter_write(const struct coverage_filter *filter,
    struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, ADDRESS_MAX);
	query_add(&out, "q", filter->query);
	if (filter->state != COVERAGE__MAX)
		query_add(&out, "antwoord", coverage_key(filter->state));
	query_add(&out, "provincie", filter->provincie);
	query_add(&out, "regio", filter->regio);
	query_add(&out, "mbo", filter->mbo ? "1" : "");
	return out.data;
}
