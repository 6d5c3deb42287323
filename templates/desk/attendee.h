#ifndef TEMPLATES_DESK_ATTENDEE_H
#define TEMPLATES_DESK_ATTENDEE_H

#include "templates/desk/frame.h"

/* Another of the same delegation. */
struct colleague_view {
	int64_t		 number;
	const char	*name;
	const char	*role;
	const char	*state;
	const char	*shade;
};

struct note_view {
	int64_t		 id;
	const char	*when;
	const char	*who;
	const char	*text;
};

struct sent_view {
	const char	*when;
	const char	*kind;
	const char	*to;
	const char	*state;
	const char	*shade;
	const char	*answer;
};

struct audit_entry_view {
	const char	*when;
	const char	*who;
	const char	*what;
	const char	**lines;	/* what changed, and why */
	size_t		 nlines;
};

/* A round, to choose another session of it. */
struct person_round {
	int64_t		 number;
	const char	*title;
	struct option_view *options;
	size_t		 noptions;
};

/* One person with all that is known of them. */
struct attendee_page_view {
	const struct desk_frame *frame;
	const struct summary_view *summary;
	const char	*trouble;	/* not done, and why; or NULL */
	const char	*within;	/* the list one came from; or NULL */
	const char	*back;		/* to it */
	const char	*action;	/* of the forms, which keep the way back */
	const char	*previous;	/* the next one there; or NULL */
	const char	*next;
	struct person_view *person;
	int64_t		 number;
	const char	*gemeente;
	const char	*address;	/* of the person, or NULL */
	const char	*contact;
	const char	*email;
	const char	*mailto;
	const char	*phone;
	const char	*themas;
	const char	*question;
	struct answer_view *answers;	/* the contact's */
	size_t		 nanswers;
	const char	*signed_up;
	const char	*waiting;	/* where in line and why, or NULL */
	struct colleague_view *colleagues;
	size_t		 ncolleagues;
	struct note_view *notes;
	size_t		 nnotes;
	struct sent_view *letters;
	size_t		 nletters;
	struct audit_entry_view *entries;
	size_t		 nentries;

	/* what this role may do; version is the one that is looked at */
	const char	*version;
	bool		 may_change;
	bool		 to_confirm;	/* by the contact */
	bool		 is_waiting;
	const char	*restoring;	/* what happens to who comes back */
	bool		 has_mail;	/* of their own */
	struct person_round *rounds;
	size_t		 nrounds;
	struct field_view *reason;
	struct field_view *note;
};

/* A form of the desk in its surroundings. */
struct desk_registration_page {
	const struct desk_frame *frame;
	const struct form_page *form;
};

struct desk_person_page {
	const struct desk_frame *frame;
	const struct person_form *form;
};

#endif
