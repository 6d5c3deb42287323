/*
 * What a mailer does, with each call of SQLite that it makes failing in turn:
 * it says so, nothing of it is there, and then it can be done all the same.
 * A letter is never given up for it.  The first calls and each seventh;
 * FAILING_STEP=1 tries them all.
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
#include "db/account/known_network.h"
#include "db/account/login.h"
#include "db/mail/bounced_address.h"
#include "db/registration/invariants.h"
#include "db/retention/erasure.h"
#include "db/retention/purpose.h"
#include "mail/bounce/bounce.h"
#include "mail/compose/composer.h"
#include "mail/compose/digest.h"
#include "mail/compose/envelope.h"
#include "mail/housekeeping.h"
#include "tests/support/content.h"
#include "tests/support/desk.h"
#include "tests/support/sqlite_fault.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define FIRST		8
#define STEP		7
#define CALLS_MAX	5000	/* more than any turn makes */
#define ARENA_LIMIT	((size_t)256 << 20)
#define MANY		40
#define YEAR		((int64_t)366 * 86400)

/* What a mailer has in hand. */
struct mailroom {
	struct world	*world;
	struct composer	*composer;
	struct composed	 composed[MANY];
	size_t		 ncomposed;
	struct claim	 claims[MANY];
	size_t		 nclaims;
	int64_t		 letter;	/* in hand, to a participant */
	size_t		 sweep;
};

#define IN_HAND	"UPDATE outbox SET vast_tot = 1795509480, volgende =" \
	" 1795509480, pogingen = 1 WHERE id = 2"

typedef enum status mail_turn(struct db *, struct mailroom *, struct arena *);

/*
 * A letter of each way of composing: two at one mailbox, one that waits, a
 * newer about the same, a second registration, lost links, invitations, what
 * an organiser wrote, and what tells of one that was refused.
 */
static const char letters[] =
    "INSERT INTO outbox (soort, event, registration, nonce, gemeente,"
    " ontvanger, wie, feiten, gemaakt, volgende, ander) SELECT 'nog een"
    " aanmelding', 1, id, nonce, '', contact_email, 'contact', '',"
    " 1795509005, 1795509005, 2 FROM registration WHERE id = 1"
    " UNION ALL VALUES"
    " ('links', 1, 0, 0, '', 'a.devries@woerden.nl', 'contact', '',"
    " 1795509005, 1795509005, 0),"
    " ('uitnodiging', 1, 0, 0, 'GM0518', 'griffie@denhaag.nl',"
    " 'account organisator', 'Tot dan.', 1795509005, 1795509005, 0),"
    " ('herinnering uitnodiging', 1, 0, 0, 'GM1900', 'griffie@sudwest.nl',"
    " 'account organisator', '', 1795509005, 1795509005, 0),"
    " ('digest', 1, 0, 0, '', 'info@mboraad.nl', 'systeem', '', 1795509005,"
    " 1795509005, 0);"
    "INSERT INTO outbox (soort, ontvanger, wie, status, gemaakt, vast_tot,"
    " antwoord) VALUES ('aangemeld', 'weg@woerden.nl', 'contact', 'failed',"
    " 1795509000, 1795509000, '550 no such user');"
    "INSERT INTO mail_alarm VALUES (1, 1795509000, '535 no')";

static void
sign_up(struct world *world, const char *key, const char *mailbox)
{
	struct registration *one = world_delegation(world, key, "alles",
	    "wm");

	one->participants[0].answer[PARTICIPANT_EMAIL] = mailbox;
	one->participants[1].answer[PARTICIPANT_EMAIL] = mailbox;
	world_sign_up(world, one);
}

static void
fill(struct world *world)
{
	world_sql(world, "UPDATE event SET capaciteit = 2");
	sign_up(world, WORLD_KEY, "samen@woerden.nl");
	sign_up(world, "sleutel_van_wie_er_wacht", "wacht@woerden.nl");
	assert_int_equal(desk_post(world, "/beheer/berichten/nieuw",
	    ORGANISER, "soort", "bericht", "onderwerp", "Lunch", "tekst",
	    "Eet u mee, {naam}?", "besluit", "mail", "wanneer", "nu").code,
	    303);
	world_sql(world, letters);
}

/*
 * Reading
 */

static enum status
composer_is_made(struct db *db, struct mailroom *room, struct arena *arena)
{
	struct composer *composer = NULL;
	enum status status = composer_new(&room->world->config,
	    &room->world->secret, &composer);

	(void)db;
	(void)arena;
	composer_free(composer);
	return status;
}

static enum status
letters_are_composed(struct db *db, struct mailroom *room,
    struct arena *arena)
{
	(void)db;
	(void)arena;		/* until they are claimed */
	return composer_run(room->composer, &(struct terms){
		.now = world_now(), .max = MANY,
	}, room->world->arena, room->composed, &room->ncomposed);
}

static enum status
letter_is_shown(struct db *db, struct mailroom *room, struct arena *arena)
{
	struct outbox_item item;
	struct composed composed;
	enum status status = outbox_get(db, room->letter, arena, &item);

	return status != STATUS_OK ? status : composer_show(room->composer,
	    &item.debt, world_now(), arena, &composed);
}

static void
pass_line(const struct outbox_line *line, void *arg)
{
	(void)line;
	(void)arg;
}

static void
pass_address(const struct address *address, void *arg)
{
	(void)address;
	(void)arg;
}

static enum status
letters_are_listed(struct db *db, struct mailroom *room, struct arena *arena)
{
	(void)room;
	return outbox_each(db, arena, pass_line, NULL);
}

static enum status
addresses_are_listed(struct db *db, struct mailroom *room,
    struct arena *arena)
{
	(void)room;
	return address_each(db, arena, pass_address, NULL);
}

static enum status
last_recipient_is_read(struct db *db, struct mailroom *room,
    struct arena *arena)
{
	const char *recipient;

	(void)room;
	return outbox_last_recipient(db, arena, &recipient);
}

static enum status
health_is_read(struct db *db, struct mailroom *room, struct arena *arena)
{
	int64_t age, failed, lately;
	enum status status = outbox_health(db, world_now(), &age, &failed);

	(void)room;
	(void)arena;
	return status != STATUS_OK ? status : outbox_failed_since(db, 1,
	    &lately);
}

static enum status
invariants_are_read(struct db *db, struct mailroom *room,
    struct arena *arena)
{
	struct breach breaches[INVARIANTS];
	size_t count;

	(void)room;
	(void)arena;
	return invariants_check(db, world_now(), breaches, &count);
}

static enum status
file_is_checked(struct db *db, struct mailroom *room, struct arena *arena)
{
	const char *found;
	size_t orphans;
	enum status status = db_check(db, arena, &found);

	(void)room;
	return status != STATUS_OK ? status : db_count_orphans(db, &orphans);
}

static enum status
terms_are_counted(struct db *db, struct mailroom *room, struct arena *arena)
{
	struct retention_state states[PURPOSE__MAX];

	(void)arena;
	return retention_state(db, &room->world->config, world_now(),
	    states);
}

/*
 * Writing
 */

static enum status
claim_with(struct db *db, struct mailroom *room, int64_t per_minute,
    struct arena *arena)
{
	return outbox_claim(db, &(struct terms){
		.now = world_now(), .hold = 480, .max = MANY,
		.per_minute = per_minute,
	}, room->composed, room->ncomposed, arena, room->claims,
	    &room->nclaims);
}

static enum status
letters_are_claimed(struct db *db, struct mailroom *room,
    struct arena *arena)
{
	return claim_with(db, room, 0, arena);
}

static enum status
some_are_claimed_a_minute(struct db *db, struct mailroom *room,
    struct arena *arena)
{
	return claim_with(db, room, 5, arena);
}

static enum status
letters_are_taken_over(struct db *db, struct mailroom *room,
    struct arena *arena)
{
	int64_t count;

	(void)room;
	(void)arena;
	return outbox_take_over(db, world_now(), &count);
}

static enum status
letter_is_sent(struct db *db, struct mailroom *room, struct arena *arena)
{
	enum status status = alarm_clear(db);

	(void)arena;
	return status != STATUS_OK ? status : outbox_answer(db, room->letter,
	    OUTBOX_SENT, "250 ok", world_now());
}

static enum status
letter_is_refused(struct db *db, struct mailroom *room, struct arena *arena)
{
	enum status status = alarm_raise(db, "535 no", world_now());

	(void)arena;
	return status != STATUS_OK ? status : outbox_answer(db, room->letter,
	    OUTBOX_FAILED, "550 no", world_now());
}

static enum status
letter_is_put_back(struct db *db, struct mailroom *room, struct arena *arena)
{
	(void)arena;
	return outbox_put_back(db, room->letter, world_now() + 60, "away",
	    world_now());
}

static enum status
letter_is_released(struct db *db, struct mailroom *room, struct arena *arena)
{
	(void)arena;
	return outbox_release(db, room->letter, world_now());
}

static enum status
digest_is_owed(struct db *db, struct mailroom *room, struct arena *arena)
{
	return digest_owe(db, &room->world->config, world_now() + 86400,
	    arena);
}

static enum status
logins_go(struct db *db, struct mailroom *room, struct arena *arena)
{
	enum status status = login_sweep(db, world_now() + YEAR);

	(void)room;
	(void)arena;
	return status != STATUS_OK ? status : network_sweep(db, world_now() +
	    YEAR);
}

static enum status
file_was_written_anew(struct db *db, struct mailroom *room,
    struct arena *arena)
{
	int64_t since;
	enum status status = erasure_note(db, world_now());

	(void)room;
	(void)arena;
	if (status == STATUS_OK)
		status = erasure_since(db, &since);
	return status != STATUS_OK ? status : erasure_compacted(db,
	    since - 1);
}

static enum status
term_ends(struct db *db, struct mailroom *room, struct arena *arena)
{
	int64_t count;

	return retention_sweep(db, room->sweep, &room->world->config,
	    world_now() + 4 * YEAR, MANY, arena, &count);
}

/*
 * By themselves, in transactions of their own
 */

static struct housekeeping
housekeeping_of(const struct mailroom *room)
{
	return (struct housekeeping){
		.writer = room->world->app.writer,
		.config = &room->world->config, .secret = room->world->secret,
	};
}

static enum status
all_terms_end(struct db *db, struct mailroom *room, struct arena *arena)
{
	const struct housekeeping housekeeping = housekeeping_of(room);

	(void)db;
	(void)arena;
	return housekeeping_sweep(&housekeeping, world_now() + 4 * YEAR);
}

static enum status
file_is_written_anew(struct db *db, struct mailroom *room,
    struct arena *arena)
{
	const struct housekeeping housekeeping = housekeeping_of(room);

	(void)db;
	(void)arena;
	return housekeeping_compact(&housekeeping, world_now());
}

/* The letter in hand has gone, and now comes back. */
static enum status
letter_comes_back(struct db *db, struct mailroom *room, struct arena *arena)
{
	struct bouncer bouncer = {
		.writer = room->world->app.writer,
		.secret = &room->world->secret, .now = world_now,
		.address = "bounce@mboraad.nl", .arena = arena,
	};
	char mark[LINK_MARK_SIZE], report[1000];

	(void)db;
	mark_make(&room->world->secret, ENVELOPE_SENDER, room->letter,
	    WORLD_NOW, mark);
	snprintf(report, sizeof(report), "To: bounce+%s@mboraad.nl\n"
	    "Content-Type: multipart/report; boundary=b\n\n--b\n"
	    "Content-Type: message/delivery-status\n\n"
	    "Reporting-MTA: dns; mx.nl\n\nFinal-Recipient: rfc822;"
	    " samen@woerden.nl\nAction: failed\nStatus: 5.1.1\n\n--b--\n",
	    mark);
	return bounce_handle(&bouncer, report, strlen(report));
}

/*
 * Each of them
 */

/* In the transaction of one job. */
struct job {
	struct mailroom	*room;
	mail_turn	*turn;
};

static enum status
run_job(struct db *db, void *arg, struct arena *arena)
{
	const struct job *job = arg;

	return job->turn(db, job->room, arena);
}

static int
step(void)
{
	const char *text = getenv("FAILING_STEP");

	return text == NULL ? STEP : atoi(text);
}

enum how {
	IN_A_JOB,	/* the turn is one transaction of this connection */
	ALONE,		/* it reads only */
	ONCE,		/* it has a transaction of its own, begun once more */
	IN_PORTIONS	/* it has several: some may have been, and stay */
};

/* With a fault at each call of the turn: how many there were. */
static int
fail_each(struct mailroom *room, mail_turn *turn, struct db *db, enum how how)
{
	struct arena *arena = arena_new(ARENA_LIMIT);
	struct content before = content_of(room->world);
	struct job job = { room, turn };
	enum status status;
	int n = how == ONCE ? 2 : 1, fired = 0;

	for (; n < CALLS_MAX; n += n < FIRST ? 1 : step(), fired++) {
		arena_reset(arena);
		fault_at(n, false);
		status = how == IN_A_JOB ? db_write(db, run_job, &job, arena) :
		    turn(db, room, arena);
		if (!fault_fired())
			break;
		if (how == IN_PORTIONS)
			continue;
		assert_true(status == STATUS_BUSY || status == STATUS_FAIL);
		assert_true(content_is(room->world, &before));
	}
	assert_int_equal(status, STATUS_OK);
	content_free(&before);
	arena_free(arena);
	return fired;
}

static int
open_room(void **state)
{
	static struct mailroom room;
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world->spoilt = true;	/* by letters that no act owed */
	fill(world);
	room = (struct mailroom){ .world = world, .letter = 2 };
	if (composer_new(&world->config, &world->secret, &room.composer) !=
	    STATUS_OK)
		return -1;
	*state = &room;
	return 0;
}

static int
close_room(void **state)
{
	struct mailroom *room = *state;
	void *world = room->world;

	composer_free(room->composer);
	return world_close(&world);
}

static void
test_reading_that_fails_says_so(void **state)
{
	static mail_turn *const turns[] = {
		composer_is_made, letters_are_composed, letter_is_shown,
		letters_are_listed, addresses_are_listed,
		last_recipient_is_read, health_is_read, invariants_are_read,
		file_is_checked, terms_are_counted,
	};
	struct mailroom *room = *state;

	for (size_t i = 0; i < COUNT(turns); i++)
		assert_in_range(fail_each(room, turns[i],
		    room->world->app.db, ALONE), 1, CALLS_MAX);
}

/* Of these none has a fault, and each has a message. */
static void
test_all_are_composed_once_nothing_fails(void **state)
{
	struct mailroom *room = *state;

	fail_each(room, letters_are_composed, room->world->app.db, ALONE);
	assert_int_equal(room->ncomposed, 11);
	for (size_t i = 0; i < room->ncomposed; i++)
		assert_null(room->composed[i].fault);
}

static void
test_writing_that_fails_says_so_and_leaves_nothing(void **state)
{
	static const struct {
		mail_turn	*turn;
		const char	*sql;		/* before it; or NULL */
	} turns[] = {
		{ some_are_claimed_a_minute, NULL },
		{ letters_are_taken_over, NULL },
		{ letters_are_claimed, NULL },
		{ letter_is_released, IN_HAND },
		{ letter_is_put_back, IN_HAND },
		{ letter_is_refused, IN_HAND },
		{ letter_is_sent, "UPDATE outbox SET status = 'deferred',"
		    " volgende = 1795509480 WHERE id = 2" },
		{ digest_is_owed, "DELETE FROM outbox WHERE soort = 'digest'" },
		{ logins_go, "INSERT INTO known_network (account, netwerk,"
		    " gezien) VALUES (1, x'00', 1)" },
		{ file_was_written_anew, NULL },
	};
	struct mailroom *room = *state;
	struct db *db = world_second_writer(room->world);
	struct content before;

	for (size_t i = 0; i < COUNT(turns); i++) {
		if (turns[i].sql != NULL)
			world_sql(room->world, turns[i].sql);
		assert_int_equal(letters_are_composed(db, room, NULL),
		    STATUS_OK);
		before = content_of(room->world);
		assert_in_range(fail_each(room, turns[i].turn, db, IN_A_JOB), 4,
		    CALLS_MAX);
		assert_false(content_is(room->world, &before));
		content_free(&before);
	}
	db_close(db);
}

/* Four years on nobody is left, and each sweep was tried. */
static void
test_term_that_cannot_end_ends_later(void **state)
{
	struct mailroom *room = *state;
	struct db *db = world_second_writer(room->world);

	for (; room->sweep < RETENTION_SWEEPS; room->sweep++)
		fail_each(room, term_ends, db, IN_A_JOB);
	assert_int_equal(world_count(room->world, "participant"), 0);
	db_close(db);
}

static void
test_housekeeping_that_fails_is_made_up_for(void **state)
{
	struct mailroom *room = *state;

	assert_in_range(fail_each(room, all_terms_end, NULL, IN_PORTIONS), 8,
	    CALLS_MAX);
	assert_int_equal(world_count(room->world, "participant"), 0);
	assert_int_not_equal(world_number(room->world, "SELECT gewist FROM"
	    " installation"), 0);
	fail_each(room, file_is_written_anew, NULL, IN_PORTIONS);
	assert_int_equal(world_number(room->world, "SELECT gewist FROM"
	    " installation"), 0);
}

static void
test_bounce_that_cannot_be_noted_is_heard_again(void **state)
{
	struct mailroom *room = *state;

	world_sql(room->world, "UPDATE outbox SET status = 'sent', volgende ="
	    " NULL");
	assert_in_range(fail_each(room, letter_comes_back, NULL, ONCE), 6,
	    CALLS_MAX);
	assert_int_equal(world_count(room->world, "address"), 1);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_room, \
			    close_room)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_reading_that_fails_says_so),
		TEST(test_all_are_composed_once_nothing_fails),
		TEST(test_writing_that_fails_says_so_and_leaves_nothing),
		TEST(test_term_that_cannot_end_ends_later),
		TEST(test_housekeeping_that_fails_is_made_up_for),
		TEST(test_bounce_that_cannot_be_noted_is_heard_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
