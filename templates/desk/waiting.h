#ifndef TEMPLATES_DESK_WAITING_H
#define TEMPLATES_DESK_WAITING_H

#include <stdint.h>

#include "templates/desk/frame.h"

/* The waiting list: a delegation a row, in the order of the line. */
struct waiting_row {
	int64_t		 number;	/* in the line */
	int64_t		 person;	/* who is opened: the first who waits */
	const char	*gemeente;
	const char	*people;	/* "3 mensen, 1 wethouder" */
	const char	*placed;	/* how many have a place; or NULL */
	const char	*policy;	/* what they chose */
	const char	*since;
	const char	*why;		/* not yet */
	bool		 would;		/* gets one in what is supposed */
};

struct waiting_page {
	const struct desk_frame *frame;
	const char	*lead;
	const char	*asks;		/* how places are given now */
	const char	*near;		/* and close to the event; or NULL */
	const char	*offered;	/* who was asked, or NULL */
	int64_t		 more;		/* places that are supposed */
	const char	*fault;		/* what was typed is no number */
	const char	*supposed;	/* what that would give */
	const char	*names;		/* to whom; or NULL */
	bool		 may_act;
	struct waiting_row *rows;
	size_t		 nrows;
	const char	*before;	/* the rows before these, or NULL */
	const char	*behind;
};

#endif
