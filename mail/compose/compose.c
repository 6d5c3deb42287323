#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/log.h"
#include "mail/compose/compose.h"
#include "mail/compose/letter.h"
#include "mail/compose/letter_calendar.h"
#include "mail/compose/letter_view.h"
#include "mail/compose/mail_kind.h"
#include "templates.h"
#include "templates/qr.h"

#define BODY_MAX	((size_t)256 * 1024)

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

/* What its people show at the door. */
static const struct message_picture *
pictures_of(const struct mail_view *view, struct arena *arena, size_t *count)
{
	struct message_picture *list = arena_array(arena, view->npersons,
	    sizeof(*list));

	for (size_t i = 0; i < view->npersons; i++) {
		const struct person_view *person = &view->persons[i];

		if (person->cid != NULL)
			list[(*count)++] = (struct message_picture){
				person->cid, person->qr->bytes,
				person->qr->length,
			};
	}
	return list;
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

	message.pictures = pictures_of(view, arena, &message.npictures);
	buf_init(&calendar, arena, BODY_MAX);
	status = letter_calendar(compose, view->has_place, guest,
	    debt->ontvanger, arena, &calendar, &message.calendar_method);
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
	struct mail_view view = letter_view_contact(compose, registration, kind,
	    mail_kind_row(kind)->leaves ? debt->naam : NULL, arena);
	struct bodies bodies;

	write_bodies(mail_contact_text, mail_contact_html, &view, arena,
	    &bodies);
	return write_message(compose, &view, &bodies, debt,
	    registration->versie, guest_at(registration, debt->ontvanger),
	    arena, composed);
}

enum status
compose_participant(const struct compose *compose,
    const struct registration *registration, const struct readers *readers,
    enum mail_kind kind, const struct debt *debt, struct arena *arena,
    struct composed *composed)
{
	struct mail_view view = letter_view_participant(compose, registration,
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
	struct mail_view view = letter_view_contact(compose, registration, kind,
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
	struct mail_view view = letter_view_participant(compose, registration, &one,
	    kind, arena);

	return sample_of(mail_participant_text, mail_participant_html, &view,
	    arena);
}
