#ifndef TEMPLATES_VIEW_H
#define TEMPLATES_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/field.h"

/*
 * What the templates show: plain structs that a page's code fills and its
 * template reads.  A dot in a template is an arrow here, so nested things are
 * pointers; a list `things` has its count in `nthings`.  NULL prints nothing
 * and counts as false.
 */

/* What surrounds every page. */
struct page_view {
	const char	*title;		/* of the browser's tab */
	const char	*event;		/* name in the header; NULL: none yet */
	const char	*audience;
	const char	*organiser;
	const char	*email;
	const char	*mailto;	/* the same as a link */
	const char	*style;		/* path of the stylesheet */
	const char	*colours;	/* of the event's own colours, or NULL */
	const char	*script;	/* path of a script, or NULL */
	const char	*combobox;	/* and of the one for the list */
};

struct session_view {
	int64_t		 id;
	const char	*title;
	const char	*about;
	const char	*room;
	const char	*places;	/* "nog 12 plaatsen", "vol: wachtlijst" */
	bool		 chosen;
};

struct round_view {
	const char	*title;
	const char	*hours;
	const char	*name;		/* form key: deelnemer_1_sessie_2 */
	const char	*fault;
	const char	*describedby;
	struct session_view *sessions;
	size_t		 nsessions;
};

/* A moment of the day: a plenary part, or a round with its sessions. */
struct item_view {
	const char	*hours;
	const char	*title;
	const char	*about;
	struct session_view *sessions;
	size_t		 nsessions;
};

/* The facts that stand on every page and in every mail. */
struct event_view {
	const char	*title;
	const char	*audience;
	const char	*about;
	const char	*when;
	const char	*where;
	const char	*reach;		/* how to get there */
	const char	*route;		/* link to a route planner */
	const char	*places;	/* in words */
	const char	*intro;		/* what the organiser adds to the page */
	const char	*note;		/* and above the form */
	const char	*closes;
	const char	*opens;		/* NULL: not known yet */
	const char	*organiser;
	const char	*email;
	const char	*mailto;
	bool		 open;
	bool		 full;
	bool		 nearly;	/* full */
	bool		 early;
	bool		 past;
	struct item_view *items;
	size_t		 nitems;
};

struct event_page {
	const struct page_view *page;
	const struct event_view *event;
};

struct option_view {
	const char	*value;
	const char	*label;
	bool		 chosen;
	const char	*id;
};

/* One question, drawn by its row of the field tables. */
struct field_view {
	const struct field *field;
	const char	*name;		/* form key, and the id */
	const char	*value;
	const char	*fault;		/* or NULL */
	const char	*tip;		/* a likely slip, never in the way */
	const char	*describedby;	/* ids of hint and fault, or NULL */
	bool		 required;
	bool		 half;
	bool		 ticked;
	struct option_view *options;
	size_t		 noptions;
};

struct participant_form {
	size_t		 number;
	const char	*prefix;	/* deelnemer_1_ */
	bool		 himself;	/* the contact comes in person */
	bool		 others;	/* somebody else fills it in */
	bool		 removable;
	struct field_view *held;	/* the tick of naam_volgt */
	struct field_view *fields;
	size_t		 nfields;
	bool		 more_open;	/* something of it was filled in */
	struct field_view *more;	/* what few people need */
	size_t		 nmore;
	struct round_view *rounds;
	size_t		 nrounds;
};

struct fault_view {
	const char	*target;	/* id of what it is about */
	const char	*text;
};

/* What stands on top when something is wrong with the answers. */
struct summary_view {
	const char	*heading;
	struct fault_view *faults;
	size_t		 nfaults;
};

/* What somebody else saved meanwhile, next to what was typed. */
struct difference_view {
	const char	*label;
	const char	*typed;
	const char	*now;
};

struct conflict_view {
	const char	*again;		/* where to take over what is now */
	struct difference_view *differences;
	size_t		 ndifferences;
};

/* What only an organiser is asked. */
struct organiser_view {
	bool		 tell;		/* the people concerned hear of it */
	bool		 exceeds;	/* may be asked here */
	bool		 beyond;	/* also where there is no room */
	struct field_view *reason;
};

/* What differs between signing up and changing it later. */
struct form_frame {
	const char	*action;
	const char	*title;
	const char	*lead;
	const char	*back;		/* where to go without saving, or NULL */
	const char	*version;	/* the one that is changed, or NULL */
	const char	*csrf;		/* of the desk; or NULL */
	const struct conflict_view *conflict;	/* or NULL */
};

struct form_page {
	const struct page_view *page;
	const struct event_view *event;
	const struct form_frame *frame;
	const char	*key;		/* NULL: a change */
	size_t		 known;		/* participants that were there */
	struct field_view *policy;	/* asked when places are few */
	const char	*trouble;	/* could not be saved: why, and what now */
	const struct summary_view *summary;	/* or NULL */
	struct field_view *gemeente;
	struct field_view *contact;
	size_t		 ncontact;
	struct participant_form *participants;
	size_t		 nparticipants;
	const char	*participants_fault;
	bool		 may_add;
	int64_t		 most;		/* participants in one form */
	struct option_view *themas;
	size_t		 nthemas;
	const char	*themas_fault;
	struct field_view *more;
	size_t		 nmore;
	const char	*submit;	/* "Drie deelnemers aanmelden" */
	const struct organiser_view *organiser;	/* NULL: the public form */
};

/* The form about one person: another one, or what they change themselves. */
struct person_form {
	const struct page_view *page;
	const struct form_frame *frame;
	const char	*positie;
	const char	*trouble;
	const struct summary_view *summary;
	struct field_view *fields;
	size_t		 nfields;
	struct round_view *rounds;
	size_t		 nrounds;
	struct field_view *ticks;
	size_t		 nticks;
	const char	*submit;
	const struct organiser_view *organiser;	/* or NULL */
};

/* Wishes, as their own page asks them. */
struct wish_view {
	const char	*token;
	struct field_view *fields;
	size_t		 nfields;
	const char	*until;		/* when they are removed */
	bool		 given;
	const char	*consent_fault;
	const char	*organiser;
	const char	*mailto;
};

/* A participant as the pages and mails show one that is signed up. */
struct person_view {
	const char	*name;
	const char	*role;
	const char	*position;
	const char	*state;		/* in words */
	const char	*shade;		/* good, wait, none: its class */
	const char	*mail;		/* who gets the mail about this person */
	const char	*link;		/* to the personal page, or NULL */
	const char	*number;
	bool		 cancelled;
	struct session_view *sessions;	/* the chosen ones */
	size_t		 nsessions;
};

struct registration_page {
	const struct page_view *page;
	const struct event_view *event;
	const char	*token;
	const char	*gemeente;
	const char	*contact;
	const char	*email;
	const char	*phone;
	const char	*themas;
	const char	*question;
	const char	*heading;
	const char	*lead;
	const char	*waiting;	/* where in line and why, or NULL */
	const char	*hint;		/* an address that looks mistyped */
	struct field_view *policy;	/* while somebody waits, or NULL */
	const char	*deadline;	/* for changes, in words */
	bool		 may_change;
	struct person_view *persons;
	size_t		 npersons;
	bool		 may_cancel;	/* somebody is left to cancel */
	bool		 may_restore;
};

struct participant_page {
	const struct page_view *page;
	const struct event_view *event;
	const char	*token;
	const char	*gemeente;
	const char	*contact;
	const char	*lead;
	struct person_view *person;
	const char	*photo;		/* what is known of the ticks */
	const char	*informed;
	const struct summary_view *summary;
	struct wish_view *wish;
	bool		 may_change;
	bool		 may_cancel;
	bool		 may_restore;
};

struct ending_page {
	const struct page_view *page;
	const char	*heading;
	const char	*text;
	const char	*advice;
};

struct text_page {
	const struct page_view *page;
	const struct event_view *event;
	const char	*kept;		/* how long sign-ups are */
	const char	*wishes_kept;	/* until when wishes are */
	const struct field *wish;
	size_t		 nwish;
	const struct field *contact;
	size_t		 ncontact;
	const struct field *participant;
	size_t		 nparticipant;
};

/* Why a mail is sent. */
enum occasion {
	OCCASION_NONE,		/* no mail */
	OCCASION_SIGNED_UP,
	OCCASION_CANCELLED,
	OCCASION_RESTORED,
	OCCASION_PROMOTED,	/* from the waiting list */
	OCCASION_CHANGED,
	OCCASION_REPLACED,	/* somebody else comes instead */
	OCCASION_MOVED,		/* the event has another time or place */
	OCCASION_REMINDER,
	OCCASION__MAX
};

struct mail_view {
	enum occasion	 occasion;
	const char	*subject;
	const char	*to;		/* name */
	const struct event_view *event;
	const char	*gemeente;
	const char	*contact;	/* who signed up */
	const char	*link;
	const char	*calendar;	/* link to the calendar file */
	const char	*privacy;
	bool		 waiting;	/* nobody has a place yet */
	bool		 cancelled;	/* nobody comes any more */
	struct person_view *persons;	/* for a participant: just the one */
	size_t		 npersons;
	const char	**changes;	/* what changed, a sentence each */
	size_t		 nchanges;
	const char	*extra;		/* what the organiser adds, or NULL */
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
