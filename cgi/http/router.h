#ifndef CGI_HTTP_ROUTER_H
#define CGI_HTTP_ROUTER_H

#include <stddef.h>
#include <stdint.h>

#include "cgi/http/request.h"
#include "cgi/http/response.h"
#include "core/status.h"

struct app;		/* the program's own; only passed on here */

/*
 * The need of a route: what a request must have before its handler is called.
 * A row that does not say is refused, at the start and again when it is asked
 * for: forgetting is the mistake that this table exists to make impossible.
 * Whatever a POST needs, from NEED_SAME_ORIGIN on it must come from our own
 * page; from NEED_DOOR on the site's authorize decides.
 */
enum need {
	NEED_UNSTATED,
	NEED_NOTHING,
	NEED_SAME_ORIGIN,
	NEED_DOOR,
	NEED_READER,
	NEED_ORGANISER,
	NEED_SESSION,		/* signed in, whatever is still to be set up */
	NEED__MAX
};

/*
 * OK: the response is as the handler set it (also when its code is 422 or
 * 503 and it drew that page itself).  Anything else: what it filled in is
 * thrown away, and the status decides code and page.
 */
typedef enum status (*handler)(struct app *, struct request *,
    struct response *);

/*
 * A path may hold one `*`, a whole segment: it stands for exactly one that
 * is not empty, which becomes request->tail.  A row without it goes before
 * one with it; else the first row that fits.  GET rows answer HEAD too.
 */
struct route {
	enum method	 method;	/* METHOD_GET or METHOD_POST */
	const char	*path;
	handler		 handle;
	enum need	 need;
};

struct site {
	const struct route *routes;
	size_t		 nroutes;

	/*
	 * Whether the visitor may pass to this row, whose need is NEED_DOOR or
	 * more; sets request->login.  OK: the handler is called.  Anything
	 * else: it is not.  When authorize has set response->code, the
	 * response is sent as it is then (a 303 to the login page); a code of
	 * 400 or more without a body gets the page of that code (403).  When
	 * the code is 0 the status decides, as for a handler.
	 */
	enum status	(*authorize)(struct app *, const struct route *,
			    struct request *, struct response *);

	/*
	 * Draw the page of a code of 400 or more; response->code and headers
	 * are set already, the body is empty.
	 */
	void		(*error_page)(struct app *, struct request *,
			    enum status, int code, struct response *);

	const char	*origin;	/* https://aanmelden.example.nl */
};

/*
 * At start-up.  INVALID, and the first fault in the log: a row that states no
 * need, has no handler, a malformed path, another method than GET or POST, the
 * same method and path as an earlier one, or that is a GET with
 * NEED_SAME_ORIGIN (which nothing would check); a site that lacks the
 * authorize, origin or error_page that its rows need.
 */
enum status	router_check(const struct site *);

/* How many requests this process answered with a code of so many hundreds. */
int64_t		router_answered(int hundreds);

/* The answer to one request, always a whole one; response was initialised. */
void		router_answer(const struct site *, struct app *,
		    struct request *, struct response *);

#endif
