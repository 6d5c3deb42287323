#include "core/clock.h"
#include "db/db.h"
#include "db/event/event_text.h"
#include "db/event/programme.h"
#include "db/list.h"

#define INTEREST_MAX	5000

/*
 * Numbers from 1 in the order of time.  They are unique: first all of them
 * aside, then each its own.
 */
SQL(ROUND_APART, "UPDATE round SET nummer = nummer + 1000 WHERE event = ?1");
SQL(ROUND_NUMBER,
    "UPDATE round SET nummer = (SELECT count(*) FROM round o"
    " WHERE o.event = round.event AND (o.begin < round.begin"
    " OR (o.begin = round.begin AND o.id <= round.id))) WHERE event = ?1");

static enum status
number_rounds(struct db *db, int64_t event)
{
	enum status status;

	status = db_run(db, SQL_ROUND_APART, VALUES(value_integer(event)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_ROUND_NUMBER,
		    VALUES(value_integer(event)));
	return status;
}

SQL(ROUND_ADD,
    "INSERT INTO round (event, nummer, titel, begin, einde)"
    " VALUES (?1, ?2, ?3, ?4, ?5)");
SQL(ROUND_UPDATE,
    "UPDATE round SET titel = ?2, begin = ?3, einde = ?4 WHERE id = ?1");

enum status
round_put(struct db *db, int64_t event, struct round *round)
{
	enum status status;

	if (round->id == 0 && round->nummer > ROUNDS_MAX)
		return STATUS_FULL;
	if (round->id == 0) {
		status = db_run(db, SQL_ROUND_ADD, VALUES(value_integer(event),
		    value_integer(round->nummer), value_text(round->titel),
		    value_integer(round->begin), value_integer(round->einde)));
		round->id = db_last_id(db);
	} else {
		status = db_run(db, SQL_ROUND_UPDATE,
		    VALUES(value_integer(round->id), value_text(round->titel),
		    value_integer(round->begin), value_integer(round->einde)));
	}
	return status == STATUS_OK ? number_rounds(db, event) : status;
}

SQL(ROUND_REMOVE, "DELETE FROM round WHERE id = ?1");

enum status
round_remove(struct db *db, int64_t event, const struct round *round)
{
	enum status status;

	if (round->nsessions > 0)
		return STATUS_FULL;
	status = db_run(db, SQL_ROUND_REMOVE,
	    VALUES(value_integer(round->id)));
	return status == STATUS_OK ? number_rounds(db, event) : status;
}

SQL(SESSION_ADD,
    "INSERT INTO session (round, positie, titel, omschrijving, zaal,"
    " capaciteit) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
SQL(SESSION_LAST,
    "SELECT coalesce(max(positie), 0) FROM session WHERE round = ?1");
SQL(SESSION_UPDATE,
    "UPDATE session SET titel = ?2, omschrijving = ?3, zaal = ?4,"
    " capaciteit = ?5 WHERE id = ?1");

enum status
session_put(struct db *db, int64_t round, struct session *session)
{
	enum status status;
	int64_t last;

	if (session->id != 0)
		return db_run(db, SQL_SESSION_UPDATE,
		    VALUES(value_integer(session->id),
		    value_text(session->titel),
		    value_text(session->omschrijving),
		    value_text(session->zaal),
		    value_integer(session->capaciteit)));
	status = db_integer(db, SQL_SESSION_LAST, VALUES(value_integer(round)),
	    &last);
	if (status == STATUS_OK)
		status = db_run(db, SQL_SESSION_ADD,
		    VALUES(value_integer(round), value_integer(last + 1),
		    value_text(session->titel),
		    value_text(session->omschrijving),
		    value_text(session->zaal),
		    value_integer(session->capaciteit)));
	if (status == STATUS_OK)
		session->id = db_last_id(db);
	return status;
}

SQL(SESSION_REMOVE, "DELETE FROM session WHERE id = ?1");

enum status
session_remove(struct db *db, int64_t session)
{
	return db_run(db, SQL_SESSION_REMOVE, VALUES(value_integer(session)));
}

SQL(CHOICE_LAST,
    "SELECT coalesce(max(rij), 0) FROM participant_session WHERE session = ?1");
/* Behind those who chose that session themselves, in their own order. */
SQL(CHOICE_MOVE,
    "UPDATE participant_session SET session = ?2, rij = rij + ?3,"
    " status = CASE status WHEN 'afgemeld' THEN 'afgemeld'"
    " ELSE 'wachtlijst' END WHERE session = ?1");
SQL(CHOICE_REMOVE, "DELETE FROM participant_session WHERE session = ?1");
SQL(CHOICE_TOUCH,
    "UPDATE participant SET gewijzigd = ?2 WHERE id IN (SELECT participant"
    " FROM participant_session WHERE session = ?1)");

enum status
session_move_choices(struct db *db, int64_t session, int64_t to, int64_t now)
{
	enum status status;
	int64_t last;

	status = db_run(db, SQL_CHOICE_TOUCH, VALUES(value_integer(session),
	    value_integer(now)));
	if (status != STATUS_OK)
		return status;
	if (to == 0)
		return db_run(db, SQL_CHOICE_REMOVE,
		    VALUES(value_integer(session)));
	status = db_integer(db, SQL_CHOICE_LAST, VALUES(value_integer(to)),
	    &last);
	if (status == STATUS_OK)
		status = db_run(db, SQL_CHOICE_MOVE,
		    VALUES(value_integer(session), value_integer(to),
		    value_integer(last)));
	return status;
}

SQL(SESSION_PLACE, "UPDATE session SET positie = ?2 WHERE id = ?1");

enum status
session_order(struct db *db, const struct round *round)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < round->nsessions; i++)
		status = db_run(db, SQL_SESSION_PLACE,
		    VALUES(value_integer(round->sessions[i].id),
		    value_integer((int64_t)i + 1)));
	return status;
}

SQL(ITEM_ADD,
    "INSERT INTO programme_item (event, begin, einde, titel, omschrijving)"
    " VALUES (?1, ?2, ?3, ?4, ?5)");
SQL(ITEM_UPDATE,
    "UPDATE programme_item SET begin = ?2, einde = ?3, titel = ?4,"
    " omschrijving = ?5 WHERE id = ?1");

enum status
item_put(struct db *db, int64_t event, struct programme_item *item)
{
	enum status status;

	if (item->id != 0)
		return db_run(db, SQL_ITEM_UPDATE,
		    VALUES(value_integer(item->id), value_integer(item->begin),
		    value_integer(item->einde), value_text(item->titel),
		    value_text(item->omschrijving)));
	status = db_run(db, SQL_ITEM_ADD, VALUES(value_integer(event),
	    value_integer(item->begin), value_integer(item->einde),
	    value_text(item->titel), value_text(item->omschrijving)));
	if (status == STATUS_OK)
		item->id = db_last_id(db);
	return status;
}

SQL(ITEM_REMOVE, "DELETE FROM programme_item WHERE id = ?1");

enum status
item_remove(struct db *db, int64_t item)
{
	return db_run(db, SQL_ITEM_REMOVE, VALUES(value_integer(item)));
}

SQL(THEMA_PUT,
    "INSERT INTO thema (sleutel, positie, titel, toelichting)"
    " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (sleutel) DO UPDATE SET"
    " positie = excluded.positie, titel = excluded.titel,"
    " toelichting = excluded.toelichting");

enum status
thema_put(struct db *db, const struct thema *thema, int64_t positie)
{
	return db_run(db, SQL_THEMA_PUT, VALUES(value_text(thema->sleutel),
	    value_integer(positie), value_text(thema->titel),
	    value_text(thema->toelichting)));
}

static const struct column interest_columns[] = {
	COLUMN(struct session_interest, session),
	COLUMN(struct session_interest, zeker),
	COLUMN(struct session_interest, wachten),
};

SQL(SESSION_INTEREST,
    "SELECT s.id, coalesce(c.bezet, 0), (SELECT count(*)"
    " FROM participant_session ps WHERE ps.session = s.id"
    " AND ps.status = 'wachtlijst') FROM round r"
    " JOIN session s ON s.round = r.id"
    " LEFT JOIN session_count c ON c.session = s.id WHERE r.event = ?1");

enum status
session_interest(struct db *db, int64_t event, struct arena *arena,
    struct session_interest **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct session_interest, interest_columns, INTEREST_MAX);

	return list_read(db, SQL_SESSION_INTEREST,
	    VALUES(value_integer(event)), &all, arena, list, count);
}

struct session_interest
session_interest_of(const struct session_interest *list, size_t count,
    int64_t session)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].session == session)
			return list[i];
	return (struct session_interest){ .session = session };
}

static const struct column chooser_columns[] = {
	COLUMN(struct chooser, registration),
	COLUMN(struct chooser, participant),
};

SQL(CHOICE_LIST,
    "SELECT p.registration, p.id FROM participant_session ps"
    " JOIN participant p ON p.id = ps.participant"
    " WHERE ps.session IN (SELECT id FROM session WHERE id = ?1"
    " OR round = ?2) AND p.status <> 'afgemeld'"
    " ORDER BY p.registration, p.id");

enum status
session_choosers(struct db *db, int64_t session, int64_t round,
    struct arena *arena, struct choosers *choosers)
{
	static const struct list_of all =
	    LIST_OF(struct chooser, chooser_columns, SIZE_MAX);

	return list_read(db, SQL_CHOICE_LIST, VALUES(value_integer(session),
	    value_integer(round)), &all, arena, &choosers->list,
	    &choosers->count);
}

static enum status
copy_round(struct db *db, const struct round *from, int64_t to, int days)
{
	struct round round = {
		.nummer = from->nummer, .titel = from->titel,
		.begin = clock_later(from->begin, days),
		.einde = clock_later(from->einde, days),
	};
	enum status status = round_put(db, to, &round);

	for (size_t i = 0; status == STATUS_OK && i < from->nsessions; i++) {
		struct session session = from->sessions[i];

		session.id = 0;
		status = session_put(db, round.id, &session);
	}
	return status;
}

enum status
programme_copy(struct db *db, const struct catalog *from, int64_t to,
    int days)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < from->nrounds; i++)
		status = copy_round(db, &from->rounds[i], to, days);
	for (size_t i = 0; status == STATUS_OK && i < from->nitems; i++) {
		struct programme_item item = from->items[i];

		item.id = 0;
		item.begin = clock_later(item.begin, days);
		item.einde = clock_later(item.einde, days);
		status = item_put(db, to, &item);
	}
	for (enum event_text i = 0; status == STATUS_OK && i < EVENT_TEXT__MAX;
	    i++)
		status = event_text_write(db, to, i, from->texts[i]);
	for (size_t i = 0; status == STATUS_OK && i < from->nletters; i++)
		status = letter_text_write(db, to, &from->letters[i]);
	return status;
}
