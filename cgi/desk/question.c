#include <string.h>

#include "cgi/desk/question.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates.h"

enum status
question_ask(struct question *question, struct response *response)
{
	struct request *request = question->request;
	struct arena *arena = request->arena;
	struct outlook outlook = {
		.work = question->work, .arg = question->arg,
		.event = question->event, .now = question->act->now,
		.letters_as = impact_letters(request, question->act),
	};
	const char *sentences[IMPACT_OUTLOOK + 1];
	struct impact_page page = {
		.title = question->title, .sentences = sentences,
		/* With the list that it was reached from. */
		.action = arena_printf(arena, "%s%s%s", request->path,
		    text_empty(request->query) ? "" : "?", request->query),
		.actie = question->actie,
		.version = question->version, .hidden = question->hidden,
		.nhidden = question->nhidden, .back = question->back,
	};
	struct desk_page desk;
	enum status status;

	status = outlook_find(question->app->writer, &outlook);
	if (status == STATUS_OK)
		status = desk_page(question->app, request, question->title,
		    question->here, &desk);
	if (status != STATUS_OK)
		return status;
	page.frame = desk.frame;
	if (question->about != NULL)
		sentences[page.nsentences++] = question->about;
	page.reach = impact_reach(&outlook, arena);
	page.whom = text_or_none(outlook.letters_as->whom);
	impact_show_letter(&outlook, request, &page);
	if (outlook.letters > 0) {
		impact_draw_more(question->app, request, &desk.context,
		    &page);
		page.loud = arena_printf(arena, "%s en %s mailen",
		    question->does, present_count(outlook.letters, "postvak",
		    "postvakken", arena));
		if (question->only_mails)
			page.loud = question->does;
	}
	if (!question->only_mails)
		page.quiet = outlook.letters == 0 ? question->does :
		    arena_printf(arena, "%s zonder mail", question->does);
	impact_html(&response->body, &page);
	return STATUS_OK;
}

enum status
question_run(struct question *question)
{
	struct impact_job job = {
		.work = question->work, .arg = question->arg,
		.act = question->act, .event = question->event,
		.undoable = question->undoable,
		/* Without a name: the mailing outlives the person. */
		.title = question->does,
	};
	enum status status;

	question->act->quiet = impact_decision(question->request) ==
	    DECISION_QUIET;
	impact_answer(question->request, question->act);
	status = impact_run(question->app->writer, &job);
	question->mailing = job.mailing;
	return status;
}

enum status
question_settle(struct question *question, struct response *response,
    bool *asked)
{
	*asked = false;
	if (question->act->quiet)
		return writer_run(question->app->writer, question->work,
		    question->arg);
	*asked = impact_decision(question->request) == DECISION_NONE;
	return *asked ? question_ask(question, response) :
	    question_run(question);
}

void
question_keep_form(struct question *question)
{
	static const char *const own[] = {
		"csrf", "besluit", "zin", "wanneer", "brief", NULL,
	};
	const struct params *params = question->request->params;

	question->hidden = arena_array(question->request->arena,
	    params->count, sizeof(*question->hidden));
	for (size_t i = 0; i < params->count; i++) {
		const struct pair *pair = &params->pairs[i];
		size_t j = 0;

		while (own[j] != NULL && strcmp(own[j], pair->name) != 0)
			j++;
		if (own[j] == NULL)
			question->hidden[question->nhidden++] =
			    (struct desk_form_kept){ pair->name, pair->value };
	}
}
