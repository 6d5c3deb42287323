/* The audit log: it can only grow, and is read in Dutch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"
#include "db/audit.h"
#include "templates/audit_text.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define MAX		100

static enum status
add(struct db *db, void *arg, struct arena *arena)
{
	const struct audit *audit = arg;

	(void)arena;
	return audit_add(db, audit, world_now());
}

static void
note(struct world *world, struct audit audit)
{
	assert_int_equal(world_run(world, add, &audit), STATUS_OK);
}

static enum status
run_script(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	return db_script(db, arg, strlen(arg));
}

static void
test_rows_can_be_neither_changed_nor_removed(void **state)
{
	static const char *const tries[] = {
		"UPDATE audit SET wie = 'niemand'",
		"UPDATE audit SET toelichting = '' WHERE id = 1",
		"UPDATE audit SET waarden = 'anders'",
		"UPDATE audit SET waarden = '', reden = 'anders'",
		"UPDATE audit SET waarden = '', event = 1",
		"DELETE FROM audit", "DELETE FROM audit WHERE id = 1",
		"INSERT OR REPLACE INTO audit (id, moment, wie, wat)"
		" VALUES (1, 1, 'x', 'y')",
	};
	struct world *world = *state;

	note(world, (struct audit){ .wie = "contact", .wat = "aangemeld",
	    .toelichting = "gemeente", .waarden = "oud", .reden = "want" });
	for (size_t i = 0; i < COUNT(tries); i++) {
		assert_int_not_equal(world_run(world, run_script,
		    arena_string(world->arena, tries[i])), STATUS_OK);
		assert_string_equal(world_text(world, "SELECT wie || wat ||"
		    " toelichting || waarden || reden FROM audit"),
		    "contactaangemeldgemeenteoudwant");
	}
}

/* When their time is over; what happened stays. */
static void
test_words_of_people_can_be_emptied(void **state)
{
	struct world *world = *state;

	note(world, (struct audit){ .wie = "contact", .wat = "gewijzigd",
	    .toelichting = "Functie", .waarden = "oud", .reden = "want" });
	world_sql(world, "UPDATE audit SET waarden = ''");
	world_sql(world, "UPDATE audit SET reden = ''");
	assert_string_equal(world_text(world, "SELECT wie || wat ||"
	    " toelichting || waarden || reden FROM audit"),
	    "contactgewijzigdFunctie");
}

static void
test_values_are_read_as_they_were_written(void **state)
{
	struct world *world = *state;
	char *longest = arena_alloc(world->arena, 6001);
	struct audit_change *changes;
	struct buf waarden;
	size_t count;

	for (size_t i = 0; i < 6000; i += 2)
		memcpy(longest + i, "é", 2);
	longest[6000] = '\0';
	buf_init(&waarden, world->arena, AUDIT_VALUES_MAX);
	audit_value(&waarden, "Functie", "", "Wethouder\nmbo");
	audit_value(&waarden, "Zaal", "Hal", "Hal");
	audit_value(&waarden, "Zaal", "Hal", "");
	audit_value(&waarden, "Vraag", longest, "x");
	count = audit_changes(waarden.data, world->arena, &changes);
	assert_int_equal(count, 3);
	assert_string_equal(changes[0].label, "Functie");
	assert_string_equal(changes[0].old, "");
	assert_string_equal(changes[0].now, "Wethouder\nmbo");
	assert_string_equal(changes[1].old, "Hal");
	assert_string_equal(changes[1].now, "");
	assert_string_equal(changes[2].old + 2000, "…");
	/* Too many are not lost in silence. */
	for (size_t i = 0; i < 100; i++)
		audit_value(&waarden, "Vraag", longest, "x");
	assert_false(waarden.failed);
	count = audit_changes(waarden.data, world->arena, &changes);
	assert_true(count > 5 && count < 50);
	assert_string_equal(changes[count - 1].label, "en meer");
}

static void
test_pages_of_the_desk_cannot_write_at_all(void **state)
{
	struct world *world = *state;

	note(world, (struct audit){ .wie = "contact", .wat = "aangemeld" });
	assert_int_not_equal(audit_add(world->app.db, &(struct audit){
		.wie = "account x", .wat = "afgemeld",
	}, 1), STATUS_OK);
	assert_int_not_equal(run_script(world->app.db,
	    arena_string(world->arena, "DELETE FROM audit"), world->arena),
	    STATUS_OK);
	assert_int_equal(world_count(world, "audit"), 1);
}

/* The ids of the rows that are found, newest first: "3 1". */
static const char *
found(struct world *world, const struct audit_filter *filter, size_t max)
{
	struct audit_line *lines;
	const char *ids = "";
	size_t count;

	assert_int_equal(audit_page(world->app.db, filter, max, world->arena,
	    &lines, &count), STATUS_OK);
	for (size_t i = 0; i < count; i++)
		ids = arena_printf(world->arena, "%s%s%lld", ids,
		    i == 0 ? "" : " ", (long long)lines[i].id);
	return ids;
}

static const struct audit_filter everything = {
	.wie = "", .wat = "", .gemeente = "",
};

static void
test_pages_follow_each_other_without_loss(void **state)
{
	struct world *world = *state;
	struct audit_filter filter = everything;

	for (int i = 0; i < 5; i++)
		note(world, (struct audit){ .wie = "systeem", .wat = "x" });
	assert_string_equal(found(world, &filter, 2), "5 4");
	/* What is added meanwhile does not move what was read. */
	note(world, (struct audit){ .wie = "systeem", .wat = "x" });
	filter.before = 4;
	assert_string_equal(found(world, &filter, 2), "3 2");
	filter.before = 2;
	assert_string_equal(found(world, &filter, 2), "1");
	filter.before = 1;
	assert_string_equal(found(world, &filter, 2), "");
}

/*
 * 1 contact signs up Woerden, 2 the participant cancels, 3 anke looks at
 * requirements, 4 and 5 the same of Den Haag, 6 anke of the second event.
 */
static int
log_open(void **state)
{
	struct world *world;
	struct registration *other;
	int64_t id;

	if (world_open(state) != 0)
		return -1;
	world = *state;
	id = world_sign_up(world, world_delegation(world,
	    "sleutel_van_woerden_0001", "alles", "wm"));
	world_set_now(WORLD_NOW + 60);
	note(world, (struct audit){ .wie = "deelnemer", .wat = "afgemeld",
	    .event = 1, .registration = id, .participant = 2 });
	note(world, (struct audit){ .wie = "account anke",
	    .wat = "wensen bekeken", .event = 1, .registration = id,
	    .participant = 1 });
	other = world_delegation(world, "sleutel_van_den_haag_001", "alles",
	    "w");
	other->answer[CONTACT_GEMEENTE] = "GM0518";
	world_set_now(WORLD_NOW + 120);
	id = world_sign_up(world, other);
	/* Of a bounce only the participant is known. */
	note(world, (struct audit){ .wie = "systeem", .wat = "onbestelbaar",
	    .participant = 3, .toelichting = "brief 4: 5.1.1" });
	world_sql(world, "INSERT INTO event (id, uid, titel, begin, einde,"
	    " locatie, capaciteit, aanmelden_open, aanmelden_dicht,"
	    " organisatie, organisatie_email) SELECT 2, 'ander', 'Ander',"
	    " begin, einde, locatie, capaciteit, aanmelden_open,"
	    " aanmelden_dicht, organisatie, organisatie_email FROM event"
	    " WHERE id = 1");
	note(world, (struct audit){ .wie = "account Anke", .wat = "ingesteld",
	    .event = 2 });
	return 0;
}

static void
test_filters_find_what_they_say(void **state)
{
	static const struct {
		struct audit_filter	 filter;
		const char		*expected;
	} vectors[] = {
#define ASK(...)	{ .wie = "", .wat = "", .gemeente = "", __VA_ARGS__ }
		{ ASK(.before = 0), "6 5 4 3 2 1" },
		{ ASK(.event = 1), "5 4 3 2 1" },
		{ ASK(.event = 2), "6" },
		{ ASK(.registration = 1), "3 2 1" },
		{ ASK(.registration = 2), "5 4" },
		{ ASK(.registration = 9), "" },
		{ ASK(.participant = 1), "3 1" },
		{ ASK(.participant = 2), "2 1" },
		{ ASK(.participant = 3), "5 4" },
		{ ASK(.from = WORLD_NOW + 60, .until = WORLD_NOW + 120),
		    "3 2" },
		{ ASK(.until = WORLD_NOW), "" },
		{ ASK(.no_requirements = true), "6 5 4 2 1" },
		{ ASK(.no_requirements = true, .registration = 1), "2 1" },
	};
	struct world *world = *state;
	struct audit_filter filter = everything;

	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_string_equal(found(world, &vectors[i].filter, MAX),
		    vectors[i].expected);
	filter.wie = "anke";
	assert_string_equal(found(world, &filter, MAX), "6 3");
	filter.wie = "account anke";
	assert_string_equal(found(world, &filter, MAX), "6 3");
	filter.wie = "deelnemer";
	assert_string_equal(found(world, &filter, MAX), "2");
	filter = everything;
	filter.wat = "aangemeld";
	assert_string_equal(found(world, &filter, MAX), "4 1");
	filter.gemeente = "GM0518";
	assert_string_equal(found(world, &filter, MAX), "4");
}

static const char *
sentence(struct world *world, int64_t id, bool named)
{
	struct audit_filter filter = everything;
	struct audit_sentence entry;
	struct audit_line *lines;
	size_t count;

	filter.before = id + 1;
	assert_int_equal(audit_page(world->app.db, &filter, 1, world->arena,
	    &lines, &count), STATUS_OK);
	assert_int_equal(count, 1);
	audit_sentence(&lines[0], named, world->arena, &entry);
	return audit_text(&entry, world->arena);
}

static void
test_rows_are_sentences(void **state)
{
	struct world *world = *state;

	assert_string_equal(sentence(world, 1, true),
	    "De contactpersoon heeft de delegatie van Woerden aangemeld.");
	assert_string_equal(sentence(world, 2, true),
	    "De deelnemer heeft P2 van Dijk (Woerden) afgemeld.");
	assert_string_equal(sentence(world, 5, true),
	    "Het systeem kreeg mail terug voor P1 van Dijk ('s-Gravenhage).");
	assert_string_equal(sentence(world, 6, true),
	    "Anke heeft de instellingen van de bijeenkomst gewijzigd.");
}

static void
test_unknown_word_is_shown_as_it_is(void **state)
{
	struct world *world = *state;

	note(world, (struct audit){ .wie = "robot", .wat = "iets nieuws",
	    .registration = 1 });
	assert_string_equal(sentence(world, 7, true),
	    "robot iets nieuws: de delegatie van Woerden.");
	note(world, (struct audit){ .wie = "robot", .wat = "iets" });
	assert_string_equal(sentence(world, 8, true), "robot iets.");
}

static void
test_who_is_gone_is_named_by_number(void **state)
{
	struct world *world = *state;

	note(world, (struct audit){ .wie = "contact", .wat = "vervangen",
	    .event = 1, .registration = 77, .participant = 99 });
	assert_string_equal(sentence(world, 7, true), "De contactpersoon "
	    "heeft deelnemer 99 door iemand anders vervangen.");
	note(world, (struct audit){ .wie = "contact", .wat = "gewijzigd",
	    .event = 1, .registration = 77 });
	assert_string_equal(sentence(world, 8, true), "De contactpersoon "
	    "heeft aanmelding 77 gewijzigd.");
	world_sql(world, "UPDATE participant SET naam_volgt = 'ja',"
	    " voornaam = '', achternaam = '' WHERE id = 2");
	assert_string_equal(sentence(world, 2, true), "De deelnemer heeft een "
	    "plaats waarvan de naam volgt (Woerden) afgemeld.");
}

static void
test_special_entry_can_be_told_without_a_name(void **state)
{
	struct world *world = *state;

	note(world, (struct audit){ .wie = "deelnemer",
	    .wat = "wens doorgegeven", .event = 1, .registration = 1,
	    .participant = 1 });
	assert_string_equal(sentence(world, 7, true), "De deelnemer heeft een "
	    "wens doorgegeven voor P1 van Dijk (Woerden).");
	assert_string_equal(sentence(world, 7, false), "De deelnemer heeft "
	    "een wens doorgegeven voor een deelnemer.");
	/* An ordinary one keeps its name. */
	assert_string_equal(sentence(world, 2, false),
	    "De deelnemer heeft P2 van Dijk (Woerden) afgemeld.");
}

/* What the program itself writes has its sentence. */
static void
test_no_word_of_the_acts_is_unknown(void **state)
{
	static const char *const words[] = {
		"aangemeld", "afgemeld", "hersteld", "gewijzigd", "vervangen",
		"opgeschoven", "wens doorgegeven", "wens ingetrokken",
		"onbestelbaar", "herinnerd", "uitgevoerd", "ingesteld",
		"ingelogd", "account gemaakt",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		assert_non_null(audit_word(words[i]));
	for (const struct audit_word *word = audit_words; word->wat != NULL;
	    word++) {
		assert_ptr_equal(audit_word(word->wat), word);
		assert_true(word->label[0] != '\0');
		assert_true(word->before[0] != '\0');
		/* What the log leaves out by this beginning. */
		if (word->special)
			assert_int_equal(strncmp(word->wat, "wens", 4), 0);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)
#define LOG(test)	cmocka_unit_test_setup_teardown(test, log_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_rows_can_be_neither_changed_nor_removed),
		TEST(test_words_of_people_can_be_emptied),
		TEST(test_values_are_read_as_they_were_written),
		TEST(test_pages_of_the_desk_cannot_write_at_all),
		TEST(test_pages_follow_each_other_without_loss),
		LOG(test_filters_find_what_they_say),
		LOG(test_rows_are_sentences),
		LOG(test_unknown_word_is_shown_as_it_is),
		LOG(test_who_is_gone_is_named_by_number),
		LOG(test_special_entry_can_be_told_without_a_name),
		TEST(test_no_word_of_the_acts_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
