#ifndef DB_RETENTION_ACCESS_H
#define DB_RETENTION_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * What is held about people besides what they gave (art. 15 AVG): letters,
 * and what the log says; and who of the desk saw or took whose data.
 */
struct access_letter {
	const char	*soort;
	const char	*ontvanger;
	const char	*status;
	int64_t		 gemaakt;
	int64_t		 verzonden;	/* 0: not */
};

struct access_line {
	int64_t		 moment;
	const char	*wie;
	const char	*wat;
	const char	*toelichting;
	const char	*reden;		/* "" in access_incident */
	int64_t		 event;
	int64_t		 registration;	/* 0: nobody's alone */
	int64_t		 participant;
};

struct access_note {
	int64_t		 moment;
	const char	*text;
};

/* Came, went back, a badge was printed, mail came back; where, or in which
 * words. */
struct access_fact {
	int64_t		 moment;
	const char	*what;
	const char	*words;
};

struct access {
	struct access_letter *letters;
	size_t		 nletters;
	struct access_line *lines;
	size_t		 nlines;
	struct access_note *notes;
	size_t		 nnotes;
	struct access_fact *facts;
	size_t		 nfacts;
};

/*
 * Of a participant, with what in notes and the question names them; or with 0
 * of all of the registration.
 */
enum status	 access_read(struct db *, int64_t registration,
		    int64_t participant, struct arena *, struct access *);

/*
 * A page about a person was seen.  One line an hour for an account and a
 * person: known says whether there is one.  Lists that are taken along have
 * theirs already.
 */
#define ACCESS_SEEN	"bekeken"
enum status	 access_known(struct db *, const char *who,
		    int64_t registration, int64_t participant, int64_t now,
		    bool *known);

/*
 * What accounts saw or took from one moment up to another, the oldest first;
 * wie NULL: of all accounts.
 */
enum status	 access_incident(struct db *, int64_t from, int64_t until,
		    const char *who, struct arena *, struct access_line **,
		    size_t *count);

#endif
