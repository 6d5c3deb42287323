/*
 * What surrounds a page of the desk.  What a role may not open is not in its
 * navigation either; what decides is the route's need, not this list.
 */
#include <string.h>

#include "assets.h"
#include "cgi/desk/desk_page.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/campaign/undo.h"
#include "db/mail/outbox.h"

/* The navigation, in its order; a role sees the pages that it may open. */
static const struct {
	enum desk	 desk;
	const char	*path;
	const char	*label;
	enum role	 role;		/* and those above it */
} links[] = {
	{ DESK_OVERVIEW, "/beheer/", "Overzicht", ROLE_READER },
	{ DESK_ATTENDEES, "/beheer/aanmeldingen", "Aanmeldingen",
	    ROLE_READER },
	{ DESK_GEMEENTEN, "/beheer/gemeenten", "Gemeenten", ROLE_READER },
	{ DESK_CAMPAIGN, "/beheer/campagne", "Campagne", ROLE_READER },
	{ DESK_PROGRAMME, "/beheer/programma", "Programma", ROLE_READER },
	{ DESK_MAIL, "/beheer/mail", "Mail", ROLE_READER },
	{ DESK_EXPORT, "/beheer/export", "Export", ROLE_READER },
	{ DESK_DOOR, "/beheer/deur", "Deur", ROLE_DOOR },
	{ DESK_SETTINGS, "/beheer/instellingen", "Instellingen",
	    ROLE_ORGANISER },
	{ DESK_LOG, "/beheer/logboek", "Logboek", ROLE_READER },
};

#define NLINKS	(sizeof(links) / sizeof(links[0]))

const char *
desk_done(const struct request *request, const struct choice *sentences)
{
	const char *word = params_value(request->query_params, "gedaan");

	for (; sentences->value != NULL; sentences++)
		if (text_same(sentences->value, word))
			return sentences->label;
	return NULL;
}

const char *
desk_shade(enum attendance_status attendance)
{
	static const char *const shades[ATTENDANCE__MAX] = {
		[ATTENDANCE_CONFIRMED] = "good",
		[ATTENDANCE_WAITING] = "wait",
		[ATTENDANCE_CANCELLED] = "none",
	};

	return shades[attendance];
}

const char *
desk_csrf(const struct app *app, const struct request *request)
{
	char *csrf = arena_alloc(request->arena, TOKEN_LENGTH + 1);
	const struct login *login = request->login;

	token_derive(app->secret, "csrf", login->token, strlen(login->token),
	    csrf);
	return csrf;
}

const char *
desk_who(const struct request *request)
{
	const struct login *login = request->login;

	return arena_printf(request->arena, "account %s",
	    login->account.naam);
}

bool
desk_is_organiser(const struct request *request)
{
	const struct login *login = request->login;

	return login->account.rol >= ROLE_ORGANISER;
}

/* An account that must set up a second factor first has nowhere to go yet. */
static void
add_links(struct app *app, const struct login *login, enum desk here,
    struct arena *arena, struct desk_frame *frame)
{
	frame->links = arena_array(arena, NLINKS, sizeof(*frame->links));
	for (size_t i = 0; i < NLINKS; i++) {
		struct desk_link *link = &frame->links[frame->nlinks];
		int64_t age;

		if (login->account.rol < links[i].role ||
		    login_is_halfway(login))
			continue;
		*link = (struct desk_link){
			.path = links[i].path, .label = links[i].label,
			.here = links[i].desk == here,
		};
		/* Letters that failed; no figure when it cannot be read. */
		if (links[i].desk == DESK_MAIL)
			outbox_health(app->db, app->now(), &age,
			    &link->waiting);
		frame->waiting += link->waiting;
		frame->nlinks++;
	}
}

static const char *
when_of(const struct event *event, int64_t now, struct arena *arena)
{
	int days = clock_days(now, event->begin);
	const char *date = clock_date(event->begin, arena);

	return arena_printf(arena, "%.2s%s · %s", date, strchr(date, ' '),
	    event->afgelast != 0 ? "gaat niet door" :
	    now >= event->einde ? "voorbij" : days <= 0 ? "vandaag" :
	    days == 1 ? "morgen" : arena_printf(arena, "nog %d dagen", days));
}

/* What one must not overlook of the event that one looks at. */
static const char *
off_of(const struct event *event, int64_t now)
{
	static const char *const words[EVENT__MAX] = {
		[EVENT_EARLY] = "Aanmelden nog niet open",
		[EVENT_CLOSED] = "Aanmelden gesloten",
	};

	return event->zichtbaar ? words[event_phase(event, now)] :
	    "Niet openbaar";
}

static int64_t
event_of(const struct request *request)
{
	const struct login *login = request->login;

	return login == NULL ? CATALOG_VISIBLE : login->event;
}

/* Behind what was done: where its mails are, and whether it can be undone. */
static enum status
say_taking_back(struct app *app, const struct request *request,
    struct desk_frame *frame)
{
	struct mailing mailing;
	enum status status = mailing_get(app->db, form_number(
	    request->query_params, "mailing"), request->arena, &mailing);

	if (status == STATUS_OK)
		status = undo_possible(app->db, &mailing, app->now(),
		    &frame->undoes);
	if (status != STATUS_OK)
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	frame->take_back = arena_printf(request->arena,
	    "/beheer/berichten/%lld", (long long)mailing.id);
	return STATUS_OK;
}

enum status
desk_page(struct app *app, struct request *request, const char *title,
    enum desk here, struct desk_page *desk)
{
	struct desk_frame *frame = arena_alloc(request->arena,
	    sizeof(*frame));
	const struct login *login = request->login;
	enum status status;

	status = page_context_set(app, request, event_of(request), title,
	    &desk->context);
	if (status != STATUS_OK)
		return status;
	*frame = (struct desk_frame){
		.page = desk->context.page, .style = ASSET_DESK,
	};
	if (login != NULL) {
		frame->account = login->account.naam;
		frame->when = when_of(&desk->context.catalog->event,
		    app->now(), request->arena);
		frame->hidden = !desk->context.catalog->event.zichtbaar;
		frame->off = off_of(&desk->context.catalog->event, app->now());
		frame->csrf = desk_csrf(app, request);
		if (form_number(request->query_params, "mailing") > 0)
			status = say_taking_back(app, request, frame);
		frame->may_switch = login->account.rol >= ROLE_READER &&
		    !login_is_halfway(login);
		add_links(app, login, here, request->arena, frame);
	}
	desk->frame = frame;
	return status;
}

enum status
desk_catalog(struct app *app, const struct request *request,
    const struct catalog **catalog)
{
	return app_catalog(app, event_of(request), catalog);
}

enum status
desk_act(struct app *app, const struct request *request,
    struct act_context *act)
{
	const struct catalog *catalog;
	enum status status;

	status = desk_catalog(app, request, &catalog);
	if (status != STATUS_OK)
		return status;
	*act = app_act(app, catalog, desk_who(request));
	act->always = true;
	return STATUS_OK;
}
