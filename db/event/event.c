#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/text.h"
#include "db/event/event.h"

int64_t
event_closes(const struct event *event)
{
	return event->gesloten != 0 &&
	    event->gesloten < event->aanmelden_dicht ? event->gesloten :
	    event->aanmelden_dicht;
}

enum event_phase
event_phase(const struct event *event, int64_t now)
{
	if (now >= event->einde)
		return EVENT_PAST;
	if (now >= event_closes(event))
		return EVENT_CLOSED;
	if (event->aanmelden_open == 0 || now < event->aanmelden_open)
		return EVENT_EARLY;
	return EVENT_OPEN;
}

enum status
event_remind_days(const char *text, int days[REMIND_DAYS_MAX], size_t *count)
{
	size_t n = 0;

	while (*text != '\0') {
		char *end;
		long day = strtol(text, &end, 10);

		if (end == text || day < 1 || day > 365 ||
		    n == REMIND_DAYS_MAX || text[0] == '+')
			return STATUS_INVALID;
		days[n++] = (int)day;
		text = end + strspn(end, ", ");
		if (*text != '\0' && text == end)
			return STATUS_INVALID;
	}
	*count = n;
	return STATUS_OK;
}

/* The midnight of a day that begins there; *text stands behind it then. */
static enum status
read_day(const char **text, int64_t *midnight)
{
	char moment[] = "2026-12-19T00:00";

	*text += strcspn(*text, "0123456789");
	if (strlen(*text) < 10)
		return STATUS_INVALID;
	memcpy(moment, *text, 10);
	*text += 10;
	return clock_parse(moment, midnight);
}

enum status
event_recess(const char *text, int64_t *midnight)
{
	while (strpbrk(text, "0123456789") != NULL) {
		enum status status;
		int64_t first, last;

		status = read_day(&text, &first);
		if (status == STATUS_OK)
			status = read_day(&text, &last);
		if (status != STATUS_OK || last < first)
			return STATUS_INVALID;
		if (midnight != NULL && *midnight >= first &&
		    *midnight <= last)
			*midnight = clock_midnight(last, 1);
	}
	return text[strspn(text, " ,")] == '\0' ? STATUS_OK : STATUS_INVALID;
}

bool
event_is_over(const struct event *event, int64_t now)
{
	return event->afgelast != 0 || event_phase(event, now) == EVENT_PAST;
}

bool
event_allows(const struct event *event, enum event_deed deed, int64_t now)
{
	enum event_phase phase = event_phase(event, now);

	/* Who cannot come may say so, in case it goes on after all. */
	if (event->afgelast != 0 && deed != EVENT_CANCEL)
		return false;
	switch (deed) {
	case EVENT_CHANGE:
		return phase != EVENT_PAST && now < event->wijzigen_tot;
	case EVENT_CANCEL:
		return phase != EVENT_PAST;
	case EVENT_SIGN_UP:
	case EVENT_RESTORE:
		break;
	}
	return phase == EVENT_OPEN;
}

bool
event_entry_differs(const struct event *a, const struct event *b)
{
	return a->begin != b->begin || a->einde != b->einde ||
	    !text_same(a->locatie, b->locatie) ||
	    !text_same(a->titel, b->titel);
}

const char *
event_sender(const struct event *event)
{
	return text_empty(event->afzender_naam) ? event->organisatie :
	    event->afzender_naam;
}

const char *
event_reply_to(const struct event *event)
{
	return text_empty(event->antwoord_email) ? event->organisatie_email :
	    event->antwoord_email;
}
