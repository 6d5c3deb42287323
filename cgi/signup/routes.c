#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "cgi/signup/routes.h"

static const struct route routes[] = {
	{ METHOD_GET,  "/",		event_show,	NEED_NOTHING },
	{ METHOD_GET,  "/agenda.ics",	agenda_show,	NEED_NOTHING },
	{ METHOD_GET,  "/aanmelden",	register_show,	NEED_NOTHING },
	{ METHOD_POST, "/aanmelden",	register_post,	NEED_SAME_ORIGIN },
	{ METHOD_GET,  "/aanmelding/*",	registration_show, NEED_NOTHING },
	{ METHOD_POST, "/aanmelding/*",	registration_post, NEED_SAME_ORIGIN },
	{ METHOD_GET,  "/aanmelding/*/wijzigen", registration_change,
	    NEED_NOTHING },
	{ METHOD_POST, "/aanmelding/*/wijzigen", registration_change,
	    NEED_SAME_ORIGIN },
	{ METHOD_GET,  "/aanmelding/*/vervangen", participant_replace,
	    NEED_NOTHING },
	{ METHOD_POST, "/aanmelding/*/vervangen", participant_replace,
	    NEED_SAME_ORIGIN },
	{ METHOD_GET,  "/link-kwijt",	lost_link_show,	NEED_NOTHING },
	{ METHOD_POST, "/link-kwijt",	lost_link_post,	NEED_SAME_ORIGIN },
	{ METHOD_GET,  "/aanmelding/*/wissen", registration_erase_show,
	    NEED_NOTHING },
	{ METHOD_POST, "/aanmelding/*/wissen", registration_erase_post,
	    NEED_SAME_ORIGIN },
	{ METHOD_GET,  "/deelnemer/*/wissen", participant_erase_show,
	    NEED_NOTHING },
	{ METHOD_POST, "/deelnemer/*/wissen", participant_erase_post,
	    NEED_SAME_ORIGIN },
	{ METHOD_GET,  "/gewist",	erased_show,	NEED_NOTHING },
	{ METHOD_GET,  "/bevestigen/*",	confirm_show,	NEED_NOTHING },
	{ METHOD_POST, "/bevestigen/*",	confirm_post,	NEED_SAME_ORIGIN },
	{ METHOD_GET,  "/u/*",		invitation_show, NEED_NOTHING },
	{ METHOD_POST, "/u/*",		invitation_post, NEED_SAME_ORIGIN },
	{ METHOD_POST, "/u/*/stop",	invitation_stop, NEED_NOTHING },
	{ METHOD_GET,  "/deelnemer/*",	participant_show, NEED_NOTHING },
	{ METHOD_POST, "/deelnemer/*",	participant_post, NEED_SAME_ORIGIN },
	{ METHOD_GET,  "/deelnemer/*/wijzigen", participant_change,
	    NEED_NOTHING },
	{ METHOD_POST, "/deelnemer/*/wijzigen", participant_change,
	    NEED_SAME_ORIGIN },
	{ METHOD_POST, "/deelnemer/*/wensen", requirements_post,
	    NEED_SAME_ORIGIN },
	{ METHOD_GET,  "/deelnemer/*/gegevens.json", participant_data,
	    NEED_NOTHING },
	{ METHOD_GET,  "/privacy",	privacy_show,	NEED_NOTHING },
	{ METHOD_GET,  "/toegankelijkheid", accessibility_show, NEED_NOTHING },
	{ METHOD_GET,  "/.well-known/security.txt", security_show,
	    NEED_NOTHING },
	{ METHOD_GET,  "/aanmelding/*/agenda.ics", agenda_registration,
	    NEED_NOTHING },
	{ METHOD_GET,  "/deelnemer/*/agenda.ics", agenda_participant,
	    NEED_NOTHING },
	{ METHOD_GET,  "/kleuren/*",	colours_show,	NEED_NOTHING },
	{ METHOD_GET,  "/health",	health_show,	NEED_NOTHING },
	{ METHOD_GET,  "/metrics",	metrics_show,	NEED_NOTHING },
};

struct site
signup_site(const char *origin)
{
	return (struct site){
		.routes = routes,
		.nroutes = sizeof(routes) / sizeof(routes[0]),
		.error_page = page_error,
		.origin = origin,
	};
}
