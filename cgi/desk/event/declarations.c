/* What the privacy page and the accessibility statement say of us. */
#include "acts/programme.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/form/desk_form.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates.h"

#define PATH	"/beheer/verklaringen"
#define COUNT	(EVENT_TEXT__MAX - EVENT_TEXT_DECLARED)

static void
fill(struct desk_form *desk_form, const struct catalog *catalog)
{
	*desk_form = (struct desk_form){ .count = 0 };
	for (size_t i = 0; i < COUNT; i++)
		desk_form_add(desk_form,
		    &event_text_fields[EVENT_TEXT_DECLARED + i],
		    catalog->texts[EVENT_TEXT_DECLARED + i]);
}

static enum status
draw(struct app *app, struct request *request,
    const struct desk_form *desk_form, struct desk_form_page *page,
    struct response *response)
{
	const size_t privacy = EVENT_TEXT_STATUS - EVENT_TEXT_DECLARED;
	struct desk_form_group groups[2] = {
		{ .heading = "Privacy", .nfields = privacy },
		{ .heading = "Toegankelijkheid", .nfields = COUNT - privacy },
	};
	struct desk_page desk;
	struct drawing drawing;
	enum status status;

	status = desk_page(app, request, "Privacy en toegankelijkheid",
	    DESK_SETTINGS, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, request->arena);
	groups[0].fields = desk_form_draw(desk_form, &drawing);
	groups[1].fields = groups[0].fields + privacy;
	page->groups = groups;
	page->ngroups = 2;
	page->summary = draw_summary(&drawing, page->trouble);
	page->frame = desk.frame;
	desk.frame->done = desk_form_done(request);
	page->title = "Privacy en toegankelijkheid";
	page->lead = "Dit komt op de pagina’s Privacy en Toegankelijkheid. "
	    "Doelen en termijnen staan daar vanzelf: die volgen uit wat het "
	    "programma doet.";
	page->action = PATH;
	page->submit = "Bewaren";
	page->version = desk_form_version(desk_form, request->arena);
	page->back = "/beheer/instellingen";
	page->back_text = "Terug naar de instellingen";
	desk_form_html(&response->body, page);
	return STATUS_OK;
}

enum status
declarations_show(struct app *app, struct request *request,
    struct response *response)
{
	struct desk_form_page page = { .trouble = NULL };
	const struct catalog *catalog;
	struct desk_form desk_form;
	enum status status = desk_catalog(app, request, &catalog);

	if (status != STATUS_OK)
		return status;
	fill(&desk_form, catalog);
	return draw(app, request, &desk_form, &page, response);
}

struct declaring {
	struct act_context	 act;
	const char		*texts[EVENT_TEXT__MAX];
};

static enum status
save(struct db *db, void *arg, struct arena *arena)
{
	const struct declaring *declaring = arg;

	return act_set_texts(db, &declaring->act, declaring->texts, arena);
}

/* A status that says it was looked into says by what, and since when. */
static size_t
check(struct desk_form *desk_form)
{
	const char *status = desk_form_value(desk_form, "toegankelijk_status");
	bool told = !text_empty(status);
	const struct {
		bool		 wrong;
		const char	*name;
		const char	*text;
	} rules[] = {
		{ told && text_empty(desk_form_value(desk_form,
		    "toegankelijk_datum")), "toegankelijk_datum",
		    "Vul in wanneer de verklaring is vastgesteld." },
		{ told && status[0] < 'C' && text_empty(desk_form_value(
		    desk_form, "toegankelijk_bewijs")), "toegankelijk_bewijs",
		    "Status A en B kunnen alleen met een onderzoek. Vul in "
		    "welk, of kies een andere status." },
		{ told && status[0] == 'B' && text_empty(desk_form_value(
		    desk_form, "toegankelijk_tekort")), "toegankelijk_tekort",
		    "Vul bij status B in wat nog niet voldoet." },
	};
	size_t faults = 0;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].wrong) {
			desk_form_fault(desk_form, rules[i].name,
			    rules[i].text);
			faults++;
		}
	return faults;
}

static enum status
refuse(struct app *app, struct request *request, struct desk_form *desk_form,
    int64_t event, const char *trouble, struct response *response)
{
	struct desk_form_page page = { .trouble = trouble };

	response->code = HTTP_UNPROCESSABLE;
	if (desk_form->nboth > 0) {
		page.trouble = DESK_FORM_OLD;
		desk_form_compare(desk_form, app->db, &(struct audit_filter){
			AUDIT_ANY, .event = event, .wat = "teksten gewijzigd",
		}, request->arena, &page);
	}
	return draw(app, request, desk_form, &page, response);
}

enum status
declarations_post(struct app *app, struct request *request,
    struct response *response)
{
	struct declaring declaring = { .texts = { NULL } };
	char trouble[ACT_TROUBLE] = "";
	const struct catalog *catalog;
	struct desk_form desk_form;
	enum status status = desk_catalog(app, request, &catalog);
	size_t faults;

	if (status != STATUS_OK)
		return status;
	fill(&desk_form, catalog);
	faults = desk_form_read(&desk_form, request->params, request->arena);
	if (faults == 0)
		faults = check(&desk_form);
	if (faults + desk_form.nboth > 0)
		return refuse(app, request, &desk_form, catalog->event.id,
		    NULL, response);
	/* What was not changed is left to who changes it at this moment. */
	for (size_t i = 0; i < COUNT; i++)
		if (!text_same(desk_form.there[i], desk_form.answer[i].clean))
			declaring.texts[EVENT_TEXT_DECLARED + i] =
			    desk_form.answer[i].clean;
	status = desk_act(app, request, &declaring.act);
	declaring.act.trouble = trouble;
	if (status == STATUS_OK)
		status = writer_run(app->writer, save, &declaring);
	if (status == STATUS_FULL)
		return refuse(app, request, &desk_form, catalog->event.id,
		    trouble, response);
	return status != STATUS_OK ? status :
	    response_see_other(response, PATH "?gedaan=opgeslagen");
}
