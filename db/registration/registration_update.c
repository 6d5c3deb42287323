#include "core/arena.h"
#include "db/db.h"
#include "db/registration/attendee_index.h"
#include "db/registration/registration_update.h"

#define VALUES_MAX	32

_Static_assert(CONTACT__MAX + 1 < VALUES_MAX, "room for the contact");
_Static_assert(PARTICIPANT__MAX + 3 < VALUES_MAX, "room for a participant");

SQL_WITH(question_columns, REGISTRATION_UPDATE,
    "UPDATE registration SET @contact=2@ WHERE id = ?1");
SQL(REGISTRATION_THEMA_CLEAR,
    "DELETE FROM registration_thema WHERE registration = ?1");

enum status
registration_update(struct db *db, const struct registration *registration,
    struct arena *arena)
{
	struct value values[VALUES_MAX];
	enum status status;
	size_t count = 0;

	values[count++] = value_integer(registration->id);
	value_texts(values, &count, registration->answer, CONTACT__MAX);
	status = db_run(db, SQL_REGISTRATION_UPDATE, values, count);
	if (status == STATUS_OK)
		status = db_run(db, SQL_REGISTRATION_THEMA_CLEAR,
		    VALUES(value_integer(registration->id)));
	if (status == STATUS_OK)
		status = registration_add_themas(db, registration);
	if (status == STATUS_OK)
		status = attendee_index_registration(db, registration->id,
		    arena);
	return status;
}

SQL_WITH(question_columns, PARTICIPANT_UPDATE,
    "UPDATE participant SET sorteersleutel = ?2, gewijzigd = ?3,"
    " @deelnemer=4@ WHERE id = ?1");

enum status
participant_update(struct db *db, const struct participant *participant,
    struct arena *arena)
{
	struct value values[VALUES_MAX];
	enum status status;
	size_t count = 0;

	values[count++] = value_integer(participant->id);
	values[count++] = value_text(participant_sort_key(participant, arena));
	values[count++] = value_integer(participant->gewijzigd);
	value_texts(values, &count, participant->answer, PARTICIPANT__MAX);
	status = db_run(db, SQL_PARTICIPANT_UPDATE, values, count);
	if (status == STATUS_OK)
		status = attendee_index_participant(db, participant->id,
		    arena);
	return status;
}

SQL(PARTICIPANT_TOUCH, "UPDATE participant SET gewijzigd = ?2 WHERE id = ?1");

enum status
participant_touch(struct db *db, int64_t participant, int64_t now)
{
	return db_run(db, SQL_PARTICIPANT_TOUCH,
	    VALUES(value_integer(participant), value_integer(now)));
}

/* Not those who have cancelled: nothing of theirs changed. */
SQL(REGISTRATION_TOUCH,
    "UPDATE participant SET gewijzigd = ?2 WHERE registration = ?1"
    " AND status <> 'afgemeld'");

enum status
registration_touch(struct db *db, int64_t registration, int64_t now)
{
	return db_run(db, SQL_REGISTRATION_TOUCH,
	    VALUES(value_integer(registration), value_integer(now)));
}

/* The calendar of who is left behind hears of it, so its number rises. */
SQL(PARTICIPANT_RENEW,
    "UPDATE participant SET nonce = ?2, agenda = agenda +"
    " (status = 'bevestigd') WHERE id = ?1");

enum status
participant_renew(struct db *db, const struct participant *participant)
{
	return db_run(db, SQL_PARTICIPANT_RENEW,
	    VALUES(value_integer(participant->id),
	    value_integer(participant->nonce)));
}

SQL(REGISTRATION_RENEW, "UPDATE registration SET nonce = ?2 WHERE id = ?1");

enum status
registration_renew(struct db *db, const struct registration *registration)
{
	return db_run(db, SQL_REGISTRATION_RENEW,
	    VALUES(value_integer(registration->id),
	    value_integer(registration->nonce)));
}
