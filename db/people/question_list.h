#ifndef DB_PEOPLE_QUESTION_LIST_H
#define DB_PEOPLE_QUESTION_LIST_H

#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/* A question that a delegation brings, under a heading. */
struct question_line {
	const char	*kop;		/* a topic or a session; "" for none */
	const char	*ronde;		/* of the session; "" of a topic */
	const char	*gemeente;	/* "" of guests */
	const char	*vraag;
};

/*
 * The questions of delegations of whom somebody comes or waits: under each
 * topic that they chose ("" when they chose none), and under each session
 * that somebody of them has a place in; in the order of the programme, and
 * then by municipality.  At most max: as many as that may be part of more.
 */
enum status	 question_by_thema(struct db *, int64_t event, size_t max,
		    struct arena *, struct question_line **, size_t *count);
enum status	 question_by_session(struct db *, int64_t event, size_t max,
		    struct arena *, struct question_line **, size_t *count);

#endif
