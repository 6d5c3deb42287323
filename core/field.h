#ifndef CORE_FIELD_H
#define CORE_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

struct arena;

/*
 * What is asked, declared once.  A row is walked by the form, the check, the
 * database binding, the export, the privacy page and the tests; a new
 * optional question is an enum value, a row and a migration.
 *
 * The values of one registration or participant are an array of strings
 * indexed by the enum, each clean (text.h) and never NULL; "" is no answer.
 */
enum contact_field {
	CONTACT_GEMEENTE,
	CONTACT_VOORNAAM,
	CONTACT_ACHTERNAAM,
	CONTACT_EMAIL,
	CONTACT_TELEFOON,
	CONTACT_VRAAG,
	CONTACT_WACHTLIJST,
	CONTACT__MAX
};

enum participant_field {
	PARTICIPANT_VOORNAAM,
	PARTICIPANT_ACHTERNAAM,
	PARTICIPANT_EMAIL,
	PARTICIPANT_ROL,
	PARTICIPANT_FUNCTIE,
	PARTICIPANT_NAAM_VOLGT,
	PARTICIPANT_FOTO_BEZWAAR,
	PARTICIPANT_OP_DE_HOOGTE,
	PARTICIPANT__MAX
};

enum field_type {
	FIELD_NAME,		/* a line without web addresses */
	FIELD_LINE,
	FIELD_LINES,
	FIELD_EMAIL,
	FIELD_PHONE,
	FIELD_CHOICE,		/* one of choices */
	FIELD_TICK,		/* "ja" or "" */
	FIELD_GEMEENTE,		/* looked up by the caller, in the catalog */
	FIELD_NUMBER,		/* 0 to max */
	FIELD_MOMENT,		/* 2027-01-12T10:00, a clock in Amsterdam */
	FIELD_DAY,		/* 2027-01-12 */
	FIELD_COLOUR,		/* #1f4e79, readable on white */
	FIELD__MAX
};

/* How many, at most, of the people and the answers in one POST. */
#define PARTICIPANTS_MAX	50

enum field_flag {
	FIELD_REQUIRED	= 1 << 0,
	FIELD_EXPORT	= 1 << 1,	/* a column of its own in the export */
	FIELD_SPECIAL	= 1 << 2,	/* art. 9 AVG: never exported or mailed */
	FIELD_HALF	= 1 << 3,	/* shares its row on a wide screen */
	FIELD_NAMED	= 1 << 4,	/* not needed while the name follows */
	FIELD_ELSEWHERE	= 1 << 5,	/* asked only when it matters */
	FIELD_OWN	= 1 << 6	/* only the person concerned answers it */
};

struct choice {
	const char	*value;		/* in the database and the form */
	const char	*label;
};

struct field {
	const char		*name;	/* form key, column and template word */
	const char		*label;
	const char		*hint;	/* NULL for none */
	const char		*title;	/* header in the export */
	const char		*purpose;	/* why it is asked: privacy page */
	const char		*missing;	/* said when required and empty */
	const char		*autocomplete;
	enum field_type		 type;
	unsigned		 flags;
	size_t			 max;	/* code points, or the number */
	const struct choice	*choices;	/* ends with a NULL value */
};

extern const struct field contact_fields[CONTACT__MAX];
extern const struct field participant_fields[PARTICIPANT__MAX];

/*
 * A value as it came in (NULL counts as "") becomes a clean one; or INVALID,
 * and *message is a Dutch sentence that says how to mend it.  named: false
 * while only a place is held, and then no name is asked.
 */
enum status	 field_check(const struct field *, const char *raw, bool named,
		    struct arena *, const char **clean, const char **message);

/* The label of a choice's value, or the value itself. */
const char	*field_label(const struct field *, const char *value);

#endif
