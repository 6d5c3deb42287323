#ifndef TEMPLATES_PUBLIC_FORM_H
#define TEMPLATES_PUBLIC_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/field.h"

/* The forms of a registration, and what stands around them (page.h). */

struct event_view;
struct page_view;
struct round_view;
struct summary_view;

struct option_view {
	const char	*value;
	const char	*label;
	bool		 chosen;
	const char	*id;
	const char	*domain;	/* of a municipality, or NULL */
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
	bool		 given;		/* begins with a capital */
	bool		 local;		/* its domain may be left out */
	const char	*domain;	/* which is this one, or NULL */
	struct option_view *options;
	size_t		 noptions;
};

struct participant_form {
	size_t		 number;
	const char	*prefix;	/* deelnemer_1_ */
	bool		 is_contact;	/* the contact comes in person */
	bool		 others;	/* somebody else fills it in */
	bool		 removable;
	struct field_view *held;	/* the tick of naam_volgt */
	struct field_view *role;
	struct field_view *fields;
	size_t		 nfields;
	bool		 more_open;	/* something of it was filled in */
	struct field_view *more;	/* what few people need */
	size_t		 nmore;
	struct round_view *rounds;
	size_t		 nrounds;
};

/* Who was taken off, with all that was filled in. */
struct removed_form {
	const char	*name;
	size_t		 number;
	struct option_view *fields;	/* each a name (label) and its value */
	size_t		 nfields;
};

/* A link that was lost. */
struct lost_link_page {
	const struct page_view *page;
	const struct summary_view *summary;
	const char	*trouble;
	const struct field_view *field;
	bool		 sent;		/* asked for; or still to be */
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
	const char	*author;	/* and when */
};

struct conflict_view {
	const char	*again;		/* where to take over what is now */
	struct difference_view *differences;
	size_t		 ndifferences;
};

/* What only an organiser is asked. */
struct organiser_view {
	bool		 tell;		/* the people concerned hear of it */
	bool		 of_none;	/* a guest: no municipality asks */
	bool		 asked_for;	/* by the municipality */
	bool		 exceeds;	/* may be asked here */
	bool		 override;	/* also where there is no room */
	struct field_view *reason;
};

/* What differs between signing up and changing it later. */
struct form_frame {
	const char	*action;
	const char	*title;
	const char	*lead;
	const char	*back;	/* where to go without saving, or NULL */
	const char	*version;	/* the one that is changed, or NULL */
	const char	*marks;		/* what it is made of */
	const char	*csrf;		/* of the desk; or NULL */
	const char	*mailto;	/* what was typed, as a mail; or NULL */
	bool		 sent_before;	/* with this form, other answers */
	const struct conflict_view *conflict;	/* or NULL */
};

struct form_page {
	const struct page_view *page;
	const struct event_view *event;
	const struct form_frame *frame;
	const char	*key;		/* NULL: a change */
	bool		 shared;	/* nginx completes the key */
	size_t		 known;		/* participants that were there */
	struct field_view *policy;	/* asked when places are few */
	const char	*trouble; /* could not be saved: why, and what now */
	const struct summary_view *summary;	/* or NULL */
	struct field_view *gemeente;
	const char	*known_gemeente;	/* its name; NULL: it is asked */
	const char	*heading;
	struct field_view *contact;
	size_t		 ncontact;
	struct round_view *rounds;	/* for all at once */
	size_t		 nrounds;
	bool		 more_open;
	struct participant_form *participants;
	size_t		 nparticipants;
	const char	*participants_fault;
	const struct removed_form *removed;	/* or NULL */
	bool		 may_add;
	const char	*next;		/* id of the block that is added */
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
	const char	*key;		/* of a new one, or "" */
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

#endif
