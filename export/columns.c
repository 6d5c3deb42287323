#include <assert.h>

#include "db/arena.h"
#include "db/clock.h"
#include "db/name.h"
#include "db/text.h"
#include "export/columns.h"

static bool
is_held(const struct attendee *attendee)
{
	return !text_empty(attendee->answer[PARTICIPANT_NAAM_VOLGT]);
}

static const char *
number(const struct attendee *attendee, struct arena *arena)
{
	return arena_printf(arena, "%lld", (long long)attendee->nummer);
}

static const char *
state(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return place_word(attendee->place);
}

static const char *
gemeente(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->gemeente_naam;
}

static const char *
code(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->gemeente_code;
}

static const char *
provincie(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->provincie;
}

static const char *
rol(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->answer[PARTICIPANT_ROL];
}

static const char *
functie(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->answer[PARTICIPANT_FUNCTIE];
}

static const char *
voornaam(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->answer[PARTICIPANT_VOORNAAM];
}

static struct name_parts
parts_of(const struct attendee *attendee, struct arena *arena)
{
	struct name_parts parts;

	name_split(attendee->answer[PARTICIPANT_ACHTERNAAM], arena, &parts);
	return parts;
}

static const char *
tussenvoegsel(const struct attendee *attendee, struct arena *arena)
{
	return parts_of(attendee, arena).prefix;
}

static const char *
achternaam(const struct attendee *attendee, struct arena *arena)
{
	return parts_of(attendee, arena).core;
}

static const char *
full_name(const struct attendee *attendee, struct arena *arena)
{
	return is_held(attendee) ? "Naam volgt" :
	    name_full(attendee->answer[PARTICIPANT_VOORNAAM],
	    attendee->answer[PARTICIPANT_ACHTERNAAM], arena);
}

static const char *
sort_name(const struct attendee *attendee, struct arena *arena)
{
	return is_held(attendee) ? "Naam volgt" :
	    name_sorted(attendee->answer[PARTICIPANT_VOORNAAM],
	    attendee->answer[PARTICIPANT_ACHTERNAAM], arena);
}

static const char *
email(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->answer[PARTICIPANT_EMAIL];
}

static const char *
contact(const struct attendee *attendee, struct arena *arena)
{
	return name_full(attendee->contact[CONTACT_VOORNAAM],
	    attendee->contact[CONTACT_ACHTERNAAM], arena);
}

static const char *
contact_email(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->contact[CONTACT_EMAIL];
}

static const char *
contact_phone(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->contact[CONTACT_TELEFOON];
}

static const char *
themas(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->themas;
}

static const char *
question(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->contact[CONTACT_VRAAG];
}

static const char *
signed_up(const struct attendee *attendee, struct arena *arena)
{
	return clock_stamp(attendee->aangemeld, arena);
}

static const struct column columns[COLUMNS_FIXED] = {
	{ "Nummer", number },
	{ "Status", state },
	{ "Gemeente", gemeente },
	{ "Gemeentecode", code },
	{ "Provincie", provincie },
	{ "Rol", rol },
	{ "Functie", functie },
	{ "Voornaam", voornaam },
	{ "Tussenvoegsel", tussenvoegsel },
	{ "Achternaam", achternaam },
	{ "Volledige naam", full_name },
	{ "Sorteernaam", sort_name },
	{ "E-mail", email },
	{ "Contactpersoon", contact },
	{ "Contact e-mail", contact_email },
	{ "Contact telefoon", contact_phone },
	{ "Thema's", themas },
	{ "Vraag", question },
	{ "Aangemeld op", signed_up },
};

/* The fields that ask for a column, in table order; NULL behind the last. */
static const struct field *
asked(size_t index, bool *of_contact)
{
	for (size_t i = 0; i < CONTACT__MAX; i++)
		if (contact_fields[i].flags & FIELD_EXPORT && index-- == 0) {
			*of_contact = true;
			return &contact_fields[i];
		}
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		if (participant_fields[i].flags & FIELD_EXPORT &&
		    index-- == 0) {
			*of_contact = false;
			return &participant_fields[i];
		}
	return NULL;
}

size_t
columns_count(void)
{
	size_t count = COLUMNS_FIXED;
	bool of_contact;

	while (asked(count - COLUMNS_FIXED, &of_contact) != NULL)
		count++;
	return count;
}

const char *
column_title(size_t column)
{
	bool of_contact;

	return column < COLUMNS_FIXED ? columns[column].title :
	    asked(column - COLUMNS_FIXED, &of_contact)->title;
}

const char *
column_text(size_t column, const struct attendee *attendee,
    struct arena *arena)
{
	const struct field *field;
	bool of_contact;

	if (column < COLUMNS_FIXED)
		return columns[column].text(attendee, arena);
	field = asked(column - COLUMNS_FIXED, &of_contact);
	assert(!(field->flags & FIELD_SPECIAL));
	return of_contact ? attendee->contact[field - contact_fields] :
	    attendee->answer[field - participant_fields];
}
