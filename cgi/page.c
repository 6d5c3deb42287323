#include <string.h>

#include "assets.h"
#include "cgi/page.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/door/entry.h"
#include "templates.h"

static struct page_view *
surroundings(const struct event *event, const char *title,
    struct arena *arena)
{
	struct page_view *page = arena_alloc(arena, sizeof(*page));

	*page = (struct page_view){
		.title = title == NULL ? event->titel :
		    arena_printf(arena, "%s – %s", title, event->titel),
		.event = event->titel, .off = event->afgelast != 0,
		.off_text = present_text(event->afgelast_tekst),
		.audience = present_text(event->doelgroep),
		.organiser = event->organisatie,
		.email = event->organisatie_email,
		.mailto = arena_printf(arena, "mailto:%s",
		    event->organisatie_email),
		.style = ASSET_STYLE,
		.colours = text_empty(event->kleur) ? NULL :
		    arena_printf(arena, "/kleuren/" COLOURS_VERSION "%s.css",
		    event->kleur + 1),
	};
	if (page->off)
		page->title = arena_printf(arena, "Gaat niet door: %s",
		    page->title);
	return page;
}

enum status
page_context_set(struct app *app, struct request *request, int64_t event,
    const char *title, struct page_context *context)
{
	struct arena *arena = request->arena;
	enum status status;

	*context = (struct page_context){ .catalog = NULL };
	status = app_catalog(app, event, &context->catalog);
	if (status == STATUS_OK)
		status = app_taken(app, context->catalog, &context->taken);
	if (status != STATUS_OK)
		return status;
	context->event = present_event(&context->catalog->event,
	    context->catalog, &context->taken, app->now(), arena);
	context->page = surroundings(&context->catalog->event, title, arena);
	return STATUS_OK;
}

void
page_publish(struct app *app, struct request *request,
    struct page_context *context, struct response *response)
{
	const struct event_view *event = context->event;
	struct page_view *page = context->page;
	struct arena *arena = request->arena;

	response->indexed = true;
	page->canonical = arena_printf(arena, "%s%s", app->config->base_url,
	    request->path);
	page->preview = arena_printf(arena, "%s/assets/voorbeeld.png",
	    app->config->base_url);
	page->description = arena_printf(arena, "%s, %s, %s.", event->title,
	    event->when, event->where);
}

const char *
page_entry_code(struct app *app, const struct participant *person,
    struct arena *arena)
{
	char code[ROW_CODE_SIZE];

	entry_code(app->secret, person->id, person->nonce, code);
	return arena_string(arena, code);
}

const struct entry_view *
page_entry(struct app *app, const struct participant *person,
    struct arena *arena)
{
	struct entry_view *view = arena_alloc(arena, sizeof(*view));
	const char *code = page_entry_code(app, person, arena);

	*view = (struct entry_view){
		.code = code,
		.qr = qr_draw(arena_printf(arena, "%s/d/%s",
		    app->config->base_url, code), arena),
	};
	return view;
}

/* What a person reads for a code, and what to do about it. */
static const struct error {
	int		 code;
	bool		 link;		/* of a personal link */
	const char	*heading;
	const char	*text;
	const char	*advice;
} errors[] = {
	{ HTTP_BAD_REQUEST, false, "Dat begrepen we niet",
	    "De gegevens kwamen beschadigd aan.",
	    "Ga terug, laad de pagina opnieuw en probeer het nog een keer." },
	{ HTTP_FORBIDDEN, false, "Dat mag hier niet",
	    "Het verzoek kwam niet van onze eigen pagina, of u heeft er geen "
	    "recht op.",
	    "Open de pagina opnieuw en probeer het nog een keer." },
	{ HTTP_NOT_FOUND, true, "Deze link werkt niet (meer)",
	    "Een persoonlijke link is van één persoon op één e-mailadres. Hij "
	    "houdt op als iemand anders de plaats overneemt, als het "
	    "e-mailadres wijzigt of als de gegevens zijn gewist.",
	    "Kwam de link uit een mail, kijk dan of hij helemaal is "
	    "meegekomen en of er een nieuwere mail is. Of laat uw link nog "
	    "een keer sturen." },
	{ HTTP_NOT_FOUND, false, "Deze pagina is er niet",
	    "De link klopt niet of is niet meer geldig.",
	    "Kwam u hier met een link uit een mail? Kijk of de hele link is "
	    "meegekomen, of mail de organisatie." },
	{ HTTP_NOT_ALLOWED, false, "Dat kan op deze pagina niet",
	    "De pagina bestaat, maar niet op deze manier.",
	    "Begin opnieuw bij de bijeenkomst." },
	{ HTTP_CONFLICT, false, "Dat kan nu niet meer",
	    "Er is intussen iets veranderd.",
	    "Laad de pagina opnieuw om te zien hoe het nu is." },
	{ HTTP_TOO_LARGE, false, "Dat is te groot",
	    "De tekst of het bestand is groter dan we kunnen aannemen.",
	    "Ga terug en kort de tekst in, of kies een kleiner bestand." },
	{ HTTP_TOO_MANY, false, "Even wachten",
	    "Er komen te veel verzoeken van uw adres.",
	    "Wacht een minuut en probeer het dan nog een keer." },
	{ HTTP_UNAVAILABLE, false, "Het lukt nu even niet",
	    "We konden dit op dit moment niet verwerken. Er is niets half "
	    "bewaard.",
	    "Probeer het over een minuut nog een keer." },
	{ HTTP_FAILED, false, "Er ging iets mis",
	    "De fout ligt bij ons en is vastgelegd.",
	    "Probeer het later nog een keer, of mail de organisatie." },
};

#define NENDINGS	(sizeof(errors) / sizeof(errors[0]))

void
page_error(struct app *app, struct request *request, enum status status,
    int code, struct response *response)
{
	static const struct event nothing = {
		.titel = "Bijeenkomst", .afgelast_tekst = "",
		.organisatie = "de organisatie",
		.organisatie_email = "",
	};
	const struct error *error = errors;
	const struct catalog *catalog;
	bool link = strncmp(request->path, "/aanmelding/", 12) == 0 ||
	    strncmp(request->path, "/deelnemer/", 11) == 0;
	bool known;

	(void)status;
	/* The last row serves for every other code. */
	while (error < &errors[NENDINGS - 1] &&
	    (error->code != code || (error->link && !link)))
		error++;
	known = app_catalog(app, CATALOG_VISIBLE, &catalog) == STATUS_OK;
	error_page_html(&response->body, &(struct error_page){
		.page = surroundings(known ? &catalog->event : &nothing,
		    error->heading, request->arena),
		.heading = error->heading,
		.text = error->text,
		.advice = error->advice,
		.lost = error->link,
	});
}
