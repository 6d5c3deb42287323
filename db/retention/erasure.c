#include "core/arena.h"
#include "db/db.h"
#include "db/list.h"
#include "db/registration/registration.h"
#include "db/retention/erasure.h"

/* ?1 is the registration. */
SQL(ERASE_CHOICES,
    "DELETE FROM participant_session WHERE participant IN"
    " (SELECT id FROM participant WHERE registration = ?1)");
SQL(ERASE_WISHES,
    "DELETE FROM requirement WHERE participant IN"
    " (SELECT id FROM participant WHERE registration = ?1)");
SQL(ERASE_ADDRESSES,
    "DELETE FROM address WHERE address IN (SELECT email FROM participant"
    " WHERE registration = ?1 UNION SELECT contact_email FROM registration"
    " WHERE id = ?1 UNION SELECT ontvanger FROM outbox"
    " WHERE registration = ?1)");
SQL(ERASE_LETTERS, "DELETE FROM outbox WHERE registration = ?1");
/* What letters of others told of it, too. */
SQL(ERASE_COMPARED,
    "DELETE FROM outbox_bericht WHERE outbox IN (SELECT id FROM outbox"
    " WHERE ander = ?1 AND ander <> 0)");
SQL(ERASE_PEOPLE, "DELETE FROM participant WHERE registration = ?1");
SQL(ERASE_LOG,
    "UPDATE audit SET waarden = '', reden = '' WHERE registration = ?1"
    " AND (waarden <> '' OR reden <> '')");
SQL(ERASE_REGISTRATION, "DELETE FROM registration WHERE id = ?1");

/*
 * ?1 is the registration, ?2 the participant, 0 for all of it.  What went to
 * many stays, unless it names them in full; and what still has to go says
 * what was approved.
 */
#define PEOPLE "(SELECT voornaam, achternaam, email FROM participant"	\
    " WHERE registration = ?1 AND ?2 IN (0, id) UNION ALL SELECT"		\
    " contact_voornaam, contact_achternaam, contact_email"		\
    " FROM registration WHERE id = ?1 AND ?2 = 0)"
#define SAYS(part) "instr(fold(onderwerp || ' ' || tekst || ' ' || grond),"	\
    " fold(" part ")) > 0"
SQL(ERASE_MAILING_WORDS,
    "UPDATE mailing SET onderwerp = '(gewist)', tekst = '(gewist)',"
    " grond = iif(grond = '', '', '(gewist)')"
    " WHERE event = (SELECT event FROM registration WHERE id = ?1)"
    " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id BETWEEN"
    " mailing.eerste AND mailing.laatste AND o.volgende IS NOT NULL)"
    " AND EXISTS (SELECT 1 FROM " PEOPLE " WHERE (achternaam <> '' AND "
    SAYS(FULL_NAME("voornaam", "achternaam")) ") OR (email <> '' AND "
    SAYS("email") "))");

/* ?1 is the registration, ?2 the participant. */
SQL(ERASE_CHOICE,
    "DELETE FROM participant_session WHERE participant = ?2"
    " AND ?1 IS NOT NULL");
SQL(ERASE_WISH,
    "DELETE FROM requirement WHERE participant = ?2 AND ?1 IS NOT NULL");
SQL(ERASE_ADDRESS,
    "DELETE FROM address WHERE address IN (SELECT email FROM participant"
    " WHERE id = ?2 UNION SELECT ontvanger FROM outbox"
    " WHERE registration = ?1 AND participant = ?2)");
/* Who was replaced still hears of it. */
SQL(ERASE_LETTERS_TO,
    "DELETE FROM outbox WHERE registration = ?1 AND participant = ?2"
    " AND (volgende IS NULL OR naam = '')");
SQL(ERASE_FACTS,
    "UPDATE outbox SET feiten = '' WHERE registration = ?1"
    " AND ?2 IS NOT NULL AND volgende IS NULL");
SQL(ERASE_MESSAGES,
    "DELETE FROM outbox_bericht WHERE outbox IN (SELECT id FROM outbox"
    " WHERE registration = ?1 UNION SELECT id FROM outbox"
    " WHERE ander = ?1 AND ander <> 0) AND ?2 IS NOT NULL");
SQL(ERASE_NOTES,
    "DELETE FROM note WHERE registration = ?1 AND" NAMES_PERSON("note.tekst"));
SQL(ERASE_QUESTION,
    "UPDATE registration SET vraag = '' WHERE id = ?1 AND vraag <> ''"
    " AND" NAMES_PERSON("registration.vraag"));
SQL(ERASE_LOG_OF,
    "UPDATE audit SET waarden = '', reden = '' WHERE registration = ?1"
    " AND ?2 IS NOT NULL AND (waarden <> '' OR reden <> '')");
SQL(ERASE_MOVE_UP,
    "UPDATE participant SET positie = positie - 1 WHERE registration = ?1"
    " AND positie > (SELECT positie FROM participant WHERE id = ?2)");
SQL(ERASE_PERSON,
    "DELETE FROM participant WHERE id = ?2 AND registration = ?1");

enum status
erasure_of_registration(struct db *db, int64_t registration)
{
	const struct statement *const steps[] = {
		SQL_ERASE_CHOICES, SQL_ERASE_WISHES, SQL_ERASE_ADDRESSES,
		SQL_ERASE_LETTERS, SQL_ERASE_COMPARED, SQL_ERASE_PEOPLE,
		SQL_ERASE_LOG,
	};
	enum status status;

	status = db_run(db, SQL_ERASE_MAILING_WORDS, VALUES(
	    value_integer(registration), value_integer(0)));
	for (size_t i = 0; status == STATUS_OK &&
	    i < sizeof(steps) / sizeof(steps[0]); i++)
		status = db_run(db, steps[i],
		    VALUES(value_integer(registration)));
	return status != STATUS_OK ? status : db_change(db,
	    SQL_ERASE_REGISTRATION, VALUES(value_integer(registration)),
	    STATUS_NOTFOUND);
}

enum status
erasure_of_participant(struct db *db, int64_t registration,
    int64_t participant)
{
	const struct statement *const steps[] = {
		SQL_ERASE_CHOICE, SQL_ERASE_WISH, SQL_ERASE_ADDRESS,
		SQL_ERASE_LETTERS_TO, SQL_ERASE_MESSAGES, SQL_ERASE_FACTS,
		SQL_ERASE_NOTES, SQL_ERASE_QUESTION, SQL_ERASE_MAILING_WORDS,
		SQL_ERASE_LOG_OF, SQL_ERASE_MOVE_UP,
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK &&
	    i < sizeof(steps) / sizeof(steps[0]); i++)
		status = db_run(db, steps[i], VALUES(
		    value_integer(registration), value_integer(participant)));
	return status != STATUS_OK ? status : db_change(db, SQL_ERASE_PERSON,
	    VALUES(value_integer(registration), value_integer(participant)),
	    STATUS_NOTFOUND);
}

SQL(ERASE_FACTS_OF, "UPDATE outbox SET feiten = ?2 WHERE id = ?1");

enum status
erasure_of_facts(struct db *db, int64_t letter, const char *feiten)
{
	return db_run(db, SQL_ERASE_FACTS_OF, VALUES(value_integer(letter),
	    value_text(feiten)));
}

SQL(ERASE_NEXT_WAITING,
    "SELECT DISTINCT registration FROM participant WHERE event = ?1"
    " AND status = 'wachtlijst' LIMIT ?2");
SQL(ERASE_NEXT, "SELECT id FROM registration WHERE event = ?1 LIMIT ?2");

enum status
erasure_next(struct db *db, int64_t event, struct arena *arena,
    int64_t **registrations, size_t *count)
{
	static const struct list_of ids =
	    LIST_BY(int64_t, take_integer, SIZE_MAX);
	const struct statement *const next[] = {
		SQL_ERASE_NEXT_WAITING, SQL_ERASE_NEXT,
	};
	enum status status = STATUS_OK;

	*count = 0;
	for (size_t i = 0; status == STATUS_OK && *count == 0 && i < 2; i++)
		status = list_read(db, next[i], VALUES(value_integer(event),
		    value_integer((int64_t)list_portion)), &ids, arena,
		    registrations, count);
	return status;
}

SQL(ERASE_WORDS,
    "UPDATE audit SET waarden = '', reden = '' WHERE event = ?1"
    " AND (waarden <> '' OR reden <> '')");
SQL(ERASE_DECLINES,
    "UPDATE gemeente_afgezegd SET wie = '', toelichting = ''"
    " WHERE event = ?1 AND (wie <> '' OR toelichting <> '')");

SQL(ERASE_INVITATIONS, "DELETE FROM invitation WHERE event = ?1");
SQL(ERASE_MAILINGS, "DELETE FROM mailing WHERE event = ?1");
SQL(ERASE_INVITED,
    "DELETE FROM outbox WHERE event = ?1 AND gemeente <> ''");

SQL(ERASE_EVALUATIONS, "DELETE FROM evaluation WHERE event = ?1");

enum status
erasure_of_words(struct db *db, int64_t event)
{
	const struct statement *const steps[] = {
		SQL_ERASE_WORDS, SQL_ERASE_DECLINES, SQL_ERASE_INVITATIONS,
		SQL_ERASE_MAILINGS, SQL_ERASE_INVITED,
		SQL_ERASE_EVALUATIONS,
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK &&
	    i < sizeof(steps) / sizeof(steps[0]); i++)
		status = db_run(db, steps[i], VALUES(value_integer(event)));
	return status;
}

SQL(ERASURE_NOTE,
    "UPDATE installation SET gewist = ?1 WHERE ?1 > gewist");
SQL(ERASURE_SINCE, "SELECT gewist FROM installation");
SQL(ERASURE_COMPACTED,
    "UPDATE installation SET gewist = 0 WHERE gewist <= ?1");

enum status
erasure_note(struct db *db, int64_t now)
{
	return db_run(db, SQL_ERASURE_NOTE, VALUES(value_integer(now)));
}

enum status
erasure_since(struct db *db, int64_t *moment)
{
	enum status status;

	*moment = 0;
	status = db_integer(db, SQL_ERASURE_SINCE, NO_VALUES, moment);
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

enum status
erasure_compacted(struct db *db, int64_t moment)
{
	return db_run(db, SQL_ERASURE_COMPACTED, VALUES(value_integer(moment)));
}
