/*
 * The event that ships, so that the first page a person sees is worth
 * seeing.  What is said of the programme comes from the letter that the MBO
 * Raad sent to the councils; date, place and numbers are the organiser's.
 */
#include <string.h>

#include "core/arena.h"
#include "core/clock.h"
#include "db/event/event.h"
#include "db/event/programme.h"
#include "tool/tool.h"

#define DAY		((int64_t)86400)
#define DAYS_AHEAD	49
#define CLOSES_BEFORE	5	/* days */
#define SESSION_PLACES	60

static const struct thema themas[] = {
	{ "vsv", "Voortijdig schoolverlaten",
	    "De wet van school naar duurzaam werk geldt tot 27 jaar." },
	{ "llo", "Leven lang ontwikkelen",
	    "Het mbo als partner in de regionale werkcentra." },
	{ "inburgering", "Inburgering en taalonderwijs",
	    "Taal leren binnen een vak, gemeente en school samen." },
	{ "arbeidsmarkt", "Regionaal bedrijfsleven en arbeidsmarkt",
	    "De gemeente verbindt scholen, studenten en werkgevers." },
};

/* Times as a clock shows them on the day. */
static const struct {
	const char	*begin;
	const char	*einde;
	const char	*titel;
	const char	*omschrijving;
} items[] = {
	{ "09:30", "10:00", "Inloop met koffie en thee", "" },
	{ "10:00", "10:50", "Welkom: de wethouder mbo",
	    "Wat het mbo van een gemeente vraagt en wat een wethouder in de "
	    "eerste honderd dagen kan doen. Met een gesprek tussen een "
	    "wethouder, een collegevoorzitter en twee studenten." },
	{ "12:00", "13:00", "Lunch",
	    "Vegetarisch, verzorgd door studenten van een horecaopleiding." },
	{ "14:05", "14:50", "Naar een lokale mbo-aanvalsagenda",
	    "Aan regiotafels zet u met scholen en studenten de eerste drie "
	    "punten van uw agenda op papier." },
	{ "14:50", "15:00", "Afsluiting",
	    "U gaat naar huis met namen, afspraken en een eerste agenda." },
};

static const struct {
	const char	*begin;
	const char	*einde;
	const char	*titel;
} rounds[] = {
	{ "11:00", "11:55", "Sessieronde 1" },
	{ "13:05", "14:00", "Sessieronde 2" },
};

static const struct {
	size_t		 round;		/* from 0 */
	const char	*zaal;
	const char	*titel;
	const char	*omschrijving;
} sessions[] = {
	{ 0, "Zaal 1", "Van school naar duurzaam werk",
	    "De leeftijdsgrens gaat van 23 naar 27 jaar. Welke afspraken "
	    "maakt u met scholen, en hoe verloopt een warme overdracht?" },
	{ 0, "Zaal 2", "Leven lang ontwikkelen in het werkcentrum",
	    "Het mbo als vaste partner voor om- en bijscholing in de regio." },
	{ 0, "Zaal 3", "Inburgering: taal leren in een vak",
	    "Drie gemeenten laten zien hoe zij met hun mbo-school samen "
	    "taal en werk verbinden." },
	{ 0, "Zaal 4", "De gemeente als verbinder op de arbeidsmarkt",
	    "Scholen, studenten en werkgevers bij elkaar, ook in krimpregio’s "
	    "en waar de bus niet meer rijdt." },
	{ 1, "Zaal 1", "Stages en praktijkleren",
	    "Elke student een goede stage, zonder discriminatie. De gemeente "
	    "als opdrachtgever en als stagebedrijf." },
	{ 1, "Zaal 2", "Doorlopende leerlijnen en vroege oriëntatie",
	    "Van vmbo naar mbo en verder: wat er op gemeentelijk niveau "
	    "nodig is." },
	{ 1, "Zaal 3", "Een volwaardig studentenleven",
	    "Mbo-studenten horen bij de stad: huisvesting, sport, cultuur en "
	    "introductieweken." },
	{ 1, "Zaal 4", "De driehoek gemeente, onderwijs, bedrijfsleven",
	    "Van losse projecten naar structurele samenwerking, met een "
	    "herwaardering van het mbo als uitkomst." },
};

static int64_t
moment(const char *day, const char *time, struct arena *arena)
{
	int64_t when = 0;

	clock_parse(arena_printf(arena, "%sT%s", day, time), &when);
	return when;
}

static enum status
add_event(struct db *db, const char *day, int64_t now, struct arena *arena,
    struct event *event)
{
	unsigned char nonce[4];
	int64_t begin = moment(day, "10:00", arena);

	random_bytes(nonce, sizeof(nonce));
	*event = (struct event){
		.uid = arena_printf(arena, "bijeenkomst-%02x%02x%02x%02x"
		    "@mboraad.example", nonce[0], nonce[1], nonce[2],
		    nonce[3]),
		.titel = "Oriëntatiebijeenkomst mbo voor gemeenten",
		.doelgroep = "Voor nieuwe wethouders mbo en hun medewerkers",
		.omschrijving = "Bent u sinds de verkiezingen wethouder met "
		    "het mbo in uw portefeuille, of werkt u voor die "
		    "wethouder? In één dag hoort u wat er speelt in het mbo, "
		    "wat er lokaal werkt en met wie u het kunt doen.",
		.begin = begin, .einde = moment(day, "15:00", arena),
		.locatie = "MBO Raad, Houttuinlaan 6, 3447 GM Woerden",
		.bereikbaar = "Vijf minuten lopen vanaf station Woerden. "
		    "Parkeren kan op het eigen terrein, ook voor wie een "
		    "gehandicaptenparkeerkaart heeft.",
		.capaciteit = 200,
		.aanmelden_open = now - DAY,
		.aanmelden_dicht = begin - CLOSES_BEFORE * DAY +
		    7 * 3600,
		.max_per_aanmelding = 6,
		.bewaartermijn = 90, .bewaartermijn_wensen = 7,
		.herinneren_max = 3, .herinneren_om = 7,
		.wachtlijst_vragen = 5, .naam_vragen = 7, .naam_vrijgeven = 3,
		.organisatie = "MBO Raad",
		.organisatie_email = "bijeenkomst@mboraad.example",
		.wijzigen_tot = begin - DAY + 7 * 3600,
	};
	return event_add(db, event);
}

static enum status
add_themas(struct db *db)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK &&
	    i < sizeof(themas) / sizeof(themas[0]); i++)
		status = thema_put(db, &themas[i], (int64_t)i + 1);
	return status;
}

static enum status
add_items(struct db *db, int64_t event, const char *day, struct arena *arena)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK &&
	    i < sizeof(items) / sizeof(items[0]); i++)
		status = item_put(db, event, &(struct programme_item){
			.begin = moment(day, items[i].begin, arena),
			.einde = moment(day, items[i].einde, arena),
			.titel = items[i].titel,
			.omschrijving = items[i].omschrijving,
		});
	return status;
}

static enum status
add_rounds(struct db *db, int64_t event, const char *day, struct arena *arena)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK &&
	    i < sizeof(rounds) / sizeof(rounds[0]); i++) {
		struct round round = {
			.nummer = (int64_t)i + 1, .titel = rounds[i].titel,
			.begin = moment(day, rounds[i].begin, arena),
			.einde = moment(day, rounds[i].einde, arena),
		};

		status = round_put(db, event, &round);
		for (size_t j = 0; status == STATUS_OK &&
		    j < sizeof(sessions) / sizeof(sessions[0]); j++)
			if (sessions[j].round == i)
				status = session_put(db, round.id,
				    &(struct session){
					.titel = sessions[j].titel,
					.omschrijving =
					    sessions[j].omschrijving,
					.zaal = sessions[j].zaal,
					.capaciteit = SESSION_PLACES,
				    });
	}
	return status;
}

static enum status
add_all(struct db *db, void *arg, struct arena *arena)
{
	int64_t now = clock_now(), when = now + DAYS_AHEAD * DAY;
	char day[CLOCK_DAY_SIZE];
	struct event event;
	enum status status;

	(void)arg;
	status = event_visible(db, arena, &event);
	if (status != STATUS_NOTFOUND)
		return status == STATUS_OK ? STATUS_FULL : status;
	/* The first Tuesday that is far enough ahead. */
	while (strncmp(clock_date(when, arena), "dinsdag", 7) != 0)
		when += DAY;
	clock_day(when, day);
	status = add_themas(db);
	if (status == STATUS_OK)
		status = add_event(db, day, now, arena, &event);
	if (status == STATUS_OK)
		status = add_items(db, event.id, day, arena);
	if (status == STATUS_OK)
		status = add_rounds(db, event.id, day, arena);
	return status;
}

enum outcome
tool_demo(struct tool *tool, int argc, char **argv)
{
	enum status status;

	(void)argc;
	(void)argv;
	status = db_write(tool->db, add_all, NULL, tool->arena);
	if (status == STATUS_FULL)
		return tool_fail("demo: there is an event already");
	return tool_outcome(status, "demo");
}
