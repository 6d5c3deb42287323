#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/event/event.h"
#include "db/list.h"
#include "db/registration/holder.h"
#include "db/registration/other.h"
#include "db/registration/room.h"

static void
take_other(const struct rows *rows, struct arena *arena, void *element)
{
	struct registration *other = element;

	other->id = rows_integer(rows, 0);
	other->event = rows_integer(rows, 1);
	other->nonce = rows_integer(rows, 2);
	other->answer[CONTACT_VOORNAAM] = rows_text(rows, 3, arena);
	other->answer[CONTACT_ACHTERNAAM] = rows_text(rows, 4, arena);
	other->answer[CONTACT_EMAIL] = rows_text(rows, 5, arena);
	other->gemeente_naam = rows_text(rows, 6, arena);
}

/*
 * Of each code the newest few are looked at, in their order: the others are
 * old news.
 */
#define NEWEST_OF(code)							\
    "(SELECT id FROM (SELECT id FROM registration"			\
    " WHERE event = ?1 AND gemeente = " code " AND id <> ?4"		\
    " ORDER BY id DESC LIMIT 20) c WHERE EXISTS (SELECT 1 FROM participant p"\
    " WHERE p.registration = c.id AND p.status <> 'afgemeld')"		\
    " LIMIT 1)"

SQL(OTHER_OF_GEMEENTE, GEMEENTE_FAMILY
    " SELECT r.id, r.event, r.nonce, r.contact_voornaam,"
    " r.contact_achternaam, r.contact_email, g.naam FROM registration r"
    " JOIN gemeente g ON g.code = r.gemeente WHERE r.id ="
    " iif(" GEMEENTE_IS_ALONE ", " NEWEST_OF("?2") ","
    " (SELECT max(" NEWEST_OF("f.code") ") FROM family f))");

enum status
other_of_gemeente(struct db *db, const struct event *event,
    const struct registration *registration, struct arena *arena,
    struct registration *other)
{
	static const struct list_of one =
	    LIST_BY(struct registration, take_other, 1);
	const char *gemeente = registration->answer[CONTACT_GEMEENTE];
	char day[CLOCK_DAY_SIZE];

	clock_day(event->begin, day);
	return row_read(db, SQL_OTHER_OF_GEMEENTE,
	    VALUES(value_integer(event->id), value_text(gemeente),
	    value_text(day), value_integer(registration->id)), &one, arena,
	    other);
}

/* ?3 the mailbox.  The newest letters to it say where else they are. */
SQL(OTHER_OF_PERSON,
    "SELECT q.registration, q.voornaam, q.achternaam FROM"
    " (SELECT event, registration FROM outbox"
    " WHERE ontvanger = ?3 COLLATE NOCASE ORDER BY gemaakt DESC LIMIT 20) o"
    " CROSS JOIN participant q ON q.registration = o.registration"
    " WHERE o.event = ?2 AND o.registration <> ?1"
    " AND q.email = ?3 COLLATE NOCASE AND q.status <> 'afgemeld'");

enum status
other_of_person(struct db *db, const struct registration *registration,
    const struct participant *participant, struct arena *arena, int64_t *id)
{
	struct participant there = { .id = 0 };
	struct rows rows;

	*id = 0;
	rows_open(&rows, db, SQL_OTHER_OF_PERSON, VALUES(
	    value_integer(registration->id),
	    value_integer(registration->event),
	    value_text(participant->answer[PARTICIPANT_EMAIL])));
	while (*id == 0 && rows_next(&rows)) {
		there.answer[PARTICIPANT_VOORNAAM] = rows_text(&rows, 1,
		    arena);
		there.answer[PARTICIPANT_ACHTERNAAM] = rows_text(&rows, 2,
		    arena);
		if (other_is_person(participant, &there, arena))
			*id = rows_integer(&rows, 0);
	}
	return rows_close(&rows);
}

/* As holder.h tells a mended name from another one. */
bool
other_is_person(const struct participant *one, const struct participant *two,
    struct arena *arena)
{
	const struct holder holders[] = {
		{ .voornaam = one->answer[PARTICIPANT_VOORNAAM],
		    .achternaam = one->answer[PARTICIPANT_ACHTERNAAM],
		    .mailbox = "" },
		{ .voornaam = two->answer[PARTICIPANT_VOORNAAM],
		    .achternaam = two->answer[PARTICIPANT_ACHTERNAAM],
		    .mailbox = "" },
	};

	if (text_empty(holders[0].achternaam) ||
	    text_empty(holders[1].achternaam))
		return false;
	/* Mostly they are spelled alike, which costs no folding. */
	return (text_same(holders[0].voornaam, holders[1].voornaam) &&
	    text_same(holders[0].achternaam, holders[1].achternaam)) ||
	    holder_change(&holders[0], &holders[1], arena) <=
	    HOLDER_CORRECTED;
}
