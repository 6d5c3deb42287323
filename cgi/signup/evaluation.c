/*
 * Three questions after the event: without a login, without a name, and what
 * is stored tells neither who answered nor when.
 */
#include <stdlib.h>

#include "cgi/form/draw.h"
#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "core/arena.h"
#include "core/network.h"
#include "db/evaluation/evaluation.h"
#include "templates.h"
#include "templates/public/evaluation.h"

#define ASKED_MAX	300	/* from one network in LIMIT_WHILE: a hall */
#define DAY		86400

static const struct choice grades[] = {
	{ "5", "heel goed" }, { "4", "goed" }, { "3", "gaat wel" },
	{ "2", "matig" }, { "1", "slecht" }, { NULL, NULL },
};

static const struct field questions[] = {
	{ .name = "oordeel", .label = "Wat vond u van de bijeenkomst?",
	    .type = FIELD_CHOICE, .flags = FIELD_REQUIRED, .max = 1,
	    .choices = grades, .missing = "Kies wat u ervan vond." },
	{ .name = "meegenomen", .label = "Wat neemt u mee naar uw gemeente?",
	    .type = FIELD_LINES, .max = 1000, .autocomplete = "off" },
	{ .name = "anders", .label = "Wat kan de volgende keer anders?",
	    .type = FIELD_LINES, .max = 1000, .autocomplete = "off" },
};

#define NQUESTIONS	(sizeof(questions) / sizeof(questions[0]))

/* One visit to the questions of an event. */
struct evaluating {
	struct app		*app;
	struct request		*request;
	struct page_context	 context;
	struct answer		 answer[NQUESTIONS];
	const char		*key;
	size_t			 nfaults;
	struct evaluation	 one;
};

static enum status
begin(struct app *app, struct request *request, struct evaluating *it)
{
	enum status status;

	*it = (struct evaluating){ .app = app, .request = request };
	for (size_t i = 0; i < NQUESTIONS; i++)
		it->answer[i] = (struct answer){ .raw = "", .clean = "" };
	status = evaluation_event(app->secret, request->tail, &it->one.event);
	return status != STATUS_OK ? status : page_context_set(app, request,
	    it->one.event, "Drie vragen", &it->context);
}

static enum status
draw(struct evaluating *it, bool sent, struct response *response)
{
	const struct event *event = &it->context.catalog->event;
	struct arena *arena = it->request->arena;
	int64_t now = it->app->now();
	unsigned char nonce[NONCE_SIZE];
	char key[KEY_LENGTH + 1];
	struct evaluation_page page = {
		.page = it->context.page, .event = it->context.event,
		.path = it->request->path, .sent = sent, .key = it->key,
		.closed = now < event->begin ||
		    now > event->einde + EVALUATION_OPEN_DAYS * DAY,
	};
	struct drawing drawing;

	if (page.key == NULL) {
		it->app->random(nonce, sizeof(nonce));
		key_issue(it->app->secret, now, nonce, key);
		page.key = arena_string(arena, key);
	}
	drawing_init(&drawing, &it->context, arena);
	page.fields = arena_array(arena, NQUESTIONS, sizeof(*page.fields));
	for (; page.nfields < NQUESTIONS; page.nfields++)
		page.fields[page.nfields] = draw_field(&drawing,
		    &questions[page.nfields], questions[page.nfields].name,
		    &it->answer[page.nfields], "");
	page.summary = draw_summary(&drawing, NULL);
	evaluation_html(&response->body, &page);
	return STATUS_OK;
}

enum status
evaluation_show(struct app *app, struct request *request,
    struct response *response)
{
	struct evaluating it;
	enum status status = begin(app, request, &it);

	return status != STATUS_OK ? status : draw(&it, params_value(
	    request->query_params, "verzonden") != NULL, response);
}

static enum status
store(struct db *db, void *arg, struct arena *arena)
{
	const struct evaluating *it = arg;

	(void)arena;
	return evaluation_add(db, it->app->secret, &it->one, it->key);
}

/* What was typed, and whether it can be stored. */
static bool
read_answers(struct evaluating *it)
{
	const struct event *event = &it->context.catalog->event;
	int64_t now = it->app->now();

	it->key = form_text(it->request->params, "sleutel");
	if (!key_is_wellformed(it->key))
		it->key = NULL;
	for (size_t i = 0; i < NQUESTIONS; i++) {
		struct answer *answer = &it->answer[i];

		answer->raw = form_text(it->request->params,
		    questions[i].name);
		it->nfaults += field_check(&questions[i], answer->raw, true,
		    it->request->arena, &answer->clean, &answer->fault) !=
		    STATUS_OK;
	}
	it->one.grade = strtoll(it->answer[0].raw, NULL, 10);
	it->one.taken = it->answer[1].clean;
	it->one.other = it->answer[2].clean;
	return it->key != NULL && it->nfaults == 0 && now >= event->begin &&
	    now <= event->einde + EVALUATION_OPEN_DAYS * DAY;
}

enum status
evaluation_post(struct app *app, struct request *request,
    struct response *response)
{
	struct evaluating it;
	enum status status = request_read_form(request);

	if (status == STATUS_OK)
		status = begin(app, request, &it);
	if (status != STATUS_OK)
		return status;
	if (!read_answers(&it)) {
		response->code = HTTP_UNPROCESSABLE;
		return draw(&it, false, response);
	}
	if (!limit_allows(app->limit, arena_printf(request->arena,
	    "evaluatie %s", network_of(request->address, request->arena)),
	    ASKED_MAX, app->now())) {
		response->code = HTTP_TOO_MANY;
		return STATUS_OK;
	}
	status = writer_run(app->writer, store, &it);
	return status != STATUS_OK ? status : response_see_other(response,
	    arena_printf(request->arena, "%s?verzonden=ja", request->path));
}
