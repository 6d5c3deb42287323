/*
 * What has happened to a person's registration, newest first: the letters,
 * and the audit log in fewer words than on its own page, because the reader
 * knows here which person it is about.
 */
#include <string.h>

#include "cgi/desk/people/person_history.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/email.h"
#include "db/registration/history.h"
#include "templates/audit_text.h"

enum status
person_history_letters(const struct attending *attending,
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
			.kind = one->soort,
			.to = email_shown(one->ontvanger, arena),
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
who_of(const struct history_entry *entry, struct arena *arena)
{
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		if (strcmp(people[i].wie, entry->wie) == 0)
			return people[i].words;
	return arena_printf(arena, "door %s", strncmp(entry->wie, "account ",
	    8) == 0 ? entry->wie + 8 : entry->wie);
}

/* What was done, in a word; others are called what the log calls them. */
static const struct {
	const char	*wat;
	const char	*words;
} entries[] = {
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

static struct audit_entry_view
view_of(const struct attending *attending, const struct history_entry *entry)
{
	const struct registration *registration = &attending->registration;
	const struct audit_word *word = audit_word(entry->wat);
	struct arena *arena = attending->request->arena;
	const char *what = word == NULL ? entry->wat : word->label;
	struct audit_entry_view view;
	const char *whom = NULL;
	/* "Plaats gekregen van de wachtlijst, omdat iemand zich afmeldde" */
	bool given = strcmp(entry->wat, "opgeschoven") == 0 &&
	    entry->reden[0] != '\0';

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		if (strcmp(entries[i].wat, entry->wat) == 0)
			what = entries[i].words;
	/* The person it concerned, where a delegation has more than one. */
	for (size_t i = 0; registration->nparticipants > 1 &&
	    i < registration->nparticipants; i++)
		if (registration->participants[i].id == entry->participant)
			whom = participant_name(
			    &registration->participants[i], arena);
	view = (struct audit_entry_view){
		.when = clock_brief(entry->moment, arena),
		.who = given ? entry->reden : who_of(entry, arena),
		.what = whom == NULL ? what : arena_printf(arena, "%s: %s",
		    what, whom),
	};
	view.nlines = audit_lines(&(struct audit){
		.wat = entry->wat, .toelichting = entry->toelichting,
		.waarden = entry->waarden, .reden = entry->reden,
	}, arena, &view.lines);
	return view;
}

enum status
person_history_acts(const struct attending *attending,
    struct attendee_page_view *view)
{
	struct arena *arena = attending->request->arena;
	enum status status;
	struct history_entry *list;
	size_t count;

	status = history_list(attending->app->db, attending->registration.id,
	    arena, &list, &count);
	if (status != STATUS_OK)
		return status;
	view->entries = arena_array(arena, count,
	    sizeof(struct audit_entry_view));
	for (size_t i = 0; i < count; i++)
		view->entries[view->nentries++] = view_of(attending, &list[i]);
	return STATUS_OK;
}
