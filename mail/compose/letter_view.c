/* What a letter shows, before its templates are filled in. */
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/email.h"
#include "core/text.h"
#include "db/door/entry.h"
#include "db/registration/guest.h"
#include "db/registration/offer.h"
#include "mail/compose/editable.h"
#include "mail/compose/facts.h"
#include "mail/compose/letter_other.h"
#include "mail/compose/letter_view.h"
#include "mail/compose/mail_kind.h"
#include "templates.h"
#include "templates/present.h"
#include "templates/qr.h"
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

/*
 * What they show at the door: a link, whose page has it as a QR too.  Nothing
 * for who has no place.  A sample opens no door.
 */
static void
add_entry(const struct compose *compose, const struct participant *participant,
    struct arena *arena, struct person_view *person)
{
	char code[ROW_CODE_SIZE] = SAMPLE_LINK;

	if (participant->attendance != ATTENDANCE_CONFIRMED ||
	    compose->event->afgelast != 0)
		return;
	if (!compose->sample)
		entry_code(compose->secret, participant->id,
		    participant->nonce, code);
	person->entry = link_to(compose, "/d/", code, arena);
	person->code = arena_printf(arena, "%s", code);
}

/* The code as a picture, for who reads about nobody else: a letter is small. */
static void
add_picture(const struct compose *compose, struct arena *arena,
    struct person_view *person)
{
	if (person->entry == NULL || compose->sample)
		return;
	person->qr = qr_paint(person->entry, arena);
	if (person->qr == NULL)
		return;
	person->cid = arena_printf(arena, "%s%s", person->code,
	    strrchr(compose->config->mail_from, '@'));
	person->src = arena_printf(arena, "cid:%s", person->cid);
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

/* How those stand whom a letter is about. */
struct standing {
	size_t	confirmed;
	size_t	waiting;
};

/*
 * What is said before anything else.  self: the word for who did it when that
 * was about their own coming.
 */
static struct opening
begin_opening(const struct compose *compose,
    const struct registration *registration, enum mail_kind kind,
    const struct told *told, struct standing standing, const char *self,
    struct arena *arena)
{
	const char *word = told->by.value[0];
	const char *by = actor(compose, registration, told, arena);

	return (struct opening){
		.kind = kind, .by = by,
		.by_participant = by != NULL && text_same(word, self),
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
		.waiting = standing.confirmed == 0 && standing.waiting > 0,
		.some_wait = standing.confirmed > 0 && standing.waiting > 0,
		.cancelled = standing.confirmed + standing.waiting == 0,
		.until = answer_until(compose, registration, kind, arena),
	};
}

/* What it means for them: an appointment, or why not yet. */
static void
view_standing(const struct compose *compose, enum mail_kind kind,
    struct standing standing, struct mail_view *view)
{
	bool leaves = mail_kind_row(kind)->leaves;

	/* What is only offered is in nobody's calendar yet. */
	view->has_place = standing.confirmed > 0 && !leaves &&
	    kind != MAIL_OFFERED;
	if (standing.waiting > 0 && !leaves)
		view->why_waiting = compose->why;
}

/* One of the delegation, as the contact reads it. */
static void
add_member(const struct compose *compose,
    const struct registration *registration, const struct participant *one,
    struct arena *arena, struct mail_view *view)
{
	struct person_view *person = &view->persons[view->npersons++];

	*person = present_person(ANSWERS_CONTACT_MAIL, one, compose->catalog,
	    arena);
	present_confirmation(registration, one, person);
	/* The link to a participant's page goes to one mailbox. */
	if (participant_is_own(registration, one)) {
		person->mail = arena_printf(arena,
		    "krijgt eigen bericht op %s%s",
		    email_shown(one->answer[PARTICIPANT_EMAIL], arena),
		    confirmation_permits(registration, one) ? "" :
		    " zodra u bevestigt");
		return;
	}
	person->link = link_of(compose, one, arena);
	add_entry(compose, one, arena, person);
}

/* To the page of all of them, and the button that confirms, if it is needed. */
static void
view_contact_links(const struct compose *compose,
    const struct registration *registration, bool confirms,
    struct arena *arena, struct mail_view *view)
{
	char link[LINK_LENGTH + 1] = SAMPLE_LINK;

	if (!compose->sample)
		registration_link(registration, compose->secret, link);
	view->link = link_to(compose, "/aanmelding/", link, arena);
	if (!confirms || !confirmation_is_needed(registration))
		return;
	if (!compose->sample)
		confirmation_link(registration, compose->secret, link);
	view->confirm = link_to(compose, "/bevestigen/", link, arena);
}

struct mail_view
letter_view_contact(const struct compose *compose,
    const struct registration *registration, enum mail_kind kind,
    const char *left, struct arena *arena)
{
	const struct mail_kind_row *row = mail_kind_row(kind);
	struct answer_list answers = answers_of_contact(ANSWERS_CONTACT_MAIL,
	    registration, arena);
	const struct standing standing = {
		participants_count(registration, ATTENDANCE_CONFIRMED),
		participants_count(registration, ATTENDANCE_WAITING),
	};
	struct opening opening;
	struct mail_view view;
	struct told told;

	facts_tell(compose->feiten, row->own, row->word, false, arena, &told);
	opening = begin_opening(compose, registration, kind, &told, standing,
	    BY_PARTICIPANT, arena);
	view_base(compose, registration, &told, arena, &view);
	view_standing(compose, kind, standing, &view);
	view.opening = write_opening(opening_contact, &opening, arena);
	opening.other = letter_other_contact(compose, registration, arena);
	if (opening.other != NULL && !opening.cancelled && !row->leaves)
		view.other = write_opening(other_contact, &opening, arena);
	view.to = left != NULL ? left : view.contact;
	view.answers = answers.views;
	view.nanswers = answers.nviews;
	view.places_wait = opening.places_wait;
	/* Never to a mailbox that is left. */
	view_contact_links(compose, registration, left == NULL, arena, &view);
	for (size_t i = 0; i < registration->nparticipants; i++)
		add_member(compose, registration,
		    &registration->participants[i], arena, &view);
	view_texts(compose, registration, &opening, EVENT_TEXT_CONTACT,
	    told.nabout == 1 ? told.about : arena_printf(arena, "gemeente %s",
	    registration->gemeente_naam), arena, &view);
	return view;
}

/* "Jan", "Jan en Piet", "Jan, Piet en Zoë"; of many the first. */
static const char *
names_of(const struct mail_view *view, const struct readers *readers,
    struct arena *arena)
{
	const char *names[NAMES_MAX];

	if (readers->count > NAMES_MAX)
		return arena_printf(arena, "%s en %zu anderen",
		    view->persons[0].name, readers->count - 1);
	for (size_t i = 0; i < readers->count; i++)
		names[i] = view->persons[i].name;
	return text_enumerate(names, readers->count, arena);
}

/* Of several what is said of a link in the organiser's text is of each. */
static const char *
links_of(const struct mail_view *view, const struct readers *readers,
    struct arena *arena)
{
	const char **links = arena_array(arena, readers->count,
	    sizeof(*links));

	if (readers->count == 1)
		return view->persons[0].link;
	for (size_t i = 0; i < readers->count; i++)
		links[i] = arena_printf(arena, "%s (%s)",
		    view->persons[i].link, view->persons[i].name);
	return text_enumerate(links, readers->count, arena);
}

static size_t
readers_count(const struct readers *readers, enum attendance_status status)
{
	size_t count = 0;

	for (size_t i = 0; i < readers->count; i++)
		count += readers->list[i]->attendance == status;
	return count;
}

/* One of those who read it. */
static void
add_reader(const struct compose *compose,
    const struct registration *registration, const struct participant *one,
    enum mail_kind kind, struct arena *arena, struct mail_view *view)
{
	struct person_view *person = &view->persons[view->npersons++];
	bool leaves = mail_kind_row(kind)->leaves;

	*person = present_person(ANSWERS_PERSON_MAIL, one, compose->catalog,
	    arena);
	present_confirmation(registration, one, person);
	/* Nobody gets the link of the person who comes instead. */
	person->link = leaves ? link_to(compose, "/", "", arena) :
	    link_of(compose, one, arena);
	if (!leaves && kind != MAIL_OFFERED)
		add_entry(compose, one, arena, person);
}

struct mail_view
letter_view_participant(const struct compose *compose,
    const struct registration *registration, const struct readers *readers,
    enum mail_kind kind, struct arena *arena)
{
	const struct mail_kind_row *row = mail_kind_row(kind);
	const struct participant *first = readers->list[0];
	const struct standing standing = {
		readers_count(readers, ATTENDANCE_CONFIRMED),
		readers_count(readers, ATTENDANCE_WAITING),
	};
	struct opening opening;
	struct mail_view view;
	const char *names;
	struct told told;

	facts_tell(compose->feiten, row->own, row->word, readers->count == 1,
	    arena, &told);
	opening = begin_opening(compose, registration, kind, &told, standing,
	    BY_SELF, arena);
	view_base(compose, registration, &told, arena, &view);
	view_standing(compose, kind, standing, &view);
	view.source = source_of(compose, registration, arena);
	view.opening = write_opening(opening_participant, &opening, arena);
	opening.other = letter_other_participant(compose, registration,
	    readers, arena);
	if (opening.other != NULL && !opening.cancelled && !row->leaves)
		view.other = write_opening(other_participant, &opening, arena);
	for (size_t i = 0; i < readers->count; i++)
		add_reader(compose, registration, readers->list[i], kind,
		    arena, &view);
	view.several = readers->count > 1;
	if (!view.several)
		add_picture(compose, arena, &view.persons[0]);
	names = names_of(&view, readers, arena);
	view.to = readers->count > 1 ||
	    text_empty(first->answer[PARTICIPANT_NAAM_VOLGT]) ? names :
	    "deelnemer";
	view.link = links_of(&view, readers, arena);
	view_texts(compose, registration, &opening, EVENT_TEXT_DEELNEMER,
	    names, arena, &view);
	return view;
}
