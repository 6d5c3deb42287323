/* Judging a submission, and what a good one comes to. */
#include <stdlib.h>
#include <string.h>

#include "cgi/form/submission.h"
#include "core/arena.h"
#include "core/email.h"
#include "core/text.h"
#include "db/gemeente/domain.h"
#include "db/gemeente/lookup.h"
#include "db/registration/guest.h"

#define FILL_SECONDS	3	/* nobody is faster; a program is */
#define KEY_SECONDS	86400	/* as long as a form may stay open */

static void
fault(struct submission *submission, const char **place, const char *text)
{
	*place = text;
	submission->nfaults++;
}

/* As it was; an empty answer may be asked for by another one. */
static bool
is_kept(const struct answer *answer)
{
	return !text_empty(answer->kept) &&
	    text_same(answer->kept, answer->raw);
}

static void
check_answer(struct submission *submission, const struct field *field,
    bool named, struct arena *arena, struct answer *answer)
{
	const char *message;

	if (is_kept(answer))
		answer->clean = answer->kept;
	else if (field_check(field, answer->raw, named, arena, &answer->clean,
	    &message) != STATUS_OK)
		fault(submission, &answer->fault, message);
}

/* Several of them in words: "Woerden, Weert of Weesp". */
static const char *
any_of(const char *const *labels, size_t count, struct arena *arena)
{
	const char *all = labels[0];

	for (size_t i = 1; i < count; i++)
		all = arena_printf(arena, "%s%s%s", all,
		    i + 1 == count ? " of " : ", ", labels[i]);
	return all;
}

/* Nothing was chosen: the address may tell; or what was meant by the text. */
static void
suggest_gemeente(struct submission *submission, const struct catalog *catalog,
    struct arena *arena)
{
	struct answer *answer = &submission->contact[CONTACT_GEMEENTE];
	const char *labels[SUGGESTIONS_MAX];
	const struct gemeente *own;
	size_t count;

	if (answer->fault != NULL) {
		own = lookup_domain(catalog,
		    submission->contact[CONTACT_EMAIL].clean);
		if (own == NULL || answer->raw[0] != '\0')
			return;
		answer->raw = own->code;
		answer->fault = arena_printf(arena, "Kies uw gemeente. Volgens "
		    "uw e-mailadres is dat %s: klopt dat, verstuur het "
		    "formulier dan nog een keer.", own->naam);
		return;
	}
	count = lookup_suggest(catalog, answer->clean, arena, labels);
	fault(submission, &answer->fault, count == 0 ?
	    arena_printf(arena, "We kennen geen gemeente of plaats “%s”. Kies "
	    "uw gemeente in de lijst.", answer->clean) :
	    arena_printf(arena, "We kennen geen gemeente “%s”. Bedoelt u %s? "
	    "Kies uw gemeente in de lijst.", answer->clean,
	    any_of(labels, count, arena)));
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

	for (enum contact_field i = 0; i < CONTACT__MAX; i++)
		check_answer(submission, submission->organiser == NULL ?
		    &contact_fields[i] : organiser_field(i, arena), true,
		    arena, &submission->contact[i]);
	if (policy->fault == NULL && policy->clean[0] == '\0')
		policy->clean =
		    contact_fields[CONTACT_WACHTLIJST].choices[0].value;
	if (gemeente->fault == NULL)
		submission->gemeente = is_kept(gemeente) ? submission->kept :
		    lookup_gemeente(catalog, gemeente->clean, arena);
	if (submission->gemeente == NULL)
		suggest_gemeente(submission, catalog, arena);
}

const char *
submission_domain(const struct submission *submission, struct arena *arena)
{
	const struct answer *contact = &submission->contact[CONTACT_EMAIL];
	const char *address, *domain;

	if (email_check(email_tidy(text_empty(contact->raw) &&
	    contact->kept != NULL ? contact->kept : contact->raw, arena),
	    arena, &address) != EMAIL_OK)
		return NULL;
	domain = strchr(address, '@') + 1;
	return domain_is_shared(domain) ? NULL : strchr(email_shown(address,
	    arena), '@') + 1;
}

/* An address without its domain is one of the contact's own organisation. */
static void
check_address(struct submission *submission, struct arena *arena,
    struct answer *answer)
{
	const char *typed = answer->raw, *start = typed + strspn(typed, " ");
	const char *domain = submission_domain(submission, arena);
	size_t length = strlen(start);

	while (length > 0 && start[length - 1] == ' ')
		length--;
	if (domain != NULL && start[0] != '\0' && strchr(start, '@') == NULL)
		answer->raw = arena_printf(arena, "%.*s@%s",
		    (int)length, start, domain);
	check_answer(submission, &participant_fields[PARTICIPANT_EMAIL], true,
	    arena, answer);
	if (answer->fault != NULL)
		answer->raw = typed;
}

static void
check_session(struct submission *submission, const struct round *round,
    struct answer *answer, int64_t *chosen)
{
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
		*chosen = session->id;
}

/* The contact's own answers serve for the participant that is the same. */
static const struct {
	bool			same;
	enum contact_field	as;
} contact_answers[PARTICIPANT__MAX] = {
	[PARTICIPANT_VOORNAAM] = { true, CONTACT_VOORNAAM },
	[PARTICIPANT_ACHTERNAAM] = { true, CONTACT_ACHTERNAAM },
	[PARTICIPANT_EMAIL] = { true, CONTACT_EMAIL },
};

const struct field *
input_field(const struct participant_input *input, enum participant_field i,
    struct arena *arena)
{
	struct field *field;

	if (!input->guest || i != PARTICIPANT_ROL)
		return &participant_fields[i];
	field = arena_alloc(arena, sizeof(*field));
	*field = participant_fields[i];
	field->choices = guest_roles;
	field->label = "Komt als";
	field->missing = "Kies als wat deze persoon komt.";
	return field;
}

static void
check_input(struct submission *submission, const struct catalog *catalog,
    struct arena *arena, struct participant_input *input)
{
	bool named = input->answer[PARTICIPANT_NAAM_VOLGT].raw[0] == '\0';

	for (enum participant_field i = 0; i < PARTICIPANT__MAX; i++)
		if (input->is_contact && i == PARTICIPANT_NAAM_VOLGT)
			input->answer[i].clean = "";
		else if (input->is_contact && contact_answers[i].same)
			input->answer[i].clean = submission->contact[
			    contact_answers[i].as].clean;
		else if (i == PARTICIPANT_EMAIL)
			check_address(submission, arena, &input->answer[i]);
		else
			check_answer(submission, input_field(input, i, arena),
			    named, arena, &input->answer[i]);
	for (size_t i = 0; i < catalog->nrounds; i++) {
		input->session_id[i] = submission->session_id[i];
		check_session(submission, &catalog->rounds[i],
		    &input->session[i], &input->session_id[i]);
	}
	/* A person who was named after all is no held place any more. */
	if (input->answer[PARTICIPANT_VOORNAAM].clean[0] != '\0' &&
	    input->answer[PARTICIPANT_ACHTERNAAM].clean[0] != '\0')
		input->answer[PARTICIPANT_NAAM_VOLGT].clean = "";
}

/* Blocks that were left empty do not count, except that one is needed. */
bool
submission_counts(const struct submission *submission,
    const struct participant_input *input)
{
	if (input->known)
		return !input->gone;
	if (submission->nknown > 0)
		return !input->blank;
	if (!input->blank)
		return true;
	for (size_t i = 0; i < submission->ninputs; i++)
		if (!submission->inputs[i].blank)
			return false;
	return input->number == 1;
}

static void
check_inputs(struct submission *submission, const struct catalog *catalog,
    struct arena *arena)
{
	int64_t most = catalog->event.max_per_aanmelding, count = 0, new = 0;

	for (size_t i = 0; i < submission->ninputs; i++) {
		const struct participant_input *input = &submission->inputs[i];

		count += submission_counts(submission, input);
		new += submission_counts(submission, input) && !input->known;
	}
	if (count > most && new > 0)
		fault(submission, &submission->inputs_fault, arena_printf(arena,
		    "U kunt hooguit %lld mensen aanmelden; nu zijn het er "
		    "%lld. Haal er een weg, of mail de organisatie.",
		    (long long)most, (long long)count));
	for (size_t i = 0; i < catalog->nrounds; i++)
		check_session(submission, &catalog->rounds[i],
		    &submission->session[i], &submission->session_id[i]);
	for (size_t i = 0; i < submission->ninputs; i++)
		if (submission_counts(submission, &submission->inputs[i]))
			check_input(submission, catalog, arena,
			    &submission->inputs[i]);
}

/* The organiser's own questions are judged last, on any of the forms. */
static enum status
verdict(struct submission *submission, struct arena *arena)
{
	if (submission->organiser != NULL &&
	    organiser_check(submission->organiser, arena) != STATUS_OK)
		submission->nfaults++;
	return submission->nfaults == 0 && submission->trouble == NULL ?
	    STATUS_OK : STATUS_INVALID;
}

enum status
submission_check_change(struct submission *submission,
    const struct catalog *catalog, struct arena *arena)
{
	check_contact(submission, catalog, arena);
	check_inputs(submission, catalog, arena);
	for (size_t i = 0; i < submission->nthemas; i++)
		if (catalog_thema(catalog, submission->themas[i]) == NULL &&
		    submission->themas_fault == NULL)
			fault(submission, &submission->themas_fault,
			    "Kies onderwerpen uit de lijst.");
	return verdict(submission, arena);
}

/*
 * A key leads to what was sent with it, so it has an end: an older form comes
 * back as it was typed, with a new one.  One from the future was given out
 * before the clock was set back, and is as good as any.
 */
static void
check_key(struct app *app, struct arena *arena, struct submission *submission)
{
	int64_t issued, age;

	if (key_read(app->secret, submission->key, &issued) != STATUS_OK) {
		/* With limits off a tester's own key will do; contract.md. */
		if (!app->config->limits && key_is_wellformed(submission->key))
			return;
		submission->trouble = "We herkennen dit formulier niet meer. "
		    "Alles wat u typte staat er nog. Verstuur het nog een "
		    "keer.";
	} else if (!app->config->limits ||
	    (age = app->now() - issued) < 0) {
		return;
	} else if (age < FILL_SECONDS) {
		submission->trouble = "Dat ging wel heel snel. Controleer uw "
		    "antwoorden en verstuur het formulier nog een keer.";
		return;
	} else if (age > KEY_SECONDS) {
		submission->trouble = "Dit formulier stond langer dan een dag "
		    "open. Alles wat u typte staat er nog. Heeft u het al "
		    "verstuurd? Dan heeft u een mail van ons. Verstuur het "
		    "anders nog een keer.";
	} else {
		return;
	}
	submission_issue_key(app, arena, submission);
}

enum status
submission_check(struct app *app, const struct catalog *catalog,
    struct arena *arena, struct submission *submission)
{
	check_key(app, arena, submission);
	return submission_check_change(submission, catalog, arena);
}

enum status
submission_check_participant(struct submission *submission,
    struct participant_input *input,
    const struct catalog *catalog, struct arena *arena)
{
	check_input(submission, catalog, arena, input);
	return verdict(submission, arena);
}

void
submission_participant(const struct participant_input *input,
    int64_t positie, struct participant *participant)
{
	participant->positie = positie;
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		participant->answer[i] = input->answer[i].clean;
	memcpy(participant->session, input->session_id,
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
		.gemeente_domein = submission->gemeente->domein,
		.themas = submission->themas,
		.nthemas = submission->nthemas,
		.participants = arena_array(arena, submission->ninputs,
		    sizeof(struct participant)),
	};
	key_digest(app->secret, submission->key, registration->key_hash);
	for (size_t i = 0; i < CONTACT__MAX; i++)
		registration->answer[i] = submission->contact[i].clean;
	registration->answer[CONTACT_GEMEENTE] = submission->gemeente->code;
	/*
	 * Numbers of blocks that were left empty are not kept, unless for a
	 * change.
	 */
	for (size_t i = 0; i < submission->ninputs; i++) {
		const struct participant_input *input = &submission->inputs[i];
		size_t next = registration->nparticipants;

		if (!submission_counts(submission, input))
			continue;
		submission_participant(input, submission->nknown > 0 ?
		    (int64_t)input->number : (int64_t)next + 1,
		    &registration->participants[next]);
		registration->nparticipants++;
	}
}
