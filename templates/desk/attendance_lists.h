#ifndef TEMPLATES_DESK_ATTENDANCE_LISTS_H
#define TEMPLATES_DESK_ATTENDANCE_LISTS_H

#include "templates/desk/frame.h"

/* Lists to print and to tick off: the rooms and the door. */
struct member_row {
	const char	*name;
	const char	*gemeente;
	const char	*role;
	const char	*note;		/* why there is no seat yet, or NULL */
};

struct session_sheet {
	int64_t		 id;
	const char	*title;
	const char	*when;		/* the round and its hours */
	const char	*room;		/* or NULL */
	const char	*count;		/* "34 van de 60 plaatsen bezet"; NULL
					 * when that cannot be said */
	bool		 cut;		/* there are more than are shown */
	struct member_row *seated;
	size_t		 nseated;
	struct member_row *waiting;
	size_t		 nwaiting;
};

struct sheets_page {
	const struct desk_frame *frame;
	const struct event_view *event;
	bool		 one;		/* a single session, by its address */
	const char	*made;		/* when */
	struct session_sheet *sheets;
	size_t		 nsheets;
};

struct guest_row {
	int64_t		 number;	/* to type at the door */
	const char	*name;
	const char	*gemeente;
	const char	*role;
	const char	*sessions;	/* or NULL */
	bool		 no_photo;
};

/* Those whose names begin with one letter. */
struct guest_group {
	int64_t		 number;	/* of the group, for its id */
	const char	*letter;
	struct guest_row *guests;
	size_t		 nguests;
};

struct held_row {
	const char	*gemeente;
	const char	*who;		/* "1 wethouder, 2 medewerkers" */
};

struct door_letter {
	const char	*label;
	const char	*href;
	bool		 here;
};

struct door_page {
	const struct desk_frame *frame;
	const struct event_view *event;
	const char	*query;		/* or NULL */
	const char	*count;
	const char	*made;
	bool		 photos;	/* somebody objects to pictures */
	bool		 paged;		/* not all are shown */
	const char	*whole;		/* for paper; NULL: this is it */
	const char	*next;		/* NULL: these are the last */
	struct door_letter *letters;	/* when paged: where names begin */
	size_t		 nletters;
	struct guest_group *groups;
	size_t		 ngroups;
	struct held_row	*held;
	size_t		 nheld;
	bool		 may_write;	/* to those that hold them */
};

#endif
