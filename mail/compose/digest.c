#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/email.h"
#include "core/text.h"
#include "db/db.h"
#include "db/event/event.h"
#include "mail/compose/digest.h"
#include "mail/compose/letter.h"
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
			.to = email_shown(lines[i].ontvanger, arena),
			.kind = lines[i].soort,
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

enum status
digest_owe(struct db *db, const struct config *config, int64_t now,
    struct arena *arena)
{
	char day[CLOCK_DAY_SIZE], before[CLOCK_DAY_SIZE];
	struct debt debt = {
		.soort = DIGEST_WORD, .naam = "", .wie = "systeem",
		.feiten = "",
	};
	struct digest_view view;
	struct recent *recent;
	enum status status;
	struct event event;
	size_t count;

	status = view_trouble(db, config, now, arena, &view);
	if (status == STATUS_OK)
		status = event_visible(db, arena, &event);
	if (status == STATUS_OK && text_empty(event.organisatie_email))
		return STATUS_NOTFOUND;
	if (status == STATUS_OK)
		status = outbox_recent(db, 0, now - DAY, arena, &recent,
		    &count);
	if (status != STATUS_OK)
		return status;
	clock_day(now, day);
	/* One a day; and one that still waits will tell this as well. */
	for (size_t i = 0; i < count; i++) {
		clock_day(recent[i].gemaakt, before);
		if (strcmp(recent[i].soort, DIGEST_WORD) == 0 &&
		    (recent[i].volgende != 0 || strcmp(day, before) == 0))
			return STATUS_OK;
	}
	debt.event = event.id;
	debt.ontvanger = event.organisatie_email;
	return outbox_owe(db, &debt, now, now);
}

enum status
digest_compose(struct db *db, const struct config *config,
    const struct secret *secret, const struct debt *debt, int64_t now,
    struct arena *arena, struct composed *composed)
{
	struct digest_view view;
	struct buf text, html;
	enum status status;
	struct event event;

	status = event_get(db, debt->event, arena, &event);
	if (status == STATUS_OK)
		status = view_trouble(db, config, now, arena, &view);
	if (status != STATUS_OK)
		return status;
	view.title = event.titel;
	buf_init(&text, arena, BODY_MAX);
	buf_init(&html, arena, BODY_MAX);
	mail_digest_text(&text, &view);
	mail_digest_html(&html, &view);
	return letter_write(config, secret, debt, now, &(struct message){
		.from_name = event.organisatie,
		.subject = view.subject,
	}, &text, &html, arena, composed);
}
