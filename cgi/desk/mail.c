#include <stdlib.h>

#include "cgi/desk/handlers.h"
#include "cgi/desk/scene.h"
#include "db/arena.h"
#include "db/clock.h"
#include "db/outbox.h"
#include "db/text.h"
#include "templates.h"

#define SHOWN_MAX	300
#define REFUSED		422

static const char *const filters[] = {
	[OUTBOX_ALL] = "", [OUTBOX_ATTENTION] = "aandacht",
	[OUTBOX_UNCONFIRMED] = "onbevestigd",
};

static enum outbox_filter
filter_of(const struct request *request)
{
	const char *wanted = form_value(request->query_form, "toon");

	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (text_same(filters[i], wanted))
			return (enum outbox_filter)i;
	return OUTBOX_ALL;
}

/* Not sent and not taken back: something can be done about it. */
static bool
is_open(const char *status)
{
	return !text_same(status, outbox_word(OUTBOX_SENT)) &&
	    !text_same(status, outbox_word(OUTBOX_CANCELLED));
}

static struct mail_row
row_of(const struct outbox_line *line, struct arena *arena)
{
	struct letter_state state = present_letter(line->status);
	struct mail_row row = {
		.id = line->id, .to = line->ontvanger, .kind = line->soort,
		.answer = present_text(line->antwoord),
		.state = state.word, .shade = state.shade,
		.open = is_open(line->status),
	};

	if (line->volgende != 0)
		row.next = clock_brief(line->volgende, arena);
	return row;
}

static enum status
read_rows(struct app *app, enum outbox_filter filter, struct arena *arena,
    struct mails_page *page)
{
	struct outbox_line *lines;
	enum status status;
	size_t count;

	status = outbox_page(app->db, filter, SHOWN_MAX, arena, &lines,
	    &count);
	if (status != STATUS_OK)
		return status;
	page->mails = arena_array(arena, count, sizeof(struct mail_row));
	for (size_t i = 0; i < count; i++)
		page->mails[page->nmails++] = row_of(&lines[i], arena);
	return STATUS_OK;
}

static enum status
read_alarm(struct app *app, struct arena *arena, struct mails_page *page)
{
	struct alarm alarm;
	enum status status;

	status = alarm_get(app->db, arena, &alarm);
	if (status == STATUS_OK)
		page->alarm = alarm.antwoord;
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

static enum status
summarize(struct app *app, struct arena *arena, struct mails_page *page)
{
	int64_t age, failed;
	enum status status;

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

static enum status
draw(struct app *app, struct request *request, const char *fault,
    struct response *response)
{
	enum outbox_filter filter = filter_of(request);
	struct mails_page page = {
		.fault = fault, .all = filter == OUTBOX_ALL,
		.attention = filter == OUTBOX_ATTENTION,
		.unconfirmed = filter == OUTBOX_UNCONFIRMED,
	};
	struct desk_scene scene;
	enum status status;

	status = desk_scene(app, request, fault == NULL ? "Mail" :
	    "Fout: mail", DESK_MAIL, &scene);
	if (status == STATUS_OK)
		status = read_rows(app, filter, request->arena, &page);
	if (status == STATUS_OK)
		status = read_alarm(app, request->arena, &page);
	if (status == STATUS_OK)
		status = summarize(app, request->arena, &page);
	page.frame = scene.frame;
	if (status == STATUS_OK)
		mails_html(&response->body, &page);
	return status;
}

enum status
mail_show(struct app *app, struct request *request, struct response *response)
{
	return draw(app, request, NULL, response);
}

/* One deed with one letter; the job of the writer. */
struct handling {
	struct act	 act;
	int64_t		 id;
	const char	*address;	/* to mend it, clean */
};

static enum status
send_again(struct db *db, void *arg, struct arena *arena)
{
	const struct handling *handling = arg;

	(void)arena;
	return outbox_retry(db, handling->id, handling->act.now);
}

static enum status
take_back(struct db *db, void *arg, struct arena *arena)
{
	const struct handling *handling = arg;

	(void)arena;
	return outbox_cancel(db, handling->id);
}

/* The letter goes, and who it was for is told anew at the right address. */
static enum status
mend(struct db *db, void *arg, struct arena *arena)
{
	const struct handling *handling = arg;
	struct outbox_item item;
	enum status status;

	status = outbox_get(db, handling->id, arena, &item);
	if (status == STATUS_OK &&
	    text_same(item.letter.ontvanger, handling->address))
		return outbox_retry(db, handling->id, handling->act.now);
	if (status == STATUS_OK)
		status = outbox_cancel(db, handling->id);
	if (status == STATUS_OK)
		status = act_readdress(db, &handling->act,
		    item.letter.onderwerp, handling->address, arena);
	return status;
}

static const struct {
	const char	*actie;
	db_work		 work;
} deeds[] = {
	{ "opnieuw", send_again },
	{ "intrekken", take_back },
	{ "adres", mend },
};

static db_work
deed_of(const struct request *request)
{
	const char *actie = form_value(request->form, "actie");

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (text_same(deeds[i].actie, actie))
			return deeds[i].work;
	return NULL;
}

/* NULL and *fault: the address that was typed is none. */
static const char *
address_of(const struct request *request, const char **fault)
{
	const char *address = NULL;

	if (field_check(&contact_fields[CONTACT_EMAIL],
	    form_value(request->form, "adres"), true, request->arena,
	    &address, fault) != STATUS_OK)
		return NULL;
	return address;
}

enum status
mail_post(struct app *app, struct request *request, struct response *response)
{
	const char *id = form_value(request->form, "id"), *fault = NULL;
	db_work work = deed_of(request);
	struct handling handling = { .address = NULL };
	enum status status;

	if (work == NULL || id == NULL)
		return STATUS_INVALID;
	handling.id = strtoll(id, NULL, 10);
	status = desk_act(app, request, &handling.act);
	if (status != STATUS_OK)
		return status;
	if (work == mend &&
	    (handling.address = address_of(request, &fault)) == NULL) {
		response->code = REFUSED;
		return draw(app, request, fault, response);
	}
	status = writer_run(app->writer, work, &handling);
	if (status == STATUS_NOTFOUND) {
		response->code = REFUSED;
		return draw(app, request, "Dit bericht is intussen verzonden "
		    "of ingetrokken, of het hoort bij iemand die is "
		    "afgemeld.", response);
	}
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, "/beheer/mail");
}
