#ifndef CGI_HTTP_UPLOAD_H
#define CGI_HTTP_UPLOAD_H

#include "cgi/http/request.h"

/*
 * A form with a file (multipart/form-data, RFC 7578), as browsers send it.
 * Only the desk takes them, and only behind a session: request_read_form
 * goes on refusing them.
 */
#define UPLOAD_PARTS_MAX	50

struct upload {
	const char	*bytes;		/* of the file, whatever they are */
	size_t		 length;
};

/* Whether the request says that its body is such a form. */
bool		 upload_is(const struct request *);

/*
 * Fill in request->params with the texts, which are as params.h promises.
 * INVALID: it is malformed, or a text is not UTF-8.
 */
enum status	 upload_read_form(struct request *);

/* The file of that name; NOTFOUND: there is none, or it is empty. */
enum status	 upload_file(const struct request *, const char *name,
		    struct upload *);

#endif
