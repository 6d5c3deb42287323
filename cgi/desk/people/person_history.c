/*
 * What has happened to a person's registration, newest first: the letters,
 * and the audit log in fewer words than on its own page, because the reader
 * knows here which person it is about.
 */
#include <string.h>

#include "cgi/desk/people/person_history.h"
#include "core/arena.h"
#include "core/clock.h"
#include "db/registration/history.h"
#include "templates/audit_text.h"

enum status
story_letters(const struct attending *attending,
    struct attendee_page_view *view)
{
	struct arena *arena = attending->request->arena;
	struct history_letter *letters;
	enum status status;
	size_t count;

	status = history_letters(attending->app->db,
	    attending->registration.id, attending->person->id, arena,
	    &letters, &count);
	if (status != STATUS_OK)
		return status;
	view->letters = arena_array(arena, count, sizeof(struct sent_view));
	for (size_t i = 0; i < count; i++) {
		const struct history_letter *one = &letters[i];
		struct letter_state state = present_letter(one->status);

		view->letters[view->nletters++] = (struct sent_view){
			.when = clock_brief(one->verzonden != 0 ?
			    one->verzonden : one->gemaakt, arena),
			.kind = one->soort, .to = one->ontvanger,
			.state = state.word, .shade = state.shade,
			.answer = present_text(one->antwoord),
		};
	}
	return STATUS_OK;
}

/* The doer: the audit log's word, and a reader's. */
static const struct {
	const char	*wie;
	const char	*words;
} people[] = {
	{ "contact", "door de contactpersoon" },
	{ "deelnemer", "door de deelnemer zelf" },
	{ "systeem", "vanzelf" },
	{ "beheerder", "door de systeembeheerder" },
};

static const char *
who_of(const struct deed *deed, struct arena *arena)
{
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		if (strcmp(people[i].wie, deed->wie) == 0)
			return people[i].words;
	return arena_printf(arena, "door %s", strncmp(deed->wie, "account ",
	    8) == 0 ? deed->wie + 8 : deed->wie);
}

/* What was done, in a word; others are called what the log calls them. */
static const struct {
	const char	*wat;
	const char	*words;
} deeds[] = {
	{ "aangemeld", "Aangemeld" },
	{ "afgemeld", "Afgemeld" },
	{ "hersteld", "Weer aangemeld" },
	{ "gewijzigd", "Gewijzigd" },
	{ "vervangen", "Vervangen door iemand anders" },
	{ "opgeschoven", "Plaats gekregen van de wachtlijst" },
	{ "buiten de rij geplaatst", "Plaats gekregen buiten de rij om" },
	{ "sessie buiten de rij", "Plaats in een sessie buiten de rij om" },
	{ "bericht opnieuw gestuurd", "Bericht opnieuw gestuurd" },
	{ "notitie", "Notitie gemaakt" },
	{ "notitie verwijderd", "Notitie verwijderd" },
	{ "onbestelbaar", "Bericht kwam terug" },
};

static struct deed_view
view_of(const struct attending *attending, const struct deed *deed)
{
	const struct registration *registration = &attending->registration;
	const struct deed_word *word = deed_word(deed->wat);
	struct arena *arena = attending->request->arena;
	const char *what = word == NULL ? deed->wat : word->label;
	const char *whom = NULL;

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strcmp(deeds[i].wat, deed->wat) == 0)
			what = deeds[i].words;
	/* The person it concerned, where a delegation has more than one. */
	for (size_t i = 0; registration->nparticipants > 1 &&
	    i < registration->nparticipants; i++)
		if (registration->participants[i].id == deed->participant)
			whom = participant_name(
			    &registration->participants[i], arena);
	return (struct deed_view){
		.when = clock_brief(deed->moment, arena),
		.who = who_of(deed, arena),
		.what = whom == NULL ? what : arena_printf(arena, "%s: %s",
		    what, whom),
		.about = present_text(deed->toelichting),
	};
}

enum status
story_history(const struct attending *attending,
    struct attendee_page_view *view)
{
	struct arena *arena = attending->request->arena;
	enum status status;
	struct deed *list;
	size_t count;

	status = history_list(attending->app->db, attending->registration.id,
	    arena, &list, &count);
	if (status != STATUS_OK)
		return status;
	view->deeds = arena_array(arena, count, sizeof(struct deed_view));
	for (size_t i = 0; i < count; i++)
		view->deeds[view->ndeeds++] = view_of(attending, &list[i]);
	return STATUS_OK;
}
