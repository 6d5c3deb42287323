#ifndef CGI_HTTP_REQUEST_H
#define CGI_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "cgi/http/params.h"
#include "core/status.h"

struct arena;

enum method {
	METHOD_OTHER,
	METHOD_GET,
	METHOD_HEAD,
	METHOD_POST,
	METHOD__MAX
};

/*
 * What was asked.  Strings are borrowed from the server's parameters or live
 * in the arena, and are gone with the request.  A header that is absent or
 * empty is NULL.  The path is percent-decoded by the web server, begins with
 * `/`, is valid UTF-8 and has no control characters.
 */
struct request {
	enum method	  method;
	const char	 *path;		/* never NULL */
	const char	 *tail;		/* what the route's `*` stood for */
	const char	 *query;	/* raw, behind the `?`; never NULL */
	const char	 *content_type;
	const char	 *cookie;
	const char	 *origin;
	const char	 *fetch_site;	/* Sec-Fetch-Site */
	const char	 *address;	/* REMOTE_ADDR; never NULL */
	bool		  https;
	bool		  shared;	/* one answer for all who ask now */
	const char	 *body;		/* body_length bytes, no NUL behind */
	size_t		  body_length;
	struct params	 *query_params;	/* never NULL unless broken */
	struct params	*params;	/* NULL until request_read_form */
	struct arena	 *arena;
	void		 *login;	/* set and read by site.authorize */
	char		**parameters;	/* NAME=value, NULL behind the last */

	/* What the server found wrong; the router answers it at once. */
	bool		  too_large;	/* 413: more body than allowed */
	bool		  broken;	/* 400: cannot be understood */
	bool		  exhausted;	/* 503: its first try took the arena */
};

/*
 * A request from CGI parameters (RFC 3875, with DOCUMENT_URI first for the
 * path), without a server.  parameters and body are borrowed.  A malformed
 * path or query sets broken; the path is "/" then.
 */
void		 request_from_parameters(char **parameters, const char *body,
		    size_t body_length, struct arena *, struct request *);

/* NULL when the server did not send it; it may be "". */
const char	*request_parameter(const struct request *, const char *name);

/*
 * The length that CONTENT_LENGTH promises: digits only; NULL and "" are 0.
 * INVALID: anything else.  FULL: more than max.
 */
enum status	 request_content_length(const char *, size_t max,
		    size_t *length);

/*
 * The value of the first cookie of that name (RFC 6265), without quotes
 * around it, in the arena.  NULL: none, or it holds a byte that no cookie of
 * ours can.
 */
const char	*request_cookie(const struct request *, const char *name);

/*
 * Fill in request->params from the body, once; a second call costs nothing.
 * INVALID: another content type or charset, or what params_parse refuses.  An
 * empty body is an empty form whatever its type.
 */
enum status	 request_read_form(struct request *);

#endif
