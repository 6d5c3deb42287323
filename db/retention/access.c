#include "db/list.h"
#include "db/retention/access.h"
#include "db/retention/erasure.h"

static const struct column letter_columns[] = {
	COLUMN(struct access_letter, soort),
	COLUMN(struct access_letter, ontvanger),
	COLUMN(struct access_letter, status),
	COLUMN(struct access_letter, gemaakt),
	COLUMN(struct access_letter, verzonden),
};

static const struct column line_columns[] = {
	COLUMN(struct access_line, moment),
	COLUMN(struct access_line, wie),
	COLUMN(struct access_line, wat),
	COLUMN(struct access_line, toelichting),
	COLUMN(struct access_line, reden),
	COLUMN(struct access_line, event),
	COLUMN(struct access_line, registration),
	COLUMN(struct access_line, participant),
};

static const struct column note_columns[] = {
	COLUMN(struct access_note, moment),
	COLUMN(struct access_note, text),
};

static const struct column fact_columns[] = {
	COLUMN(struct access_fact, moment),
	COLUMN(struct access_fact, what),
	COLUMN(struct access_fact, words),
};

static const struct list_of lines_of =
    LIST_OF(struct access_line, line_columns, SIZE_MAX);

SQL(ACCESS_LETTERS,
    "SELECT soort, ontvanger, status, gemaakt, verzonden FROM outbox"
    " WHERE registration = ?1 AND (?2 = 0 OR participant = ?2) ORDER BY id");
/* That somebody has a wish is that one's alone; a reason is whom it is about. */
SQL(ACCESS_LINES,
    "SELECT moment, wie, wat, toelichting, iif(participant = ?2 OR ?2 = 0"
    " OR" NAMES_PERSON("audit.reden") ", reden, ''), event, registration, participant FROM audit WHERE registration = ?1 AND (?2 = 0 OR participant = ?2"
    " OR participant IS NULL) AND (?2 <> 0 OR wat NOT LIKE 'wens%')"
    " ORDER BY id");
SQL(ACCESS_NOTES,
    "SELECT moment, tekst FROM note WHERE registration = ?1 AND (?2 = 0 OR"
    NAMES_PERSON("note.tekst") ") UNION ALL SELECT aangemeld, vraag"
    " FROM registration WHERE id = ?1 AND ?2 <> 0 AND vraag <> '' AND"
    NAMES_PERSON("registration.vraag") " ORDER BY 1");
SQL(ACCESS_FACTS,
    "WITH people (id, email) AS (SELECT id, email FROM participant"
    " WHERE registration = ?1 AND ?2 IN (0, id))"
    " SELECT a.moment, iif(a.herroept = '', 'binnen', 'toch niet binnen'),"
    " a.deur FROM people CROSS JOIN arrival a ON a.participant = people.id"
    " UNION ALL SELECT b.moment, 'badge', b.tekst FROM people"
    " CROSS JOIN badge b ON b.participant = people.id"
    " UNION ALL SELECT d.bounced, 'onbestelbaar', d.address || ': ' || d.reden"
    " FROM (SELECT email FROM people UNION SELECT contact_email"
    " FROM registration WHERE id = ?1 AND ?2 = 0) AS mine"
    " CROSS JOIN address d ON d.address = mine.email ORDER BY 1");

enum status
access_read(struct db *db, int64_t registration, int64_t participant,
    struct arena *arena, struct access *access)
{
	static const struct list_of letters =
	    LIST_OF(struct access_letter, letter_columns, SIZE_MAX);
	static const struct list_of notes =
	    LIST_OF(struct access_note, note_columns, SIZE_MAX);
	static const struct list_of facts =
	    LIST_OF(struct access_fact, fact_columns, SIZE_MAX);
	enum status status;

	*access = (struct access){ .nnotes = 0 };
	status = list_read(db, SQL_ACCESS_LETTERS, VALUES(
	    value_integer(registration), value_integer(participant)),
	    &letters, arena, &access->letters, &access->nletters);
	if (status == STATUS_OK)
		status = list_read(db, SQL_ACCESS_LINES, VALUES(
		    value_integer(registration), value_integer(participant)),
		    &lines_of, arena, &access->lines, &access->nlines);
	if (status == STATUS_OK)
		status = list_read(db, SQL_ACCESS_NOTES, VALUES(
		    value_integer(registration), value_integer(participant)),
		    &notes, arena, &access->notes, &access->nnotes);
	if (status == STATUS_OK)
		status = list_read(db, SQL_ACCESS_FACTS, VALUES(
		    value_integer(registration), value_integer(participant)),
		    &facts, arena, &access->facts, &access->nfacts);
	return status;
}

SQL(ACCESS_KNOWN,
    "SELECT EXISTS (SELECT 1 FROM audit WHERE registration = ?1"
    " AND participant = ?2 AND wie = ?3 AND wat = '" ACCESS_SEEN "'"
    " AND moment > ?4)");

enum status
access_known(struct db *db, const char *who, int64_t registration,
    int64_t participant, int64_t now, bool *known)
{
	int64_t found = 0;
	enum status status;

	status = db_integer(db, SQL_ACCESS_KNOWN, VALUES(
	    value_integer(registration), value_integer(participant),
	    value_text(who), value_integer(now - 3600)), &found);
	*known = found != 0;
	return status;
}

SQL(ACCESS_INCIDENT,
    "SELECT moment, wie, wat, toelichting, '', event, registration, participant"
    " FROM audit WHERE moment >= ?1 AND moment < ?2 AND wie LIKE 'account %'"
    " AND (?3 IS NULL OR wie = 'account ' || ?3) AND (wat IN ('" ACCESS_SEEN
    "', 'uitgevoerd', 'wensen bekeken') OR registration IS NOT NULL)"
    " ORDER BY id");

enum status
access_incident(struct db *db, int64_t from, int64_t until, const char *who,
    struct arena *arena, struct access_line **lines, size_t *count)
{
	return list_read(db, SQL_ACCESS_INCIDENT, VALUES(value_integer(from),
	    value_integer(until), value_text(who)), &lines_of, arena, lines,
	    count);
}
