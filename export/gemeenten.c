#include "db/arena.h"
#include "db/buf.h"
#include "export/csv.h"
#include "export/gemeenten.h"

#define BOM		"\xef\xbb\xbf"

static const char *
number(int64_t figure, struct arena *arena)
{
	return arena_printf(arena, "%lld", (long long)figure);
}

static const char *const titles[] = {
	"Gemeente", "Gemeentecode", "Provincie", "Arbeidsmarktregio", "Mbo",
	"Mbo-instellingen", "Antwoord", "Bevestigd", "Wachtlijst",
	"Afgemeld", "Vastgehouden", "E-mail voor uitnodigingen",
};

#define NTITLES		(sizeof(titles) / sizeof(titles[0]))

/* The address is the last column. */
static void
write_line(struct buf *out, const char *const *cells, bool contact)
{
	size_t count = contact ? NTITLES : NTITLES - 1;

	for (size_t i = 0; i < count; i++) {
		csv_cell(out, cells[i]);
		buf_text(out, i + 1 == count ? "\r\n" : ";");
	}
}

static void
write_one(struct buf *out, const struct coverage *one, bool contact,
    struct arena *arena)
{
	const char *cells[NTITLES] = {
		one->naam, one->code, one->provincie, one->regio,
		one->heeft_mbo ? "ja" : "nee",
		gemeente_joined(one->mbo_namen, ", ", arena),
		coverage_word(one->state),
		number(one->all.confirmed, arena),
		number(one->all.waiting, arena),
		number(one->all.cancelled, arena),
		number(one->all.held, arena),
		one->contact_email,
	};

	write_line(out, cells, contact);
}

void
gemeenten_csv(struct buf *out, const struct coverage *list, size_t count,
    const struct coverage_filter *filter, bool contact, struct arena *arena)
{
	buf_text(out, BOM);
	write_line(out, titles, contact);
	for (size_t i = 0; i < count; i++)
		if (coverage_fits(&list[i], filter, arena))
			write_one(out, &list[i], contact, arena);
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
	buf_text(out, BOM);
	write_record(out, gemeente_headers);
	for (size_t i = 0; i < count; i++)
		write_record(out, list[i].value);
}
