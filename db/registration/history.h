#ifndef DB_REGISTRATION_HISTORY_H
#define DB_REGISTRATION_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/* The history of one registration: from the audit log, and its letters. */
struct history_entry {
	int64_t		 moment;
	const char	*wie;
	const char	*wat;
	int64_t		 participant;	/* 0: about all of it */
	const char	*toelichting;
	const char	*waarden;	/* these two as in audit.h */
	const char	*reden;
};

/* The newest first. */
enum status	 history_list(struct db *, int64_t registration,
		    struct arena *, struct history_entry **, size_t *count);

struct history_letter {
	int64_t		 id;
	const char	*soort;
	const char	*ontvanger;
	const char	*status;	/* outbox_word */
	const char	*antwoord;
	int64_t		 gemaakt;
	int64_t		 verzonden;	/* 0: not */
};

/* Of the overviews for the contact and the letters to one participant. */
enum status	 history_letters(struct db *, int64_t registration,
		    int64_t participant, struct arena *,
		    struct history_letter **, size_t *count);

#endif
