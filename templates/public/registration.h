#ifndef TEMPLATES_PUBLIC_REGISTRATION_H
#define TEMPLATES_PUBLIC_REGISTRATION_H

#include <stdbool.h>
#include <stddef.h>

/* What is signed up, on pages and in letters (page.h). */

struct entry_view;
struct event_view;
struct field_view;
struct page_view;
struct session_view;
struct summary_view;

/* Requirements, as their own page asks them. */
struct requirements_view {
	const char	*token;
	struct field_view *fields;
	size_t		 nfields;
	const char	*until;		/* when they are removed */
	bool		 given;
	bool		 consented;	/* it was ticked, and is asked again */
	const char	*consent_fault;
	const char	*organiser;
	const char	*mailto;
};

/* What was just done, and the button that takes it back (done.h). */
struct done_view {
	const char	*text;
	const char	*action;	/* path of the form */
	const char	*undo;		/* the button's value, or NULL */
	const char	**numbers;	/* whom it was about */
	size_t		 nnumbers;
};

/* An answer that has no place of its own in the design (answers.h). */
struct answer_view {
	const char	*name;		/* of its field */
	const char	*label;
	const char	*colon;		/* ":", or "" behind a question mark */
	const char	*text;
};

/* An answer with its way to change it (given.h). */
struct given_view {
	const char	*label;
	const char	*text;
	const char	*edit;		/* address, or NULL */
	const char	*act;		/* "Wijzig", "Vul in" */
	const char	*of;		/* what, for who hears only the link */
};

/* A participant as the pages and mails show one that is signed up. */
struct person_view {
	const char	*name;
	const char	*role;
	const char	*position;
	const char	*state;		/* in words */
	const char	*shade;		/* good, wait, none: its class */
	const char	*mail;	/* where the mail about this person goes */
	const char	*link;		/* to the personal page, or NULL */
	const char	*entry;		/* to the code for the door, or NULL */
	const char	*code;		/* itself, in a letter, and its */
	const char	*cid;		/* picture's name there, or NULL, */
	const char	*src;		/* and its address */
	const struct qr_picture *qr;
	const char	*number;
	const char	*holder;	/* mark of the person (links.h), or NULL */
	struct given_view *given;	/* on a page */
	size_t		 ngiven;
	bool		 held;		/* the name is to follow */
	const char	*forward;	/* a letter to pass on, as mailto: */
	bool		 cancelled;
	struct answer_view *answers;
	size_t		 nanswers;
	struct session_view *sessions;	/* the chosen ones */
	size_t		 nsessions;
};

struct confirm_page {
	const struct page_view *page;
	const struct event_view *event;
	const char	*token;
	const char	*gemeente;
	const char	*people;	/* how many, in words */
};

struct registration_page {
	const struct page_view *page;
	const struct event_view *event;
	const char	*token;
	struct given_view *given;
	size_t		 ngiven;
	const struct done_view *done;	/* or NULL */
	bool		 has_place;	/* somebody of them */
	const char	*heading;
	const char	*lead;		/* when and where */
	const char	*said;		/* how things stand, or NULL */
	const char	*whom;		/* above the people */
	const char	**next;		/* what happens now, a sentence each */
	size_t		 nnext;
	const char	*to_do;		/* for the contact, or NULL */
	const char	*waiting;	/* where in line and why, or NULL */
	const char	*confirm;	/* what waits for the button, or NULL */
	const char	*offered;	/* until when a yes is due, or NULL */
	const char	*hint;		/* an address that looks mistyped */
	struct field_view *policy;	/* while somebody waits, or NULL */
	const char	*deadline;	/* for changes, in words */
	bool		 over;		/* nothing can be done any more */
	bool		 may_change;
	bool		 may_add;	/* somebody more */
	struct person_view *persons;
	size_t		 npersons;
	bool		 may_cancel;	/* somebody is left to cancel */
	bool		 may_restore;
	const char	*restoring;	/* what happens to who comes back */
};

struct participant_page {
	const struct page_view *page;
	const struct event_view *event;
	const char	*token;
	const char	*gemeente;
	const char	*contact;
	const struct done_view *done;	/* or NULL */
	bool		 has_place;
	const char	*offered;	/* until when a yes is due, or NULL */
	const char	*lead;
	struct person_view *person;
	const struct entry_view *entry;	/* NULL: has no place */
	const char	*photo;		/* what is known of the ticks */
	const char	*informed;
	const struct summary_view *summary;
	struct requirements_view *requirements;
	bool		 may_change;
	bool		 may_cancel;
	bool		 may_restore;
	const char	*restoring;
};

/* What is erased, and what follows from that. */
struct erase_page {
	const struct page_view *page;
	const char	*path;
	const char	*back;
	bool		 person;	/* one participant; else all of it */
	bool		 over;		/* the event */
	bool		 contact_too;
	bool		 last;		/* nobody else is in it */
	const char	*gemeente;
	const char	**names;	/* who would have come */
	size_t		 nnames;
};

/* Who comes back would wait: whether that is good. */
struct restore_page {
	const struct page_view *page;
	const char	*path;
	const char	**numbers;	/* of whom; none: all of them */
	size_t		 nnumbers;
	const char	*asked;
};

#endif
