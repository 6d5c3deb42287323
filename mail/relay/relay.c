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

enum status
route_new(const struct config *config, struct route **made)
{
	const char *wrong = NULL;
	enum status status;
	struct route *route;

	if (strcmp(config->smtp_tls, "none") != 0 &&
	    strcmp(config->smtp_tls, "starttls") != 0)
		wrong = "smtp_tls must be starttls or none";
	else if (config->mail_timeout < 1 || config->mail_timeout > 1800)
		wrong = "mail_timeout must be 1 to 1800 seconds";
	if (wrong != NULL) {
		log_line(LOG_ERROR, "%s", wrong);
		return STATUS_FAIL;
	}
	if ((route = calloc(1, sizeof(*route))) == NULL)
		return STATUS_FAIL;
	route->config = config;
	status = oauth_or_password(config, "smtp", config->smtp_auth,
	    config->smtp_password_file, route->password, &route->oauth);
	if (status != STATUS_OK) {
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
		.user = text_or_none(config->smtp_user),
		.password = text_or_none(route->password),
		.oauth = route->oauth,
		.ca_file = text_or_none(config->smtp_ca_file),
		.timeout = config->mail_timeout,
	});
	if (made == NULL)
		return STATUS_FAIL;
	*smtp = made;
	return STATUS_OK;
}
