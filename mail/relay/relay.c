#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/text.h"
#include "mail/relay/credential.h"
#include "mail/relay/oauth.h"
#include "mail/relay/relay.h"

struct route {
	const struct config	*config;
	struct oauth		*oauth;		/* NULL: not used */
	char			 password[CREDENTIAL_SIZE];	/* "": none */
};

static const char *
or_null(const char *text)
{
	return text_empty(text) ? NULL : text;
}

static enum status
check_words(const struct config *config)
{
	const char *wrong = NULL;

	if (strcmp(config->smtp_tls, "none") != 0 &&
	    strcmp(config->smtp_tls, "starttls") != 0)
		wrong = "smtp_tls must be starttls or none";
	else if (strcmp(config->smtp_auth, "password") != 0 &&
	    strcmp(config->smtp_auth, "xoauth2") != 0)
		wrong = "smtp_auth must be password or xoauth2";
	else if (config->mail_timeout < 1 || config->mail_timeout > 1800)
		wrong = "mail_timeout must be 1 to 1800 seconds";
	if (wrong != NULL)
		log_line(LOG_ERROR, "%s", wrong);
	return wrong == NULL ? STATUS_OK : STATUS_FAIL;
}

static enum status
open_route(struct route *route)
{
	const struct config *config = route->config;
	enum status status;

	if ((status = check_words(config)) != STATUS_OK)
		return status;
	if (strcmp(config->smtp_auth, "xoauth2") == 0)
		return oauth_open(config, &route->oauth);
	if (text_empty(config->smtp_password_file))
		return STATUS_OK;
	return credential_read(config->smtp_password_file, route->password);
}

enum status
route_new(const struct config *config, struct route **made)
{
	struct route *route = calloc(1, sizeof(*route));
	enum status status;

	if (route == NULL)
		return STATUS_FAIL;
	route->config = config;
	if ((status = open_route(route)) != STATUS_OK) {
		route_free(route);
		return status;
	}
	*made = route;
	return STATUS_OK;
}

void
route_free(struct route *route)
{
	if (route == NULL)
		return;
	oauth_free(route->oauth);
	explicit_bzero(route->password, sizeof(route->password));
	free(route);
}

enum status
route_connect(const struct route *route, struct smtp **smtp)
{
	const struct config *config = route->config;
	struct smtp *made;

	made = smtp_new(&(struct smtp_options){
		.url = config->smtp_url,
		.starttls = strcmp(config->smtp_tls, "none") == 0 ?
		    SMTP_STARTTLS_NONE : SMTP_STARTTLS_REQUIRED,
		.user = or_null(config->smtp_user),
		.password = or_null(route->password),
		.oauth = route->oauth,
		.ca_file = or_null(config->smtp_ca_file),
		.timeout = config->mail_timeout,
	});
	if (made == NULL)
		return STATUS_FAIL;
	*smtp = made;
	return STATUS_OK;
}
