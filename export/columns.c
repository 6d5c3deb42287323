#include <assert.h>
#include <string.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/person_name.h"
#include "core/text.h"
#include "export/columns.h"

_Static_assert(COLUMNS_FIXED + CONTACT__MAX + PARTICIPANT__MAX <= COLUMNS_MAX,
    "room for every column");

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

static const char *
region(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->regio;
}

static const char *
sessions(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendee->sessies;
}

static const char *
changed(const struct attendee *attendee, struct arena *arena)
{
	return clock_stamp(attendee->gewijzigd, arena);
}

static int64_t
the_number(const struct attendee *attendee)
{
	return attendee->nummer;
}

static int64_t
when_signed_up(const struct attendee *attendee)
{
	return attendee->aangemeld;
}

static int64_t
when_changed(const struct attendee *attendee)
{
	return attendee->gewijzigd;
}

#define TEXT(name, title, text)	{ name, title, text, COLUMN_TEXT, NULL }

static const struct column {
	const char	*name;
	const char	*title;
	const char	*(*text)(const struct attendee *, struct arena *);
	enum column_kind kind;
	int64_t		 (*number)(const struct attendee *);
} columns[COLUMNS_FIXED] = {
	{ "nummer", "Nummer", number, COLUMN_NUMBER, the_number },
	TEXT("status", "Status", state),
	TEXT("gemeente", "Gemeente", gemeente),
	TEXT("gemeentecode", "Gemeentecode", code),
	TEXT("provincie", "Provincie", provincie),
	TEXT("rol", "Rol", rol),
	TEXT("functie", "Functie", functie),
	TEXT("voornaam", "Voornaam", voornaam),
	TEXT("tussenvoegsel", "Tussenvoegsel", tussenvoegsel),
	TEXT("achternaam", "Achternaam", achternaam),
	TEXT("volledige_naam", "Volledige naam", full_name),
	TEXT("sorteernaam", "Sorteernaam", sort_name),
	TEXT("email", "E-mail", email),
	TEXT("contactpersoon", "Contactpersoon", contact),
	TEXT("contact_email", "Contact e-mail", contact_email),
	TEXT("contact_telefoon", "Contact telefoon", contact_phone),
	TEXT("themas", "Thema's", themas),
	TEXT("vraag", "Vraag", question),
	{ "aangemeld_op", "Aangemeld op", signed_up, COLUMN_MOMENT,
	    when_signed_up },
	TEXT("arbeidsmarktregio", "Arbeidsmarktregio", region),
	TEXT("sessies", "Sessies", sessions),
	{ "gewijzigd_op", "Gewijzigd op", changed, COLUMN_MOMENT,
	    when_changed },
};

/*
 * The fields that the columns above are made of, and the choice for the
 * waiting list, which says something about the line and not about a guest.
 */
static const bool contact_fixed[CONTACT__MAX] = {
	[CONTACT_GEMEENTE] = true, [CONTACT_VOORNAAM] = true,
	[CONTACT_ACHTERNAAM] = true, [CONTACT_EMAIL] = true,
	[CONTACT_TELEFOON] = true, [CONTACT_VRAAG] = true,
	[CONTACT_WACHTLIJST] = true,
};

static const bool participant_fixed[PARTICIPANT__MAX] = {
	[PARTICIPANT_VOORNAAM] = true, [PARTICIPANT_ACHTERNAAM] = true,
	[PARTICIPANT_EMAIL] = true, [PARTICIPANT_ROL] = true,
	[PARTICIPANT_FUNCTIE] = true, [PARTICIPANT_NAAM_VOLGT] = true,
};

/*
 * Every other field is a column of its own, unless it is special; in the
 * order of the tables; NULL behind the last.
 */
static const struct field *
asked(size_t index, bool *of_contact)
{
	for (size_t i = 0; i < CONTACT__MAX; i++)
		if (!contact_fixed[i] &&
		    !(contact_fields[i].flags & FIELD_SPECIAL) &&
		    index-- == 0) {
			*of_contact = true;
			return &contact_fields[i];
		}
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		if (!participant_fixed[i] &&
		    !(participant_fields[i].flags & FIELD_SPECIAL) &&
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
column_name(size_t column)
{
	bool of_contact;

	return column < COLUMNS_FIXED ? columns[column].name :
	    asked(column - COLUMNS_FIXED, &of_contact)->name;
}

enum column_kind
column_kind(size_t column)
{
	return column < COLUMNS_FIXED ? columns[column].kind : COLUMN_TEXT;
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

int64_t
column_number(size_t column, const struct attendee *attendee)
{
	return columns[column].number(attendee);
}

struct columns
columns_all(void)
{
	struct columns all = { .count = columns_count() };

	for (size_t i = 0; i < all.count; i++)
		all.index[i] = i;
	return all;
}

static bool
is_named(const char *names, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = names; (at = strstr(at, name)) != NULL; at++)
		if ((at == names || at[-1] == ' ') &&
		    (at[length] == ' ' || at[length] == '\0'))
			return true;
	return false;
}

struct columns
columns_read(const char *names)
{
	struct columns chosen = { .count = 0 };

	for (size_t i = 0; i < columns_count(); i++)
		if (is_named(names, column_name(i)))
			chosen.index[chosen.count++] = i;
	return chosen;
}

bool
columns_hold(const struct columns *chosen, size_t column)
{
	for (size_t i = 0; i < chosen->count; i++)
		if (chosen->index[i] == column)
			return true;
	return false;
}
