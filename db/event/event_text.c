#include <string.h>

#include "core/text.h"
#include "db/db.h"
#include "db/event/event_text.h"

#define TEKST(word, where, more) { .name = word, .label = where, \
	.hint = more, .type = FIELD_LINES, .max = TEKST_LENGTH, \
	.autocomplete = "off" }

const struct field tekst_fields[TEKST__MAX] = {
	[TEKST_INLEIDING] = TEKST("inleiding",
	    "Op de pagina van de bijeenkomst",
	    "Onder de omschrijving, boven de feiten."),
	[TEKST_FORMULIER] = TEKST("formulier", "Boven het aanmeldformulier",
	    NULL),
	[TEKST_CONTACT] = TEKST("contact",
	    "In de bevestiging aan de contactpersoon",
	    "Als er plaats is, ook voor wie opschuift van de wachtlijst."),
	[TEKST_DEELNEMER] = TEKST("deelnemer",
	    "In de bevestiging aan de deelnemer",
	    "Als er plaats is, ook voor wie opschuift van de wachtlijst."),
	[TEKST_WACHTLIJST] = TEKST("wachtlijst",
	    "In de mail aan wie op de wachtlijst komt", NULL),
	[TEKST_HERINNERING] = TEKST("herinnering", "In de herinnering", NULL),
	[TEKST_ONDERTEKENING] = TEKST("ondertekening", "Ondertekening",
	    "Onder elke mail, na ‘Met vriendelijke groet,’. Leeg: de naam "
	    "van de organisatie."),
};

bool
tekst_is_personal(enum tekst tekst)
{
	return tekst != TEKST_INLEIDING && tekst != TEKST_FORMULIER;
}

SQL(TEKST_LIST, "SELECT sleutel, tekst FROM event_tekst WHERE event = ?1");

enum status
tekst_read(struct db *db, int64_t event, struct arena *arena,
    const char *tekst[TEKST__MAX])
{
	struct rows rows;

	for (size_t i = 0; i < TEKST__MAX; i++)
		tekst[i] = "";
	rows_open(&rows, db, SQL_TEKST_LIST, VALUES(value_integer(event)));
	while (rows_next(&rows)) {
		const char *word = rows_text(&rows, 0, arena);

		for (size_t i = 0; i < TEKST__MAX; i++)
			if (strcmp(tekst_fields[i].name, word) == 0)
				tekst[i] = rows_text(&rows, 1, arena);
	}
	return rows_close(&rows);
}

SQL(TEKST_PUT,
    "INSERT INTO event_tekst (event, sleutel, tekst) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (event, sleutel) DO UPDATE SET tekst = excluded.tekst");
SQL(TEKST_REMOVE, "DELETE FROM event_tekst WHERE event = ?1 AND sleutel = ?2");

enum status
tekst_write(struct db *db, int64_t event, enum tekst tekst,
    const char *clean)
{
	if (text_empty(clean))
		return db_run(db, SQL_TEKST_REMOVE,
		    VALUES(value_integer(event),
		    value_text(tekst_fields[tekst].name)));
	return db_run(db, SQL_TEKST_PUT, VALUES(value_integer(event),
	    value_text(tekst_fields[tekst].name), value_text(clean)));
}
