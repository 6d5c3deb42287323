#include <stdlib.h>
#include <string.h>

#include "cgi/form/submission.h"
#include "core/arena.h"
#include "db/registration/guest.h"

#define NUMBER_MAX	200	/* of a block in the form's names */
#define THEMAS_MAX	32

const char *
input_name(size_t number, const char *name, struct arena *arena)
{
	return arena_printf(arena, "deelnemer_%zu_%s", number, name);
}

const char *
input_session_name(size_t number, size_t round, struct arena *arena)
{
	return arena_printf(arena, "deelnemer_%zu_sessie_%zu", number, round);
}

const char *
common_session_name(size_t round, struct arena *arena)
{
	return arena_printf(arena, "sessie_%zu", round);
}

void
submission_issue_key(struct app *app, struct arena *arena,
    struct submission *submission)
{
	unsigned char nonce[NONCE_SIZE];
	char *key = arena_alloc(arena, KEY_LENGTH + 1);

	app->random(nonce, sizeof(nonce));
	key_issue(app->secret, app->now(), nonce, key);
	submission->key = key;
}

void
submission_share_key(struct app *app, struct arena *arena,
    struct submission *submission)
{
	char *head = arena_alloc(arena, KEY_HEAD_LENGTH + 1);

	key_issue_head(app->secret, app->now(), head);
	submission->key = head;
	submission->shared = true;
}

static void
empty_answers(struct answer *answers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		answers[i] = (struct answer){ .raw = "", .clean = "" };
}

static void
empty_input(struct participant_input *input, size_t number)
{
	*input = (struct participant_input){ .number = number, .blank = true };
	empty_answers(input->answer, PARTICIPANT__MAX);
	empty_answers(input->session, ROUNDS_MAX);
}

/* The wethouder goes first: a choice that most people need not touch. */
static void
choose_role(struct participant_input *input)
{
	input->answer[PARTICIPANT_ROL].raw = input->number == 1 ?
	    "wethouder" : "medewerker";
}

/* Room for count blocks and the one that a button adds; what is there stays. */
static void
make_room(struct submission *submission, size_t count, struct arena *arena)
{
	struct participant_input *larger = arena_array(arena, count + 1,
	    sizeof(*larger));

	if (submission->ninputs > 0)
		memcpy(larger, submission->inputs,
		    submission->ninputs * sizeof(*larger));
	submission->inputs = larger;
}

void
submission_blank(struct app *app, size_t inputs, struct arena *arena,
    struct submission *submission)
{
	*submission = (struct submission){ .key = "" };
	submission_issue_key(app, arena, submission);
	empty_answers(submission->contact, CONTACT__MAX);
	empty_answers(submission->session, ROUNDS_MAX);
	make_room(submission, inputs, arena);
	submission->themas = arena_array(arena, THEMAS_MAX, sizeof(char *));
	for (size_t i = 0; i < inputs && i < NUMBER_MAX; i++) {
		empty_input(&submission->inputs[i], i + 1);
		choose_role(&submission->inputs[submission->ninputs++]);
	}
}

static const char *
take(const struct params *params, const char *name,
    struct participant_input *input)
{
	const char *value = form_text(params, name);

	if (value[0] != '\0')
		input->blank = false;
	return value;
}

/* Nobody answers for another what only that person is asked. */
static void
keep_own(struct participant_input *input, const struct participant *participant)
{
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		if (participant_fields[i].flags & FIELD_OWN)
			input->answer[i].raw = participant == NULL ? "" :
			    participant->answer[i];
}

static void
read_input(const struct params *params, const struct catalog *catalog,
    size_t number, struct arena *arena, struct participant_input *input)
{
	struct participant_input aside;	/* a role alone is nobody */

	empty_input(input, number);
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		input->answer[i].raw = take(params, input_name(number,
		    participant_fields[i].name, arena),
		    i == PARTICIPANT_ROL ? &aside : input);
	for (size_t i = 0; i < catalog->nrounds; i++)
		input->session[i].raw = take(params, input_session_name(number,
		    i + 1, arena), input);
	input->is_contact = take(params, input_name(number, "zelf", arena),
	    input)[0] != '\0';
	keep_own(input, NULL);
}

/* The highest N of any deelnemer_N_ in the form; at least 1. */
static size_t
highest_number(const struct params *params)
{
	size_t highest = 1;

	for (size_t i = 0; params != NULL && i < params->count; i++) {
		const char *name = params->pairs[i].name;
		unsigned long number;
		char *end;

		/* strtoul would take -1 for the largest there is. */
		if (strncmp(name, "deelnemer_", 10) != 0 ||
		    name[10] < '0' || name[10] > '9')
			continue;
		number = strtoul(name + 10, &end, 10);
		if (*end == '_' && number > highest)
			highest = number < NUMBER_MAX ? number : NUMBER_MAX;
	}
	return highest;
}

void
submission_read(const struct params *params, const struct catalog *catalog,
    struct arena *arena, struct submission *submission)
{
	size_t highest = highest_number(params);
	const struct pair *pair = NULL;

	*submission = (struct submission){
		.key = form_text(params, "sleutel"),
		.themas = arena_array(arena, THEMAS_MAX, sizeof(char *)),
	};
	empty_answers(submission->contact, CONTACT__MAX);
	for (size_t i = 0; i < CONTACT__MAX; i++)
		submission->contact[i].raw = form_text(params,
		    contact_fields[i].name);
	empty_answers(submission->session, ROUNDS_MAX);
	for (size_t i = 0; i < catalog->nrounds; i++)
		submission->session[i].raw = form_text(params,
		    common_session_name(i + 1, arena));
	read_input(params, catalog, 0, arena, &submission->removed);
	make_room(submission, highest, arena);
	for (size_t i = 0; i < highest; i++)
		read_input(params, catalog, i + 1, arena,
		    &submission->inputs[submission->ninputs++]);
	while (submission->nthemas < THEMAS_MAX &&
	    (pair = params_next(params, "thema", pair)) != NULL)
		if (pair->value[0] != '\0')
			submission->themas[submission->nthemas++] = pair->value;
	if (form_text(params, "website")[0] != '\0')
		submission->trouble = "Een veld dat leeg hoort te blijven, "
		    "is ingevuld, misschien door uw browser. Verstuur het "
		    "formulier nog een keer.";
}

static void
add_input(struct submission *submission)
{
	size_t number = submission->ninputs + 1;

	if (number <= NUMBER_MAX)
		empty_input(&submission->inputs[submission->ninputs++], number);
}

static void
input_of(const struct participant *participant, const struct catalog *catalog,
    struct arena *arena, struct participant_input *input)
{
	empty_input(input, (size_t)participant->positie);
	input->blank = false;
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		input->answer[i].raw = participant->answer[i];
	for (size_t i = 0; i < catalog->nrounds; i++)
		if (participant->session[i] != 0)
			input->session[i].raw = arena_printf(arena, "%lld",
			    (long long)participant->session[i]);
}

void
submission_of(const struct registration *registration,
    const struct catalog *catalog, struct arena *arena,
    struct submission *submission)
{
	*submission = (struct submission){
		.key = "",
		.themas = registration->themas,
		.nthemas = registration->nthemas,
	};
	empty_answers(submission->contact, CONTACT__MAX);
	empty_answers(submission->session, ROUNDS_MAX);
	for (size_t i = 0; i < CONTACT__MAX; i++)
		submission->contact[i].raw = registration->answer[i];
	make_room(submission, registration->nparticipants, arena);
	for (size_t i = 0; i < registration->nparticipants; i++)
		input_of(&registration->participants[i], catalog, arena,
		    &submission->inputs[submission->ninputs++]);
	submission_match(submission, registration,
	    registration->nparticipants, catalog, arena);
}

/*
 * Make room behind the first known blocks for the people who were added
 * since the form was drawn.  A form that comes with fewer gets empty blocks.
 */
static void
insert_known(struct submission *submission,
    const struct registration *registration, size_t known,
    const struct catalog *catalog, struct arena *arena)
{
	size_t since = registration->nparticipants - known;
	struct participant_input *inputs = submission->inputs;

	while (submission->ninputs < known)
		add_input(submission);
	if (submission->ninputs + since > NUMBER_MAX)
		submission->ninputs = NUMBER_MAX - since;
	memmove(&inputs[known + since], &inputs[known],
	    (submission->ninputs - known) * sizeof(*inputs));
	submission->ninputs += since;
	for (size_t i = 0; i < since; i++)
		input_of(&registration->participants[known + i], catalog,
		    arena, &inputs[known + i]);
	for (size_t i = 0; i < submission->ninputs; i++)
		inputs[i].number = i + 1;
}

static void
keep_contact(struct submission *submission,
    const struct registration *registration, struct arena *arena)
{
	struct gemeente *gemeente = arena_alloc(arena, sizeof(*gemeente));

	*gemeente = (struct gemeente){
		.code = registration->answer[CONTACT_GEMEENTE],
		.naam = registration->gemeente_naam,
	};
	submission->kept = gemeente;
	for (size_t i = 0; i < CONTACT__MAX; i++) {
		struct answer *answer = &submission->contact[i];

		answer->kept = registration->answer[i];
		if (contact_fields[i].flags & FIELD_ELSEWHERE &&
		    answer->raw[0] == '\0')
			answer->raw = answer->kept;
	}
}

void
submission_match(struct submission *submission,
    const struct registration *registration, size_t known,
    const struct catalog *catalog, struct arena *arena)
{
	submission->nknown = registration->nparticipants;
	make_room(submission, submission->ninputs + submission->nknown, arena);
	if (known <= submission->nknown)
		insert_known(submission, registration, known, catalog, arena);
	keep_contact(submission, registration, arena);
	for (size_t i = 0; i < submission->nknown; i++) {
		const struct participant *one = &registration->participants[i];

		submission->inputs[i].known = true;
		submission->inputs[i].gone = one->attendance ==
		    ATTENDANCE_CANCELLED;
		submission->inputs[i].guest = is_guest(
		    one->answer[PARTICIPANT_ROL]);
		keep_own(&submission->inputs[i], one);
		for (size_t j = 0; j < PARTICIPANT__MAX; j++)
			submission->inputs[i].answer[j].kept = one->answer[j];
	}
}

/* Behind those who are signed up, where they stood before. */
static void
put_back(struct submission *submission, size_t number)
{
	size_t first = submission->nknown, at = number == 0 ? 0 : number - 1;

	if (submission->removed.blank || submission->ninputs == NUMBER_MAX)
		return;
	at = at < first ? first : at;
	at = at > submission->ninputs ? submission->ninputs : at;
	memmove(&submission->inputs[at + 1], &submission->inputs[at],
	    (submission->ninputs - at) * sizeof(*submission->inputs));
	submission->inputs[at] = submission->removed;
	submission->ninputs++;
}

bool
submission_rearrange(struct submission *submission, const struct params *params)
{
	const char *act = form_text(params, "actie");
	struct participant_input *inputs = submission->inputs;
	size_t number;

	if (strcmp(act, "erbij") == 0) {
		add_input(submission);
		choose_role(&inputs[submission->ninputs - 1]);
	} else if (strcmp(act, "gemeente") == 0) {
		submission->choosing = true;
	} else if (strncmp(act, "weg_", 4) == 0) {
		number = (size_t)strtoul(act + 4, NULL, 10);
		/* One block stays, and whoever is signed up is cancelled. */
		if (number >= 1 && number <= submission->ninputs &&
		    submission->ninputs > 1 && !inputs[number - 1].known) {
			submission->removed = inputs[number - 1];
			memmove(&inputs[number - 1], &inputs[number],
			    (submission->ninputs - number) * sizeof(*inputs));
			submission->ninputs--;
		}
	} else if (strncmp(act, "terug_", 6) == 0) {
		put_back(submission, (size_t)strtoul(act + 6, NULL, 10));
	} else {
		return false;
	}
	for (size_t i = 0; i < submission->ninputs; i++)
		inputs[i].number = i + 1;
	submission->trouble = NULL;
	return true;
}
