#include <stdbool.h>
#include <string.h>

#include "core/arena.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/list.h"
#include "db/registration/registration.h"
#include "db/registration/seats.h"

#define WALK_MAX	5000	/* of the line, in one go */

SQL(SEATS_TAKEN,
    "SELECT count(*) FROM participant WHERE event = ?1"
    " AND status = 'bevestigd'");

enum status
seats_taken(struct db *db, int64_t event, int64_t *taken)
{
	struct db_memo *memo = db_memo(db);
	enum status status;

	if (!memo->known || memo->of != event) {
		memo->known = false;
		status = db_integer(db, SQL_SEATS_TAKEN,
		    VALUES(value_integer(event)), &memo->figure);
		if (status != STATUS_OK)
			return status;
		memo->of = event;
		memo->known = true;
	}
	*taken = memo->figure;
	return STATUS_OK;
}

static const struct column seats_columns[] = {
	COLUMN(struct session_seats, session),
	COLUMN(struct session_seats, taken),
};

SQL(SEATS_BY_SESSION,
    "SELECT ps.session, count(*) FROM participant_session ps"
    " JOIN round r ON r.id = ps.round"
    " WHERE r.event = ?1 AND ps.status = 'bevestigd' GROUP BY ps.session");

enum status
seats_by_session(struct db *db, int64_t event, struct arena *arena,
    struct session_seats **seats, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct session_seats, seats_columns, WALK_MAX);

	return list_read(db, SQL_SEATS_BY_SESSION,
	    VALUES(value_integer(event)), &all, arena, seats, count);
}

int64_t
session_left(const struct session_seats *seats, size_t count,
    int64_t session, int64_t capaciteit)
{
	for (size_t i = 0; i < count; i++)
		if (seats[i].session == session)
			capaciteit -= seats[i].taken;
	return capaciteit < 0 ? 0 : capaciteit;
}

SQL(LINE_LAST,
    "SELECT coalesce(max(rij), 0) FROM participant WHERE event = ?1"
    " AND status = 'wachtlijst'");

enum status
seats_line_end(struct db *db, int64_t event, int64_t *rij)
{
	enum status status;
	int64_t last;

	status = db_integer(db, SQL_LINE_LAST, VALUES(value_integer(event)),
	    &last);
	if (status == STATUS_OK)
		*rij = last + 1;
	return status;
}

/* One person in the line; those of one registration stand together. */
struct waiting {
	int64_t		 participant;
	int64_t		 registration;
	bool		 wethouder;
	char		 policy;	/* first letter of wachtlijst */
	const char	*gemeente;
};

static void
take_waiting(const struct rows *rows, struct arena *arena, void *element)
{
	*(struct waiting *)element = (struct waiting){
		.participant = rows_integer(rows, 0),
		.registration = rows_integer(rows, 1),
		.wethouder = rows_text(rows, 2, arena)[0] == 'w',
		.policy = rows_text(rows, 3, arena)[0],
		.gemeente = rows_text(rows, 4, arena),
	};
}

static const struct list_of line_list =
    LIST_BY(struct waiting, take_waiting, WALK_MAX);

/* What there is to give.  A trial on a copy costs nothing. */
struct room {
	int64_t		 now;
	int64_t		 left;
	int64_t		 reserved;	/* of those, only for wethouders */
	int64_t		 gemeente;	/* what this municipality may have */
};

static bool
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
    "SELECT count(*) FROM participant WHERE event = ?1"
    " AND status = 'bevestigd' AND rol = 'wethouder'");

static enum status
room_of_event(struct db *db, const struct event *event, int64_t now,
    struct room *room)
{
	int64_t taken, wethouders = 0;
	enum status status;

	status = seats_taken(db, event->id, &taken);
	if (status != STATUS_OK)
		return status;
	*room = (struct room){
		.left = event->capaciteit - taken, .gemeente = INT64_MAX,
		.now = now,
	};
	if (event->gereserveerd_wethouders == 0 ||
	    now >= event->gereserveerd_tot)
		return STATUS_OK;
	status = db_integer(db, SQL_SEATS_OF_WETHOUDERS,
	    VALUES(value_integer(event->id)), &wethouders);
	if (wethouders < event->gereserveerd_wethouders)
		room->reserved = event->gereserveerd_wethouders - wethouders;
	return status;
}

SQL(SEATS_OF_GEMEENTE,
    "SELECT count(*) FROM registration r"
    " JOIN participant p ON p.registration = r.id WHERE r.event = ?1"
    " AND r.gemeente = ?2 AND p.status = 'bevestigd'");

static enum status
room_of_gemeente(struct db *db, const struct event *event,
    const char *gemeente, struct room *room)
{
	enum status status;
	int64_t taken;

	room->gemeente = INT64_MAX;
	if (event->max_per_gemeente == 0)
		return STATUS_OK;
	status = db_integer(db, SQL_SEATS_OF_GEMEENTE,
	    VALUES(value_integer(event->id), value_text(gemeente)), &taken);
	if (status == STATUS_OK)
		room->gemeente = event->max_per_gemeente - taken;
	return status;
}

enum whom {
	WHOM_ALL,
	WHOM_WETHOUDERS,
	WHOM_OTHERS
};

static bool
is_meant(enum whom whom, const struct waiting *one)
{
	return whom == WHOM_ALL || (whom == WHOM_WETHOUDERS) == one->wethouder;
}

/* Would all of them be admitted?  Wethouders first, as a reserve wants. */
static bool
admits_all(struct room room, const struct waiting *group, size_t count)
{
	for (enum whom whom = WHOM_WETHOUDERS; whom <= WHOM_OTHERS; whom++)
		for (size_t i = 0; i < count; i++)
			if (is_meant(whom, &group[i]) &&
			    !room_admits(&room, group[i].wethouder))
				return false;
	return true;
}

static void
add_given(struct seats_given *given, int64_t participant,
    int64_t registration, int64_t session)
{
	given->list[given->count++] = (struct seat_given){
		participant, registration, session
	};
}

SQL(SEAT_CONFIRM,
    "UPDATE participant SET status = 'bevestigd', rij = NULL,"
    " gewijzigd = ?2 WHERE id = ?1");

/* Those of the group who are meant, as far as the room admits them. */
static enum status
confirm_those(struct db *db, struct room *room, const struct waiting *group,
    size_t count, enum whom whom, struct seats_given *given)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		if (!is_meant(whom, &group[i]) ||
		    !room_admits(room, group[i].wethouder))
			continue;
		add_given(given, group[i].participant, group[i].registration,
		    0);
		status = db_run(db, SQL_SEAT_CONFIRM,
		    VALUES(value_integer(group[i].participant),
		    value_integer(room->now)));
		db_memo(db)->figure++;
	}
	return status;
}

static enum status
give_group(struct db *db, struct room *room, const struct waiting *group,
    size_t count, struct seats_given *given)
{
	enum status status;

	if (group->policy == 'a' && !admits_all(*room, group, count))
		return STATUS_OK;
	if (group->policy == 'p')
		return confirm_those(db, room, group, count, WHOM_ALL, given);
	status = confirm_those(db, room, group, count, WHOM_WETHOUDERS, given);
	if (status == STATUS_OK)
		status = confirm_those(db, room, group, count, WHOM_OTHERS,
		    given);
	return status;
}

SQL(LINE_WALK,
    "SELECT p.id, p.registration, p.rol, r.wachtlijst, r.gemeente"
    " FROM participant p JOIN registration r ON r.id = p.registration"
    " WHERE p.event = ?1 AND p.status = 'wachtlijst'"
    " ORDER BY p.rij, p.registration, p.positie");

static enum status
give_places(struct db *db, const struct event *event, int64_t now,
    struct arena *arena, struct seats_given *given)
{
	struct waiting *line = NULL;
	size_t count = 0, size;
	enum status status;
	struct room room;

	status = room_of_event(db, event, now, &room);
	if (status != STATUS_OK || room.left <= 0)
		return status;
	status = list_read(db, SQL_LINE_WALK, VALUES(value_integer(event->id)),
	    &line_list, arena, &line, &count);
	given->list = arena_array(arena, count, sizeof(*given->list));
	for (; status == STATUS_OK && room.left > 0 && count > 0;
	    line += size, count -= size) {
		for (size = 1; size < count &&
		    line[size].registration == line->registration; size++)
			continue;
		status = room_of_gemeente(db, event, line->gemeente, &room);
		if (status == STATUS_OK)
			status = give_group(db, &room, line, size, given);
	}
	return status;
}

struct wanted {
	int64_t		participant;
	int64_t		session;
	int64_t		capaciteit;
	int64_t		registration;
};

static const struct column wanted_columns[] = {
	COLUMN(struct wanted, participant),
	COLUMN(struct wanted, session),
	COLUMN(struct wanted, capaciteit),
	COLUMN(struct wanted, registration),
};

static const struct list_of wanted_list =
    LIST_OF(struct wanted, wanted_columns, WALK_MAX);

SQL(SESSION_TAKEN,
    "SELECT count(*) FROM participant_session WHERE session = ?1"
    " AND status = 'bevestigd'");
SQL(SESSION_CONFIRM,
    "UPDATE participant_session SET status = 'bevestigd'"
    " WHERE participant = ?1 AND session = ?2");

SQL(SESSION_WALK,
    "SELECT ps.participant, ps.session, s.capaciteit, p.registration"
    " FROM participant_session ps"
    " CROSS JOIN participant p ON p.id = ps.participant"
    " JOIN session s ON s.id = ps.session"
    " WHERE p.event = ?1 AND p.status = 'bevestigd'"
    " AND ps.status = 'wachtlijst' ORDER BY ps.rij, p.id, ps.round");

/* Sessions go to people with a place, in the order in which they chose. */
static enum status
give_sessions(struct db *db, int64_t event, struct arena *arena,
    struct seats_given *given)
{
	struct seat_given *list;
	struct wanted *wanted;
	enum status status;
	int64_t taken;
	size_t count;

	status = list_read(db, SQL_SESSION_WALK, VALUES(value_integer(event)),
	    &wanted_list, arena, &wanted, &count);
	if (status != STATUS_OK || count == 0)
		return status;
	list = arena_array(arena, given->count + count, sizeof(*list));
	if (given->count > 0)
		memcpy(list, given->list, given->count * sizeof(*list));
	given->list = list;
	for (size_t i = 0; status == STATUS_OK && i < count; i++, wanted++) {
		status = db_integer(db, SQL_SESSION_TAKEN,
		    VALUES(value_integer(wanted->session)), &taken);
		if (status != STATUS_OK || taken >= wanted->capaciteit)
			continue;
		add_given(given, wanted->participant, wanted->registration,
		    wanted->session);
		status = db_run(db, SQL_SESSION_CONFIRM,
		    VALUES(value_integer(wanted->participant),
		    value_integer(wanted->session)));
	}
	return status;
}

enum status
seats_give(struct db *db, const struct event *event, int64_t now,
    struct arena *arena, struct seats_given *given)
{
	enum status status;

	*given = (struct seats_given){ .count = 0 };
	status = give_places(db, event, now, arena, given);
	if (status == STATUS_OK)
		status = give_sessions(db, event->id, arena, given);
	return status;
}

SQL(SEAT_OVERRIDE,
    "UPDATE participant SET status = 'bevestigd', rij = NULL,"
    " gewijzigd = ?2 WHERE id = ?1 AND status = 'wachtlijst'");

enum status
seats_override(struct db *db, int64_t participant, int64_t now)
{
	db_memo(db)->known = false;
	return db_change(db, SQL_SEAT_OVERRIDE,
	    VALUES(value_integer(participant), value_integer(now)),
	    STATUS_NOTFOUND);
}

SQL(SESSION_OVERRIDE,
    "UPDATE participant_session SET status = 'bevestigd'"
    " WHERE participant = ?1 AND session = ?2 AND status = 'wachtlijst'"
    " AND EXISTS (SELECT 1 FROM participant WHERE id = ?1"
    " AND status = 'bevestigd')");

enum status
seats_override_session(struct db *db, int64_t participant, int64_t session)
{
	return db_change(db, SQL_SESSION_OVERRIDE,
	    VALUES(value_integer(participant), value_integer(session)),
	    STATUS_NOTFOUND);
}

SQL(SEAT_CANCEL,
    "UPDATE participant SET status = 'afgemeld', rij = NULL, gewijzigd = ?2"
    " WHERE id = ?1");
SQL(SESSION_CANCEL,
    "UPDATE participant_session SET status = 'afgemeld'"
    " WHERE participant = ?1");

enum status
seats_cancel(struct db *db, int64_t participant, int64_t now)
{
	enum status status;

	db_memo(db)->known = false;
	status = db_run(db, SQL_SEAT_CANCEL,
	    VALUES(value_integer(participant), value_integer(now)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_SESSION_CANCEL,
		    VALUES(value_integer(participant)));
	return status;
}

SQL(SEAT_WAIT,
    "UPDATE participant SET status = 'wachtlijst', rij = ?2, gewijzigd = ?3"
    " WHERE id = ?1");
SQL(SESSION_RETURN,
    "UPDATE participant_session SET status = 'wachtlijst', rij = (SELECT"
    " max(o.rij) + 1 FROM participant_session o"
    " WHERE o.session = participant_session.session) WHERE participant = ?1");

enum status
seats_return(struct db *db, int64_t participant, int64_t rij, int64_t now)
{
	enum status status;

	db_memo(db)->known = false;
	status = db_run(db, SQL_SEAT_WAIT, VALUES(value_integer(participant),
	    value_integer(rij), value_integer(now)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_SESSION_RETURN,
		    VALUES(value_integer(participant)));
	return status;
}

/* What keeps these people of one registration from having places. */
static enum waiting_for
reason(const struct room *room, int64_t waiting, bool all_or_nothing)
{
	if (room->left <= 0)
		return WAITING_FOR_PLACE;
	if (room->gemeente < waiting)
		return WAITING_FOR_GEMEENTE;
	if (all_or_nothing && room->left < waiting)
		return WAITING_FOR_ALL;
	return WAITING_FOR_RESERVED;
}

SQL(LINE_BEFORE,
    "SELECT count(DISTINCT registration) FROM participant WHERE event = ?1"
    " AND status = 'wachtlijst' AND (rij < ?2 OR"
    " (rij = ?2 AND registration < ?3))");

enum status
seats_line_place(struct db *db, const struct event *event, int64_t now,
    const struct registration *registration, struct line_place *place)
{
	enum status status;
	struct room room;
	int64_t rij = 0, waiting = 0, before;

	for (size_t i = 0; i < registration->nparticipants; i++)
		if (registration->participants[i].attendance ==
		    ATTENDANCE_WAITING) {
			rij = registration->participants[i].rij;
			waiting++;
		}
	if (waiting == 0)
		return STATUS_NOTFOUND;
	status = db_integer(db, SQL_LINE_BEFORE,
	    VALUES(value_integer(event->id), value_integer(rij),
	    value_integer(registration->id)), &before);
	if (status == STATUS_OK)
		status = room_of_event(db, event, now, &room);
	if (status == STATUS_OK)
		status = room_of_gemeente(db, event,
		    registration->answer[CONTACT_GEMEENTE], &room);
	if (status == STATUS_OK)
		*place = (struct line_place){
			.before = before, .why = reason(&room, waiting,
			    registration->answer[CONTACT_WACHTLIJST][0] ==
			    'a'),
			.left = room.left < 0 ? 0 : room.left,
		};
	return status;
}
