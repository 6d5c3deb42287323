#ifndef MAIL_RELAY_CONNECTION_H
#define MAIL_RELAY_CONNECTION_H

#include <stdbool.h>

#include <curl/curl.h>

/*
 * How libcurl connects to a server of mail, the relay or the one where
 * bounces arrive: it makes the connection safe and logs in, and then leaves
 * the talking to us.  NULL: not set.
 */
struct connection {
	const char	*url;
	const char	*protocols;	/* "smtp,smtps" */
	const char	*user;
	const char	*password;
	const char	*token;		/* instead of a password, XOAUTH2 */
	const char	*ca_file;	/* NULL: the system's */
	bool		 plain;		/* without TLS, even when offered */
	long		 timeout;	/* seconds, of all of it */
	long		 connect_timeout;
};

/* False: no memory, and then nothing is sent with half of the settings. */
bool		 connection_set(CURL *, const struct connection *);

#endif
