#ifndef CGI_SERVE_H
#define CGI_SERVE_H

#include "cgi/http/router.h"

/*
 * The main of both FastCGI programs: `NAME --config FILE`.  site makes the
 * route table for the configured origin; socket says which of the configured
 * sockets is this program's.
 */
struct config;

struct service {
	const char	*name;
	struct site	(*site)(const char *origin);
	const char	*(*socket)(const struct config *);
	void		 (*end)(void);
};

int	serve(const struct service *, int argc, char **argv);

#endif
