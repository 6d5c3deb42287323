#include "core/arena.h"
#include "db/campaign/undo.h"
#include "db/db.h"
#include "db/list.h"
#include "db/mail/outbox.h"

SQL(UNDO_EXPIRE,
    "DELETE FROM terug WHERE NOT EXISTS (SELECT 1 FROM mailing m"
    " WHERE m.id = terug.mailing AND m.gemaakt > ?1)");
SQL(UNDO_EXPIRE_LETTERS,
    "DELETE FROM terug_brief WHERE NOT EXISTS (SELECT 1 FROM mailing m"
    " WHERE m.id = terug_brief.mailing AND m.gemaakt > ?1)");
SQL(UNDO_ON, "INSERT INTO terug_bezig VALUES (1)");
SQL(UNDO_OFF, "DELETE FROM terug_bezig");

enum status
undo_begin(struct db *db, int64_t now)
{
	enum status status = db_run(db, SQL_UNDO_EXPIRE,
	    VALUES(value_integer(now - UNDO_WHILE)));

	if (status == STATUS_OK)
		status = db_run(db, SQL_UNDO_EXPIRE_LETTERS,
		    VALUES(value_integer(now - UNDO_WHILE)));
	return status != STATUS_OK ? status :
	    db_run(db, SQL_UNDO_ON, NO_VALUES);
}

SQL(UNDO_DROP, "DELETE FROM terug WHERE mailing = 0");
SQL(UNDO_DROP_LETTERS, "DELETE FROM terug_brief WHERE mailing = 0");
SQL(UNDO_KEEP,
    "UPDATE terug SET mailing = ?1, nu = iif(session = 0, (SELECT status"
    " FROM participant WHERE id = terug.participant), (SELECT status"
    " FROM participant_session s WHERE s.participant = terug.participant"
    " AND +s.session = terug.session)) WHERE mailing = 0");
SQL(UNDO_KEEP_LETTERS,
    "UPDATE terug_brief SET mailing = ?1 WHERE mailing = 0");

enum status
undo_end(struct db *db, int64_t mailing)
{
	enum status status = db_run(db, SQL_UNDO_OFF, NO_VALUES);

	if (status != STATUS_OK)
		return status;
	if (mailing == 0) {
		status = db_run(db, SQL_UNDO_DROP, NO_VALUES);
		return status != STATUS_OK ? status :
		    db_run(db, SQL_UNDO_DROP_LETTERS, NO_VALUES);
	}
	status = db_run(db, SQL_UNDO_KEEP, VALUES(value_integer(mailing)));
	return status != STATUS_OK ? status : db_run(db,
	    SQL_UNDO_KEEP_LETTERS, VALUES(value_integer(mailing)));
}

/* ?1 the mailing, made at ?2, with the letters from ?3 to ?4. */
SQL(UNDO_POSSIBLE,
    "SELECT EXISTS (SELECT 1 FROM terug WHERE mailing = ?1)"
    " AND NOT EXISTS (SELECT 1 FROM outbox WHERE id BETWEEN ?3 AND ?4"
    " AND NOT (pogingen = 0 AND (status = 'queued' OR (status = 'withdrawn'"
    " AND antwoord = '" OUTBOX_OVERTAKEN "'))))"
    " AND NOT EXISTS (SELECT 1 FROM terug t JOIN participant p"
    " ON p.id = t.participant WHERE t.mailing = ?1 AND (p.gewijzigd > ?2"
    " OR (t.session = 0 AND p.status <> t.nu)))"
    " AND NOT EXISTS (SELECT 1 FROM terug t WHERE t.mailing = ?1"
    " AND t.session <> 0 AND t.nu IS NOT (SELECT status"
    " FROM participant_session s WHERE s.participant = t.participant"
    " AND +s.session = t.session))");

enum status
undo_possible(struct db *db, const struct mailing *mailing, int64_t now,
    bool *possible)
{
	enum status status;
	int64_t found = 0;

	status = db_integer(db, SQL_UNDO_POSSIBLE, VALUES(
	    value_integer(mailing->id), value_integer(mailing->gemaakt),
	    value_integer(mailing->eerste), value_integer(mailing->laatste)),
	    &found);
	*possible = found != 0 && now < mailing->gemaakt + UNDO_WHILE;
	return status;
}

SQL(UNDO_REGISTRATIONS,
    "SELECT DISTINCT p.registration FROM terug t JOIN participant p"
    " ON p.id = t.participant WHERE t.mailing = ?1 ORDER BY 1");
SQL(UNDO_ALONE,
    "SELECT NOT EXISTS (SELECT 1 FROM participant WHERE event = ?2"
    " AND status = 'bevestigd' AND gewijzigd >= ?3 AND id NOT IN"
    " (SELECT participant FROM terug WHERE mailing = ?1))");
SQL(UNDO_PLACES,
    "UPDATE participant SET (status, rij, regels, vraag_tot) ="
    " (SELECT t.status, t.rij, t.regels, t.vraag_tot FROM terug t"
    " WHERE t.mailing = ?1 AND t.session = 0 AND t.participant ="
    " participant.id), agenda = agenda + 1, gewijzigd = ?2"
    " WHERE id IN (SELECT participant FROM terug WHERE mailing = ?1"
    " AND session = 0)");
SQL(UNDO_SEATS,
    "UPDATE participant_session SET (status, rij, regels) ="
    " (SELECT t.status, t.rij, t.regels FROM terug t WHERE t.mailing = ?1"
    " AND t.participant = participant_session.participant"
    " AND t.session = participant_session.session)"
    " WHERE participant IN (SELECT participant FROM terug"
    " WHERE mailing = ?1 AND session <> 0) AND EXISTS (SELECT 1 FROM terug t"
    " WHERE t.mailing = ?1 AND t.participant = participant_session.participant"
    " AND t.session = participant_session.session)");
SQL(UNDO_LETTERS,
    "UPDATE outbox SET (status, volgende, antwoord) = (SELECT t.status,"
    " max(t.volgende, ?2), '' FROM terug_brief t WHERE t.mailing = ?1"
    " AND t.outbox = outbox.id) WHERE status = 'withdrawn' AND id IN"
    " (SELECT t.outbox FROM terug_brief t JOIN mailing m ON m.id = t.mailing"
    " WHERE t.mailing = ?1 AND t.outbox < m.eerste)");
/* Who stands in it again is tried again. */
SQL(UNDO_LINE, "UPDATE line SET tot = 0 WHERE event = ?1");
SQL(UNDO_FORGET, "DELETE FROM terug WHERE mailing = ?1");
SQL(UNDO_FORGET_LETTERS, "DELETE FROM terug_brief WHERE mailing = ?1");

enum status
undo_put_back(struct db *db, const struct mailing *mailing, int64_t now,
    struct arena *arena, int64_t **list, size_t *count, bool *alone)
{
	static const struct list_of ids =
	    LIST_BY(int64_t, take_integer, SIZE_MAX);
	enum status status;
	int64_t found = 0;

	status = list_read(db, SQL_UNDO_REGISTRATIONS, VALUES(
	    value_integer(mailing->id)), &ids, arena, list, count);
	if (status == STATUS_OK)
		status = db_integer(db, SQL_UNDO_ALONE, VALUES(
		    value_integer(mailing->id), value_integer(mailing->event),
		    value_integer(mailing->gemaakt)), &found);
	*alone = found != 0;
	if (status == STATUS_OK)
		status = db_run(db, SQL_UNDO_PLACES, VALUES(
		    value_integer(mailing->id), value_integer(now)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_UNDO_SEATS, VALUES(
		    value_integer(mailing->id)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_UNDO_LETTERS, VALUES(
		    value_integer(mailing->id), value_integer(now)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_UNDO_LINE, VALUES(
		    value_integer(mailing->event)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_UNDO_FORGET, VALUES(
		    value_integer(mailing->id)));
	return status != STATUS_OK ? status : db_run(db,
	    SQL_UNDO_FORGET_LETTERS, VALUES(value_integer(mailing->id)));
}

SQL(UNDO_CROWDED,
    "SELECT EXISTS (SELECT 1 FROM round r JOIN session s ON s.round = r.id"
    " JOIN session_count c ON c.session = s.id WHERE r.event = ?1"
    " AND c.bezet > s.capaciteit)");

enum status
undo_crowded(struct db *db, int64_t event, bool *crowded)
{
	int64_t found = 0;
	enum status status = db_integer(db, SQL_UNDO_CROWDED,
	    VALUES(value_integer(event)), &found);

	*crowded = found != 0;
	return status;
}
