#include <string.h>

#include "core/text.h"
#include "db/db.h"
#include "db/event/event_text.h"

#define DECLARED(word, kind, length, where, more) { .name = word, \
	.label = where, .hint = more, .type = kind, .max = length, \
	.autocomplete = "off" }

/* The statuses of the model of the Dutch government; E is none of them. */
static const struct choice statuses[] = {
	{ "", "E: er is nog geen verklaring" },
	{ "A", "A: voldoet volledig" },
	{ "B", "B: voldoet gedeeltelijk" },
	{ "C", "C: eerste maatregelen genomen" },
	{ "D", "D: voldoet niet" },
	{ NULL, NULL },
};

#define TEXT(word, where, more) { .name = word, .label = where, \
	.hint = more, .type = FIELD_LINES, .max = EVENT_TEXT_LENGTH, \
	.autocomplete = "off" }

const struct field event_text_fields[EVENT_TEXT__MAX] = {
	[EVENT_TEXT_INLEIDING] = TEXT("inleiding",
	    "Op de pagina van de bijeenkomst",
	    "Onder de omschrijving, boven de feiten."),
	[EVENT_TEXT_FORMULIER] = TEXT("formulier",
	    "Boven het aanmeldformulier", NULL),
	[EVENT_TEXT_CONTACT] = TEXT("contact",
	    "In de bevestiging aan de contactpersoon",
	    "Als er plaats is, ook voor wie opschuift van de wachtlijst."),
	[EVENT_TEXT_DEELNEMER] = TEXT("deelnemer",
	    "In de bevestiging aan de deelnemer",
	    "Als er plaats is, ook voor wie opschuift van de wachtlijst."),
	[EVENT_TEXT_WACHTLIJST] = TEXT("wachtlijst",
	    "In de mail aan wie op de wachtlijst komt", NULL),
	[EVENT_TEXT_HERINNERING] = TEXT("herinnering", "In de herinnering",
	    NULL),
	[EVENT_TEXT_ONDERTEKENING] = TEXT("ondertekening", "Ondertekening",
	    "Onder elke mail, na ‘Met vriendelijke groet,’. Leeg: de naam "
	    "van de organisatie."),
	[EVENT_TEXT_ADRES] = DECLARED("adres", FIELD_LINES, 300,
	    "Postadres van de organisatie", "Staat op de privacypagina."),
	[EVENT_TEXT_FG] = DECLARED("fg", FIELD_LINE, 200,
	    "Functionaris gegevensbescherming (FG)",
	    "Naam of afdeling. Leeg: de organisatie heeft geen FG."),
	[EVENT_TEXT_FG_EMAIL] = DECLARED("fg_email", FIELD_EMAIL, 254,
	    "E-mailadres van de FG", NULL),
	[EVENT_TEXT_ONTVANGERS] = DECLARED("ontvangers", FIELD_LINES,
	    EVENT_TEXT_LENGTH, "Bedrijven die gegevens krijgen",
	    "Op elke regel één: het bedrijf dat de computer beheert, de "
	    "maildienst, de cateraar, de locatie."),
	[EVENT_TEXT_STATUS] = { .name = "toegankelijk_status",
	    .label = "Status", .type = FIELD_CHOICE, .max = 1,
	    .hint = "A en B vragen een volledig onderzoek van hooguit drie "
	    "jaar oud; C een onderzoek binnen zes maanden.",
	    .choices = statuses, .autocomplete = "off" },
	[EVENT_TEXT_DATUM] = DECLARED("toegankelijk_datum", FIELD_DAY, 10,
	    "Vastgesteld of herzien op", NULL),
	[EVENT_TEXT_DOOR] = DECLARED("toegankelijk_door", FIELD_LINE, 200,
	    "Vastgesteld door", "De functie van wie tekent, zoals: "
	    "directeur."),
	[EVENT_TEXT_BEWIJS] = DECLARED("toegankelijk_bewijs", FIELD_LINES,
	    EVENT_TEXT_LENGTH, "Onderzoek", "Wie wat onderzocht, wanneer, en "
	    "waar het rapport staat. Op elke regel één."),
	[EVENT_TEXT_TEKORT] = DECLARED("toegankelijk_tekort", FIELD_LINES,
	    EVENT_TEXT_LENGTH, "Wat nog niet voldoet", "Op elke regel één: "
	    "het succescriterium, het gevolg, de maatregel en wanneer die "
	    "klaar is."),
	[EVENT_TEXT_KLACHT] = DECLARED("toegankelijk_klacht", FIELD_LINE, 300,
	    "Niet tevreden met ons antwoord? Dan naar", "Leeg: het College "
	    "voor de Rechten van de Mens. Bij een overheid: de Nationale "
	    "ombudsman."),
};

bool
event_text_is_personal(enum event_text text)
{
	return text > EVENT_TEXT_FORMULIER && text < EVENT_TEXT_DECLARED;
}

SQL(EVENT_TEXT_LIST, "SELECT sleutel, tekst FROM event_text WHERE event = ?1");

enum status
event_text_read(struct db *db, int64_t event, struct arena *arena,
    const char *text[EVENT_TEXT__MAX])
{
	struct rows rows;

	for (size_t i = 0; i < EVENT_TEXT__MAX; i++)
		text[i] = "";
	rows_open(&rows, db, SQL_EVENT_TEXT_LIST, VALUES(value_integer(event)));
	while (rows_next(&rows)) {
		const char *word = rows_text(&rows, 0, arena);

		for (size_t i = 0; i < EVENT_TEXT__MAX; i++)
			if (strcmp(event_text_fields[i].name, word) == 0)
				text[i] = rows_text(&rows, 1, arena);
	}
	return rows_close(&rows);
}

SQL(EVENT_TEXT_PUT,
    "INSERT INTO event_text (event, sleutel, tekst) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (event, sleutel) DO UPDATE SET tekst = excluded.tekst");
SQL(EVENT_TEXT_REMOVE,
    "DELETE FROM event_text WHERE event = ?1 AND sleutel = ?2");

enum status
event_text_write(struct db *db, int64_t event, enum event_text text,
    const char *clean)
{
	if (text_empty(clean))
		return db_run(db, SQL_EVENT_TEXT_REMOVE,
		    VALUES(value_integer(event),
		    value_text(event_text_fields[text].name)));
	return db_run(db, SQL_EVENT_TEXT_PUT, VALUES(value_integer(event),
	    value_text(event_text_fields[text].name), value_text(clean)));
}
