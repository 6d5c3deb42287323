/*
 * The way out of news (RFC 8058), for people and for the button of their mail
 * program, which comes from no page of ours: who has the link may say this.
 */
#include "acts/mailing.h"
#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "core/text.h"
#include "db/campaign/unsubscribed.h"
#include "templates.h"
#include "templates/public/invitation.h"

/* NOTFOUND: it is no link of ours. */
static enum status
begin(struct app *app, struct request *request, struct page_context *context,
    int64_t *mark)
{
	return unsubscribed_read_link(app->secret, request->tail, mark) !=
	    STATUS_OK ? STATUS_NOTFOUND : page_context_set(app, request,
	    CATALOG_VISIBLE, "Uitnodigingen en nieuws", context);
}

static enum status
draw(struct app *app, const struct request *request,
    const struct page_context *context, int64_t mark,
    struct response *response)
{
	enum status status = unsubscribed_known(app->db, mark);

	if (status != STATUS_OK && status != STATUS_NOTFOUND)
		return status;
	unsubscribe_html(&response->body, &(struct unsubscribe_page){
		.page = context->page, .token = request->tail,
		.unsubscribed = status == STATUS_OK,
	});
	return STATUS_OK;
}

enum status
unsubscribe_show(struct app *app, struct request *request,
    struct response *response)
{
	struct page_context context;
	int64_t mark;
	enum status status = begin(app, request, &context, &mark);

	return status != STATUS_OK ? status : draw(app, request, &context,
	    mark, response);
}

struct unsubscribing {
	struct act_context	 act;
	int64_t			 mark;
	bool			 again;
};

static enum status
unsubscribe(struct db *db, void *arg, struct arena *arena)
{
	const struct unsubscribing *it = arg;

	return act_unsubscribe(db, &it->act, it->mark, it->again, arena);
}

/* What a mail program sends is not looked at, and it follows no answer. */
enum status
unsubscribe_post(struct app *app, struct request *request,
    struct response *response)
{
	struct page_context context;
	struct unsubscribing it;
	enum status status = begin(app, request, &context, &it.mark);

	if (status == STATUS_OK)
		status = request_read_form(request);
	if (status != STATUS_OK)
		return status;
	it.act = app_act(app, context.catalog, "ontvanger");
	it.again = text_same(form_text(request->params, "antwoord"), "weer");
	status = writer_run(app->writer, unsubscribe, &it);
	return status != STATUS_OK ? status : draw(app, request, &context,
	    it.mark, response);
}
