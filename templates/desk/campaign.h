#ifndef TEMPLATES_DESK_CAMPAIGN_H
#define TEMPLATES_DESK_CAMPAIGN_H

#include <stdint.h>

#include "templates/desk/desk_form.h"
#include "templates/desk/frame.h"
#include "templates/desk/seen_letter.h"
#include "templates/public/form.h"
#include "templates/qr.h"

/* The campaign: how each municipality stands, and what is sent to some. */
struct campaign_view {
	const char	*path;		/* with its filter */
	const char	*label;
	const char	*shade;
	int64_t		 count;
	bool		 here;
};

/* How large a part is in one state. */
struct campaign_share {
	int64_t		 at;		/* in thousandths of the whole */
	int64_t		 width;
	int64_t		 count;
	const char	*label;
	const char	*shade;
};

struct campaign_row {
	const char	*code;
	const char	*name;
	const char	*province;
	const char	*state;
	const char	*shade;
	const char	*invited;	/* NULL: not */
	const char	*reminded;
	const char	*opened;
	const char	*step;		/* what to do next, or NULL */
	bool		 mend;		/* it is about the address */
};

struct campaign_page {
	const struct desk_frame *frame;
	const char	*lead;
	struct campaign_view *views;
	size_t		 nviews;
	struct campaign_share *shares;
	size_t		 nshares;
	const char	*query;
	struct option_view *provinces;
	size_t		 nprovinces;
	bool		 mbo;
	const char	*view;		/* key of the one that is shown */
	const char	*found;
	int64_t		 silent;	/* in all; their own view */
	const char	*silent_path;
	const char	*before;	/* the rows before these, or NULL */
	const char	*behind;
	struct campaign_row *rows;
	size_t		 nrows;
	bool		 may_act;
	const char	*csv;		/* the letters on paper, as a file */
	const char	*paper;		/* and as pages */
	bool		 ladder;	/* paper can be noted */
	const char	*closed;	/* why nobody can be invited, or NULL */
	const char	*reminds;	/* by itself: when; or NULL */
};

/* When it goes: in ten minutes, at once, or at a moment. */
struct due_view {
	const char	*soon;		/* "Over tien minuten, om 9.22 uur" */
	bool		 at_once;
	bool		 at;
	const struct field_view *moment;
};

struct campaign_ask_page {
	const struct desk_frame *frame;
	const char	*title;
	const char	*chosen;	/* whom, in words */
	struct left_outs *left;
	const char	*names;		/* of those who get one */
	const char	**codes;
	size_t		 ncodes;
	struct seen_letter *letter;
	const char	*words;		/* where its words can be changed */
	struct desk_form_kept *hidden;
	size_t		 nhidden;
	const struct field_view *sentence;
	const struct summary_view *summary;
	const struct due_view *due;
	const char	*submit;
	const char	*back;
};

/* A letter on paper. */
struct paper_letter {
	const char	*gemeente;
	const char	*code;
	const char	*link;
	const struct qr_view *qr;
};

struct paper_page {
	const struct desk_frame *frame;
	const char	*title;		/* of the event */
	const char	*when;
	const char	*where;
	const char	*closes;
	const char	*signature;
	struct paper_letter *letters;
	size_t		 nletters;
};

#endif
