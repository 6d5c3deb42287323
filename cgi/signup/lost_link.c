/*
 * A link that was lost is mailed again.  The answer is the same whether or
 * not somebody is known at the address, and nothing is looked up for it.
 */
#include "acts/act.h"
#include "cgi/form/draw.h"
#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "core/arena.h"
#include "core/network.h"
#include "templates.h"

/* From one network in LIMIT_WHILE. */
#define ASKED_MAX	20

static const struct field address_field = {
	.name = "email", .label = "Uw e-mailadres", .type = FIELD_EMAIL,
	.flags = FIELD_REQUIRED, .max = 254, .autocomplete = "email",
	.missing = "Vul uw e-mailadres in.",
};

static enum status
draw(struct app *app, struct request *request, const struct answer *answer,
    struct lost_link_page *page, struct response *response)
{
	struct page_context context;
	struct drawing drawing;
	struct field_view field;
	enum status status;

	status = page_context_set(app, request, CATALOG_VISIBLE,
	    page->sent ? "Kijk in uw mail" : "Link kwijt", &context);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &context, request->arena);
	field = draw_field(&drawing, &address_field, address_field.name,
	    answer, "");
	page->field = &field;
	page->summary = draw_summary(&drawing, page->trouble);
	page->page = context.page;
	lost_link_html(&response->body, page);
	return STATUS_OK;
}

enum status
lost_link_show(struct app *app, struct request *request,
    struct response *response)
{
	return draw(app, request, &(struct answer){ .raw = "" },
	    &(struct lost_link_page){ .sent = false }, response);
}

/* The job of the writer. */
struct asking {
	struct act_context	 act;
	const char		*address;
};

static enum status
send_links(struct db *db, void *arg, struct arena *arena)
{
	const struct asking *asking = arg;

	(void)arena;
	return act_send_links(db, &asking->act, asking->address);
}

enum status
lost_link_post(struct app *app, struct request *request,
    struct response *response)
{
	struct lost_link_page page = { .sent = false };
	struct answer answer = { .raw = "" };
	const struct catalog *catalog;
	struct asking asking;
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK ||
	    (status = app_catalog(app, CATALOG_VISIBLE,
	    &catalog)) != STATUS_OK)
		return status;
	answer.raw = form_text(request->params, address_field.name);
	if (field_check(&address_field, answer.raw, true, request->arena,
	    &answer.clean, &answer.fault) != STATUS_OK) {
		response->code = HTTP_UNPROCESSABLE;
		return draw(app, request, &answer, &page, response);
	}
	if (!limit_allows(app->limit, arena_printf(request->arena, "link %s",
	    network_of(request->address, request->arena)), ASKED_MAX,
	    app->now())) {
		page.trouble = "Er is nu te vaak om een link gevraagd. Wacht "
		    "tien minuten en probeer het dan nog een keer.";
		response->code = HTTP_TOO_MANY;
		return draw(app, request, &answer, &page, response);
	}
	asking.act = app_act(app, catalog, "contact");
	asking.address = answer.clean;
	status = writer_run(app->writer, send_links, &asking);
	page.sent = true;
	return status != STATUS_OK ? status :
	    draw(app, request, &answer, &page, response);
}
