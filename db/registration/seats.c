#include <stdbool.h>
#include <string.h>

#include "core/arena.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/list.h"
#include "db/registration/guest.h"
#include "db/registration/registration.h"
#include "db/registration/room.h"
#include "db/registration/seats.h"

#define GIVEN_ROOM	8	/* at first */
#define SESSIONS_MAX	5000	/* that an event has; far beyond any form */

static const struct column seats_columns[] = {
	COLUMN(struct session_seats, session),
	COLUMN(struct session_seats, taken),
};

SQL(SEATS_BY_SESSION,
    "SELECT s.id, c.bezet FROM round r JOIN session s ON s.round = r.id"
    " JOIN session_count c ON c.session = s.id"
    " WHERE r.event = ?1 AND c.bezet > 0 ORDER BY s.id");

enum status
seats_by_session(struct db *db, int64_t event, struct arena *arena,
    struct session_seats **seats, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct session_seats, seats_columns, SESSIONS_MAX);

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

/* Not among those who were tried already, even when the last has left. */
SQL(LINE_LAST,
    "SELECT max(coalesce((SELECT rij FROM participant WHERE event = ?1"
    " AND status = 'wachtlijst' ORDER BY rij DESC LIMIT 1), 0),"
    " coalesce((SELECT tot FROM line WHERE event = ?1), 0))");

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
	int64_t		 rij;
	bool		 wethouder;
	char		 policy;	/* first letter of wachtlijst */
	const char	*gemeente;
};

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

/* What is given in one go, and what it takes. */
struct giving {
	struct db		*db;
	const struct event	*event;
	int64_t			 now;
	struct arena		*arena;
	struct seats_given	*given;
	size_t			 given_room;	/* of its list */
};

static void
add_given(struct giving *giving, int64_t participant, int64_t registration,
    int64_t session)
{
	struct seats_given *given = giving->given;
	struct seat_given *larger;

	if (given->count == giving->given_room) {
		giving->given_room = giving->given_room * 2 + GIVEN_ROOM;
		larger = arena_array(giving->arena, giving->given_room,
		    sizeof(*larger));
		if (given->count > 0)
			memcpy(larger, given->list,
			    given->count * sizeof(*larger));
		given->list = larger;
	}
	given->list[given->count++] = (struct seat_given){
		participant, registration, session
	};
}

SQL(SEAT_CONFIRM,
    "UPDATE participant SET status = 'bevestigd', rij = NULL,"
    " agenda = agenda + 1,"
    " regels = (SELECT regels FROM event WHERE event.id ="
    " participant.event),"
    " gewijzigd = ?2 WHERE id = ?1");

/* Those of a group who get a place, in the order in which they do. */
struct chosen {
	const struct waiting	*list[PARTICIPANTS_MAX];
	size_t			 count;
};

/* Those of the group who are meant, as far as the room admits them. */
static void
choose_those(struct room *room, const struct waiting *group, size_t count,
    enum whom whom, struct chosen *chosen)
{
	for (size_t i = 0; i < count; i++)
		if (is_meant(whom, &group[i]) &&
		    room_admits(room, group[i].wethouder))
			chosen->list[chosen->count++] = &group[i];
}

/* By the policy of the group, and the rules for its municipality. */
static enum status
choose(struct giving *giving, struct room *room, const struct waiting *group,
    size_t count, struct chosen *chosen)
{
	enum status status;

	chosen->count = 0;
	status = room_of_gemeente(giving->db, giving->event, group->gemeente,
	    room);
	if (status != STATUS_OK ||
	    (group->policy == 'a' && !admits_all(*room, group, count)))
		return status;
	if (group->policy == 'p') {
		choose_those(room, group, count, WHOM_ALL, chosen);
		return STATUS_OK;
	}
	choose_those(room, group, count, WHOM_WETHOUDERS, chosen);
	choose_those(room, group, count, WHOM_OTHERS, chosen);
	return STATUS_OK;
}

static enum status
give_group(struct giving *giving, struct room *room,
    const struct waiting *group, size_t count)
{
	struct chosen chosen;
	enum status status;

	status = choose(giving, room, group, count, &chosen);
	for (size_t i = 0; status == STATUS_OK && i < chosen.count; i++) {
		const struct waiting *one = chosen.list[i];

		add_given(giving, one->participant, one->registration, 0);
		status = db_run(giving->db, SQL_SEAT_CONFIRM,
		    VALUES(value_integer(one->participant),
		    value_integer(giving->now)));
	}
	return status;
}

/* A point in the line: behind this registration with this number. */
struct behind {
	int64_t		 rij;
	int64_t		 registration;
};

SQL(LINE_NEXT,
    "SELECT p.id, p.registration, p.rij, p.rol, r.wachtlijst, r.gemeente"
    " FROM participant p JOIN registration r ON r.id = p.registration"
    " WHERE p.event = ?1 AND p.status = 'wachtlijst'"
    " AND (p.rij, p.registration) > (?2, ?3) AND r.bevestigen < 2"
    " ORDER BY p.rij, p.registration, p.positie");

/* The next delegation of the line; count 0: there is none. */
static enum status
next_group(struct giving *giving, struct behind behind,
    struct waiting group[PARTICIPANTS_MAX], size_t *count)
{
	struct rows rows;

	*count = 0;
	rows_open(&rows, giving->db, SQL_LINE_NEXT,
	    VALUES(value_integer(giving->event->id),
	    value_integer(behind.rij), value_integer(behind.registration)));
	while (*count < PARTICIPANTS_MAX && rows_next(&rows) && (*count == 0 ||
	    rows_integer(&rows, 1) == group->registration))
		group[(*count)++] = (struct waiting){
			.participant = rows_integer(&rows, 0),
			.registration = rows_integer(&rows, 1),
			.rij = rows_integer(&rows, 2),
			.wethouder = rows_text(&rows, 3,
			    giving->arena)[0] == 'w',
			.policy = rows_text(&rows, 4, giving->arena)[0],
			.gemeente = rows_text(&rows, 5, giving->arena),
		};
	return rows_close(&rows);
}

/*
 * How far the line is settled (schema, line): nobody up to tot would fit in
 * the room that there was then.
 */
struct settled {
	int64_t		 tot;
	int64_t		 over;
	int64_t		 vrij;
	int64_t		 maximum;
};

static const struct column settled_columns[] = {
	COLUMN(struct settled, tot),
	COLUMN(struct settled, over),
	COLUMN(struct settled, vrij),
	COLUMN(struct settled, maximum),
};

SQL(LINE_SETTLED,
    "SELECT tot, over, vrij, maximum FROM line WHERE event = ?1");

SQL(LINE_SETTLE,
    "INSERT INTO line (event, tot, over, vrij, maximum)"
    " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET tot = ?2,"
    " over = ?3, vrij = ?4, maximum = ?5");

static enum status
read_settled(struct giving *giving, struct settled *settled)
{
	static const struct list_of one =
	    LIST_OF(struct settled, settled_columns, 1);
	enum status status;

	*settled = (struct settled){ .tot = 0 };
	status = row_read(giving->db, SQL_LINE_SETTLED,
	    VALUES(value_integer(giving->event->id)), &one, giving->arena,
	    settled);
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

/* Is there nothing now that there was not when it was settled? */
static bool
room_is_no_larger(const struct room *room, const struct event *event,
    const struct settled *settled)
{
	return room->left <= settled->over &&
	    room->left - room->reserved <= settled->vrij &&
	    event->max_per_gemeente == settled->maximum;
}

SQL(LINE_SETTLED_BEFORE,
    "SELECT rij, registration FROM participant WHERE event = ?1"
    " AND status = 'wachtlijst' AND rij <= ?2 AND registration <>"
    " coalesce((SELECT registration FROM participant WHERE event = ?1"
    " AND status = 'wachtlijst' AND rij > ?2 ORDER BY rij, registration"
    " LIMIT 1), 0) ORDER BY rij DESC, registration DESC LIMIT 1");

static const struct column behind_columns[] = {
	COLUMN(struct behind, rij),
	COLUMN(struct behind, registration),
};

/*
 * Where the walk of those who are not settled begins.  A delegation that got
 * more people, right behind those it has in line, is tried as a whole.
 */
static enum status
skip_settled(struct giving *giving, int64_t tot, struct behind *behind)
{
	static const struct list_of one =
	    LIST_OF(struct behind, behind_columns, 1);
	enum status status;

	if (tot == 0)
		return STATUS_OK;
	status = row_read(giving->db, SQL_LINE_SETTLED_BEFORE,
	    VALUES(value_integer(giving->event->id), value_integer(tot)),
	    &one, giving->arena, behind);
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

/*
 * From the front while there is more room than when the line was settled,
 * else only those who are new, until nothing is left.  *settled stays as it
 * was where it still says the most.
 */
static enum status
walk_line(struct giving *giving, struct room *room, struct settled *settled)
{
	struct waiting group[PARTICIPANTS_MAX];
	const struct settled before = *settled;
	struct behind behind = { .rij = 0 };
	enum status status = STATUS_OK;
	bool skipped = false;
	int64_t tot = before.tot;
	size_t count, had;

	while (room->left > 0) {
		if (!skipped && behind.rij <= before.tot &&
		    room_is_no_larger(room, giving->event, &before)) {
			status = skip_settled(giving, before.tot, &behind);
			skipped = true;
		}
		if (status == STATUS_OK)
			status = next_group(giving, behind, group, &count);
		if (status != STATUS_OK || count == 0)
			break;
		behind.rij = group[count - 1].rij;
		behind.registration = group->registration;
		had = giving->given->count;
		status = give_group(giving, room, group, count);
		if (behind.rij > tot && giving->given->count < had + count)
			tot = behind.rij;
	}
	if (status == STATUS_OK && (tot > before.tot || !skipped))
		*settled = (struct settled){
			.tot = tot, .over = room->left,
			.vrij = room->left - room->reserved,
			.maximum = giving->event->max_per_gemeente,
		};
	return status;
}

static enum status
give_places(struct giving *giving)
{
	struct settled before, settled;
	enum status status;
	struct room room;

	status = room_of_event(giving->db, giving->event, giving->now, &room);
	if (status != STATUS_OK || room.left <= 0)
		return status;
	status = read_settled(giving, &before);
	settled = before;
	if (status == STATUS_OK)
		status = walk_line(giving, &room, &settled);
	/* Those who left the line made the schema forget how far it was. */
	if (status != STATUS_OK || settled.tot == 0 || (memcmp(&settled,
	    &before, sizeof(before)) == 0 && giving->given->count == 0))
		return status;
	return db_run(giving->db, SQL_LINE_SETTLE,
	    VALUES(value_integer(giving->event->id),
	    value_integer(settled.tot), value_integer(settled.over),
	    value_integer(settled.vrij), value_integer(settled.maximum)));
}

/* Whether somebody stands in front of who comes now, and is to be tried. */
static enum status
anybody_in_front(struct giving *giving, const struct room *room, bool *any)
{
	struct waiting group[PARTICIPANTS_MAX];
	struct behind behind = { .rij = 0 };
	struct settled settled;
	enum status status;
	size_t count = 0;

	status = read_settled(giving, &settled);
	if (status == STATUS_OK &&
	    room_is_no_larger(room, giving->event, &settled))
		status = skip_settled(giving, settled.tot, &behind);
	if (status == STATUS_OK)
		status = next_group(giving, behind, group, &count);
	*any = count > 0;
	return status;
}

/* As they would stand in line; guests who take no place stand in none. */
static size_t
as_group(const struct event *event, const struct registration *registration,
    struct waiting group[PARTICIPANTS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];
		const char *rol = one->answer[PARTICIPANT_ROL];

		if (guests_are_extra(event) && is_guest(rol))
			continue;
		group[count++] = (struct waiting){
			.participant = (int64_t)i, .wethouder = rol[0] == 'w',
			.policy = registration->answer[CONTACT_WACHTLIJST][0],
			.gemeente = registration->answer[CONTACT_GEMEENTE],
		};
	}
	return count;
}

/* Into the room that is left, when nobody in front could want it. */
static enum status
admit(struct giving *giving, struct registration *registration)
{
	struct waiting group[PARTICIPANTS_MAX];
	size_t count = as_group(giving->event, registration, group);
	struct chosen chosen = { .count = 0 };
	enum status status;
	struct room room;
	bool any = true;

	if (count == 0)
		return STATUS_OK;
	status = room_of_event(giving->db, giving->event, giving->now, &room);
	if (status == STATUS_OK && room.left > 0)
		status = anybody_in_front(giving, &room, &any);
	if (status == STATUS_OK && !any)
		status = choose(giving, &room, group, count, &chosen);
	for (size_t i = 0; status == STATUS_OK && i < chosen.count; i++)
		registration->participants[chosen.list[i]->participant]
		    .attendance = ATTENDANCE_CONFIRMED;
	return status;
}

enum status
seats_admit(struct db *db, const struct event *event, int64_t now,
    struct registration *registration, struct arena *arena)
{
	struct giving giving = {
		.db = db, .event = event, .now = now, .arena = arena,
	};
	enum status status;
	int64_t rij;

	status = seats_line_end(db, event->id, &rij);
	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++) {
		registration->participants[i].attendance = ATTENDANCE_WAITING;
		registration->participants[i].rij = rij;
	}
	if (status != STATUS_OK || event_is_over(event, now) ||
	    registration->to_confirm == TO_CONFIRM_PLACES)
		return status;
	return admit(&giving, registration);
}

struct seats_free {
	int64_t		session;
	int64_t		count;
};

static const struct column free_columns[] = {
	COLUMN(struct seats_free, session),
	COLUMN(struct seats_free, count),
};

/* Sessions that have seats, and somebody who waits for one. */
SQL(SESSION_FREE,
    "SELECT s.id, s.capaciteit - coalesce(c.bezet, 0) AS vrij FROM round r"
    " JOIN session s ON s.round = r.id"
    " LEFT JOIN session_count c ON c.session = s.id"
    " WHERE r.event = ?1 AND vrij > 0 AND EXISTS (SELECT 1"
    " FROM participant_session INDEXED BY participant_session_line"
    " WHERE session = s.id AND status = 'wachtlijst' AND geplaatst = 1)"
    " ORDER BY r.nummer, s.positie");
SQL(SESSION_NEXT,
    "SELECT ps.participant, p.registration FROM participant_session ps"
    " INDEXED BY participant_session_line"
    " CROSS JOIN participant p ON p.id = ps.participant"
    " WHERE ps.session = ?1 AND ps.status = 'wachtlijst'"
    " AND ps.geplaatst = 1 ORDER BY ps.rij, ps.participant LIMIT ?2");
/* +: by the person's few rows, not by the session's many. */
SQL(SESSION_CONFIRM,
    "UPDATE participant_session SET status = 'bevestigd',"
    " regels = (SELECT regels FROM session s WHERE s.id = ?2)"
    " WHERE participant = ?1 AND +session = ?2");

/* In the order in which they chose it; its rows are read before it changes. */
static enum status
give_session(struct giving *giving, const struct seats_free *seats)
{
	size_t first = giving->given->count;
	enum status status;
	struct rows rows;

	rows_open(&rows, giving->db, SQL_SESSION_NEXT,
	    VALUES(value_integer(seats->session),
	    value_integer(seats->count)));
	while (rows_next(&rows))
		add_given(giving, rows_integer(&rows, 0),
		    rows_integer(&rows, 1), seats->session);
	status = rows_close(&rows);
	for (size_t i = first; status == STATUS_OK &&
	    i < giving->given->count; i++)
		status = db_run(giving->db, SQL_SESSION_CONFIRM,
		    VALUES(value_integer(giving->given->list[i].participant),
		    value_integer(seats->session)));
	return status;
}

/* Sessions go to people with a place. */
static enum status
give_sessions(struct giving *giving)
{
	static const struct list_of all =
	    LIST_OF(struct seats_free, free_columns, SESSIONS_MAX);
	struct seats_free *sessions;
	enum status status;
	size_t count = 0;

	status = list_read(giving->db, SQL_SESSION_FREE,
	    VALUES(value_integer(giving->event->id)), &all, giving->arena,
	    &sessions, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = give_session(giving, &sessions[i]);
	return status;
}

SQL(GUESTS_WAIT,
    "SELECT p.id, p.registration FROM participant p"
    " INDEXED BY participant_guest_waits WHERE p.event = ?1"
    " AND p.status = 'wachtlijst' AND " GUEST_ROLE);

/* Guests who take no place wait for none. */
static enum status
give_guests(struct giving *giving)
{
	enum status status;
	struct rows rows;

	if (!guests_are_extra(giving->event))
		return STATUS_OK;
	rows_open(&rows, giving->db, SQL_GUESTS_WAIT,
	    VALUES(value_integer(giving->event->id)));
	while (rows_next(&rows))
		add_given(giving, rows_integer(&rows, 0),
		    rows_integer(&rows, 1), 0);
	status = rows_close(&rows);
	for (size_t i = 0; status == STATUS_OK && i < giving->given->count; i++)
		status = seats_override(giving->db,
		    giving->given->list[i].participant, giving->now);
	return status;
}

enum status
seats_give(struct db *db, const struct event *event, int64_t now,
    struct arena *arena, struct seats_given *given)
{
	struct giving giving = {
		.db = db, .event = event, .now = now, .arena = arena,
		.given = given,
	};
	enum status status;

	*given = (struct seats_given){ .count = 0 };
	if (event_is_over(event, now))
		return STATUS_OK;
	status = give_guests(&giving);
	if (status == STATUS_OK)
		status = give_places(&giving);
	if (status == STATUS_OK)
		status = give_sessions(&giving);
	return status;
}

SQL(SEAT_OVERRIDE,
    "UPDATE participant SET status = 'bevestigd', rij = NULL,"
    " agenda = agenda + 1,"
    " regels = 0, gewijzigd = ?2 WHERE id = ?1 AND status = 'wachtlijst'");

enum status
seats_override(struct db *db, int64_t participant, int64_t now)
{
	return db_change(db, SQL_SEAT_OVERRIDE,
	    VALUES(value_integer(participant), value_integer(now)),
	    STATUS_NOTFOUND);
}

SQL(SEATS_BY_HAND,
    "UPDATE participant SET regels = 0 WHERE registration = ?1"
    " AND status = 'bevestigd'");

enum status
seats_by_hand(struct db *db, int64_t registration)
{
	return db_run(db, SQL_SEATS_BY_HAND,
	    VALUES(value_integer(registration)));
}

SQL(SESSION_OVERRIDE,
    "UPDATE participant_session SET status = 'bevestigd', regels = 0"
    " WHERE participant = ?1 AND +session = ?2 AND status = 'wachtlijst'"
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
    "UPDATE participant SET status = 'afgemeld', rij = NULL, vraag_tot = 0,"
    " agenda = agenda + (status = 'bevestigd'), gewijzigd = ?2"
    " WHERE id = ?1");
SQL(SESSION_CANCEL,
    "UPDATE participant_session SET status = 'afgemeld'"
    " WHERE participant = ?1");

enum status
seats_cancel(struct db *db, int64_t participant, int64_t now)
{
	enum status status;

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

	status = db_run(db, SQL_SEAT_WAIT, VALUES(value_integer(participant),
	    value_integer(rij), value_integer(now)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_SESSION_RETURN,
		    VALUES(value_integer(participant)));
	return status;
}

/* What keeps these people of one registration from having places. */
static enum waiting_for
reason(const struct event *event, int64_t now, const struct room *room,
    int64_t waiting, bool all_or_nothing)
{
	if (event_is_over(event, now))
		return WAITING_FOR_NOTHING;
	if (room->left <= 0)
		return WAITING_FOR_PLACE;
	if (room->gemeente < waiting)
		return WAITING_FOR_GEMEENTE;
	if (all_or_nothing && room->left < waiting)
		return WAITING_FOR_ALL;
	return WAITING_FOR_RESERVED;
}

enum status
seats_why_waiting(struct db *db, const struct event *event, int64_t now,
    const struct registration *registration, struct line_place *place)
{
	int64_t waiting = (int64_t)participants_count(registration,
	    ATTENDANCE_WAITING);
	enum status status;
	struct room room;

	if (waiting == 0)
		return STATUS_NOTFOUND;
	status = room_of_event(db, event, now, &room);
	if (status == STATUS_OK)
		status = room_of_gemeente(db, event,
		    registration->answer[CONTACT_GEMEENTE], &room);
	if (status == STATUS_OK)
		*place = (struct line_place){
			.waiting = waiting,
			.left = room.left < 0 ? 0 : room.left,
			.why = registration->to_confirm ==
			    TO_CONFIRM_PLACES ? WAITING_FOR_CONFIRMATION :
			    reason(event, now, &room, waiting,
			    registration->answer[CONTACT_WACHTLIJST][0] ==
			    'a'),
		};
	return status;
}

SQL(LINE_BEFORE,
    "SELECT count(DISTINCT registration) FROM participant WHERE event = ?1"
    " AND status = 'wachtlijst' AND (rij < ?2 OR"
    " (rij = ?2 AND registration < ?3)) AND registration NOT IN"
    " (SELECT id FROM registration WHERE event = ?1 AND bevestigen = 2)");

enum status
seats_line_place(struct db *db, const struct event *event, int64_t now,
    const struct registration *registration, struct line_place *place)
{
	struct line_place found;
	enum status status;
	int64_t rij = 0;

	for (size_t i = 0; i < registration->nparticipants; i++)
		if (registration->participants[i].attendance ==
		    ATTENDANCE_WAITING)
			rij = registration->participants[i].rij;
	status = seats_why_waiting(db, event, now, registration, &found);
	if (status == STATUS_OK)
		status = db_integer(db, SQL_LINE_BEFORE,
		    VALUES(value_integer(event->id), value_integer(rij),
		    value_integer(registration->id)), &found.before);
	if (status == STATUS_OK)
		*place = found;
	return status;
}
