#ifndef CORE_COLOUR_H
#define CORE_COLOUR_H

#include "core/status.h"

struct arena;

/*
 * The accent colour of an event.  Links and buttons are drawn with it, so it
 * must be readable on the lightest and the shaded ground of the pages; for
 * dark pages a lighter one is derived.  The grounds are those of style.css.
 */
struct colour {
	int	red;		/* 0 to 255 */
	int	green;
	int	blue;
};

#define COLOUR_CONTRAST	4.5	/* WCAG 2.2, 1.4.3 */

/*
 * "#1f4e79", capitals or not.  INVALID: anything else.  Written in lower
 * case, in the arena.
 */
enum status	 colour_read(const char *, struct colour *);
const char	*colour_write(struct colour, struct arena *);

/* The contrast ratio of WCAG 2.2, from 1 to 21, in any order of the two. */
double		 colour_contrast(struct colour, struct colour);

/* The lower of its contrasts with the grounds of a light page. */
double		 colour_on_light(struct colour);

/* The same colour, made darker until it can be read on a light page. */
struct colour	 colour_for_light(struct colour);

/* And made lighter for a dark one. */
struct colour	 colour_for_dark(struct colour);

#endif
