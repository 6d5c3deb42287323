#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/people/held_link.h"
#include "db/registration/registration.h"
#include "mail/compose/lost_link.h"
#include "mail/compose/letter.h"
#include "templates.h"

#define BODY_MAX	((size_t)64 * 1024)

static struct lost_link_line
line_of(const struct config *config, const struct secret *secret,
    const struct held_link *held, struct arena *arena)
{
	char link[LINK_LENGTH + 1];
	bool contact = held->participant == 0;

	if (contact)
		registration_link(&(struct registration){
			.id = held->registration, .nonce = held->nonce,
		}, secret, link);
	else
		participant_link(&(struct participant){
			.id = held->participant, .nonce = held->nonce,
		}, secret, link);
	return (struct lost_link_line){
		.about = contact ? arena_printf(arena, "De aanmelding van de "
		    "gemeente %s, met u als contactpersoon", held->gemeente) :
		    arena_printf(arena, "De deelname van %s namens de "
		    "gemeente %s", held->naam, held->gemeente),
		.link = arena_printf(arena, "%s%s%s", config->base_url,
		    contact ? "/aanmelding/" : "/deelnemer/", link),
	};
}

enum status
lost_link_compose(struct db *db, const struct config *config,
    const struct secret *secret, const struct debt *debt, int64_t now,
    struct arena *arena, struct composed *composed)
{
	struct lost_link_view view = { .nlines = 0 };
	struct buf text, html;
	struct held_link *held;
	struct event event;
	enum status status;
	size_t count;

	status = event_get(db, debt->event, arena, &event);
	if (status == STATUS_OK)
		status = held_link_list(db, event.id, debt->ontvanger, arena,
		    &held, &count);
	if (status != STATUS_OK || count == 0)
		return status == STATUS_OK ? STATUS_NOTFOUND : status;
	view.title = event.titel;
	view.organiser = event.organisatie;
	view.subject = arena_printf(arena, "Uw link: %s, %s", event.titel,
	    clock_date(event.begin, arena));
	view.lines = arena_array(arena, count, sizeof(*view.lines));
	for (; view.nlines < count; view.nlines++)
		view.lines[view.nlines] = line_of(config, secret,
		    &held[view.nlines], arena);
	buf_init(&text, arena, BODY_MAX);
	buf_init(&html, arena, BODY_MAX);
	mail_lost_link_text(&text, &view);
	mail_lost_link_html(&html, &view);
	return letter_write(config, secret, debt, now, &(struct message){
		.from_name = event_sender(&event),
		.reply_to = event_reply_to(&event),
		.subject = view.subject,
	}, &text, &html, arena, composed);
}
