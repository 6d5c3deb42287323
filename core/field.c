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
