#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/email.h"
#include "core/log.h"
#include "core/text.h"
#include "db/door/entry.h"
#include "db/registration/guest.h"
#include "db/registration/offer.h"
#include "mail/compose/calendar.h"
#include "mail/compose/compose.h"
#include "mail/compose/editable.h"
#include "mail/compose/facts.h"
#include "mail/compose/letter.h"
#include "mail/compose/mail_kind.h"
#include "templates.h"
#include "templates/present.h"
#include "templates/substitute.h"

#define BODY_MAX	((size_t)256 * 1024)
#define NAMES_MAX	3	/* in a subject and a greeting */
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

/* What they show at the door; nothing for who has no place. */
static const char *
entry_of(const struct compose *compose, const struct participant *participant,
    struct arena *arena)
{
	char code[ROW_CODE_SIZE] = SAMPLE_LINK;

	if (participant->attendance != ATTENDANCE_CONFIRMED ||
	    compose->event->afgelast != 0)
		return NULL;
	if (!compose->sample)
		entry_code(compose->secret, participant->id,
		    participant->nonce, code);
	return link_to(compose, "/d/", code, arena);
}

/* Who did what the letter tells, as a sentence begins; NULL: several did. */
static const char *
actor(const struct compose *compose, const struct registration *registration,
    const struct told *told, struct arena *arena)
{
	const struct fact *by = &told->by;
	bool asked_for = text_same(by->value[2], BY_REQUEST);

	if (by->kind != FACT_BY || text_same(by->value[0], BY_ITSELF) ||
	    told->by_several)
		return NULL;
	if (text_same(by->value[0], BY_SELF))
		return "U";
	return text_same(by->value[0], BY_ORGANISER) ?
	    arena_printf(arena, "De organisatie (%s)%s%s%s",
	    compose->event->organisatie,
	    asked_for ? ", op verzoek van de gemeente " : "",
	    asked_for ? registration->gemeente_naam : "",
	    asked_for ? "," : "") : text_or_none(by->value[1]);
}

/* For whom they come: "namens de gemeente Woerden", "als spreker". */
static const char *
coming_as(const struct registration *registration, struct arena *arena)
{
	const char *role = registration->participants[0].answer[
	    PARTICIPANT_ROL];

	return is_guest(role) ? arena_printf(arena, "als %s", field_label(
	    &participant_fields[PARTICIPANT_ROL], role)) :
	    arena_printf(arena, "namens de gemeente %s",
	    registration->gemeente_naam);
}

/* From whom we have a participant's data. */
static const char *
source_of(const struct compose *compose,
    const struct registration *registration, struct arena *arena)
{
	return is_guest(registration->participants[0].answer[
	    PARTICIPANT_ROL]) ? arena_printf(arena, "van de organisatie, %s",
	    compose->event->organisatie) : arena_printf(arena,
	    "met de aanmelding van de gemeente %s, van %s",
	    registration->gemeente_naam, contact_name(registration, arena));
}

/* What is said before anything else, and what changed. */
static struct opening
begin_opening(const struct compose *compose,
    const struct registration *registration, enum mail_kind kind,
    const struct told *told, struct arena *arena)
{
	const char *word = told->by.value[0];

	return (struct opening){
		.kind = kind,
		.by = actor(compose, registration, told, arena),
		.by_organiser = text_same(word, BY_ORGANISER),
		.several = told->nabout > 1,
		.about = told->nabout < 2 || told->nabout <
		    registration->nparticipants ? told->about : NULL,
		.why = text_or_none(told->by.value[2]),
		.gemeente = arena_printf(arena, "de gemeente %s",
		    registration->gemeente_naam),
		.as = coming_as(registration, arena),
		.contact = contact_name(registration, arena),
		.places_wait = registration->to_confirm == TO_CONFIRM_PLACES &&
		    participants_count(registration, ATTENDANCE_WAITING) > 0,
	};
}

/* One paragraph, from a template that has its words on several lines. */
static const char *
write_opening(void (*template)(struct buf *, const struct opening *),
    const struct opening *opening, struct arena *arena)
{
	const char *clean = "";
	struct buf out;
	size_t length;

	buf_init(&out, arena, BODY_MAX);
	template(&out, opening);
	if (!out.failed)
		text_clean(out.data, TEXT_LINE, BODY_MAX, arena, &clean,
		    &length);
	if (clean[0] >= 'a' && clean[0] <= 'z')
		return arena_printf(arena, "%c%s", clean[0] - 'a' + 'A',
		    clean + 1);
	return clean;
}

static void
view_base(const struct compose *compose,
    const struct registration *registration, const struct told *told,
    struct arena *arena, struct mail_view *view)
{
	*view = (struct mail_view){
		.event = present_event(compose->event, compose->catalog, NULL,
		    compose->now, arena),
		.gemeente = arena_printf(arena, "de gemeente %s",
		    registration->gemeente_naam),
		.contact = contact_name(registration, arena),
		.calendar = link_to(compose, "/agenda.ics", "", arena),
		.privacy = link_to(compose, "/privacy", "", arena),
		.persons = arena_array(arena, registration->nparticipants,
		    sizeof(struct person_view)),
		.changes = told->sentences, .nchanges = told->nsentences,
	};
}

/*
 * What the kind of mail decides, and the organiser's texts; the view knows
 * whom it is for.  confirmation: which text confirms a place to them; about:
 * whom the subject names.
 */
static void
view_texts(const struct compose *compose,
    const struct registration *registration, const struct opening *opening,
    enum event_text confirmation, const char *about, struct arena *arena,
    struct mail_view *view)
{
	const struct mail_kind_row *row = mail_kind_row(opening->kind);
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
	bool kept = opening->waiting && opening->places_wait;
	/* Nobody foresaw these in a text of their own. */
	const struct letter_text *own = kept || opening->some_wait ||
	    (opening->cancelled && opening->kind != MAIL_LAPSED) ? NULL :
	    editable_find(compose->catalog, opening->kind,
	    confirmation == EVENT_TEXT_CONTACT, opening->waiting);

	view->heading = arena_printf(arena, "%s: %s",
	    !opening->waiting || row->waiting == NULL ? row->subject :
	    kept ? "Wacht op bevestiging" : row->waiting, about);
	view->subject = arena_printf(arena, "%s, %s, %s", view->heading,
	    compose->event->titel, clock_date(compose->event->begin, arena));
	view->waits = opening->waiting && !row->leaves;
	if ((row->confirms && !opening->cancelled && !kept) || row->reminds)
		view->extra = substitute(texts[row->reminds ?
		    EVENT_TEXT_HERINNERING : opening->waiting ?
		    EVENT_TEXT_WACHTLIJST : confirmation], &known, arena);
	/* Nothing that helps to come, when nobody will. */
	if (compose->event->afgelast != 0)
		view->extra = NULL;
	if (opening->kind == MAIL_CALLED_OFF || opening->kind == MAIL_GOES_ON)
		view->extra = present_text(compose->event->afgelast_tekst);
	view->leaves = row->leaves;
	/* The public file is about the public event, so another event's
	 * letter leads to the file of its own registration. */
	if (!compose->event->zichtbaar)
		view->calendar = arena_printf(arena, "%s/agenda.ics",
		    view->several ? view->persons[0].link : view->link);
	if (own != NULL && substitute(own->subject, &known, arena) != NULL)
		view->heading = view->subject = substitute(own->subject,
		    &known, arena);
	if (own != NULL && substitute(own->text, &known, arena) != NULL)
		view->opening = substitute(own->text, &known, arena);
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

/*
 * The file in a letter, and what it asks of a calendar program: the
 * configuration's word, by default nothing (calendar.h says why).  Who has no
 * place gets none, but for the guest whose invitation is taken back.  guest:
 * whom the mailbox belongs to, NULL for a contact who does not come.
 */
static enum status
letter_calendar(const struct compose *compose, const struct mail_view *view,
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
	if (!view->has_place && (entry.method != CALENDAR_CANCEL ||
	    guest->agenda == 0))
		return STATUS_OK;
	return calendar_write(&entry, out);
}

/* The debt says to whom it goes; the rest is the same for every letter. */
static enum status
write_message(const struct compose *compose, const struct mail_view *view,
    const struct bodies *bodies, const struct debt *debt, int64_t versie,
    const struct participant *guest, struct arena *arena,
    struct composed *composed)
{
	struct message message = {
		.from_name = event_sender(compose->event),
		.reply_to = event_reply_to(compose->event),
		.to_name = view->to,
		.subject = view->subject,
	};
	struct buf calendar;
	enum status status;

	buf_init(&calendar, arena, BODY_MAX);
	status = letter_calendar(compose, view, guest, debt->ontvanger, arena,
	    &calendar, &message.calendar_method);
	if (calendar.length > 0) {
		message.calendar = calendar.data;
		message.calendar_length = calendar.length;
	} else {
		message.calendar_method = NULL;
	}
	*composed = (struct composed){ .id = debt->id, .versie = versie };
	if (status != STATUS_OK) {
		log_line(LOG_ERROR, "letter %lld has no calendar: %s",
		    (long long)debt->id, status_word(status));
		return STATUS_FAIL;
	}
	return letter_write(compose->config, compose->secret, debt,
	    compose->now, &message, &bodies->text, &bodies->html, arena,
	    composed);
}

/* When an answer to this kind of letter is due; NULL: none is. */
static const char *
answer_until(const struct compose *compose,
    const struct registration *registration, enum mail_kind kind,
    struct arena *arena)
{
	int64_t until = kind == MAIL_NAMES ?
	    offer_names_until(compose->event) : 0;

	for (size_t i = 0; kind == MAIL_OFFERED &&
	    i < registration->nparticipants; i++)
		if (registration->participants[i].vraag_tot > until)
			until = registration->participants[i].vraag_tot;
	return until == 0 ? NULL : clock_moment(until, arena);
}

/* left: the name of a contact who is another one by now, or NULL. */
static struct mail_view
contact_view(const struct compose *compose,
    const struct registration *registration, enum mail_kind kind,
    const char *left, struct arena *arena)
{
	struct answer_list answers = answers_of_contact(ANSWERS_CONTACT_MAIL,
	    registration, arena);
	size_t confirmed = participants_count(registration,
	    ATTENDANCE_CONFIRMED);
	size_t waiting = participants_count(registration, ATTENDANCE_WAITING);
	char link[LINK_LENGTH + 1] = SAMPLE_LINK;
	struct opening opening;
	struct mail_view view;
	struct told told;

	facts_tell(compose->feiten, mail_kind_row(kind)->own,
	    mail_kind_row(kind)->word, false, arena, &told);
	opening = begin_opening(compose, registration, kind, &told, arena);
	opening.by_participant = opening.by != NULL &&
	    text_same(told.by.value[0], BY_PARTICIPANT);
	opening.waiting = confirmed == 0 && waiting > 0;
	opening.some_wait = confirmed > 0 && waiting > 0;
	opening.cancelled = confirmed + waiting == 0;
	opening.until = answer_until(compose, registration, kind, arena);
	if (!compose->sample)
		registration_link(registration, compose->secret, link);
	view_base(compose, registration, &told, arena, &view);
	view.opening = write_opening(opening_contact, &opening, arena);
	view.to = left != NULL ? left : view.contact;
	/* What is only offered is in nobody's calendar yet. */
	view.has_place = confirmed > 0 && !mail_kind_row(kind)->leaves &&
	    kind != MAIL_OFFERED;
	view.answers = answers.views;
	view.nanswers = answers.nviews;
	view.link = link_to(compose, "/aanmelding/", link, arena);
	view.places_wait = opening.places_wait;
	if (waiting > 0 && !mail_kind_row(kind)->leaves)
		view.why_waiting = compose->why;
	/* Never to a mailbox that is left. */
	if (left == NULL && confirmation_is_needed(registration)) {
		if (!compose->sample)
			confirmation_link(registration, compose->secret, link);
		view.confirm = link_to(compose, "/bevestigen/", link, arena);
	}
	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];
		struct person_view *person = &view.persons[view.npersons++];

		*person = present_person(ANSWERS_CONTACT_MAIL, one,
		    compose->catalog, arena);
		present_confirmation(registration, one, person);
		/* The link to a participant's page goes to one mailbox. */
		if (participant_is_own(registration, one))
			person->mail = arena_printf(arena,
			    "krijgt eigen bericht op %s%s",
			    email_shown(one->answer[PARTICIPANT_EMAIL], arena),
			    confirmation_permits(registration, one) ? "" :
			    " zodra u bevestigt");
		else {
			person->link = link_of(compose, one, arena);
			person->entry = entry_of(compose, one, arena);
		}
	}
	view_texts(compose, registration, &opening, EVENT_TEXT_CONTACT,
	    told.nabout == 1 ? told.about : arena_printf(arena, "gemeente %s",
	    registration->gemeente_naam), arena, &view);
	return view;
}

/* The participant who reads at the contact's mailbox, or NULL. */
static const struct participant *
guest_at(const struct registration *registration, const char *address)
{
	for (size_t i = 0; i < registration->nparticipants; i++)
		if (strcasecmp(registration->participants[i].answer[
		    PARTICIPANT_EMAIL], address) == 0)
			return &registration->participants[i];
	return NULL;
}

enum status
compose_contact(const struct compose *compose,
    const struct registration *registration, enum mail_kind kind,
    const struct debt *debt, struct arena *arena, struct composed *composed)
{
	struct mail_view view = contact_view(compose, registration, kind,
	    mail_kind_row(kind)->leaves ? debt->naam : NULL, arena);
	struct bodies bodies;

	write_bodies(mail_contact_text, mail_contact_html, &view, arena,
	    &bodies);
	return write_message(compose, &view, &bodies, debt,
	    registration->versie, guest_at(registration, debt->ontvanger),
	    arena, composed);
}

/* "Jan", "Jan en Piet", "Jan, Piet en Zoë"; of many the first. */
static const char *
names_of(const struct mail_view *view, const struct readers *readers,
    struct arena *arena)
{
	const char *names = view->persons[0].name;

	if (readers->count > NAMES_MAX)
		return arena_printf(arena, "%s en %zu anderen", names,
		    readers->count - 1);
	for (size_t i = 1; i < readers->count; i++)
		names = arena_printf(arena, "%s%s%s", names,
		    i + 1 == readers->count ? " en " : ", ",
		    view->persons[i].name);
	return names;
}

/* Of several what is said of a link in the organiser's text is of each. */
static const char *
links_of(const struct mail_view *view, const struct readers *readers,
    struct arena *arena)
{
	const char *links = view->persons[0].link;

	if (readers->count == 1)
		return links;
	links = arena_printf(arena, "%s (%s)", links, view->persons[0].name);
	for (size_t i = 1; i < readers->count; i++)
		links = arena_printf(arena, "%s%s%s (%s)", links,
		    i + 1 == readers->count ? " en " : ", ",
		    view->persons[i].link, view->persons[i].name);
	return links;
}

static size_t
readers_count(const struct readers *readers, enum attendance_status status)
{
	size_t count = 0;

	for (size_t i = 0; i < readers->count; i++)
		count += readers->list[i]->attendance == status;
	return count;
}

static struct mail_view
participant_view(const struct compose *compose,
    const struct registration *registration, const struct readers *readers,
    enum mail_kind kind, struct arena *arena)
{
	const struct mail_kind_row *row = mail_kind_row(kind);
	const struct participant *first = readers->list[0];
	size_t confirmed = readers_count(readers, ATTENDANCE_CONFIRMED);
	size_t waiting = readers_count(readers, ATTENDANCE_WAITING);
	struct opening opening;
	struct mail_view view;
	const char *names;
	struct told told;

	facts_tell(compose->feiten, row->own, row->word, readers->count == 1,
	    arena, &told);
	opening = begin_opening(compose, registration, kind, &told, arena);
	opening.by_participant = opening.by != NULL &&
	    text_same(told.by.value[0], BY_SELF);
	opening.waiting = confirmed == 0 && waiting > 0;
	opening.some_wait = confirmed > 0 && waiting > 0;
	opening.cancelled = confirmed + waiting == 0;
	opening.until = answer_until(compose, registration, kind, arena);
	view_base(compose, registration, &told, arena, &view);
	view.source = source_of(compose, registration, arena);
	view.opening = write_opening(opening_participant, &opening, arena);
	if (waiting > 0 && !row->leaves)
		view.why_waiting = compose->why;
	for (size_t i = 0; i < readers->count; i++) {
		struct person_view *person = &view.persons[view.npersons++];

		*person = present_person(ANSWERS_PERSON_MAIL,
		    readers->list[i], compose->catalog, arena);
		present_confirmation(registration, readers->list[i], person);
		/* Nobody gets the link of the person who comes instead. */
		person->link = row->leaves ? link_to(compose, "/", "", arena) :
		    link_of(compose, readers->list[i], arena);
		if (!row->leaves && kind != MAIL_OFFERED)
			person->entry = entry_of(compose,
			    readers->list[i], arena);
	}
	view.several = readers->count > 1;
	view.has_place = confirmed > 0 && !row->leaves &&
	    kind != MAIL_OFFERED;
	names = names_of(&view, readers, arena);
	view.to = readers->count > 1 ||
	    text_empty(first->answer[PARTICIPANT_NAAM_VOLGT]) ? names :
	    "deelnemer";
	view.link = links_of(&view, readers, arena);
	view_texts(compose, registration, &opening, EVENT_TEXT_DEELNEMER,
	    names, arena, &view);
	return view;
}

enum status
compose_participant(const struct compose *compose,
    const struct registration *registration, const struct readers *readers,
    enum mail_kind kind, const struct debt *debt, struct arena *arena,
    struct composed *composed)
{
	struct mail_view view = participant_view(compose, registration,
	    readers, kind, arena);
	struct bodies bodies;

	write_bodies(mail_participant_text, mail_participant_html, &view,
	    arena, &bodies);
	return write_message(compose, &view, &bodies, debt,
	    registration->versie, readers->list[0], arena, composed);
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
	    NULL, arena);

	return sample_of(mail_contact_text, mail_contact_html, &view, arena);
}

struct compose_sample
compose_show_participant(const struct compose *compose,
    const struct registration *registration,
    const struct participant *participant, enum mail_kind kind,
    struct arena *arena)
{
	const struct readers one = { { participant }, 1 };
	struct mail_view view = participant_view(compose, registration, &one,
	    kind, arena);

	return sample_of(mail_participant_text, mail_participant_html, &view,
	    arena);
}
