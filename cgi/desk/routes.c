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
	{ METHOD_GET,  "/beheer/mail",	mail_show,	NEED_READER },
	{ METHOD_POST, "/beheer/mail",	mail_post,	NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/export.csv", attendees_csv, NEED_ORGANISER },

	{ METHOD_GET,  "/beheer/export", export_show,	NEED_READER },
	{ METHOD_POST, "/beheer/export", export_post,	NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/export.xlsx", export_xlsx, NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/machine.csv", export_machine_csv,
	    NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/machine.json", export_machine_json,
	    NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/gemeenten.xlsx", gemeenten_xlsx, NEED_READER },
	{ METHOD_GET,  "/beheer/gemeenten.csv", gemeenten_csv, NEED_READER },
	{ METHOD_GET,  "/beheer/wensen", wishes_show,	NEED_ORGANISER },
	{ METHOD_POST, "/beheer/wensen", wishes_post,	NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/wensen.csv", wishes_csv, NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/instellingen", settings_show, NEED_ORGANISER },
	{ METHOD_POST, "/beheer/instellingen", settings_post, NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/programma", programme_show, NEED_READER },
	{ METHOD_POST, "/beheer/programma", programme_post, NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/programma/ronde/*", part_round_show,
	    NEED_ORGANISER },
	{ METHOD_POST, "/beheer/programma/ronde/*", part_round_post,
	    NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/programma/sessie/*/wijzigen", part_session_show,
	    NEED_ORGANISER },
	{ METHOD_POST, "/beheer/programma/sessie/*/wijzigen", part_session_post,
	    NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/programma/onderdeel/*", part_item_show,
	    NEED_ORGANISER },
	{ METHOD_POST, "/beheer/programma/onderdeel/*", part_item_post,
	    NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/teksten", texts_show,	NEED_ORGANISER },
	{ METHOD_POST, "/beheer/teksten", texts_post,	NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/teksten/brief", texts_letter, NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/bijeenkomsten", events_show, NEED_READER },
	{ METHOD_POST, "/beheer/bijeenkomsten", events_look, NEED_READER },
	{ METHOD_GET,  "/beheer/bijeenkomsten/*/openbaar", publish_show,
	    NEED_ORGANISER },
	{ METHOD_POST, "/beheer/bijeenkomsten/*/openbaar", publish_post,
	    NEED_ORGANISER },
	{ METHOD_GET,  "/beheer/bijeenkomsten/*/kopie", copy_show,
	    NEED_ORGANISER },
	{ METHOD_POST, "/beheer/bijeenkomsten/*/kopie", copy_post,
	    NEED_ORGANISER },
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
