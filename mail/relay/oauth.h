#ifndef MAIL_RELAY_OAUTH_H
#define MAIL_RELAY_OAUTH_H

#include <stddef.h>

#include "core/config.h"
#include "core/status.h"
#include "mail/relay/credential.h"
#include "mail/relay/smtp.h"

/*
 * A token to log in with instead of a password: the client credentials grant
 * (RFC 6749 4.4), one POST to the token's server.  It is kept until shortly
 * before it expires and shared by all threads.
 */
struct oauth;

#define OAUTH_TOKEN_SIZE	8192

struct oauth_options {
	const char	*url;		/* https, or http to 127.0.0.1 */
	const char	*client_id;
	const char	*client_secret;	/* copied, and wiped by the free */
	const char	*scope;		/* "": none */
	const char	*database;	/* its JSON functions read the answer */
	long		 timeout;	/* seconds */
};

/* FAIL: the options cannot be right, and the log says which. */
enum status	 oauth_open(const struct config *, struct oauth **);

/*
 * What the setting NAME_auth says that we log in with: a token, or the
 * password in the file, which may be none.  FAIL: the log says why.
 */
enum status	 oauth_or_password(const struct config *, const char *name,
		    const char *auth, const char *file,
		    char password[CREDENTIAL_SIZE], struct oauth **);

enum status	 oauth_new(const struct oauth_options *, struct oauth **);
void		 oauth_free(struct oauth *);

/*
 * SMTP_SENT: here is the token.  SMTP_UNREACHABLE: its server is away.
 * SMTP_MISCONFIGURED: it refuses us.  answer is set unless SENT.
 */
enum smtp_result oauth_token(struct oauth *, char token[OAUTH_TOKEN_SIZE],
		    char *answer, size_t size);

/* The relay refuses this token: the next is a new one. */
void		 oauth_forget(struct oauth *, const char *token);

#endif
