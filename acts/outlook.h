#ifndef ACTS_OUTLOOK_H
#define ACTS_OUTLOOK_H

#include "db/db.h"
#include "db/registration/seats.h"
#include "db/writer.h"

/*
 * What an act would do to people, found by doing it and taking all of it back:
 * no rule has to be told twice to foretell it.  For a page that asks before;
 * what is asked again may have another answer.
 */
struct act_context;

#define OUTLOOK_TEXT	((size_t)48 << 10)

/* Room for words, since the work has no memory of the caller's. */
struct outlook_letters {
	const struct act_context *act;
	int64_t		 number;	/* of the one to be written, from 1 */

	/* Found: */
	char		 whom[OUTLOOK_TEXT / 4];	/* "a@n.nl, b@n.nl" */
	char		 to[400];
	char		 subject[1000];
	char		 text[OUTLOOK_TEXT];
};

struct outlook {
	db_work		 work;
	void		*arg;
	int64_t		 event;
	int64_t		 registration;	/* one that is looked at, or 0 */
	int64_t		 now;

	/* Found, when it is OK: */
	int64_t		 places;	/* so many more people have one */
	int64_t		 seats;		/* and one in a session */
	int64_t		 letters;
	int64_t		 waiting;	/* more of that registration wait */
	struct line_place place;	/* where, if they do */

	/* The letters, where the caller gives it: whom, and one of them. */
	struct outlook_letters *letters_as;
};

/* The status of the work; BUSY and FAIL also of the writer. */
enum status	 outlook_find(struct writer *, struct outlook *);

/*
 * Who would get a place if the event had so many more: the registrations in
 * the order of the line, and how many of each, as many as there is room for.
 */
struct outlook_given {
	int64_t		 registration;
	int64_t		 people;
};

struct outlook_more {
	int64_t		 event;
	int64_t		 more;
	int64_t		 now;
	struct outlook_given *list;
	size_t		 room;

	/* Found: */
	size_t		 count;
	int64_t		 people;
};

enum status	 outlook_more(struct writer *, struct outlook_more *);

#endif
