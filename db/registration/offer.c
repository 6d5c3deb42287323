#include "core/clock.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/list.h"
#include "db/registration/offer.h"

#define HALF_PAST_NINE	(9 * 3600 + 1800)

static int64_t
days_before(const struct event *event, int64_t days)
{
	return days == 0 ? 0 : clock_midnight(event->begin, -(int)days) +
	    HALF_PAST_NINE;
}

bool
offer_asks(const struct event *event, int64_t now)
{
	return event->wachtlijst_vragen > 0 &&
	    now >= clock_midnight(event->begin,
	    -(int)event->wachtlijst_vragen) && now < event->begin;
}

/* Half of what is left, when that is less. */
int64_t
offer_until(const struct event *event, int64_t now)
{
	int64_t left = (event->begin - now) / 2;

	return now + (left < OFFER_WHILE ? left : OFFER_WHILE);
}

int64_t
offer_names_from(const struct event *event)
{
	return days_before(event, event->naam_vragen);
}

int64_t
offer_names_until(const struct event *event)
{
	return days_before(event, event->naam_vrijgeven);
}

SQL(OFFER_HOLD, "UPDATE participant SET vraag_tot = ?2 WHERE id = ?1");

enum status
offer_hold(struct db *db, int64_t participant, int64_t until)
{
	return db_run(db, SQL_OFFER_HOLD, VALUES(value_integer(participant),
	    value_integer(until)));
}

SQL(OFFER_NAMES_ASKED,
    "UPDATE registration SET namen_gevraagd = ?2 WHERE id = ?1");

enum status
offer_names_asked(struct db *db, int64_t registration, int64_t now)
{
	return db_run(db, SQL_OFFER_NAMES_ASKED,
	    VALUES(value_integer(registration), value_integer(now)));
}

static const struct list_of ids_of = LIST_BY(int64_t, take_integer, SIZE_MAX);

SQL(OFFER_OVERDUE,
    "SELECT DISTINCT registration FROM participant WHERE event = ?1"
    " AND vraag_tot > 0 AND vraag_tot <= ?2 LIMIT ?3");

enum status
offer_overdue(struct db *db, int64_t event, int64_t now,
    struct arena *arena, int64_t **ids, size_t *count)
{
	return list_read(db, SQL_OFFER_OVERDUE, VALUES(value_integer(event),
	    value_integer(now), value_integer((int64_t)list_portion)),
	    &ids_of, arena, ids, count);
}

SQL(OFFER_NAMELESS,
    "SELECT DISTINCT p.registration FROM participant p INDEXED BY"
    " participant_held JOIN registration r ON r.id = p.registration"
    " WHERE p.event = ?1 AND p.naam_volgt = 'ja' AND p.status = 'bevestigd'"
    " AND r.namen_gevraagd BETWEEN ?2 AND ?3 LIMIT ?4");

enum status
offer_nameless(struct db *db, int64_t event, int64_t asked_from,
    int64_t asked_until, struct arena *arena, int64_t **ids, size_t *count)
{
	return list_read(db, SQL_OFFER_NAMELESS, VALUES(value_integer(event),
	    value_integer(asked_from), value_integer(asked_until),
	    value_integer((int64_t)list_portion)), &ids_of, arena, ids,
	    count);
}

SQL(OFFER_COUNT,
    "SELECT count(*) FROM participant WHERE event = ?1 AND vraag_tot > 0");

enum status
offer_count(struct db *db, int64_t event, int64_t *people)
{
	return db_integer(db, SQL_OFFER_COUNT, VALUES(value_integer(event)),
	    people);
}
