/*
 * The outbox, for people.  It says what became of each letter, and a reader
 * may look on: there is no text of a letter here, and nobody's
 * requirements.
 */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/mail/mails.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/email.h"
#include "core/text.h"
#include "db/mail/outbox.h"
#include "db/mail/outbox_list.h"
#include "templates.h"

#define PATH		"/beheer/mail"
#define PAGE		100
#define ADDRESS_MAX	1000

/* In an address, and on the page. */
static const struct {
	const char	*key;
	const char	*label;
} kinds[OUTBOX_LIST__MAX] = {
	[OUTBOX_LIST_ALL] = { "", "Alle berichten" },
	[OUTBOX_LIST_ATTENTION] = { "aandacht", "Vraagt aandacht" },
	[OUTBOX_LIST_UNCONFIRMED] = { "onbevestigd", "Nog geen bevestiging" },
};

static struct outbox_filter
filter_of(const struct request *request)
{
	struct outbox_filter filter = {
		.query = query_text(request->query_params, "q"),
		.before = form_number(request->query_params, "voor"),
	};

	for (enum outbox_list_kind i = 0; i < OUTBOX_LIST__MAX; i++)
		if (text_same(kinds[i].key, form_text(request->query_params,
		    "toon")))
			filter.kind = i;
	return filter;
}

/* The page with these questions, for its links and its forms alike. */
static const char *
address_of(const struct outbox_filter *filter, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, ADDRESS_MAX);
	buf_printf(&out, PATH);
	query_add(&out, "toon", kinds[filter->kind].key);
	query_add(&out, "q", filter->query);
	if (filter->before > 0)
		query_add(&out, "voor", arena_printf(arena, "%lld",
		    (long long)filter->before));
	return out.data;
}

const char *
mails_address(const struct request *request)
{
	struct outbox_filter filter = filter_of(request);

	return address_of(&filter, request->arena);
}

static struct mail_row
row_of(const struct outbox_row *row, int64_t event, struct arena *arena)
{
	struct letter_state state = present_letter(row->status);
	/* The page of a person is found at the event that is looked at. */
	bool here = row->participant != 0 && row->event == event;

	return (struct mail_row){
		.id = row->id, .to = email_shown(row->ontvanger, arena),
		.kind = row->soort,
		.gemeente = present_text(row->gemeente),
		.person = here ? row->participant : 0,
		.again = row->is_contact ? "overzicht" : "opnieuw",
		.state = state.word, .shade = state.shade,
		.when = row->verzonden != 0 ?
		    clock_brief(row->verzonden, arena) : row->volgende != 0 ?
		    arena_printf(arena, "volgende poging %s",
		    clock_brief(row->volgende, arena)) :
		    arena_printf(arena, "van %s",
		    clock_brief(row->gemaakt, arena)),
		.answer = present_text(row->antwoord),
		/* Not sent and not taken back: something can be done. */
		.open = !text_same(row->status, outbox_word(OUTBOX_SENT)) &&
		    !text_same(row->status, outbox_word(OUTBOX_CANCELLED)) &&
		    !text_same(row->status, outbox_word(OUTBOX_WITHDRAWN)),
	};
}

/* One row more than is shown tells whether there are older ones. */
static enum status
read_rows(struct app *app, const struct outbox_filter *filter, int64_t event,
    struct arena *arena, struct mails_page *page, struct pages_view *pages)
{
	struct outbox_filter other = *filter;
	struct outbox_row *rows;
	enum status status;
	size_t count;

	status = outbox_page(app->db, filter, PAGE + 1, arena, &rows, &count);
	if (status != STATUS_OK)
		return status;
	page->mails = arena_array(arena, PAGE, sizeof(*page->mails));
	for (size_t i = 0; i < count && i < PAGE; i++)
		page->mails[page->nmails++] = row_of(&rows[i], event, arena);
	if (filter->before > 0) {
		other.before = 0;
		pages->newest = address_of(&other, arena);
	}
	if (count > PAGE) {
		other.before = rows[PAGE - 1].id;
		pages->older = address_of(&other, arena);
	}
	return STATUS_OK;
}

/* Whether letters go out at all, and how far behind they are. */
static enum status
read_health(struct app *app, struct arena *arena, struct mails_page *page)
{
	int64_t age, failed;
	struct alarm alarm;
	enum status status;

	status = alarm_get(app->db, arena, &alarm);
	if (status == STATUS_OK)
		page->alarm = alarm.antwoord;
	if (status == STATUS_OK || status == STATUS_NOTFOUND)
		status = outbox_health(app->db, app->now(), &age, &failed);
	if (status != STATUS_OK)
		return status;
	page->summary = arena_printf(arena, "%s; %s.", failed == 0 ?
	    "Er is geen bericht mislukt" : present_count(failed,
	    "bericht is mislukt", "berichten zijn mislukt", arena),
	    age < 60 ? "er wacht geen bericht langer dan een minuut" :
	    arena_printf(arena, "het oudste bericht dat nog wacht is %s oud",
	    present_count(age / 60, "minuut", "minuten", arena)));
	return STATUS_OK;
}

/* The questions stay when another kind is chosen. */
static void
draw_choices(const struct outbox_filter *filter, struct arena *arena,
    struct mails_page *page)
{
	struct outbox_filter other = *filter;

	page->choices = arena_array(arena, OUTBOX_LIST__MAX,
	    sizeof(*page->choices));
	other.before = 0;
	for (enum outbox_list_kind i = 0; i < OUTBOX_LIST__MAX; i++) {
		other.kind = i;
		page->choices[page->nchoices++] = (struct mail_choice){
			.path = address_of(&other, arena),
			.label = kinds[i].label,
			.chosen = i == filter->kind,
		};
	}
	page->query = filter->query;
	page->kind = present_text(kinds[filter->kind].key);
	page->here = address_of(filter, arena);
}

enum status
mails_draw(struct app *app, struct request *request, const char *fault,
    struct response *response)
{
	struct outbox_filter filter = filter_of(request);
	struct pages_view pages = { .newest = NULL };
	struct mails_page page = {
		.fault = fault, .may_act = desk_is_organiser(request),
		.pages = &pages,
	};
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, fault == NULL ? "Mail" :
	    "Fout: mail", DESK_MAIL, &desk);
	if (status == STATUS_OK)
		status = read_rows(app, &filter,
		    desk.context.catalog->event.id, request->arena, &page,
		    &pages);
	if (status == STATUS_OK)
		status = read_health(app, request->arena, &page);
	if (status != STATUS_OK)
		return status;
	draw_choices(&filter, request->arena, &page);
	page.frame = desk.frame;
	mails_html(&response->body, &page);
	return STATUS_OK;
}

enum status
mail_show(struct app *app, struct request *request, struct response *response)
{
	return mails_draw(app, request, NULL, response);
}
