#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/colour.h"
#include "core/email.h"
#include "core/field.h"
#include "core/person_name.h"
#include "core/text.h"

/* Where an extension begins, "tst. 12"; or the end. */
static const char *
extension_of(const char *text, size_t *word)
{
	static const char *const words[] = {
		"toestel", "tst", "extensie", "ext", "doorkies", "dk", "#", "x",
	};

	for (; *text != '\0'; text++)
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (strncasecmp(text, words[i], strlen(words[i])) ==
			    0) {
				*word = strlen(words[i]);
				return text;
			}
	return text;
}

/*
 * Digits in any spelling that people use; six is the shortest number, and an
 * extension may follow it.
 */
static bool
is_phone(const char *text)
{
	size_t digits = 0, word = 0, more;
	const char *extension = extension_of(text, &word);

	for (; text < extension; text++) {
		if (isdigit((unsigned char)*text))
			digits++;
		else if (strchr(" +-()./,", *text) == NULL)
			return false;
	}
	if (digits < 6 || digits > 20)
		return false;
	if (word == 0)
		return true;
	extension += word;
	extension += strspn(extension, ".: ");
	more = strspn(extension, "0123456789");
	return more > 0 && more <= 6 && extension[more] == '\0';
}

static const char *
choice_fault(const struct field *field, const char *text, struct arena *arena)
{
	struct buf list;

	buf_init(&list, arena, 1000);
	for (const struct choice *c = field->choices; c->value != NULL; c++) {
		if (strcmp(c->value, text) == 0)
			return NULL;
		buf_printf(&list, "%s%s", list.length == 0 ? "" :
		    c[1].value == NULL ? " of " : ", ", c->label);
	}
	return arena_printf(arena, "Kies uit: %s.", list.data);
}

static const char *
colour_fault(const char **clean, struct arena *arena)
{
	struct colour colour;
	double contrast;
	int tenths;

	if (colour_read(*clean, &colour) != STATUS_OK)
		return "Vul een kleur in als # met zes cijfers of letters "
		    "van a tot en met f, zoals #1f4e79.";
	*clean = colour_write(colour, arena);
	if ((contrast = colour_on_light(colour)) >= COLOUR_CONTRAST)
		return NULL;
	/* With a comma, as a Dutch number. */
	tenths = (int)(contrast * 10);
	return arena_printf(arena, "Deze kleur is te licht om te lezen: "
	    "het contrast met de pagina is %d,%d op 1 en moet minstens 4,5 op "
	    "1 zijn. Een donkerder kleur die wel kan: %s.", tenths / 10,
	    tenths % 10, colour_write(colour_for_light(colour), arena));
}

/*
 * The text is clean and not empty: what keeps it from being of the field's
 * type, or NULL.  It may get its one spelling.
 */
static const char *
type_fault(const struct field *field, struct arena *arena, const char **clean)
{
	const char *text = *clean;
	enum email_fault email;
	int64_t when;

	switch (field->type) {
	case FIELD_NAME:
		*clean = person_name_tidy(text, arena);
		return person_name_is_plain(text) ? NULL :
		    "In een naam kan geen webadres of telefoonnummer staan. "
		    "Vul alleen de naam in, en zet achter een punt een spatie.";
	case FIELD_TITLE:
		return !text_has_address(text) ? NULL :
		    "Hier kan geen webadres staan. Vul alleen de functie in, en "
		    "zet achter een punt een spatie.";
	case FIELD_EMAIL:
		email = email_check(email_tidy(text, arena), arena, clean);
		return email == EMAIL_OK ? NULL : email_fault_text(email);
	case FIELD_PHONE:
		return is_phone(text) ? NULL : "Vul een telefoonnummer in met "
		    "alleen cijfers, zoals 0348 753 500.";
	case FIELD_CHOICE:
		return choice_fault(field, text, arena);
	case FIELD_TICK:
		return strcmp(text, "ja") == 0 ? NULL :
		    "Zet een vinkje, of laat het leeg.";
	case FIELD_NUMBER:
		return strspn(text, "0123456789") == strlen(text) &&
		    strlen(text) < 18 && strtoull(text, NULL, 10) <= field->max
		    ? NULL : arena_printf(arena, "Vul een heel getal in, van 0 "
		    "tot en met %zu.", field->max);
	case FIELD_MOMENT:
		return clock_parse(text, &when) == STATUS_OK ? NULL :
		    "Vul een dag en een tijd in die bestaan, zoals "
		    "2027-01-12T10:00.";
	case FIELD_DAY:
		return clock_parse(arena_printf(arena, "%sT12:00", text),
		    &when) == STATUS_OK ? NULL :
		    "Vul een dag in die bestaat, zoals 2027-01-12.";
	case FIELD_COLOUR:
		return colour_fault(clean, arena);
	case FIELD_LINE:
	case FIELD_LINES:
	case FIELD_GEMEENTE:
	case FIELD__MAX:
		break;
	}
	return NULL;
}

#define TYPED_MAX	100	/* code points of a number, a moment, … */

enum status
field_check(const struct field *field, const char *raw, bool named,
    struct arena *arena, const char **clean, const char **message)
{
	const char *text = "", *fault = NULL;
	enum status status;
	size_t length, max = field->max;

	if (field->type == FIELD_NUMBER || field->type == FIELD_MOMENT ||
	    field->type == FIELD_DAY || field->type == FIELD_COLOUR)
		max = TYPED_MAX;
	status = text_clean(raw == NULL ? "" : raw, field->type == FIELD_LINES
	    ? TEXT_LINES : TEXT_LINE, max, arena, &text, &length);
	if (status == STATUS_FULL)
		fault = arena_printf(arena, "Gebruik hooguit %zu tekens; nu "
		    "zijn het er %zu.", max, length);
	else if (status != STATUS_OK)
		fault = "Hier staan tekens die we niet kunnen lezen. Typ het "
		    "opnieuw.";
	else if (text[0] != '\0' && (field->type != FIELD_NAME ||
	    person_name_is_visible(text)))
		fault = type_fault(field, arena, &text);
	else if (field->flags & FIELD_REQUIRED &&
	    (named || !(field->flags & FIELD_NAMED))) {
		*message = field->missing;
		return STATUS_INVALID;
	}
	if (fault != NULL) {
		*message = fault;
		return STATUS_INVALID;
	}
	*clean = text;
	return STATUS_OK;
}

const char *
field_label(const struct field *field, const char *value)
{
	const struct choice *const lists[] = { field->choices, field->others };

	for (int i = 0; i < 2; i++)
		for (const struct choice *c = lists[i];
		    c != NULL && c->value != NULL; c++)
			if (strcmp(c->value, value) == 0)
				return c->label;
	return value;
}

const char *
field_words(const struct field *field, const char *value, struct arena *arena)
{
	int64_t when;

	if (field->type == FIELD_TICK)
		return value[0] == '\0' ? "nee" : "ja";
	if (field->type == FIELD_MOMENT && clock_parse(value, &when) ==
	    STATUS_OK)
		return clock_moment(when, arena);
	if (field->type == FIELD_DAY && clock_parse(arena_printf(arena,
	    "%sT12:00", value), &when) == STATUS_OK)
		return clock_date(when, arena);
	return field_label(field, value);
}
