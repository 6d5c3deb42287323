/*
 * Nothing that concerns people is saved unseen: first the organiser reads
 * what they would notice and who would get a mail, and decides.
 */
#include <string.h>

#include "cgi/desk/event/impact.h"
#include "cgi/desk/seen_letter.h"
#include "core/arena.h"
#include "cgi/form/draw.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/campaign/undo.h"
#include "db/people/recipient.h"
#include "templates.h"

#define SENTENCE_MAX	500

enum decision
impact_decision(const struct request *request)
{
	const char *word = params_value(request->params, "besluit");

	return text_same(word, "mail") ? DECISION_MAIL :
	    text_same(word, "stil") ? DECISION_QUIET : DECISION_NONE;
}

static const struct field sentence_field = {
	.name = "zin", .label = "Eigen zin",
	.type = FIELD_LINE, .max = SENTENCE_MAX, .autocomplete = "off",
};

/* What was typed, when it is good; else none. */
static const char *
sentence_of(const struct request *request)
{
	const char *clean, *fault;

	return field_check(&sentence_field, form_text(request->params, "zin"),
	    true, request->arena, &clean, &fault) == STATUS_OK ? clean : "";
}

const char *
impact_sentence(const struct request *request)
{
	return text_or_none(sentence_of(request));
}

void
impact_answer(const struct request *request, struct act_context *act)
{
	act->sentence = impact_sentence(request);
	act->hold = text_same(params_value(request->params, "wanneer"),
	    "straks") ? IMPACT_HOLD : 0;
}

void
impact_draw_more(struct app *app, struct request *request,
    struct page_context *context, struct impact_page *page)
{
	struct field_view *view = arena_array(request->arena, 1,
	    sizeof(*view));
	struct answer answer = { .raw = form_text(request->params, "zin") };
	struct drawing drawing;

	drawing_init(&drawing, context, request->arena);
	*view = draw_field(&drawing, &sentence_field, sentence_field.name,
	    &answer, "");
	page->sentence = view;
	page->at_once = text_same(params_value(request->params, "wanneer"),
	    "nu");
	page->later = arena_printf(request->arena, "Over tien minuten, om %s "
	    "uur", clock_time(app->now() + IMPACT_HOLD, request->arena));
}

/* The act, and its letters as a mailing. */
static enum status
run(struct db *db, void *arg, struct arena *arena)
{
	struct impact_job *job = arg;
	struct mailing mailing = {
		.event = job->event, .soort = MAILING_OF_ACT,
		.onderwerp = job->title, .keuze = "wie het aangaat",
		.tekst = job->act->sentence == NULL ? "" : job->act->sentence,
		.wie = job->act->who, .gemaakt = job->act->now,
	};
	int64_t before = 0, last = 0;
	enum status status;

	job->mailing = 0;
	status = outbox_last(db, &before);
	if (status == STATUS_OK && job->undoable)
		status = undo_begin(db, job->act->now);
	if (status == STATUS_OK)
		status = job->work(db, job->arg, arena);
	if (status == STATUS_OK)
		status = outbox_last(db, &last);
	if (status == STATUS_OK && last > before)
		status = mailing_add(db, &mailing);
	if (status == STATUS_OK && last > before)
		status = mailing_set_letters(db, mailing.id, before + 1, last);
	if (status == STATUS_OK && job->undoable)
		status = undo_end(db, mailing.id);
	job->mailing = mailing.id;
	return status;
}

enum status
impact_run(struct writer *writer, struct impact_job *job)
{
	return writer_run(writer, run, job);
}

const char *
impact_path(const char *path, const struct impact_job *job,
    struct arena *arena)
{
	return job->mailing == 0 ? path : arena_printf(arena,
	    "%s&mailing=%lld", path, (long long)job->mailing);
}

size_t
impact_say_outlook(const struct outlook *outlook, struct arena *arena,
    const char **sentences, size_t count)
{
	if (outlook->places > 0)
		sentences[count++] = arena_printf(arena, "%s een plaats.",
		    outlook->places == 1 ? "1 persoon van de wachtlijst "
		    "krijgt" : arena_printf(arena, "%lld mensen van de "
		    "wachtlijst krijgen", (long long)outlook->places));
	if (outlook->seats > 0)
		sentences[count++] = arena_printf(arena, "%s een plaats in "
		    "een sessie.", outlook->seats == 1 ? "1 persoon die "
		    "wachtte krijgt" : arena_printf(arena, "%lld keer krijgt "
		    "iemand die wachtte", (long long)outlook->seats));
	if ((outlook->places > 0 || outlook->seats > 0) &&
	    outlook->letters > 0)
		sentences[count++] = "Zonder mail weten zij dat niet. Een "
		    "plaats die iemand heeft, kunt u niet in één keer "
		    "terugnemen.";
	return count;
}

const char *
impact_reach(const struct outlook *outlook, struct arena *arena)
{
	return outlook->letters == 0 ? "Niemand krijgt hier een mail over." :
	    arena_printf(arena, "Als u mailt, %s uit.", outlook->letters == 1 ?
	    "gaat er 1 mail" : arena_printf(arena, "gaan er %lld mails",
	    (long long)outlook->letters));
}

struct outlook_letters *
impact_letters(const struct request *request, struct act_context *act)
{
	struct outlook_letters *as = arena_alloc(request->arena, sizeof(*as));

	memset(as, 0, sizeof(*as));
	as->act = act;
	as->number = form_number(request->params, "brief");
	act->sentence = impact_sentence(request);
	act->quiet = false;
	return as;
}

void
impact_show_letter(const struct outlook *outlook,
    const struct request *request, struct impact_page *page)
{
	const struct outlook_letters *as = outlook->letters_as;
	struct seen_letter *seen;

	if (as == NULL || as->text[0] == '\0')
		return;
	seen = seen_letter_new(request, outlook->letters);
	seen->to = as->to;
	seen->subject = as->subject;
	seen->text = as->text;
	page->letter = seen;
}

enum status
impact_draw(struct app *app, struct request *request,
    const struct impact *impact, struct impact_page *page,
    struct response *response)
{
	struct arena *arena = request->arena;
	struct recipient *recipients = NULL;
	struct desk_page desk;
	enum status status;
	size_t count = 0;

	status = desk_page(app, request, page->title, impact->here, &desk);
	if (status == STATUS_OK && impact->mails)
		status = recipient_list(app->db, impact->event != 0 ?
		    impact->event : desk.context.catalog->event.id,
		    impact->session, impact->round, arena, &recipients, &count);
	if (status != STATUS_OK)
		return status;
	page->recipients = arena_array(arena, count, sizeof(*page->recipients));
	for (size_t i = 0; i < count; i++)
		page->recipients[page->nrecipients++] = (struct recipient_view){
			recipients[i].naam, recipients[i].gemeente,
			recipients[i].contact ? "contactpersoon" : "deelnemer",
		};
	page->frame = desk.frame;
	if (page->summary != NULL)
		desk.context.page->title = arena_printf(arena, "Fout: %s – %s",
		    page->summary->heading, desk.context.page->title);
	if (count > 0 && recipients[0].all > (int64_t)count)
		page->others = present_count(recipients[0].all -
		    (int64_t)count, "ander", "anderen", arena);
	if (page->reach == NULL && count == 0)
		page->loud = NULL;
	if (page->reach == NULL)
		page->reach = count == 0 ? "Niemand krijgt hier een mail "
	    "over." : arena_printf(arena, "Als u mailt, %s een bericht met "
	    "wat er verandert en hoe hun aanmelding er nu uitziet.",
	    count == 1 ? "krijgt 1 persoon" :
	    arena_printf(arena, "krijgen %lld mensen",
	    (long long)recipients[0].all));
	if (page->loud != NULL)
		impact_draw_more(app, request, &desk.context, page);
	impact_html(&response->body, page);
	return STATUS_OK;
}
