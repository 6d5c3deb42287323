#ifndef MAIL_RELAY_SMTP_LINK_H
#define MAIL_RELAY_SMTP_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include <curl/curl.h>

#include "mail/relay/oauth.h"
#include "mail/relay/smtp.h"
#include "mail/relay/smtp_talk.h"

/*
 * The connection to the relay, below smtp.h: libcurl connects, makes it safe
 * and logs in.
 */

/* How far libcurl has come: the last command it gave. */
enum stage {
	STAGE_CONNECT,
	STAGE_HELLO,
	STAGE_STARTTLS,
	STAGE_AUTH,
	STAGE_TALK	/* it has done its part */
};

struct smtp {
	CURL		*handle;	/* NULL: there is no connection */
	char		*url;		/* with our name as its path */
	char		*user;
	char		*password;
	char		*ca_file;
	struct oauth	*oauth;
	bool		 starttls;
	long		 timeout;
	smtp_listener	 listener;
	void		*listener_arg;

	/* Of connecting. */
	enum stage	 stage;
	int64_t		 deadline;
	char		 reply[TALK_REPLY_SIZE];
	char		 error[CURL_ERROR_SIZE];
	char		 token[OAUTH_TOKEN_SIZE];

	struct talk	 talk;
};

/*
 * A new connection, by smtp->deadline, which is set here, with talk ready for
 * a letter.  When it fails handle, stage, reply and error tell of it.
 */
CURLcode	 smtp_connect(struct smtp *);

/* Politely, when the server still listens. */
void		 smtp_disconnect(struct smtp *);

/* A server could quote what it was told. */
bool		 smtp_has_secret(const struct smtp *, const char *text);

#endif
