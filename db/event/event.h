#ifndef DB_EVENT_EVENT_H
#define DB_EVENT_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/* The most people that a registration can have, whatever the setting says. */
#define PARTICIPANTS_MAX	50

/* A bijeenkomst as its organiser sets it. */
struct event {
	int64_t		 id;
	const char	*uid;		/* of its calendar entry, stable */
	int64_t		 volgnummer;	/* that entry's SEQUENCE */
	const char	*titel;
	const char	*doelgroep;
	const char	*omschrijving;
	int64_t		 begin;
	int64_t		 einde;
	const char	*locatie;
	const char	*bereikbaar;
	int64_t		 capaciteit;
	int64_t		 aanmelden_open;	/* 0: not yet */
	int64_t		 aanmelden_dicht;
	int64_t		 max_per_aanmelding;
	const char	*organisatie;
	const char	*organisatie_email;
	int64_t		 wijzigen_tot;	/* the contact may change until */
	int64_t		 gereserveerd_wethouders;	/* places */
	int64_t		 gereserveerd_tot;		/* until then */
	int64_t		 max_per_gemeente;	/* people; 0: no maximum */
	const char	*gasten_tellen;	/* "ja": guests take places (guest.h) */
	int64_t		 bewaartermijn;	/* days after the end, of sign-ups */
	int64_t		 bewaartermijn_wensen;	/* and of requirements */
	const char	*herinneren;	/* silent ones, days before: 28, 14 */
	int64_t		 herinneren_max;	/* so often after inviting */
	int64_t		 herinneren_om;	/* days between two letters */
	const char	*herinneren_ladder;	/* "ja" (campaign/invited.h) */
	const char	*reces;		/* 2026-12-19 t/m 2027-01-03, … */
	int64_t		 wachtlijst_vragen;	/* days before; 0: never */
	int64_t		 naam_vragen;
	int64_t		 naam_vrijgeven;
	bool		 zichtbaar;	/* the public one, by event_publish */
	int64_t		 versie;	/* rises with each event_update */
	const char	*kleur;		/* accent, #1f4e79; "": the default */
	const char	*afzender_naam;	/* of letters; "": organisatie */
	const char	*antwoord_email;	/* "": organisatie_email */
	int64_t		 afgelast;	/* called off since; 0: it goes on */
	const char	*afgelast_tekst; /* the organiser's sentence, or "" */
	int64_t		 gesloten;	/* by hand since, before its date; 0 */
	int64_t		 eerder_begin;	/* before it moved; 0: it did not */
	int64_t		 eerder_einde;
	const char	*eerder_locatie;	/* the same; "" */
};

enum event_phase {
	EVENT_EARLY,		/* not open yet */
	EVENT_OPEN,
	EVENT_CLOSED,
	EVENT_PAST,
	EVENT__MAX
};

enum event_phase event_phase(const struct event *, int64_t now);

/*
 * The days of herinneren, at most max; INVALID: it is no list of whole days
 * from 1 to 365.
 */
#define REMIND_DAYS_MAX	8
enum status	 event_remind_days(const char *text, int days[REMIND_DAYS_MAX],
		    size_t *count);

/*
 * Weeks of recess, "2026-12-19 t/m 2027-01-03, …": *midnight, of a day in one
 * of them, becomes that of the first day behind it.  INVALID: not such a
 * text; with NULL it is only looked at.
 */
enum status	 event_recess(const char *text, int64_t *midnight);

/* When signing up closes, or did, by its date or by hand. */
int64_t		 event_closes(const struct event *);

/* It has been, or will not be: nobody gets a place or a reminder any more. */
bool		 event_is_over(const struct event *, int64_t now);

/*
 * What people themselves may do now: the one question of the pages that offer
 * it and of the acts that do it.  Organisers may always.
 */
#define EVENT_GRACE	600	/* seconds to end a form begun before closing */

enum event_deed {
	EVENT_SIGN_UP,
	EVENT_CHANGE,		/* answers, sessions, people; or replace one */
	EVENT_CANCEL,
	EVENT_RESTORE		/* those who cancelled */
};

bool		 event_allows(const struct event *, enum event_deed,
		    int64_t now);

/*
 * Its row (event_row.c): all of the settings, and what became of it.  The
 * event that the public pages show.  NOTFOUND: there is none yet.
 */
enum status	 event_visible(struct db *, struct arena *, struct event *);
enum status	 event_get(struct db *, int64_t id, struct arena *,
		    struct event *);

/* All of them, the latest first: one installation serves several. */
struct event_line {
	int64_t		 id;
	const char	*titel;
	int64_t		 begin;
	int64_t		 einde;
	bool		 zichtbaar;
	int64_t		 afgelast;
	int64_t		 komen;		/* people with a place */
	int64_t		 wachten;
};

enum status	 event_list(struct db *, struct arena *,
		    struct event_line **, size_t *count);

/* Makes this the one that the public pages show.  NOTFOUND: no such. */
enum status	 event_publish(struct db *, int64_t id);

/* Makes it the visible one of a database that has none; sets its id. */
enum status	 event_add(struct db *, struct event *);
enum status	 event_update(struct db *, const struct event *);

/* The number of the entry in calendars rises: it begins at another time. */
enum status	 event_renew_entry(struct db *, int64_t id);

/* Would the entry in somebody's calendar be another one? */
bool		 event_entry_differs(const struct event *,
		    const struct event *);

/* Whose name letters carry, and where an answer to them goes. */
const char	*event_sender(const struct event *);
const char	*event_reply_to(const struct event *);

#endif
