#include "core/buf.h"
#include "core/log.h"
#include "mail/compose/envelope.h"
#include "mail/compose/letter.h"

#define MESSAGE_MAX	((size_t)1 << 20)

enum status
letter_write(const struct config *config, const struct secret *secret,
    const struct debt *debt, int64_t now, const struct message *draft,
    const struct buf *text, const struct buf *html, struct arena *arena,
    struct composed *composed)
{
	struct message message = *draft;
	enum status status;
	struct buf out;

	message.from_address = config->mail_from;
	message.to_address = debt->ontvanger;
	message.message_id = envelope_message_id(config, secret, debt->id,
	    debt->gemaakt, arena);
	message.date = now;
	message.language = "nl";
	message.text = text->data;
	message.html = html->data;
	buf_init(&out, arena, MESSAGE_MAX);
	status = message_write(&message, arena, &out);
	if (status != STATUS_OK || text->failed || html->failed) {
		log_line(LOG_ERROR, "letter %lld (%s) cannot be composed: %s",
		    (long long)debt->id, debt->soort, status_word(status));
		return STATUS_FAIL;
	}
	composed->afzender = envelope_sender(config, secret, debt->id,
	    debt->gemaakt, arena);
	composed->bericht = out.data;
	composed->length = out.length;
	return STATUS_OK;
}
