#include "cgi/signup/given.h"
#include "core/arena.h"
#include "core/email.h"
#include "core/text.h"
#include "db/event/catalog.h"
#include "templates/present.h"

/* whose: "de rol van Anna", for who hears the link without its row. */
struct adding {
	struct given	 given;
	const char	*edit;
	const char	*whose;
	struct arena	*arena;
};

static struct adding
adding_start(size_t most, const char *edit, const char *whose,
    struct arena *arena)
{
	return (struct adding){
		.given.views = arena_array(arena, most,
		    sizeof(struct given_view)),
		.edit = edit, .whose = whose, .arena = arena,
	};
}

/* An answer that is not there, and what gives it; of a list it is chosen. */
static const struct none {
	const char	*text;
	const char	*act;
} not_filled = { "niet ingevuld", "Vul in" },
  no_address = { "niet ingevuld; bericht gaat naar u", "Vul in" },
  not_chosen = { "nog geen keuze", "Kies" };

/* text NULL: not answered; then it says so, if it can be given still. */
static void
add(struct adding *adding, const char *label, const char *text,
    const struct none *none, const char *field)
{
	bool may = adding->edit != NULL && field != NULL;

	if (text == NULL && !may)
		return;
	adding->given.views[adding->given.nviews++] = (struct given_view){
		.label = label, .text = text != NULL ? text : none->text,
		.edit = !may ? NULL : arena_printf(adding->arena, "%s%s",
		    adding->edit, field),
		.act = text != NULL ? "Wijzig" : none->act,
		.of = arena_printf(adding->arena, "%s%s", label,
		    adding->whose),
	};
}

static void
add_answers(struct adding *adding, const struct answer_list *answers)
{
	for (size_t i = 0; i < answers->nviews; i++)
		add(adding, answers->views[i].label, answers->views[i].text,
		    NULL, answers->views[i].name);
}

struct given
given_of_contact(const struct registration *registration,
    const struct catalog *catalog, const char *edit, struct arena *arena)
{
	const char *const *answer = registration->answer;
	struct answer_list answers = answers_of_contact(ANSWERS_CONTACT_PAGE,
	    registration, arena);
	struct adding adding = adding_start(6 + answers.nviews, edit, "",
	    arena);

	add(&adding, "Gemeente", registration->gemeente_naam, NULL,
	    "gemeente");
	add(&adding, "Naam", contact_name(registration, arena), NULL,
	    "contact_voornaam");
	add(&adding, "E-mailadres", email_shown(answer[CONTACT_EMAIL], arena),
	    NULL, "contact_email");
	add(&adding, "Telefoon", present_text(answer[CONTACT_TELEFOON]),
	    &not_filled, "contact_telefoon");
	add(&adding, "Onderwerpen", present_themas(registration, catalog,
	    arena), &not_chosen, "thema");
	add(&adding, "Uw vraag", present_text(answer[CONTACT_VRAAG]),
	    &not_filled, "vraag");
	add_answers(&adding, &answers);
	return adding.given;
}

/* Each round: what was chosen, or that it can be. */
static void
add_sessions(struct adding *adding, const struct participant *person,
    const struct catalog *catalog)
{
	for (size_t i = 0; i < catalog->nrounds; i++) {
		const struct round *in;
		const struct session *session = catalog_session(catalog,
		    person->session[i], &in);
		bool waits = person->attendance == ATTENDANCE_CONFIRMED &&
		    person->session_attendance[i] == ATTENDANCE_WAITING;

		add(adding, catalog->rounds[i].titel, session == NULL ? NULL :
		    waits ? arena_printf(adding->arena,
		    "%s (vol, op de wachtlijst)", session->titel) :
		    session->titel, &not_chosen, arena_printf(
		    adding->arena, "sessie_%zu", i + 1));
	}
}

struct given
given_of_person(const struct participant *person,
    const struct catalog *catalog, const struct person_view *view,
    const char *mail, const char *edit, bool own, struct arena *arena)
{
	const struct answer_list answers = { view->answers, view->nanswers };
	struct adding adding = adding_start(2 + catalog->nrounds +
	    answers.nviews, edit, own ? "" : arena_printf(arena, " van %s",
	    view->name), arena);

	add(&adding, "Rol", view->position == NULL ? view->role :
	    arena_printf(arena, "%s, %s", view->role, view->position), NULL,
	    own ? NULL : "rol");
	/* A place without a name has nothing else to fill in yet. */
	if (text_empty(person->answer[PARTICIPANT_NAAM_VOLGT])) {
		add(&adding, "E-mailadres", present_text(mail), own ?
		    &not_filled : &no_address, "email");
		add_sessions(&adding, person, catalog);
	}
	add_answers(&adding, &answers);
	return adding.given;
}
