/*
 * The words of the automatic letters: one form for each, beside the letter as
 * a person who signed up would get it.
 */
#include "acts/programme.h"
#include "cgi/desk/event/preview.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/event/letter_text.h"
#include "templates.h"
#include "templates/desk/letter_texts.h"
#include "templates/substitute.h"

#define PATH	"/beheer/brieven"

static const struct field fields[] = {
	{ .name = "onderwerp", .label = "Onderwerp", .type = FIELD_LINE,
	    .max = LETTER_SUBJECT_MAX, .autocomplete = "off",
	    .hint = "Met {naam} of {gemeente}, en {titel} of {wanneer}." },
	{ .name = "tekst", .label = "Eerste woorden", .type = FIELD_LINES,
	    .max = LETTER_TEXT_MAX, .autocomplete = "off",
	    .hint = "Na de aanhef. Met {naam} of {gemeente}, {wanneer} en "
	    "{link}." },
};

struct wording {
	struct app		*app;
	struct request		*request;
	const struct editable	*of;
	struct catalog		 catalog;	/* with what was typed */
	struct desk_form	 form;
	bool			 changed;
};

static const struct editable *
find_slug(const char *slug)
{
	for (size_t i = 0; i < EDITABLES; i++)
		if (text_same(editables[i].slug, slug))
			return &editables[i];
	return NULL;
}

static const struct letter_text *
find_own(const struct catalog *catalog, const struct editable *of)
{
	return editable_words(catalog->letters, catalog->nletters, of);
}

enum status
letter_texts_show(struct app *app, struct request *request,
    struct response *response)
{
	struct letter_texts_page page = {
		.rows = arena_array(request->arena, EDITABLES,
		    sizeof(*page.rows)),
	};
	const struct catalog *catalog;
	struct desk_page desk;
	enum status status;

	status = programme_form_catalog(app, request, 0, &catalog);
	if (status == STATUS_OK)
		status = desk_page(app, request, "Vaste mails", DESK_SETTINGS,
		    &desk);
	if (status != STATUS_OK)
		return status;
	for (; page.nrows < EDITABLES; page.nrows++)
		page.rows[page.nrows] = (struct letter_text_row){
			.path = arena_printf(request->arena, PATH "/%s",
			    editables[page.nrows].slug),
			.title = editables[page.nrows].title,
			.changed = find_own(catalog, &editables[page.nrows]) !=
			    NULL,
		};
	page.frame = desk.frame;
	letter_texts_html(&response->body, &page);
	return STATUS_OK;
}

static enum status
open_wording(struct app *app, struct request *request,
    struct wording *wording)
{
	const struct letter_text *own;
	const struct catalog *catalog;
	enum status status;

	*wording = (struct wording){
		.app = app, .request = request,
		.of = find_slug(request->tail),
	};
	if (wording->of == NULL)
		return STATUS_NOTFOUND;
	status = programme_form_catalog(app, request, 0, &catalog);
	if (status != STATUS_OK)
		return status;
	wording->catalog = *catalog;
	own = find_own(catalog, wording->of);
	wording->changed = own != NULL;
	desk_form_add(&wording->form, &fields[0], own == NULL ? "" :
	    own->subject);
	desk_form_add(&wording->form, &fields[1], own == NULL ? "" :
	    own->text);
	return STATUS_OK;
}

/* The letter with these words; a fault keeps it as it is. */
static void
put_words(struct wording *wording)
{
	struct letter_text *words = arena_array(wording->request->arena, 1,
	    sizeof(*words));

	*words = (struct letter_text){
		.key = wording->of->key,
		.subject = wording->form.answer[0].clean,
		.text = wording->form.answer[1].clean,
	};
	wording->catalog.letters = words;
	wording->catalog.nletters = 1;
}

static enum status
draw(struct wording *wording, struct desk_form_page *above,
    struct response *response)
{
	struct request *request = wording->request;
	struct desk_form_group group = { .heading = NULL };
	struct letter_text_page page = {
		.desk_form = above, .action = request->path,
		.changed = wording->changed,
		.placeholders = substitute_list(true, request->arena),
	};
	struct compose_sample sample;
	struct drawing drawing;
	struct desk_page desk;
	enum status status;

	status = desk_page(wording->app, request, wording->of->title,
	    DESK_SETTINGS, &desk);
	if (status == STATUS_OK)
		status = preview_editable(wording->app, request,
		    &wording->catalog, wording->of, &sample, &page.whose);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, request->arena);
	group.fields = desk_form_draw(&wording->form, &drawing);
	group.nfields = wording->form.count;
	above->title = wording->of->title;
	above->groups = &group;
	above->ngroups = 1;
	above->version = desk_form_version(&wording->form, request->arena);
	above->summary = draw_summary(&drawing, above->trouble);
	above->frame = page.frame = desk.frame;
	desk.frame->done = desk_form_done(request);
	page.letter = &(struct seen_letter){
		.subject = sample.subject, .text = sample.text,
	};
	letter_text_html(&response->body, &page);
	return STATUS_OK;
}

enum status
letter_text_show(struct app *app, struct request *request,
    struct response *response)
{
	struct desk_form_page above = { .trouble = NULL };
	struct wording wording;
	enum status status = open_wording(app, request, &wording);

	return status != STATUS_OK ? status :
	    draw(&wording, &above, response);
}

struct letter_job {
	struct act_context	 act;
	struct letter_text	 letter;
	const char		*title;
};

static enum status
save(struct db *db, void *arg, struct arena *arena)
{
	const struct letter_job *job = arg;

	return act_set_letter(db, &job->act, &job->letter, job->title, arena);
}

/* Read and judged; returns whether it may be kept. */
static bool
take_over(struct wording *wording)
{
	struct desk_form *form = &wording->form;
	struct arena *arena = wording->request->arena;
	const char *fault;

	if (desk_form_read(form, wording->request->params, arena) > 0 ||
	    form->nboth > 0)
		return false;
	if ((fault = editable_subject_fault(form->answer[0].clean, arena)) !=
	    NULL)
		desk_form_fault(form, fields[0].name, fault);
	else if ((fault = editable_text_fault(form->answer[1].clean,
	    arena)) != NULL)
		desk_form_fault(form, fields[1].name, fault);
	if (fault == NULL)
		put_words(wording);
	return fault == NULL;
}

enum status
letter_text_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *actie = params_value(request->params, "actie");
	struct desk_form_page above = { .trouble = NULL };
	char trouble[ACT_TROUBLE] = "";
	struct wording wording;
	struct letter_job job;
	enum status status = open_wording(app, request, &wording);
	bool back = text_same(actie, "standaard"), good;

	if (status != STATUS_OK)
		return status;
	good = back || take_over(&wording);
	if (wording.form.nboth > 0)
		above.trouble = DESK_FORM_OLD;
	if (!good)
		response->code = HTTP_UNPROCESSABLE;
	if (!good || text_same(actie, "voorbeeld"))
		return draw(&wording, &above, response);
	job = (struct letter_job){
		.act = app_act(app, &wording.catalog, desk_who(request)),
		.title = wording.of->title,
		.letter = { wording.of->key,
		    back ? "" : wording.form.answer[0].clean,
		    back ? "" : wording.form.answer[1].clean },
	};
	job.act.trouble = trouble;
	status = writer_run(app->writer, save, &job);
	if (status == STATUS_FULL) {
		above.trouble = trouble;
		response->code = HTTP_UNPROCESSABLE;
		return draw(&wording, &above, response);
	}
	return status != STATUS_OK ? status : response_see_other(response,
	    arena_printf(request->arena, "%s?gedaan=opgeslagen",
	    request->path));
}
