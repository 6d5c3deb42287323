/*
 * A random walk of acts, as people and organisers do them in any order, at any
 * moment: after each one every invariant holds, and everybody has what a
 * small model of the rules says, which knows nothing of the program.
 *
 * A few thousand acts here; WALK_ACTS=100000 walks so many (make walk), and
 * WALK_SEED=n that part alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acts/act.h"
#include "acts/programme.h"
#include "core/arena.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/registration/invariants.h"
#include "tests/support/world.h"

#define ACTS		3000
#define ACTS_A_WORLD	300	/* then a new one begins */
#define PEOPLE_MAX	400
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* The last two become the first, when the walk merges them. */
static const char *const gemeenten[] = {
	"GM0632", "GM0518", "GM1900", "GM0007", "GM0008",
};
static const char *const policies[] = { "alles", "passend", "wethouder" };
static const char *const roles[] = { "medewerker", "wethouder" };

struct person {
	size_t		 of;		/* index of the delegation */
	int64_t		 positie;
	bool		 wethouder;
	char		 status;	/* b, w or a */
	int64_t		 rij;
};

struct delegation {
	int64_t		 id;
	size_t		 gemeente;
	size_t		 policy;
	size_t		 size;
};

struct walk {
	uint64_t	 random;
	int64_t		 seed;
	size_t		 act;
	struct world	*world;
	struct db	*db;
	struct arena	*arena;
	int64_t		 now;
	int64_t		 rij;
	bool		 merged;
	struct event	 event;		/* as the walk set it */
	struct person	 people[PEOPLE_MAX];
	size_t		 npeople;
	struct delegation delegations[PEOPLE_MAX];
	size_t		 ndelegations;
	/* What is done now, and what must come of it. */
	struct act_context context;
	enum status	 expected;
};

static size_t
draw(struct walk *walk, size_t below)
{
	walk->random ^= walk->random << 13;
	walk->random ^= walk->random >> 7;
	walk->random ^= walk->random << 17;
	return (size_t)(walk->random >> 11) % below;
}

/* The model --------------------------------------------------------------- */

static size_t
family(const struct walk *walk, size_t gemeente)
{
	return walk->merged && gemeente >= 3 ? 0 : gemeente;
}

/* With places; of: of a family, or all with -1. */
static int64_t
placed(const struct walk *walk, bool only_wethouders, int of)
{
	int64_t count = 0;

	for (size_t i = 0; i < walk->npeople; i++) {
		const struct person *one = &walk->people[i];

		count += one->status == 'b' &&
		    (!only_wethouders || one->wethouder) && (of < 0 || of ==
		    (int)family(walk, walk->delegations[one->of].gemeente));
	}
	return count;
}

static int64_t
held(const struct walk *walk)
{
	int64_t held = walk->event.gereserveerd_wethouders -
	    placed(walk, true, -1);

	return walk->now < walk->event.gereserveerd_tot && held > 0 ? held : 0;
}

static bool
may_have(const struct walk *walk, const struct person *one)
{
	int64_t left = walk->event.capaciteit - placed(walk, false, -1);
	size_t gemeente = family(walk, walk->delegations[one->of].gemeente);

	if (walk->event.max_per_gemeente != 0 && placed(walk, false,
	    (int)gemeente) >= walk->event.max_per_gemeente)
		return false;
	return left > 0 && (one->wethouder || left > held(walk));
}

static void
admit(struct walk *walk, struct person **group, size_t count, bool wethouders,
    bool others)
{
	for (size_t i = 0; i < count; i++)
		if ((group[i]->wethouder ? wethouders : others) &&
		    may_have(walk, group[i]))
			group[i]->status = 'b';
}

static void
settle_group(struct walk *walk, struct person **group, size_t count)
{
	size_t policy = walk->delegations[group[0]->of].policy, given = 0;

	admit(walk, group, count, true, policy == 1);
	admit(walk, group, count, false, policy != 1);
	for (size_t i = 0; i < count; i++)
		given += group[i]->status == 'b';
	if (policy == 0 && given < count)
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
	return one < other ? -1 : 1;
}

static void
settle(struct walk *walk)
{
	struct person *line[PEOPLE_MAX];
	size_t count = 0, size;

	if (walk->now >= walk->event.einde)
		return;
	for (size_t i = 0; i < walk->npeople; i++)
		if (walk->people[i].status == 'w')
			line[count++] = &walk->people[i];
	qsort(line, count, sizeof(struct person *), by_turn);
	for (size_t i = 0; i < count; i += size) {
		for (size = 1; i + size < count &&
		    line[i + size]->of == line[i]->of; size++)
			continue;
		settle_group(walk, &line[i], size);
	}
}

static bool
is_open(const struct walk *walk)
{
	return walk->now < walk->event.einde &&
	    walk->now < walk->event.aanmelden_dicht;
}

/* May those with places keep them, with this municipality and these roles? */
static bool
may_keep(const struct walk *walk, size_t of, size_t gemeente, int turned)
{
	const struct delegation *one = &walk->delegations[of];
	int64_t people = 0, there = placed(walk, false,
	    (int)family(walk, gemeente)), most = walk->event.max_per_gemeente;
	int64_t rest = walk->event.gereserveerd_wethouders -
	    placed(walk, true, -1) - turned;

	for (size_t i = 0; i < walk->npeople; i++)
		people += walk->people[i].of == of &&
		    walk->people[i].status == 'b';
	if (family(walk, gemeente) == family(walk, one->gemeente))
		there -= people;
	if (gemeente != one->gemeente && people > 0 && most != 0 &&
	    there + people > most)
		return false;
	return turned >= 0 || rest <= 0 ||
	    walk->now >= walk->event.gereserveerd_tot ||
	    walk->event.capaciteit - placed(walk, false, -1) >= rest;
}

/* What is done, to both ---------------------------------------------------- */

static void
check_status(struct walk *walk, const char *what, enum status got)
{
	if (got != walk->expected)
		fail_msg("seed %lld, act %zu, %s: %d instead of %d",
		    (long long)walk->seed, walk->act, what, (int)got,
		    (int)walk->expected);
}

/* A piece of work as the writer does it: all of it, or nothing. */
static void
work(struct walk *walk, const char *what, db_work job, void *arg)
{
	check_status(walk, what, db_try(walk->db, job, arg, walk->arena));
}

struct by_number {
	struct walk	*walk;
	size_t		 of;
	int64_t		 positie;
	enum status	(*act)(struct db *, const struct act_context *,
			    int64_t, int64_t, struct arena *);
};

static enum status
run_by_number(struct db *db, void *arg, struct arena *arena)
{
	const struct by_number *it = arg;

	return it->act(db, &it->walk->context,
	    it->walk->delegations[it->of].id, it->positie, arena);
}

static enum status
run_sign_up(struct db *db, void *arg, struct arena *arena)
{
	struct by_number *it = arg;
	struct walk *walk = it->walk;
	struct delegation *made = &walk->delegations[it->of];
	struct registration *one;
	char letters[7] = "";
	enum status status;

	for (size_t i = 0; i < made->size; i++)
		letters[i] = draw(walk, 3) == 0 ? 'w' : 'm';
	one = world_delegation(walk->world, arena_printf(arena,
	    "sleutel_%zu_van_deze_gang", walk->act), policies[made->policy],
	    letters);
	one->answer[CONTACT_GEMEENTE] = gemeenten[made->gemeente];
	for (size_t i = 0; i < made->size; i++)
		one->participants[i].session[0] = (int64_t[]){ 0, 11, 12 }[
		    draw(walk, 3)];
	status = act_sign_up(db, &walk->context, one, arena);
	made->id = one->id;
	walk->rij++;
	for (size_t i = 0; status == STATUS_OK && i < made->size; i++)
		walk->people[walk->npeople++] = (struct person){
			it->of, (int64_t)i + 1, letters[i] == 'w', 'w',
			walk->rij,
		};
	return status;
}

static void
override_those(struct walk *walk, size_t of, int64_t from)
{
	settle(walk);
	for (size_t i = 0; i < walk->npeople; i++)
		if (walk->people[i].of == of &&
		    walk->people[i].positie >= from &&
		    walk->people[i].status == 'w')
			walk->people[i].status = 'b';
}

static void
sign_up(struct walk *walk)
{
	struct by_number it = { .walk = walk, .of = walk->ndelegations };

	if (walk->npeople + 6 > PEOPLE_MAX)
		return;
	walk->delegations[it.of] = (struct delegation){
		.gemeente = draw(walk, COUNT(gemeenten)),
		.policy = draw(walk, COUNT(policies)),
		.size = 1 + draw(walk, 5),
	};
	walk->expected = walk->context.always || is_open(walk) ? STATUS_OK :
	    STATUS_NOTFOUND;
	work(walk, "sign up", run_sign_up, &it);
	if (walk->expected != STATUS_OK)
		return;
	walk->ndelegations++;
	if (walk->context.override)
		override_those(walk, it.of, 1);
}

static bool
is_meant(const struct person *one, const struct by_number *it)
{
	return one->of == it->of &&
	    (it->positie == 0 || one->positie == it->positie);
}

static void
cancel(struct walk *walk, struct by_number it)
{
	it.act = act_cancel;
	walk->expected = walk->context.always ||
	    walk->now < walk->event.einde ? STATUS_OK : STATUS_NOTFOUND;
	work(walk, "cancel", run_by_number, &it);
	for (size_t i = 0; walk->expected == STATUS_OK && i < walk->npeople;
	    i++)
		if (is_meant(&walk->people[i], &it))
			walk->people[i].status = 'a';
}

static void
restore(struct walk *walk, struct by_number it)
{
	it.act = act_restore;
	walk->expected = walk->context.always || is_open(walk) ? STATUS_OK :
	    STATUS_NOTFOUND;
	work(walk, "restore", run_by_number, &it);
	walk->rij++;
	for (size_t i = 0; walk->expected == STATUS_OK && i < walk->npeople;
	    i++)
		if (is_meant(&walk->people[i], &it) &&
		    walk->people[i].status == 'a') {
			walk->people[i].status = 'w';
			walk->people[i].rij = walk->rij;
		}
}

static void
override(struct walk *walk, struct person *one)
{
	struct by_number it = { walk, one->of, one->positie, act_override };

	walk->context.override = walk->context.always = true;
	walk->context.reason = "spreker";
	walk->expected = one->status == 'w' ? STATUS_OK : STATUS_NOTFOUND;
	work(walk, "override", run_by_number, &it);
	if (one->status == 'w')
		one->status = 'b';
}

static void
resend(struct walk *walk, struct by_number it)
{
	it.act = act_resend;
	it.positie = 0;
	walk->expected = STATUS_OK;
	work(walk, "resend", run_by_number, &it);
}

/* What a change changes. */
struct change {
	struct walk	*walk;
	struct person	*one;
	size_t		 gemeente, policy;
	bool		 turns, chooses, calls, replaces;
	size_t		 more;
};

static enum status
run_change(struct db *db, void *arg, struct arena *arena)
{
	const struct change *it = arg;
	struct walk *walk = it->walk;
	struct registration wanted, *more = world_delegation(walk->world,
	    "sleutel_van_deze_toets_09", "alles", "mm");
	struct participant *one, copy;
	enum status status;

	status = registration_get(db, walk->delegations[it->one->of].id, arena,
	    &wanted);
	if (status != STATUS_OK)
		return status;
	wanted.answer[CONTACT_GEMEENTE] = gemeenten[it->gemeente];
	wanted.answer[CONTACT_WACHTLIJST] = policies[it->policy];
	if (it->calls)
		wanted.answer[CONTACT_TELEFOON] = arena_printf(arena, "0%zu",
		    walk->act);
	one = participant_at(&wanted, it->one->positie);
	if (it->turns)
		one->answer[PARTICIPANT_ROL] = roles[!it->one->wethouder];
	if (it->chooses)
		one->session[0] = one->session[0] == 11 ? 12 : 11;
	copy = *one;
	if (it->replaces)
		return act_replace(db, &walk->context, wanted.id,
		    wanted.versie, &copy, arena);
	for (size_t i = 0; i < it->more; i++) {
		struct participant *new = &wanted.participants[
		    wanted.nparticipants++];

		*new = more->participants[i];
		new->positie = (int64_t)wanted.nparticipants;
	}
	return act_change(db, &walk->context, &wanted, arena);
}

static void
put_change(struct walk *walk, const struct change *it)
{
	struct delegation *of = &walk->delegations[it->one->of];

	of->gemeente = it->gemeente;
	of->policy = it->policy;
	if (it->turns)
		it->one->wethouder = !it->one->wethouder;
	walk->rij++;
	for (size_t i = 0; i < it->more; i++)
		walk->people[walk->npeople++] = (struct person){
			it->one->of, (int64_t)++of->size, false, 'w',
			walk->rij,
		};
	if (walk->context.override && it->more > 0)
		override_those(walk, it->one->of,
		    (int64_t)(of->size - it->more) + 1);
}

static void
change(struct walk *walk, struct person *one)
{
	const struct delegation *of = &walk->delegations[one->of];
	struct change it = {
		.walk = walk, .one = one, .gemeente = of->gemeente,
		.policy = of->policy,
	};
	size_t what = draw(walk, 8);
	int turned = 0;

	if (what < 2)
		it.gemeente = draw(walk, COUNT(gemeenten));
	else if (what == 2)
		it.policy = draw(walk, COUNT(policies));
	else if (what < 5)
		it.turns = one->status != 'a';
	else if (what == 5)
		it.chooses = true;
	else if (what == 6)
		it.calls = true;
	else if (of->size < 20 && walk->npeople + 2 <= PEOPLE_MAX)
		it.more = 1 + draw(walk, 2);
	it.replaces = it.turns && draw(walk, 2) == 0;
	if (it.turns && one->status == 'b')
		turned = one->wethouder ? -1 : 1;
	walk->expected = !walk->context.always && (walk->now >=
	    walk->event.wijzigen_tot || walk->now >= walk->event.einde) ?
	    STATUS_NOTFOUND : walk->context.override || may_keep(walk,
	    one->of, it.gemeente, turned) ? STATUS_OK : STATUS_FULL;
	work(walk, "change", run_change, &it);
	if (walk->expected == STATUS_OK)
		put_change(walk, &it);
}

static enum status
run_event(struct db *db, void *arg, struct arena *arena)
{
	struct walk *walk = arg;
	struct event before;
	enum status status = event_get(db, 1, arena, &before);

	if (status != STATUS_OK)
		return status;
	walk->event.versie = before.versie;
	return act_set_event(db, &walk->context, &walk->event, arena);
}

static void
set_event(struct walk *walk)
{
	struct event *event = &walk->event;

	walk->context.always = true;
	switch (draw(walk, 6)) {
	case 0:
		event->capaciteit = placed(walk, false, -1) +
		    (int64_t)draw(walk, 7);
		break;
	case 1:
		event->capaciteit = (int64_t)draw(walk, 30);
		break;
	case 2:
		event->gereserveerd_wethouders = draw(walk, 3) == 0 ? 0 :
		    placed(walk, true, -1) + (int64_t)draw(walk, 6);
		event->gereserveerd_tot = walk->now + (int64_t)draw(walk, 80);
		break;
	case 3:
		event->max_per_gemeente = (int64_t)draw(walk, 3) * 4;
		break;
	case 4:
		/* Over now, or not over for a while. */
		event->einde = walk->now + (draw(walk, 3) == 0 ? 0 : 100);
		event->begin = event->einde - 50;
		break;
	default:
		event->aanmelden_dicht = walk->now + (int64_t)draw(walk, 90);
		event->wijzigen_tot = walk->now + (int64_t)draw(walk, 90);
	}
	walk->expected = STATUS_OK;
	work(walk, "set event", run_event, walk);
}

static enum status
run_session(struct db *db, void *arg, struct arena *arena)
{
	struct walk *walk = arg;
	struct session one = walk->context.catalog->rounds[0].sessions[
	    draw(walk, 2)];

	one.capaciteit = (int64_t)draw(walk, 9);
	return act_put_session(db, &walk->context, 1, &one, arena);
}

static enum status
run_merge(struct db *db, void *arg, struct arena *arena)
{
	struct walk *walk = arg;
	const char *sql;

	walk->merged = !walk->merged;
	sql = walk->merged ? "UPDATE gemeente SET opvolger = 'GM0632',"
	    " geldig_tot = '2026-01-01' WHERE code IN ('GM0007', 'GM0008')" :
	    "UPDATE gemeente SET opvolger = NULL WHERE code IN ('GM0007',"
	    " 'GM0008')";
	(void)arena;
	return db_script(db, sql, strlen(sql));
}

static enum status
run_remind(struct db *db, void *arg, struct arena *arena)
{
	const struct walk *walk = arg;

	return act_remind(db, &walk->context, arena);
}

static void
do_something(struct walk *walk)
{
	struct person *one = &walk->people[walk->npeople == 0 ? 0 :
	    draw(walk, walk->npeople)];
	size_t what = walk->npeople == 0 ? 0 : draw(walk, 26);
	struct by_number it = { .walk = walk, .of = one->of,
		.positie = draw(walk, 3) == 0 ? 0 : one->positie };

	walk->expected = STATUS_OK;
	if (what < 7)
		sign_up(walk);
	else if (what < 11)
		cancel(walk, it);
	else if (what < 14)
		restore(walk, it);
	else if (what < 19)
		change(walk, one);
	else if (what == 19)
		override(walk, one);
	else if (what < 23)
		set_event(walk);
	else if (what == 23)
		work(walk, "set session", run_session, walk);
	else if (what == 24)
		work(walk, "merge", run_merge, walk);
	else if (draw(walk, 4) > 0)
		resend(walk, it);
	else {
		walk->expected = walk->now < walk->event.einde ? STATUS_OK :
		    STATUS_NOTFOUND;
		work(walk, "remind", run_remind, walk);
	}
}

/* As whom, with what said besides; the catalog of this moment. */
static void
prepare(struct walk *walk)
{
	size_t who = draw(walk, 6);

	walk->context = (struct act_context){
		.config = &walk->world->config,
		.secret = &walk->world->secret, .now = walk->now,
		.random = world_random,
		.who = who < 4 ? "contact" : "account anke",
		.always = who >= 4, .quiet = who == 5 && draw(walk, 2) == 0,
		.override = who == 5, .reason = who == 5 ? "spreker" : NULL,
	};
	assert_int_equal(act_gather(walk->db, 1, &walk->context, walk->arena),
	    STATUS_OK);
}

/* What came of it ---------------------------------------------------------- */

SQL(WALK_STATE,
    "SELECT status FROM participant WHERE registration = ?1"
    " ORDER BY positie");

static void
compare(struct walk *walk)
{
	struct breach breaches[INVARIANTS];
	size_t count = 0;

	for (size_t of = 0; of < walk->ndelegations; of++) {
		struct rows rows;

		rows_open(&rows, walk->db, SQL_WALK_STATE, VALUES(
		    value_integer(walk->delegations[of].id)));
		for (int64_t n = 1; rows_next(&rows); n++)
			for (size_t i = 0; i < walk->npeople; i++) {
				const struct person *one = &walk->people[i];

				if (one->of == of && one->positie == n &&
				    rows_text(&rows, 0, walk->arena)[0] !=
				    one->status)
					fail_msg("seed %lld, act %zu: %lld of"
					    " %zu should be %c",
					    (long long)walk->seed, walk->act,
					    (long long)n, of, one->status);
			}
		assert_int_equal(rows_close(&rows), STATUS_OK);
	}
	assert_int_equal(invariants_check(walk->db, walk->now, breaches,
	    &count), STATUS_OK);
	if (count > 0)
		fail_msg("seed %lld, act %zu: %s (%lld)",
		    (long long)walk->seed, walk->act,
		    breaches[0].invariant->words, (long long)breaches[0].id);
}

static void
begin(struct walk *walk, int64_t seed)
{
	void *opened;

	*walk = (struct walk){
		.seed = seed, .now = WORLD_NOW,
		.random = (uint64_t)seed * 0x9e3779b97f4a7c15u + 1,
	};
	assert_int_equal(world_open(&opened), 0);
	walk->world = opened;
	world_sql(walk->world, "UPDATE gemeente SET opvolger = NULL");
	walk->db = world_second_writer(walk->world);
	assert_int_equal(db_begin(walk->db), STATUS_OK);
	walk->arena = arena_new((size_t)64 << 20);
	assert_int_equal(event_get(walk->db, 1, walk->world->arena,
	    &walk->event), STATUS_OK);
}

static void
end(struct walk *walk)
{
	void *opened = walk->world;

	db_rollback(walk->db);
	db_close(walk->db);
	arena_free(walk->arena);
	assert_int_equal(world_close(&opened), 0);
}

static void
walk_on(struct walk *walk, int64_t seed, size_t acts)
{
	begin(walk, seed);
	for (walk->act = 0; walk->act < acts; walk->act++) {
		walk->now += (int64_t)draw(walk, 3);
		prepare(walk);
		do_something(walk);
		settle(walk);
		/* As the mailer does each minute. */
		assert_int_equal(act_give(walk->db, &walk->context,
		    walk->arena), STATUS_OK);
		compare(walk);
		arena_reset(walk->arena);
	}
	end(walk);
}

static void
test_every_act_leaves_what_the_rules_say(void **state)
{
	const char *acts = getenv("WALK_ACTS"), *seed = getenv("WALK_SEED");
	size_t left = acts == NULL ? ACTS : strtoul(acts, NULL, 10);
	struct walk *walk = calloc(1, sizeof(*walk));

	(void)state;
	assert_non_null(walk);
	if (seed != NULL)
		walk_on(walk, strtoll(seed, NULL, 10), ACTS_A_WORLD);
	for (int64_t i = 1; seed == NULL && left > 0; i++) {
		size_t now = left < ACTS_A_WORLD ? left : ACTS_A_WORLD;

		walk_on(walk, i, now);
		left -= now;
	}
	free(walk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_act_leaves_what_the_rules_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
