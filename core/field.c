#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/colour.h"
#include "core/email.h"
#include "core/field.h"
#include "core/text.h"

static const struct choice roles[] = {
	{ "wethouder", "wethouder mbo" },
	{ "medewerker", "medewerker" },
	{ NULL, NULL },
};

static const struct choice policies[] = {
	{ "alles", "alleen als er plaats is voor ons allemaal" },
	{ "passend", "zoveel mensen als er passen, in deze volgorde" },
	{ "wethouder", "wethouders eerst, daarna de anderen" },
	{ NULL, NULL },
};

const struct field contact_fields[CONTACT__MAX] = {
	[CONTACT_GEMEENTE] = {
		.name = "gemeente", .label = "Gemeente",
		.hint = "Ook onder de gewone naam te vinden, "
		    "zoals Den Haag.",
		.title = "Gemeentecode", .type = FIELD_GEMEENTE, .max = 100,
		.flags = FIELD_REQUIRED, .autocomplete = "off",
		.missing = "Kies uw gemeente in de lijst.",
		.purpose = "Om te zien welke gemeenten komen.",
	},
	[CONTACT_VOORNAAM] = {
		.name = "contact_voornaam", .label = "Uw voornaam",
		.title = "Contact voornaam", .type = FIELD_NAME, .max = 200,
		.flags = FIELD_REQUIRED | FIELD_HALF,
		.autocomplete = "given-name",
		.missing = "Vul uw voornaam of voorletters in.",
		.purpose = "Om u aan te spreken.",
	},
	[CONTACT_ACHTERNAAM] = {
		.name = "contact_achternaam", .label = "Uw achternaam",
		.title = "Contact achternaam", .type = FIELD_NAME, .max = 200,
		.flags = FIELD_REQUIRED | FIELD_HALF,
		.autocomplete = "family-name",
		.missing = "Vul uw achternaam in.",
		.purpose = "Om te weten wie de aanmelding deed.",
	},
	[CONTACT_EMAIL] = {
		.name = "contact_email", .label = "Uw e-mailadres",
		.hint = "Hierop krijgt u het overzicht en de link om te "
		    "wijzigen.",
		.title = "Contact e-mail", .type = FIELD_EMAIL, .max = 254,
		.flags = FIELD_REQUIRED, .autocomplete = "email",
		.missing = "Vul uw e-mailadres in, zoals naam@gemeente.nl.",
		.purpose = "Om u de bevestiging en wijzigingen te sturen.",
	},
	[CONTACT_TELEFOON] = {
		.name = "contact_telefoon", .label = "Uw telefoonnummer",
		.hint = "Voor een vraag op de dag zelf.",
		.title = "Contact telefoon", .type = FIELD_PHONE, .max = 40,
		.autocomplete = "tel",
		.purpose = "Om u op de dag zelf te kunnen bereiken.",
	},
	[CONTACT_VRAAG] = {
		.name = "vraag", .label = "Wat wilt u graag bespreken?",
		.hint = "Eén of twee zinnen. De organisatie gebruikt ze bij "
		    "het programma.",
		.title = "Vraag", .type = FIELD_LINES, .max = 2000,
		.purpose = "Om het programma op uw vragen te laten "
		    "aansluiten.",
	},
	[CONTACT_WACHTLIJST] = {
		.name = "wachtlijst",
		.label = "Als er te weinig plaatsen zijn",
		.title = "Wachtlijst", .type = FIELD_CHOICE, .max = 20,
		.flags = FIELD_ELSEWHERE, .choices = policies,
		.purpose = "Om uw plaats op de wachtlijst te bepalen.",
	},
};

const struct field participant_fields[PARTICIPANT__MAX] = {
	[PARTICIPANT_VOORNAAM] = {
		.name = "voornaam", .label = "Voornaam", .title = "Voornaam",
		.type = FIELD_NAME, .max = 200, .autocomplete = "off",
		.flags = FIELD_REQUIRED | FIELD_HALF | FIELD_NAMED,
		.missing = "Vul een voornaam of voorletters in, of kies "
		    "‘naam volgt’.",
		.purpose = "Voor de deelnemerslijst en de badge.",
	},
	[PARTICIPANT_ACHTERNAAM] = {
		.name = "achternaam", .label = "Achternaam",
		.hint = "Met tussenvoegsel, zoals: van den Berg.",
		.title = "Achternaam",
		.type = FIELD_NAME, .max = 200, .autocomplete = "off",
		.flags = FIELD_REQUIRED | FIELD_HALF | FIELD_NAMED,
		.missing = "Vul een achternaam in, of kies ‘naam volgt’.",
		.purpose = "Voor de deelnemerslijst en de badge.",
	},
	[PARTICIPANT_EMAIL] = {
		.name = "email", .label = "E-mailadres",
		.hint = "Dan krijgt deze deelnemer zelf bericht en een "
		    "agenda-afspraak. Anders krijgt u die.",
		.title = "E-mail", .type = FIELD_EMAIL, .max = 254,
		.autocomplete = "off",
		.purpose = "Om de deelnemer zelf bericht te sturen.",
	},
	[PARTICIPANT_ROL] = {
		.name = "rol", .label = "Rol", .title = "Rol",
		.type = FIELD_CHOICE, .max = 20, .flags = FIELD_REQUIRED,
		.choices = roles, .autocomplete = "off",
		.missing = "Kies een rol: wethouder mbo of medewerker.",
		.purpose = "Om te weten of de wethouder zelf komt.",
	},
	[PARTICIPANT_FUNCTIE] = {
		.name = "functie", .label = "Functie",
		.hint = "Zoals: beleidsadviseur onderwijs.",
		.title = "Functie", .type = FIELD_LINE, .max = 200,
		.autocomplete = "off",
		.purpose = "Voor de deelnemerslijst.",
	},
	[PARTICIPANT_NAAM_VOLGT] = {
		.name = "naam_volgt", .label = "naam volgt, houd de plaats vast",
		.title = "Naam volgt", .type = FIELD_TICK, .max = 2,
		.autocomplete = "off",
		.purpose = "Om een plaats vast te houden.",
	},
	[PARTICIPANT_FOTO_BEZWAAR] = {
		.name = "foto_bezwaar",
		.label = "Ik wil niet herkenbaar op foto’s",
		.title = "Niet op foto's", .type = FIELD_TICK, .max = 2,
		.flags = FIELD_OWN | FIELD_EXPORT,
		.purpose = "Om bij foto’s rekening met de deelnemer te "
		    "houden. Alleen de deelnemer zelf kan dit aangeven.",
	},
	[PARTICIPANT_OP_DE_HOOGTE] = {
		.name = "op_de_hoogte",
		.label = "Houd mij op de hoogte van volgende bijeenkomsten",
		.title = "Op de hoogte houden", .type = FIELD_TICK, .max = 2,
		.flags = FIELD_OWN | FIELD_EXPORT,
		.purpose = "Om de deelnemer voor een volgende keer uit te "
		    "nodigen. Alleen met zijn of haar eigen toestemming.",
	},
};

static enum status
check_name(const char *text, const char **message)
{
	if (!text_has_address(text))
		return STATUS_OK;
	*message = "In een naam kan geen webadres staan. Vul alleen de naam "
	    "in.";
	return STATUS_INVALID;
}

static enum status
check_email(const char *text, struct arena *arena, const char **clean,
    const char **message)
{
	enum email_fault fault = email_check(text, arena, clean);

	if (fault == EMAIL_OK)
		return STATUS_OK;
	*message = email_fault_text(fault);
	return STATUS_INVALID;
}

/* Digits in any spelling that people use; six is the shortest number. */
static enum status
check_phone(const char *text, const char **message)
{
	size_t digits = 0;

	for (const char *at = text; *at != '\0'; at++) {
		if (isdigit((unsigned char)*at))
			digits++;
		else if (strchr(" +-()./", *at) == NULL)
			digits = 100;
	}
	if (digits >= 6 && digits <= 20)
		return STATUS_OK;
	*message = "Vul een telefoonnummer in met alleen cijfers, zoals "
	    "0348 753 500.";
	return STATUS_INVALID;
}

static enum status
check_choice(const struct field *field, const char *text,
    struct arena *arena, const char **message)
{
	struct buf list;

	buf_init(&list, arena, 1000);
	for (const struct choice *c = field->choices; c->value != NULL; c++) {
		if (strcmp(c->value, text) == 0)
			return STATUS_OK;
		buf_printf(&list, "%s%s", list.length == 0 ? "" :
		    c[1].value == NULL ? " of " : ", ", c->label);
	}
	*message = arena_printf(arena, "Kies uit: %s.", list.data);
	return STATUS_INVALID;
}

static enum status
check_tick(const char *text, const char **message)
{
	if (strcmp(text, "ja") == 0)
		return STATUS_OK;
	*message = "Zet een vinkje, of laat het leeg.";
	return STATUS_INVALID;
}

static enum status
check_number(const struct field *field, const char *text,
    struct arena *arena, const char **message)
{
	bool digits = strspn(text, "0123456789") == strlen(text);

	if (digits && strlen(text) < 18 &&
	    strtoull(text, NULL, 10) <= field->max)
		return STATUS_OK;
	*message = arena_printf(arena, "Vul een heel getal in, van 0 tot en "
	    "met %zu.", field->max);
	return STATUS_INVALID;
}

static enum status
check_moment(const char *text, const char **message)
{
	int64_t when;

	if (clock_parse(text, &when) == STATUS_OK)
		return STATUS_OK;
	*message = "Vul een dag en een tijd in die bestaan, zoals "
	    "2027-01-12T10:00.";
	return STATUS_INVALID;
}

static enum status
check_day(const char *text, struct arena *arena, const char **message)
{
	int64_t when;

	if (clock_parse(arena_printf(arena, "%sT12:00", text), &when) ==
	    STATUS_OK)
		return STATUS_OK;
	*message = "Vul een dag in die bestaat, zoals 2027-01-12.";
	return STATUS_INVALID;
}

/* The contrast with a comma, as a Dutch number. */
static const char *
ratio(double contrast, struct arena *arena)
{
	int tenths = (int)(contrast * 10);

	return arena_printf(arena, "%d,%d", tenths / 10, tenths % 10);
}

static enum status
check_colour(struct arena *arena, const char **clean, const char **message)
{
	struct colour colour;
	double contrast;

	if (colour_read(*clean, &colour) != STATUS_OK) {
		*message = "Vul een kleur in als # met zes cijfers of letters "
		    "van a tot en met f, zoals #1f4e79.";
		return STATUS_INVALID;
	}
	*clean = colour_write(colour, arena);
	if ((contrast = colour_on_light(colour)) >= COLOUR_CONTRAST)
		return STATUS_OK;
	*message = arena_printf(arena, "Deze kleur is te licht om te lezen: "
	    "het contrast met de pagina is %s op 1 en moet minstens 4,5 op 1 "
	    "zijn. Een donkerder kleur die wel kan: %s.",
	    ratio(contrast, arena), colour_write(colour_for_light(colour),
	    arena));
	return STATUS_INVALID;
}

/* The text is clean and not empty: is it of the field's type? */
static enum status
check_type(const struct field *field, struct arena *arena,
    const char **clean, const char **message)
{
	switch (field->type) {
	case FIELD_NAME:
		return check_name(*clean, message);
	case FIELD_EMAIL:
		return check_email(*clean, arena, clean, message);
	case FIELD_PHONE:
		return check_phone(*clean, message);
	case FIELD_CHOICE:
		return check_choice(field, *clean, arena, message);
	case FIELD_TICK:
		return check_tick(*clean, message);
	case FIELD_NUMBER:
		return check_number(field, *clean, arena, message);
	case FIELD_MOMENT:
		return check_moment(*clean, message);
	case FIELD_DAY:
		return check_day(*clean, arena, message);
	case FIELD_COLOUR:
		return check_colour(arena, clean, message);
	case FIELD_LINE:
	case FIELD_LINES:
	case FIELD_GEMEENTE:
	case FIELD__MAX:
		break;
	}
	return STATUS_OK;
}

#define TYPED_MAX	100	/* code points of a number, a moment, … */

static size_t
longest(const struct field *field)
{
	return field->type == FIELD_NUMBER || field->type == FIELD_MOMENT ||
	    field->type == FIELD_DAY || field->type == FIELD_COLOUR ?
	    TYPED_MAX : field->max;
}

static const char *
clean_fault(enum status status, const struct field *field, size_t length,
    struct arena *arena)
{
	if (status == STATUS_FULL)
		return arena_printf(arena, "Gebruik hooguit %zu tekens; nu "
		    "zijn het er %zu.", longest(field), length);
	return "Hier staan tekens die we niet kunnen lezen. Typ het opnieuw.";
}

enum status
field_check(const struct field *field, const char *raw, bool named,
    struct arena *arena, const char **clean, const char **message)
{
	const char *text = "";
	enum status status;
	size_t length;

	status = text_clean(raw == NULL ? "" : raw, field->type == FIELD_LINES
	    ? TEXT_LINES : TEXT_LINE, longest(field), arena, &text, &length);
	if (status != STATUS_OK) {
		*message = clean_fault(status, field, length, arena);
		return STATUS_INVALID;
	}
	if (text[0] != '\0') {
		if (check_type(field, arena, &text, message) != STATUS_OK)
			return STATUS_INVALID;
	} else if (field->flags & FIELD_REQUIRED &&
	    (named || !(field->flags & FIELD_NAMED))) {
		*message = field->missing;
		return STATUS_INVALID;
	}
	*clean = text;
	return STATUS_OK;
}

const char *
field_label(const struct field *field, const char *value)
{
	for (const struct choice *c = field->choices;
	    c != NULL && c->value != NULL; c++)
		if (strcmp(c->value, value) == 0)
			return c->label;
	return value;
}
