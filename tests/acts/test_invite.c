/*
 * calendar_method = request: each guest has an entry of their own, which
 * follows them from one mailbox to another and is taken back with the place.
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
#include "tests/support/golden.h"
#include "tests/support/world.h"

#define CONTACT		"a.devries@woerden.nl"
#define ZOE		"zoe@woerden.nl"
#define NEW		"nieuw@woerden.nl"

/* What a calendar program reads of the last letter to an address. */
struct entry {
	const char	*method;	/* "" when there is no entry */
	const char	*uid;
	const char	*attendee;
	long		 sequence;
};

static const char *
value_of(struct world *world, const char *calendar, const char *name)
{
	const char *at = strstr(calendar, name);

	return at == NULL ? "" : arena_copy(world->arena, at + strlen(name),
	    strcspn(at + strlen(name), "\r\n"));
}

static struct entry
entry_of(struct world *world, const char *address)
{
	const char *message = world_text(world, "SELECT CAST(bericht AS TEXT)"
	    " FROM " LETTERS " WHERE ontvanger = '%s'"
	    " ORDER BY outbox.id DESC LIMIT 1", address);
	char *calendar = golden_calendar(world, message);

	/* Folded lines are one (RFC 5545, 3.1). */
	for (char *fold; (fold = strstr(calendar, "\r\n ")) != NULL;)
		memmove(fold, fold + 3, strlen(fold + 3) + 1);
	return (struct entry){
		value_of(world, calendar, "METHOD:"),
		value_of(world, calendar, "UID:"),
		value_of(world, calendar, "ATTENDEE"),
		strtol(value_of(world, calendar, "SEQUENCE:"), NULL, 10),
	};
}

static int64_t
come(struct world *world, const char *key, const char *address)
{
	struct registration *one = world_delegation(world, key, "passend",
	    "wm");

	world->config.calendar_method = "request";
	one->participants[0].answer[PARTICIPANT_EMAIL] = address;
	return world_sign_up(world, one);
}

static void
test_two_delegations_at_one_mailbox_are_two_entries(void **state)
{
	struct world *world = *state;
	struct entry one, two, gone;
	int64_t second;

	come(world, WORLD_KEY, ZOE);
	one = entry_of(world, ZOE);
	second = come(world, "een_andere_sleutel_0001", ZOE);
	two = entry_of(world, ZOE);
	assert_string_equal(one.method, "REQUEST");
	assert_string_equal(two.method, "REQUEST");
	assert_string_not_equal(one.uid, two.uid);
	assert_non_null(strstr(two.attendee, ZOE));
	assert_int_equal(world_cancel(world, second, 1), STATUS_OK);
	gone = entry_of(world, ZOE);
	assert_string_equal(gone.method, "CANCEL");
	assert_string_equal(gone.uid, two.uid);
	assert_true(gone.sequence > two.sequence);
}

static void
test_contact_who_does_not_come_is_not_invited(void **state)
{
	struct world *world = *state;
	struct entry contact;

	come(world, WORLD_KEY, ZOE);
	contact = entry_of(world, CONTACT);
	assert_string_equal(contact.method, "PUBLISH");
	assert_string_equal(contact.attendee, "");
}

static void
test_contact_who_comes_is(void **state)
{
	struct world *world = *state;
	struct entry contact;

	come(world, WORLD_KEY, CONTACT);
	contact = entry_of(world, CONTACT);
	assert_string_equal(contact.method, "REQUEST");
	assert_non_null(strstr(contact.attendee, CONTACT));
}

struct readdress_job {
	struct act_context	 act;
	int64_t			 id;
};

static enum status
readdress(struct db *db, void *arg, struct arena *arena)
{
	const struct readdress_job *job = arg;
	struct registration one;
	enum status status = registration_get(db, job->id, arena, &one);

	one.participants[0].answer[PARTICIPANT_EMAIL] = NEW;
	return status == STATUS_OK ? act_change(db, &job->act, &one, arena) :
	    status;
}

static void
test_entry_follows_to_another_mailbox_and_leaves_the_old(void **state)
{
	struct world *world = *state;
	int64_t id = come(world, WORLD_KEY, ZOE);
	struct entry before, old, new;

	before = entry_of(world, ZOE);
	world_send(world);
	assert_int_equal(world_run(world, readdress, &(struct readdress_job){
		.act = world_act(world), .id = id,
	}), STATUS_OK);
	old = entry_of(world, ZOE);
	new = entry_of(world, NEW);
	assert_string_equal(old.method, "CANCEL");
	assert_string_equal(old.uid, before.uid);
	assert_true(old.sequence > before.sequence);
	assert_string_equal(new.method, "REQUEST");
	assert_non_null(strstr(new.attendee, NEW));
}

static void
test_who_never_had_a_place_has_nothing_taken_back(void **state)
{
	struct world *world = *state;
	int64_t id;

	world_sql(world, "UPDATE event SET capaciteit = 0");
	id = come(world, WORLD_KEY, ZOE);
	assert_string_equal(entry_of(world, ZOE).method, "");
	assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
	assert_string_equal(entry_of(world, ZOE).method, "");
}

static enum status
remind(struct db *db, void *arg, struct arena *arena)
{
	return act_remind(db, arg, arena);
}

/* A number rises with a change of the appointment, and with nothing else. */
static void
test_number_never_goes_back_and_a_reminder_leaves_it(void **state)
{
	struct world *world = *state;
	int64_t id = come(world, WORLD_KEY, ZOE);
	struct act_context act = world_act(world);
	long last = entry_of(world, ZOE).sequence;

	world_send(world);
	assert_int_equal(world_run(world, remind, &act), STATUS_OK);
	assert_int_equal(entry_of(world, ZOE).sequence, last);
	for (int i = 0; i < 3; i++) {
		world_send(world);
		assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
		assert_true(entry_of(world, ZOE).sequence > last);
		last = entry_of(world, ZOE).sequence;
		world_send(world);
		assert_int_equal(world_restore(world, id, 1), STATUS_OK);
		assert_true(entry_of(world, ZOE).sequence > last);
		last = entry_of(world, ZOE).sequence;
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_two_delegations_at_one_mailbox_are_two_entries),
		TEST(test_contact_who_does_not_come_is_not_invited),
		TEST(test_contact_who_comes_is),
		TEST(test_entry_follows_to_another_mailbox_and_leaves_the_old),
		TEST(test_who_never_had_a_place_has_nothing_taken_back),
		TEST(test_number_never_goes_back_and_a_reminder_leaves_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
