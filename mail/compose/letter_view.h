#ifndef MAIL_COMPOSE_LETTER_VIEW_H
#define MAIL_COMPOSE_LETTER_VIEW_H

#include "mail/compose/compose.h"
#include "templates/mail/mail.h"

/*
 * What the templates of a letter show: who did what, whom it is about and how
 * they stand, links and the organiser's words.  In the arena.  left: the name
 * of a contact who is another one by now, or NULL.
 */
struct mail_view	 letter_view_contact(const struct compose *,
			    const struct registration *, enum mail_kind,
			    const char *left, struct arena *);
struct mail_view	 letter_view_participant(const struct compose *,
			    const struct registration *,
			    const struct readers *, enum mail_kind,
			    struct arena *);

#endif
