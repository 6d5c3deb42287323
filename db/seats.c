#include <stdbool.h>

#include "db/arena.h"
#include "db/db.h"
#include "db/event.h"
#include "db/list.h"
#include "db/registration.h"
#include "db/seats.h"

#define WALK_MAX	5000	/* of the line, in one go */

enum status
seats_taken(struct db *db, int64_t event, int64_t *taken)
{
	return db_integer(db, SQL_SEATS_TAKEN, VALUES(value_integer(event)),
	    taken);
}

static void
take_seats(const struct rows *rows, struct arena *arena, void *element)
{
	(void)arena;
	*(struct session_seats *)element = (struct session_seats){
		.session = rows_integer(rows, 0),
		.taken = rows_integer(rows, 1),
	};
}

static const struct list_of session_list = {
	take_seats, sizeof(struct session_seats), WALK_MAX
};

enum status
seats_by_session(struct db *db, int64_t event, struct arena *arena,
    struct session_seats **seats, size_t *count)
{
	return list_read(db, SQL_SEATS_BY_SESSION,
	    VALUES(value_integer(event)), &session_list, arena, seats, count);
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
};

static void
take_waiting(const struct rows *rows, struct arena *arena, void *element)
{
	*(struct waiting *)element = (struct waiting){
		.participant = rows_integer(rows, 0),
		.registration = rows_integer(rows, 1),
		.wethouder = rows_text(rows, 2, arena)[0] == 'w',
		.policy = rows_text(rows, 3, arena)[0],
	};
}

static const struct list_of line_list = {
	take_waiting, sizeof(struct waiting), WALK_MAX
};

/* The round of giving: what is left, and who got a place. */
struct giving {
	struct db	*db;
	int64_t		 left;
	struct seats_given *given;
};

static enum status
confirm(struct giving *giving, const struct waiting *one)
{
	giving->left--;
	giving->given->list[giving->given->count++] = (struct seat_given){
		one->participant, one->registration
	};
	return db_run(giving->db, SQL_SEAT_CONFIRM,
	    VALUES(value_integer(one->participant)));
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

/* Those of the group who are meant, as long as places last. */
static enum status
confirm_those(struct giving *giving, const struct waiting *group,
    size_t count, enum whom whom)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < count &&
	    giving->left > 0; i++)
		if (is_meant(whom, &group[i]))
			status = confirm(giving, &group[i]);
	return status;
}

static enum status
give_group(struct giving *giving, const struct waiting *group, size_t count)
{
	enum status status;

	if (group->policy == 'a' && (int64_t)count > giving->left)
		return STATUS_OK;
	if (group->policy != 'w')
		return confirm_those(giving, group, count, WHOM_ALL);
	status = confirm_those(giving, group, count, WHOM_WETHOUDERS);
	if (status == STATUS_OK)
		status = confirm_those(giving, group, count, WHOM_OTHERS);
	return status;
}

static size_t
group_size(const struct waiting *line, size_t count)
{
	size_t size = 1;

	while (size < count && line[size].registration == line->registration)
		size++;
	return size;
}

static enum status
give_places(struct db *db, const struct event *event, struct arena *arena,
    struct seats_given *given)
{
	struct giving giving = { .db = db, .given = given };
	struct waiting *line = NULL;
	size_t count = 0, size;
	enum status status;
	int64_t taken;

	if ((status = seats_taken(db, event->id, &taken)) != STATUS_OK)
		return status;
	giving.left = event->capaciteit - taken;
	if (giving.left <= 0)
		return STATUS_OK;
	status = list_read(db, SQL_LINE_WALK, VALUES(value_integer(event->id)),
	    &line_list, arena, &line, &count);
	given->list = arena_array(arena, count, sizeof(*given->list));
	for (; status == STATUS_OK && giving.left > 0 && count > 0;
	    line += size, count -= size) {
		size = group_size(line, count);
		status = give_group(&giving, line, size);
	}
	return status;
}

struct wanted {
	int64_t		participant;
	int64_t		session;
	int64_t		capaciteit;
};

static void
take_wanted(const struct rows *rows, struct arena *arena, void *element)
{
	(void)arena;
	*(struct wanted *)element = (struct wanted){
		.participant = rows_integer(rows, 0),
		.session = rows_integer(rows, 1),
		.capaciteit = rows_integer(rows, 2),
	};
}

static const struct list_of wanted_list = {
	take_wanted, sizeof(struct wanted), WALK_MAX
};

/* Sessions go to people with a place, in the order in which they came. */
static enum status
give_sessions(struct db *db, int64_t event, struct arena *arena)
{
	struct wanted *wanted;
	enum status status;
	size_t count;
	int64_t taken;

	status = list_read(db, SQL_SESSION_WALK, VALUES(value_integer(event)),
	    &wanted_list, arena, &wanted, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		status = db_integer(db, SQL_SESSION_TAKEN,
		    VALUES(value_integer(wanted[i].session)), &taken);
		if (status == STATUS_OK && taken < wanted[i].capaciteit)
			status = db_run(db, SQL_SESSION_CONFIRM,
			    VALUES(value_integer(wanted[i].participant),
			    value_integer(wanted[i].session)));
	}
	return status;
}

enum status
seats_give(struct db *db, const struct event *event, struct arena *arena,
    struct seats_given *given)
{
	enum status status;

	*given = (struct seats_given){ .count = 0 };
	status = give_places(db, event, arena, given);
	if (status == STATUS_OK)
		status = give_sessions(db, event->id, arena);
	return status;
}

static enum status
set_sessions(struct db *db, int64_t participant, enum place place)
{
	return db_run(db, SQL_SESSION_SET_ALL,
	    VALUES(value_integer(participant), value_text(place_word(place))));
}

enum status
seats_cancel(struct db *db, int64_t participant)
{
	enum status status;

	status = db_run(db, SQL_SEAT_CANCEL,
	    VALUES(value_integer(participant)));
	if (status == STATUS_OK)
		status = set_sessions(db, participant, PLACE_CANCELLED);
	return status;
}

enum status
seats_return(struct db *db, int64_t participant, int64_t rij)
{
	enum status status;

	status = db_run(db, SQL_SEAT_WAIT, VALUES(value_integer(participant),
	    value_integer(rij)));
	if (status == STATUS_OK)
		status = set_sessions(db, participant, PLACE_WAITING);
	return status;
}
