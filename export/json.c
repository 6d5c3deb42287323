/* JSON is written by hand: strings, and one object of one person. */
#include <string.h>

#include "core/buf.h"
#include "core/clock.h"
#include "db/event/catalog.h"
#include "db/retention/access.h"
#include "export/json.h"

void
json_string(struct buf *out, const char *text)
{
	buf_char(out, '"');
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\u%04x", c);
		else
			buf_char(out, (char)c);
	}
	buf_char(out, '"');
}

static void
member(struct buf *out, const char *name, const char *value)
{
	buf_text(out, ",\n  ");
	json_string(out, name);
	buf_text(out, ": ");
	json_string(out, value);
}

static void
sessions(struct buf *out, const struct participant *participant,
    const struct catalog *catalog)
{
	const char *between = "";

	buf_text(out, ",\n  \"sessies\": [");
	for (size_t i = 0; i < catalog->nrounds; i++) {
		const struct round *round;
		const struct session *session = catalog_session(catalog,
		    participant->session[i], &round);

		if (session == NULL)
			continue;
		buf_text(out, between);
		json_string(out, session->titel);
		between = ", ";
	}
	buf_text(out, "]");
}

/* The at-th of a list, in a line of its own; what is "" is left out. */
static void
object(struct buf *out, size_t at, size_t count, const char *const pairs[][2])
{
	const char *between = "";

	buf_text(out, at == 0 ? "\n    {" : ",\n    {");
	for (size_t i = 0; i < count; i++) {
		if (pairs[i][1][0] == '\0')
			continue;
		buf_text(out, between);
		json_string(out, pairs[i][0]);
		buf_text(out, ": ");
		json_string(out, pairs[i][1]);
		between = ", ";
	}
	buf_text(out, "}");
}

#define OBJECT(out, at, ...)						\
	object(out, at, sizeof((const char *[][2]){ __VA_ARGS__ }) /	\
	    sizeof(const char *[2]), (const char *const[][2]){ __VA_ARGS__ })

/* Who an account is of stays inside the house. */
static const char *
actor(const struct access_line *line)
{
	return strncmp(line->wie, "account ", 8) == 0 ? "organisatie" :
	    line->wie;
}

static void
accesses(struct buf *out, const struct access *access, struct arena *arena)
{
	buf_text(out, ",\n  \"notities\": [");
	for (size_t i = 0; i < access->nnotes; i++)
		OBJECT(out, i, { "op", clock_stamp(access->notes[i].moment,
		    arena) }, { "tekst", access->notes[i].text });
	buf_text(out, "],\n  \"berichten\": [");
	for (size_t i = 0; i < access->nletters; i++) {
		const struct access_letter *one = &access->letters[i];

		OBJECT(out, i, { "soort", one->soort },
		    { "aan", one->ontvanger }, { "stand", one->status },
		    { "op", clock_stamp(one->verzonden != 0 ?
			one->verzonden : one->gemaakt, arena) });
	}
	buf_text(out, "],\n  \"feiten\": [");
	for (size_t i = 0; i < access->nfacts; i++) {
		const struct access_fact *one = &access->facts[i];

		OBJECT(out, i, { "op", clock_stamp(one->moment, arena) },
		    { "wat", one->what }, { "erbij", one->words });
	}
	buf_text(out, "],\n  \"logboek\": [");
	for (size_t i = 0; i < access->nlines; i++) {
		const struct access_line *one = &access->lines[i];

		OBJECT(out, i, { "op", clock_stamp(one->moment, arena) },
		    { "wie", actor(one) }, { "wat", one->wat },
		    { "reden", one->reden });
	}
	buf_text(out, "]");
}

/* An own tick or wish is the participant's alone. */
static void
people(struct buf *out, const struct registration *registration,
    const struct catalog *catalog)
{
	buf_text(out, ",\n  \"deelnemers\": [");
	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		buf_text(out, i == 0 ? "\n  {" : ",\n  {");
		buf_text(out, "\"status\": ");
		json_string(out, attendance_word(one->attendance));
		for (size_t j = 0; j < PARTICIPANT__MAX; j++)
			if ((participant_fields[j].flags & FIELD_OWN) == 0)
				member(out, participant_fields[j].name,
				    one->answer[j]);
		sessions(out, one, catalog);
		buf_text(out, "}");
	}
	buf_text(out, "]");
}

void
json_registration(struct buf *out, const struct registration *registration,
    const struct access *access, const struct catalog *catalog,
    struct arena *arena)
{
	buf_text(out, "{\n  \"bijeenkomst\": ");
	json_string(out, catalog->event.titel);
	member(out, "gemeente_naam", registration->gemeente_naam);
	member(out, "aangemeld_op", clock_stamp(registration->aangemeld,
	    arena));
	for (size_t i = 0; i < CONTACT__MAX; i++)
		member(out, contact_fields[i].name,
		    registration->answer[i] == NULL ? "" :
		    registration->answer[i]);
	buf_text(out, ",\n  \"themas\": [");
	for (size_t i = 0; i < registration->nthemas; i++) {
		buf_text(out, i == 0 ? "" : ", ");
		json_string(out, registration->themas[i]);
	}
	buf_text(out, "]");
	people(out, registration, catalog);
	accesses(out, access, arena);
	buf_text(out, "\n}\n");
}

void
json_participant(struct buf *out, const struct registration *registration,
    const struct participant *participant,
    const struct requirements *requirements, const struct access *access,
    const struct catalog *catalog, struct arena *arena)
{
	buf_text(out, "{\n  \"bijeenkomst\": ");
	json_string(out, catalog->event.titel);
	member(out, "gemeente", registration->gemeente_naam);
	member(out, "aangemeld_door", contact_name(registration, arena));
	member(out, "aangemeld_op", clock_stamp(registration->aangemeld,
	    arena));
	member(out, "status", attendance_word(participant->attendance));
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		member(out, participant_fields[i].name,
		    participant->answer[i]);
	sessions(out, participant, catalog);
	for (size_t i = 0; requirements != NULL && i < REQUIREMENT__MAX; i++)
		member(out, requirement_fields[i].name,
		    requirements->answer[i]);
	if (requirements != NULL)
		member(out, "toestemming_gegeven_op",
		    clock_stamp(requirements->toestemming, arena));
	if (access != NULL)
		accesses(out, access, arena);
	buf_text(out, "\n}\n");
}
