/* The pages to change a sign-up, as visitors use them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define ZOE	"z.vandenberg@woerden.nl"

/* The valid form signed up, and where Anne changes it. */
static const char *
come(struct world *world)
{
	visit_sign_up(world, NULL);
	return visit_link(world, 1, 0, "/wijzigen");
}

/* An input of the page with this value in it. */
static void
assert_value(struct world *world, const struct reply *reply,
    const char *name, const char *value)
{
	assert_holds(reply, arena_printf(world->arena,
	    "name=\"%s\" value=\"%s\"", name, value));
}

/* All that the contact's form asks, and then some; as the browser sends it. */
#define CHANGE(versie, ...) world_form(world, "versie", versie, \
	"bekend", "2", \
	"gemeente", "GM0632", "contact_voornaam", "Anne", \
	"contact_achternaam", "de Vries", \
	"contact_email", "a.devries@woerden.nl", \
	"deelnemer_1_voornaam", "Zoë", \
	"deelnemer_1_achternaam", "van den Berg", \
	"deelnemer_1_email", ZOE, "deelnemer_1_rol", "wethouder", \
	"deelnemer_1_sessie_1", "11", "deelnemer_2_achternaam", "Jansen", \
	"deelnemer_2_rol", "medewerker", "thema", "vsv", __VA_ARGS__, NULL)

static const char *
answer(struct world *world, int positie, const char *column)
{
	return world_text(world, "SELECT %s FROM participant WHERE"
	    " positie = %d", column, positie);
}

static void
test_form_shows_what_is_signed_up(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_get(world, come(world));

	assert_int_equal(reply.code, 200);
	assert_value(world, &reply, "contact_voornaam", "Anne");
	assert_value(world, &reply, "contact_email", "a.devries@woerden.nl");
	assert_value(world, &reply, "deelnemer_1_voornaam", "Zoë");
	assert_value(world, &reply, "deelnemer_1_email", ZOE);
	assert_value(world, &reply, "deelnemer_2_achternaam", "Jansen");
	assert_value(world, &reply, "versie", "1");
	assert_holds(&reply, "<option value=\"GM0632\" "
	    "data-domain=\"woerden.nl\" selected>");
	assert_holds(&reply, "<option value=\"11\" selected>");
	assert_holds(&reply, "name=\"thema\" value=\"vsv\" checked>");
	assert_holds(&reply, "name=\"thema\" value=\"llo\">");
	assert_lacks(&reply, "name=\"deelnemer_3_");
	/* Only the person is asked, and a key is for a new sign-up. */
	assert_lacks(&reply, "foto_bezwaar");
	assert_lacks(&reply, "name=\"sleutel\"");
	/* A person is cancelled on another page, with a letter. */
	assert_lacks(&reply, "value=\"weg_");
}

static void
test_saved_change_leads_back_to_the_page(void **state)
{
	struct world *world = *state;
	const char *change = come(world), *page = visit_link(world, 1, 0, "");
	struct reply reply = visit_post(world, change, CHANGE("1",
	    "deelnemer_2_voornaam", "Joop", "contact_telefoon",
	    "0348 753 500", "vraag", "Hoe dan?"));

	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"),
	    arena_printf(world->arena, "%s?gedaan=gewijzigd#gedaan", page));
	assert_string_equal(answer(world, 2, "voornaam"), "Joop");
	assert_string_equal(answer(world, 1, "voornaam"), "Zoë");
	assert_string_equal(world_text(world, "SELECT contact_telefoon ||"
	    " vraag FROM registration"), "0348 753 500" "Hoe dan?");
	reply = visit_get(world, page);
	assert_holds(&reply, "Joop Jansen");
	assert_holds(&reply, "Hoe dan?");
	assert_int_equal(world_count(world, "registration"), 1);
	assert_int_equal(world_count(world, "participant"), 2);
}

static void
test_what_the_form_does_not_ask_stays(void **state)
{
	struct world *world = *state;
	const char *change = come(world);

	world_sql(world, "UPDATE registration SET wachtlijst = 'wethouder';"
	    "UPDATE participant SET foto_bezwaar = 'ja',"
	    " op_de_hoogte = 'ja'; DELETE FROM outbox");
	assert_int_equal(visit_post(world, change, CHANGE("1",
	    "deelnemer_2_voornaam", "Jan")).code, 303);
	assert_string_equal(world_letters(world), "");
	assert_string_equal(world_text(world, "SELECT wachtlijst FROM"
	    " registration"), "wethouder");
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant WHERE foto_bezwaar || op_de_hoogte = 'jaja'"), 2);
}

static void
test_person_can_be_added_and_a_cancelled_one_stays_hidden(void **state)
{
	struct world *world = *state;
	const char *change = come(world);
	struct reply reply;

	assert_int_equal(world_cancel(world, 1, 1), STATUS_OK);
	reply = visit_get(world, change);
	assert_lacks(&reply, "deelnemer_1_");
	assert_lacks(&reply, ZOE);
	assert_value(world, &reply, "deelnemer_2_voornaam", "Jan");
	reply = visit_post(world, change, world_form(world, "versie", "2",
	    "gemeente", "GM0632", "contact_voornaam", "Anne",
	    "contact_achternaam", "de Vries", "contact_email",
	    "a.devries@woerden.nl", "deelnemer_2_voornaam", "Jan",
	    "deelnemer_2_achternaam", "Jansen", "deelnemer_2_rol",
	    "medewerker", "deelnemer_3_voornaam", "Lea",
	    "deelnemer_3_achternaam", "Bos", "deelnemer_3_rol", "medewerker",
	    NULL));
	assert_int_equal(reply.code, 303);
	assert_string_equal(world_places(world, 1), "abb");
	assert_string_equal(answer(world, 1, "voornaam"), "Zoë");
	assert_string_equal(answer(world, 3, "voornaam"), "Lea");
}

static void
test_faulty_change_is_422_and_keeps_everything_typed(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_post(world, come(world), CHANGE("1",
	    "deelnemer_2_voornaam", "", "deelnemer_2_email", "geen adres",
	    "deelnemer_2_functie", "Hoofd <b>", "contact_telefoon",
	    "06 12345678", "vraag", "Waarom?", "deelnemer_3_voornaam", "Lea",
	    "thema", "llo"));

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"deelnemer_2_voornaam-fout\"");
	assert_holds(&reply, "id=\"deelnemer_2_email-fout\"");
	assert_holds(&reply, "id=\"deelnemer_3_achternaam-fout\"");
	assert_value(world, &reply, "deelnemer_2_email", "geen adres");
	assert_value(world, &reply, "deelnemer_2_functie",
	    "Hoofd &lt;b&gt;");
	assert_value(world, &reply, "deelnemer_3_voornaam", "Lea");
	assert_value(world, &reply, "contact_telefoon", "06 12345678");
	assert_value(world, &reply, "versie", "1");
	assert_holds(&reply, "Waarom?</textarea>");
	assert_holds(&reply, "name=\"thema\" value=\"llo\" checked>");
	assert_string_equal(answer(world, 2, "voornaam"), "Jan");
	assert_int_equal(world_number(world, "SELECT versie FROM"
	    " registration"), 1);
}

static void
test_conflict_is_409_and_keeps_everything_typed(void **state)
{
	struct world *world = *state;
	const char *change = come(world);
	struct reply reply;

	assert_int_equal(visit_post(world, change, CHANGE("1",
	    "deelnemer_2_voornaam", "Joop")).code, 303);
	reply = visit_post(world, change, CHANGE("1", "deelnemer_2_voornaam",
	    "Koos", "vraag", "Waarom?"));
	assert_int_equal(reply.code, 409);
	assert_value(world, &reply, "deelnemer_2_voornaam", "Koos");
	assert_holds(&reply, "Waarom?</textarea>");
	assert_holds(&reply, "ook ergens anders gewijzigd");
	assert_holds(&reply, "<th scope=\"row\">Deelnemer 2: Voornaam</th>"
	    "<td>Koos</td><td>Joop</td>");
	assert_value(world, &reply, "versie", "2");
	assert_string_equal(answer(world, 2, "voornaam"), "Joop");
	assert_int_equal(visit_post(world, change, CHANGE("2",
	    "deelnemer_2_voornaam", "Koos")).code, 303);
	assert_string_equal(answer(world, 2, "voornaam"), "Koos");
}

/* The contact had the form open; the person changed something meanwhile. */
static void
test_what_only_one_changed_is_kept_of_both(void **state)
{
	struct world *world = *state;
	const char *change = come(world), *own = visit_link(world, 1, 1,
	    "/wijzigen");
	struct reply page = visit_get(world, change);
	const char *made = reply_value(world, &page, "gemaakt");

	assert_int_equal(visit_post(world, own, world_form(world, "versie",
	    "1", "deelnemer_1_voornaam", "Zoë", "deelnemer_1_achternaam",
	    "van den Berg", "deelnemer_1_email", ZOE, "deelnemer_1_functie",
	    "Wethouder mbo", "deelnemer_1_sessie_1", "12",
	    "deelnemer_1_foto_bezwaar", "ja", NULL)).code, 303);
	assert_int_equal(visit_post(world, change, CHANGE("1", "gemaakt",
	    made, "deelnemer_2_voornaam", "Joop", "vraag", "Waarom?")).code,
	    303);
	assert_string_equal(answer(world, 1, "functie || foto_bezwaar"),
	    "Wethouder mboja");
	/* Logged, but for what only she is asked. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE waarden LIKE '%%Wethouder mbo%%'"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE waarden LIKE '%%foto%%'"), 0);
	assert_int_equal(world_number(world, "SELECT session FROM"
	    " participant_session WHERE participant = 1 AND session < 20"),
	    12);
	assert_string_equal(answer(world, 2, "voornaam"), "Joop");
	/* The other way round too, from a form that is older still. */
	assert_int_equal(visit_post(world, change, CHANGE("1", "gemaakt",
	    made, "deelnemer_2_voornaam", "Jan", "contact_telefoon",
	    "0348 111111")).code, 303);
	assert_string_equal(answer(world, 2, "voornaam"), "Joop");
	assert_string_equal(world_text(world, "SELECT contact_telefoon ||"
	    " vraag FROM registration"), "0348 111111Waarom?");
}

static void
test_what_both_changed_is_asked_with_who_and_when(void **state)
{
	struct world *world = *state;
	const char *change = come(world), *own = visit_link(world, 1, 1,
	    "/wijzigen");
	struct reply page = visit_get(world, change), reply;
	const char *made = reply_value(world, &page, "gemaakt");

	assert_int_equal(visit_post(world, own, world_form(world, "versie",
	    "1", "deelnemer_1_voornaam", "Zoe", "deelnemer_1_achternaam",
	    "van den Berg", "deelnemer_1_email", ZOE,
	    "deelnemer_1_sessie_1", "12", NULL)).code, 303);
	reply = visit_post(world, change, CHANGE("1", "gemaakt", made,
	    "deelnemer_1_voornaam", "Zoë", "deelnemer_2_voornaam", "Joop",
	    "deelnemer_1_sessie_2", "21"));
	assert_int_equal(reply.code, 303);
	page = visit_get(world, change);
	made = reply_value(world, &page, "gemaakt");
	assert_int_equal(visit_post(world, own, world_form(world, "versie",
	    "3", "deelnemer_1_voornaam", "Zoo", "deelnemer_1_achternaam",
	    "van den Berg", "deelnemer_1_email", ZOE,
	    "deelnemer_1_sessie_1", "12", NULL)).code, 303);
	reply = visit_post(world, change, world_form(world, "versie", "3",
	    "gemaakt", made, "bekend", "2", "gemeente", "GM0632",
	    "contact_voornaam", "Anne", "contact_achternaam", "de Vries",
	    "contact_email", "a.devries@woerden.nl", "deelnemer_1_voornaam",
	    "Zus", "deelnemer_1_achternaam", "van den Berg",
	    "deelnemer_1_email", ZOE, "deelnemer_1_rol", "wethouder",
	    "deelnemer_1_sessie_1", "12", "deelnemer_1_sessie_2", "21",
	    "deelnemer_2_voornaam", "Piet", "deelnemer_2_achternaam",
	    "Jansen", "deelnemer_2_rol", "medewerker", "thema", "vsv", NULL));
	assert_int_equal(reply.code, 409);
	assert_holds(&reply, "<th scope=\"row\">Deelnemer 1: Voornaam</th>"
	    "<td>Zus</td><td>Zoo</td><td>De deelnemer, 24 nov 2026, 9.30"
	    "</td>");
	/* Only that: what she alone changed is not asked. */
	assert_lacks(&reply, "<td>Piet</td>");
	assert_value(world, &reply, "deelnemer_2_voornaam", "Piet");
	assert_value(world, &reply, "versie", "4");
}

/* What only Zoë is asked does not show through in the contact's form. */
static void
test_marks_do_not_tell_what_is_the_person_s_own(void **state)
{
	struct world *world = *state;
	struct reply page = visit_get(world, come(world));

	assert_lacks(&page, "foto_bezwaar");
}

static void
test_who_was_replaced_meanwhile_is_not_replaced_unseen(void **state)
{
	struct world *world = *state;
	const char *page, *replace;
	struct reply reply;

	come(world);
	page = visit_link(world, 1, 0, "/vervangen?deelnemer=2");
	replace = visit_link(world, 1, 0, "/vervangen");
	reply = visit_get(world, page);
	/* Somebody else's change leaves it as it is; his own does not. */
	world_sql(world, "UPDATE participant SET functie = 'Baas' WHERE"
	    " positie = 1; UPDATE registration SET versie = 2");
	assert_int_equal(visit_post(world, replace, world_form(world,
	    "versie", "1", "gemaakt", reply_value(world, &reply, "gemaakt"),
	    "deelnemer", "2", "deelnemer_2_voornaam", "Lea",
	    "deelnemer_2_achternaam", "Bos", "deelnemer_2_rol", "medewerker",
	    NULL)).code, 303);
	reply = visit_post(world, replace, world_form(world, "versie", "1",
	    "gemaakt", reply_value(world, &reply, "gemaakt"), "deelnemer",
	    "2", "deelnemer_2_voornaam", "Kees", "deelnemer_2_achternaam",
	    "Smit", "deelnemer_2_rol", "medewerker", NULL));
	assert_int_equal(reply.code, 409);
	assert_holds(&reply, "<td>Kees</td><td>Lea</td>");
	assert_string_equal(answer(world, 2, "voornaam"), "Lea");
}

/* Two tabs that each add somebody: neither takes the other's place. */
static void
test_conflict_keeps_who_was_added_meanwhile_apart(void **state)
{
	struct world *world = *state;
	const char *change = come(world);
	struct reply reply;

	assert_int_equal(visit_post(world, change, CHANGE("1",
	    "deelnemer_2_voornaam", "Jan", "deelnemer_3_voornaam", "Lea",
	    "deelnemer_3_achternaam", "Bos", "deelnemer_3_rol",
	    "medewerker")).code, 303);
	reply = visit_post(world, change, CHANGE("1",
	    "deelnemer_2_voornaam", "Jan", "deelnemer_3_voornaam", "Kees",
	    "deelnemer_3_achternaam", "Smit", "deelnemer_3_rol",
	    "medewerker"));
	assert_int_equal(reply.code, 409);
	assert_value(world, &reply, "deelnemer_3_voornaam", "Lea");
	assert_value(world, &reply, "deelnemer_4_voornaam", "Kees");
}

static void
test_buttons_change_only_the_form(void **state)
{
	struct world *world = *state;
	const char *change = come(world);
	struct reply reply;

	reply = visit_post(world, change, CHANGE("1", "deelnemer_2_voornaam",
	    "Joop", "actie", "erbij"));
	assert_int_equal(reply.code, 200);
	assert_value(world, &reply, "deelnemer_2_voornaam", "Joop");
	assert_value(world, &reply, "deelnemer_3_voornaam", "");
	assert_value(world, &reply, "versie", "1");
	assert_holds(&reply, "value=\"weg_3\"");
	reply = visit_post(world, change, CHANGE("1", "deelnemer_2_voornaam",
	    "Joop", "deelnemer_3_voornaam", "Lea", "deelnemer_4_voornaam",
	    "Mo", "actie", "weg_3"));
	assert_value(world, &reply, "deelnemer_2_voornaam", "Joop");
	assert_value(world, &reply, "deelnemer_3_voornaam", "Mo");
	assert_value(world, &reply, "deelnemer_0_voornaam", "Lea");
	assert_lacks(&reply, "deelnemer_4_voornaam");
	/* Put back, never among those who are signed up. */
	reply = visit_post(world, change, CHANGE("1", "deelnemer_2_voornaam",
	    "Joop", "deelnemer_3_voornaam", "Mo", "deelnemer_0_voornaam",
	    "Lea", "actie", "terug_1"));
	assert_value(world, &reply, "deelnemer_2_voornaam", "Joop");
	assert_value(world, &reply, "deelnemer_3_voornaam", "Lea");
	assert_value(world, &reply, "deelnemer_4_voornaam", "Mo");
	/* A person who is signed up already is not left out by a button. */
	reply = visit_post(world, change, CHANGE("1", "deelnemer_2_voornaam",
	    "Joop", "actie", "weg_2"));
	assert_value(world, &reply, "deelnemer_2_voornaam", "Joop");
	assert_string_equal(answer(world, 2, "voornaam"), "Jan");
	assert_string_equal(world_places(world, 1), "bb");
}

static void
test_person_changes_their_own_answers_and_no_one_else_s(void **state)
{
	struct world *world = *state;
	const char *page, *change;
	struct reply reply;

	visit_sign_up(world, NULL);
	page = visit_link(world, 1, 1, "");
	change = visit_link(world, 1, 1, "/wijzigen");
	reply = visit_get(world, change);
	assert_int_equal(reply.code, 200);
	assert_value(world, &reply, "deelnemer_1_voornaam", "Zoë");
	assert_holds(&reply, "<option value=\"11\" selected>");
	assert_holds(&reply, "name=\"deelnemer_1_foto_bezwaar\"");
	assert_lacks(&reply, "name=\"deelnemer_1_rol\"");
	assert_lacks(&reply, "Jansen");
	reply = visit_post(world, change, world_form(world, "versie", "1",
	    "deelnemer_1_voornaam", "Zoe", "deelnemer_1_achternaam", "Berg",
	    "deelnemer_1_email", ZOE, "deelnemer_1_sessie_1", "12",
	    "deelnemer_1_foto_bezwaar", "ja", "deelnemer_1_rol",
	    "medewerker", "deelnemer", "2", "deelnemer_2_voornaam", "X",
	    "contact_voornaam", "X", NULL));
	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"),
	    arena_printf(world->arena, "%s?gedaan=gewijzigd#gedaan", page));
	assert_string_equal(answer(world, 1, "voornaam || achternaam ||"
	    " foto_bezwaar || rol"), "ZoeBergjawethouder");
	assert_int_equal(world_number(world, "SELECT session FROM"
	    " participant_session WHERE participant = 1"), 12);
	assert_string_equal(answer(world, 2, "voornaam"), "Jan");
	assert_string_equal(world_text(world, "SELECT contact_voornaam FROM"
	    " registration"), "Anne");
	assert_int_equal(world_count(world, "registration_thema"), 1);
	/* A tick or a session that is taken away is not sent. */
	assert_int_equal(visit_post(world, change, world_form(world,
	    "versie", "2", "deelnemer_1_voornaam", "Zoe",
	    "deelnemer_1_achternaam", "Berg", NULL)).code, 303);
	assert_string_equal(answer(world, 1, "foto_bezwaar"), "");
	assert_int_equal(world_count(world, "participant_session"), 0);
}

static void
test_person_s_fault_and_conflict_keep_what_was_typed(void **state)
{
	struct world *world = *state;
	const char *change;
	struct reply reply;

	visit_sign_up(world, NULL);
	change = visit_link(world, 1, 1, "/wijzigen");
	reply = visit_post(world, change, world_form(world, "versie", "1",
	    "deelnemer_1_voornaam", "Zoe", "deelnemer_1_achternaam", "",
	    "deelnemer_1_functie", "Baas", NULL));
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"deelnemer_1_achternaam-fout\"");
	assert_value(world, &reply, "deelnemer_1_functie", "Baas");
	assert_value(world, &reply, "deelnemer_1_achternaam", "");
	reply = visit_post(world, change, world_form(world, "versie", "7",
	    "deelnemer_1_voornaam", "Zoe", "deelnemer_1_achternaam", "Berg",
	    "deelnemer_1_foto_bezwaar", "ja", NULL));
	assert_int_equal(reply.code, 409);
	assert_value(world, &reply, "deelnemer_1_achternaam", "Berg");
	assert_holds(&reply, "name=\"deelnemer_1_foto_bezwaar\" value=\"ja\""
	    " checked");
	assert_value(world, &reply, "versie", "1");
	assert_string_equal(answer(world, 1, "achternaam"), "van den Berg");
}

static void
test_nothing_is_changed_too_late_or_by_whom_was_cancelled(void **state)
{
	struct world *world = *state;
	const char *change = come(world);
	const char *const pages[] = {
		change, visit_link(world, 1, 0, "/vervangen?deelnemer=2"),
		visit_link(world, 1, 1, "/wijzigen"),
	};

	assert_int_equal(world_cancel(world, 1, 1), STATUS_OK);
	assert_int_equal(visit_get(world, pages[2]).code, 409);
	assert_int_equal(visit_post(world, pages[2], "versie=2"
	    "&deelnemer_1_voornaam=X&deelnemer_1_achternaam=Y").code, 409);
	assert_int_equal(visit_get(world, visit_link(world, 1, 0,
	    "/vervangen?deelnemer=1")).code, 404);
	assert_int_equal(world_restore(world, 1, 1), STATUS_OK);
	for (size_t i = 0; i < COUNT(pages); i++)
		assert_int_equal(visit_get(world, pages[i]).code, 200);
	world_set_now(WORLD_BEGIN);
	for (size_t i = 0; i < COUNT(pages); i++)
		assert_int_equal(visit_get(world, pages[i]).code, 409);
	assert_int_equal(visit_post(world, pages[0], CHANGE("3",
	    "deelnemer_2_voornaam", "Joop")).code, 409);
	assert_string_equal(answer(world, 2, "voornaam"), "Jan");
}

static void
post_contact(struct world *world, int64_t versie, const char *voornaam,
    const char *email, struct reply *reply)
{
	*reply = visit_post(world, visit_link(world, 1, 0, "/wijzigen"),
	    world_form(world, "versie", arena_printf(world->arena, "%lld",
	    (long long)versie), "bekend", "2", "gemeente", "GM0632",
	    "contact_voornaam", voornaam, "contact_achternaam", "de Vries",
	    "contact_email", email,
	    "deelnemer_1_voornaam", "Zoë", "deelnemer_1_achternaam",
	    "van den Berg", "deelnemer_1_email", ZOE, "deelnemer_1_rol",
	    "wethouder", "deelnemer_2_voornaam", "Jan",
	    "deelnemer_2_achternaam", "Jansen", "deelnemer_2_rol",
	    "medewerker", NULL));
	assert_int_equal(reply->code, 303);
}

/*
 * A link is of one person at one mailbox: who changes their own address is
 * led to the new one, who names another contact is not.
 */
static void
test_link_ends_with_the_mailbox_or_the_person(void **state)
{
	struct world *world = *state;
	const char *first = visit_sign_up(world, NULL), *jan, *second;
	struct reply reply;

	jan = visit_link(world, 1, 2, "");
	world_sql(world, "UPDATE registration SET versie = 1");
	post_contact(world, 1, "Anne", "anne@woerden.nl", &reply);
	second = visit_link(world, 1, 0, "");
	assert_string_not_equal(second, first);
	assert_string_equal(reply_header(world, &reply, "Location"),
	    arena_printf(world->arena, "%s?gedaan=gewijzigd#gedaan", second));
	reply = visit_get(world, first);
	assert_int_equal(reply.code, 404);
	assert_holds(&reply, "href=\"/link-kwijt\"");
	assert_int_equal(visit_get(world, second).code, 200);
	/* Jan has no address: his link went to the contact, and ended too. */
	assert_int_equal(visit_get(world, jan).code, 404);
	post_contact(world, 2, "Karel", "karel@woerden.nl", &reply);
	assert_string_equal(reply_header(world, &reply, "Location"),
	    arena_printf(world->arena, "%s?gedaan=gewijzigd#gedaan", second));
	assert_int_equal(visit_get(world, second).code, 404);
	assert_int_equal(visit_get(world, visit_link(world, 1, 0, "")).code,
	    200);
}

static void
test_policy_button_gives_places_at_once(void **state)
{
	static const char *const refused[] = {
		"actie=wachtlijst", "actie=wachtlijst&wachtlijst=",
		"actie=wachtlijst&wachtlijst=iets",
	};
	struct world *world = *state;
	const char *page;
	struct reply reply;

	world_sql(world, "UPDATE event SET capaciteit = 1");
	page = visit_sign_up(world, NULL);
	assert_string_equal(world_places(world, 1), "ww");
	reply = visit_get(world, page);
	assert_holds(&reply, "name=\"wachtlijst\" value=\"alles\" checked>");
	for (size_t i = 0; i < COUNT(refused); i++)
		assert_true(visit_post(world, page, refused[i]).code >= 400);
	assert_string_equal(world_places(world, 1), "ww");
	reply = visit_post(world, page, "actie=wachtlijst&wachtlijst=passend");
	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"),
	    arena_printf(world->arena, "%s?gedaan=wachtlijst#gedaan", page));
	assert_string_equal(world_places(world, 1), "bw");
	reply = visit_get(world, page);
	assert_holds(&reply, "name=\"wachtlijst\" value=\"passend\" checked>");
	/* A person who waits for nothing is not asked. */
	assert_int_equal(world_cancel(world, 1, 2), STATUS_OK);
	reply = visit_get(world, page);
	assert_lacks(&reply, "name=\"wachtlijst\"");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_form_shows_what_is_signed_up),
		TEST(test_saved_change_leads_back_to_the_page),
		TEST(test_what_the_form_does_not_ask_stays),
		TEST(test_person_can_be_added_and_a_cancelled_one_stays_hidden),
		TEST(test_faulty_change_is_422_and_keeps_everything_typed),
		TEST(test_conflict_is_409_and_keeps_everything_typed),
		TEST(test_what_only_one_changed_is_kept_of_both),
		TEST(test_what_both_changed_is_asked_with_who_and_when),
		TEST(test_marks_do_not_tell_what_is_the_person_s_own),
		TEST(test_who_was_replaced_meanwhile_is_not_replaced_unseen),
		TEST(test_conflict_keeps_who_was_added_meanwhile_apart),
		TEST(test_buttons_change_only_the_form),
		TEST(test_person_changes_their_own_answers_and_no_one_else_s),
		TEST(test_person_s_fault_and_conflict_keep_what_was_typed),
		TEST(test_nothing_is_changed_too_late_or_by_whom_was_cancelled),
		TEST(test_link_ends_with_the_mailbox_or_the_person),
		TEST(test_policy_button_gives_places_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
