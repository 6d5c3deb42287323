/*
 * One place says who may have a place: every way in passes it, the page says
 * before it is saved what it is against, and what a change leaves as it was is
 * not judged.
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
#include "core/arena.h"
#include "db/event/event.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static int64_t
come_from(struct world *world, const char *gemeente, const char *roles)
{
	struct registration *one = world_delegation(world,
	    arena_printf(world->arena, "sleutel_van_delegatie_%04lld",
	    (long long)world_count(world, "registration")), "passend", roles);

	one->answer[CONTACT_GEMEENTE] = gemeente;
	return world_sign_up(world, one);
}

static void
set_event(struct world *world, int places, int reserved, int most)
{
	world_sql(world, arena_printf(world->arena, "UPDATE event SET"
	    " capaciteit = %d, gereserveerd_wethouders = %d,"
	    " gereserveerd_tot = begin, max_per_gemeente = %d", places,
	    reserved, most));
}

/* A change as an act: another municipality, or a role of the first. */
struct change {
	struct act_context	 act;
	int64_t			 id;
	const char		*gemeente;
	const char		*rol;
	bool			 replaces;
};

static enum status
run_change(struct db *db, void *arg, struct arena *arena)
{
	const struct change *change = arg;
	struct registration wanted;
	struct participant one;
	enum status status;

	status = registration_get(db, change->id, arena, &wanted);
	if (status != STATUS_OK)
		return status;
	if (change->gemeente != NULL)
		wanted.answer[CONTACT_GEMEENTE] = change->gemeente;
	if (change->rol != NULL)
		wanted.participants[0].answer[PARTICIPANT_ROL] = change->rol;
	one = wanted.participants[0];
	return change->replaces ? act_replace(db, &change->act, change->id,
	    wanted.versie, &one, arena) :
	    act_change(db, &change->act, &wanted, arena);
}

static enum status
try_change(struct world *world, struct change change)
{
	bool override = change.act.override;

	change.act = world_act(world);
	change.act.override = change.act.always = override;
	change.act.reason = override ? "spreker" : NULL;
	return world_run(world, run_change, &change);
}

static void
test_municipality_takes_no_place_beyond_its_maximum_by_a_change(void **state)
{
	static const char *const places[] = { "bb", "bw", "ww", "aa" };
	static const enum status expected[] = {
		/* By how many have places: two more, one more, none. */
		STATUS_FULL, STATUS_OK, STATUS_OK, STATUS_OK,
	};

	(void)state;
	for (size_t i = 0; i < COUNT(places); i++) {
		struct world *world;
		void *opened;
		int64_t id;

		assert_int_equal(world_open(&opened), 0);
		world = opened;
		set_event(world, 10, 0, 2);
		come_from(world, "GM0518", "m");
		id = come_from(world, "GM0632", "mm");
		for (int64_t n = 1; n <= 2; n++)
			if (places[i][n - 1] != 'b')
				world_cancel(world, id, n);
		if (i == 1 || i == 2) {
			set_event(world, i == 1 ? 2 : 1, 0, 2);
			for (int64_t n = 1; n <= 2; n++)
				world_restore(world, id, n);
		}
		assert_string_equal(world_places(world, id), places[i]);
		assert_int_equal(try_change(world, (struct change){
			.id = id, .gemeente = "GM0518" }), expected[i]);
		assert_string_equal(world_places(world, id), places[i]);
		assert_string_equal(world_text(world, "SELECT gemeente FROM"
		    " registration WHERE id = %lld", (long long)id),
		    expected[i] == STATUS_OK ? "GM0518" : "GM0632");
		assert_int_equal(world_close(&opened), 0);
	}
}

static void
test_organiser_may_carry_places_there_with_a_reason(void **state)
{
	struct world *world = *state;
	int64_t id;

	set_event(world, 10, 0, 2);
	come_from(world, "GM0518", "mm");
	id = come_from(world, "GM0632", "mm");
	assert_int_equal(try_change(world, (struct change){ .id = id,
		.gemeente = "GM0518", .act.override = true }), STATUS_OK);
	assert_string_equal(world_places(world, id), "bb");
	/* Nobody else of that municipality gets one for it. */
	assert_string_equal(world_places(world, come_from(world, "GM0518",
	    "m")), "w");
	assert_int_equal(world_cancel(world, 1, 1), STATUS_OK);
	assert_string_equal(world_places(world, 3), "w");
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE reden LIKE '%%spreker%%'"), 1);
}

/*
 * Places, reserved; who came before; the role that the first of a delegation
 * of one takes, who had the other one.
 */
static void
test_reserved_place_is_not_carried_to_another_role(void **state)
{
	static const struct {
		int		 places, reserved;
		const char	*before;
		const char	*from, *to;
		enum status	 expected;
	} vectors[] = {
		{ 3, 1, "mm", "wethouder", "medewerker", STATUS_FULL },
		{ 3, 1, "m", "wethouder", "medewerker", STATUS_OK },
		{ 4, 1, "mm", "wethouder", "medewerker", STATUS_OK },
		{ 4, 2, "mm", "wethouder", "medewerker", STATUS_FULL },
		{ 4, 2, "mmw", "wethouder", "medewerker", STATUS_FULL },
		{ 5, 2, "mmww", "wethouder", "medewerker", STATUS_OK },
		{ 3, 0, "mm", "wethouder", "medewerker", STATUS_OK },
		{ 3, 1, "m", "medewerker", "wethouder", STATUS_OK },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors) * 2; i++) {
		size_t at = i / 2;
		struct world *world;
		void *opened;
		int64_t id;

		assert_int_equal(world_open(&opened), 0);
		world = opened;
		set_event(world, vectors[at].places, vectors[at].reserved, 0);
		come_from(world, "GM0518", vectors[at].before);
		id = come_from(world, "GM0632",
		    vectors[at].from[0] == 'w' ? "w" : "m");
		assert_string_equal(world_places(world, id), "b");
		if (try_change(world, (struct change){ .id = id,
		    .rol = vectors[at].to, .replaces = i % 2 == 1 }) !=
		    vectors[at].expected)
			fail_msg("vector %zu", i);
		assert_string_equal(world_places(world, id), "b");
		assert_int_equal(world_close(&opened), 0);
	}
}

/* Two that are one by the day of the event have one maximum. */
static void
test_merged_municipalities_are_one(void **state)
{
	struct world *world = *state;

	set_event(world, 10, 0, 2);
	assert_string_equal(world_places(world, come_from(world, "GM0007",
	    "m")), "b");
	assert_string_equal(world_places(world, come_from(world, "GM0632",
	    "mm")), "bw");
	assert_string_equal(world_places(world, come_from(world, "GM0008",
	    "m")), "w");
	/* From the one to the other is no change. */
	assert_int_equal(try_change(world, (struct change){ .id = 1,
		.gemeente = "GM0632" }), STATUS_OK);
	/* Not before that day; and undone, there is room again. */
	world_sql(world, "UPDATE gemeente SET geldig_tot = '2027-01-13'"
	    " WHERE code = 'GM0008'");
	assert_int_equal(world_cancel(world, 1, 1), STATUS_OK);
	assert_string_equal(world_places(world, 2), "bb");
	assert_string_equal(world_places(world, 3), "b");
}

/* What gives places, each when there is one to give. */
static void
raise_capacity(struct world *world)
{
	set_event(world, 11, 0, 0);
}

/* As an organiser does: nobody else may by then. */
static enum status
cancel_first(struct db *db, void *arg, struct arena *arena)
{
	struct act_context act = *(struct act_context *)arg;

	act.always = true;
	return act_cancel(db, &act, 1, 1, arena);
}

static void
cancel_one(struct world *world)
{
	struct act_context act = world_act(world);

	assert_int_equal(world_run(world, cancel_first, &act), STATUS_OK);
}

static void
lift_maximum(struct world *world)
{
	set_event(world, 11, 0, 0);
}

static enum status
give(struct db *db, void *arg, struct arena *arena)
{
	const struct act_context *act = arg;

	return act_give(db, act, arena);
}

static void
test_nothing_is_given_once_the_event_is_over(void **state)
{
	static void (*const ways[])(struct world *) = {
		raise_capacity, cancel_one, lift_maximum,
	};
	struct act_context act;

	(void)state;
	for (size_t i = 0; i < COUNT(ways) * 2; i++) {
		struct world *world;
		void *opened;

		assert_int_equal(world_open(&opened), 0);
		world = opened;
		set_event(world, 2, 0, i / 2 == 2 ? 1 : 0);
		come_from(world, "GM0632", "mm");
		come_from(world, "GM0632", "m");
		world_set_now(i % 2 == 0 ? WORLD_END : WORLD_END - 1);
		world_sql(world, "DELETE FROM outbox");
		ways[i / 2](world);
		act = world_act(world);
		assert_int_equal(world_run(world, give, &act), STATUS_OK);
		assert_string_equal(world_places(world, 2),
		    i % 2 == 0 ? "w" : "b");
		assert_int_equal(strstr(world_letters(world), "opgeschoven")
		    != NULL, i % 2 == 1);
		assert_int_equal(world_close(&opened), 0);
	}
}

/* The pages offer what the acts do, at every moment of an event. */
static void
test_page_offers_what_the_act_does(void **state)
{
	static const struct {
		const char	*button;
		const char	*body;
	} buttons[] = {
		{ "value=\"afmelden\"", "actie=afmelden" },
		{ "value=\"herstellen\"", "actie=herstellen" },
		{ "/wijzigen", NULL },
		{ "value=\"wachtlijst\"", "actie=wachtlijst&wachtlijst=alles" },
	};
	static const int64_t moments[] = {
		WORLD_CLOSES - 1, WORLD_CLOSES, WORLD_BEGIN - 1, WORLD_BEGIN,
		WORLD_END - 1, WORLD_END,
	};

	(void)state;
	for (size_t i = 0; i < COUNT(moments) * COUNT(buttons) * 2; i++) {
		size_t button = i / 2 % COUNT(buttons);
		struct world *world;
		struct reply page, reply;
		const char *path;
		void *opened;

		assert_int_equal(world_open(&opened), 0);
		world = opened;
		set_event(world, 2, 0, 0);
		world_sql(world, "UPDATE event SET wijzigen_tot = einde + 9");
		come_from(world, "GM0632", "mmmm");
		world_cancel(world, 1, 1);
		assert_string_equal(world_places(world, 1), "abbw");
		world_set_now(moments[i / 2 / COUNT(buttons)]);
		path = visit_link(world, 1, i % 2 == 0 ? 0 :
		    button == 1 ? 1 : 3, "");
		page = visit_get(world, path);
		assert_int_equal(page.code, 200);
		if (button == 3 && i % 2 == 1) {
			assert_int_equal(world_close(&opened), 0);
			continue;
		}
		reply = buttons[button].body == NULL ? visit_get(world,
		    arena_printf(world->arena, "%s/wijzigen", path)) :
		    visit_post(world, path, buttons[button].body);
		if ((strstr(page.body, buttons[button].button) != NULL) !=
		    (reply.code != 409))
			fail_msg("%s at %zu of %s: %d", buttons[button].button,
			    i / 2 / COUNT(buttons), path, reply.code);
		assert_int_equal(world_close(&opened), 0);
	}
}

/* Today's rule --------------------------------------------------------------- */

/* Answers that were accepted once and would not be today. */
static void
make_old(struct world *world)
{
	world_sql(world, "UPDATE registration SET gemeente = 'GM0007',"
	    " contact_voornaam = 'www.anne.nl', contact_email = 'anne@x',"
	    " contact_telefoon = 'bel de balie', vraag = printf('%.*c',"
	    " 9000, 'x');"
	    "UPDATE participant SET voornaam = 'https://zoe.nl',"
	    " email = 'zoe@@woerden', functie = printf('%.*c', 900, 'y')"
	    " WHERE positie = 1;"
	    "UPDATE event SET max_per_aanmelding = 1");
}

/* The fields of the form as it was drawn, with this one changed. */
static const char *
form_of(struct world *world, const struct reply *page, const char *name,
    const char *value)
{
	static const char *const fields[] = {
		"csrf", "versie", "bekend", "deelnemer", "contact_voornaam",
		"contact_achternaam", "contact_email", "contact_telefoon",
		"deelnemer_1_voornaam", "deelnemer_1_achternaam",
		"deelnemer_1_email", "deelnemer_1_functie",
		"deelnemer_2_voornaam", "deelnemer_2_achternaam",
		"deelnemer_3_voornaam", "deelnemer_3_achternaam",
	};
	const char *all = world_form(world, "gemeente", strcmp(name,
	    "gemeente") == 0 ? value : "GM0007", "vraag", strcmp(name,
	    "vraag") == 0 ? value : world_text(world, "SELECT vraag FROM"
	    " registration"), "deelnemer_1_rol", "wethouder",
	    "deelnemer_2_rol", "medewerker", "deelnemer_3_rol",
	    strncmp(name, "deelnemer_3", 11) == 0 ? "medewerker" : "",
	    "bericht", "ja", NULL);

	for (size_t i = 0; i < COUNT(fields); i++) {
		const char *at = strstr(page->body, arena_printf(world->arena,
		    "name=\"%s\" value=\"", fields[i]));
		const char *text = "", *end;

		if (at != NULL) {
			at = strstr(at, "value=\"") + 7;
			end = strchr(at, '"');
			text = arena_copy(world->arena, at,
			    (size_t)(end - at));
		} else if (strncmp(fields[i], "deelnemer_3", 11) != 0) {
			continue;
		}
		if (strcmp(fields[i], name) == 0)
			text = value;
		if (text[0] != '\0')
			all = arena_printf(world->arena, "%s&%s", all,
			    world_form(world, fields[i], text, NULL));
	}
	return all;
}

static void
test_what_is_not_changed_is_not_judged(void **state)
{
	static const struct {
		const char	*name, *value;
		bool		 own;	/* also in the participant's form */
		bool		 good;
	} vectors[] = {
		{ "contact_achternaam", "de Boer", false, true },
		{ "deelnemer_1_achternaam", "van Dam", true, true },
		{ "contact_telefoon", "0348 753 500", false, true },
		{ "contact_telefoon", "bel de receptie", false, false },
		{ "contact_email", "anne@y", false, false },
		{ "contact_voornaam", "www.anneke.nl", false, false },
		{ "gemeente", "GM0632", false, true },
		{ "gemeente", "GM0008x", false, false },
		{ "deelnemer_1_email", "zoe@@utrecht", true, false },
		{ "deelnemer_1_functie", "raadslid", true, true },
		{ "deelnemer_3_achternaam", "Bos", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors) * 3; i++) {
		size_t at = i / 3, form = i % 3;
		struct world *world;
		struct reply reply;
		const char *path;
		void *opened;

		if (form == 1 && !vectors[at].own)
			continue;
		assert_int_equal(desk_open(&opened), 0);
		world = opened;
		visit_sign_up(world, NULL);
		make_old(world);
		path = form == 2 ? "/beheer/deelnemer/1/wijzigen" :
		    visit_link(world, 1, form == 0 ? 0 : 1, "/wijzigen");
		reply = form == 2 ? desk_page(world, path, ORGANISER) :
		    visit_get(world, path);
		assert_int_equal(reply.code, 200);
		if (form != 1)
			assert_holds(&reply, "value=\"GM0007\" selected>");
		reply = form == 2 ? desk_ask(world, (struct ask){
			.path = path, .cookie = ORGANISER, .body =
			arena_printf(world->arena, "%s&besluit=mail",
			form_of(world, &reply, vectors[at].name,
			vectors[at].value)) }) : visit_post(world, path,
		    form_of(world, &reply, vectors[at].name,
		    vectors[at].value));
		if (reply.code != (vectors[at].good ? 303 : 422))
			fail_msg("%s = %s, form %zu: %d %.999s",
			    vectors[at].name, vectors[at].value, form,
			    reply.code, strstr(reply.body, "fouten"));
		assert_int_equal(world_close(&opened), 0);
	}
}

static void
test_page_says_what_a_change_is_against(void **state)
{
	struct world *world = *state;
	struct reply page, reply;
	const char *path;

	set_event(world, 10, 0, 2);
	come_from(world, "GM0518", "m");
	visit_sign_up(world, NULL);
	path = visit_link(world, 2, 0, "/wijzigen");
	page = visit_get(world, path);
	reply = visit_post(world, path, form_of(world, &page, "gemeente",
	    "GM0518"));
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"gemeente-fout\"");
	assert_holds(&reply, "kunnen niet zoveel mensen komen");
	assert_string_equal(world_text(world, "SELECT gemeente FROM"
	    " registration WHERE id = 2"), "GM0632");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
	world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		test_municipality_takes_no_place_beyond_its_maximum_by_a_change),
		TEST(test_organiser_may_carry_places_there_with_a_reason),
		cmocka_unit_test(
		    test_reserved_place_is_not_carried_to_another_role),
		TEST(test_merged_municipalities_are_one),
		cmocka_unit_test(test_nothing_is_given_once_the_event_is_over),
		cmocka_unit_test(test_page_offers_what_the_act_does),
		cmocka_unit_test(test_what_is_not_changed_is_not_judged),
		TEST(test_page_says_what_a_change_is_against),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
