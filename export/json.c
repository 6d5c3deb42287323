/* JSON is written by hand: strings, and one object of one person. */
#include "core/buf.h"
#include "core/clock.h"
#include "db/event/catalog.h"
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

void
json_participant(struct buf *out, const struct registration *registration,
    const struct participant *participant,
    const struct requirements *requirements,
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
	buf_text(out, "\n}\n");
}
