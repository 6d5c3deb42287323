/* What can be done about one letter that has not been sent. */
#include <stdlib.h>

#include "acts/act.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/mail/mails.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/mail/outbox.h"


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
		response->code = HTTP_UNPROCESSABLE;
		return mails_draw(app, request, fault, response);
	}
	status = writer_run(app->writer, work, &handling);
	if (status == STATUS_NOTFOUND) {
		response->code = HTTP_UNPROCESSABLE;
		return mails_draw(app, request, "Dit bericht is intussen verzonden "
		    "of ingetrokken, of het hoort bij iemand die is "
		    "afgemeld.", response);
	}
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, mails_address(request));
}
