/*
 * A municipality that is signed up twice, and a person who is: whom a letter
 * tells it, with which names, and whom it does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "acts/act.h"
#include "core/arena.h"
#include "core/buf.h"
#include "tests/support/golden.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define TEXT_MAX	((size_t)1 << 20)
#define SECOND		"nog een aanmelding"
#define ANNE		"a.devries@woerden.nl"
#define RENEE		"r.brouwer@woerden.nl"
#define OUTSIDE		"r.brouwer@elders.nl"
#define JAN		"jan@woerden.nl"

/* One form: for whom, by whom, and a participant at that mailbox. */
struct form {
	const char	*gemeente;
	const char	*contact;
	const char	*voornaam;
	const char	*achternaam;
	const char	*email;
};

#define WOERDEN(contact)	{ "GM0632", contact, "Jan", "Bakker", JAN }
#define ANOTHER(contact)	{ "GM0632", contact, "Els", "ten Broek", \
	"els@woerden.nl" }

/* How the second comes beside the first. */
enum way { SIGNED_UP, BY_THE_DESK, QUIETLY, MOVED_THERE, CAME_BACK, CONFIRMED,
	ERASED };

/* Who is told: the new contact, the earlier one, and Jan himself. */
enum { NEW = 1, OLD = 2, JAN_TOO = 4, NAMES_TO_NEW = 8, NAMES_TO_OLD = 16,
	IN_BOTH = 32, OWN = 64 };

static const struct {
	const char	*title;
	struct form	 first, second;
	const char	*before;	/* the second, or NULL */
	enum way	 way;
	unsigned	 told;
} cases[] = {
	{ "twee contactpersonen van de gemeente", WOERDEN(ANNE),
	    ANOTHER(RENEE), NULL, SIGNED_UP,
	    NEW | OLD | NAMES_TO_NEW | NAMES_TO_OLD },
	{ "de tweede schrijft van elders", WOERDEN(ANNE), WOERDEN(OUTSIDE),
	    NULL, SIGNED_UP, NEW | OLD | JAN_TOO | NAMES_TO_OLD | IN_BOTH },
	{ "de eerste schreef van elders", ANOTHER(OUTSIDE), WOERDEN(ANNE),
	    NULL, SIGNED_UP, NEW | OLD | NAMES_TO_NEW },
	{ "dezelfde contactpersoon", WOERDEN(ANNE), ANOTHER(ANNE), NULL,
	    SIGNED_UP, NEW | OWN },
	{ "dezelfde contactpersoon van elders, dezelfde deelnemer",
	    WOERDEN(OUTSIDE), WOERDEN("R.Brouwer@Elders.nl"), NULL, SIGNED_UP,
	    NEW | OWN | JAN_TOO | IN_BOTH },
	{ "dezelfde deelnemer", WOERDEN(ANNE), WOERDEN(RENEE), NULL,
	    SIGNED_UP, NEW | OLD | JAN_TOO | NAMES_TO_NEW | NAMES_TO_OLD |
	    IN_BOTH },
	{ "dezelfde deelnemer, anders gespeld", WOERDEN(ANNE), { "GM0632",
	    RENEE, "J.", "bakker", "JAN@woerden.nl" }, NULL, SIGNED_UP,
	    NEW | OLD | JAN_TOO | NAMES_TO_NEW | NAMES_TO_OLD | IN_BOTH },
	{ "een ander in dezelfde mailbox", WOERDEN(ANNE), { "GM0632", RENEE,
	    "Els", "ten Broek", JAN }, NULL, SIGNED_UP,
	    NEW | OLD | NAMES_TO_NEW | NAMES_TO_OLD },
	{ "een andere gemeente", WOERDEN(ANNE), { "GM0518", OUTSIDE, "Els",
	    "ten Broek", "els@elders.nl" }, NULL, SIGNED_UP, 0 },
	{ "dezelfde deelnemer van een andere gemeente", WOERDEN(ANNE),
	    { "GM0518", OUTSIDE, "Jan", "Bakker", JAN }, NULL, SIGNED_UP,
	    JAN_TOO },
	{ "een gemeente die erin opgaat", { "GM1900", OUTSIDE, "Els",
	    "ten Broek", "els@elders.nl" }, WOERDEN(ANNE), "UPDATE gemeente"
	    " SET opvolger = 'GM0632', geldig_tot = '2027-01-01' WHERE code"
	    " = 'GM1900'", SIGNED_UP, NEW | OLD | NAMES_TO_NEW },
	{ "een gemeente die erin opgaat, later", WOERDEN(ANNE), { "GM1900",
	    OUTSIDE, "Els", "ten Broek", "els@elders.nl" }, "UPDATE gemeente"
	    " SET opvolger = 'GM0632', geldig_tot = '2027-01-01' WHERE code"
	    " = 'GM1900'", SIGNED_UP, NEW | OLD | NAMES_TO_OLD },
	{ "de eerste is afgemeld", WOERDEN(ANNE), WOERDEN(RENEE), "UPDATE"
	    " participant SET status = 'afgemeld', rij = NULL", SIGNED_UP, 0 },
	{ "de eerste is van een andere bijeenkomst", WOERDEN(ANNE),
	    WOERDEN(RENEE), "CREATE TEMP TABLE e AS SELECT * FROM event;"
	    "UPDATE e SET id = 2, uid = 'x', zichtbaar = 0;"
	    "INSERT INTO event SELECT * FROM e; DROP TABLE e;"
	    "UPDATE registration SET event = 2; UPDATE participant SET event"
	    " = 2; UPDATE outbox SET event = 2", SIGNED_UP, 0 },
	{ "gasten", { "-", "", "Jan", "Bakker", JAN }, { "-", "", "Els",
	    "ten Broek", "els@elders.nl" }, NULL, SIGNED_UP, 0 },
	{ "een gast die ook namens een gemeente komt", { "-", "", "Jan",
	    "Bakker", JAN }, WOERDEN(ANNE), NULL, SIGNED_UP, JAN_TOO },
	{ "door de organisatie", WOERDEN(ANNE), WOERDEN(RENEE), NULL,
	    BY_THE_DESK, NEW | OLD | JAN_TOO | NAMES_TO_NEW | NAMES_TO_OLD |
	    IN_BOTH },
	{ "zonder mail door de organisatie", WOERDEN(ANNE), WOERDEN(RENEE),
	    NULL, QUIETLY, 0 },
	{ "gewijzigd van gemeente", WOERDEN(ANNE), { "GM0518", RENEE, "Els",
	    "ten Broek", "els@woerden.nl" }, NULL, MOVED_THERE,
	    NEW | OLD | NAMES_TO_NEW | NAMES_TO_OLD },
	{ "toch weer aangemeld", WOERDEN(ANNE), WOERDEN(RENEE), NULL,
	    CAME_BACK, NEW | OLD | JAN_TOO | NAMES_TO_NEW | NAMES_TO_OLD |
	    IN_BOTH },
};

static struct registration *
form_of(struct world *world, const struct form *form)
{
	bool anne = strcmp(form->contact, ANNE) == 0;
	struct registration *one = world_delegation(world,
	    arena_printf(world->arena, "sleutel_van_aanmelding_%03lld",
	    (long long)world_count(world, "registration")), "passend",
	    strcmp(form->gemeente, "-") == 0 ? "m" : "mm");
	const char **first = one->participants[0].answer;

	one->answer[CONTACT_GEMEENTE] = form->gemeente;
	one->answer[CONTACT_EMAIL] = form->contact;
	one->answer[CONTACT_VOORNAAM] = form->contact[0] == '\0' ? "" :
	    anne ? "Anne" : "Renée";
	one->answer[CONTACT_ACHTERNAAM] = form->contact[0] == '\0' ? "" :
	    anne ? "de Vries" : "Brouwer";
	first[PARTICIPANT_VOORNAAM] = form->voornaam;
	first[PARTICIPANT_ACHTERNAAM] = form->achternaam;
	first[PARTICIPANT_EMAIL] = form->email;
	if (form->contact[0] == '\0') {
		first[PARTICIPANT_ROL] = "spreker";
	} else {
		one->participants[1].answer[PARTICIPANT_NAAM_VOLGT] = "ja";
		one->participants[1].answer[PARTICIPANT_VOORNAAM] =
		    one->participants[1].answer[PARTICIPANT_ACHTERNAAM] = "";
	}
	return one;
}

struct job {
	struct act_context	 act;
	struct registration	*form;
	enum way		 way;
};

static enum status
come_beside(struct db *db, void *arg, struct arena *arena)
{
	struct job *job = arg;
	struct registration wanted;
	enum status status;

	if (job->way == CAME_BACK)
		return act_restore(db, &job->act, 2, 0, arena);
	if (job->way == CONFIRMED)
		return act_confirm(db, &job->act, 2, 0, arena);
	if (job->way == ERASED)
		return act_erase(db, &job->act, 1, 0, arena);
	if (job->way != MOVED_THERE)
		return act_sign_up(db, &job->act, job->form, arena);
	status = registration_get(db, 2, arena, &wanted);
	if (status != STATUS_OK)
		return status;
	wanted.answer[CONTACT_GEMEENTE] = "GM0632";
	wanted.gemeente_naam = "Woerden";
	return act_change(db, &job->act, &wanted, arena);
}

/* What was owed until now has gone, and counts no more. */
static int64_t
send_all(struct world *world)
{
	world_compose(world);
	world_sql(world, "UPDATE outbox SET pogingen = 1, status = 'sent',"
	    " verzonden = 1, volgende = NULL WHERE volgende IS NOT NULL;"
	    "DELETE FROM outbox_bericht");
	return world_count(world, "outbox");
}

static enum status
second_comes(struct world *world, struct registration *form, enum way way)
{
	struct job job = { world_act(world), form, way };

	if (way == BY_THE_DESK || way == QUIETLY) {
		job.act.who = "account anke";
		job.act.always = true;
		job.act.quiet = way == QUIETLY;
	}
	return world_run(world, come_beside, &job);
}

/* What a letter to that address says between its greeting and the event. */
static const char *
told_to(struct world *world, const char *address)
{
	const char *message = world_text(world, "SELECT CAST(bericht AS TEXT)"
	    " FROM " LETTERS " WHERE ontvanger = '%s' COLLATE NOCASE",
	    address);
	char *text, *end;

	if (message[0] == '\0')
		return "";
	text = golden_unquoted(world, strstr(message, "\r\n\r\nBeste ") + 4);
	end = strstr(text, "\n\nOriëntatiebijeenkomst\n");
	assert_non_null(end);
	*end = '\0';
	return text;
}

static void
expect(const char *title, const char *text, const char *words, bool there)
{
	if ((strstr(text, words) != NULL) != there)
		fail_msg("%s: %s \"%s\" in:\n%s", title, there ? "no" : "a",
		    words, text);
}

/* Whether it is told, and the other's name with it. */
static void
judge(const char *title, const char *text, bool told, const char *name,
    bool named, bool both)
{
	expect(title, text, "Let op: ", told);
	expect(title, text, name, named);
	expect(title, text, "In beide staat: J", both);
}

static const char *
name_of(const struct form *form)
{
	return strcmp(form->contact, ANNE) == 0 ? "door Anne de Vries, voor" :
	    "door Renée Brouwer, voor";
}

static void
test_double_sign_ups_are_told_by_mail(void **state)
{
	struct world *keep, *world;
	struct buf out;
	void *opened;

	(void)state;
	assert_int_equal(world_open(&opened), 0);
	keep = opened;
	buf_init(&out, keep->arena, TEXT_MAX);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *title = cases[i].title, *to[3];
		unsigned told = cases[i].told;
		struct registration *form;

		assert_int_equal(world_open(&opened), 0);
		world = opened;
		world->spoilt = cases[i].before != NULL;
		world_sign_up(world, form_of(world, &cases[i].first));
		form = form_of(world, &cases[i].second);
		if (cases[i].way > QUIETLY)
			world_sign_up(world, form);
		if (cases[i].way == CAME_BACK)
			world_cancel(world, 2, 0);
		send_all(world);
		if (cases[i].before != NULL)
			world_sql(world, cases[i].before);
		assert_int_equal(second_comes(world, form, cases[i].way),
		    STATUS_OK);
		world_compose(world);
		to[0] = told_to(world, cases[i].second.contact);
		to[1] = told & OWN ? "" :
		    told_to(world, cases[i].first.contact);
		to[2] = told_to(world, cases[i].second.email);
		judge(title, to[0], told & NEW, name_of(&cases[i].first),
		    told & NAMES_TO_NEW, told & IN_BOTH && (told & OWN ||
		    told & NAMES_TO_NEW));
		judge(title, to[1], told & OLD, name_of(&cases[i].second),
		    told & NAMES_TO_OLD, told & IN_BOTH && told & OLD);
		judge(title, to[2], told & JAN_TOO, "(null)", false, false);
		assert_int_equal(world_number(world, "SELECT count(*) FROM"
		    " outbox WHERE soort = '" SECOND "' AND registration = 1"
		    " AND participant = 0"), (told & OLD) != 0);
		buf_printf(&out, "\n== %s\n-- aan wie nu aanmeldt\n%s\n"
		    "-- aan wie eerder aanmeldde\n%s\n-- aan de deelnemer\n"
		    "%s\n", title, to[0], to[1], to[2]);
		assert_int_equal(world_close(&opened), 0);
	}
	assert_false(out.failed);
	golden_compare(keep, "letters_twice.txt", out.data);
	opened = keep;
	assert_int_equal(world_close(&opened), 0);
}

/* What is told is so when the letter is written. */
static void
test_what_is_gone_before_the_letter_is_written_is_not_told(void **state)
{
	static const char *const gone[] = {
		"UPDATE participant SET status = 'afgemeld', rij = NULL"
		    " WHERE registration = 2",
		"DELETE FROM outbox WHERE registration = 2; DELETE FROM"
		    " participant WHERE registration = 2; DELETE FROM"
		    " registration WHERE id = 2",
	};
	struct world *world;

	(void)state;
	for (size_t i = 0; i < COUNT(gone); i++) {
		struct form first = WOERDEN(ANNE), second = ANOTHER(RENEE);
		void *opened;

		assert_int_equal(world_open(&opened), 0);
		world = opened;
		world->spoilt = true;
		world_sign_up(world, form_of(world, &first));
		send_all(world);
		world_sign_up(world, form_of(world, &second));
		world_sql(world, gone[i]);
		world_compose(world);
		assert_int_equal(world_number(world, "SELECT count(*) FROM"
		    " outbox WHERE soort = '" SECOND "' AND (volgende IS NOT"
		    " NULL OR status = 'failed')"), 0);
		assert_string_equal(told_to(world, ANNE), "");
		assert_int_equal(world_close(&opened), 0);
	}
}

/* Nor to a person whose other place is somebody else's by then. */
static void
test_person_who_is_there_no_more_was_not_there_twice(void **state)
{
	struct form first = WOERDEN(ANNE), second = WOERDEN(RENEE);
	struct world *world = *state;

	world_sign_up(world, form_of(world, &first));
	send_all(world);
	world_sign_up(world, form_of(world, &second));
	world_sql(world, "UPDATE participant SET voornaam = 'Els',"
	    " achternaam = 'ten Broek' WHERE id = 1");
	world_compose(world);
	expect("vervangen", told_to(world, JAN), "Let op: ", false);
	expect("vervangen", told_to(world, RENEE), "In beide staat", false);
}

/* A letter that is owed before that one went tells it instead. */
static void
test_newer_letter_tells_it_too(void **state)
{
	static const char *const moments[] = { "", "UPDATE outbox SET pogingen"
		" = 1, vast_tot = gemaakt + 480, volgende = gemaakt + 480"
		" WHERE soort = '" SECOND "'" };

	(void)state;
	for (size_t i = 0; i < COUNT(moments); i++) {
		struct form first = WOERDEN(ANNE), second = ANOTHER(RENEE);
		struct world *world;
		void *opened;

		assert_int_equal(world_open(&opened), 0);
		world = opened;
		world_sign_up(world, form_of(world, &first));
		send_all(world);
		world_sign_up(world, form_of(world, &second));
		world_sql(world, moments[i]);
		assert_int_equal(world_cancel(world, 1, 2), STATUS_OK);
		expect("afgemeld", told_to(world, ANNE), "U heeft Naam volgt"
		    " (deelnemer 2) afgemeld.", true);
		expect("afgemeld", told_to(world, ANNE), "Let op: de gemeente"
		    " Woerden is nog een keer aangemeld", true);
		assert_int_equal(world_close(&opened), 0);
	}
}

/* One letter a sign-up, to the newest before it, however many there are. */
static void
test_third_is_told_beside_the_second(void **state)
{
	struct form forms[] = { WOERDEN(ANNE), ANOTHER(RENEE),
		ANOTHER("iemand@woerden.nl") };
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(forms); i++) {
		world_sign_up(world, form_of(world, &forms[i]));
		send_all(world);
	}
	assert_string_equal(world_text(world, "SELECT group_concat(ontvanger)"
	    " FROM outbox WHERE soort = '" SECOND "'"), ANNE "," RENEE);
}

/* Somebody signs up and cancels again and again: the limits hold. */
static void
test_nobody_is_bombed_with_second_sign_ups(void **state)
{
	struct form first = WOERDEN(ANNE), second = ANOTHER("x@elders.nl");
	struct world *world = *state;
	int64_t last = 0;

	world->config.limits = true;
	world->config.mail_per_address = 40;
	world->config.mail_per_registration = 6;
	world->config.mail_new_addresses = 30;
	world->config.people_per_network = 1000;
	world_sign_up(world, form_of(world, &first));
	send_all(world);
	for (int i = 0; i < 18; i++) {
		world_set_now(world_now() + 90);
		last = world_sign_up(world, form_of(world, &second));
		assert_int_equal(world_cancel(world, last, 0), STATUS_OK);
		world_sql(world, arena_printf(world->arena, "UPDATE outbox"
		    " SET status = 'sent', verzonden = 1, volgende = NULL"
		    " WHERE volgende <= %lld", (long long)world_now()));
	}
	assert_true(world_number(world, "SELECT count(*) FROM outbox WHERE"
	    " ontvanger = '" ANNE "' AND status = 'sent'") <= 8);
	/* What is put off is one letter, of the newest. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = '" ANNE "' AND volgende IS NOT NULL"), 1);
	assert_int_equal(world_number(world, "SELECT ander FROM outbox"
	    " WHERE ontvanger = '" ANNE "' AND volgende IS NOT NULL"), last);
	world_set_now(WORLD_NOW);
}

/* Whose places are kept back has not shown who they are: not yet. */
static void
test_who_is_to_confirm_first_reaches_no_other_contact(void **state)
{
	struct form first = WOERDEN(ANNE), second = ANOTHER(RENEE);
	struct world *world = *state;
	struct job job;

	world_sign_up(world, form_of(world, &first));
	send_all(world);
	world->config.limits = true;
	world->config.people_per_network = 1;
	world->config.mail_per_address = world->config.mail_new_addresses = 40;
	world->config.mail_per_registration = 60;
	world_sign_up(world, form_of(world, &second));
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE soort = '" SECOND "'"), 0);
	job = (struct job){ .act = world_act(world), .way = CONFIRMED };
	assert_int_equal(world_run(world, come_beside, &job), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE soort = '" SECOND "' AND ontvanger = '" ANNE "'"), 1);
}

/* A person who is erased is in nobody's letter. */
static void
test_erased_is_what_a_letter_said_of_another(void **state)
{
	struct form first = WOERDEN(ANNE), second = WOERDEN(RENEE);
	struct world *world = *state;
	struct job job;

	world_sign_up(world, form_of(world, &first));
	send_all(world);
	world_sign_up(world, form_of(world, &second));
	world_compose(world);
	assert_true(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE registration = 2 AND instr(bericht, 'Anne') > 0") > 0);
	job = (struct job){ .act = world_act(world), .way = ERASED };
	job.act.always = true;
	assert_int_equal(world_run(world, come_beside, &job), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " outbox_bericht WHERE instr(bericht, 'Anne') > 0"), 0);
	/* And the letter that is written now does not say it. */
	world_compose(world);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, 'Anne') > 0"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_double_sign_ups_are_told_by_mail),
		cmocka_unit_test(
		    test_what_is_gone_before_the_letter_is_written_is_not_told),
		cmocka_unit_test_setup_teardown(
		    test_person_who_is_there_no_more_was_not_there_twice,
		    world_open, world_close),
		cmocka_unit_test(test_newer_letter_tells_it_too),
		cmocka_unit_test_setup_teardown(
		    test_third_is_told_beside_the_second, world_open,
		    world_close),
		cmocka_unit_test_setup_teardown(
		    test_nobody_is_bombed_with_second_sign_ups, world_open,
		    world_close),
		cmocka_unit_test_setup_teardown(
		    test_who_is_to_confirm_first_reaches_no_other_contact,
		    world_open, world_close),
		cmocka_unit_test_setup_teardown(
		    test_erased_is_what_a_letter_said_of_another, world_open,
		    world_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
