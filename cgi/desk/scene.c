#include <string.h>

#include "assets.h"
#include "cgi/desk/scene.h"
#include "db/arena.h"

/* The navigation, in its order; each page is shown to who may open it. */
static const struct {
	enum desk	 desk;
	const char	*path;
	const char	*label;
	enum role	 role;		/* and those above it */
} links[] = {
	{ DESK_OVERVIEW, "/beheer/", "Overzicht", ROLE_READER },
	{ DESK_ATTENDEES, "/beheer/aanmeldingen", "Aanmeldingen",
	    ROLE_READER },
	{ DESK_MAIL, "/beheer/mail", "Mail", ROLE_READER },
	{ DESK_LOG, "/beheer/logboek", "Logboek", ROLE_READER },
	{ DESK_DOOR, "/beheer/deurlijst", "Deurlijst", ROLE_DOOR },
};

#define NLINKS	(sizeof(links) / sizeof(links[0]))

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

static void
add_links(const struct login *login, enum desk here, struct arena *arena,
    struct desk_frame *frame)
{
	frame->links = arena_array(arena, NLINKS, sizeof(*frame->links));
	for (size_t i = 0; i < NLINKS; i++)
		if (login->account.rol >= links[i].role)
			frame->links[frame->nlinks++] = (struct desk_link){
				links[i].path, links[i].label,
				links[i].desk == here,
			};
}

static int64_t
event_of(const struct request *request)
{
	const struct login *login = request->login;

	return login == NULL ? CATALOG_VISIBLE : login->event;
}

enum status
desk_scene(struct app *app, struct request *request, const char *title,
    enum desk here, struct desk_scene *scene)
{
	struct desk_frame *frame = arena_alloc(request->arena,
	    sizeof(*frame));
	const struct login *login = request->login;
	enum status status;

	status = scene_set(app, request, event_of(request), title,
	    &scene->scene);
	if (status != STATUS_OK)
		return status;
	*frame = (struct desk_frame){
		.page = scene->scene.page, .style = ASSET_DESK,
	};
	if (login != NULL) {
		frame->account = login->account.naam;
		frame->csrf = desk_csrf(app, request);
		add_links(login, here, request->arena, frame);
	}
	scene->frame = frame;
	return STATUS_OK;
}

enum status
desk_catalog(struct app *app, const struct request *request,
    const struct catalog **catalog)
{
	return app_catalog(app, event_of(request), catalog);
}

enum status
desk_act(struct app *app, const struct request *request, struct act *act)
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
