#ifndef TEMPLATES_MAIL_MAIL_H
#define TEMPLATES_MAIL_MAIL_H

#include <stdbool.h>
#include <stddef.h>

/* What the letters show (page.h). */

struct answer_view;
struct event_view;
struct person_view;

/* Why a mail is sent. */
enum mail_kind {
	MAIL_NONE,		/* no mail */
	MAIL_SIGNED_UP,
	MAIL_CANCELLED,
	MAIL_RESTORED,
	MAIL_PROMOTED,		/* from the waiting list */
	MAIL_CHANGED,
	MAIL_REPLACED,		/* somebody else comes instead */
	MAIL_READDRESSED,	/* the same person, at the new address */
	MAIL_ADDRESS_GONE,	/* and at the old one */
	MAIL_TAKEN_OVER,	/* to the new contact */
	MAIL_AGAIN,		/* asked for: how things stand */
	MAIL_MOVED,		/* the event has another time or place */
	MAIL_CALLED_OFF,	/* the event: it will not be */
	MAIL_GOES_ON,		/* it will, after all */
	MAIL_REMINDER,
	MAIL_OFFERED,		/* a place, for an answer (offer.h) */
	MAIL_NAMES,		/* a held place has no name yet */
	MAIL_LAPSED,		/* the place, without that answer or name */
	MAIL_SECOND,		/* the municipality was signed up once more */
	MAIL__MAX
};

/* Another registration, of the same municipality or the same person. */
struct other_view {
	const char	*gemeente;	/* "de gemeente Woerden"; NULL: none */
	const char	*when;		/* it was made */
	const char	*by;		/* who made it; NULL: not for them */
	const char	*people;	/* "3 mensen" */
	const char	*both;		/* names that stand in both, or NULL */
	bool		 own;		/* the reader made that, too */
	bool		 later;		/* it came after theirs */
};

/*
 * What the opening of a letter says (opening.txt).  by is who did it, as a
 * sentence begins: "U", a name, the organisation; NULL: it came by itself.
 */
struct opening {
	enum mail_kind	 kind;
	const char	*by;
	bool		 by_participant;	/* about their own coming */
	bool		 by_organiser;
	const char	*about;		/* names; NULL: the whole delegation */
	const char	*why;		/* "omdat …", or NULL */
	const char	*until;		/* when an answer is due; or NULL */
	const char	*gemeente;	/* "de gemeente Woerden" */
	const char	*as;		/* "namens de gemeente Woerden", "als spreker" */
	const char	*contact;	/* who signed up */
	bool		 waiting;	/* nobody has a place yet */
	bool		 places_wait;	/* for the contact to confirm */
	bool		 some_wait;	/* and others have one */
	bool		 several;	/* about names more than one */
	bool		 cancelled;	/* nobody comes any more */
	const struct other_view *other;	/* or NULL */
};

struct mail_view {
	const char	*subject;
	const char	*heading;	/* the subject without the event */
	const char	*to;		/* name */
	const char	*opening;
	bool		 leaves;	/* it is about them no more */
	const char	*other;		/* of another registration, or NULL */
	const char	*why_waiting;	/* somebody has no place, or NULL */
	bool		 has_place;	/* somebody of them: an appointment */
	bool		 waits;		/* nobody of them has one yet */
	const struct event_view *event;
	const char	*gemeente;
	const char	*contact;	/* who signed up */
	const char	*source;	/* from whom we have their data (art. 14) */
	const char	*link;
	const char	*confirm;	/* the button's page, while one waits */
	bool		 places_wait;	/* for that button */
	const char	*calendar;	/* link to the calendar file */
	const char	*privacy;
	struct answer_view *answers;	/* the contact's; only to the contact */
	size_t		 nanswers;
	struct person_view *persons;	/* for a participant: who reads it */
	size_t		 npersons;
	bool		 several;	/* participants read it, each with a link */
	const char	**changes;	/* what changed, a sentence each */
	size_t		 nchanges;
	const char	*extra;		/* what the organiser adds, or NULL */
	const char	*signature;
};

/* A personal link that was asked for again. */
struct lost_link_line {
	const char	*about;
	const char	*link;
};

struct lost_link_view {
	const char	*subject;
	const char	*title;		/* of the event */
	const char	*organiser;
	struct lost_link_line *lines;
	size_t		 nlines;
};

/* To a municipality, and to nobody in it. */
struct invitation_view {
	const char	*subject;
	const char	*gemeente;
	const char	*title;		/* of the event */
	const char	*when;
	const char	*where;
	const char	*opening;	/* the organiser's words; NULL: ours */
	const char	*invited;	/* when it was; NULL: this is how */
	const char	*closes;	/* signing up does */
	const char	*sentence;	/* the organiser's own, or NULL */
	const char	*link;
	const char	*signature;
};

/* What an organiser wrote to a selection; filled in already. */
struct mailing_view {
	const char	*subject;
	const char	*text;
	const char	*ground;	/* it is news, and why it comes; or NULL */
	const char	*stop;		/* of news: where to get no more of it */
	const char	*link;
	const char	*signature;
};

/* A letter of ours that did not arrive. */
struct digest_line {
	const char	*to;
	const char	*kind;
	const char	*state;
	const char	*answer;
};

struct digest_view {
	const char	*subject;
	const char	*title;		/* of the event */
	const char	*link;		/* to the desk's list */
	const char	*alarm;		/* the relay's refusal, or NULL */
	const char	*since;
	struct digest_line *lines;
	size_t		 nlines;
	bool		 more;
};

#endif
