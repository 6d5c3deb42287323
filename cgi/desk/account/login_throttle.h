#ifndef CGI_DESK_ACCOUNT_LOGIN_THROTTLE_H
#define CGI_DESK_ACCOUNT_LOGIN_THROTTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "cgi/app.h"
#include "cgi/http/request.h"

/*
 * How many passwords and codes may be tried, in LIMIT_WHILE: by one address
 * for all accounts, by one address for one account, and for one account by
 * all addresses together.  The last would let anybody lock the owner out; so
 * an address from which this account came in before (known_network.h) is not
 * counted there, and keeps its own allowance whatever others do.
 *
 * Counted in memory (limit.h), by name, whether there is such an account or
 * not.  In the database every guess would be a write for which sign-ups have
 * to wait; what a restart forgets is ten minutes of an attacker's work.
 */
#define THROTTLE_ADDRESS	40
#define THROTTLE_PAIR		10
#define THROTTLE_ACCOUNT	60

/* Wrong codes behind a right password: three of a million are good. */
#define THROTTLE_CODES		10

/* One more try; false: it is not even looked at.  naam is as typed. */
bool		 throttle_try(struct app *, const struct request *,
		    const char *naam, bool known);

/* One more wrong code; false: no code is looked at now. */
bool		 throttle_code(struct app *, const struct request *,
		    const char *naam, bool known);

/* One more try, at password or code, by an account that is signed in. */
bool		 throttle_own(struct app *, const struct request *,
		    int64_t account);

#endif
