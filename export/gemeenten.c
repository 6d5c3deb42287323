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

static void
write_titles(struct buf *out, size_t columns)
{
	for (size_t i = 0; i < columns; i++) {
		csv_cell(out, gemeente_titles[i]);
		buf_text(out, i + 1 == columns ? "\r\n" : ";");
	}
}

static void
write_one(struct buf *out, const struct coverage *one, size_t columns,
    struct arena *arena)
{
	for (size_t i = 0; i < columns; i++) {
		int64_t number = 0;
		const char *text = gemeente_text(i, one, &number, arena);

		if (text != NULL)
			csv_cell(out, text);
		else
			buf_printf(out, "%lld", (long long)number);
		buf_text(out, i + 1 == columns ? "\r\n" : ";");
	}
}

void
gemeenten_csv(struct buf *out, const struct coverage *list, size_t count,
    const struct coverage_filter *filter, bool contact, struct arena *arena)
{
	size_t columns = contact ? GEMEENTE_COLUMNS : GEMEENTE_OPEN;

	buf_text(out, CSV_BOM);
	write_titles(out, columns);
	for (size_t i = 0; i < count; i++)
		if (coverage_fits(&list[i], filter, arena))
			write_one(out, &list[i], columns, arena);
}

static void
write_record(struct buf *out, const char *const *values)
{
	for (int i = 0; i < GEMEENTE__MAX; i++) {
		csv_cell(out, values[i]);
		buf_text(out, i + 1 == GEMEENTE__MAX ? "\r\n" : ";");
	}
}

void
gemeenten_file_csv(struct buf *out, const struct gemeente_record *list,
    size_t count)
{
	buf_text(out, CSV_BOM);
	write_record(out, gemeente_headers);
	for (size_t i = 0; i < count; i++)
		write_record(out, list[i].value);
}
