#ifndef TEMPLATES_DESK_OFFLINE_H
#define TEMPLATES_DESK_OFFLINE_H

#include "templates/desk/desk_form.h"

/* The door's app: paths of what it is made of, and nothing of anybody. */
struct offline_page {
	const char	*style;
	const char	*own;		/* the door's sheet */
	const char	*script;
	const char	*combobox;	/* over the list of municipalities */
	/* What is asked of who was not signed up, not filled in. */
	const struct desk_form_group *walk_in;
};

#endif
