#include <stdlib.h>
#include <string.h>

#include "cgi/signup/submission.h"
#include "db/arena.h"
#include "db/text.h"

#define NUMBER_MAX	200	/* of a block in the form's names */
#define THEMAS_MAX	32
#define FILL_SECONDS	3	/* nobody is faster; a program is */

const char *
part_name(size_t number, const char *name, struct arena *arena)
{
	return arena_printf(arena, "deelnemer_%zu_%s", number, name);
}

const char *
part_session_name(size_t number, size_t round, struct arena *arena)
{
	return arena_printf(arena, "deelnemer_%zu_sessie_%zu", number, round);
}

static void
issue_key(struct app *app, struct arena *arena, struct submission *submission)
{
	unsigned char nonce[NONCE_SIZE];
	char *key = arena_alloc(arena, KEY_LENGTH + 1);

	app->random(nonce, sizeof(nonce));
	key_issue(app->secret, app->now(), nonce, key);
	submission->key = key;
}

static void
empty_answers(struct answer *answers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		answers[i] = (struct answer){ .raw = "", .clean = "" };
}

static void
empty_part(struct part *part, size_t number)
{
	*part = (struct part){ .number = number, .blank = true };
	empty_answers(part->answer, PARTICIPANT__MAX);
	empty_answers(part->session, ROUNDS_MAX);
}

void
submission_blank(struct app *app, size_t parts, struct arena *arena,
    struct submission *submission)
{
	*submission = (struct submission){ .key = "" };
	issue_key(app, arena, submission);
	empty_answers(submission->contact, CONTACT__MAX);
	submission->parts = arena_array(arena, NUMBER_MAX + 1,
	    sizeof(struct part));
	submission->themas = arena_array(arena, THEMAS_MAX, sizeof(char *));
	for (size_t i = 0; i < parts && i < NUMBER_MAX; i++)
		empty_part(&submission->parts[submission->nparts++], i + 1);
}

static const char *
value_of(const struct form *form, const char *name)
{
	const char *value = form_value(form, name);

	return value == NULL ? "" : value;
}

static const char *
take(const struct form *form, const char *name, struct part *part)
{
	const char *value = value_of(form, name);

	if (value[0] != '\0')
		part->blank = false;
	return value;
}

static void
read_part(const struct form *form, const struct catalog *catalog,
    size_t number, struct arena *arena, struct part *part)
{
	empty_part(part, number);
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		part->answer[i].raw = take(form, part_name(number,
		    participant_fields[i].name, arena), part);
	for (size_t i = 0; i < catalog->nrounds; i++)
		part->session[i].raw = take(form, part_session_name(number,
		    i + 1, arena), part);
	part->himself = take(form, part_name(number, "zelf", arena),
	    part)[0] != '\0';
}

/* The highest N of any deelnemer_N_ in the form; at least 1. */
static size_t
highest_number(const struct form *form)
{
	size_t highest = 1;

	for (size_t i = 0; form != NULL && i < form->count; i++) {
		const char *name = form->pairs[i].name;
		unsigned long number;
		char *end;

		if (strncmp(name, "deelnemer_", 10) != 0)
			continue;
		number = strtoul(name + 10, &end, 10);
		if (*end == '_' && number > highest)
			highest = number < NUMBER_MAX ? number : NUMBER_MAX;
	}
	return highest;
}

static void
read_themas(const struct form *form, struct submission *submission)
{
	const struct pair *pair = NULL;

	while (submission->nthemas < THEMAS_MAX &&
	    (pair = form_next(form, "thema", pair)) != NULL)
		if (pair->value[0] != '\0')
			submission->themas[submission->nthemas++] =
			    pair->value;
}

void
submission_read(const struct form *form, const struct catalog *catalog,
    struct arena *arena, struct submission *submission)
{
	size_t highest = highest_number(form);

	*submission = (struct submission){
		.key = value_of(form, "sleutel"),
		.parts = arena_array(arena, NUMBER_MAX + 1,
		    sizeof(struct part)),
		.themas = arena_array(arena, THEMAS_MAX, sizeof(char *)),
	};
	empty_answers(submission->contact, CONTACT__MAX);
	for (size_t i = 0; i < CONTACT__MAX; i++)
		submission->contact[i].raw = value_of(form,
		    contact_fields[i].name);
	for (size_t i = 0; i < highest; i++)
		read_part(form, catalog, i + 1, arena,
		    &submission->parts[submission->nparts++]);
	read_themas(form, submission);
	if (value_of(form, "website")[0] != '\0')
		submission->trouble = "Een veld dat leeg hoort te blijven, "
		    "is ingevuld, misschien door uw browser. Verstuur het "
		    "formulier nog een keer.";
}

void
submission_add_part(struct submission *submission)
{
	size_t number = submission->nparts + 1;

	if (number <= NUMBER_MAX)
		empty_part(&submission->parts[submission->nparts++], number);
}

void
submission_drop_part(struct submission *submission, size_t number)
{
	struct part *parts = submission->parts;

	if (number < 1 || number > submission->nparts ||
	    submission->nparts == 1)
		return;
	memmove(&parts[number - 1], &parts[number],
	    (submission->nparts - number) * sizeof(*parts));
	submission->nparts--;
	for (size_t i = number - 1; i < submission->nparts; i++)
		parts[i].number = i + 1;
}

static void
fault(struct submission *submission, const char **place, const char *text)
{
	*place = text;
	submission->nfaults++;
}

static void
check_answer(struct submission *submission, const struct field *field,
    bool named, struct arena *arena, struct answer *answer)
{
	const char *message;

	if (field_check(field, answer->raw, named, arena, &answer->clean,
	    &message) != STATUS_OK)
		fault(submission, &answer->fault, message);
}

/*
 * Where the form says nothing about too few places, the first choice of the
 * field's table holds.
 */
static void
check_contact(struct submission *submission, const struct catalog *catalog,
    struct arena *arena)
{
	struct answer *gemeente = &submission->contact[CONTACT_GEMEENTE];
	struct answer *policy = &submission->contact[CONTACT_WACHTLIJST];

	for (size_t i = 0; i < CONTACT__MAX; i++)
		check_answer(submission, &contact_fields[i], true, arena,
		    &submission->contact[i]);
	if (policy->fault == NULL && policy->clean[0] == '\0')
		policy->clean =
		    contact_fields[CONTACT_WACHTLIJST].choices[0].value;
	if (gemeente->fault != NULL)
		return;
	submission->gemeente = catalog_find_gemeente(catalog, gemeente->clean,
	    arena);
	if (submission->gemeente == NULL)
		fault(submission, &gemeente->fault, "Deze gemeente kennen we "
		    "niet. Kies uw gemeente in de lijst.");
}

static void
check_session(struct submission *submission, const struct round *round,
    struct part *part, size_t index)
{
	struct answer *answer = &part->session[index];
	const struct session *session = NULL;
	long long id;
	char *end;

	if (answer->raw[0] == '\0')
		return;
	id = strtoll(answer->raw, &end, 10);
	for (size_t i = 0; *end == '\0' && i < round->nsessions; i++)
		if (round->sessions[i].id == id)
			session = &round->sessions[i];
	if (session == NULL)
		fault(submission, &answer->fault, "Deze sessie is er niet "
		    "meer. Kies een sessie uit de lijst.");
	else
		part->session_id[index] = session->id;
}

/* The contact's own answers serve for the participant that is the same. */
static void
copy_contact(const struct submission *submission, struct part *part)
{
	static const struct {
		enum contact_field	from;
		enum participant_field	to;
	} same[] = {
		{ CONTACT_VOORNAAM, PARTICIPANT_VOORNAAM },
		{ CONTACT_ACHTERNAAM, PARTICIPANT_ACHTERNAAM },
		{ CONTACT_EMAIL, PARTICIPANT_EMAIL },
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		part->answer[same[i].to].clean =
		    submission->contact[same[i].from].clean;
		part->answer[same[i].to].fault = NULL;
	}
	part->answer[PARTICIPANT_NAAM_VOLGT].clean = "";
}

static bool
is_copied(const struct part *part, enum participant_field field)
{
	return part->himself && (field == PARTICIPANT_VOORNAAM ||
	    field == PARTICIPANT_ACHTERNAAM || field == PARTICIPANT_EMAIL ||
	    field == PARTICIPANT_NAAM_VOLGT);
}

static void
check_part(struct submission *submission, const struct catalog *catalog,
    struct arena *arena, struct part *part)
{
	bool named = part->answer[PARTICIPANT_NAAM_VOLGT].raw[0] == '\0';

	for (enum participant_field i = 0; i < PARTICIPANT__MAX; i++)
		if (!is_copied(part, i))
			check_answer(submission, &participant_fields[i],
			    named, arena, &part->answer[i]);
	for (size_t i = 0; i < catalog->nrounds; i++)
		check_session(submission, &catalog->rounds[i], part, i);
	if (part->himself)
		copy_contact(submission, part);
	/* Who was named after all, is no held place any more. */
	if (part->answer[PARTICIPANT_VOORNAAM].clean[0] != '\0' &&
	    part->answer[PARTICIPANT_ACHTERNAAM].clean[0] != '\0')
		part->answer[PARTICIPANT_NAAM_VOLGT].clean = "";
}

/* Blocks that were left empty do not count, except that one is needed. */
static bool
counts(const struct submission *submission, const struct part *part)
{
	if (!part->blank)
		return true;
	for (size_t i = 0; i < submission->nparts; i++)
		if (!submission->parts[i].blank)
			return false;
	return part->number == 1;
}

static void
check_parts(struct submission *submission, const struct catalog *catalog,
    struct arena *arena)
{
	int64_t most = catalog->event.max_per_aanmelding, count = 0;

	for (size_t i = 0; i < submission->nparts; i++)
		count += counts(submission, &submission->parts[i]);
	if (count > most)
		fault(submission, &submission->parts_fault, arena_printf(arena,
		    "U kunt hooguit %lld mensen aanmelden; nu zijn het er "
		    "%lld. Haal er een weg, of mail de organisatie.",
		    (long long)most, (long long)count));
	for (size_t i = 0; i < submission->nparts; i++)
		if (counts(submission, &submission->parts[i]))
			check_part(submission, catalog, arena,
			    &submission->parts[i]);
}

static void
check_themas(struct submission *submission, const struct catalog *catalog)
{
	for (size_t i = 0; i < submission->nthemas; i++)
		if (catalog_thema(catalog, submission->themas[i]) == NULL &&
		    submission->themas_fault == NULL)
			fault(submission, &submission->themas_fault,
			    "Kies onderwerpen uit de lijst.");
}

/* With limits off a tester's own key will do; see contract.md. */
static void
check_key(struct app *app, struct arena *arena, struct submission *submission)
{
	int64_t issued;

	if (key_read(app->secret, submission->key, &issued) == STATUS_OK) {
		if (app->config->limits && app->now() - issued < FILL_SECONDS)
			submission->trouble = "Dat ging wel heel snel. "
			    "Controleer uw antwoorden en verstuur het "
			    "formulier nog een keer.";
		return;
	}
	if (!app->config->limits && key_is_wellformed(submission->key))
		return;
	issue_key(app, arena, submission);
	submission->trouble = "We herkennen dit formulier niet meer. Alles "
	    "wat u typte staat er nog. Verstuur het nog een keer.";
}

enum status
submission_check(struct app *app, const struct catalog *catalog,
    struct arena *arena, struct submission *submission)
{
	check_key(app, arena, submission);
	check_contact(submission, catalog, arena);
	check_parts(submission, catalog, arena);
	check_themas(submission, catalog);
	return submission->nfaults == 0 && submission->trouble == NULL ?
	    STATUS_OK : STATUS_INVALID;
}

static void
fill_participant(struct app *app, const struct part *part, size_t positie,
    struct participant *participant)
{
	participant->positie = (int64_t)positie;
	app->random(participant->nonce, NONCE_SIZE);
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		participant->answer[i] = part->answer[i].clean;
	memcpy(participant->session, part->session_id,
	    sizeof(participant->session));
}

void
submission_registration(struct app *app, const struct submission *submission,
    const struct catalog *catalog, struct arena *arena,
    struct registration *registration)
{
	*registration = (struct registration){
		.event = catalog->event.id,
		.aangemeld = app->now(),
		.gemeente_naam = submission->gemeente->naam,
		.themas = submission->themas,
		.nthemas = submission->nthemas,
		.participants = arena_array(arena, submission->nparts,
		    sizeof(struct participant)),
	};
	token_hash(submission->key, registration->key_hash);
	for (size_t i = 0; i < CONTACT__MAX; i++)
		registration->answer[i] = submission->contact[i].clean;
	registration->answer[CONTACT_GEMEENTE] = submission->gemeente->code;
	for (size_t i = 0; i < submission->nparts; i++)
		if (counts(submission, &submission->parts[i])) {
			fill_participant(app, &submission->parts[i],
			    registration->nparticipants + 1,
			    &registration->participants[
			    registration->nparticipants]);
			registration->nparticipants++;
		}
}
