#include <stdlib.h>
#include <strings.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/campaign/mailing.h"
#include "db/campaign/unsubscribed.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/registration/registration.h"
#include "mail/compose/mailing.h"
#include "mail/compose/letter.h"
#include "templates.h"
#include "templates/substitute.h"

#define BODY_MAX	((size_t)256 * 1024)
#define SAMPLE_LINK	"/deelnemer/VOORBEELD"

static struct mailing_view
view_of(const struct config *config, const struct event *event,
    const struct mailing *mailing, const char *naam, const char *gemeente,
    const char *path, const char *stop, struct arena *arena)
{
	const char *link = arena_printf(arena, "%s%s", config->base_url, path);
	const struct placeholders known = { .value = {
		[PLACEHOLDER_TITEL] = event->titel,
		[PLACEHOLDER_WANNEER] = clock_span(event->begin, event->einde,
		    arena),
		[PLACEHOLDER_WAAR] = event->locatie,
		[PLACEHOLDER_ORGANISATIE] = event->organisatie,
		[PLACEHOLDER_NAAM] = naam, [PLACEHOLDER_GEMEENTE] = gemeente,
		[PLACEHOLDER_LINK] = link,
	} };

	return (struct mailing_view){
		.subject = substitute(mailing->onderwerp, &known, arena),
		.text = substitute(mailing->tekst, &known, arena),
		.link = link, .signature = event_sender(event),
		.ground = text_or_none(mailing->grond),
		.stop = arena_printf(arena, "%s/geen-nieuws/%s",
		    config->base_url, stop),
	};
}

struct compose_sample
mailing_sample(const struct config *config, const struct event *event,
    const struct mailing *mailing, const char *naam, const char *gemeente,
    struct arena *arena)
{
	struct mailing_view view = view_of(config, event, mailing, naam,
	    gemeente, SAMPLE_LINK, "VOORBEELD", arena);
	struct buf out;

	buf_init(&out, arena, BODY_MAX);
	mail_mailing_text(&out, &view);
	return (struct compose_sample){
		.subject = view.subject, .text = out.data,
	};
}

/* Whose letter it is, as they are now.  *path NULL: not theirs any more. */
static enum status
find_person(struct db *db, const struct secret *secret,
    const struct debt *debt, struct arena *arena, const char **gemeente,
    const char **path, int64_t *versie)
{
	struct registration registration;
	const struct participant *one;
	char link[LINK_LENGTH + 1];
	enum status status;

	*path = SAMPLE_LINK;
	*gemeente = "Voorbeeld";
	if (debt->registration == 0)
		return STATUS_OK;
	*path = NULL;
	status = registration_get(db, debt->registration, arena,
	    &registration);
	if (status != STATUS_OK)
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	*gemeente = registration.gemeente_naam;
	*versie = registration.versie;
	one = participant_with_id(&registration, debt->participant);
	if (debt->participant == 0 && strcasecmp(debt->ontvanger,
	    registration.answer[CONTACT_EMAIL]) == 0) {
		registration_link(&registration, secret, link);
		*path = arena_printf(arena, "/aanmelding/%s", link);
	} else if (one != NULL && strcasecmp(debt->ontvanger,
	    one->answer[PARTICIPANT_EMAIL]) == 0) {
		participant_link(one, secret, link);
		*path = arena_printf(arena, "/deelnemer/%s", link);
	}
	return STATUS_OK;
}

enum status
mailing_compose(struct db *db, const struct config *config,
    const struct secret *secret, const struct debt *debt, int64_t now,
    struct arena *arena, struct composed *composed)
{
	char stop[LINK_LENGTH + 1];
	const char *gemeente, *path;
	struct mailing_view view;
	struct buf text, html;
	struct mailing mailing;
	struct event event;
	enum status status;

	status = mailing_get(db, strtoll(debt->feiten, NULL, 10), arena,
	    &mailing);
	if (status == STATUS_OK)
		status = event_get(db, mailing.event, arena, &event);
	if (status == STATUS_OK)
		status = find_person(db, secret, debt, arena, &gemeente,
		    &path, &composed->versie);
	if (status != STATUS_OK)
		return status;
	if (path == NULL) {
		composed->over = OUTBOX_MOVED_ON;
		return STATUS_OK;
	}
	unsubscribed_link(secret, debt->ontvanger, stop);
	view = view_of(config, &event, &mailing, debt->naam, gemeente, path,
	    stop, arena);
	buf_init(&text, arena, BODY_MAX);
	buf_init(&html, arena, BODY_MAX);
	mail_mailing_text(&text, &view);
	mail_mailing_html(&html, &view);
	return letter_write(config, secret, debt, now, &(struct message){
		.from_name = event_sender(&event),
		.reply_to = event_reply_to(&event),
		.to_name = text_or_none(debt->naam),
		.subject = view.subject,
		.unsubscribe = view.ground == NULL ? NULL : view.stop,
	}, &text, &html, arena, composed);
}
