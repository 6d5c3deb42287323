#ifndef MAIL_COMPOSE_LETTER_OTHER_H
#define MAIL_COMPOSE_LETTER_OTHER_H

#include "mail/compose/compose.h"
#include "templates/mail/mail.h"

/*
 * What a letter says of the other registration that it compares with
 * (compose->other, as it is now).  NULL: nothing.  In the arena.
 *
 * A contact reads names of the other one only at an address of the
 * municipality itself, or when it is their own: anybody can sign up in a
 * municipality's name and read the answer elsewhere.  A participant had a
 * letter about the other one at the same mailbox, so knows who made it.
 */
const struct other_view	*letter_other_contact(const struct compose *,
			    const struct registration *, struct arena *);
const struct other_view	*letter_other_participant(const struct compose *,
			    const struct registration *,
			    const struct readers *, struct arena *);

#endif
