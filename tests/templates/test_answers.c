/*
 * A question is seen at every place that shows answers.  The rows of the two
 * field tables are taken in turn: an answer is given through the real form,
 * and every page, letter and file is looked at.  tests/templates/question.sh
 * runs this with a new row in each table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"
#include "export/csv.h"
#include "export/machine_export.h"
#include "templates/escape.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define OUT_MAX		((size_t)8 << 20)

/*
 * One answer in one world: that of the contact, or of participant 1; and what
 * happened in it.
 */
struct question {
	struct world		*world;
	const struct field	*field;
	bool			 of_contact;
	const char		*value;		/* in the form and the rows */
	void			(*before)(const struct question *);
};

/* What a field of this type is answered with; nothing else says the same. */
static const char *
value_of(const struct field *field)
{
	static const char *const values[FIELD__MAX] = {
		[FIELD_NAME] = "Merkwaarde",
		[FIELD_TITLE] = "Merkwaarde", [FIELD_LINE] = "Merkwaarde",
		[FIELD_LINES] = "Merkwaarde", [FIELD_EMAIL] = "merk@gouda.nl",
		[FIELD_PHONE] = "0348 753 599", [FIELD_TICK] = "ja",
		[FIELD_GEMEENTE] = "GM1900", [FIELD_NUMBER] = "7391",
		[FIELD_MOMENT] = "2031-01-12T10:00",
		[FIELD_DAY] = "2031-01-13", [FIELD_COLOUR] = "#1f4e79",
	};
	size_t last = 0;

	if (field->type != FIELD_CHOICE)
		return values[field->type];
	while (field->choices[last + 1].value != NULL)
		last++;
	return field->choices[last].value;
}

/* The form of two people; the answer in it when it is asked there. */
static const char *
form(const struct question *one, const char *versie, bool with)
{
	struct world *world = one->world;
	bool held = with && strcmp(one->field->name, "naam_volgt") == 0;
	const char *name = one->of_contact ? one->field->name :
	    arena_printf(world->arena, "deelnemer_1_%s", one->field->name);

	return world_valid_form(world, "versie", versie, "bekend", "2",
	    "deelnemer_2_rol", "wethouder",
	    held ? "deelnemer_1_voornaam" : "a", held ? "" : "a",
	    held ? "deelnemer_1_achternaam" : "b", held ? "" : "b",
	    with ? name : "c", with ? one->value : "c", NULL);
}

static bool
is_own(const struct question *one)
{
	return !one->of_contact && one->field->flags & FIELD_OWN;
}

/* Where a change of the answer is sent to. */
static struct reply
change(const struct question *one, const char *versie)
{
	return visit_post(one->world, visit_link(one->world, 1, is_own(one),
	    "/wijzigen"), form(one, versie, true));
}

/* Everybody signed up, with the answer given by whom it is asked. */
static void
answer(const struct question *one)
{
	assert_int_equal(visit_post(one->world, "/aanmelden", form(one, "",
	    !is_own(one))).code, 303);
	if (is_own(one))
		assert_int_equal(change(one, "1").code, 303);
}

/* Quoted-printable in the middle of a letter, read in place. */
static const char *
decoded(struct world *world, const char *mail)
{
	char *text = arena_string(world->arena, mail), *to = text;
	unsigned byte;

	for (const char *at = text; *at != '\0'; at++)
		if (strncmp(at, "=\r\n", 3) == 0)
			at += 2;
		else if (*at == '=' && sscanf(at + 1, "%2X", &byte) == 1) {
			*to++ = (char)byte;
			at += 2;
		} else {
			*to++ = *at;
		}
	*to = '\0';
	return text;
}

/* The head of the last letter about this, and its text or its HTML. */
static const char *
letter(const struct question *one, const char *about, bool html)
{
	const char *mail = decoded(one->world, world_text(one->world,
	    "SELECT bericht FROM " LETTERS " WHERE (participant = 0) ="
	    " ('%s' = 'registration') AND registration > 0"
	    " ORDER BY outbox.id DESC LIMIT 1", about));
	const char *middle = strstr(mail, "Content-Type: text/html");

	assert_non_null(middle);
	return html ? arena_printf(one->world->arena, "%.*s%s",
	    (int)(strstr(mail, "\r\n\r\n") - mail), mail, middle) :
	    arena_copy(one->world->arena, mail, (size_t)(middle - mail));
}

static const char *
contact_page(const struct question *one)
{
	return visit_get(one->world, visit_link(one->world, 1, 0, "")).body;
}

static const char *
person_page(const struct question *one)
{
	return visit_get(one->world, visit_link(one->world, 1, 1, "")).body;
}

static const char *
person_data(const struct question *one)
{
	return visit_get(one->world, visit_link(one->world, 1, 1,
	    "/gegevens.json")).body;
}

static const char *
desk_person(const struct question *one)
{
	return desk_page(one->world, "/beheer/deelnemer/1", ORGANISER).body;
}

/* A letter is sent when something happens: here somebody cancels. */
static void
answer_and_cancel(const struct question *one)
{
	answer(one);
	assert_int_equal(world_cancel(one->world, 1, 1), STATUS_OK);
}

/* Everybody signed up, and nothing answered. */
static void
sign_up(const struct question *one)
{
	assert_int_equal(visit_post(one->world, "/aanmelden", form(one, "",
	    false)).code, 303);
}

static void
sign_up_and_change(const struct question *one)
{
	sign_up(one);
	assert_int_equal(change(one, "1").code, 303);
}

static const char *
contact_text(const struct question *one)
{
	return letter(one, "registration", false);
}

static const char *
contact_html(const struct question *one)
{
	return letter(one, "registration", true);
}

static const char *
person_text(const struct question *one)
{
	return letter(one, "participant", false);
}

static const char *
person_html(const struct question *one)
{
	return letter(one, "participant", true);
}

/* The contact's letter from the first sentence about a change on. */
static const char *
change_letter(const struct question *one)
{
	const char *text = letter(one, "registration", false);
	const char *line = strstr(text, "\r\n- ");

	if (line == NULL)
		return "";
	return arena_copy(one->world->arena, line, strcspn(line + 2, "\r") + 2);
}

static const char *
conflict_page(const struct question *one)
{
	struct reply reply = change(one, "0");

	assert_int_equal(reply.code, 409);
	return reply.body;
}

static const char *
sign_up_form(const struct question *one)
{
	return visit_get(one->world, "/aanmelden").body;
}

static const char *
change_form(const struct question *one)
{
	return visit_get(one->world, visit_link(one->world, 1, is_own(one),
	    "/wijzigen")).body;
}

static const char *
privacy_page(const struct question *one)
{
	return visit_get(one->world, "/privacy").body;
}

static enum status
collect(void *arg, const void *bytes, size_t length)
{
	buf_add(arg, bytes, length);
	return STATUS_OK;
}

static const char *
csv_export(const struct question *one)
{
	struct attendee_filter everybody = attendee_all(1);
	struct buf out;

	buf_init(&out, one->world->arena, OUT_MAX);
	assert_int_equal(csv_attendees(one->world->app.db, &everybody,
	    collect, &out), STATUS_OK);
	return out.data;
}

static const char *
machine_export(const struct question *one)
{
	struct attendee_filter everybody = attendee_all(1);
	struct buf out;

	buf_init(&out, one->world->arena, OUT_MAX);
	assert_int_equal(machine_json(one->world->app.db, &everybody,
	    &world_catalog(one->world)->event, WORLD_NOW, collect, &out),
	    STATUS_OK);
	return out.data;
}

/* How a place says an answer. */
enum manner {
	MANNER_WORDS,		/* for people: the label of a choice */
	MANNER_TITLES,		/* and for the organiser: of a tick as well */
	MANNER_DATA,		/* for programs: as it is stored */
	MANNER_LABEL,		/* that it is asked, or that it changed */
	MANNER_CONTROL,		/* a form */
	MANNER_PURPOSE
};

#define CONTACT	1u
#define PERSON	2u

/* Places before which the same happened stand together, in one world. */
static const struct shown_at {
	const char	*name;
	unsigned	 whose;		/* answers it shows */
	unsigned	 hidden;	/* flags of those it does not show */
	enum manner	 manner;
	void		 (*before)(const struct question *);
	const		 char	*(*read)(const struct question *);
} places[] = {
	{ "the form", CONTACT | PERSON, FIELD_OWN | FIELD_ELSEWHERE,
	    MANNER_CONTROL, NULL, sign_up_form },
	{ "the privacy page", CONTACT | PERSON, 0, MANNER_PURPOSE, NULL,
	    privacy_page },
	{ "the contact's page", CONTACT | PERSON, FIELD_OWN | FIELD_ELSEWHERE,
	    MANNER_WORDS, answer, contact_page },
	{ "the person's page", PERSON, 0, MANNER_WORDS, answer, person_page },
	{ "the person's data", PERSON, 0, MANNER_DATA, answer, person_data },
	{ "the organiser's page", CONTACT | PERSON, 0, MANNER_TITLES, answer,
	    desk_person },
	{ "the export", CONTACT | PERSON, FIELD_ELSEWHERE, MANNER_DATA, answer,
	    csv_export },
	{ "the machine's export", CONTACT | PERSON, 0, MANNER_DATA, answer,
	    machine_export },
	{ "the form for changing", CONTACT | PERSON, FIELD_ELSEWHERE,
	    MANNER_CONTROL, answer, change_form },
	{ "the contact's letter", CONTACT | PERSON,
	    FIELD_OWN | FIELD_ELSEWHERE, MANNER_WORDS, answer_and_cancel,
	    contact_text },
	{ "the contact's letter in HTML", CONTACT | PERSON,
	    FIELD_OWN | FIELD_ELSEWHERE, MANNER_WORDS, answer_and_cancel,
	    contact_html },
	{ "the person's letter", PERSON, 0, MANNER_WORDS, answer_and_cancel,
	    person_text },
	{ "the person's letter in HTML", PERSON, 0, MANNER_WORDS,
	    answer_and_cancel, person_html },
	{ "the letter about a change", CONTACT | PERSON, FIELD_OWN,
	    MANNER_LABEL, sign_up_and_change, change_letter },
	{ "the page of a conflict", CONTACT | PERSON, 0, MANNER_WORDS, sign_up,
	    conflict_page },
};

/* Ticks that a place says in words of its own; NULL: wherever it is shown. */
static const struct {
	const char	*name;
	const		 char	*(*read)(const struct question *);
	const char	*words;		/* NULL: not at all, and why */
} designed[] = {
	{ "foto_bezwaar", person_page, "u wilt niet herkenbaar in beeld" },
	{ "op_de_hoogte", person_page, "u krijgt bericht" },
	/* Free text of the contact is in nobody else's letter. */
	{ "functie", person_text, NULL }, { "functie", person_html, NULL },
	/* The letter names nobody, and its change is said by the names. */
	{ "naam_volgt", person_text, "Beste deelnemer" },
	{ "naam_volgt", person_html, "Beste deelnemer" },
	{ "naam_volgt", change_letter, NULL },
	{ "naam_volgt", person_data, "\"naam_volgt\": \"ja\"" },
	{ "naam_volgt", machine_export, "\"naam_volgt\": \"ja\"" },
	{ "naam_volgt", change_form, "name=\"deelnemer_1_naam_volgt\"" },
	{ "naam_volgt", sign_up_form, "name=\"deelnemer_1_naam_volgt\"" },
	{ "naam_volgt", privacy_page, "Om een plaats vast te houden." },
	{ "naam_volgt", NULL, "Naam volgt" },
};

static const char *
escaped(struct world *world, const char *text)
{
	struct buf out;

	buf_init(&out, world->arena, OUT_MAX);
	escape_text(&out, text);
	return out.data;
}

/* What must stand there for the answer to be seen; NULL: nothing. */
static const char *
words_for(const struct question *one, const struct shown_at *place)
{
	const struct field *field = one->field;

	for (size_t i = 0; i < COUNT(designed); i++)
		if (strcmp(designed[i].name, field->name) == 0 &&
		    (designed[i].read == NULL ||
		    designed[i].read == place->read))
			return designed[i].words;
	switch (place->manner) {
	case MANNER_PURPOSE:
		return field->purpose;
	case MANNER_LABEL:
		return arena_printf(one->world->arena, "%s: ", field->label);
	case MANNER_CONTROL:
		return arena_printf(one->world->arena, "name=\"%s%s\"",
		    one->of_contact ? "" : "deelnemer_1_", field->name);
	case MANNER_DATA:
		return field->type != FIELD_TICK || place->read == csv_export ?
		    one->value : arena_printf(one->world->arena,
		    "\"%s\": \"ja\"", field->name);
	case MANNER_WORDS:
	case MANNER_TITLES:
		break;
	}
	if (field->type == FIELD_GEMEENTE)
		return "Súdwest-Fryslân";
	if (field->type != FIELD_TICK)
		return field_label(field, one->value);
	/* Not the title alone, which the person's history names too. */
	if (place->manner == MANNER_TITLES)
		return arena_printf(one->world->arena, "<dt>%s</dt>",
		    escaped(one->world, field->title));
	return place->read == conflict_page ? field->title : field->label;
}

static bool
is_shown(const struct question *one, const struct shown_at *place)
{
	return place->whose & (one->of_contact ? CONTACT : PERSON) &&
	    !(place->hidden & one->field->flags);
}

static void
leave(struct question *one)
{
	void *world = one->world;

	if (world != NULL)
		assert_int_equal(world_close(&world), 0);
	one->world = NULL;
}

/* Into a new world, unless in this one happened what must come before. */
static void
go_to(struct question *one, const struct shown_at *place)
{
	void *world;

	if (one->world != NULL && one->before == place->before)
		return;
	leave(one);
	assert_int_equal(desk_open(&world), 0);
	one->world = world;
	one->before = place->before;
	if (place->before != NULL)
		place->before(one);
}

static bool
is_seen(const struct question *one, const struct shown_at *place)
{
	const char *body, *words = words_for(one, place);

	if (words == NULL)
		return true;
	body = place->read(one);
	if (strstr(body, words) != NULL ||
	    strstr(body, escaped(one->world, words)) != NULL)
		return true;
	print_error("%s: \"%s\" is not on %s\n", one->field->name, words,
	    place->name);
	return false;
}

/* How many places do not show the answer. */
static int
look(const struct field *field, bool of_contact)
{
	struct question one = {
		.field = field, .of_contact = of_contact,
		.value = value_of(field),
	};
	int unseen = 0;

	for (size_t i = 0; i < COUNT(places); i++) {
		if (!is_shown(&one, &places[i]))
			continue;
		go_to(&one, &places[i]);
		unseen += !is_seen(&one, &places[i]);
	}
	leave(&one);
	return unseen;
}

static void
test_every_answer_of_the_contact_is_seen_everywhere(void **state)
{
	int unseen = 0;

	(void)state;
	for (size_t i = 0; i < CONTACT__MAX; i++)
		unseen += look(&contact_fields[i], true);
	assert_int_equal(unseen, 0);
}

static void
test_every_answer_of_a_participant_is_seen_everywhere(void **state)
{
	int unseen = 0;

	(void)state;
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		unseen += look(&participant_fields[i], false);
	assert_int_equal(unseen, 0);
}

/* The looking itself: without an answer there is nothing to see. */
static void
test_what_was_not_answered_is_nowhere(void **state)
{
	struct question one = {
		.of_contact = true, .value = "",
		.field = &contact_fields[CONTACT_VRAAG],
	};

	(void)state;
	for (size_t i = 0; i < COUNT(places); i++) {
		if (places[i].manner > MANNER_DATA ||
		    places[i].read == conflict_page)
			continue;
		go_to(&one, &places[i]);
		assert_null(strstr(places[i].read(&one), "Merkwaarde"));
	}
	leave(&one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_every_answer_of_the_contact_is_seen_everywhere),
		cmocka_unit_test(
		    test_every_answer_of_a_participant_is_seen_everywhere),
		cmocka_unit_test(test_what_was_not_answered_is_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
