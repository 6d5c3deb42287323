#ifndef CGI_HTTP_RESPONSE_H
#define CGI_HTTP_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/buf.h"
#include "core/status.h"

struct arena;
struct request;

/* The codes that are answered; from HTTP_BAD_REQUEST on nothing was done. */
enum http_code {
	HTTP_OK			= 200,
	HTTP_NO_CONTENT		= 204,
	HTTP_SEE_OTHER		= 303,
	HTTP_NOT_MODIFIED	= 304,
	HTTP_BAD_REQUEST	= 400,
	HTTP_FORBIDDEN		= 403,
	HTTP_NOT_FOUND		= 404,
	HTTP_NOT_ALLOWED	= 405,	/* another method */
	HTTP_CONFLICT		= 409,	/* somebody else was first */
	HTTP_GONE		= 410,
	HTTP_TOO_LARGE		= 413,
	HTTP_UNPROCESSABLE	= 422,	/* the form again, with its faults */
	HTTP_TOO_MANY		= 429,	/* tried too often */
	HTTP_FAILED		= 500,
	HTTP_UNAVAILABLE	= 503
};

#define RESPONSE_BODY_MAX	((size_t)16 * 1024 * 1024)
#define RESPONSE_HEADERS_MAX	16
#define RESPONSE_HTML		"text/html; charset=utf-8"

/*
 * Where an answer goes: the web server, or a test's buffer.  write takes all
 * of it or returns something else than OK; after that it is not called again.
 */
struct sink {
	enum status	(*write)(void *arg, const void *, size_t length);
	void		 *arg;
	enum status	  status;	/* the first that was not OK */
};

/* Pass on these bytes.  Not OK: the reader is gone, and you may stop. */
enum status	sink_write(struct sink *, const void *, size_t length);

struct header {
	const char	*name;
	const char	*value;
};

/*
 * What will be answered.  The handler sets what it wants to differ: code is
 * 200 when left 0, type is HTML, and private means that no cache may keep it.
 * A stream replaces body: it is called once, after the handler, when the
 * headers are out, and writes what is too large for memory.  When it does
 * not return OK the connection is cut, so that the visitor's browser reports
 * a failed download instead of keeping half a file.  A handler that
 * streams and knows the length adds Content-Length: it also covers a
 * connection that is lost between the web server and us.
 */
struct response {
	int		 code;
	struct buf	 body;
	const char	*type;
	const char	*location;	/* by response_see_other */
	struct header	 headers[RESPONSE_HEADERS_MAX];
	size_t		 nheaders;
	bool		 private;	/* Cache-Control: no-store */
	bool		 indexed;	/* search engines may show it */
	bool		 letter;	/* a mail to look at: its own styles */
	bool		 offline;	/* a page that has a camera, a worker, and
					 * asks for more by itself */
	enum status	(*stream)(void *arg, struct sink *);
	void		*stream_arg;
};

/*
 * What is answered is the same for everybody: where the web server said that
 * it shares such an answer (request->shared) it may do so until the second
 * now is over, and no longer.  Called last, and not for trouble.
 */
void		response_share(struct response *, const struct request *,
		    int64_t now);

void		response_init(struct response *, struct arena *);

/* Back to what response_init left, whatever was filled in. */
void		response_clear(struct response *);

/*
 * Add a header; the same name twice is two headers.  INVALID: the value has
 * a control character and would end the header early.  The name is ours and
 * is asserted, and so is that there are no more than RESPONSE_HEADERS_MAX.
 */
enum status	response_header(struct response *, const char *name,
		    const char *value);

/*
 * 303 to a path on this site, and no body.  INVALID: the path does not begin
 * with a single `/`, or holds something else than visible ASCII.
 */
enum status	response_see_other(struct response *, const char *path);

/*
 * Write the answer as CGI: Status, headers, an empty line, the body unless
 * the request was HEAD.  FAIL before the first byte: type or location hold a
 * control character, or the body outgrew its maximum.
 */
enum status	response_write(const struct response *,
		    const struct request *, struct sink *);

#endif
