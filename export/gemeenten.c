/* Lines about municipalities, for the desk's files and for an import. */
#include "core/arena.h"
#include "core/buf.h"
#include "export/csv.h"
#include "export/gemeenten.h"

const char *const gemeente_titles[GEMEENTE_COLUMNS] = {
	"Gemeente", "Gemeentecode", "Provincie", "Arbeidsmarktregio", "Mbo",
	"Mbo-instellingen", "Antwoord", "Bevestigd", "Wachtlijst",
	"Afgemeld", "Vastgehouden", "E-mail voor uitnodigingen",
};

const char *
gemeente_text(size_t column, const struct coverage *one, int64_t *number,
    struct arena *arena)
{
	const int64_t numbers[] = {
		one->all.confirmed, one->all.waiting, one->all.cancelled,
		one->all.held,
	};
	const char *const texts[] = {
		one->naam, one->code, one->provincie, one->regio,
		one->heeft_mbo ? "ja" : "nee",
		gemeente_joined(one->mbo_namen, ", ", arena),
		coverage_word(one->state),
	};
	const size_t first = sizeof(texts) / sizeof(texts[0]);

	if (column < first)
		return texts[column];
	if (column == GEMEENTE_OPEN)
		return one->contact_email;
	*number = numbers[column - first];
	return NULL;
}

void
gemeenten_csv(struct buf *out, const struct coverage *list, size_t count,
    const struct coverage_filter *filter, bool contact, struct arena *arena)
{
	size_t columns = contact ? GEMEENTE_COLUMNS : GEMEENTE_OPEN;
	const char *cells[GEMEENTE_COLUMNS];
	int64_t number;

	buf_text(out, CSV_BOM);
	csv_line(out, gemeente_titles, columns);
	for (size_t i = 0; i < count; i++) {
		if (!coverage_fits(&list[i], filter, arena))
			continue;
		for (size_t j = 0; j < columns; j++) {
			cells[j] = gemeente_text(j, &list[i], &number, arena);
			if (cells[j] == NULL)
				cells[j] = arena_printf(arena, "%lld",
				    (long long)number);
		}
		csv_line(out, cells, columns);
	}
}

void
gemeenten_file_csv(struct buf *out, const struct gemeente_record *list,
    size_t count)
{
	buf_text(out, CSV_BOM);
	csv_line(out, gemeente_headers, GEMEENTE__MAX);
	for (size_t i = 0; i < count; i++)
		csv_line(out, list[i].value, GEMEENTE__MAX);
}
