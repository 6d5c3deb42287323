/* One sentence for each thing that can be done about a person. */
#include "cgi/desk/people/person_done.h"
#include "core/arena.h"
#include "core/text.h"

/* Signing up and coming back may end on the waiting list. */
static const char *
standing(enum attendance_status attendance)
{
	switch (attendance) {
	case ATTENDANCE_CONFIRMED:
		return "en heeft een plaats";
	case ATTENDANCE_WAITING:
		return "maar er is nu geen plaats: op de wachtlijst gezet";
	case ATTENDANCE_CANCELLED:
	case ATTENDANCE__MAX:
		break;
	}
	return "en is afgemeld";
}

static const struct {
	const char	*done;
	const char	*before;	/* what stands before the name */
	const char	*after;		/* and behind it; NULL: no name */
	bool		 standing;
} words[] = {
	{ "afmelden", "", " is afgemeld", false },
	{ "delegatie", "De hele delegatie van ", " is afgemeld", false },
	{ "sessie", "De sessie van ", " is gewijzigd", false },
	{ "herstellen", "", " is weer aangemeld", true },
	{ "plaats", "", " heeft een plaats gekregen", false },
	{ "opnieuw", "Het bericht aan ", " is opnieuw klaargezet", false },
	{ "overzicht", "Het overzicht is opnieuw klaargezet voor de "
	    "contactpersoon van ", "", false },
	{ "notitie", "De notitie is bewaard", NULL, false },
	{ "notitie_weg", "De notitie is verwijderd", NULL, false },
	{ "wijzigen", "De wijzigingen zijn bewaard", NULL, false },
	{ "vervangen", "", " komt nu op deze plaats", false },
	{ "aanmelden", "", " is aangemeld", true },
};

const char *
attending_done(const struct participant *person, const char *done,
    struct arena *arena)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_same(words[i].done, done))
			return arena_printf(arena, "%s%s%s%s%s.",
			    words[i].before, words[i].after == NULL ? "" :
			    participant_name(person, arena),
			    words[i].after == NULL ? "" : words[i].after,
			    words[i].standing ? ", " : "",
			    words[i].standing ? standing(person->attendance) :
			    "");
	return NULL;
}
