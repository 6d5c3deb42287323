#ifndef TEMPLATES_PRESENT_H
#define TEMPLATES_PRESENT_H

#include <stdint.h>

#include "db/event/catalog.h"
#include "db/registration/registration.h"
#include "db/registration/seats.h"
#include "templates/answers.h"
#include "templates/public/event.h"
#include "templates/public/registration.h"

struct arena;

/*
 * present_* put the domain in words: rows of the database become what pages
 * and mails show.  Strings live in the arena or belong to the rows.
 */

/* The seats that are taken now; NULL in a mail, which names no numbers. */
struct taken {
	int64_t		 places;
	struct session_seats *sessions;
	size_t		 nsessions;
};

struct event_view *present_event(const struct event *, const struct catalog *,
		    const struct taken *, int64_t now, struct arena *);

/* The session to choose from, with the places left in it. */
struct session_view present_session(const struct session *,
		    const struct taken *, struct arena *);

/*
 * "wethouder mbo", "bevestigd", the chosen sessions, and the answers as the
 * page or letter shows them.  mail and link: NULL.
 */
struct person_view present_person(enum answers_on,
		    const struct participant *, const struct catalog *,
		    struct arena *);

/* Its state, when the place waits for the contact's word. */
void		 present_confirmation(const struct registration *,
		    const struct participant *, struct person_view *);

/* "1 plaats", "12 plaatsen" */
const char	*present_count(int64_t, const char *one, const char *more,
		    struct arena *);

/* Why somebody waits, in a sentence for page, letter and desk. */
const char	*present_why(const struct line_place *, struct arena *);

/* The topics as a list of titles, or NULL for none. */
const char	*present_themas(const struct registration *,
		    const struct catalog *, struct arena *);

/* NULL instead of "", which a template would take for something. */
const char	*present_text(const char *);

/*
 * The state of a letter (outbox_word) in the organiser's words, and the class
 * of its shape.  Another word than those stands for itself.
 */
struct letter_state {
	const char	*word;
	const char	*shade;
};

struct letter_state present_letter(const char *status);

#endif
