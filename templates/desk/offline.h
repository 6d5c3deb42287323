#ifndef TEMPLATES_DESK_OFFLINE_H
#define TEMPLATES_DESK_OFFLINE_H

/* The door's app: paths of what it is made of, and nothing of anybody. */
struct offline_page {
	const char	*style;
	const char	*own;		/* the door's sheet */
	const char	*script;
};

#endif
