/* Cancelling and coming back, by whoever holds a link. */
#include "acts/act.h"
#include "acts/offer.h"
#include "cgi/form/restore.h"
#include "cgi/page.h"
#include "cgi/signup/coming.h"
#include "cgi/signup/done.h"
#include "cgi/signup/handlers.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates.h"

/* The job of the writer: one act for everybody, or one for each meant. */
struct coming {
	struct act_context	 act;
	struct app		*app;
	enum status	(*run)(struct db *, const struct act_context *, int64_t,
			    int64_t, struct arena *);
	int64_t			 registration;
	const char		*holder;	/* of the first; or NULL */
	int64_t			 numbers[PARTICIPANTS_MAX];
	size_t			 count;		/* 0: everybody */
};

static const struct {
	const char	*actie;
	const char	*done;
	bool		 cancels;
	enum status	(*run)(struct db *, const struct act_context *, int64_t,
			    int64_t, struct arena *);
} buttons[] = {
	{ "afmelden", DONE_CANCELLED, true, act_cancel },
	{ "herstellen", DONE_RESTORED, false, act_restore },
	{ "komen", DONE_ACCEPTED, false, act_accept },
};

/* INVALID: another person holds the place by now. */
static enum status
check_holder(struct db *db, const struct coming *coming, struct arena *arena)
{
	const struct participant *one;
	struct registration now;
	enum status status;

	if (coming->holder == NULL || coming->count != 1)
		return STATUS_OK;
	status = registration_get(db, coming->registration, arena, &now);
	if (status != STATUS_OK)
		return status;
	one = participant_at(&now, coming->numbers[0]);
	return one != NULL && linked_is_holder(coming->app, one,
	    coming->holder) ? STATUS_OK : STATUS_INVALID;
}

static enum status
run_coming(struct db *db, void *arg, struct arena *arena)
{
	const struct coming *coming = arg;
	enum status status = check_holder(db, coming, arena);

	if (status == STATUS_OK && coming->count == 0)
		return coming->run(db, &coming->act, coming->registration, 0,
		    arena);
	for (size_t i = 0; status == STATUS_OK && i < coming->count; i++)
		status = coming->run(db, &coming->act, coming->registration,
		    coming->numbers[i], arena);
	return status;
}

/* Whom the form means.  INVALID: a number that nobody has. */
static enum status
read_numbers(const struct params *params, const struct linked *linked,
    struct coming *coming)
{
	if (linked->person != NULL) {
		coming->numbers[coming->count++] = linked->person->positie;
		return STATUS_OK;
	}
	for (const struct pair *at = params_next(params, "deelnemer", NULL);
	    at != NULL; at = params_next(params, "deelnemer", at)) {
		const struct participant *one = linked_person(linked,
		    at->value);

		if (one == NULL || coming->count == PARTICIPANTS_MAX)
			return STATUS_INVALID;
		coming->numbers[coming->count++] = one->positie;
	}
	return STATUS_OK;
}

/* The page again, saying of whom it was. */
static enum status
lead_back(const struct request *request, const struct linked *linked,
    const struct coming *coming, const char *done, bool cancels,
    struct response *response)
{
	const char *path = arena_printf(request->arena, "%s?gedaan=%s",
	    request->path, done);

	for (size_t i = 0; i < linked->registration.nparticipants; i++) {
		const struct participant *one =
		    &linked->registration.participants[i];
		bool meant = coming->count == 0;

		for (size_t j = 0; j < coming->count; j++)
			meant = meant || coming->numbers[j] == one->positie;
		if (meant && cancels != (one->attendance ==
		    ATTENDANCE_CANCELLED))
			path = arena_printf(request->arena, "%s&deelnemer=%lld",
			    path, (long long)one->positie);
	}
	return response_see_other(response, arena_printf(request->arena,
	    "%s#gedaan", path));
}

/*
 * Nobody lands on the waiting list unasked.  *asked: the page that asks is
 * drawn, and nothing is to be done.
 */
static enum status
ask_to_wait(struct request *request, const struct linked *linked,
    const struct coming *coming, struct response *response, bool *asked)
{
	struct restore_page page = { .path = request->path };
	struct page_context context;
	enum status status = STATUS_OK;

	page.numbers = arena_array(request->arena, PARTICIPANTS_MAX,
	    sizeof(*page.numbers));
	for (; page.nnumbers < coming->count; page.nnumbers++)
		page.numbers[page.nnumbers] = arena_printf(request->arena,
		    "%lld", (long long)coming->numbers[page.nnumbers]);
	for (size_t i = 0; status == STATUS_OK && page.asked == NULL &&
	    (i == 0 || i < coming->count); i++)
		status = restore_ask(coming->app, &coming->act,
		    coming->registration, coming->count == 0 ? 0 :
		    coming->numbers[i], request->arena, &page.asked);
	*asked = status == STATUS_OK && page.asked != NULL;
	if (!*asked)
		return status;
	status = page_context_set(coming->app, request,
	    linked->registration.event, "Er is nu geen plaats", &context);
	page.page = context.page;
	if (status == STATUS_OK)
		restore_html(&response->body, &page);
	return status;
}

enum status
coming_post(struct app *app, struct request *request,
    const struct linked *linked, struct response *response)
{
	const char *actie = params_value(request->params, "actie");
	struct coming coming = {
		.app = app, .registration = linked->registration.id,
		.holder = params_value(request->params, "houder"),
	};
	const struct catalog *catalog;
	enum status status;
	bool asked = false;
	size_t button = 0;

	while (button < sizeof(buttons) / sizeof(buttons[0]) &&
	    !text_same(buttons[button].actie, actie))
		button++;
	if (button == sizeof(buttons) / sizeof(buttons[0]))
		return STATUS_INVALID;
	status = read_numbers(request->params, linked, &coming);
	if (status == STATUS_OK)
		status = app_catalog(app, linked->registration.event,
		    &catalog);
	if (status != STATUS_OK)
		return status;
	coming.run = buttons[button].run;
	coming.act = app_act(app, catalog, linked->person == NULL ?
	    "contact" : "deelnemer");
	coming.act.self = linked->person == NULL ? 0 : linked->person->id;
	if (buttons[button].run == act_restore &&
	    params_value(request->params, "besluit") == NULL)
		status = ask_to_wait(request, linked, &coming, response,
		    &asked);
	if (status == STATUS_OK && asked)
		return STATUS_OK;
	if (status == STATUS_OK)
		status = writer_run(app->writer, run_coming, &coming);
	if (status == STATUS_NOTFOUND || status == STATUS_INVALID)
		return STATUS_FULL;
	return status != STATUS_OK ? status : lead_back(request, linked,
	    &coming, buttons[button].done, buttons[button].cancels, response);
}

enum status
participant_post(struct app *app, struct request *request,
    struct response *response)
{
	struct linked linked;
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK)
		return status;
	status = link_participant(app, request, &linked);
	return status != STATUS_OK ? status :
	    coming_post(app, request, &linked, response);
}
