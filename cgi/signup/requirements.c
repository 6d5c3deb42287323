/* Requirements: given and withdrawn by the person, on their own page. */
#include <string.h>

#include "cgi/signup/done.h"
#include "cgi/signup/handlers.h"
#include "cgi/signup/participant.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/audit.h"

struct requirements_form {
	const struct linked	*linked;
	const char		*link;
	const struct secret	*secret;
	struct requirements	 requirements;
	bool			 withdrawn;
	int64_t			 now;
};

/* The log says that some were given or withdrawn, never which. */
static enum status
save_requirements(struct db *db, void *arg, struct arena *arena)
{
	const struct requirements_form *requirements_form = arg;
	int64_t participant = requirements_form->linked->person->id,
	    registration;
	enum status status;

	(void)arena;
	/* The place may have been given to somebody else since. */
	status = participant_by_link(db, requirements_form->secret,
	    requirements_form->link, &registration, &participant);
	if (status != STATUS_OK)
		return status;
	status = requirements_form->withdrawn ?
	    requirements_remove(db, participant) :
	    requirements_put(db, participant, &requirements_form->requirements);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = "deelnemer", .wat =
			    requirements_form->withdrawn ?
			    "wens ingetrokken" : "wens doorgegeven",
			.event = requirements_form->linked->registration.event,
			.registration =
			    requirements_form->linked->registration.id,
			.participant = participant,
		}, requirements_form->now);
	return status;
}

/* INVALID: something is wrong with an answer or the consent is missing. */
static enum status
read_requirements(const struct request *request,
    struct answer answers[REQUIREMENT__MAX],
    struct requirements *requirements, const char **consent_fault)
{
	enum status status = STATUS_OK;
	bool empty = true;

	for (size_t i = 0; i < REQUIREMENT__MAX; i++) {
		answers[i] = (struct answer){
			.raw = form_text(request->params,
			    requirement_fields[i].name),
		};
		if (field_check(&requirement_fields[i], answers[i].raw, true,
		    request->arena, &requirements->answer[i],
		    &answers[i].fault) != STATUS_OK)
			status = STATUS_INVALID;
		else
			empty = empty && text_empty(requirements->answer[i]);
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
requirements_post(struct app *app, struct request *request,
    struct response *response)
{
	struct answer answers[REQUIREMENT__MAX];
	const char *consent_fault = NULL;
	struct requirements_form requirements_form = { .now = app->now() };
	const struct catalog *catalog;
	struct linked linked;
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK ||
	    (status = link_participant(app, request, &linked)) != STATUS_OK ||
	    (status = app_catalog(app, linked.registration.event,
	    &catalog)) != STATUS_OK)
		return status;
	requirements_form.linked = &linked;
	requirements_form.link = request->tail;
	requirements_form.secret = app->secret;
	requirements_form.requirements.toestemming = requirements_form.now;
	requirements_form.withdrawn = text_same(form_text(request->params,
	    "actie"),
	    "intrekken");
	/* They can be withdrawn at any time; giving them takes a place. */
	if (!requirements_form.withdrawn &&
	    (linked.person->attendance == ATTENDANCE_CANCELLED ||
	    !event_allows(&catalog->event, EVENT_CANCEL,
	    requirements_form.now)))
		return STATUS_FULL;
	if (!requirements_form.withdrawn && read_requirements(request, answers,
	    &requirements_form.requirements, &consent_fault) != STATUS_OK) {
		response->code = HTTP_UNPROCESSABLE;
		return participant_draw(app, request, &linked, answers,
		    consent_fault, response);
	}
	status = writer_run(app->writer, save_requirements, &requirements_form);
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, arena_printf(request->arena,
	    "/deelnemer/%s?gedaan=%s#gedaan", request->tail,
	    requirements_form.withdrawn ? DONE_NO_WISH : DONE_WISH));
}
