#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/text.h"
#include "mail/compose/calendar.h"
#include "mail/compose/compose.h"
#include "mail/compose/envelope.h"
#include "mail/compose/mail_kind.h"
#include "mail/compose/message.h"
#include "templates.h"
#include "templates/present.h"
#include "templates/substitute.h"

#define BODY_MAX	((size_t)256 * 1024)
#define MESSAGE_MAX	((size_t)1 << 20)
#define SAMPLE_LINK	"VOORBEELD"

static const char *
link_to(const struct compose *compose, const char *path, const char *link,
    struct arena *arena)
{
	return arena_printf(arena, "%s%s%s", compose->config->base_url, path,
	    link);
}

/* To the personal page; a sample of a real person opens none. */
static const char *
link_of(const struct compose *compose, const struct participant *participant,
    struct arena *arena)
{
	char link[LINK_LENGTH + 1] = SAMPLE_LINK;

	if (!compose->sample)
		participant_link(participant, compose->secret, link);
	return link_to(compose, "/deelnemer/", link, arena);
}

static void
view_base(const struct compose *compose,
    const struct registration *registration, enum mail_kind kind,
    struct arena *arena, struct mail_view *view)
{
	*view = (struct mail_view){
		.kind = kind,
		.event = present_event(compose->event, compose->catalog, NULL,
		    compose->now, arena),
		.gemeente = arena_printf(arena, "gemeente %s",
		    registration->gemeente_naam),
		.contact = contact_name(registration, arena),
		.calendar = link_to(compose, "/agenda.ics", "", arena),
		.privacy = link_to(compose, "/privacy", "", arena),
		.persons = arena_array(arena, registration->nparticipants,
		    sizeof(struct person_view)),
		.changes = compose->changes, .nchanges = compose->nchanges,
	};
}

/*
 * What the kind of mail decides, and the organiser's texts; the view knows
 * whom it is for.  confirmation: which text confirms a place to them.
 */
static void
view_texts(const struct compose *compose,
    const struct registration *registration, enum event_text confirmation,
    struct arena *arena, struct mail_view *view)
{
	const struct mail_kind_row *row = mail_kind_row(view->kind);
	const char *const *texts = compose->catalog->texts;
	const struct placeholders known = { .value = {
		[PLACEHOLDER_TITEL] = compose->event->titel,
		[PLACEHOLDER_WANNEER] = view->event->when,
		[PLACEHOLDER_WAAR] = compose->event->locatie,
		[PLACEHOLDER_ORGANISATIE] = compose->event->organisatie,
		[PLACEHOLDER_NAAM] = view->to,
		[PLACEHOLDER_GEMEENTE] = registration->gemeente_naam,
		[PLACEHOLDER_LINK] = view->link,
	} };

	view->subject = arena_printf(arena, "%s: %s, %s", view->waiting &&
	    row->waiting != NULL ? row->waiting : row->subject,
	    compose->event->titel, clock_date(compose->event->begin, arena));
	if (row->confirms || row->reminds)
		view->extra = substitute(texts[row->reminds ?
		    EVENT_TEXT_HERINNERING : view->waiting ?
		    EVENT_TEXT_WACHTLIJST : confirmation], &known, arena);
	/* The public file is about the public event, so another event's
	 * letter leads to the file of its own registration. */
	if (!compose->event->zichtbaar)
		view->calendar = arena_printf(arena, "%s/agenda.ics",
		    view->link);
	view->signature = substitute(texts[EVENT_TEXT_ONDERTEKENING], &known,
	    arena);
}

/* The bodies of a letter, of the contact's or a participant's template. */
struct bodies {
	struct buf	text;
	struct buf	html;
};

typedef void (*body_template)(struct buf *, const struct mail_view *);

static void
write_bodies(body_template text, body_template html,
    const struct mail_view *view, struct arena *arena, struct bodies *bodies)
{
	buf_init(&bodies->text, arena, BODY_MAX);
	buf_init(&bodies->html, arena, BODY_MAX);
	text(&bodies->text, view);
	html(&bodies->html, view);
}

static struct calendar_event
calendar_entry(const struct compose *compose)
{
	const struct event *event = compose->event;

	return (struct calendar_event){
		.uid = event->uid,
		.sequence = (int)event->volgnummer,
		.stamp = compose->now,
		.begin = event->begin,
		.end = event->einde,
		.summary = event->titel,
		.location = event->locatie,
		.description = present_text(event->bereikbaar),
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
 * The file in a letter, and what it asks of a calendar program: the
 * configuration's word, by default nothing (calendar.h says why).  With a
 * request each change needs a higher number, also the cancellation of one
 * guest and the coming back.
 */
static enum status
letter_calendar(const struct compose *compose, const struct mail_view *view,
    const struct debt *debt, int64_t versie, struct buf *out,
    const char **method)
{
	const char *asked = compose->config->calendar_method;
	struct calendar_event entry = calendar_entry(compose);

	entry.method = CALENDAR_PLAIN;
	if (text_same(asked, "publish"))
		entry.method = CALENDAR_PUBLISH;
	else if (text_same(asked, "request"))
		entry.method = view->cancelled ? CALENDAR_CANCEL :
		    CALENDAR_REQUEST;
	*method = calendar_method_word(entry.method);
	/* Only what was asked for with a request can be cancelled. */
	if (view->cancelled && entry.method != CALENDAR_CANCEL)
		return STATUS_OK;
	if (entry.method == CALENDAR_PLAIN)
		return calendar_write(&entry, out);
	entry.organiser_name = compose->event->organisatie;
	entry.organiser_address = compose->event->organisatie_email;
	if (entry.method != CALENDAR_PUBLISH) {
		entry.sequence += (int)versie;
		entry.cancelled = entry.method == CALENDAR_CANCEL;
		entry.attendee_name = view->to;
		entry.attendee_address = debt->ontvanger;
	}
	return calendar_write(&entry, out);
}

/* The debt says to whom it goes; the rest is the same for every letter. */
static enum status
write_message(const struct compose *compose, const struct mail_view *view,
    const struct bodies *bodies, const struct debt *debt, int64_t versie,
    struct arena *arena, struct composed *composed)
{
	struct message message = {
		.from_name = event_sender(compose->event),
		.from_address = compose->config->mail_from,
		.reply_to = event_reply_to(compose->event),
		.to_name = view->to,
		.to_address = debt->ontvanger,
		.subject = view->subject,
		.message_id = envelope_message_id(compose->config,
		    compose->secret, debt->id, debt->gemaakt, arena),
		.date = compose->now,
		.language = "nl",
		.text = bodies->text.data,
		.html = bodies->html.data,
	};
	struct buf calendar, out;
	enum status status;

	buf_init(&calendar, arena, BODY_MAX);
	buf_init(&out, arena, MESSAGE_MAX);
	status = letter_calendar(compose, view, debt, versie, &calendar,
	    &message.calendar_method);
	if (calendar.length > 0) {
		message.calendar = calendar.data;
		message.calendar_length = calendar.length;
	} else {
		message.calendar_method = NULL;
	}
	if (status == STATUS_OK)
		status = message_write(&message, arena, &out);
	if (status != STATUS_OK || bodies->text.failed ||
	    bodies->html.failed) {
		log_line(LOG_ERROR, "letter %lld cannot be composed: %s",
		    (long long)debt->id, status_word(status));
		return STATUS_FAIL;
	}
	*composed = (struct composed){
		.id = debt->id, .versie = versie,
		.afzender = envelope_sender(compose->config, compose->secret,
		    debt->id, debt->gemaakt, arena),
		.bericht = out.data, .length = out.length,
	};
	return STATUS_OK;
}

static struct mail_view
contact_view(const struct compose *compose,
    const struct registration *registration, enum mail_kind kind,
    struct arena *arena)
{
	struct answer_list answers = answers_of_contact(ANSWERS_CONTACT_MAIL,
	    registration, arena);
	char link[LINK_LENGTH + 1] = SAMPLE_LINK;
	size_t confirmed = 0, cancelled = 0;
	struct mail_view view;

	if (!compose->sample)
		registration_link(registration, compose->secret, link);
	view_base(compose, registration, kind, arena, &view);
	view.to = view.contact;
	view.answers = answers.views;
	view.nanswers = answers.nviews;
	view.link = link_to(compose, "/aanmelding/", link, arena);
	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];
		struct person_view *person = &view.persons[view.npersons++];

		*person = present_person(ANSWERS_CONTACT_MAIL, one,
		    compose->catalog, arena);
		/* The link to a participant's page goes to one mailbox. */
		if (participant_is_own(registration, one))
			person->mail = arena_printf(arena,
			    "krijgt eigen bericht op %s",
			    one->answer[PARTICIPANT_EMAIL]);
		else
			person->link = link_of(compose, one, arena);
		confirmed += one->attendance == ATTENDANCE_CONFIRMED;
		cancelled += one->attendance == ATTENDANCE_CANCELLED;
	}
	view.waiting = confirmed == 0;
	view.cancelled = cancelled == registration->nparticipants;
	view_texts(compose, registration, EVENT_TEXT_CONTACT, arena, &view);
	return view;
}

enum status
compose_contact(const struct compose *compose,
    const struct registration *registration, enum mail_kind kind,
    const struct debt *debt, struct arena *arena, struct composed *composed)
{
	struct mail_view view = contact_view(compose, registration, kind,
	    arena);
	struct bodies bodies;

	write_bodies(mail_contact_text, mail_contact_html, &view, arena,
	    &bodies);
	return write_message(compose, &view, &bodies, debt,
	    registration->versie, arena, composed);
}

static struct mail_view
participant_view(const struct compose *compose,
    const struct registration *registration,
    const struct participant *participant, enum mail_kind kind,
    struct arena *arena)
{
	struct mail_view view;

	view_base(compose, registration, kind, arena, &view);
	view.persons[view.npersons++] = present_person(ANSWERS_PERSON_MAIL,
	    participant, compose->catalog, arena);
	view.to = text_empty(participant->answer[PARTICIPANT_NAAM_VOLGT]) ?
	    view.persons[0].name : "deelnemer";
	/* Nobody gets the link of the person who comes instead. */
	view.link = mail_kind_row(kind)->leaves ?
	    link_to(compose, "/", "", arena) :
	    link_of(compose, participant, arena);
	view.waiting = participant->attendance == ATTENDANCE_WAITING;
	view.cancelled = participant->attendance == ATTENDANCE_CANCELLED ||
	    mail_kind_row(kind)->leaves;
	view_texts(compose, registration, EVENT_TEXT_DEELNEMER, arena, &view);
	return view;
}

enum status
compose_participant(const struct compose *compose,
    const struct registration *registration,
    const struct participant *participant, enum mail_kind kind,
    const struct debt *debt, struct arena *arena, struct composed *composed)
{
	struct mail_view view = participant_view(compose, registration,
	    participant, kind, arena);
	struct bodies bodies;

	write_bodies(mail_participant_text, mail_participant_html, &view,
	    arena, &bodies);
	return write_message(compose, &view, &bodies, debt,
	    registration->versie, arena, composed);
}

static struct compose_sample
sample_of(body_template text, body_template html,
    const struct mail_view *view, struct arena *arena)
{
	struct bodies bodies;

	write_bodies(text, html, view, arena, &bodies);
	return (struct compose_sample){
		view->subject, bodies.text.data, bodies.html.data,
	};
}

struct compose_sample
compose_show_contact(const struct compose *compose,
    const struct registration *registration, enum mail_kind kind,
    struct arena *arena)
{
	struct mail_view view = contact_view(compose, registration, kind,
	    arena);

	return sample_of(mail_contact_text, mail_contact_html, &view, arena);
}

struct compose_sample
compose_show_participant(const struct compose *compose,
    const struct registration *registration,
    const struct participant *participant, enum mail_kind kind,
    struct arena *arena)
{
	struct mail_view view = participant_view(compose, registration,
	    participant, kind, arena);

	return sample_of(mail_participant_text, mail_participant_html, &view,
	    arena);
}
