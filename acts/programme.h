#ifndef ACTS_PROGRAMME_H
#define ACTS_PROGRAMME_H

#include "acts/act.h"
#include "db/event/event_text.h"

/*
 * Changing the programme of act->catalog's event, and what it means to
 * people: those who chose a session are told of another time or room, unless
 * act->quiet; more places in it go to those who wait for it at once, fewer
 * take no place from anybody.  NOTFOUND: it is not of this event, or gone.
 */

/* An id of 0 adds one.  FULL: there are as many rounds as there can be. */
enum status	 act_put_round(struct db *, const struct act_context *,
		    struct round *, struct arena *);
enum status	 act_put_session(struct db *, const struct act_context *,
		    int64_t round, struct session *, struct arena *);
enum status	 act_put_item(struct db *, const struct act_context *,
		    struct programme_item *, struct arena *);

/* What the letter says to those who chose it; NULL: there is no letter. */
const char	*act_round_changes(const struct round *before,
		    const struct round *after, struct arena *);
const char	*act_session_changes(const struct session *before,
		    const struct session *after, struct arena *);

/*
 * All of it so many days later, at the same hours.  Nobody is told: it goes
 * with a change of the event, of which they hear.
 */
enum status	 act_move_programme(struct db *, const struct act_context *,
		    int days, struct arena *);

/* One place up or down in its round; the first stays first. */
enum status	 act_move_session(struct db *, const struct act_context *,
		    int64_t session, int step, struct arena *);

/* FULL: it has sessions; they go first. */
enum status	 act_remove_round(struct db *, const struct act_context *,
		    int64_t round, struct arena *);
enum status	 act_remove_item(struct db *, const struct act_context *,
		    int64_t item, struct arena *);

/*
 * Those who chose it have another session of the same round from now on,
 * behind those who chose that one; or with to 0 no choice.  INVALID: to is of
 * another round.
 */
enum status	 act_remove_session(struct db *, const struct act_context *,
		    int64_t session, int64_t to, struct arena *);

/* The words of one automatic letter; both "": the default again. */
enum status	 act_set_letter(struct db *, const struct act_context *,
		    const struct letter_text *, const char *title,
		    struct arena *);

/* The organiser's texts; NULL, or one that did not change, is left alone. */
enum status	 act_set_texts(struct db *, const struct act_context *,
		    const char *const texts[EVENT_TEXT__MAX], struct arena *);

/* What the public pages show from now on. */
enum status	 act_publish(struct db *, const struct act_context *,
		    int64_t event);

/*
 * A copy for the next time: everything of the event but its people, that many
 * days later, not yet open for signing up.  uid is the new one's; *id is set.
 */
struct event_copy {
	const char	*uid;
	const char	*titel;
	int		 days;
	int64_t		 id;
};

enum status	 act_copy_event(struct db *, const struct act_context *,
		    struct event_copy *, struct arena *);

#endif
