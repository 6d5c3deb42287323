#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "core/arena.h"
#include "db/event/catalog.h"
#include "db/gemeente/domain.h"

#define LENGTH_MAX	64
#define TWO_SLIPS_FROM	10	/* in a shorter name two slips are another */

static const char *const providers[] = {
	"gmail.com", "hotmail.com", "hotmail.nl", "outlook.com", "live.nl",
	"icloud.com", "yahoo.com", "ziggo.nl", "kpnmail.nl", "xs4all.nl",
	"planet.nl", "home.nl", "casema.nl", "mboraad.nl",
};

/*
 * Slips between two words: a letter too many, too few, another, or two that
 * changed places (optimal string alignment).
 */
static size_t
slips(const char *a, const char *b)
{
	size_t rows[3][LENGTH_MAX + 1], la = strlen(a), lb = strlen(b);

	for (size_t j = 0; j <= lb; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t *now = rows[i % 3], *up = rows[(i - 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			now[j] = up[j - 1] + (a[i - 1] != b[j - 1]);
			if (up[j] + 1 < now[j])
				now[j] = up[j] + 1;
			if (now[j - 1] + 1 < now[j])
				now[j] = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] &&
			    rows[(i - 2) % 3][j - 2] + 1 < now[j])
				now[j] = rows[(i - 2) % 3][j - 2] + 1;
		}
	}
	return rows[la % 3][lb];
}

/* The best domain so far, and how far it is. */
struct nearest {
	const char	*domain;
	size_t		 slips;
};

static void
look_at(const char *known, const char *domain, struct nearest *nearest)
{
	size_t length = strlen(known), typed = strlen(domain), count;

	/* The length alone says most of what is far away. */
	if (length == 0 || length > LENGTH_MAX || length > typed + 2 ||
	    typed > length + 2)
		return;
	count = slips(domain, known);
	if (count < nearest->slips) {
		nearest->domain = known;
		nearest->slips = count;
	}
}

bool
domain_is_shared(const char *domain)
{
	for (size_t i = 0; i < sizeof(providers) / sizeof(providers[0]); i++)
		if (strcasecmp(providers[i], domain) == 0)
			return true;
	return false;
}

const char *
domain_hint(const struct catalog *catalog, const char *address,
    struct arena *arena)
{
	struct nearest nearest = { .slips = 3 };
	const char *at = strrchr(address, '@'), *domain;

	if (at == NULL || strlen(domain = at + 1) > LENGTH_MAX)
		return NULL;
	for (size_t i = 0; i < catalog->ngemeenten; i++)
		look_at(catalog->gemeenten[i].domein, domain, &nearest);
	for (size_t i = 0; i < sizeof(providers) / sizeof(providers[0]); i++)
		look_at(providers[i], domain, &nearest);
	if (nearest.domain == NULL || nearest.slips == 0 ||
	    (nearest.slips == 2 && strlen(domain) < TWO_SLIPS_FROM))
		return NULL;
	return arena_printf(arena, "%.*s@%s", (int)(at - address), address,
	    nearest.domain);
}
