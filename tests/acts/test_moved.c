/* The event itself changes: its time, its place, its places. */
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/event/event.h"
#include "db/event/settings.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

#define CONTACT	"a.devries@woerden.nl"
#define ZOE	"zoe@woerden.nl"
#define JAN	"jan@woerden.nl"

static struct registration *
delegation(struct world *world, const char *key, const char *roles)
{
	struct registration *one = world_delegation(world, key, "passend",
	    roles);
	static const char *const addresses[] = { ZOE, JAN };

	for (size_t i = 0; i < one->nparticipants && i < 2; i++)
		one->participants[i].answer[PARTICIPANT_EMAIL] = addresses[i];
	return one;
}

struct moved_setting {
	struct act_context	 act;
	const char		*name;
	const char		*value;
};

/* As `orientatie event set` does it. */
static enum status
set(struct db *db, void *arg, struct arena *arena)
{
	const struct moved_setting *setting = arg;
	struct event event;
	enum status status;
	const char *fault;

	status = event_visible(db, arena, &event);
	if (status == STATUS_OK)
		status = event_set(&event, setting->name, setting->value,
		    arena, &fault);
	if (status == STATUS_OK)
		status = act_set_event(db, &setting->act, &event, arena);
	return status;
}

static void
set_event(struct world *world, const char *name, const char *value)
{
	assert_int_equal(world_run(world, set, &(struct moved_setting){
		.act = world_act(world), .name = name, .value = value,
	}), STATUS_OK);
}

static void
forget_letters(struct world *world)
{
	world_sql(world, "DELETE FROM outbox");
}

/* Quoted-printable as text, lines ended by \n. */
static const char *
unquoted(struct world *world, const char *from)
{
	char *text = arena_string(world->arena, from), *to = text;
	unsigned byte;

	for (; *from != '\0'; from++) {
		if (strncmp(from, "=\r\n", 3) == 0) {
			from += 2;
		} else if (sscanf(from, "=%2X", &byte) == 1) {
			*to++ = (char)byte;
			from += 2;
		} else if (*from != '\r') {
			*to++ = *from;
		}
	}
	*to = '\0';
	return text;
}

/* The last letter to an address. */
static const char *
letter_to(struct world *world, const char *address)
{
	return world_text(world, "SELECT bericht FROM " LETTERS " WHERE"
	    " ontvanger = '%s' ORDER BY id DESC LIMIT 1", address);
}

/* The calendar entry that lies in it, or "". */
static const char *
calendar_in(struct world *world, const char *letter)
{
	const char *part = strstr(letter, "Content-Type: text/calendar"), *at;
	char *calendar = arena_alloc(world->arena, strlen(letter) + 1);
	size_t length;

	if (part == NULL)
		return "";
	at = strstr(part, "\r\n\r\n") + 4;
	assert_int_equal(sodium_base642bin((unsigned char *)calendar,
	    strlen(letter), at, (size_t)(strstr(at, "\r\n--") - at), "\r\n",
	    &length, NULL, sodium_base64_VARIANT_ORIGINAL), 0);
	calendar[length] = '\0';
	return calendar;
}

static void
assert_holds(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("%s\nis not in:\n%s", part, text);
}

static void
test_what_the_calendar_holds_is_told_and_nothing_else(void **state)
{
	static const struct {
		const char	*name;
		const char	*value;
		bool		 told;
	} vectors[] = {
		{ "begin", "2027-01-12T11:00", true },
		{ "einde", "2027-01-12T16:00", true },
		{ "locatie", "Stadhuis, Ede", true },
		{ "titel", "Oriëntatiedag", true },
		/* The same once more is no change. */
		{ "titel", "Oriëntatiedag", false },
		{ "omschrijving", "Een dag.", false },
		{ "bereikbaar", "Met de bus.", false },
		{ "capaciteit", "20", false },
		{ "aanmelden_dicht", "2027-01-05T12:00", false },
		{ "organisatie", "De Raad", false },
	};
	struct world *world = *state;
	int64_t number = 0;

	world_sign_up(world, delegation(world, WORLD_KEY, "wm"));
	for (size_t i = 0; i < COUNT(vectors); i++) {
		forget_letters(world);
		set_event(world, vectors[i].name, vectors[i].value);
		assert_string_equal(world_letters(world), vectors[i].told ?
		    "verplaatst " CONTACT "\n" "verplaatst " ZOE "\n"
		    "verplaatst " JAN "\n" : "");
		number += vectors[i].told;
		assert_int_equal(world_number(world, "SELECT volgnummer FROM"
		    " event"), number);
	}
}

static void
test_letter_says_what_was_and_what_is_now(void **state)
{
	static const char *const to[] = { CONTACT, ZOE };
	struct world *world = *state;
	const char *text;

	world_sign_up(world, delegation(world, WORLD_KEY, "wm"));
	set_event(world, "begin", "2027-01-12T11:00");
	for (size_t i = 0; i < COUNT(to); i++) {
		text = unquoted(world, letter_to(world, to[i]));
		assert_holds(text, "- Nieuwe tijd: ");
		assert_holds(text, "11.00");
		assert_holds(text, "(was: ");
		assert_holds(text, "10.00");
	}
	set_event(world, "locatie", "Stadhuis, Ede");
	for (size_t i = 0; i < COUNT(to); i++)
		assert_holds(unquoted(world, letter_to(world, to[i])),
		    "- Nieuwe plaats: Stadhuis, Ede (was: MBO Raad, "
		    "Woerden).\n");
}

static void
test_letter_brings_the_calendar_up_to_date(void **state)
{
	static const char *const to[] = { CONTACT, ZOE, JAN };
	struct world *world = *state;
	const char *calendar;

	world_sign_up(world, delegation(world, WORLD_KEY, "wm"));
	calendar = calendar_in(world, letter_to(world, ZOE));
	assert_holds(calendar, "\r\nSEQUENCE:0\r\n");
	set_event(world, "begin", "2027-01-12T11:00");
	set_event(world, "locatie", "Ede");
	for (size_t i = 0; i < COUNT(to); i++) {
		calendar = calendar_in(world, letter_to(world, to[i]));
		assert_holds(calendar, "\r\nSEQUENCE:2\r\n");
		assert_holds(calendar, "\r\nUID:toets@example.nl\r\n");
		assert_holds(calendar, "\r\nLOCATION:Ede\r\n");
		assert_holds(calendar, "\r\nDTSTART:20270112T100000Z\r\n");
	}
}

static void
test_who_waits_is_told_and_who_was_cancelled_is_not(void **state)
{
	struct world *world = *state;
	int64_t first, second, third;

	world_sql(world, "UPDATE event SET capaciteit = 2");
	first = world_sign_up(world, delegation(world, WORLD_KEY, "wm"));
	second = world_sign_up(world, delegation(world,
	    "sleutel_van_de_tweede_1", "w"));
	third = world_sign_up(world, delegation(world,
	    "sleutel_van_de_derde_01", "w"));
	assert_int_equal(world_cancel(world, third, 0), STATUS_OK);
	assert_int_equal(world_cancel(world, first, 2), STATUS_OK);
	assert_int_equal(world_cancel(world, second, 0), STATUS_OK);
	assert_int_equal(world_restore(world, second, 0), STATUS_OK);
	world_sql(world, "UPDATE event SET capaciteit = 1");
	assert_int_equal(world_cancel(world, second, 0), STATUS_OK);
	assert_int_equal(world_restore(world, second, 0), STATUS_OK);
	assert_string_equal(world_places(world, first), "ba");
	assert_string_equal(world_places(world, second), "w");
	assert_string_equal(world_places(world, third), "a");
	forget_letters(world);
	set_event(world, "locatie", "Ede");
	assert_string_equal(world_text(world, "SELECT group_concat(line, '')"
	    " FROM (SELECT registration || '.' || participant || ' ' ||"
	    " soort || char(10) AS line FROM " LETTERS " ORDER BY id)"),
	    "1.0 verplaatst\n" "1.1 verplaatst\n" "2.0 verplaatst\n"
	    "2.3 verplaatst\n");
}

static void
test_event_without_anybody_moves_in_silence(void **state)
{
	struct world *world = *state;

	set_event(world, "locatie", "Ede");
	assert_string_equal(world_letters(world), "");
	assert_string_equal(world_text(world, "SELECT wie || ' ' || wat ||"
	    " ' ' || toelichting FROM audit"), "contact ingesteld Plaats");
}

static void
test_fewer_places_take_none_away(void **state)
{
	struct world *world = *state;
	int64_t id = world_sign_up(world, delegation(world, WORLD_KEY, "wm"));

	forget_letters(world);
	set_event(world, "capaciteit", "0");
	assert_string_equal(world_places(world, id), "bb");
	assert_string_equal(world_letters(world), "");
	assert_string_equal(world_places(world, world_sign_up(world,
	    delegation(world, "sleutel_van_de_tweede_1", "w"))), "w");
}

static void
test_end_of_the_reserve_gives_its_places_away(void **state)
{
	struct world *world = *state;
	int64_t id;

	world_sql(world, "UPDATE event SET capaciteit = 2,"
	    " gereserveerd_wethouders = 2, gereserveerd_tot = begin");
	id = world_sign_up(world, delegation(world, WORLD_KEY, "mm"));
	assert_string_equal(world_places(world, id), "ww");
	forget_letters(world);
	set_event(world, "gereserveerd_wethouders", "1");
	assert_string_equal(world_places(world, id), "bw");
	assert_string_equal(world_letters(world),
	    "opgeschoven " CONTACT "\n" "opgeschoven " ZOE "\n");
}

#define HUNDREDS	300

static void
sign_up_hundreds(struct world *world)
{
	world_sql(world, "UPDATE event SET capaciteit = 0");
	for (int i = 0; i < HUNDREDS; i++)
		world_sign_up(world, delegation(world, arena_printf(
		    world->arena, "sleutel_van_delegatie_%04d", i), "wmm"));
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant WHERE status = 'wachtlijst'"), 3 * HUNDREDS);
	forget_letters(world);
}

static void
test_hundreds_move_up_at_once_and_all_are_told(void **state)
{
	struct world *world = *state;

	sign_up_hundreds(world);
	set_event(world, "capaciteit", "900");
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant WHERE status = 'bevestigd'"), 3 * HUNDREDS);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE soort = 'opgeschoven'"), 3 * HUNDREDS);
	assert_int_equal(world_number(world, "SELECT count(DISTINCT"
	    " registration || '.' || participant) FROM outbox"),
	    3 * HUNDREDS);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'opgeschoven'"), HUNDREDS);
	/* And they can be told of another place, each once. */
	forget_letters(world);
	set_event(world, "locatie", "Ede");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE soort = 'verplaatst'"), 3 * HUNDREDS);
}

static void
test_places_for_some_of_hundreds_go_to_the_front(void **state)
{
	struct world *world = *state;

	sign_up_hundreds(world);
	set_event(world, "capaciteit", "100");
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant WHERE status = 'bevestigd'"), 100);
	assert_int_equal(world_number(world, "SELECT max(registration) FROM"
	    " participant WHERE status = 'bevestigd'"), 34);
	assert_string_equal(world_places(world, 34), "bww");
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"),
	    34 + 33 * 2 + 1);
}

#define HOUR	3600
#define WEEK	(7 * 24 * HOUR)

/* What does not move along, in the order in which it is said. */
static void
test_what_stands_elsewhere_is_named(void **state)
{
	static const struct {
		int64_t		 begin, einde, dicht;	/* so much later */
		const char	*locatie, *before, *after;
		const char	*said[EVENT_APART];
	} cases[] = {
		{ 0, 0, 0, NULL, "", "", { NULL } },
		{ HOUR, 0, 0, NULL, "", "", { "ligt 1 onderdeel buiten de"
		    " nieuwe tijden, zoals ‘Welkom’." } },
		{ 0, -4 * HOUR, 0, NULL, "", "", { "liggen 2 onderdelen buiten"
		    " de nieuwe tijden, zoals ‘Ronde 2’." } },
		{ 0, 1 - 5 * HOUR, 0, NULL, "", "", { "liggen 3 onderdelen"
		    " buiten de nieuwe tijden, zoals ‘Welkom’." } },
		{ 0, HOUR, 0, NULL, "", "", { NULL } },
		{ WEEK, WEEK, 0, NULL, "", "", { "liggen 3 onderdelen",
		    "Aanmelden sluit nog steeds op " } },
		{ WEEK, WEEK, WEEK, NULL, "", "", { "liggen 3 onderdelen" } },
		{ 0, 0, 0, "Utrecht", "", "", { NULL } },
		{ 0, 0, 0, "Utrecht", "Bus 12", "Tram 3", { NULL } },
		{ 0, 0, 0, "Utrecht", "Bus 12", "Bus 12", { "‘Zo komt u er’"
		    " is niet gewijzigd" } },
		{ 0, 0, 0, NULL, "Bus 12", "Bus 12", { NULL } },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct catalog catalog = *world_catalog(world);
		const char *said[EVENT_APART] = { NULL };
		struct event wanted;
		size_t count;

		catalog.event.bereikbaar = cases[i].before;
		wanted = catalog.event;
		wanted.begin += cases[i].begin;
		wanted.einde += cases[i].einde;
		wanted.aanmelden_dicht += cases[i].dicht;
		wanted.bereikbaar = cases[i].after;
		if (cases[i].locatie != NULL)
			wanted.locatie = cases[i].locatie;
		count = act_event_apart(&catalog, &wanted, world->arena, said);
		for (size_t j = 0; j < EVENT_APART; j++) {
			assert_int_equal(j < count, cases[i].said[j] != NULL);
			if (j < count)
				assert_holds(said[j], cases[i].said[j]);
		}
	}
}

/* The page says what was, until it is so again. */
static void
test_what_people_knew_stays_known_until_it_is_so_again(void **state)
{
	static const struct {
		const char	*name, *value;
		const char	*known;		/* begin, einde, place */
	} steps[] = {
		{ "locatie", "Utrecht", "0 0 MBO Raad, Woerden" },
		{ "locatie", "Zeist", "0 0 MBO Raad, Woerden" },
		{ "einde", "2027-01-12T16:00",
		    "1799744400 1799762400 MBO Raad, Woerden" },
		{ "begin", "2027-01-12T09:00",
		    "1799744400 1799762400 MBO Raad, Woerden" },
		{ "locatie", "MBO Raad, Woerden", "1799744400 1799762400 " },
		{ "begin", "2027-01-12T10:00", "1799744400 1799762400 " },
		{ "einde", "2027-01-12T15:00", "0 0 " },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(steps); i++) {
		set_event(world, steps[i].name, steps[i].value);
		assert_string_equal(world_text(world, "SELECT eerder_begin ||"
		    " ' ' || eerder_einde || ' ' || eerder_locatie"
		    " FROM event"), steps[i].known);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_the_calendar_holds_is_told_and_nothing_else),
		TEST(test_letter_says_what_was_and_what_is_now),
		TEST(test_letter_brings_the_calendar_up_to_date),
		TEST(test_who_waits_is_told_and_who_was_cancelled_is_not),
		TEST(test_event_without_anybody_moves_in_silence),
		TEST(test_fewer_places_take_none_away),
		TEST(test_what_stands_elsewhere_is_named),
		TEST(test_what_people_knew_stays_known_until_it_is_so_again),
		TEST(test_end_of_the_reserve_gives_its_places_away),
		TEST(test_hundreds_move_up_at_once_and_all_are_told),
		TEST(test_places_for_some_of_hundreds_go_to_the_front),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
