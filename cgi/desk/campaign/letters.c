/* Letters on paper: a file for a merge in Word, and pages with a QR code. */
#include "cgi/desk/campaign/campaign_view.h"
#include "cgi/desk/export/download.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "db/event/event.h"
#include "db/gemeente/gemeente.h"
#include "export/letters.h"
#include "templates.h"

#define TEXT_BYTES	((size_t)1 << 20)

/* Those of the filter, in the order of the list. */
static enum status
chosen(struct app *app, struct request *request,
    const struct catalog **catalog, struct invited **chosen, size_t *nchosen)
{
	char today[CLOCK_DAY_SIZE];
	struct campaign_filter filter;
	struct invited *list;
	enum status status;
	size_t count, n = 0;

	campaign_filter_read(request->query_params, &filter);
	status = campaign_read(app, request, catalog, today, &list, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		if (campaign_fits(&list[i], &filter, today, request->arena))
			list[n++] = list[i];
	if (status != STATUS_OK)
		return status;
	*chosen = list;
	*nchosen = n;
	return STATUS_OK;
}

struct letters {
	const struct catalog	*catalog;
	struct request		*request;
};

static enum status
write_letters(struct app *app, void *arg, csv_write write, void *file)
{
	struct letters *letters = arg;
	struct arena *arena = letters->request->arena;
	struct invited *list;
	enum status status;
	struct buf text;
	size_t count;

	status = chosen(app, letters->request, &letters->catalog, &list,
	    &count);
	if (status != STATUS_OK)
		return status;
	buf_init(&text, arena, TEXT_BYTES);
	letters_csv(&text, app->config, app->secret,
	    letters->catalog->event.id, list, count, arena);
	return csv_send(&text, write, file);
}

enum status
letters_file(struct app *app, struct request *request,
    struct response *response)
{
	struct letters *letters = arena_alloc(request->arena, sizeof(*letters));
	enum status status = desk_catalog(app, request, &letters->catalog);

	letters->request = request;
	return status != STATUS_OK ? status : download_text(app, request,
	    response, &(struct download){
		.name = download_name("brieven", &letters->catalog->event,
		    app->now(), "csv", request->arena),
		.type = "text/csv; charset=utf-8", .said = "brieven aan gemeenten",
		.event = letters->catalog->event.id,
	}, write_letters, letters);
}

static struct paper_letter
letter_to(const struct app *app, const struct event *event,
    const struct invited *one, struct arena *arena)
{
	const char *code = invited_code(app->secret, event->id,
	    one->coverage->code, arena);
	const char *link = letters_link(app->config, code, arena);

	return (struct paper_letter){
		.gemeente = one->coverage->naam, .code = code, .link = link,
		.qr = qr_draw(link, arena),
	};
}

enum status
letters_show(struct app *app, struct request *request,
    struct response *response)
{
	struct arena *arena = request->arena;
	const struct catalog *catalog;
	struct paper_page page;
	const struct event *event;
	struct invited *list;
	struct desk_page desk;
	enum status status;
	size_t count;

	status = chosen(app, request, &catalog, &list, &count);
	if (status == STATUS_OK)
		status = desk_page(app, request, "Brieven om te printen",
		    DESK_CAMPAIGN, &desk);
	if (status != STATUS_OK)
		return status;
	event = &desk.context.catalog->event;
	page = (struct paper_page){
		.frame = desk.frame, .title = event->titel,
		.when = clock_span(event->begin, event->einde, arena),
		.where = event->locatie,
		.closes = clock_moment(event->aanmelden_dicht, arena),
		.signature = event_sender(event),
		.letters = arena_array(arena, count, sizeof(*page.letters)),
	};
	for (size_t i = 0; i < count; i++)
		if (letters_goes_to(&list[i]))
			page.letters[page.nletters++] = letter_to(app, event,
			    &list[i], arena);
	paper_html(&response->body, &page);
	return STATUS_OK;
}
