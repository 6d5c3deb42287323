#include "cgi/form/organiser_questions.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates/public/form.h"

const struct field reason_field = {
	.name = "reden", .label = "Reden",
	.hint = "Nodig als u toch een plaats geeft; komt met uw naam in het "
	    "logboek. Bijvoorbeeld: spreker.",
	.title = "Reden", .type = FIELD_LINE, .max = 200,
	.flags = FIELD_REQUIRED, .autocomplete = "off",
	.missing = "Schrijf op waarom deze plaats toch wordt gegeven.",
	.purpose = "Om later te kunnen zien waarom dit is gedaan.",
};

const struct field erase_reason_field = {
	.name = "reden", .label = "Reden",
	.hint = "Blijft met uw naam in het logboek staan, ook na het wissen. "
	    "Noem daarom niemand. Bijvoorbeeld: op verzoek.",
	.title = "Reden", .type = FIELD_LINE, .max = 200,
	.flags = FIELD_REQUIRED, .autocomplete = "off",
	.missing = "Schrijf op waarom dit wordt gewist.",
	.purpose = "Om later te kunnen zien waarom er is gewist.",
};

void
organiser_blank(struct organiser *organiser, bool exceeds)
{
	*organiser = (struct organiser){
		.exceeds = exceeds, .reason = { .raw = "", .clean = "" },
	};
}

void
organiser_read(const struct params *params, bool exceeds,
    struct organiser *organiser)
{
	const char *reason = params_value(params, reason_field.name);

	organiser_blank(organiser, exceeds);
	organiser->quiet = params_value(params, "bericht") == NULL;
	organiser->asked_for = params_value(params, "op_verzoek") != NULL;
	organiser->override = exceeds && params_value(params, "toch") != NULL;
	if (reason != NULL)
		organiser->reason.raw = reason;
}

enum status
organiser_check(struct organiser *organiser, struct arena *arena)
{
	struct answer *reason = &organiser->reason;

	/* Without a place beyond the rules the reason may stay open. */
	if (!organiser->override && text_empty(reason->raw))
		return STATUS_OK;
	return field_check(&reason_field, reason->raw, true, arena,
	    &reason->clean, &reason->fault);
}

struct organiser_view *
organiser_draw(struct drawing *drawing, const struct organiser *organiser)
{
	struct organiser_view *view = arena_alloc(drawing->arena,
	    sizeof(*view));

	*view = (struct organiser_view){
		.exceeds = organiser->exceeds, .override = organiser->override,
		.tell = !organiser->quiet, .asked_for = organiser->asked_for,
	};
	if (!organiser->exceeds)
		return view;
	view->reason = arena_alloc(drawing->arena, sizeof(*view->reason));
	*view->reason = draw_field(drawing, &reason_field, reason_field.name,
	    &organiser->reason, "");
	view->reason->required = false;
	return view;
}

static const struct {
	const char	*label;
	const char	*missing;
} words[CONTACT__MAX] = {
	[CONTACT_VOORNAAM] = { "Contact: voornaam",
	    "Vul de voornaam of voorletters van de contactpersoon in." },
	[CONTACT_ACHTERNAAM] = { "Contact: achternaam",
	    "Vul de achternaam van de contactpersoon in." },
	[CONTACT_EMAIL] = { "Contact: e-mailadres",
	    "Vul het e-mailadres van de contactpersoon in, zoals "
	    "naam@gemeente.nl." },
	[CONTACT_TELEFOON] = { "Contact: telefoonnummer", NULL },
	[CONTACT_VRAAG] = { "Wat wil de delegatie bespreken?", NULL },
};

const struct field *
organiser_field(enum contact_field i, struct arena *arena)
{
	struct field *field;

	if (words[i].label == NULL)
		return &contact_fields[i];
	field = arena_alloc(arena, sizeof(*field));
	*field = contact_fields[i];
	field->label = words[i].label;
	field->missing = words[i].missing;
	field->hint = NULL;
	field->autocomplete = "off";
	return field;
}

const struct field *
organiser_person_field(enum participant_field i, bool guest,
    struct arena *arena)
{
	struct field *field;

	if (i != PARTICIPANT_EMAIL)
		return &participant_fields[i];
	field = arena_alloc(arena, sizeof(*field));
	*field = participant_fields[i];
	field->hint = guest ? "Voor het bericht en de agenda-afspraak. Zonder "
	    "adres krijgt deze gast geen bericht." : "Dan krijgt deze "
	    "deelnemer zelf bericht en een agenda-afspraak, en anders de "
	    "contactpersoon.";
	if (guest)
		field->flags &= ~(unsigned)FIELD_LOCAL;
	return field;
}
