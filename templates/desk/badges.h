#ifndef TEMPLATES_DESK_BADGES_H
#define TEMPLATES_DESK_BADGES_H

#include "templates/desk/frame.h"
#include "templates/qr.h"

struct badge_view {
	const char	*mark;		/* for the form: whose, with which words */
	const char	*size;		/* class: "", " m" or " l", by its length */
	const char	*first;
	const char	*last;
	const char	*org;
	const char	*role;
	bool		 no_photo;
	const struct qr_view *qr;
};

/* A sheet of labels to choose. */
struct badge_sheet {
	const char	*value;
	const char	*label;
	bool		 chosen;
};

struct badges_page {
	const struct desk_frame *frame;
	const char	*style;
	const char	*event;
	const char	*lead;
	bool		 all;
	const char	*count_new;	/* "nog niet afgedrukt (8)" */
	const char	*count_all;
	const char	*sheet;		/* class of the labels */
	bool		 list;		/* names alone, to write them */
	struct badge_sheet *sheets;
	size_t		 nsheets;
	const char	*mark;		/* the button; NULL: nothing to mark */
	const char	*next;		/* where the others are, or NULL */
	struct badge_view *badges;
	size_t		 nbadges;
};

#endif
