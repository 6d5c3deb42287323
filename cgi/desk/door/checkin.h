#ifndef CGI_DESK_DOOR_CHECKIN_H
#define CGI_DESK_DOOR_CHECKIN_H

#include "cgi/desk/desk_page.h"
#include "db/door/arrival.h"

/*
 * The page of the door for who is signed in, with this person on it: by their
 * code.  0: whom the address asks for.
 */
enum status	 checkin_draw(struct app *, struct request *,
		    int64_t participant, struct response *);

/* What this login says of somebody, now and at its door; of nobody yet. */
struct arrival	 checkin_fact(struct app *, struct request *);

/* "Hengelo, wethouder mbo", and "Zoë van der Berg" or "Naam volgt". */
const char	*checkin_about(const struct door_guest *, struct arena *);
const char	*checkin_name(const struct door_guest *, struct arena *);

#endif
