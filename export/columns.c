/*
 * The contract's columns are a table of where each stands in an attendee;
 * behind them comes every field whose own row asks for a column.
 */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/person_name.h"
#include "core/text.h"
#include "export/columns.h"

static const char *
tussenvoegsel(const struct attendee *attendee, struct arena *arena)
{
	struct person_name parts;

	person_name_split(attendee->answer[PARTICIPANT_ACHTERNAAM], arena,
	    &parts);
	return parts.prefix;
}

static const char *
achternaam(const struct attendee *attendee, struct arena *arena)
{
	struct person_name parts;

	person_name_split(attendee->answer[PARTICIPANT_ACHTERNAAM], arena,
	    &parts);
	return parts.core;
}

static const char *
full_name(const struct attendee *attendee, struct arena *arena)
{
	return !text_empty(attendee->answer[PARTICIPANT_NAAM_VOLGT]) ?
	    "Naam volgt" :
	    person_name_full(attendee->answer[PARTICIPANT_VOORNAAM],
	    attendee->answer[PARTICIPANT_ACHTERNAAM], arena);
}

static const char *
sort_name(const struct attendee *attendee, struct arena *arena)
{
	return !text_empty(attendee->answer[PARTICIPANT_NAAM_VOLGT]) ?
	    "Naam volgt" :
	    person_name_sorted(attendee->answer[PARTICIPANT_VOORNAAM],
	    attendee->answer[PARTICIPANT_ACHTERNAAM], arena);
}

static const char *
contact(const struct attendee *attendee, struct arena *arena)
{
	return person_name_full(attendee->contact[CONTACT_VOORNAAM],
	    attendee->contact[CONTACT_ACHTERNAAM], arena);
}

static const char *
state(const struct attendee *attendee, struct arena *arena)
{
	(void)arena;
	return attendance_word(attendee->attendance);
}

/* What stands behind the mark of each, with a comma between. */
static const char *
joined(const char *list, struct arena *arena)
{
	const char *all = "";

	for (const char *at = list, *end; *at != '\0';
	    at = *end == '\0' ? end : end + 1) {
		const char *title = strchr(at, ATTENDEE_MARK) + 1;

		end = strchrnul(title, ATTENDEE_END);
		all = arena_printf(arena, "%s%s%.*s", all,
		    all[0] == '\0' ? "" : ", ", (int)(end - title), title);
	}
	return all;
}

static const char *
all_themas(const struct attendee *attendee, struct arena *arena)
{
	return joined(attendee->themas, arena);
}

static const char *
all_sessies(const struct attendee *attendee, struct arena *arena)
{
	return joined(attendee->sessies, arena);
}

#define AT(member)	COLUMN_TEXT, offsetof(struct attendee, member), NULL
#define ANSWER(field)	AT(answer[PARTICIPANT_##field])
#define CONTACT(field)	AT(contact[CONTACT_##field])
#define MADE(text)	COLUMN_TEXT, 0, text

/* A text or number as it stands in an attendee, or a text that is made. */
static const struct export_column {
	const char	*name;
	const char	*title;
	enum column_kind kind;
	size_t		 offset;
	const char	*(*text)(const struct attendee *, struct arena *);
} columns[] = {
	{ "nummer", "Nummer", COLUMN_NUMBER,
	    offsetof(struct attendee, nummer), NULL },
	{ "status", "Status", MADE(state) },
	{ "gemeente", "Gemeente", AT(gemeente_naam) },
	{ "gemeentecode", "Gemeentecode", AT(gemeente_code) },
	{ "provincie", "Provincie", AT(provincie) },
	{ "rol", "Rol", ANSWER(ROL) },
	{ "functie", "Functie", ANSWER(FUNCTIE) },
	{ "voornaam", "Voornaam", ANSWER(VOORNAAM) },
	{ "tussenvoegsel", "Tussenvoegsel", MADE(tussenvoegsel) },
	{ "achternaam", "Achternaam", MADE(achternaam) },
	{ "volledige_naam", "Volledige naam", MADE(full_name) },
	{ "sorteernaam", "Sorteernaam", MADE(sort_name) },
	{ "email", "E-mail", ANSWER(EMAIL) },
	{ "contactpersoon", "Contactpersoon", MADE(contact) },
	{ "contact_email", "Contact e-mail", CONTACT(EMAIL) },
	{ "contact_telefoon", "Contact telefoon", CONTACT(TELEFOON) },
	{ "themas", "Thema's", MADE(all_themas) },
	{ "vraag", "Vraag", CONTACT(VRAAG) },
	{ "aangemeld_op", "Aangemeld op", COLUMN_MOMENT,
	    offsetof(struct attendee, aangemeld), NULL },
	{ "arbeidsmarktregio", "Arbeidsmarktregio", AT(regio) },
	{ "sessies", "Sessies", MADE(all_sessies) },
	{ "gewijzigd_op", "Gewijzigd op", COLUMN_MOMENT,
	    offsetof(struct attendee, gewijzigd), NULL },
};

#define COLUMNS_FIXED	(sizeof(columns) / sizeof(columns[0]))
_Static_assert(COLUMNS_FIXED + CONTACT__MAX + PARTICIPANT__MAX <= COLUMNS_MAX,
    "room for every column");

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
	const void *at;
	bool of_contact;

	if (column >= COLUMNS_FIXED) {
		field = asked(column - COLUMNS_FIXED, &of_contact);
		assert(!(field->flags & FIELD_SPECIAL));
		return of_contact ? attendee->contact[field - contact_fields] :
		    attendee->answer[field - participant_fields];
	}
	if (columns[column].text != NULL)
		return columns[column].text(attendee, arena);
	switch (columns[column].kind) {
	case COLUMN_NUMBER:
		return arena_printf(arena, "%lld",
		    (long long)column_number(column, attendee));
	case COLUMN_MOMENT:
		return clock_stamp(column_number(column, attendee), arena);
	case COLUMN_TEXT:
		break;
	}
	at = (const char *)attendee + columns[column].offset;
	return *(const char *const *)at;
}

int64_t
column_number(size_t column, const struct attendee *attendee)
{
	const void *at = (const char *)attendee + columns[column].offset;

	return *(const int64_t *)at;
}

struct columns
columns_all(void)
{
	struct columns all = { .count = columns_count() };

	for (size_t i = 0; i < all.count; i++)
		all.index[i] = i;
	return all;
}

static size_t
column_named(const char *name)
{
	size_t column = 0;

	while (strcmp(columns[column].name, name) != 0)
		column++;
	return column;
}

static void
add_part(struct columns *apart, size_t column, size_t part)
{
	if (apart->count == COLUMNS_MAX)
		return;
	apart->index[apart->count] = column;
	apart->part[apart->count++] = part;
}

void
columns_apart(struct columns *chosen, const struct catalog *catalog)
{
	size_t sessies = column_named("sessies");
	size_t themas = column_named("themas");
	struct columns apart = { .catalog = catalog };

	for (size_t i = 0; i < chosen->count; i++)
		if (chosen->index[i] != sessies)
			add_part(&apart, chosen->index[i], 0);
		else
			for (size_t j = 1; j <= catalog->nrounds; j++)
				add_part(&apart, sessies, j);
	for (size_t j = 1; columns_hold(chosen, themas) &&
	    j <= catalog->nthemas; j++)
		add_part(&apart, themas, j);
	*chosen = apart;
}

const char *
columns_title(const struct columns *chosen, size_t at)
{
	size_t column = chosen->index[at], part = chosen->part[at];

	return part == 0 ? column_title(column) :
	    column == column_named("themas") ?
	    chosen->catalog->themas[part - 1].titel :
	    chosen->catalog->rounds[part - 1].titel;
}

/* The title that stands behind a mark, or NULL. */
static const char *
marked(const char *list, const char *mark, struct arena *arena)
{
	const char *wanted = arena_printf(arena, "%s%c", mark, ATTENDEE_MARK);

	for (const char *at = list, *end; *at != '\0';
	    at = *end == '\0' ? end : end + 1) {
		end = strchrnul(at, ATTENDEE_END);
		if (strncmp(at, wanted, strlen(wanted)) == 0)
			return arena_copy(arena, at + strlen(wanted),
			    (size_t)(end - at) - strlen(wanted));
	}
	return NULL;
}

const char *
columns_text(const struct columns *chosen, size_t at,
    const struct attendee *attendee, struct arena *arena)
{
	size_t column = chosen->index[at], part = chosen->part[at];
	const char *title;

	if (part == 0)
		return column_text(column, attendee, arena);
	if (column == column_named("themas"))
		return marked(attendee->themas,
		    chosen->catalog->themas[part - 1].sleutel, arena) == NULL ?
		    "" : "ja";
	title = marked(attendee->sessies, arena_printf(arena, "%lld",
	    (long long)chosen->catalog->rounds[part - 1].nummer), arena);
	return title == NULL ? "" : title;
}

struct columns
columns_read(const char *names)
{
	struct columns chosen = { .count = 0 };

	for (size_t i = 0; i < columns_count(); i++) {
		const char *name = column_name(i), *at = names;
		size_t length = strlen(name);

		/* As a whole word: "email" is not in "contact_email". */
		while ((at = strstr(at, name)) != NULL &&
		    ((at != names && at[-1] != ' ') ||
		    (at[length] != ' ' && at[length] != '\0')))
			at++;
		if (at != NULL)
			chosen.index[chosen.count++] = i;
	}
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
