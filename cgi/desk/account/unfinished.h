#ifndef CGI_DESK_ACCOUNT_UNFINISHED_H
#define CGI_DESK_ACCOUNT_UNFINISHED_H

#include "cgi/app.h"
#include "cgi/http/request.h"
#include "cgi/http/response.h"
#include "templates/desk/login.h"

/*
 * A form of the desk that could not be taken when it was sent: nobody was
 * signed in any more, or somebody else is.  What was typed goes along in the
 * pages of signing in and nowhere else; the server keeps none of it.  It is
 * never acted upon with the csrf that it came with: the last page has that
 * of the new login, and a button.
 */
struct unfinished {
	const char	*path;		/* where it was sent; NULL: nothing */
	struct desk_form_kept *fields;
	size_t		 nfields;
};

/*
 * The request itself, once read; or what the form of signing in has of an
 * earlier one.  Passwords and codes stay behind, and so does whatever no
 * browser says to come from our own page.
 */
void		 unfinished_of(const struct request *, struct unfinished *);
void		 unfinished_read(const struct request *, struct unfinished *);

/* For the form of signing in. */
void		 unfinished_keep(const struct unfinished *, struct arena *,
		    struct login_page *);

/* That form, with why it is asked. */
enum status	 unfinished_ask(struct app *, struct request *,
		    const struct unfinished *, const char *why,
		    struct response *);

/*
 * The page that sends it after all.  request->login is who will; first: what
 * has to be done before, a path, or NULL.
 */
enum status	 unfinished_offer(struct app *, struct request *,
		    const struct unfinished *, const char *first,
		    struct response *);

#endif
