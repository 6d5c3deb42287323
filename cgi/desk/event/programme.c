/*
 * The programme: what the day holds and how many chose what.  A role that
 * reads sees it as well; the forms of its parts are an organiser's.
 */
#include <stdlib.h>

#include "acts/programme.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/form/desk_form.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/event/programme.h"
#include "templates.h"
#include "templates/desk/programme.h"

struct interests {
	struct session_interest	*list;
	size_t			 count;
};

static struct programme_entry
round_part(const struct round *round, const struct interests *interests,
    struct arena *arena)
{
	struct programme_entry part = {
		.id = round->id, .title = round->titel, .round = true,
		.hours = clock_hours(round->begin, round->einde, arena),
		.sessions = arena_array(arena, round->nsessions,
		    sizeof(struct programme_session)),
	};

	for (size_t i = 0; i < round->nsessions; i++) {
		const struct session *session = &round->sessions[i];
		struct session_interest interest = session_interest_of(
		    interests->list, interests->count, session->id);
		/* An organiser may have seated somebody beyond the last. */
		int64_t override = interest.zeker - session->capaciteit;

		part.sessions[part.nsessions++] = (struct programme_session){
			.id = session->id, .title = session->titel,
			.about = present_text(session->omschrijving),
			.room = present_text(session->zaal),
			.capacity = session->capaciteit,
			.seated = interest.zeker, .waiting = interest.wachten,
			.full = override < 0 || interest.zeker == 0 ? NULL :
			    override == 0 ? "vol" : arena_printf(arena,
			    "%lld te veel", (long long)override),
			.first = i == 0, .last = i + 1 == round->nsessions,
		};
	}
	return part;
}

static struct programme_entry
item_part(const struct programme_item *item, struct arena *arena)
{
	return (struct programme_entry){
		.id = item->id, .title = item->titel,
		.about = present_text(item->omschrijving),
		.hours = clock_hours(item->begin, item->einde, arena),
	};
}

/* Rounds and items as one list, in the order of the day. */
static void
draw_day(const struct catalog *catalog, const struct interests *interests,
    struct arena *arena, struct programme_page *page)
{
	size_t item = 0, round = 0;

	page->parts = arena_array(arena, catalog->nitems + catalog->nrounds,
	    sizeof(*page->parts));
	while (item < catalog->nitems || round < catalog->nrounds) {
		bool plenary = round == catalog->nrounds ||
		    (item < catalog->nitems &&
		    catalog->items[item].begin <= catalog->rounds[round].begin);

		page->parts[page->nparts++] = plenary ?
		    item_part(&catalog->items[item++], arena) :
		    round_part(&catalog->rounds[round++], interests, arena);
	}
}

enum status
programme_show(struct app *app, struct request *request,
    struct response *response)
{
	struct programme_page page = {
		.may_change = desk_is_organiser(request),
	};
	struct interests interests;
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, "Programma", DESK_PROGRAMME, &desk);
	if (status == STATUS_OK)
		status = session_interest(app->db,
		    desk.context.catalog->event.id, request->arena,
		    &interests.list, &interests.count);
	if (status != STATUS_OK)
		return status;
	page.frame = desk.frame;
	desk.frame->done = desk_form_done(request);
	page.when = desk.context.event->when;
	page.may_add_round = desk.context.catalog->nrounds < ROUNDS_MAX;
	draw_day(desk.context.catalog, &interests, request->arena, &page);
	programme_html(&response->body, &page);
	return STATUS_OK;
}

struct moving {
	struct act_context	 act;
	int64_t			 session;
	int			 step;
};

static enum status
move(struct db *db, void *arg, struct arena *arena)
{
	const struct moving *moving = arg;

	return act_move_session(db, &moving->act, moving->session,
	    moving->step, arena);
}

enum status
programme_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *actie = params_value(request->params, "actie");
	const char *session = params_value(request->params, "sessie");
	struct moving moving;
	enum status status;

	if (session == NULL || (!text_same(actie, "omhoog") &&
	    !text_same(actie, "omlaag")))
		return STATUS_INVALID;
	moving.session = strtoll(session, NULL, 10);
	moving.step = text_same(actie, "omhoog") ? -1 : 1;
	status = desk_act(app, request, &moving.act);
	if (status == STATUS_OK)
		status = writer_run(app->writer, move, &moving);
	if (status != STATUS_OK)
		return status;
	return response_see_other(response,
	    "/beheer/programma?gedaan=verplaatst");
}
