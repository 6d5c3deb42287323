#ifndef DB_REGISTRATION_HOLDER_H
#define DB_REGISTRATION_HOLDER_H

#include <stdbool.h>

#include "db/registration/registration.h"

struct arena;

/*
 * Who holds a personal link, and what becomes of it when somebody types over
 * what was there.  A link belongs to one person at one mailbox; whoever
 * changes a person asks here what the change is: the contact, the
 * participant, the desk and the repair of an address that bounced.
 */
struct holder {
	const char	*voornaam;
	const char	*achternaam;
	const char	*mailbox;	/* where the link goes */
	bool		 own;		/* theirs, not the contact's */
	bool		 held;		/* nobody yet: a name that follows */
};

enum holder_change {
	HOLDER_SAME,
	HOLDER_CORRECTED,	/* the same person, spelled otherwise */
	HOLDER_NAMED,		/* a held place got its person */
	HOLDER_READDRESSED,	/* the same person at another mailbox */
	HOLDER_REPLACED,	/* another person, or nobody yet */
	HOLDER__MAX
};

/*
 * A name and a mailbox that both changed are another person.  With the
 * mailbox unchanged it is another person when nothing of the name is alike;
 * and where the link goes to the contact, who writes about several people,
 * when either part is not.  Alike: the same but for a slip of the hand, or
 * the initial.  Small and capital letters and accents do not count.
 */
enum holder_change holder_change(const struct holder *before,
		    const struct holder *after, struct arena *);

/*
 * Whether links that were given out before end.  What only the person tells,
 * such as requirements, goes with the person: it stays where the holder is
 * the same and it cannot come before other eyes.
 */
bool		 holder_ends_link(enum holder_change);
bool		 holder_keeps_own(enum holder_change,
		    const struct holder *before, const struct holder *after);

/* Of a participant, whose link goes to the contact without an own address. */
struct holder	 holder_of_participant(const struct registration *,
		    const struct participant *);
struct holder	 holder_of_contact(const struct registration *);

#endif
