#include <string.h>

#include "core/text.h"
#include "db/db.h"
#include "db/event/event_text.h"

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
};

bool
event_text_is_personal(enum event_text text)
{
	return text != EVENT_TEXT_INLEIDING && text != EVENT_TEXT_FORMULIER;
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
