#ifndef TEMPLATES_ANSWERS_H
#define TEMPLATES_ANSWERS_H

#include <stddef.h>

#include "db/registration/registration.h"

struct arena;
struct answer_view;

/*
 * The pages and letters that show what was answered, each a row of the table
 * in answers.c.  It names the fields that have a place of their own in the
 * design there; every other field of the two tables (questions.h) is listed
 * as label and answer, so that a new question is seen everywhere at once.
 */
enum answers_on {
	ANSWERS_CONTACT_PAGE,	/* /aanmelding/... */
	ANSWERS_PERSON_PAGE,	/* /deelnemer/..., the person's own */
	ANSWERS_CONTACT_MAIL,
	ANSWERS_PERSON_MAIL,
	ANSWERS_DESK,		/* the organiser's page of a person */
	ANSWERS__MAX
};

/* A list of them, in the order of the table, without what is not answered. */
struct answer_list {
	struct answer_view	*views;
	size_t			 nviews;
};

struct answer_list answers_of_contact(enum answers_on,
		    const struct registration *, struct arena *);
struct answer_list answers_of_person(enum answers_on,
		    const struct participant *, struct arena *);

#endif
