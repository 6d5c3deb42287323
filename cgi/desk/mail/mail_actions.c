/*
 * What can be done about one letter that has not been sent.  It may be sent,
 * or be taken back by somebody else, while the page is looked at: then nothing
 * is done and the page says so.
 */
#include <stdlib.h>

#include "acts/act.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/mail/mails.h"
#include "core/text.h"
#include "db/mail/outbox_claim.h"

/* What is to be done with one letter; the job of the writer. */
struct mail_handling {
	struct act_context	 act;
	int64_t			 id;
	const char		*address;	/* to mend it, clean */
};

/* INVALID: it was for somebody else, or an address that was left. */
static enum status
send_again(struct db *db, void *arg, struct arena *arena)
{
	const struct mail_handling *handling = arg;
	enum status status;
	bool anybody;

	(void)arena;
	status = outbox_holds(db, handling->id, &anybody);
	return status != STATUS_OK ? status :
	    outbox_retry(db, handling->id, handling->act.now);
}

static enum status
take_back(struct db *db, void *arg, struct arena *arena)
{
	const struct mail_handling *handling = arg;

	(void)arena;
	return outbox_cancel(db, handling->id);
}

/* The letter is taken back, and its person told again at the right address. */
static enum status
mend(struct db *db, void *arg, struct arena *arena)
{
	const struct mail_handling *handling = arg;
	struct outbox_item item;
	enum status status;
	bool anybody;

	status = outbox_holds(db, handling->id, &anybody);
	if (status == STATUS_OK && anybody)
		return STATUS_INVALID;
	if (status == STATUS_OK)
		status = outbox_get(db, handling->id, arena, &item);
	if (status == STATUS_OK &&
	    text_same(item.debt.ontvanger, handling->address))
		return outbox_retry(db, handling->id, handling->act.now);
	if (status == STATUS_OK)
		status = outbox_cancel(db, handling->id);
	if (status == STATUS_OK)
		status = act_change_address(db, &handling->act,
		    item.debt.registration, item.debt.participant,
		    handling->address, arena);
	return status;
}

static const struct {
	const char	*actie;
	db_work		 work;
} entries[] = {
	{ "opnieuw", send_again },
	{ "intrekken", take_back },
	{ "adres", mend },
};

enum status
mail_post(struct app *app, struct request *request, struct response *response)
{
	const char *actie = params_value(request->params, "actie");
	const char *id = params_value(request->params, "id"), *fault = NULL;
	struct mail_handling handling = { .address = NULL };
	db_work work = NULL;
	enum status status;

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		if (text_same(entries[i].actie, actie))
			work = entries[i].work;
	if (work == NULL || id == NULL)
		return STATUS_INVALID;
	handling.id = strtoll(id, NULL, 10);
	status = desk_act(app, request, &handling.act);
	if (status != STATUS_OK)
		return status;
	if (work == mend)
		field_check(&contact_fields[CONTACT_EMAIL],
		    params_value(request->params, "adres"), true,
		    request->arena, &handling.address, &fault);
	if (fault == NULL) {
		status = writer_run(app->writer, work, &handling);
		if (status == STATUS_OK)
			return response_see_other(response,
			    mails_address(request));
		if (status != STATUS_NOTFOUND && status != STATUS_INVALID)
			return status;
		fault = status == STATUS_INVALID ? "Dit bericht hoort bij "
		    "iemand die vervangen is, of bij een e-mailadres dat "
		    "sindsdien is gewijzigd. Stuur een nieuw bericht vanaf "
		    "de pagina van de deelnemer." :
		    "Dit bericht is intussen verzonden of ingetrokken, of "
		    "het hoort bij iemand die is afgemeld.";
	}
	response->code = HTTP_UNPROCESSABLE;
	return mails_draw(app, request, fault, response);
}
