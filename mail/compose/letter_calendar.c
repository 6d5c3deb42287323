/* The calendar entry that goes along with a letter. */
#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "mail/compose/calendar.h"
#include "mail/compose/letter_calendar.h"
#include "templates/present.h"

static struct calendar_event
calendar_entry(const struct compose *compose)
{
	const struct event *event = compose->event;

	return (struct calendar_event){
		.uid = event->uid,
		.sequence = (int)event->volgnummer,
		.stamp = compose->now,
		.begin = catalog_doors(compose->catalog, event),
		.end = event->einde,
		.summary = event->titel,
		.location = event->locatie,
		.description = present_text(event->bereikbaar),
		.cancelled = event->afgelast != 0,
		.url = compose->config->base_url,
	};
}

enum status
compose_calendar(const struct compose *compose, struct buf *out)
{
	const struct calendar_event entry = calendar_entry(compose);

	return calendar_write(&entry, out);
}

/*
 * The entry of one guest (RFC 5546): of their own, because several can be
 * read at one mailbox, and its number rises only when the event changes or
 * the guest gets or loses the place.
 */
static void
invite(const struct compose *compose, const struct participant *guest,
    const char *address, struct arena *arena, struct calendar_event *entry)
{
	bool comes = guest->attendance == ATTENDANCE_CONFIRMED &&
	    compose->event->afgelast == 0;

	entry->method = comes ? CALENDAR_REQUEST : CALENDAR_CANCEL;
	entry->cancelled = !comes;
	entry->uid = arena_printf(arena, "%lld.%s", (long long)guest->id,
	    compose->event->uid);
	entry->sequence += (int)guest->agenda;
	entry->attendee_name = text_empty(guest->answer[
	    PARTICIPANT_VOORNAAM]) ? "" : participant_name(guest, arena);
	entry->attendee_address = address;
}

enum status
letter_calendar(const struct compose *compose, bool has_place,
    const struct participant *guest, const char *address,
    struct arena *arena, struct buf *out, const char **method)
{
	const char *asked = compose->config->calendar_method;
	struct calendar_event entry = calendar_entry(compose);

	entry.method = text_same(asked, "publish") ||
	    text_same(asked, "request") ? CALENDAR_PUBLISH : CALENDAR_PLAIN;
	if (entry.method == CALENDAR_PUBLISH) {
		entry.organiser_name = compose->event->organisatie;
		entry.organiser_address = compose->event->organisatie_email;
	}
	if (text_same(asked, "request") && guest != NULL)
		invite(compose, guest, address, arena, &entry);
	*method = calendar_method_word(entry.method);
	if (!has_place && (entry.method != CALENDAR_CANCEL ||
	    guest->agenda == 0))
		return STATUS_OK;
	return calendar_write(&entry, out);
}
