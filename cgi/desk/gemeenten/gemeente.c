/*
 * What is done about one municipality: shown, edited, noted.  Two organisers
 * may be at it at once: what the one did not touch stays as the other made it,
 * and the row is only changed while it is as it was judged.
 */
#include "acts/gemeenten.h"
#include "cgi/desk/gemeenten/gemeente_page.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/text.h"

static const char both_changed_it[] = "Iemand anders heeft intussen hetzelfde "
    "gewijzigd als u. Wat u invulde staat er nog; bekijk het en bewaar het "
    "opnieuw.";

/* What was done, said once on the page that follows. */
static const struct choice done[] = {
	{ "bewaren", "De gegevens zijn bewaard." },
	{ "afzeggen", "Vastgelegd: er komt niemand." },
	{ "terugnemen", "‘Komt niet’ is teruggenomen." },
	{ NULL, NULL },
};

enum status
gemeente_show(struct app *app, struct request *request,
    struct response *response)
{
	struct gemeente_subject subject;
	enum status status;

	status = gemeente_subject_read(app, request, &subject);
	if (status != STATUS_OK)
		return status;
	subject.desk.frame->done = desk_done(request, done);
	return gemeente_subject_draw(&subject, response);
}

/* What is to be done; the job of the writer. */
struct gemeente_handling {
	struct act_context	 act;
	int64_t			 event;
	struct gemeente_record	 after;
	char			 mark[GEMEENTE_MARK_SIZE];
	const char		*code;
	const char		*note;
};

static enum status
edit(struct db *db, void *arg, struct arena *arena)
{
	const struct gemeente_handling *handling = arg;

	return act_edit_gemeente(db, &handling->act, &handling->after,
	    handling->mark, arena);
}

static enum status
decline(struct db *db, void *arg, struct arena *arena)
{
	const struct gemeente_handling *handling = arg;

	return act_decline(db, &handling->act, handling->event,
	    handling->code, handling->note, arena);
}

/* Twice the same is no fault. */
static enum status
undecline(struct db *db, void *arg, struct arena *arena)
{
	const struct gemeente_handling *handling = arg;
	enum status status = act_undecline(db, &handling->act,
	    handling->event, handling->code, arena);

	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

static enum status
refuse(struct gemeente_subject *subject, struct response *response)
{
	subject->open = true;
	response->code = HTTP_UNPROCESSABLE;
	return gemeente_subject_draw(subject, response);
}

/* Judge what was typed; INVALID: the subject holds why not. */
static enum status
judge(struct gemeente_subject *subject, db_work work,
    struct gemeente_handling *handling)
{
	struct request *request = subject->request;
	struct answer *note = &subject->note;
	enum status status;

	if (work != edit) {
		note->raw = form_text(request->params, gemeente_note.name);
		status = field_check(&gemeente_note, note->raw, true,
		    request->arena, &note->clean, &note->fault);
		handling->note = note->clean;
		return status;
	}
	gemeente_mark(&subject->record, request->arena, handling->mark);
	status = gemeente_form_read(&subject->form, subject->app->db,
	    request->params, &subject->record, subject->all, subject->nall,
	    request->arena, &handling->after);
	if (subject->form.nboth > 0)
		subject->trouble = both_changed_it;
	return status;
}

enum status
gemeente_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *actie = params_value(request->params, "actie");
	db_work work = text_same(actie, "bewaren") ? edit :
	    text_same(actie, "afzeggen") ? decline :
	    text_same(actie, "terugnemen") ? undecline : NULL;
	struct gemeente_handling handling = { .code = request->tail };
	struct gemeente_subject subject;
	enum status status;

	if (work == NULL)
		return STATUS_INVALID;
	status = gemeente_subject_read(app, request, &subject);
	if (status == STATUS_OK)
		status = desk_act(app, request, &handling.act);
	if (status != STATUS_OK)
		return status;
	handling.event = subject.desk.context.catalog->event.id;
	if (judge(&subject, work, &handling) != STATUS_OK)
		return refuse(&subject, response);
	status = writer_run(app->writer, work, &handling);
	/* Somebody saved in between: once more, with theirs in it. */
	if (status == STATUS_INVALID)
		return gemeente_post(app, request, response);
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, arena_printf(request->arena,
	    "/beheer/gemeente/%s?gedaan=%s", request->tail, actie));
}
