#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/text.h"
#include "db/db.h"
#include "db/event/event.h"
#include "mail/compose/digest.h"
#include "mail/compose/envelope.h"
#include "mail/compose/message.h"
#include "templates.h"

#define DAY		86400
#define LINES_MAX	20
#define BODY_MAX	((size_t)64 * 1024)

/* The mail in trouble and the relay's refusal.  NOTFOUND: no mail is. */
static enum status
view_trouble(struct db *db, const struct config *config, int64_t now,
    struct arena *arena, struct digest_view *view)
{
	struct outbox_line lines[LINES_MAX + 1];
	size_t count = LINES_MAX + 1;
	struct alarm alarm;
	enum status status;

	status = outbox_trouble(db, now - DAY, now -
	    (int64_t)config->mail_alarm_minutes * 60, arena, lines, &count);
	if (status != STATUS_OK || count == 0)
		return status == STATUS_OK ? STATUS_NOTFOUND : status;
	*view = (struct digest_view){
		.subject = "Mail die niet is aangekomen",
		.link = arena_printf(arena, "%s/beheer/mail", config->base_url),
		.lines = arena_array(arena, count, sizeof(*view->lines)),
		.more = count > LINES_MAX,
	};
	for (size_t i = 0; i < count && i < LINES_MAX; i++)
		view->lines[view->nlines++] = (struct digest_line){
			.to = lines[i].ontvanger, .kind = lines[i].soort,
			.state = lines[i].volgende == 0 ? "geweigerd" :
			    arena_printf(arena, "wacht, volgende poging %s",
			    clock_stamp(lines[i].volgende, arena)),
			.answer = lines[i].antwoord,
		};
	status = alarm_get(db, arena, &alarm);
	if (status == STATUS_OK) {
		view->alarm = alarm.antwoord;
		view->since = clock_stamp(alarm.sinds, arena);
	}
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

static enum status
write_letter(const struct event *event, const struct config *config,
    const struct digest_view *view, int64_t now, struct arena *arena,
    struct letter *letter)
{
	struct buf text, html, out;
	enum status status;

	buf_init(&text, arena, BODY_MAX);
	buf_init(&html, arena, BODY_MAX);
	buf_init(&out, arena, 4 * BODY_MAX);
	mail_digest_text(&text, view);
	mail_digest_html(&html, view);
	status = message_write(&(struct message){
		.from_name = event->organisatie,
		.from_address = config->mail_from,
		.to_address = letter->ontvanger, .subject = view->subject,
		.message_id = letter->message_id, .date = now,
		.language = "nl", .text = text.data, .html = html.data,
	}, arena, &out);
	if (status != STATUS_OK || text.failed || html.failed) {
		log_line(LOG_ERROR, "the digest cannot be written: %s",
		    status_word(status));
		return STATUS_FAIL;
	}
	letter->bericht = out.data;
	letter->length = out.length;
	return STATUS_OK;
}

enum status
digest_write(struct db *db, const struct config *config,
    const struct secret *secret, int64_t now, struct arena *arena,
    struct letter *letter)
{
	char day[CLOCK_DAY_SIZE];
	struct digest_view view;
	struct event event;
	enum status status;

	status = view_trouble(db, config, now, arena, &view);
	if (status == STATUS_OK)
		status = event_visible(db, arena, &event);
	if (status == STATUS_OK && text_empty(event.organisatie_email))
		return STATUS_NOTFOUND;
	if (status != STATUS_OK)
		return status;
	view.title = event.titel;
	clock_day(now, day);
	*letter = (struct letter){
		.onderwerp = arena_printf(arena, "digest:%s", day),
		.versie = 1, .soort = "digest",
		.ontvanger = event.organisatie_email,
	};
	letter->message_id = envelope_message_id(config, secret,
	    arena_printf(arena, "digest.%s", day), letter->onderwerp,
	    strlen(letter->onderwerp), arena);
	envelope_set(config, secret, arena, letter);
	return write_letter(&event, config, &view, now, arena, letter);
}
