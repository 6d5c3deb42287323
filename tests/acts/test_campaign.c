/*
 * The campaign: nobody who answered is asked again, whatever happens in
 * whatever order.  A small model knows the rules in its own words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acts/campaign.h"
#include "core/arena.h"
#include "core/clock.h"
#include "db/mail/outbox_claim.h"
#include "tests/support/world.h"

#define DAY		86400
#define HOUR		3600
#define PLACES		3
#define HISTORIES_A_WORLD 100

static const char *codes[PLACES] = { "GM0632", "GM0518", "GM1900" };
static const char *addresses[PLACES] = { "a632@n.nl", "a518@n.nl",
    "a1900@n.nl" };
static const char *griffies[PLACES] = { "griffie@n.nl", NULL, NULL };

struct sending {
	struct act_context	 act;
	struct campaign_order	 order;
};

static enum status
invite(struct db *db, void *arg, struct arena *arena)
{
	struct sending *sending = arg;

	return act_invite(db, &sending->act, &sending->order, arena);
}

static struct sending
sending_to(struct world *world, const char **whom, size_t count)
{
	struct sending sending = {
		.act = world_act(world),
		.order = {
			.event = 1, .codes = whom, .ncodes = count,
			.sentence = "Tot dan.", .selection = "alle",
		},
	};

	sending.act.who = "account organisator";
	sending.order.due = sending.act.now;
	return sending;
}

/* How many were owed. */
static size_t
send_to(struct world *world, const char **whom, size_t count)
{
	struct sending sending = sending_to(world, whom, count);

	assert_int_equal(world_run(world, invite, &sending), STATUS_OK);
	return sending.order.owed;
}

static size_t
send_all(struct world *world)
{
	return send_to(world, codes, PLACES);
}

struct answering {
	struct act_context	 act;
	const char		*code;
	enum campaign_answer	 answer;
	const char		*about;
};

static enum status
note_answer(struct db *db, void *arg, struct arena *arena)
{
	struct answering *it = arg;

	return act_answer_invitation(db, &it->act, 1, it->code, it->answer,
	    it->about, arena);
}

static void
answer(struct world *world, const char *code, enum campaign_answer which,
    const char *about)
{
	struct answering it = {
		world_act(world), code, which, about,
	};

	it.act.who = "gemeente";
	assert_int_equal(world_run(world, note_answer, &it), STATUS_OK);
}

static void
set_addresses(struct world *world)
{
	world_sql(world, "UPDATE gemeente SET gemeente_email = 'a632@n.nl'"
	    " WHERE code = 'GM0632'; UPDATE gemeente SET gemeente_email ="
	    " 'a518@n.nl' WHERE code = 'GM0518'; UPDATE gemeente SET"
	    " gemeente_email = 'a1900@n.nl' WHERE code = 'GM1900'");
}

static int
open_invited(void **state)
{
	if (world_open(state) != 0)
		return -1;
	world_set_now(WORLD_NOW);
	set_addresses(*state);
	return 0;
}

static int
close_world(void **state)
{
	world_set_now(WORLD_NOW);
	return world_close(state);
}

struct claiming {
	struct world	*world;
	struct composed	*composed;
	size_t		 ncomposed;
	size_t		 claimed;
};

static enum status
claim(struct db *db, void *arg, struct arena *arena)
{
	struct claiming *it = arg;
	struct claim claims[50];
	enum status status;
	size_t count = 0;

	status = outbox_claim(db, &(struct terms){
		.now = world_now(), .hold = 60, .max = 50,
	}, it->composed, it->ncomposed, arena, claims, &count);
	it->claimed = count;
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = outbox_answer(db, claims[i].id, OUTBOX_SENT, "250",
		    world_now());
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

/* A mailer's turn: compose what is due, claim it, and it is taken. */
static size_t
mail(struct world *world)
{
	struct claiming it = { .world = world };

	world_compose(world);
	assert_int_equal(world_run(world, claim, &it), STATUS_OK);
	return it.claimed;
}

static void
test_letter_says_who_when_and_the_link(void **state)
{
	struct world *world = *state;

	assert_int_equal(send_to(world, codes, 1), 1);
	assert_string_equal(world_letters(world), "uitnodiging a632@n.nl\n");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, 'gemeente Woerden')"
	    " AND instr(bericht, 'Tot dan.') AND instr(bericht, '/u/%s')"
	    " AND instr(bericht, 'List-Unsubscribe: <http://localhost:8080/u/"
	    "%s/stop>') AND instr(bericht, 'One-Click')",
	    invited_code(&world->secret, 1, "GM0632", world->arena),
	    invited_code(&world->secret, 1, "GM0632", world->arena)), 1);
	assert_int_equal(mail(world), 1);
	world_set_now(WORLD_NOW + 8 * DAY);
	assert_int_equal(send_to(world, codes, 1), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE soort = 'herinnering uitnodiging'"
	    " AND instr(bericht, 'Op dinsdag 24 november 2026 nodigden')"), 1);
}

static void
test_caps_hold_and_what_waits_is_not_doubled(void **state)
{
	struct world *world = *state;

	assert_int_equal(send_all(world), 3);
	assert_int_equal(send_all(world), 0);
	for (int i = 0; i < 6; i++) {
		mail(world);
		world_set_now(world_now() + 6 * DAY);
		assert_int_equal(send_all(world), 0);
		world_set_now(world_now() + DAY);
		assert_int_equal(send_all(world), i < 3 ? 3 : 0);
	}
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"),
	    12);
}

/* Signed up, declined, later, stopped, asked elsewhere: while it waits. */
static void
test_letter_is_withdrawn_by_every_answer(void **state)
{
	struct world *world = *state;

	for (int i = 0; i < 5; i++) {
		world_sql(world, "DELETE FROM outbox_bericht; DELETE FROM"
		    " outbox; DELETE FROM invitation;"
		    " DELETE FROM gemeente_afgezegd");
		assert_int_equal(send_to(world, codes, 1), 1);
		world_compose(world);
		if (i == 0)
			answer(world, codes[0], ANSWER_DECLINES, "");
		else if (i == 1)
			answer(world, codes[0], ANSWER_LATER, "2026-12-08");
		else if (i == 2)
			answer(world, codes[0], ANSWER_STOP, NULL);
		else if (i == 3)
			answer(world, codes[0], ANSWER_ELSEWHERE, "b@n.nl");
		else
			world_sign_up(world, world_delegation(world,
			    WORLD_KEY, "alles", "m"));
		world_sql(world, "DELETE FROM outbox WHERE registration > 0");
		assert_int_equal(mail(world), 0);
		assert_string_equal(world_text(world, "SELECT status || ': '"
		    " || antwoord FROM outbox"), "withdrawn: "
		    OUTBOX_ANSWERED);
		assert_int_equal(send_to(world, codes, 1), i == 3);
	}
}

/* By the desk, which tells the outbox nothing: the claim asks. */
static void
test_claim_asks_what_changed_behind_its_back(void **state)
{
	static const char *const changes[] = {
		"INSERT INTO gemeente_afgezegd VALUES (1, 'GM0632', 1, 'x',"
		" '')",
		"UPDATE gemeente SET gemeente_email = 'nieuw@n.nl'"
		" WHERE code = 'GM0632'",
		/* A municipality that went into it. */
		"INSERT INTO gemeente_afgezegd VALUES (1, 'GM0007', 1, 'x',"
		" '')",
	};
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		world_sql(world, "DELETE FROM outbox_bericht; DELETE FROM"
		    " outbox; DELETE FROM gemeente_afgezegd");
		set_addresses(world);
		assert_int_equal(send_to(world, codes, 1), 1);
		world_sql(world, changes[i]);
		assert_int_equal(mail(world), 0);
		assert_string_equal(world_text(world, "SELECT status FROM"
		    " outbox"), "withdrawn");
	}
}

static void
test_who_decides_later_is_asked_after_that_day(void **state)
{
	struct world *world = *state;

	answer(world, codes[0], ANSWER_LATER, "2026-12-01");
	assert_int_equal(send_to(world, codes, 1), 0);
	world_set_now(WORLD_NOW + 7 * DAY);
	assert_int_equal(send_to(world, codes, 1), 0);
	world_set_now(WORLD_NOW + 8 * DAY);
	assert_int_equal(send_to(world, codes, 1), 1);
}

/* Half an hour past midnight here it is yesterday in UTC. */
static void
test_day_of_the_claim_is_that_of_the_country(void **state)
{
	struct world *world = *state;

	answer(world, codes[0], ANSWER_LATER, "2026-12-01");
	world_set_now(clock_midnight(WORLD_NOW, 8) + HOUR / 2);
	assert_int_equal(send_to(world, codes, 1), 1);
	assert_int_equal(mail(world), 1);
}

static void
test_bounce_ends_it_until_there_is_another_address(void **state)
{
	struct world *world = *state;

	send_to(world, codes, 1);
	mail(world);
	world_sql(world, "INSERT INTO address VALUES ('A632@n.nl', 1, '550')");
	world_set_now(WORLD_NOW + 8 * DAY);
	assert_int_equal(send_to(world, codes, 1), 0);
	answer(world, codes[0], ANSWER_ELSEWHERE, "griffie@n.nl");
	assert_int_equal(send_to(world, codes, 1), 1);
	assert_string_equal(world_text(world, "SELECT ontvanger FROM outbox"
	    " ORDER BY id DESC LIMIT 1"), "griffie@n.nl");
}

static void
test_only_the_public_event_that_is_not_over_invites(void **state)
{
	static const char *const changes[] = {
		"UPDATE event SET afgelast = 1",
		"UPDATE event SET afgelast = 0, zichtbaar = 0",
		"UPDATE event SET zichtbaar = 1, aanmelden_dicht = begin - 1;"
		" UPDATE event SET aanmelden_open = 1, aanmelden_dicht = 5",
	};
	struct world *world = *state;
	struct sending sending = sending_to(world, codes, PLACES);

	for (size_t i = 0; i < 3; i++) {
		world_sql(world, changes[i]);
		assert_int_equal(world_run(world, invite, &sending),
		    STATUS_NOTFOUND);
	}
	assert_int_equal(world_count(world, "outbox"), 0);
}

static enum status
stop(struct db *db, void *arg, struct arena *arena)
{
	struct act_context *act = arg;
	int64_t stopped = 0;

	return act_stop_mailing(db, act, 1, &stopped, arena);
}

/* What was taken back was never sent: it counts for nothing. */
static void
test_taken_back_is_as_if_it_was_never_owed(void **state)
{
	struct world *world = *state;
	struct act_context act = world_act(world);

	assert_int_equal(send_all(world), 3);
	assert_int_equal(world_run(world, stop, &act), STATUS_OK);
	assert_int_equal(mail(world), 0);
	assert_string_equal(world_text(world, "SELECT wat || toelichting FROM"
	    " audit ORDER BY id DESC LIMIT 1"), "mails teruggehaald3");
	assert_int_equal(send_all(world), 3);
	assert_string_equal(world_text(world, "SELECT group_concat(soort)"
	    " FROM outbox WHERE status = 'queued'"),
	    "uitnodiging,uitnodiging,uitnodiging");
}

static enum status
remind(struct db *db, void *arg, struct arena *arena)
{
	return act_remind_silent(db, arg, arena);
}

static size_t
remind_at(struct world *world, int64_t moment)
{
	struct act_context act;
	int64_t before = world_count(world, "outbox");

	world_set_now(moment);
	act = world_act(world);
	act.who = "systeem";
	assert_int_equal(world_run(world, remind, &act), STATUS_OK);
	return (size_t)(world_count(world, "outbox") - before);
}

static void
test_days_remind_by_themselves_once(void **state)
{
	/* 28 days before Tuesday 12 January; at 9.30 in winter. */
	const int64_t morning = clock_midnight(WORLD_BEGIN, -28) +
	    9 * HOUR + 1800;
	struct world *world = *state;

	send_to(world, codes, 2);
	mail(world);
	assert_int_equal(remind_at(world, morning), 0);
	world_sql(world, "UPDATE event SET herinneren = '28, 10'");
	assert_int_equal(remind_at(world, morning - 1), 0);
	/* Not the third, that was never invited. */
	assert_int_equal(remind_at(world, morning), 2);
	world_sql(world, "UPDATE outbox SET status = 'withdrawn', volgende ="
	    " NULL WHERE soort <> 'uitnodiging'");
	assert_int_equal(remind_at(world, morning + HOUR), 0);
	assert_int_equal(remind_at(world, morning + DAY), 0);
	/* Ten days before is a Saturday: on Monday then. */
	assert_int_equal(remind_at(world, morning + 18 * DAY), 0);
	assert_int_equal(remind_at(world, morning + 20 * DAY - 1), 0);
	assert_int_equal(remind_at(world, morning + 20 * DAY), 2);
}

/* A reminder of a week of recess goes on the first day of work behind it. */
static void
test_recess_and_caps_are_settings(void **state)
{
	const int64_t morning = clock_midnight(WORLD_BEGIN, -28) +
	    9 * HOUR + 1800;
	struct world *world = *state;

	world_sql(world, "UPDATE event SET herinneren = '28', herinneren_om ="
	    " 2, herinneren_max = 1,"
	    " reces = '2026-12-01 t/m 2026-12-02'");
	send_to(world, codes, 1);
	mail(world);
	assert_int_equal(remind_at(world, morning), 1);
	world_sql(world, "DELETE FROM invitation_day;"
	    " UPDATE event SET reces = '2026-11-02 t/m 2026-11-03,"
	    " 2026-12-14 t/m 2026-12-18',"
	    " herinneren_max = 2, herinneren = '29'");
	mail(world);
	/* 14 December is a Monday, 28 days before is Tuesday the 15th. */
	assert_int_equal(remind_at(world, morning + DAY), 0);
	assert_int_equal(remind_at(world, morning + 6 * DAY - 1), 0);
	assert_int_equal(remind_at(world, morning + 6 * DAY), 1);
	mail(world);
	world_set_now(world_now() + 2 * DAY);
	assert_int_equal(send_to(world, codes, 1), 0);
}

/* A letter of today to the first municipality; "": none is owed. */
static const char *
asked_at(struct world *world)
{
	world_set_now(world_now() + 7 * DAY);
	if (send_to(world, codes, 1) == 0)
		return "";
	assert_int_equal(mail(world), 1);
	return world_text(world, "SELECT ontvanger FROM outbox"
	    " ORDER BY id DESC LIMIT 1");
}

static enum invited_rung
rung(struct world *world)
{
	struct invited *list;
	char day[CLOCK_DAY_SIZE];
	size_t count, i = 0;

	clock_day(world_now(), day);
	assert_int_equal(invited_read(world->app.db, 1, day, world->arena,
	    &list, &count), STATUS_OK);
	while (strcmp(list[i].coverage->code, codes[0]) != 0)
		assert_true(++i < count);
	return invited_rung(&list[i], day);
}

static enum status
note_paper(struct db *db, void *arg, struct arena *arena)
{
	struct sending *sending = arg;

	return act_note_paper(db, &sending->act, &sending->order, arena);
}

static size_t
write_on_paper(struct world *world)
{
	struct sending sending = sending_to(world, codes, 1);

	assert_int_equal(world_run(world, note_paper, &sending), STATUS_OK);
	return sending.order.owed;
}

#define LADDER(value)							\
	"UPDATE event SET herinneren_ladder = '" value "';"		\
	" UPDATE gemeente SET griffie_email = 'griffie@n.nl'"		\
	" WHERE code = 'GM0632'"

static void
test_ladder_goes_from_address_to_griffie_to_paper_to_call(void **state)
{
	struct world *world = *state;

	world_sql(world, LADDER("ja"));
	assert_int_equal(rung(world), RUNG_MAIL);
	assert_string_equal(asked_at(world), "a632@n.nl");
	assert_string_equal(asked_at(world), "a632@n.nl");
	assert_int_equal(rung(world), RUNG_GRIFFIE);
	assert_string_equal(asked_at(world), "griffie@n.nl");
	assert_string_equal(asked_at(world), "griffie@n.nl");
	assert_string_equal(asked_at(world), "");
	assert_int_equal(rung(world), RUNG_PAPER);
	assert_int_equal(write_on_paper(world), 1);
	world_set_now(world_now() + 6 * DAY);
	assert_int_equal(rung(world), RUNG_SOON);
	world_set_now(world_now() + DAY);
	assert_int_equal(rung(world), RUNG_CALL);
	/* Who answers is asked nothing any more, also not by others' lists. */
	answer(world, codes[0], ANSWER_DECLINES, "");
	assert_int_equal(rung(world), RUNG_NONE);
	assert_int_equal(write_on_paper(world), 0);
}

static void
test_ladder_is_off_unless_it_is_asked_for(void **state)
{
	struct world *world = *state;

	world_sql(world, LADDER(""));
	for (int i = 0; i < 4; i++)
		assert_string_equal(asked_at(world), "a632@n.nl");
	assert_string_equal(asked_at(world), "");
	assert_int_equal(rung(world), RUNG_NONE);
	assert_int_equal(write_on_paper(world), 0);
}

/* From the first as from the second; an address of their own is asked alone. */
static void
test_ladder_climbs_when_mail_comes_back(void **state)
{
	struct world *world = *state;

	world_sql(world, LADDER("ja") "; INSERT INTO address VALUES"
	    " ('a632@n.nl', 1, '550')");
	assert_string_equal(asked_at(world), "griffie@n.nl");
	world_sql(world, "INSERT INTO address VALUES ('griffie@n.nl', 1,"
	    " '550')");
	assert_string_equal(asked_at(world), "");
	assert_int_equal(rung(world), RUNG_PAPER);
	answer(world, codes[0], ANSWER_ELSEWHERE, "wie@n.nl");
	assert_int_equal(rung(world), RUNG_MAIL);
	for (int i = 0; i < 3; i++)
		assert_string_equal(asked_at(world), "wie@n.nl");
}

/* What waits for the griffie goes nowhere once the ladder is off. */
static void
test_letter_to_the_griffie_is_of_the_ladder(void **state)
{
	struct world *world = *state;

	world_sql(world, LADDER("ja") "; UPDATE gemeente SET gemeente_email ="
	    " '' WHERE code = 'GM0632'");
	assert_int_equal(send_to(world, codes, 1), 1);
	world_sql(world, LADDER(""));
	assert_int_equal(mail(world), 0);
	assert_string_equal(world_text(world, "SELECT status FROM outbox"),
	    "withdrawn");
}

/* Where a municipality is asked: at what it named, else as the ladder says. */
enum model_at { AT_FIRST, AT_GRIFFIE, AT_OWN, AT__MAX };

/* The reference: what one municipality went through. */
struct model {
	bool	 ladder;	/* and it has a griffie */
	bool	 ladder_on;
	bool	 answered;
	bool	 stopped;
	bool	 back[AT__MAX];	/* mail came back from there */
	const char *address[AT__MAX];
	const char *asked_at;	/* the letter that waits, or the last */
	int64_t	 later;		/* a day's midnight: silent until it is over */
	int	 letters;	/* that went */
	bool	 waits;
	int64_t	 last;
};

static enum model_at
model_at(const struct model *one)
{
	return one->address[AT_OWN] != NULL ? AT_OWN : one->ladder &&
	    (one->letters >= 2 || one->back[AT_FIRST]) ? AT_GRIFFIE : AT_FIRST;
}

static bool
model_may(const struct model *one, int64_t now)
{
	return !one->answered && !one->stopped && !one->back[model_at(one)] &&
	    now >= one->later && !one->waits && one->letters < 4 &&
	    (one->letters == 0 || now - one->last >= 7 * DAY);
}

/* On paper goes to who may be mailed no more and did not answer. */
static enum invited_rung
model_rung(const struct model *one, int64_t now)
{
	if (!one->ladder_on || one->answered || now < one->later)
		return RUNG_NONE;
	if (one->stopped || one->back[model_at(one)] ||
	    (one->letters >= 4 && !one->waits))
		return RUNG_PAPER;
	return model_at(one) == AT_GRIFFIE ? RUNG_GRIFFIE : RUNG_MAIL;
}

static unsigned
draw(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % below;
}

static void
model_send(struct world *world, struct model *models, unsigned *seed)
{
	const char *whom[PLACES];
	struct invited *list;
	size_t asked = 0, may = 0, foretold = 0, count;
	char day[CLOCK_DAY_SIZE];

	clock_day(world_now(), day);
	assert_int_equal(invited_read(world->app.db, 1, day, world->arena,
	    &list, &count), STATUS_OK);
	for (size_t i = 0; i < PLACES; i++) {
		if (draw(seed, 2) == 0)
			continue;
		whom[asked++] = codes[i];
		may += model_may(&models[i], world_now());
		for (size_t j = 0; j < count; j++) {
			if (strcmp(list[j].coverage->code, codes[i]) != 0)
				continue;
			foretold += invited_why(&list[j], day, world_now()) ==
			    INVITED_MAY;
			assert_int_equal(invited_rung(&list[j], day),
			    model_rung(&models[i], world_now()));
		}
	}
	assert_int_equal(foretold, may);
	assert_int_equal(send_to(world, whom, asked), may);
	for (size_t i = 0; i < PLACES; i++)
		for (size_t j = 0; j < asked; j++)
			if (whom[j] == codes[i] &&
			    model_may(&models[i], world_now())) {
				models[i].asked_at = models[i].address[
				    model_at(&models[i])];
				models[i].waits = true;
				models[i].last = world_now();
				models[i].letters++;
			}
}

/* Of those that wait a letter goes, unless an answer came before it. */
static void
model_mail(struct world *world, struct model *models)
{
	size_t goes = 0;

	for (size_t i = 0; i < PLACES; i++)
		goes += models[i].waits;
	assert_int_equal(mail(world), goes);
	for (size_t i = 0; i < PLACES; i++)
		if (models[i].waits) {
			models[i].waits = false;
			assert_string_equal(world_text(world, "SELECT"
			    " ontvanger FROM outbox WHERE gemeente = '%s'"
			    " ORDER BY id DESC LIMIT 1", codes[i]),
			    models[i].asked_at);
		}
}

static void
model_answer(struct world *world, struct model *one, const char *code,
    unsigned which)
{
	static const enum campaign_answer answers[] = {
		ANSWER_DECLINES, ANSWER_LATER, ANSWER_STOP, ANSWER_COMES,
		ANSWER_ELSEWHERE,
	};
	static int mailboxes;	/* each is another */
	char day[CLOCK_DAY_SIZE];
	int64_t until = clock_midnight(world_now(), 4);
	const char *named = arena_printf(world->arena, "n%d@n.nl", ++mailboxes);

	clock_day(clock_midnight(world_now(), 3) + 12 * HOUR, day);
	answer(world, code, answers[which], which == 1 ? day : which == 4 ?
	    named : "");
	if (which == 3)
		return;
	/* What waited is withdrawn, and counts for nothing. */
	one->letters -= one->waits;
	one->waits = false;
	one->answered |= which == 0;
	one->later = which == 1 ? until : one->later;
	one->stopped |= which == 2;
	if (which == 4) {
		one->address[AT_OWN] = named;
		one->back[AT_OWN] = false;
	}
}

static void
model_bounce(struct world *world, struct model *one)
{
	if (one->waits)
		return;
	world_sql(world, arena_printf(world->arena, "INSERT OR IGNORE INTO"
	    " address VALUES ('%s', 1, '550')", one->address[model_at(one)]));
	one->back[model_at(one)] = true;
}

/* The last letter that went is not known to the model by its moment. */
static void
restore_last(struct world *world, struct model *one, const char *code)
{
	one->last = world_number(world, "SELECT coalesce(max(gemaakt), 0)"
	    " FROM outbox WHERE gemeente = '%s' AND status <> 'withdrawn'",
	    code);
}

static void
run_history(struct world *world, unsigned seed)
{
	struct model models[PLACES];
	bool ladder = draw(&seed, 2) == 1;

	memset(models, 0, sizeof(models));
	for (size_t i = 0; i < PLACES; i++) {
		models[i].ladder_on = ladder;
		models[i].ladder = ladder && griffies[i] != NULL;
		models[i].address[AT_FIRST] = addresses[i];
		models[i].address[AT_GRIFFIE] = griffies[i];
	}
	world_set_now(WORLD_NOW);
	world_sql(world, ladder ? LADDER("ja") : LADDER(""));
	world_sql(world, "DELETE FROM outbox_bericht; DELETE FROM outbox;"
	    " DELETE FROM invitation; DELETE FROM address;"
	    " DELETE FROM gemeente_afgezegd");
	for (int step = 0; step < 14; step++) {
		unsigned which = draw(&seed, PLACES), deed = draw(&seed, 12);

		if (deed < 5)
			model_send(world, models, &seed);
		else if (deed < 7)
			model_mail(world, models);
		else if (deed == 7)
			model_bounce(world, &models[which]);
		else if (deed == 8) {
			model_answer(world, &models[which], codes[which],
			    draw(&seed, 5));
			restore_last(world, &models[which], codes[which]);
		} else
			world_set_now(world_now() +
			    (int64_t)(1 + draw(&seed, 5)) * DAY);
		if (world_now() > WORLD_CLOSES - 6 * DAY)
			break;
	}
}

static void
test_histories_agree_with_the_model(void **state)
{
	const char *asked = getenv("CAMPAIGN_HISTORIES");
	long histories = asked == NULL ? 60 : atol(asked), from = 0;

	/* "2800-2900": only these. */
	if (asked != NULL && strchr(asked, '-') != NULL) {
		from = histories;
		histories = atol(strchr(asked, '-') + 1);
	}
	for (long i = 0; i < histories; i++) {
		/* A fresh world now and then: what grows would slow it. */
		if (i > from && i % HISTORIES_A_WORLD == 0) {
			assert_int_equal(close_world(state), 0);
			assert_int_equal(open_invited(state), 0);
		}
		if (i >= from)
			run_history(*state, (unsigned)i * 7919u + 1u);
	}
	world_set_now(WORLD_NOW);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_invited, close_world)
		TEST(test_letter_says_who_when_and_the_link),
		TEST(test_caps_hold_and_what_waits_is_not_doubled),
		TEST(test_letter_is_withdrawn_by_every_answer),
		TEST(test_claim_asks_what_changed_behind_its_back),
		TEST(test_who_decides_later_is_asked_after_that_day),
		TEST(test_day_of_the_claim_is_that_of_the_country),
		TEST(test_bounce_ends_it_until_there_is_another_address),
		TEST(test_only_the_public_event_that_is_not_over_invites),
		TEST(test_taken_back_is_as_if_it_was_never_owed),
		TEST(test_days_remind_by_themselves_once),
		TEST(test_recess_and_caps_are_settings),
		TEST(test_ladder_goes_from_address_to_griffie_to_paper_to_call),
		TEST(test_ladder_is_off_unless_it_is_asked_for),
		TEST(test_ladder_climbs_when_mail_comes_back),
		TEST(test_letter_to_the_griffie_is_of_the_ladder),
		TEST(test_histories_agree_with_the_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
