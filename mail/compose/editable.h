#ifndef MAIL_COMPOSE_EDITABLE_H
#define MAIL_COMPOSE_EDITABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "db/event/catalog.h"
#include "templates/mail/mail.h"

/* The automatic letters whose words an organiser may put otherwise. */
struct editable {
	const char	*slug;		/* in addresses */
	const char	*key;		/* of db/event/letter_text.h */
	const char	*title;
	enum mail_kind	 kind;		/* MAIL__MAX: it invites */
	bool		 contact;	/* whom it is to */
	bool		 waiting;	/* nobody of them has a place */
};

#define EDITABLES	16
extern const struct editable editables[EDITABLES];

/* The letter that invites a municipality, or reminds it. */
const struct editable *editable_invitation(bool again);

/* What was written for one instead of its default; NULL: nothing. */
const struct letter_text *editable_words(const struct letter_text *list,
		    size_t count, const struct editable *);

/*
 * The same for a letter of that kind.  waits: nobody of whom it is about has a
 * place.
 */
const struct letter_text *editable_find(const struct catalog *,
		    enum mail_kind, bool contact, bool waits);

/*
 * What is wrong with a subject or a text: placeholders, and words that must
 * be in: who it is about, when it is, and in a text the link.  A sentence, or
 * NULL.
 */
const char	*editable_subject_fault(const char *, struct arena *);
const char	*editable_text_fault(const char *, struct arena *);

#endif
