#include <strings.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/registration/guest.h"
#include "db/registration/other.h"
#include "mail/compose/letter_other.h"
#include "templates/present.h"

/* mailbox: who reads there alone, in both; NULL: whoever reads where. */
static bool
stands_in(const struct registration *other, const struct participant *one,
    const char *mailbox, struct arena *arena)
{
	for (size_t i = 0; i < other->nparticipants; i++) {
		const struct participant *two = &other->participants[i];

		if (two->attendance != ATTENDANCE_CANCELLED &&
		    (mailbox == NULL || strcasecmp(mailbox,
		    two->answer[PARTICIPANT_EMAIL]) == 0) &&
		    other_is_person(one, two, arena))
			return true;
	}
	return false;
}

/* The names of those of a registration who stand in the other as well. */
static const char *
names_in_both(const struct registration *registration,
    const struct registration *other, const char *mailbox,
    struct arena *arena)
{
	const char **names = arena_array(arena, registration->nparticipants,
	    sizeof(*names));
	size_t count = 0;

	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (one->attendance == ATTENDANCE_CANCELLED ||
		    (mailbox != NULL && strcasecmp(mailbox,
		    one->answer[PARTICIPANT_EMAIL]) != 0) ||
		    !stands_in(other, one, mailbox, arena))
			continue;
		names[count++] = participant_name(one, arena);
	}
	return text_enumerate(names, count, arena);
}

static struct other_view *
begin_view(const struct registration *registration,
    const struct registration *other, struct arena *arena)
{
	struct other_view *view = arena_alloc(arena, sizeof(*view));
	const char *contact = contact_name(other, arena);
	size_t people = other->nparticipants - participants_count(other,
	    ATTENDANCE_CANCELLED);

	*view = (struct other_view){
		.when = clock_date(other->aangemeld, arena),
		.by = text_empty(contact) ? "de organisatie" : contact,
		.people = present_count((int64_t)people, "persoon", "mensen",
		    arena),
		.later = other->id > registration->id,
	};
	return view;
}

const struct other_view *
letter_other_contact(const struct compose *compose,
    const struct registration *registration, struct arena *arena)
{
	const struct registration *other = compose->other;
	const char *reader = registration->answer[CONTACT_EMAIL];
	struct other_view *view;

	if (other == NULL)
		return NULL;
	view = begin_view(registration, other, arena);
	view->own = strcasecmp(reader, other->answer[CONTACT_EMAIL]) == 0;
	if (view->own || registration_owns_address(registration, reader))
		view->both = names_in_both(registration, other, NULL, arena);
	else
		view->by = NULL;
	return view;
}

const struct other_view *
letter_other_participant(const struct compose *compose,
    const struct registration *registration, const struct readers *readers,
    struct arena *arena)
{
	const struct registration *other = compose->other;
	const char *names = other == NULL ? NULL : names_in_both(registration,
	    other, readers->list[0]->answer[PARTICIPANT_EMAIL], arena);
	struct other_view *view;

	if (names == NULL)
		return NULL;
	view = begin_view(registration, other, arena);
	if (readers->count > 1)
		view->both = names;
	if (!text_same(other->answer[CONTACT_GEMEENTE],
	    registration->answer[CONTACT_GEMEENTE]) &&
	    !text_same(other->answer[CONTACT_GEMEENTE], GUEST_GEMEENTE))
		view->gemeente = arena_printf(arena, "de gemeente %s",
		    other->gemeente_naam);
	return view;
}
