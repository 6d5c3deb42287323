/* desk.fcgi: the organiser's pages, under /beheer. */
#include "cgi/desk/export/later.h"
#include "cgi/desk/routes.h"
#include "cgi/serve.h"
#include "core/config.h"

static const char *
socket_of(const struct config *config)
{
	return config->desk_socket;
}

int
main(int argc, char **argv)
{
	return serve(&(struct service){
		.name = "desk", .site = desk_site, .socket = socket_of,
		.end = later_end,
	}, argc, argv);
}
