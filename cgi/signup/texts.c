#include <stdatomic.h>

#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/installation.h"
#include "db/registration/requirements.h"
#include "db/retention/purpose.h"
#include "templates.h"
#include "templates/present.h"

/* What each status of the government's model says; "" is none, E. */
static const struct {
	const char	*letter;
	const char	*level;
	const char	*means;
} levels[] = {
	{ "A", "voldoet volledig", "Uit onderzoek blijkt dat aan alle eisen "
	    "wordt voldaan." },
	{ "B", "voldoet gedeeltelijk", "Uit onderzoek blijkt dat nog niet aan "
	    "alle eisen wordt voldaan. Hieronder staat wat er ontbreekt en "
	    "wat we eraan doen." },
	{ "C", "eerste maatregelen genomen", "Er is nog geen volledig "
	    "onderzoek. Dat komt er binnen zes maanden." },
	{ "D", "voldoet niet", "Er is nog geen onderzoek, en het staat ook "
	    "nog niet gepland." },
	{ "E", "nog geen verklaring", "De organisatie heeft nog geen "
	    "verklaring vastgesteld. Wat hieronder staat, is wat we weten." },
};

static size_t
level_of(const char *letter)
{
	size_t last = sizeof(levels) / sizeof(levels[0]) - 1, i = 0;

	while (i < last && !text_same(levels[i].letter, letter))
		i++;
	return i;
}

static void
fill_purposes(const struct app *app, const struct event *event,
    struct arena *arena, struct text_page *page)
{
	page->purposes = arena_array(arena, PURPOSE__MAX,
	    sizeof(*page->purposes));
	for (size_t i = 0; i < PURPOSE__MAX; i++) {
		const struct purpose *one = &purposes[i];

		if (one->people == NULL)
			continue;
		page->purposes[page->npurposes++] = (struct purpose_view){
			.title = one->title, .why = one->why,
			.people = one->people, .data = one->data,
			.ground = one->ground, .whom = one->whom,
			.kept = term_words(one->term, event, app->config,
			    arena),
			.until = one->until,
		};
	}
}

/* What the organisation declares; NULL where it said nothing. */
static void
fill_declared(const struct app *app, const struct catalog *catalog,
    struct arena *arena, struct text_page *page)
{
	const char *said[EVENT_TEXT__MAX];
	size_t level = level_of(catalog->texts[EVENT_TEXT_STATUS]);

	for (size_t i = 0; i < EVENT_TEXT__MAX; i++)
		said[i] = present_text(catalog->texts[i]);
	page->address = said[EVENT_TEXT_ADRES];
	page->officer = said[EVENT_TEXT_FG];
	page->officer_email = said[EVENT_TEXT_FG_EMAIL];
	if (page->officer_email != NULL)
		page->officer_mailto = arena_printf(arena, "mailto:%s",
		    page->officer_email);
	page->receivers = said[EVENT_TEXT_ONTVANGERS];
	page->site = app->config->base_url;
	page->letter = levels[level].letter;
	page->level = levels[level].level;
	page->level_means = levels[level].means;
	if (said[EVENT_TEXT_DATUM] != NULL)
		page->settled = field_words(
		    &event_text_fields[EVENT_TEXT_DATUM],
		    said[EVENT_TEXT_DATUM], arena);
	page->settled_by = said[EVENT_TEXT_DOOR];
	page->evidence = said[EVENT_TEXT_BEWIJS];
	page->shortcomings = said[EVENT_TEXT_TEKORT];
	page->escalation = said[EVENT_TEXT_KLACHT];
}

static enum status
show_text(struct app *app, struct request *request, const char *title,
    void (*draw)(struct buf *, const struct text_page *),
    struct response *response)
{
	struct text_page page = {
		.requirements = requirement_fields, .nrequirements =
		    REQUIREMENT__MAX,
		.contact = contact_fields, .ncontact = CONTACT__MAX,
		.participant = participant_fields,
		.nparticipant = PARTICIPANT__MAX,
	};
	struct page_context context;
	enum status status;

	status = page_context_set(app, request, CATALOG_VISIBLE, title,
	    &context);
	if (status != STATUS_OK)
		return status;
	page_publish(app, request, &context, response);
	page.page = context.page;
	page.event = context.event;
	fill_purposes(app, &context.catalog->event, request->arena, &page);
	fill_declared(app, context.catalog, request->arena, &page);
	draw(&response->body, &page);
	return STATUS_OK;
}

enum status
privacy_show(struct app *app, struct request *request,
    struct response *response)
{
	return show_text(app, request, "Privacy", privacy_html, response);
}

enum status
accessibility_show(struct app *app, struct request *request,
    struct response *response)
{
	return show_text(app, request, "Toegankelijkheid", accessibility_html,
	    response);
}

enum status
security_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct catalog *catalog;
	enum status status;

	(void)request;
	if (text_empty(app->config->security_expires))
		return STATUS_NOTFOUND;
	status = app_catalog(app, CATALOG_VISIBLE, &catalog);
	if (status != STATUS_OK)
		return status;
	response->type = "text/plain; charset=utf-8";
	buf_printf(&response->body, "Contact: mailto:%s\n"
	    "Expires: %sT00:00:00Z\n"
	    "Preferred-Languages: nl, en\n"
	    "Canonical: %s/.well-known/security.txt\n",
	    catalog->event.organisatie_email,
	    app->config->security_expires, app->config->base_url);
	return STATUS_OK;
}

/* Personal pages say themselves that they are not to be found. */
enum status
robots_show(struct app *app, struct request *request,
    struct response *response)
{
	(void)app;
	(void)request;
	response->type = "text/plain; charset=utf-8";
	buf_text(&response->body, "User-agent: *\nDisallow: /beheer/\n");
	return STATUS_OK;
}

#define CHECK_SECONDS	10

static enum status
beat(struct db *db, void *now, struct arena *arena)
{
	(void)arena;
	return installation_beat(db, *(int64_t *)now);
}

/* A damaged file is told until it was found whole: that reads all of it. */
static enum status
check_damage(struct app *app, struct arena *arena)
{
	static _Atomic int64_t checked;
	int64_t now = app->now(), since = now - atomic_load(&checked);
	const char *words;

	if (db_state() != DB_DAMAGED)
		return STATUS_OK;
	if (since >= 0 && since < CHECK_SECONDS)
		return STATUS_BUSY;
	atomic_store(&checked, now);
	return db_check(app->db, arena, &words) == STATUS_OK &&
	    db_state() != DB_DAMAGED ? STATUS_OK : STATUS_BUSY;
}

/* Something was written at most a second ago, the way a sign-up is. */
enum status
health_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct catalog *catalog;
	int64_t now = app->now();
	enum status status;

	response->type = "text/plain; charset=utf-8";
	status = app_catalog(app, CATALOG_VISIBLE, &catalog);
	if (status == STATUS_OK)
		status = db_has_room(app->db);
	if (status == STATUS_OK)
		status = check_damage(app, request->arena);
	if (status == STATUS_OK)
		status = writer_beat(app->writer, beat, &now);
	if (status != STATUS_OK)
		response->code = HTTP_UNAVAILABLE;
	buf_text(&response->body, status == STATUS_OK ? "ok\n" :
	    "not now: no registration can be saved\n");
	return STATUS_OK;
}
