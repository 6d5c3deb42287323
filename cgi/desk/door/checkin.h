#ifndef CGI_DESK_DOOR_CHECKIN_H
#define CGI_DESK_DOOR_CHECKIN_H

#include "cgi/desk/desk_page.h"
#include "db/door/arrival.h"
#include "templates/desk/desk_form.h"

/*
 * The page of the door for who is signed in, with this person on it: by their
 * code.  0: whom the address asks for.
 */
enum status	 checkin_draw(struct app *, struct request *,
		    int64_t participant, struct response *);

/* What this login says of somebody, now and at its door; of nobody yet. */
struct arrival	 checkin_fact(struct app *, struct request *);

/* What is asked of somebody whom nobody signed up, not filled in. */
enum status	 walk_in_blank(struct app *, struct request *,
		    struct desk_form_group *);

/*
 * Such a person, from a device that could ask nobody: the
 * fields of that form, and its fact.  The same fact again is the same
 * person.  trouble: a sentence when it cannot be so, and nothing was stored.
 */
struct walk_in_brought {
	int64_t		 participant;
	const char	*trouble;
};

enum status	 walk_in_bring(struct app *, struct request *,
		    const struct catalog *, const struct arrival *,
		    struct walk_in_brought *);

/* "Hengelo, wethouder mbo", and "Zoë van der Berg" or "Naam volgt". */
const char	*checkin_about(const struct door_guest *, struct arena *);
const char	*checkin_name(const struct door_guest *, struct arena *);

#endif
