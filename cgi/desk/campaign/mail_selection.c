/*
 * Mail to the people of the attendees' filter.  The address holds the
 * selection; the text is shown in a letter to each of them before anything is
 * owed, and above MUST_TEST mails one has to have been sent to oneself: the
 * proof is a mac of this very text, so that another text needs another test.
 */
#include <stdlib.h>
#include <string.h>

#include "acts/mailing.h"
#include "cgi/desk/campaign/due.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee_filter.h"
#include "cgi/desk/seen_letter.h"
#include "cgi/form/desk_form.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/email.h"
#include "core/text.h"
#include "db/evaluation/evaluation.h"
#include "mail/compose/mailing.h"
#include "templates.h"
#include "templates/desk/mail_selection.h"
#include "templates/present.h"
#include "templates/substitute.h"

#define PATH		"/beheer/berichten/nieuw"
#define AHEAD		(365 * 86400)	/* seconds that it may be planned */
#define MUST_TEST	20	/* mails, above which a test is needed */
#define NAMES_MAX	((size_t)256 << 10)

static const struct choice kinds[] = {
	{ MAILING_WRITES, "Over hun aanmelding" },
	{ MAILING_NEWS, "Uitnodiging of nieuws" },
	{ NULL, NULL },
};
static const struct field kind_field = {
	.name = "soort", .label = "Waarover gaat het", .type = FIELD_CHOICE,
	.flags = FIELD_REQUIRED, .max = 20, .choices = kinds,
	.missing = "Kies waarover de mail gaat.",
	.hint = "Onder een uitnodiging of nieuws staat een link om geen "
	    "nieuws meer te krijgen. Wie dat eerder zei, krijgt niets.",
};
static const struct field ground_field = {
	.name = "grond", .label = "Waarom mag u hun dit sturen",
	.type = FIELD_LINE, .max = 200, .autocomplete = "off",
	.hint = "Verplicht bij een uitnodiging of nieuws; staat onder de "
	    "mail. Zoals: U was in 2026 bij onze bijeenkomst.",
};
static const struct field subject_field = {
	.name = "onderwerp", .label = "Onderwerp", .type = FIELD_LINE,
	.flags = FIELD_REQUIRED, .max = 150, .autocomplete = "off",
	.missing = "Vul een onderwerp in.",
};
static const struct field text_field = {
	.name = "tekst", .label = "Tekst", .type = FIELD_LINES,
	.flags = FIELD_REQUIRED, .max = 8000, .autocomplete = "off",
	.missing = "Vul een tekst in.",
	.hint = "De aanhef schrijft u zelf, zoals Beste {naam}. De link naar "
	    "iemands eigen pagina en de groet staan er vanzelf onder.",
};
static const struct field test_field = {
	.name = "proefadres", .label = "Uw e-mailadres", .type = FIELD_EMAIL,
	.max = 254, .autocomplete = "email",
};

static const char *const why[ADDRESSEE_WHY__MAX] = {
	[ADDRESSEE_CANCELLED] = "Is afgemeld",
	[ADDRESSEE_UNCONFIRMED] = "De aanmelding is nog niet bevestigd",
	[ADDRESSEE_CAME_BACK] = "Mail naar dit adres kwam terug",
	[ADDRESSEE_UNSUBSCRIBED] = "Wil geen uitnodigingen en nieuws",
	[ADDRESSEE_TWICE] = "Hetzelfde postvak krijgt de mail al",
};

struct selecting {
	struct app		*app;
	struct request		*request;
	struct response		*response;
	struct act_context	 act;
	struct mailing_order	 order;
	const char		*chosen;	/* the selection, in words */
	struct desk_form	 form;		/* kind, ground, subject, text */
	struct answer		 test;
	struct due		 due;
	const char		*tested;	/* proof that fits, or NULL */
};

/* What to begin from after the event, to who came and to who did not. */
static const struct {
	const char	*name;		/* of ?voorbeeld= */
	const char	*subject;
	const char	*text;
} samples[] = {
	{ "dank", "Dank voor uw komst: {titel}", "Beste {naam},\n\nDank dat u "
	    "erbij was op {wanneer}. De presentaties vindt u op: (vul hier de "
	    "link in).\n\nWat vond u ervan? Drie vragen, zonder inloggen en "
	    "zonder naam:\n" },
	{ "gemist", "Wij misten u: {titel}", "Beste {naam},\n\nU was "
	    "aangemeld voor {titel}, maar wij hebben u niet gezien. Jammer! "
	    "De presentaties vindt u op: (vul hier de link in).\n" },
};

/* An example is only where the form is begun; after that it is as typed. */
static void
add_questions(struct selecting *it)
{
	const char *asked = query_text(it->request->query_params, "voorbeeld");
	struct arena *arena = it->request->arena;
	const char *subject = "", *text = "";
	char code[ROW_CODE_SIZE];

	for (size_t i = 0; it->request->params == NULL && i < 2; i++)
		if (strcmp(samples[i].name, asked) == 0) {
			subject = samples[i].subject;
			text = samples[i].text;
		}
	evaluation_code(it->app->secret, it->act.catalog->event.id, code);
	if (text == samples[0].text)
		text = arena_printf(arena, "%s%s/evaluatie/%s\n", text,
		    it->app->config->base_url, code);
	desk_form_add(&it->form, &kind_field, MAILING_WRITES);
	desk_form_add(&it->form, &ground_field, "");
	desk_form_add(&it->form, &subject_field, subject);
	desk_form_add(&it->form, &text_field, text);
}

/* Those who were ticked in the list, which comes along as the filter. */
static void
read_ticked(struct selecting *it)
{
	const struct params *query = it->request->query_params;
	struct arena *arena = it->request->arena;
	const struct pair *pair = NULL;
	int64_t *only;

	if (params_value(query, "wie") == NULL)
		return;
	only = arena_array(arena, query->count, sizeof(*only));
	while ((pair = params_next(query, "wie", pair)) != NULL)
		only[it->order.nonly++] = strtoll(pair->value, NULL, 10);
	it->order.only = only;
	it->chosen = arena_printf(arena, "%s, aangekruist", present_count(
	    (int64_t)it->order.nonly, "deelnemer", "deelnemers", arena));
	it->order.selection = it->chosen;
}

/* The page of this selection. */
static const char *
own_address(const struct selecting *it)
{
	const char *path = filter_address(PATH, &it->order.filter,
	    it->request->arena);

	for (size_t i = 0; i < it->order.nonly; i++)
		path = arena_printf(it->request->arena, "%s%cwie=%lld", path,
		    strchr(path, '?') == NULL ? '?' : '&',
		    (long long)it->order.only[i]);
	return path;
}

static enum status
begin(struct selecting *it, struct app *app, struct request *request,
    struct response *response)
{
	struct attendee_filter kept;
	enum status status;

	*it = (struct selecting){
		.app = app, .request = request, .response = response,
		.test = { .raw = "", .clean = "" }, .due.typed.raw = "",
	};
	status = desk_act(app, request, &it->act);
	if (status != STATUS_OK)
		return status;
	filter_read(request->query_params, it->act.catalog->event.id,
	    request->arena, &it->order.filter);
	it->chosen = filter_words(&it->order.filter, request->arena);
	/* What is kept is kept longer than whom a search may name. */
	kept = it->order.filter;
	if (kept.query[0] != '\0')
		kept.query = "(niet bewaard)";
	it->order.selection = filter_words(&kept, request->arena);
	read_ticked(it);
	add_questions(it);
	return STATUS_OK;
}

/* Everybody of the selection is in one group: those who get it, or a reason. */
static void
sort_out(const struct selecting *it, const struct addressee *list,
    size_t count, const struct addressee **may,
    struct mail_selection_page *page)
{
	struct arena *arena = it->request->arena;
	int64_t counts[ADDRESSEE_WHY__MAX] = { 0 };
	struct buf names[ADDRESSEE_WHY__MAX];

	for (size_t i = 0; i < ADDRESSEE_WHY__MAX; i++)
		buf_init(&names[i], arena, NAMES_MAX);
	for (size_t i = 0; i < count; i++) {
		struct buf *of = &names[list[i].why];

		buf_printf(of, "%s%s", of->length == 0 ? "" : ", ",
		    list[i].whom);
		if (list[i].why == ADDRESSEE_MAY)
			may[counts[ADDRESSEE_MAY]] = &list[i];
		counts[list[i].why]++;
	}
	page->ngets = counts[ADDRESSEE_MAY];
	page->names = names[ADDRESSEE_MAY].data;
	page->left = left_outs_new("Deelnemers", arena);
	for (size_t i = ADDRESSEE_MAY + 1; i < ADDRESSEE_WHY__MAX; i++)
		left_outs_add(page->left, why[i], names[i].data, counts[i],
		    "deelnemers", arena);
}

/* The longest name, and the first of what makes a letter different. */
static void
mark_odd(const struct addressee *const *may, size_t count,
    struct seen_letter *seen, struct arena *arena)
{
	int64_t longest = 1, single = 0, waits = 0, others = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t number = (int64_t)i + 1;

		if (text_length(may[i]->naam) >
		    text_length(may[longest - 1]->naam))
			longest = number;
		if (single == 0 && strchr(may[i]->naam, ' ') == NULL)
			single = number;
		if (waits == 0 && may[i]->waits)
			waits = number;
		if (others == 0 && may[i]->participant == 0)
			others = number;
	}
	seen_letter_mark(seen, "langste naam", longest, arena);
	seen_letter_mark(seen, "zonder voornaam", single, arena);
	seen_letter_mark(seen, "op de wachtlijst", waits, arena);
	seen_letter_mark(seen, "via de contactpersoon", others, arena);
}

static void
draw_letter(const struct selecting *it, const struct addressee *const *may,
    struct mail_selection_page *page)
{
	struct arena *arena = it->request->arena;
	struct seen_letter *seen = seen_letter_new(it->request, page->ngets);
	struct compose_sample letter;
	const struct addressee *one;

	if (seen->count == 0)
		return;
	one = may[seen->number - 1];
	letter = mailing_sample(it->app->config, &it->act.catalog->event,
	    &(struct mailing){ .onderwerp = it->order.subject,
	    .tekst = it->order.text, .grond = it->order.ground }, one->naam,
	    one->gemeente, arena);
	seen->to = arena_printf(arena, "%s, %s", one->naam,
	    email_shown(one->address, arena));
	seen->subject = letter.subject;
	seen->text = letter.text;
	mark_odd(may, (size_t)page->ngets, seen, arena);
	page->letter = seen;
}

static enum status
foretell(struct selecting *it, struct mail_selection_page *page)
{
	struct arena *arena = it->request->arena;
	const struct addressee **may;
	struct addressee *list;
	enum status status;
	size_t count;

	status = mailing_find(it->app->db, it->app->secret, &it->order, arena,
	    &list, &count);
	if (status != STATUS_OK)
		return status;
	may = arena_array(arena, count, sizeof(*may));
	sort_out(it, list, count, may, page);
	draw_letter(it, may, page);
	page->asked = true;
	page->title = arena_printf(arena, "%s", page->ngets == 1 ?
	    "1 postvak krijgt deze mail" : arena_printf(arena,
	    "%lld postvakken krijgen deze mail", (long long)page->ngets));
	page->must_test = page->ngets > MUST_TEST;
	page->tested = it->tested;
	page->submit = arena_printf(arena, "Zet %s klaar", present_count(
	    page->ngets, "mail", "mails", arena));
	return STATUS_OK;
}

static enum status
draw(struct selecting *it, bool foretold)
{
	struct arena *arena = it->request->arena;
	struct mail_selection_page page = { .asked = false };
	struct drawing drawing;
	struct field_view test;
	struct desk_page desk;
	enum status status;

	status = desk_page(it->app, it->request, "Mail aan een selectie",
	    DESK_ATTENDEES, &desk);
	if (status == STATUS_OK && foretold)
		status = foretell(it, &page);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, arena);
	page.fields = desk_form_draw(&it->form, &drawing);
	page.nfields = it->form.count;
	page.fields[1].required = text_same(page.fields[0].value,
	    MAILING_NEWS);
	page.due = due_draw(&it->due, &drawing);
	test = draw_field(&drawing, &test_field, test_field.name, &it->test,
	    "");
	page.test = &test;
	page.summary = draw_summary(&drawing, NULL);
	page.frame = desk.frame;
	page.action = own_address(it);
	page.chosen = it->chosen;
	page.placeholders = substitute_list(true, arena);
	page.back = filter_address("/beheer/aanmeldingen", &it->order.filter,
	    arena);
	mail_selection_html(&it->response->body, &page);
	return STATUS_OK;
}

enum status
mail_selection_show(struct app *app, struct request *request,
    struct response *response)
{
	struct selecting it;
	enum status status = begin(&it, app, request, response);

	return status != STATUS_OK ? status : draw(&it, false);
}

/* False: there are faults to show. */
static bool
judge(struct selecting *it)
{
	struct arena *arena = it->request->arena;
	const struct field *fields[] = { &subject_field, &text_field };
	size_t faults = desk_form_read(&it->form, it->request->params, arena);
	bool news = text_same(desk_form_value(&it->form, kind_field.name),
	    MAILING_NEWS);

	if (news && text_empty(desk_form_value(&it->form, ground_field.name))) {
		desk_form_fault(&it->form, ground_field.name, "Vul in waarom "
		    "u hun een uitnodiging of nieuws mag sturen.");
		faults++;
	}

	for (size_t i = 0; faults == 0 && i < 2; i++) {
		const char *fault = substitute_fault(desk_form_value(
		    &it->form, fields[i]->name), true, arena);

		if (fault != NULL) {
			desk_form_fault(&it->form, fields[i]->name, fault);
			faults++;
		}
	}
	if (faults > 0)
		return false;
	it->order.subject = desk_form_value(&it->form, subject_field.name);
	it->order.text = desk_form_value(&it->form, text_field.name);
	it->order.ground = !news ? NULL :
	    desk_form_value(&it->form, ground_field.name);
	return true;
}

/* What only who had this text's test sent can know. */
static const char *
proof_of(const struct selecting *it)
{
	char *proof = arena_alloc(it->request->arena, TOKEN_LENGTH + 1);
	const char *text = arena_printf(it->request->arena, "%s\n%s\n%s",
	    it->order.ground == NULL ? "" : it->order.ground,
	    it->order.subject, it->order.text);

	token_derive(it->app->secret, "proef", text, strlen(text), proof);
	return proof;
}

static enum status
mail_selection(struct db *db, void *arg, struct arena *arena)
{
	struct selecting *it = arg;

	return act_mail_selection(db, &it->act, &it->order, arena);
}

static enum status
send_test(struct selecting *it)
{
	enum status status;

	it->test.raw = form_text(it->request->params, test_field.name);
	status = field_check(&test_field, it->test.raw, true,
	    it->request->arena, &it->test.clean, &it->test.fault);
	if (status == STATUS_OK && text_empty(it->test.clean))
		it->test.fault = "Vul uw e-mailadres in.";
	if (it->test.fault != NULL) {
		it->response->code = HTTP_UNPROCESSABLE;
		return draw(it, true);
	}
	it->order.test = it->test.clean;
	it->order.test_name = "";
	it->order.due = it->act.now;
	status = writer_run(it->app->writer, mail_selection, it);
	it->tested = proof_of(it);
	return status != STATUS_OK ? status : draw(it, true);
}

/* Enough of a test for so many; what is many is counted now. */
static enum status
is_tested(struct selecting *it, bool *tested)
{
	struct mail_selection_page page = { .asked = false };
	enum status status = foretell(it, &page);

	*tested = it->tested != NULL || !page.must_test;
	return status;
}

enum status
mail_selection_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *decision = form_text(request->params, "besluit");
	const char *proof = form_text(request->params, "proef");
	struct selecting it;
	enum status status = begin(&it, app, request, response);
	bool tested = false;

	if (status != STATUS_OK)
		return status;
	if (!judge(&it)) {
		response->code = HTTP_UNPROCESSABLE;
		return draw(&it, false);
	}
	if (due_read(request->params, it.act.now, it.act.now + AHEAD,
	    request->arena, &it.due) != STATUS_OK) {
		response->code = HTTP_UNPROCESSABLE;
		return draw(&it, true);
	}
	if (token_same(proof, proof_of(&it)))
		it.tested = proof_of(&it);
	it.test.raw = form_text(request->params, test_field.name);
	if (text_same(decision, "proef"))
		return send_test(&it);
	if (text_same(decision, "mail"))
		status = is_tested(&it, &tested);
	if (status != STATUS_OK || !tested)
		return status != STATUS_OK ? status : draw(&it, true);
	it.order.due = it.due.moment;
	status = writer_run(app->writer, mail_selection, &it);
	if (status == STATUS_NOTFOUND)
		return STATUS_FULL;
	return status != STATUS_OK ? status : response_see_other(response,
	    arena_printf(request->arena, "/beheer/berichten/%lld?gedaan=klaar",
	    (long long)it.order.mailing));
}
