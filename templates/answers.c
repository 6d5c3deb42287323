#include <string.h>

#include "core/arena.h"
#include "core/text.h"
#include "templates/answers.h"
#include "templates/public/registration.h"

#define C(field)	(1u << CONTACT_##field)
#define P(field)	(1u << PARTICIPANT_##field)

_Static_assert(CONTACT__MAX <= 32 && PARTICIPANT__MAX <= 32,
    "a bit for each field");

#define CONTACT_NAME	(C(VOORNAAM) | C(ACHTERNAAM))
#define PERSON_NAME	(P(VOORNAAM) | P(ACHTERNAAM) | P(NAAM_VOLGT))

/*
 * hidden: the flags of fields that the reader there is not shown.  What is
 * asked only when it matters (FIELD_ELSEWHERE) is shown where it matters.
 */
static const struct {
	unsigned	contact;	/* have a place of their own */
	unsigned	person;
	unsigned	hidden;
	bool		titles;		/* the reader did not answer */
} places[ANSWERS__MAX] = {
	[ANSWERS_CONTACT_PAGE] = {
		C(GEMEENTE) | CONTACT_NAME | C(EMAIL) | C(TELEFOON) | C(VRAAG),
		PERSON_NAME | P(EMAIL) | P(ROL) | P(FUNCTIE),
		FIELD_OWN | FIELD_ELSEWHERE, false,
	},
	[ANSWERS_PERSON_PAGE] = {
		0,
		PERSON_NAME | P(EMAIL) | P(ROL) | P(FUNCTIE) |
		    P(FOTO_BEZWAAR) | P(OP_DE_HOOGTE),
		0, false,
	},
	[ANSWERS_CONTACT_MAIL] = {
		C(GEMEENTE) | CONTACT_NAME | C(EMAIL),
		PERSON_NAME | P(EMAIL) | P(ROL),
		FIELD_OWN | FIELD_ELSEWHERE, false,
	},
	/* What the contact wrote freely is on the page, not in a letter. */
	[ANSWERS_PERSON_MAIL] = {
		0,
		PERSON_NAME | P(EMAIL) | P(ROL) | P(FUNCTIE),
		0, false,
	},
	[ANSWERS_DESK] = {
		C(GEMEENTE) | CONTACT_NAME | C(EMAIL) | C(TELEFOON) | C(VRAAG),
		PERSON_NAME | P(EMAIL) | P(ROL) | P(FUNCTIE),
		0, true,
	},
};

/* placed: a bit for each field that is not listed. */
static struct answer_list
list(enum answers_on on, const struct field *fields, size_t count,
    unsigned placed, const char *const *answers, struct arena *arena)
{
	struct answer_list list = {
		.views = arena_array(arena, count, sizeof(*list.views)),
	};

	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];
		const char *label = places[on].titles ? field->title :
		    field->label;

		if (placed & 1u << i || text_empty(answers[i]) ||
		    field->flags & (places[on].hidden | FIELD_SPECIAL))
			continue;
		list.views[list.nviews++] = (struct answer_view){
			.name = field->name, .label = label,
			.colon = label[strlen(label) - 1] == '?' ? "" : ":",
			.text = field_label(field, answers[i]),
		};
	}
	return list;
}

struct answer_list
answers_of_contact(enum answers_on on, const struct registration *registration,
    struct arena *arena)
{
	return list(on, contact_fields, CONTACT__MAX, places[on].contact,
	    registration->answer, arena);
}

struct answer_list
answers_of_person(enum answers_on on, const struct participant *participant,
    struct arena *arena)
{
	return list(on, participant_fields, PARTICIPANT__MAX,
	    places[on].person, participant->answer, arena);
}
