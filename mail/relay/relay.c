#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/text.h"
#include "mail/relay/credential.h"
#include "mail/relay/oauth.h"
#include "mail/relay/relay.h"

#define HELLO_SIZE	256

struct relay {
	const struct config	*config;
	struct oauth		*oauth;		/* NULL: not used */
	char			 password[CREDENTIAL_SIZE];	/* "": none */
	char			 hello[HELLO_SIZE];	/* our name */
};

/* Not the bare name of this machine, which Postfix may refuse as no name. */
static void
set_hello(struct relay *relay)
{
	const struct config *config = relay->config;
	const char *host = strstr(config->base_url, "://");

	if (!text_empty(config->smtp_helo))
		snprintf(relay->hello, sizeof(relay->hello), "%s",
		    config->smtp_helo);
	else if (host != NULL)
		snprintf(relay->hello, sizeof(relay->hello), "%.*s",
		    (int)strcspn(host + 3, ":/["), host + 3);
}

/* A password in clear goes no further than this machine. */
static bool
tells_others(const struct config *config)
{
	static const char *const near[] = { "localhost", "127.0.0.1", "[::1]" };
	const char *host;

	if (strcmp(config->smtp_tls, "none") != 0 ||
	    text_empty(config->smtp_url) ||
	    (host = strstr(config->smtp_url, "://")) == NULL ||
	    strncmp(config->smtp_url, "smtps:", 6) == 0 ||
	    (text_empty(config->smtp_password_file) &&
	    strcmp(config->smtp_auth, "xoauth2") != 0))
		return false;
	host += 3;
	for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++) {
		size_t length = strlen(near[i]);

		if (strncmp(host, near[i], length) == 0 &&
		    strchr(":/", host[length]) != NULL)
			return false;
	}
	return true;
}

enum status
relay_new(const struct config *config, struct relay **made)
{
	const char *wrong = NULL;
	enum status status;
	struct relay *relay;

	if (strcmp(config->smtp_tls, "none") != 0 &&
	    strcmp(config->smtp_tls, "starttls") != 0)
		wrong = "smtp_tls must be starttls or none";
	else if (tells_others(config))
		wrong = "smtp_tls = \"none\" would send the password in "
		    "clear over the net";
	else if (config->mail_timeout < 1 || config->mail_timeout > 1800)
		wrong = "mail_timeout must be 1 to 1800 seconds";
	if (wrong != NULL) {
		log_line(LOG_ERROR, "%s", wrong);
		return STATUS_FAIL;
	}
	if ((relay = calloc(1, sizeof(*relay))) == NULL)
		return STATUS_FAIL;
	relay->config = config;
	set_hello(relay);
	status = oauth_or_password(config, "smtp", config->smtp_auth,
	    config->smtp_password_file, relay->password, &relay->oauth);
	if (status != STATUS_OK) {
		relay_free(relay);
		return status;
	}
	*made = relay;
	return STATUS_OK;
}

void
relay_free(struct relay *relay)
{
	if (relay == NULL)
		return;
	oauth_free(relay->oauth);
	explicit_bzero(relay->password, sizeof(relay->password));
	free(relay);
}

enum status
relay_connect(const struct relay *relay, struct smtp **smtp)
{
	const struct config *config = relay->config;
	struct smtp *made;

	made = smtp_new(&(struct smtp_options){
		.url = config->smtp_url,
		.starttls = strcmp(config->smtp_tls, "none") == 0 ?
		    SMTP_STARTTLS_NONE : SMTP_STARTTLS_REQUIRED,
		.user = text_or_none(config->smtp_user),
		.password = text_or_none(relay->password),
		.oauth = relay->oauth,
		.ca_file = text_or_none(config->smtp_ca_file),
		.timeout = config->mail_timeout,
		.hello = text_or_none(relay->hello),
	});
	if (made == NULL)
		return STATUS_FAIL;
	*smtp = made;
	return STATUS_OK;
}
