/* The links that belong at a mailbox, once more. */
#include "acts/act.h"
#include "db/mail/outbox.h"
#include "mail/compose/lost_link.h"

#define HOUR	3600

enum status
act_send_links(struct db *db, const struct act_context *act,
    const char *address)
{
	struct debt debt = {
		.soort = LOST_LINK_WORD, .event = act->catalog->event.id,
		.ontvanger = address, .naam = "", .wie = act->who,
		.feiten = "",
	};
	enum status status;
	int64_t to;

	status = outbox_count_to(db, address, act->now - HOUR, &to);
	if (status != STATUS_OK || (act->config->limits &&
	    to >= act->config->mail_per_address))
		return status;
	return outbox_owe(db, &debt, act->now, act->now);
}
