/*
 * What the desk did about people's places is taken back together with its
 * mails: everything is as it was, of who moved up by it too.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define PERSON	"/beheer/deelnemer/"
#define LIST	"/beheer/aanmeldingen"

/*
 * Two with places and a seat each, one whose place was given by hand, and a
 * delegation that waits, also for that session; one who cancelled.
 */
static int
open_people(void **state)
{
	struct registration *one;
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world_sql(world, "UPDATE event SET capaciteit = 3;"
	    " UPDATE session SET capaciteit = 1 WHERE id = 11");
	one = world_delegation(world, WORLD_KEY, "passend", "wm");
	one->participants[0].session[0] = 11;
	world_sign_up(world, one);
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_deze_toets_02", "passend", "m"));
	one = world_delegation(world, "sleutel_van_deze_toets_03", "passend",
	    "wmm");
	one->answer[CONTACT_GEMEENTE] = "GM0518";
	one->answer[CONTACT_EMAIL] = "wacht@denhaag.nl";
	one->participants[0].session[0] = 11;
	world_sign_up(world, one);
	assert_int_equal(world_cancel(world, 3, 3), STATUS_OK);
	assert_string_equal(world_places(world, 1), "bb");
	assert_string_equal(world_places(world, 3), "wwa");
	world_sql(world, "DELETE FROM outbox");
	return 0;
}

/* Places, turns and seats, and all that is counted from them. */
static const char *
stand(struct world *world)
{
	return world_text(world, "SELECT group_concat(x, '; ') FROM (SELECT"
	    " id || ' ' || status || coalesce(rij, '-') || '/' || regels ||"
	    " '/' || vraag_tot AS x FROM participant UNION ALL SELECT"
	    " participant || ' in ' || session || ' ' || status || rij || '/'"
	    " || regels || geplaatst FROM participant_session UNION ALL"
	    " SELECT 'seats ' || bezet || wethouders FROM"
	    " seat_count WHERE bezet > 0 UNION ALL SELECT 'session ' ||"
	    " session || bezet FROM session_count UNION ALL SELECT"
	    " 'heads ' || gemeente || status ||"
	    " rol || volgt || aantal FROM head_count WHERE aantal > 0"
	    " ORDER BY 1)");
}

static const struct act {
	const char	*path;
	const char	*body;
	int		 registration;	/* whose version it looks at */
} acts[] = {
	{ PERSON "1", "actie=afmelden", 1 },
	{ PERSON "2", "actie=delegatie", 1 },
	{ PERSON "3", "actie=afmelden", 2 },
	{ PERSON "4", "actie=afmelden", 3 },
	{ PERSON "6", "actie=herstellen", 3 },
	{ PERSON "5", "actie=plaats&reden=spreker", 3 },
	{ LIST, "actie=afmelden", 1 },
};

static void
run(struct world *world, const struct act *act)
{
	const char *versie = world_text(world, "SELECT versie || '' FROM"
	    " registration WHERE id = %d", act->registration);

	assert_int_equal(desk_send(world, act->path, ORGANISER, arena_printf(
	    world->arena, "%s&versie=%s&wie=1.%s&wie=2.%s&besluit=mail"
	    "&wanneer=straks", act->body, versie, versie, versie)).code, 303);
}

/* Where it leads. */
static const char *
undo(struct world *world)
{
	struct reply reply = desk_post(world, "/beheer/berichten/1",
	    ORGANISER, "actie", "ongedaan");

	assert_int_equal(reply.code, 303);
	return strchr(reply_header(world, &reply, "Location"), '?');
}

static void
test_every_act_about_places_is_taken_back_whole(void **state)
{
	for (size_t i = 0; i < COUNT(acts); i++) {
		struct world *world = *state;
		const char *before = stand(world);
		struct reply reply;

		run(world, &acts[i]);
		if (strcmp(stand(world), before) == 0)
			fail_msg("%s did nothing", acts[i].body);
		reply = desk_page(world, "/beheer/berichten/1", ORGANISER);
		assert_holds(&reply, "Maak ongedaan, met de mails");
		world_set_now(world_now() + 599);
		assert_string_equal(undo(world), "?gedaan=ongedaan");
		assert_string_equal(stand(world), before);
		assert_int_equal(world_number(world, "SELECT count(*) FROM"
		    " outbox WHERE volgende IS NOT NULL"), 0);
		assert_string_equal(world_broken(world), "");
		assert_true(world_number(world, "SELECT count(*) FROM audit"
		    " WHERE wat = 'ongedaan gemaakt'") > 0);
		/* Once. */
		assert_string_equal(undo(world), "?gedaan=telaat");
		assert_string_equal(stand(world), before);
		assert_int_equal(world_count(world, "terug"), 0);
		world_set_now(WORLD_NOW);
		assert_int_equal(world_close(state), 0);
		assert_int_equal(open_people(state), 0);
	}
}

/* Whatever was to be told before the act is told again. */
static void
test_letters_that_were_overtaken_go_after_all(void **state)
{
	static const char open[] = "SELECT group_concat(soort || ontvanger ||"
	    " volgende) FROM (SELECT * FROM outbox WHERE volgende IS NOT NULL"
	    " ORDER BY id)";
	struct world *world = *state;
	const char *before;

	world_sign_up(world, world_delegation(world,
	    "sleutel_van_deze_toets_04", "passend", "m"));
	before = world_text(world, open);
	assert_non_null(strstr(before, "aangemeld"));
	run(world, &(struct act){ PERSON "7", "actie=afmelden", 4 });
	assert_string_not_equal(world_text(world, open), before);
	assert_string_equal(undo(world), "?gedaan=ongedaan");
	assert_string_equal(world_text(world, open), before);
}

/* Each of these is too late, and changes nothing. */
static void
test_it_is_too_late_when_something_happened(void **state)
{
	static const char *const happened[] = {
		"UPDATE outbox SET pogingen = 1 WHERE id ="
		    " (SELECT min(id) FROM outbox)",
		"UPDATE outbox SET status = 'sent', pogingen = 1, volgende ="
		    " NULL WHERE id = (SELECT min(id) FROM outbox)",
		"UPDATE participant SET gewijzigd = gewijzigd + 1"
		    " WHERE id = 1",
		"UPDATE participant SET gewijzigd = gewijzigd + 1"
		    " WHERE id = 4",
	};

	for (size_t i = 0; i < COUNT(happened); i++) {
		struct world *world = *state;
		const char *after;

		run(world, &acts[0]);
		after = stand(world);
		world_sql(world, happened[i]);
		assert_string_equal(undo(world), "?gedaan=telaat");
		assert_string_equal(stand(world), after);
		assert_int_equal(world_number(world, "SELECT count(*) FROM"
		    " outbox WHERE status = 'withdrawn'"), 0);
		world->spoilt = true;
		assert_int_equal(world_close(state), 0);
		assert_int_equal(open_people(state), 0);
	}
}

static void
test_it_is_too_late_after_ten_minutes(void **state)
{
	struct world *world = *state;
	struct reply reply;

	run(world, &acts[0]);
	world_set_now(world_now() + 600);
	reply = desk_page(world, "/beheer/berichten/1", ORGANISER);
	assert_lacks(&reply, "value=\"ongedaan\"");
	assert_string_equal(undo(world), "?gedaan=telaat");
	world_set_now(WORLD_NOW);
}

/* Nobody waits, so the place is free: who takes it meanwhile keeps it. */
static void
test_place_that_another_took_is_not_given_back(void **state)
{
	struct world *world = *state;
	const char *after;

	assert_int_equal(world_cancel(world, 3, 0), STATUS_OK);
	world_sql(world, "DELETE FROM outbox");
	run(world, &acts[0]);
	world_set_now(world_now() + 60);
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_deze_toets_05", "passend", "m"));
	assert_string_equal(world_places(world, 4), "b");
	after = stand(world);
	assert_string_equal(undo(world), "?gedaan=telaat");
	assert_string_equal(stand(world), after);
	/* With room for both it is. */
	world_sql(world, "UPDATE event SET capaciteit = 9");
	assert_string_equal(undo(world), "?gedaan=ongedaan");
	assert_string_equal(world_places(world, 1), "bb");
	world_set_now(WORLD_NOW);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_people, world_close)
		TEST(test_every_act_about_places_is_taken_back_whole),
		TEST(test_letters_that_were_overtaken_go_after_all),
		TEST(test_it_is_too_late_when_something_happened),
		TEST(test_it_is_too_late_after_ten_minutes),
		TEST(test_place_that_another_took_is_not_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
