/* Dietary and access requirements, counted; no name ever comes in here. */
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "export/requirements.h"

#define TABLE_BYTES	((size_t)4 << 20)

struct folded {
	const char	*text;
	const char	*folded;
};

static int
by_text(const void *a, const void *b)
{
	const struct folded *left = a, *right = b;
	int order = strcmp(left->folded, right->folded);

	/* So that the same list always shows the same spelling. */
	return order != 0 ? order : strcmp(left->text, right->text);
}

static int
by_count(const void *a, const void *b)
{
	const struct requirements_count *left = a, *right = b;

	if (left->count != right->count)
		return left->count < right->count ? 1 : -1;
	return strcmp(left->text, right->text);
}

void
requirements_tally_up(const struct requirements_line *lines, size_t nlines,
    enum requirement_field field, struct arena *arena,
    struct requirements_count **counts, size_t *count)
{
	struct folded *all = arena_array(arena, nlines, sizeof(*all));
	struct requirements_count *found = arena_array(arena, nlines,
	    sizeof(*found));
	size_t n = 0, nfound = 0;

	for (size_t i = 0; i < nlines; i++)
		if (lines[i].comes && !text_empty(lines[i].answer[field]))
			all[n++] = (struct folded){
				lines[i].answer[field],
				text_fold(lines[i].answer[field], arena),
			};
	qsort(all, n, sizeof(*all), by_text);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && strcmp(all[i].folded, all[i - 1].folded) == 0)
			found[nfound - 1].count++;
		else
			found[nfound++] = (struct requirements_count){
				all[i].text, 1
			};
	}
	qsort(found, nfound, sizeof(*found), by_count);
	*counts = found;
	*count = nfound;
}

enum status
csv_requirements(const struct requirements_line *lines, size_t nlines,
    struct arena *arena, csv_write write, void *arg)
{
	struct requirements_count *counts;
	struct buf out;
	size_t count;

	buf_init(&out, arena, TABLE_BYTES);
	buf_text(&out, CSV_BOM "Soort;Wens;Aantal\r\n");
	for (enum requirement_field field = 0; field < REQUIREMENT__MAX;
	    field++) {
		requirements_tally_up(lines, nlines, field, arena, &counts,
		    &count);
		for (size_t i = 0; i < count; i++)
			csv_line(&out, (const char *[]){
				requirement_fields[field].title, counts[i].text,
				arena_printf(arena, "%lld",
				    (long long)counts[i].count),
			}, 3);
	}
	return csv_send(&out, write, arg);
}
