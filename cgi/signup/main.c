#include "cgi/serve.h"
#include "cgi/signup/routes.h"
#include "core/config.h"

static const char *
socket_of(const struct config *config)
{
	return config->signup_socket;
}

int
main(int argc, char **argv)
{
	return serve(&(struct service){
		.name = "signup", .site = signup_site, .socket = socket_of,
	}, argc, argv);
}
