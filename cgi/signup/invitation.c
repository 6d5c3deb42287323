/*
 * What an invitation leads to: the page of a municipality, by its code.  The
 * code proves the municipality and never a person, so the page shows nobody's
 * data; and GET changes nothing, because scanners of mail open every link.
 */
#include <string.h>

#include "acts/campaign.h"
#include "cgi/form/draw.h"
#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/network.h"
#include "core/short_code.h"
#include "core/text.h"
#include "templates.h"
#include "templates/public/invitation.h"

/* Pages of codes for one network in LIMIT_WHILE: an office, and no guesser. */
#define ASKED_MAX	100

static const struct field reason_field = {
	.name = "reden", .label = "Waarom niet", .type = FIELD_LINE,
	.max = 200, .autocomplete = "off",
};
static const struct field address_field = {
	.name = "email", .label = "E-mailadres van wie erover gaat",
	.type = FIELD_EMAIL, .flags = FIELD_REQUIRED, .max = 254,
	.autocomplete = "off", .missing = "Vul het e-mailadres in.",
	.hint = "Naar dit adres sturen wij de uitnodiging; naar het vorige "
	    "niets meer.",
};
static const struct field day_field = {
	.name = "datum", .label = "Het college beslist op", .type = FIELD_DAY,
	.flags = FIELD_REQUIRED, .autocomplete = "off",
	.missing = "Vul de datum in.",
	.hint = "Tot en met die dag hoort u niets van ons.",
};

static const struct {
	const char		*word;		/* value of antwoord */
	enum campaign_answer	 answer;
	const struct field	*field;		/* what is asked, or NULL */
	const char		*done;
} answers[] = {
	{ "ja", ANSWER_COMES, NULL, NULL },
	{ "nee", ANSWER_DECLINES, &reason_field, "Dank u wel. Wij weten nu "
	    "dat uw gemeente niet komt, en herinneren u niet meer." },
	{ "anders", ANSWER_ELSEWHERE, &address_field, "Dank u wel. Wij "
	    "schrijven voortaan het andere adres." },
	{ "later", ANSWER_LATER, &day_field, "Dank u wel. Tot en met die dag "
	    "hoort u niets van ons." },
	{ "stop", ANSWER_STOP, NULL, "U krijgt geen mail meer over deze "
	    "bijeenkomst." },
};

#define NANSWERS	(sizeof(answers) / sizeof(answers[0]))

/* One visit to the page of a code. */
struct invitation_visit {
	struct app		*app;
	struct request		*request;
	struct page_context	 context;
	const struct gemeente	*gemeente;
	const char		*code;		/* in its one spelling */
	struct answer		 typed[NANSWERS];
};

static bool
is_in_time(const struct invitation_visit *visit)
{
	return invited_event(&visit->context.catalog->event,
	    visit->app->now());
}

/*
 * NOTFOUND: it is nobody's code, of the event that is public now.  FULL: too
 * many were asked for from here.
 */
static enum status
begin(struct app *app, struct request *request, struct invitation_visit *visit)
{
	struct arena *arena = request->arena;
	char typed[SHORT_CODE_SIZE];
	const struct catalog *catalog;
	enum status status;

	*visit = (struct invitation_visit){ .app = app, .request = request };
	if (!limit_allows(app->limit, arena_printf(arena, "code %s",
	    network_of(request->address, arena)), ASKED_MAX, app->now()))
		return STATUS_FULL;
	if (short_code_read(request->tail, typed) != STATUS_OK)
		return STATUS_NOTFOUND;
	status = page_context_set(app, request, CATALOG_VISIBLE,
	    "Uitnodiging", &visit->context);
	if (status != STATUS_OK)
		return status;
	catalog = visit->context.catalog;
	for (size_t i = 0; i < catalog->ngemeenten; i++) {
		const char *code = invited_code(app->secret,
		    catalog->event.id, catalog->gemeenten[i].code, arena);

		if (token_same(code, typed)) {
			visit->gemeente = &catalog->gemeenten[i];
			visit->code = code;
		}
	}
	for (size_t i = 0; i < NANSWERS; i++)
		visit->typed[i] = (struct answer){ .raw = "", .clean = "" };
	return visit->gemeente == NULL ? STATUS_NOTFOUND : STATUS_OK;
}

/* A code without a body gets the page of that code. */
static enum status
refuse(enum status status, struct response *response)
{
	if (status != STATUS_FULL)
		return status;
	response->code = HTTP_TOO_MANY;
	return STATUS_OK;
}

/* Somebody else of the same municipality may have answered already. */
static enum status
find_before(const struct invitation_visit *visit, const char **before)
{
	struct arena *arena = visit->request->arena;
	char today[CLOCK_DAY_SIZE];
	struct invited *list;
	enum status status;
	size_t count;

	clock_day(visit->app->now(), today);
	status = invited_read(visit->app->db, visit->context.catalog->event.id,
	    today, arena, &list, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		if (strcmp(list[i].coverage->code, visit->gemeente->code) != 0)
			continue;
		*before = list[i].coverage->state == COVERAGE_DECLINED ?
		    "Er is al doorgegeven dat uw gemeente niet komt." :
		    strcmp(list[i].later, today) >= 0 ? arena_printf(arena,
		    "Er is doorgegeven dat het college beslist op %s.",
		    field_words(&day_field, list[i].later, arena)) : NULL;
	}
	return status;
}

static enum status
draw(struct invitation_visit *visit, const char *done,
    struct response *response)
{
	struct invitation_page page = { .gemeente = visit->gemeente->naam };
	struct field_view fields[NANSWERS];
	struct drawing drawing;
	enum status status;

	status = find_before(visit, &page.before);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &visit->context, visit->request->arena);
	for (size_t i = 0; i < NANSWERS; i++)
		if (answers[i].field != NULL)
			fields[i] = draw_field(&drawing, answers[i].field,
			    answers[i].field->name, &visit->typed[i], "");
	page.reason = &fields[1];
	page.address = &fields[2];
	page.day = &fields[3];
	page.summary = draw_summary(&drawing, NULL);
	page.page = visit->context.page;
	page.event = visit->context.event;
	page.code = visit->code;
	page.done = done;
	page.before = done == NULL ? page.before : NULL;
	page.over = !is_in_time(visit);
	page.open = visit->context.event->open;
	invitation_html(&response->body, &page);
	return STATUS_OK;
}

enum status
invitation_show(struct app *app, struct request *request,
    struct response *response)
{
	const char *word = params_value(request->query_params, "gedaan");
	struct invitation_visit visit;
	const char *done = NULL;
	enum status status;

	status = begin(app, request, &visit);
	if (status != STATUS_OK)
		return refuse(status, response);
	for (size_t i = 0; i < NANSWERS; i++)
		if (text_same(answers[i].word, word))
			done = answers[i].done;
	return draw(&visit, done, response);
}

/* The job of the writer. */
struct answering {
	struct act_context	 act;
	const char		*gemeente;
	enum campaign_answer	 answer;
	const char		*about;
};

static enum status
note_answer(struct db *db, void *arg, struct arena *arena)
{
	const struct answering *answering = arg;

	return act_answer_invitation(db, &answering->act,
	    answering->act.catalog->event.id, answering->gemeente,
	    answering->answer, answering->about, arena);
}

/* A day before today is no day to decide on, nor is one after the event. */
static enum status
check(struct invitation_visit *visit, size_t which)
{
	const struct field *field = answers[which].field;
	struct answer *answer = &visit->typed[which];
	char today[CLOCK_DAY_SIZE], last[CLOCK_DAY_SIZE];
	enum status status;

	if (field == NULL)
		return STATUS_OK;
	answer->raw = form_text(visit->request->params, field->name);
	status = field_check(field, answer->raw, true, visit->request->arena,
	    &answer->clean, &answer->fault);
	if (status != STATUS_OK || field != &day_field)
		return status;
	clock_day(visit->app->now(), today);
	clock_day(visit->context.catalog->event.begin, last);
	if (strcmp(answer->clean, today) > 0 &&
	    strcmp(answer->clean, last) < 0)
		return STATUS_OK;
	answer->fault = "Vul een dag in na vandaag en voor de bijeenkomst.";
	return STATUS_INVALID;
}

static enum status
answer(struct invitation_visit *visit, size_t which)
{
	struct answering answering = {
		.act = app_act(visit->app, visit->context.catalog,
		    "gemeente"),
		.gemeente = visit->gemeente->code,
		.answer = answers[which].answer,
		.about = visit->typed[which].clean,
	};

	return writer_run(visit->app->writer, note_answer, &answering);
}

enum status
invitation_post(struct app *app, struct request *request,
    struct response *response)
{
	struct invitation_visit visit;
	const char *word;
	enum status status;
	size_t which = 0;

	if ((status = request_read_form(request)) != STATUS_OK)
		return status;
	status = begin(app, request, &visit);
	if (status != STATUS_OK)
		return refuse(status, response);
	word = form_text(request->params, "antwoord");
	while (which < NANSWERS && strcmp(answers[which].word, word) != 0)
		which++;
	if (which == NANSWERS)
		return STATUS_INVALID;
	if (!is_in_time(&visit) || check(&visit, which) != STATUS_OK) {
		response->code = HTTP_UNPROCESSABLE;
		return draw(&visit, NULL, response);
	}
	status = answer(&visit, which);
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, answers[which].answer ==
	    ANSWER_COMES ? arena_printf(request->arena,
	    "/aanmelden?gemeente=%s", visit.gemeente->code) :
	    arena_printf(request->arena, "/u/%s?gedaan=%s", visit.code, word));
}

/*
 * One click in a mail program (RFC 8058), which comes from no page of ours:
 * who has the code may say this.
 */
enum status
invitation_stop(struct app *app, struct request *request,
    struct response *response)
{
	struct invitation_visit visit;
	enum status status;

	status = begin(app, request, &visit);
	if (status != STATUS_OK)
		return refuse(status, response);
	status = answer(&visit, NANSWERS - 1);
	return status != STATUS_OK ? status :
	    draw(&visit, answers[NANSWERS - 1].done, response);
}
