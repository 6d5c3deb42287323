#include <string.h>
#include <strings.h>

#include "core/spelling.h"
#include "core/text.h"
#include "db/registration/holder.h"

/* Two parts of names, folded. */
static bool
is_alike(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b), least = na < nb ? na : nb;
	size_t slips = least > 4 ? 2 : least > 3 ? 1 : 0;
	bool initial = na > 0 && nb > 0 && a[0] == b[0] &&
	    (na == 1 || nb == 1 || (na == 2 && a[1] == '.') ||
	    (nb == 2 && b[1] == '.'));

	/* In a short name one letter makes another: Jan, Jos, Jaap. */
	return initial || spelling_distance(a, b, slips) <= slips;
}

enum holder_change
holder_change(const struct holder *before, const struct holder *after,
    struct arena *arena)
{
	const char *first[] = { text_fold(before->voornaam, arena),
	    text_fold(after->voornaam, arena) };
	const char *last[] = { text_fold(before->achternaam, arena),
	    text_fold(after->achternaam, arena) };
	bool box = strcasecmp(before->mailbox, after->mailbox) == 0;
	bool name = strcmp(first[0], first[1]) == 0 &&
	    strcmp(last[0], last[1]) == 0;
	size_t alike = (size_t)is_alike(first[0], first[1]) +
	    (size_t)is_alike(last[0], last[1]);

	if (before->held != after->held)
		return before->held ? HOLDER_NAMED : HOLDER_REPLACED;
	if (before->held || name)
		return !box ? HOLDER_READDRESSED :
		    text_same(before->voornaam, after->voornaam) &&
		    text_same(before->achternaam, after->achternaam) ?
		    HOLDER_SAME : HOLDER_CORRECTED;
	if (!box)
		return HOLDER_REPLACED;
	return alike >= (after->own ? 1 : 2) ? HOLDER_CORRECTED :
	    HOLDER_REPLACED;
}

bool
holder_ends_link(enum holder_change change)
{
	return change == HOLDER_NAMED || change == HOLDER_READDRESSED ||
	    change == HOLDER_REPLACED;
}

bool
holder_keeps_own(enum holder_change change, const struct holder *before,
    const struct holder *after)
{
	if (change == HOLDER_READDRESSED)
		return after->own || !before->own;
	return change == HOLDER_SAME || change == HOLDER_CORRECTED;
}

struct holder
holder_of_participant(const struct registration *registration,
    const struct participant *participant)
{
	const char *contact = registration->answer[CONTACT_EMAIL];
	const char *email = participant->answer[PARTICIPANT_EMAIL];
	bool own = participant_is_own(registration, participant);

	return (struct holder){
		.voornaam = participant->answer[PARTICIPANT_VOORNAAM],
		.achternaam = participant->answer[PARTICIPANT_ACHTERNAAM],
		.mailbox = own ? email : contact, .own = own,
		.held = !text_empty(participant->answer[
		    PARTICIPANT_NAAM_VOLGT]),
	};
}

/* The contact's mailbox is theirs, shared by an office or not. */
struct holder
holder_of_contact(const struct registration *registration)
{
	return (struct holder){
		.voornaam = registration->answer[CONTACT_VOORNAAM],
		.achternaam = registration->answer[CONTACT_ACHTERNAAM],
		.mailbox = registration->answer[CONTACT_EMAIL], .own = true,
	};
}
