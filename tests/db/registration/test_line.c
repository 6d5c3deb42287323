/*
 * The line against a model of it that walks all of it each time, in the
 * simplest way: a random walk of acts, after each of which everybody must
 * have what the model says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/registration/registration.h"
#include "db/registration/seats.h"
#include "tests/support/world.h"

#define WALKS		10
#define ACTS		500
#define PEOPLE_MAX	600
#define SESSIONS	2	/* of round 1 of the world */
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static const int64_t session_ids[SESSIONS] = { 11, 12 };
static const char *const gemeenten[] = { "GM0632", "GM0518", "GM1900" };
static const char *const policies[] = { "alles", "passend", "wethouder" };

struct person {
	int64_t		 id;
	size_t		 registration;	/* index */
	bool		 wethouder;
	char		 status;	/* b, w or a */
	int64_t		 rij;
	int		 session;	/* index, -1 for none */
	char		 session_status;
	int64_t		 session_rij;
};

struct delegation {
	int64_t		 id;
	size_t		 gemeente;
	size_t		 policy;
};

struct model {
	uint64_t	 random;
	int64_t		 seed;
	struct world	*world;
	struct db	*db;
	int64_t		 now;
	int64_t		 rij;		/* the last number that was given out */
	int64_t		 places, reserved, until, most;
	int64_t		 session_places[SESSIONS];
	struct person	 people[PEOPLE_MAX];
	size_t		 npeople;
	struct delegation delegations[PEOPLE_MAX];
	size_t		 ndelegations;
};

static size_t
draw(struct model *model, size_t below)
{
	model->random ^= model->random << 13;
	model->random ^= model->random >> 7;
	model->random ^= model->random << 17;
	return (size_t)(model->random >> 11) % below;
}

/* The model --------------------------------------------------------------- */

static int64_t
count_with_place(const struct model *model, bool only_wethouders, int gemeente)
{
	int64_t count = 0;

	for (size_t i = 0; i < model->npeople; i++) {
		const struct person *one = &model->people[i];

		count += one->status == 'b' &&
		    (!only_wethouders || one->wethouder) && (gemeente < 0 ||
		    model->delegations[one->registration].gemeente ==
		    (size_t)gemeente);
	}
	return count;
}

/* Whether this person may have a place, with those who have one now. */
static bool
may_have(const struct model *model, const struct person *one)
{
	size_t gemeente = model->delegations[one->registration].gemeente;
	int64_t left = model->places - count_with_place(model, false, -1);
	int64_t held = model->now < model->until ? model->reserved -
	    count_with_place(model, true, -1) : 0;

	if (model->most != 0 && count_with_place(model, false,
	    (int)gemeente) >= model->most)
		return false;
	return left > 0 && (one->wethouder || held <= 0 || left > held);
}

static void
admit_those(struct model *model, struct person **group, size_t count,
    bool wethouders, bool others)
{
	for (size_t i = 0; i < count; i++)
		if ((group[i]->wethouder ? wethouders : others) &&
		    may_have(model, group[i]))
			group[i]->status = 'b';
}

static void
settle_group(struct model *model, struct person **group, size_t count)
{
	const char *policy = policies[model->delegations[
	    group[0]->registration].policy];
	size_t given = 0;

	if (strcmp(policy, "passend") == 0) {
		admit_those(model, group, count, true, true);
		return;
	}
	admit_those(model, group, count, true, false);
	admit_those(model, group, count, false, true);
	for (size_t i = 0; i < count; i++)
		given += group[i]->status == 'b';
	if (strcmp(policy, "alles") == 0 && given < count)
		for (size_t i = 0; i < count; i++)
			group[i]->status = 'w';
}

static int
by_turn(const void *a, const void *b)
{
	const struct person *one = *(struct person *const *)a;
	const struct person *other = *(struct person *const *)b;

	if (one->rij != other->rij)
		return one->rij < other->rij ? -1 : 1;
	return one->id < other->id ? -1 : 1;
}

static void
settle_places(struct model *model)
{
	struct person *line[PEOPLE_MAX];
	size_t count = 0, size;

	for (size_t i = 0; i < model->npeople; i++)
		if (model->people[i].status == 'w')
			line[count++] = &model->people[i];
	qsort(line, count, sizeof(struct person *), by_turn);
	for (size_t i = 0; i < count; i += size) {
		for (size = 1; i + size < count && line[i + size]->
		    registration == line[i]->registration; size++)
			continue;
		settle_group(model, &line[i], size);
	}
}

static void
settle_session(struct model *model, int session)
{
	int64_t taken = 0;
	struct person *next;

	for (size_t i = 0; i < model->npeople; i++)
		taken += model->people[i].session == session &&
		    model->people[i].session_status == 'b';
	for (; taken < model->session_places[session]; taken++) {
		next = NULL;
		for (size_t i = 0; i < model->npeople; i++) {
			struct person *one = &model->people[i];

			if (one->session == session && one->status == 'b' &&
			    one->session_status == 'w' && (next == NULL ||
			    one->session_rij < next->session_rij))
				next = one;
		}
		if (next == NULL)
			return;
		next->session_status = 'b';
	}
}

/* What is done, to both ---------------------------------------------------- */

static void
run(struct model *model, const char *format, ...)
{
	va_list args;
	char sql[400];

	va_start(args, format);
	vsnprintf(sql, sizeof(sql), format, args);
	va_end(args);
	assert_int_equal(db_script(model->db, sql, sizeof(sql)), STATUS_OK);
}

static void
choose(struct model *model, struct person *one, int session)
{
	if (one->session == session)
		return;
	one->session = session;
	one->session_status = 'w';
	one->session_rij = ++model->rij;
	assert_int_equal(participant_choose(model->db, one->id, 1,
	    session < 0 ? 0 : session_ids[session]), STATUS_OK);
}

static int
any_session(struct model *model)
{
	return (int)draw(model, SESSIONS + 2) % (SESSIONS + 1) - 1;
}

/* count more people, the roles drawn, at the end of the line. */
static void
add_people(struct model *model, size_t of, struct registration *registration,
    size_t from)
{
	int64_t rij = ++model->rij;

	for (size_t i = from; i < registration->nparticipants; i++) {
		model->people[model->npeople] = (struct person){
			.id = registration->participants[i].id,
			.registration = of, .status = 'w', .rij = rij,
			.wethouder = registration->participants[i].
			    answer[PARTICIPANT_ROL][0] == 'w', .session = -1,
		};
		choose(model, &model->people[model->npeople++],
		    any_session(model));
	}
}

static struct registration *
drawn_delegation(struct model *model, size_t policy)
{
	char roles[7] = "";
	size_t count = 1 + draw(model, 6);

	for (size_t i = 0; i < count; i++)
		roles[i] = draw(model, 3) == 0 ? 'w' : 'm';
	return world_delegation(model->world, arena_printf(
	    model->world->arena, "sleutel_%zu_van_deze_gang",
	    model->ndelegations), policies[policy], roles);
}

static void
sign_up(struct model *model)
{
	struct delegation *made = &model->delegations[model->ndelegations];
	static const struct catalog none;
	struct registration *one;
	struct event event;

	made->policy = draw(model, 2) * draw(model, COUNT(policies));
	made->gemeente = draw(model, COUNT(gemeenten));
	one = drawn_delegation(model, made->policy);
	one->answer[CONTACT_GEMEENTE] = gemeenten[made->gemeente];
	assert_int_equal(registration_add(model->db, one), STATUS_OK);
	assert_int_equal(event_get(model->db, 1, model->world->arena, &event),
	    STATUS_OK);
	assert_int_equal(seats_admit(model->db, &event, model->now, one,
	    model->world->arena), STATUS_OK);
	assert_int_equal(registration_add_people(model->db, one, &none,
	    model->world->arena), STATUS_OK);
	made->id = one->id;
	add_people(model, model->ndelegations++, one, 0);
}

static void
join(struct model *model, size_t of)
{
	struct registration now, *more = drawn_delegation(model, 0);
	static const struct catalog none;
	struct participant *one;
	int64_t rij;
	size_t had;

	assert_int_equal(registration_get(model->db,
	    model->delegations[of].id, model->world->arena, &now), STATUS_OK);
	had = now.nparticipants;
	if (had + 2 > PARTICIPANTS_MAX)
		return;
	assert_int_equal(seats_line_end(model->db, 1, &rij), STATUS_OK);
	for (size_t i = 0; i < more->nparticipants && i < 2; i++) {
		one = &now.participants[now.nparticipants++];
		*one = more->participants[i];
		one->positie = (int64_t)now.nparticipants;
		one->rij = rij;
		assert_int_equal(participant_add(model->db, &now, one, &none,
		    model->world->arena), STATUS_OK);
	}
	add_people(model, of, &now, had);
}

static void
cancel(struct model *model, struct person *one)
{
	if (one->status == 'a')
		return;
	one->status = one->session_status = 'a';
	assert_int_equal(seats_cancel(model->db, one->id, model->now),
	    STATUS_OK);
}

static void
restore(struct model *model, size_t of)
{
	int64_t rij, turn = ++model->rij;

	assert_int_equal(seats_line_end(model->db, 1, &rij), STATUS_OK);
	for (size_t i = 0; i < model->npeople; i++) {
		struct person *one = &model->people[i];

		if (one->registration != of || one->status != 'a')
			continue;
		one->status = one->session_status = 'w';
		one->rij = turn;
		one->session_rij = ++model->rij;
		assert_int_equal(seats_return(model->db, one->id, rij,
		    model->now), STATUS_OK);
	}
}

static void
cancel_some(struct model *model, size_t of, size_t one_in)
{
	for (size_t i = 0; i < model->npeople; i++)
		if (model->people[i].registration == of &&
		    draw(model, one_in) == 0)
			cancel(model, &model->people[i]);
}

static void
change_delegation(struct model *model, struct delegation *one)
{
	if (draw(model, 2) == 0)
		one->gemeente = draw(model, COUNT(gemeenten));
	else
		one->policy = draw(model, COUNT(policies));
	run(model, "UPDATE registration SET gemeente = '%s',"
	    " wachtlijst = '%s' WHERE id = %lld", gemeenten[one->gemeente],
	    policies[one->policy], (long long)one->id);
}

static void
change_person(struct model *model, struct person *one)
{
	one->wethouder = !one->wethouder;
	run(model, "UPDATE participant SET rol = '%s' WHERE id = %lld",
	    one->wethouder ? "wethouder" : "medewerker", (long long)one->id);
}

static void
change_event(struct model *model)
{
	switch (draw(model, 4)) {
	case 0:
		/* Near to what is taken: there all rules matter. */
		model->places = count_with_place(model, false, -1) +
		    (int64_t)draw(model, 7);
		if (draw(model, 8) == 0)
			model->places = (int64_t)draw(model, 20);
		break;
	case 1:
		model->reserved = draw(model, 3) == 0 ? 0 :
		    count_with_place(model, true, -1) +
		    (int64_t)draw(model, 6);
		model->until = model->now + (int64_t)draw(model, 80) - 3;
		break;
	case 2:
		model->most = (int64_t)draw(model, 3) * 6;
		break;
	default:
		model->session_places[draw(model, SESSIONS)] =
		    (int64_t)draw(model, 12);
	}
	run(model, "UPDATE event SET capaciteit = %lld,"
	    " gereserveerd_wethouders = %lld, gereserveerd_tot = %lld,"
	    " max_per_gemeente = %lld; UPDATE session SET capaciteit ="
	    " CASE id WHEN 11 THEN %lld ELSE %lld END WHERE round = 1",
	    (long long)model->places, (long long)model->reserved,
	    (long long)model->until, (long long)model->most,
	    (long long)model->session_places[0],
	    (long long)model->session_places[1]);
}

static void
override(struct model *model, struct person *one)
{
	if (one->status == 'w') {
		one->status = 'b';
		assert_int_equal(seats_override(model->db, one->id, model->now),
		    STATUS_OK);
	} else if (one->status == 'b' && one->session >= 0 &&
	    one->session_status == 'w') {
		one->session_status = 'b';
		assert_int_equal(seats_override_session(model->db, one->id,
		    session_ids[one->session]), STATUS_OK);
	}
}

static void
do_something(struct model *model)
{
	struct person *one = &model->people[draw(model, model->npeople + 1) %
	    (model->npeople + (model->npeople == 0))];
	size_t of = one->registration, what = draw(model, 24);

	model->now += (int64_t)draw(model, 3);
	if (model->npeople + 6 > PEOPLE_MAX)
		what = 8 + what % 16;
	if (what < 8 || model->npeople == 0)
		sign_up(model);
	else if (what < 12)
		cancel(model, one);
	else if (what == 12)
		cancel_some(model, of, 1);
	else if (what == 13)
		cancel_some(model, of, 2);
	else if (what < 16)
		restore(model, of);
	else if (what == 16)
		change_person(model, one);
	else if (what == 17)
		change_delegation(model, &model->delegations[of]);
	else if (what == 18 && model->npeople + 2 <= PEOPLE_MAX)
		join(model, draw(model, 2) == 0 ? of :
		    model->ndelegations - 1);
	else if (what == 19)
		override(model, one);
	else if (what == 20 && one->status != 'a')
		choose(model, one, any_session(model));
	else if (what > 20)
		change_event(model);
}

/* What came of it ---------------------------------------------------------- */

SQL(LINE_TEST_STATE,
    "SELECT p.id, p.status, coalesce(ps.status, '') FROM participant p"
    " LEFT JOIN participant_session ps ON ps.participant = p.id"
    " ORDER BY p.id");

/* The first person of whom the rows say another thing; NULL: none. */
static const struct person *
first_difference(struct model *model)
{
	const struct person *wrong = NULL;
	struct rows rows;
	size_t i = 0;

	rows_open(&rows, model->db, SQL_LINE_TEST_STATE, NO_VALUES);
	for (; rows_next(&rows); i++) {
		const struct person *one = &model->people[i];
		const char *status = rows_text(&rows, 1, model->world->arena);
		const char *session = rows_text(&rows, 2,
		    model->world->arena);

		assert_int_equal(rows_integer(&rows, 0), one->id);
		if (wrong == NULL && (status[0] != one->status ||
		    session[0] != (one->session < 0 ? '\0' :
		    one->session_status)))
			wrong = one;
	}
	assert_int_equal(rows_close(&rows), STATUS_OK);
	assert_int_equal(i, model->npeople);
	return wrong;
}

SQL(LINE_TEST_COUNTS,
    "SELECT (SELECT count(*) FROM (SELECT event, count(*),"
    " sum(rol = 'wethouder') FROM participant WHERE status = 'bevestigd'"
    " GROUP BY 1 EXCEPT SELECT * FROM seat_count)) + (SELECT count(*)"
    " FROM (SELECT p.event, r.gemeente, p.status, p.rol, p.naam_volgt,"
    " count(*) FROM participant p JOIN registration r"
    " ON r.id = p.registration WHERE status <> 'wachtlijst'"
    " GROUP BY 1, 2, 3, 4, 5"
    " EXCEPT SELECT * FROM head_count)) + (SELECT count(*) FROM (SELECT"
    " session, count(*) FROM participant_session WHERE status = 'bevestigd'"
    " GROUP BY 1 EXCEPT SELECT * FROM session_count)) + (SELECT"
    " coalesce(sum(bezet), 0) FROM seat_count)"
    " - (SELECT count(*) FROM participant WHERE status = 'bevestigd')");

static void
compare(struct model *model, size_t act)
{
	struct seats_given given;
	const struct person *wrong;
	struct event event;
	int64_t counts = -1;

	settle_places(model);
	for (int i = 0; i < SESSIONS; i++)
		settle_session(model, i);
	assert_int_equal(event_get(model->db, 1, model->world->arena, &event),
	    STATUS_OK);
	assert_int_equal(seats_give(model->db, &event, model->now,
	    model->world->arena, &given), STATUS_OK);
	wrong = first_difference(model);
	if (wrong != NULL)
		fail_msg("seed %lld, act %zu: person %lld should be %c, and "
		    "%c in session %d", (long long)model->seed, act,
		    (long long)wrong->id, wrong->status,
		    wrong->session < 0 ? '-' : wrong->session_status,
		    wrong->session);
	assert_int_equal(seats_give(model->db, &event, model->now,
	    model->world->arena, &given), STATUS_OK);
	if (given.count != 0)
		fail_msg("seed %lld, act %zu: not settled at once",
		    (long long)model->seed, act);
	assert_int_equal(db_integer(model->db, SQL_LINE_TEST_COUNTS, NO_VALUES,
	    &counts), STATUS_OK);
	if (counts != 0)
		fail_msg("seed %lld, act %zu: the counts are not the rows'",
		    (long long)model->seed, act);
}

static void
walk(int64_t seed)
{
	struct model *model = calloc(1, sizeof(*model));
	void *opened;

	assert_non_null(model);
	assert_int_equal(world_open(&opened), 0);
	model->world = opened;
	model->seed = seed;
	model->random = (uint64_t)seed * 0x9e3779b97f4a7c15u + 1;
	model->now = WORLD_NOW;
	model->places = 10;
	model->session_places[0] = 2;
	model->session_places[1] = 5;
	model->db = world_second_writer(model->world);
	assert_int_equal(db_begin(model->db), STATUS_OK);
	for (size_t act = 0; act < ACTS; act++) {
		do_something(model);
		compare(model, act);
	}
	db_rollback(model->db);
	db_close(model->db);
	assert_int_equal(world_close(&opened), 0);
	free(model);
}

/* LINE_SEED=n walks that one alone. */
static void
test_the_line_is_settled_as_if_all_of_it_were_walked(void **state)
{
	const char *seed = getenv("LINE_SEED");

	(void)state;
	if (seed != NULL)
		walk(strtoll(seed, NULL, 10));
	for (int64_t i = 1; seed == NULL && i <= WALKS; i++)
		walk(i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_the_line_is_settled_as_if_all_of_it_were_walked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
