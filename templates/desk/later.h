#ifndef TEMPLATES_DESK_LATER_H
#define TEMPLATES_DESK_LATER_H

#include "templates/desk/frame.h"

/* How far a workbook is that is made beside its request. */
struct later_page {
	const struct desk_frame *frame;
	const char	*title;
	const char	*far;		/* "12.000 van 113.000 deelnemers" */
	bool		 packing;	/* everybody is in it */
	int64_t		 people;
	int64_t		 total;
	const char	*still;		/* without asking again, or NULL */
	const char	*again;		/* with it, or NULL */
	const char	*file;		/* it is ready; or NULL */
	const char	*size;
	const char	*until;
	const char	*trouble;	/* there is none and will be none */
};

#endif
