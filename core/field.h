#ifndef CORE_FIELD_H
#define CORE_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

struct arena;

/*
 * A question as a table declares it: what it is called, of what kind its
 * answer is and how that is checked.  The questions of a registration
 * (db/registration/questions.h), the settings of an event and the forms of
 * the desk are such tables.
 */
enum field_type {
	FIELD_NAME,		/* of a person (person_name.h) */
	FIELD_TITLE,		/* a line without web addresses */
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

enum field_flag {
	FIELD_REQUIRED	= 1 << 0,
	FIELD_SPECIAL	= 1 << 1,	/* art. 9 AVG: not exported or mailed */
	FIELD_HALF	= 1 << 2,	/* shares its row on a wide screen */
	FIELD_NAMED	= 1 << 3,	/* not needed while the name follows */
	FIELD_ELSEWHERE	= 1 << 4,	/* asked and shown when it matters */
	FIELD_OWN	= 1 << 5,	/* answered by the person alone */
	FIELD_LOCAL	= 1 << 6,	/* an address; its domain may be left out */
	FIELD_GIVEN	= 1 << 7	/* a name that begins with a capital */
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
	const char		*purpose; /* why it is asked: privacy page */
	const char		*missing; /* said when required and empty */
	const char		*autocomplete;
	enum field_type		 type;
	unsigned		 flags;
	size_t			 max;	/* code points, or the number */
	const struct choice	*choices;	/* ends with a NULL value */
	const struct choice	*others;	/* stored, and not asked here; or NULL */
};

/*
 * A value as it came in (NULL counts as "") becomes a clean one (text.h), in
 * the arena; or INVALID, and *message is a Dutch sentence that says how to
 * mend it, in the arena or constant.  named: false while only a place is
 * held, and then no name is asked.
 */
enum status	 field_check(const struct field *, const char *raw, bool named,
		    struct arena *, const char **clean, const char **message);

/* The label of a choice's value, or the value itself; nothing is copied. */
const char	*field_label(const struct field *, const char *value);

/* A clean value as people read it: a date, ja or nee, a label; "" stays "". */
const char	*field_words(const struct field *, const char *value,
		    struct arena *);

#endif
