#ifndef DB_REGISTRATION_REGISTRATION_H
#define DB_REGISTRATION_REGISTRATION_H

#include <stddef.h>
#include <stdint.h>

#include "core/link.h"
#include "core/status.h"
#include "core/token.h"
#include "db/event/catalog.h"
#include "db/registration/confirmation.h"
#include "db/registration/questions.h"

struct arena;
struct db;

enum attendance_status {
	ATTENDANCE_CONFIRMED,
	ATTENDANCE_WAITING,
	ATTENDANCE_CANCELLED,
	ATTENDANCE__MAX
};

/* bevestigd, wachtlijst, afgemeld: in the database and the export. */
const char	*attendance_word(enum attendance_status);
enum attendance_status	 attendance_from_word(const char *);

/* One person who comes, or a held place. */
struct participant {
	int64_t		 id;
	int64_t		 positie;	/* from 1, in the order given */
	enum attendance_status attendance;
	int64_t		 rij;		/* place in line while waiting */
	int64_t		 gewijzigd;	/* when anything of it last changed */
	int64_t		 nonce;		/* of this holder's link (link.h) */
	int64_t		 agenda;	/* of the calendar entry */
	int64_t		 vraag_tot;	/* for an answer (offer.h); or 0 */
	const char	*answer[PARTICIPANT__MAX];
	int64_t		 session[ROUNDS_MAX];	/* by round - 1; 0 for none */
	enum attendance_status session_attendance[ROUNDS_MAX];
};

/* One form: the municipality's delegation and who signed it up. */
struct registration {
	int64_t		 id;
	int64_t		 event;
	int64_t		 aangemeld;
	int64_t		 versie;
	unsigned char	 key_hash[HASH_SIZE];	/* key_digest */
	unsigned char	 content[HASH_SIZE];	/* registration_digest */
	int64_t		 nonce;		/* of the contact's link (link.h) */
	enum to_confirm	 to_confirm;
	const char	*gemeente_naam;
	const char	*gemeente_domein;	/* "" or NULL: not known */
	const char	*answer[CONTACT__MAX];
	const char	**themas;		/* keys */
	size_t		 nthemas;
	struct participant *participants;
	size_t		 nparticipants;
};

/*
 * A whole name in SQL, as person_name_full tells it: who has one name has a
 * dash where the other would be.
 */
#define FULL_NAME(voornaam, achternaam)					\
	"trim(iif(" voornaam " = '-' OR " voornaam " = '–' OR "		\
	voornaam " = '—', '', " voornaam ") || ' ' || " achternaam ")"

/*
 * "Zoë van der Berg", or "Naam volgt" for a held place; the label tells held
 * places of one delegation apart: "Naam volgt (deelnemer 2)".
 */
const char	*participant_name(const struct participant *, struct arena *);
const char	*participant_label(const struct participant *, struct arena *);
const char	*contact_name(const struct registration *, struct arena *);

/* One of the registration's participants; NULL: it is of none of them. */
struct participant *participant_with_id(const struct registration *,
		    int64_t id);
struct participant *participant_at(const struct registration *,
		    int64_t positie);

/*
 * Do letters about this participant go to a mailbox of their own?  If not,
 * the contact reads them and holds the personal link.
 */
bool		 participant_is_own(const struct registration *,
		    const struct participant *);

/* How many of them are confirmed, waiting or cancelled. */
size_t		 participants_count(const struct registration *,
		    enum attendance_status);

/* The words of the links, of rows that are in the database. */
void		 registration_link(const struct registration *,
		    const struct secret *, char link[LINK_LENGTH + 1]);
void		 participant_link(const struct participant *,
		    const struct secret *, char link[LINK_LENGTH + 1]);

/*
 * Write a registration whose answers, key_hash, content, event, aangemeld, sessions
 * and nonces are set; ids and versie are filled in.  The people come behind it,
 * each with the place or the turn in line of seats_admit.
 */
enum status	 registration_add(struct db *, struct registration *);
enum status	 registration_add_people(struct db *, struct registration *,
		    const struct catalog *, struct arena *);

/* The parts of it: one more participant, who waits at rij; the topics. */
enum status	 participant_add(struct db *, const struct registration *,
		    struct participant *, const struct catalog *,
		    struct arena *);
enum status	 registration_add_themas(struct db *,
		    const struct registration *);

/* What lists are sorted on: person_name.h's key, held places last. */
const char	*participant_sort_key(const struct participant *,
		    struct arena *);

/*
 * Another session in a round, or none with 0: the old seat is free at once
 * and the new one is stood in line for.  The same session changes nothing.
 */
enum status	 participant_choose(struct db *, int64_t participant,
		    int64_t round, int64_t session);

/*
 * What was sent, as one keyed hash: all answers, topics, people and their
 * sessions.  It tells a form that is sent again from another one.
 */
void		 registration_digest(const struct registration *,
		    const struct secret *, struct arena *,
		    unsigned char digest[HASH_SIZE]);

/*
 * The one of this event and key_hash: its id and nonce are filled in.
 * NOTFOUND: no form with that key came in before.  INVALID: one did, with
 * other content.
 */
enum status	 registration_by_key(struct db *, struct registration *);

/*
 * What a link leads to.  NOTFOUND: it was not made by us, or for a holder
 * that the row no longer has.
 */
enum status	 registration_by_link(struct db *, const struct secret *,
		    const char *link, int64_t *id);
enum status	 registration_by_confirmation(struct db *,
		    const struct secret *, const char *link, int64_t *id);
enum status	 participant_by_link(struct db *, const struct secret *,
		    const char *link, int64_t *registration,
		    int64_t *participant);

/* Of which event it is.  NOTFOUND: there is no such registration. */
enum status	 registration_event(struct db *, int64_t registration,
		    int64_t *event);

/* Whose this participant is.  NOTFOUND: there is no such participant. */
enum status	 participant_registration(struct db *, int64_t participant,
		    int64_t *registration);

/*
 * Those of an event of which anybody comes or waits, by number: the next
 * portion behind this one (0: the first); none: that was all.
 */
enum status	 registration_coming(struct db *, int64_t event,
		    int64_t behind, struct arena *, int64_t **ids,
		    size_t *count);

/* The keys of the topics that a registration asked for. */
enum status	 registration_themas(struct db *, int64_t registration,
		    struct arena *, const char ***keys, size_t *count);

/* All of it, in the arena; room for PARTICIPANTS_MAX in participants. */
enum status	 registration_get(struct db *, int64_t id, struct arena *,
		    struct registration *);

/* Counts a change: mails are told apart by it. */
enum status	 registration_changed(struct db *, struct registration *);

#endif
