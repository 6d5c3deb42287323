/*
 * The campaign on one screen, and before anything is sent: who gets a letter,
 * who does not and why, and the letter itself.  What is approved is a list of
 * municipalities; of these, who answers meanwhile gets none after all.
 */
#include <string.h>

#include "acts/campaign.h"
#include "cgi/desk/campaign/campaign_view.h"
#include "cgi/desk/campaign/due.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/seen_letter.h"
#include "cgi/form/draw.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/gemeente/gemeente.h"
#include "mail/compose/editable.h"
#include "mail/compose/invitation.h"
#include "templates.h"

#define PATH		"/beheer/campagne"
#define NAMES_MAX	((size_t)32 << 10)
#define SENTENCE_MAX	500

static const struct field sentence_field = {
	.name = "zin", .label = "Eigen zin", .type = FIELD_LINES,
	.max = SENTENCE_MAX, .autocomplete = "off",
	.hint = "Komt in elke mail, onder de datum en de plaats.",
};

static const struct choice done[] = {
	{ "adressen", "De adressen zijn overgenomen." },
	{ "brief", "Genoteerd: zij kregen een brief op papier." },
	{ "niemand", "Er is niets klaargezet: van deze gemeenten mag niemand "
	    "nu bericht krijgen." },
	{ NULL, NULL },
};

static const char *
closed_why(const struct event *event, int64_t now)
{
	return invited_event(event, now) ? NULL : !event->zichtbaar ?
	    "Uitnodigen kan alleen voor de bijeenkomst die openbaar is." :
	    "Uitnodigen kan niet meer: aanmelden is dicht.";
}

enum status
campaign_show(struct app *app, struct request *request,
    struct response *response)
{
	struct campaign_page page = { .may_act = desk_is_organiser(request) };
	struct campaign_filter filter;
	char today[CLOCK_DAY_SIZE];
	const struct catalog *catalog;
	struct invited *list;
	struct desk_page desk;
	enum status status;
	int64_t first;
	size_t count;

	status = campaign_read(app, request, &catalog, today, &list, &count);
	if (status == STATUS_OK)
		status = desk_page(app, request, "Gemeenten uitnodigen",
		    DESK_CAMPAIGN, &desk);
	if (status != STATUS_OK)
		return status;
	campaign_filter_read(request->query_params, &filter);
	first = form_number(request->query_params, "na");
	campaign_draw(list, count, &filter, today, app->now(), first < 0 ? 0 :
	    first, request->arena, &page);
	catalog = desk.context.catalog;
	page.closed = closed_why(&catalog->event, app->now());
	page.reminds = text_empty(catalog->event.herinneren) ? NULL :
	    arena_printf(request->arena, "Stille gemeenten krijgen vanzelf een "
	    "herinnering, zoveel dagen ervoor: %s.",
	    catalog->event.herinneren);
	desk.frame->done = desk_done(request, done);
	page.frame = desk.frame;
	campaign_html(&response->body, &page);
	return STATUS_OK;
}

/* A selection that is asked about, and then sent to. */
struct sending {
	struct app		*app;
	struct request		*request;
	struct response		*response;
	const struct catalog	*catalog;
	struct campaign_filter	 filter;
	char			 today[CLOCK_DAY_SIZE];
	struct invited		*list;
	size_t			 count;
	struct answer		 sentence;
	struct due		 due;
	struct act_context	 act;
	struct campaign_order	 order;
};

/* Those that are ticked, or all of the list. */
static bool
is_chosen(const struct sending *sending, const struct invited *one)
{
	const struct params *params = sending->request->params;
	const struct pair *pair = NULL;
	bool any = false;

	while ((pair = params_next(params, "g", pair)) != NULL) {
		any = true;
		if (strcmp(pair->value, one->coverage->code) == 0)
			return true;
	}
	return !any && campaign_fits(one, &sending->filter, sending->today,
	    sending->request->arena);
}

static void
choose(struct sending *sending)
{
	struct campaign_order *order = &sending->order;

	order->codes = arena_array(sending->request->arena, sending->count,
	    sizeof(*order->codes));
	for (size_t i = 0; i < sending->count; i++)
		if (is_chosen(sending, &sending->list[i]))
			order->codes[order->ncodes++] =
			    sending->list[i].coverage->code;
}

static bool
is_ordered(const struct campaign_order *order, const struct invited *one)
{
	for (size_t i = 0; i < order->ncodes; i++)
		if (strcmp(order->codes[i], one->coverage->code) == 0)
			return true;
	return false;
}

static void
add_name(struct buf *names, const struct invited *one)
{
	buf_printf(names, "%s%s", names->length == 0 ? "" : ", ",
	    one->coverage->naam);
}

/* Everybody of the selection is in one group: those who may, or a reason. */
static const struct invited **
sort_out(const struct sending *sending, struct campaign_ask_page *page)
{
	struct arena *arena = sending->request->arena;
	struct buf names[INVITED_WHY__MAX];
	int64_t counts[INVITED_WHY__MAX] = { 0 };
	const struct invited **may;

	may = arena_array(arena, sending->count, sizeof(*may));
	page->codes = arena_array(arena, sending->count,
	    sizeof(*page->codes));
	page->left = left_outs_new("Gemeenten", arena);
	for (size_t i = 0; i < INVITED_WHY__MAX; i++)
		buf_init(&names[i], arena, NAMES_MAX);
	for (size_t i = 0; i < sending->count; i++) {
		const struct invited *one = &sending->list[i];
		enum invited_why why = invited_why(one, sending->today,
		    sending->act.now);

		if (!is_ordered(&sending->order, one))
			continue;
		add_name(&names[why], one);
		counts[why]++;
		if (why == INVITED_MAY) {
			may[page->ncodes] = one;
			page->codes[page->ncodes++] = one->coverage->code;
		}
	}
	page->names = names[INVITED_MAY].data;
	for (enum invited_why i = INVITED_MAY + 1; i < INVITED_WHY__MAX; i++)
		left_outs_add(page->left, campaign_why(i), names[i].data,
		    counts[i], "gemeenten", arena);
	return may;
}

/* The longest name, and the first of each kind of letter. */
static void
mark_odd(const struct invited *const *may, size_t count,
    struct seen_letter *seen, struct arena *arena)
{
	int64_t longest = 1, first = 0, reminder = 0, griffie = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t number = (int64_t)i + 1;

		if (text_length(may[i]->coverage->naam) >
		    text_length(may[longest - 1]->coverage->naam))
			longest = number;
		if (first == 0 && may[i]->letters == 0)
			first = number;
		if (reminder == 0 && may[i]->letters > 0)
			reminder = number;
		if (griffie == 0 && may[i]->griffie)
			griffie = number;
	}
	seen_letter_mark(seen, "langste naam", longest, arena);
	if (reminder != 0)
		seen_letter_mark(seen, "uitnodiging", first, arena);
	if (first != 0)
		seen_letter_mark(seen, "herinnering", reminder, arena);
	seen_letter_mark(seen, "aan de griffie", griffie, arena);
}

static void
draw_letter(const struct sending *sending, const struct invited *const *may,
    struct campaign_ask_page *page)
{
	struct arena *arena = sending->request->arena;
	struct seen_letter *seen = seen_letter_new(
	    sending->request, (int64_t)page->ncodes);
	struct compose_sample letter;
	const struct invited *one;

	if (seen->count == 0)
		return;
	one = may[seen->number - 1];
	letter = invitation_sample(sending->app->config,
	    sending->catalog, one->coverage->naam,
	    one->letters == 0 ? 0 : one->first, sending->sentence.clean,
	    arena);
	seen->to = arena_printf(arena, "%s, %s", one->coverage->naam,
	    one->address);
	seen->subject = letter.subject;
	seen->text = letter.text;
	mark_odd(may, page->ncodes, seen, arena);
	page->letter = seen;
	page->words = arena_printf(arena, "/beheer/brieven/%s",
	    editable_invitation(one->letters > 0)->slug);
}

static enum status
ask(struct sending *sending)
{
	struct arena *arena = sending->request->arena;
	struct campaign_ask_page page = { .ncodes = 0 };
	const struct invited **may;
	struct field_view sentence;
	struct drawing drawing;
	struct desk_page desk;
	enum status status;

	may = sort_out(sending, &page);
	draw_letter(sending, may, &page);
	page.title = arena_printf(arena, "%zu van de %zu gemeenten %s bericht",
	    page.ncodes, sending->order.ncodes, page.ncodes == 1 ? "krijgt" :
	    "krijgen");
	status = desk_page(sending->app, sending->request, page.title,
	    DESK_CAMPAIGN, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, arena);
	page.due = due_draw(&sending->due, &drawing);
	sentence = draw_field(&drawing, &sentence_field, sentence_field.name,
	    &sending->sentence, "");
	page.summary = draw_summary(&drawing, NULL);
	page.sentence = &sentence;
	page.frame = desk.frame;
	page.chosen = sending->order.selection;
	page.hidden = campaign_filter_hide(&sending->filter, &page.nhidden,
	    arena);
	page.submit = arena_printf(arena, "Zet %s klaar", present_count(
	    (int64_t)page.ncodes, "mail", "mails", arena));
	page.back = campaign_filter_write(PATH, &sending->filter, arena);
	campaign_ask_html(&sending->response->body, &page);
	return STATUS_OK;
}

static enum status
invite(struct db *db, void *arg, struct arena *arena)
{
	struct sending *sending = arg;

	return act_invite(db, &sending->act, &sending->order, arena);
}

static enum status
note_paper(struct db *db, void *arg, struct arena *arena)
{
	struct sending *sending = arg;

	return act_note_paper(db, &sending->act, &sending->order, arena);
}

static enum status
begin(struct sending *sending)
{
	struct request *request = sending->request;
	enum status status;

	status = campaign_read(sending->app, request, &sending->catalog,
	    sending->today, &sending->list, &sending->count);
	if (status == STATUS_OK)
		status = desk_act(sending->app, request, &sending->act);
	if (status != STATUS_OK)
		return status;
	sending->catalog = sending->act.catalog;
	campaign_filter_read(request->params, &sending->filter);
	choose(sending);
	sending->sentence = (struct answer){
		.raw = form_text(request->params, sentence_field.name),
		.clean = "",
	};
	sending->order.event = sending->catalog->event.id;
	sending->order.selection = campaign_filter_words(&sending->filter,
	    request->arena);
	return STATUS_OK;
}

enum status
campaign_post(struct app *app, struct request *request,
    struct response *response)
{
	struct sending sending = {
		.app = app, .request = request, .response = response,
	};
	enum status status = begin(&sending);

	if (status != STATUS_OK)
		return status;
	if (text_same(params_value(request->params, "actie"), "brief")) {
		status = writer_run(app->writer, note_paper, &sending);
		return status != STATUS_OK ? status : response_see_other(
		    response, PATH "?gedaan=brief");
	}
	status = field_check(&sentence_field, sending.sentence.raw, true,
	    request->arena, &sending.sentence.clean, &sending.sentence.fault);
	/* Until then one can sign up. */
	if (due_read(request->params, sending.act.now,
	    sending.catalog->event.aanmelden_dicht, request->arena,
	    &sending.due) != STATUS_OK || status != STATUS_OK) {
		response->code = HTTP_UNPROCESSABLE;
		return ask(&sending);
	}
	sending.order.due = sending.due.moment;
	sending.order.sentence = sending.sentence.clean;
	if (!text_same(params_value(request->params, "besluit"), "mail"))
		return ask(&sending);
	status = writer_run(app->writer, invite, &sending);
	if (status == STATUS_NOTFOUND)
		return STATUS_FULL;
	return status != STATUS_OK ? status : response_see_other(response,
	    sending.order.owed == 0 ? PATH "?gedaan=niemand" :
	    arena_printf(request->arena, "/beheer/berichten/%lld?gedaan=klaar",
	    (long long)sending.order.mailing.id));
}
