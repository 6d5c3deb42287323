/* What was sent to many at once: read, counted, and what has not gone back. */
#include <stdlib.h>
#include <string.h>

#include "acts/campaign.h"
#include "acts/undo.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/campaign/undo.h"
#include "templates.h"
#include "templates/desk/mailing.h"

#define WORDS_MAX	300

/* In the order in which one wants to know; withdrawn has its reasons. */
static const struct {
	size_t		 state;		/* of struct mailing_result */
	const char	*word;
} results[] = {
	{ OUTBOX_SENT, "verzonden" },
	{ OUTBOX_FAILED, "mislukt" },
	{ MAILING_CAME_BACK, "teruggekomen" },
	{ OUTBOX_DEFERRED, "nog eens geprobeerd" },
	{ OUTBOX_QUEUED, "klaargezet" },
	{ OUTBOX_WITHDRAWN, "teruggehaald of niet meer nodig" },
	{ OUTBOX_CANCELLED, "ingetrokken" },
};

static const struct choice done[] = {
	{ "klaar", "De mails staan klaar." },
	{ "terug", "Wat nog niet weg was, is teruggehaald." },
	{ "ongedaan", "Het is ongedaan gemaakt, en de mails zijn "
	    "teruggehaald." },
	{ "telaat", "Ongedaan maken kan niet meer: er is intussen iets "
	    "veranderd, of een mail is al weg." },
	{ NULL, NULL },
};

static enum status
row_of(struct app *app, const struct mailing *mailing, struct arena *arena,
    struct mailing_row *row, struct mailing_result *result)
{
	enum status status = mailing_result(app->db, mailing, result);
	struct buf words;

	buf_init(&words, arena, WORDS_MAX);
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		if (result->state[results[i].state] > 0)
			buf_printf(&words, "%s%lld %s", words.length == 0 ?
			    "" : ", ",
			    (long long)result->state[results[i].state],
			    results[i].word);
	*row = (struct mailing_row){
		.id = mailing->id,
		.subject = strcmp(mailing->soort, MAILING_INVITES) == 0 ?
		    "Uitnodiging of herinnering" : mailing->onderwerp,
		.chosen = mailing->keuze, .who = mailing->wie,
		.when = clock_brief(mailing->gemaakt, arena),
		.result = words.length == 0 ? "gewist" : words.data,
	};
	return status;
}

enum status
mailings_show(struct app *app, struct request *request,
    struct response *response)
{
	struct mailings_page page = { .nrows = 0 };
	struct mailing_result result;
	struct mailing *list;
	struct desk_page desk;
	enum status status;
	size_t count = 0;

	status = desk_page(app, request, "Wat er is verstuurd",
	    DESK_CAMPAIGN, &desk);
	if (status == STATUS_OK)
		status = mailing_list(app->db, desk.context.catalog->event.id,
		    request->arena, &list, &count);
	page.rows = arena_array(request->arena, count, sizeof(*page.rows));
	for (; status == STATUS_OK && page.nrows < count; page.nrows++)
		status = row_of(app, &list[page.nrows], request->arena,
		    &page.rows[page.nrows], &result);
	if (status != STATUS_OK)
		return status;
	page.frame = desk.frame;
	mailings_html(&response->body, &page);
	return STATUS_OK;
}

/* The one of the address, of the event that this login looks at. */
static enum status
find(struct app *app, const struct request *request, int64_t event,
    struct mailing *mailing)
{
	enum status status = mailing_get(app->db, strtoll(request->tail,
	    NULL, 10), request->arena, mailing);

	return status == STATUS_OK && mailing->event != event ?
	    STATUS_NOTFOUND : status;
}

enum status
mailing_show(struct app *app, struct request *request,
    struct response *response)
{
	struct mailing_result result;
	struct mailing_page page;
	struct mailing mailing;
	struct mailing_row row;
	struct desk_page desk;
	enum status status;
	bool undo = false;

	status = desk_page(app, request, "Verstuurd bericht", DESK_CAMPAIGN,
	    &desk);
	if (status == STATUS_OK)
		status = find(app, request, desk.context.catalog->event.id,
		    &mailing);
	if (status == STATUS_OK)
		status = row_of(app, &mailing, request->arena, &row, &result);
	if (status == STATUS_OK)
		status = undo_possible(app->db, &mailing, app->now(), &undo);
	if (status != STATUS_OK)
		return status;
	page = (struct mailing_page){
		.frame = desk.frame, .of = &row,
		.text = text_empty(mailing.tekst) ? NULL : mailing.tekst,
		.kind = text_same(mailing.soort, MAILING_NEWS) ? arena_printf(
		    request->arena, "Uitnodiging of nieuws. Waarom dit mag: "
		    "%s", mailing.grond) : text_same(mailing.soort,
		    MAILING_WRITES) ? "Over hun aanmelding" : NULL,
		.undo = undo,
		.open = result.open == 0 ? NULL : arena_printf(request->arena,
		    "%s uit op %s.", result.open == 1 ? "1 mail gaat" :
		    arena_printf(request->arena, "%lld mails gaan",
		    (long long)result.open), clock_moment(result.due,
		    request->arena)),
	};
	desk.frame->done = desk_done(request, done);
	mailing_html(&response->body, &page);
	return STATUS_OK;
}

struct stopping {
	struct act_context	 act;
	int64_t			 mailing;
	int64_t			 stopped;
};

static enum status
stop(struct db *db, void *arg, struct arena *arena)
{
	struct stopping *stopping = arg;

	return act_stop_mailing(db, &stopping->act, stopping->mailing,
	    &stopping->stopped, arena);
}

static enum status
undo(struct db *db, void *arg, struct arena *arena)
{
	struct stopping *stopping = arg;

	return act_undo(db, &stopping->act, stopping->mailing, arena);
}

enum status
mailing_post(struct app *app, struct request *request,
    struct response *response)
{
	struct stopping stopping = { .stopped = 0 };
	struct mailing mailing = { .id = 0 };
	bool undoes = text_same(params_value(request->params, "actie"),
	    "ongedaan");
	const char *word = undoes ? "ongedaan" : "terug";
	enum status status;

	if (!undoes && !text_same(params_value(request->params, "actie"),
	    "terug"))
		return STATUS_INVALID;
	status = desk_act(app, request, &stopping.act);
	if (status == STATUS_OK)
		status = find(app, request, stopping.act.catalog->event.id,
		    &mailing);
	stopping.mailing = mailing.id;
	if (status == STATUS_OK)
		status = writer_run(app->writer, undoes ? undo : stop,
		    &stopping);
	if (undoes && (status == STATUS_FULL || (status == STATUS_NOTFOUND &&
	    mailing.id != 0))) {
		word = "telaat";
		status = STATUS_OK;
	}
	return status != STATUS_OK ? status : response_see_other(response,
	    arena_printf(request->arena, "/beheer/berichten/%lld?gedaan=%s",
	    (long long)mailing.id, word));
}
