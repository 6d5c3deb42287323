#include "core/arena.h"
#include "core/buf.h"
#include "export/csv.h"
#include "export/letters.h"

bool
letters_goes_to(const struct invited *one)
{
	return one->coverage->state == COVERAGE_SILENT;
}

const char *
letters_link(const struct config *config, const char *code,
    struct arena *arena)
{
	return arena_printf(arena, "%s/u/%s", config->base_url, code);
}

void
letters_csv(struct buf *out, const struct config *config,
    const struct secret *secret, int64_t event, const struct invited *list,
    size_t count, struct arena *arena)
{
	static const char *const titles[] = {
		"Gemeente", "Gemeentecode", "Adresregel 1", "Adresregel 2",
		"Code", "Link",
	};
	const size_t columns = sizeof(titles) / sizeof(titles[0]);

	buf_text(out, CSV_BOM);
	csv_line(out, titles, columns);
	for (size_t i = 0; i < count; i++) {
		const struct coverage *of = list[i].coverage;
		const char *code;

		if (!letters_goes_to(&list[i]))
			continue;
		code = invited_code(secret, event, of->code, arena);
		csv_line(out, (const char *[]){ of->naam, of->code,
		    "Aan het college van burgemeester en wethouders",
		    arena_printf(arena, "van de gemeente %s", of->naam), code,
		    letters_link(config, code, arena) }, columns);
	}
}
