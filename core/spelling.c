#include <string.h>

#include "core/spelling.h"

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t
spelling_distance(const char *a, const char *b, size_t max)
{
	unsigned char rows[3][SPELLING_LONGEST + 1], *free_row;
	unsigned char *before = rows[0], *last = rows[1], *row = rows[2];
	size_t m = strlen(a), n = strlen(b);

	if (strcmp(a, b) == 0)
		return 0;
	if (m > SPELLING_LONGEST || n > SPELLING_LONGEST ||
	    (m > n ? m - n : n - m) > max)
		return max + 1;
	for (size_t j = 0; j <= n; j++)
		last[j] = before[j] = (unsigned char)j;
	for (size_t i = 1; i <= m; i++) {
		size_t best = row[0] = (unsigned char)i;

		for (size_t j = 1; j <= n; j++) {
			size_t here = least(least(last[j], row[j - 1]) + 1u,
			    last[j - 1] + (a[i - 1] != b[j - 1] ? 1u : 0));

			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				here = least(here, before[j - 2] + 1u);
			row[j] = (unsigned char)here;
			best = least(best, here);
		}
		if (best > max)
			return max + 1;
		free_row = before;
		before = last;
		last = row;
		row = free_row;
	}
	return least(last[n], max + 1);
}
