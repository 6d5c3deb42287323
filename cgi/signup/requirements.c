/* Wishes: given and withdrawn by the person, on their own page. */
#include <string.h>

#include "cgi/signup/handlers.h"
#include "cgi/signup/participant.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/audit.h"

struct wishing {
	const struct linked	*linked;
	const char		*token;
	struct wish		 wish;
	bool			 withdrawn;
	int64_t			 now;
};

/* The log says that a wish was given or withdrawn, never what it is. */
static enum status
save_wish(struct db *db, void *arg, struct arena *arena)
{
	const struct wishing *wishing = arg;
	int64_t participant = wishing->linked->person->id, registration;
	enum status status;

	(void)arena;
	/* The place may have been given to somebody else since. */
	status = participant_by_token(db, wishing->token, &registration,
	    &participant);
	if (status != STATUS_OK)
		return status;
	status = wishing->withdrawn ? wish_remove(db, participant) :
	    wish_put(db, participant, &wishing->wish);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = "deelnemer", .wat = wishing->withdrawn ?
			    "wens ingetrokken" : "wens doorgegeven",
			.event = wishing->linked->registration.event,
			.registration = wishing->linked->registration.id,
			.participant = participant,
		}, wishing->now);
	return status;
}

/* INVALID: something is wrong with an answer or the consent is missing. */
static enum status
read_wish(const struct request *request, struct answer answers[WISH__MAX],
    struct wish *wish, const char **consent_fault)
{
	enum status status = STATUS_OK;
	bool empty = true;

	for (size_t i = 0; i < WISH__MAX; i++) {
		answers[i] = (struct answer){
			.raw = form_text(request->params, wish_fields[i].name),
		};
		if (field_check(&wish_fields[i], answers[i].raw, true,
		    request->arena, &wish->answer[i], &answers[i].fault) !=
		    STATUS_OK)
			status = STATUS_INVALID;
		else
			empty = empty && text_empty(wish->answer[i]);
	}
	if (!text_same(form_text(request->params, "toestemming"), "ja"))
		*consent_fault = "Zet een vinkje bij de toestemming. Zonder "
		    "toestemming mogen we uw wens niet bewaren.";
	else if (status == STATUS_OK && empty)
		*consent_fault = "Vul bij een van de twee vragen in wat uw "
		    "wens is.";
	return *consent_fault == NULL ? status : STATUS_INVALID;
}

enum status
wish_post(struct app *app, struct request *request, struct response *response)
{
	struct answer answers[WISH__MAX];
	const char *consent_fault = NULL;
	struct wishing wishing = { .now = app->now() };
	const struct catalog *catalog;
	struct linked linked;
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK ||
	    (status = link_participant(app, request, &linked)) != STATUS_OK ||
	    (status = app_catalog(app, linked.registration.event,
	    &catalog)) != STATUS_OK)
		return status;
	wishing.linked = &linked;
	wishing.token = request->tail;
	wishing.wish.toestemming = wishing.now;
	wishing.withdrawn = text_same(form_text(request->params, "actie"),
	    "intrekken");
	/* A wish can be withdrawn at any time; giving one takes a place. */
	if (!wishing.withdrawn && (linked.person->attendance ==
	    ATTENDANCE_CANCELLED ||
	    event_phase(&catalog->event, wishing.now) == EVENT_PAST))
		return STATUS_FULL;
	if (!wishing.withdrawn && read_wish(request, answers, &wishing.wish,
	    &consent_fault) != STATUS_OK) {
		response->code = HTTP_UNPROCESSABLE;
		return participant_draw(app, request, &linked, answers,
		    consent_fault, response);
	}
	status = writer_run(app->writer, save_wish, &wishing);
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, arena_printf(request->arena,
	    "/deelnemer/%s", request->tail));
}
