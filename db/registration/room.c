/* The rules by which places are given, as figures of this moment. */
#include <string.h>

#include "core/clock.h"
#include "core/text.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/registration/guest.h"
#include "db/registration/registration.h"
#include "db/registration/room.h"

SQL(SEATS_TAKEN,
    "SELECT coalesce((SELECT bezet FROM seat_count WHERE event = ?1), 0)"
    " - coalesce((SELECT sum(c.aantal) FROM event e JOIN head_count c"
    " ON c.event = e.id AND c.gemeente = '" GUEST_GEMEENTE "'"
    " AND c.status = 'bevestigd'"
    " WHERE e.id = ?1 AND e.gasten_tellen = ''), 0)");

enum status
seats_taken(struct db *db, int64_t event, int64_t *taken)
{
	return db_integer(
	    db, SQL_SEATS_TAKEN, VALUES(value_integer(event)), taken);
}

bool
room_admits(struct room *room, bool wethouder)
{
	if (room->left <= 0 || room->gemeente <= 0 ||
	    (!wethouder && room->left <= room->reserved))
		return false;
	room->left--;
	room->gemeente--;
	if (wethouder && room->reserved > 0)
		room->reserved--;
	return true;
}

SQL(SEATS_OF_WETHOUDERS,
    "SELECT coalesce((SELECT wethouders FROM seat_count WHERE event = ?1),"
    " 0)");

/* more: wethouders with a place besides those that the rows have. */
static enum status
reserve(struct db *db, const struct event *event, int64_t now, int64_t more,
    struct room *room)
{
	enum status status;
	int64_t wethouders = 0;

	room->reserved = 0;
	if (event->gereserveerd_wethouders == 0 ||
	    now >= event->gereserveerd_tot)
		return STATUS_OK;
	status = db_integer(db, SQL_SEATS_OF_WETHOUDERS,
	    VALUES(value_integer(event->id)), &wethouders);
	if (wethouders + more < event->gereserveerd_wethouders)
		room->reserved =
		    event->gereserveerd_wethouders - wethouders - more;
	return status;
}

enum status
room_of_event(
    struct db *db, const struct event *event, int64_t now, struct room *room)
{
	enum status status;
	int64_t taken;

	status = seats_taken(db, event->id, &taken);
	if (status != STATUS_OK)
		return status;
	*room = (struct room){
	    .left = event->capaciteit - taken,
	    .gemeente = INT64_MAX,
	};
	return reserve(db, event, now, 0, room);
}

SQL(SEATS_OF_GEMEENTE, GEMEENTE_FAMILY
    " SELECT iif(" GEMEENTE_IS_ALONE ", coalesce((SELECT sum(aantal)"
    " FROM head_count WHERE event = ?1 AND gemeente = ?2"
    " AND status = 'bevestigd'), 0) - ?5 * (?4 = ?2),"
    " coalesce((SELECT sum(aantal) FROM head_count WHERE event = ?1"
    " AND gemeente IN (SELECT code FROM family)"
    " AND status = 'bevestigd'), 0)"
    " - ?5 * (?4 IN (SELECT code FROM family)))");

/* As if so many people of own, with a place, were not there. */
static enum status
room_without(struct db *db, const struct event *event, const char *gemeente,
    const char *own, int64_t people, struct room *room)
{
	char day[CLOCK_DAY_SIZE];
	enum status status;
	int64_t taken;

	room->gemeente = INT64_MAX;
	if (event->max_per_gemeente == 0 ||
	    text_same(gemeente, GUEST_GEMEENTE))
		return STATUS_OK;
	clock_day(event->begin, day);
	status = db_integer(db, SQL_SEATS_OF_GEMEENTE,
	    VALUES(value_integer(event->id), value_text(gemeente),
	        value_text(day), value_text(own), value_integer(people)),
	    &taken);
	if (status == STATUS_OK)
		room->gemeente = event->max_per_gemeente - taken;
	return status;
}

enum status
room_of_gemeente(struct db *db, const struct event *event, const char *gemeente,
    struct room *room)
{
	return room_without(db, event, gemeente, "", 0, room);
}

/* With places: all of them, and how many wethouders more there would be. */
struct placed {
	int64_t people;
	int64_t wethouders;
};

static int
is_wethouder(const struct participant *one)
{
	return one->answer[PARTICIPANT_ROL][0] == 'w';
}

static struct placed
count_placed(const struct registration *now, const struct registration *wanted)
{
	struct placed placed = {0, 0};

	for (size_t i = 0; i < now->nparticipants; i++) {
		const struct participant *one = &now->participants[i];

		if (one->attendance != ATTENDANCE_CONFIRMED)
			continue;
		placed.people++;
		for (size_t j = 0; j < wanted->nparticipants; j++)
			if (wanted->participants[j].positie == one->positie)
				placed.wethouders +=
				    is_wethouder(&wanted->participants[j]) -
				    is_wethouder(one);
	}
	return placed;
}

/* Whether the municipality that they are of now may have them, too. */
static enum status
may_move(struct db *db, const struct event *event,
    const struct registration *now, const struct registration *wanted,
    int64_t people, bool *may)
{
	const char *from = now->answer[CONTACT_GEMEENTE];
	const char *to = wanted->answer[CONTACT_GEMEENTE];
	struct room room;
	enum status status;

	*may = true;
	if (people == 0 || text_same(from, to))
		return STATUS_OK;
	status = room_without(db, event, to, from, people, &room);
	*may = status == STATUS_OK && room.gemeente >= people;
	return status;
}

enum status
seats_may_keep(struct db *db, const struct event *event, int64_t at,
    const struct registration *now, const struct registration *wanted,
    enum waiting_for *against)
{
	struct placed placed = count_placed(now, wanted);
	enum status status;
	struct room room;
	bool may = true;

	status = may_move(db, event, now, wanted, placed.people, &may);
	if (status == STATUS_OK)
		status = room_of_event(db, event, at, &room);
	if (status == STATUS_OK)
		status = reserve(db, event, at, placed.wethouders, &room);
	if (status != STATUS_OK)
		return status;
	if (!may)
		*against = WAITING_FOR_GEMEENTE;
	else if (placed.wethouders < 0 && room.reserved > 0 &&
	         room.left < room.reserved)
		*against = WAITING_FOR_RESERVED;
	else
		return STATUS_OK;
	return STATUS_FULL;
}
