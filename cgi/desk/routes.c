#include "cgi/desk/handlers.h"
#include "cgi/desk/routes.h"
#include "cgi/page.h"

static const struct route routes[] = {
	{ METHOD_GET,  "/beheer/inloggen", login_show,	NEED_NOTHING },
	{ METHOD_POST, "/beheer/inloggen", login_post,	NEED_SAME_ORIGIN },
	{ METHOD_POST, "/beheer/uitloggen", logout_post, NEED_DOOR },
	{ METHOD_GET,  "/beheer",	desk_home,	NEED_READER },
	{ METHOD_GET,  "/beheer/",	desk_home,	NEED_READER },
	{ METHOD_GET,  "/beheer/aanmeldingen", attendees_show, NEED_READER },
	{ METHOD_GET,  "/beheer/aanmeldingen/nieuw", attendee_add_show,
	    NEED_ORGANISER },
	{ METHOD_POST, "/beheer/aanmeldingen/nieuw", attendee_add_post,
	    NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/deelnemer/*", attendee_show, NEED_READER },
	{ METHOD_POST, "/beheer/deelnemer/*", attendee_post, NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/deelnemer/*/wijzigen", attendee_edit_show,
	    NEED_ORGANISER },
	{ METHOD_POST, "/beheer/deelnemer/*/wijzigen", attendee_edit_post,
	    NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/deelnemer/*/vervangen", attendee_replace_show,
	    NEED_ORGANISER },
	{ METHOD_POST, "/beheer/deelnemer/*/vervangen", attendee_replace_post,
	    NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/mail",	mail_show,	NEED_READER },
	{ METHOD_POST, "/beheer/mail",	mail_post,	NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/export.csv", attendees_csv, NEED_ORGANISER },
};

struct site
desk_site(const char *origin)
{
	return (struct site){
		.routes = routes,
		.nroutes = sizeof(routes) / sizeof(routes[0]),
		.admit = login_admit,
		.ending = page_ending,
		.origin = origin,
	};
}
