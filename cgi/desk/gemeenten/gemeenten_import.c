/*
 * A file of municipalities: looked at first, and done exactly so or not.  The
 * page that shows what would change carries the file's text and a mark of the
 * plan; when it is sent the plan is made again, and done only when its mark is
 * the same.
 */
#include <string.h>

#include "acts/gemeenten.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/gemeenten/import_view.h"
#include "cgi/desk/handlers.h"
#include "cgi/form/draw.h"
#include "cgi/http/upload.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates.h"

static const struct field end_field = {
	.name = "per", .label = "Gemeenten die niet in het bestand staan, "
	    "eindigen per",
	.hint = "De eerste dag dat ze er niet meer zijn, zoals 1-1-2027. Leeg: "
	    "ze blijven zoals ze zijn.",
	.type = FIELD_LINE, .max = 20,
};

/* One import: what was sent, and what became of it. */
struct import_request {
	struct act_context	 act;
	struct gemeente_file	 file;
	struct gemeente_import	 plan;
	struct csv_faults	 faults;
	struct answer		 end;
	const char		*mark;		/* of the plan that was shown */
	const char		*trouble;
	bool			 checked;
};

static const char *
end_of(const struct import_request *import)
{
	return text_empty(import->end.clean) ? NULL : import->end.clean;
}

static enum status
draw(struct app *app, struct request *request, struct import_request *import,
    const char *done, struct response *response)
{
	struct gemeenten_import_page page = { .end_date = "" };
	struct arena *arena = request->arena;
	struct page_view *around;
	struct drawing drawing;
	struct field_view end;
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, "Gemeenten bijwerken",
	    DESK_GEMEENTEN, &desk);
	if (status != STATUS_OK)
		return status;
	around = desk.context.page;
	desk.frame->done = done;
	page.frame = desk.frame;
	drawing_init(&drawing, &desk.context, arena);
	end = draw_field(&drawing, &end_field, end_field.name, &import->end,
	    "");
	page.end = &end;
	page.trouble = import->trouble;
	import_draw_faults(&import->faults, arena, &page);
	if (import->end.fault != NULL) {
		page.faults = drawing.faults;
		page.nfaults = drawing.nfaults;
	}
	page.file_wrong = page.trouble != NULL && import->end.fault == NULL;
	if (page.trouble != NULL)
		around->title = arena_printf(arena, "Fout: %s", around->title);
	page.file_described = page.file_wrong ?
	    "bestand-hint bestand-fout" : "bestand-hint";
	if (import->checked) {
		import_draw_plan(&import->plan, arena, &page);
		page.content = import->file.text;
		page.end_date = import->end.raw;
	}
	gemeenten_import_html(&response->body, &page);
	return STATUS_OK;
}

/* From the address, which anybody can write: digits and nothing else. */
static const char *
figure(const struct request *request, const char *name)
{
	const char *value = params_value(request->query_params, name);

	return value != NULL && strlen(value) < 6 &&
	    strspn(value, "0123456789") == strlen(value) ? value : "0";
}

enum status
gemeenten_import_show(struct app *app, struct request *request,
    struct response *response)
{
	struct import_request import = { .end = { .raw = "" } };
	const char *done = NULL;

	if (params_value(request->query_params, "nieuw") != NULL)
		done = arena_printf(request->arena, "Ingevoerd: %s nieuw, %s "
		    "gewijzigd, %s beëindigd.", figure(request, "nieuw"),
		    figure(request, "gewijzigd"),
		    figure(request, "beeindigd"));
	return draw(app, request, &import, done, response);
}

/* INVALID: there are faults, or trouble, to show. */
static enum status
read_end(const struct request *request, struct import_request *import)
{
	struct csv_fault fault;

	import->end.raw = form_text(request->params, end_field.name);
	if (gemeente_check(GEMEENTE_GELDIG_TOT, import->end.raw,
	    request->arena, &import->end.clean, &fault) == STATUS_OK)
		return STATUS_OK;
	import->end.fault = csv_fault_text(&fault, false, request->arena);
	import->trouble = "Er is 1 antwoord dat nog niet klopt";
	return STATUS_INVALID;
}

/* The file that was chosen, or the text of the one that was looked at. */
static enum status
read_sent(const struct request *request, struct import_request *import)
{
	const char *content = params_value(request->params, "inhoud");
	struct upload upload;

	if (upload_file(request, "bestand", &upload) != STATUS_OK) {
		if (content == NULL) {
			import->trouble = "Kies eerst een bestand.";
			return STATUS_INVALID;
		}
		upload = (struct upload){ content, strlen(content) };
	}
	import->trouble = "Er klopt iets niet in het bestand; er is niets "
	    "veranderd";
	return gemeente_file_read(upload.bytes, upload.length,
	    request->arena, &import->file, &import->faults);
}

/* What the file would change of what there is now. */
static enum status
plan(struct app *app, const struct request *request,
    struct import_request *import)
{
	enum status status;

	status = gemeente_import(app->db, &import->file, end_of(import),
	    request->arena, &import->plan, &import->faults);
	import->checked = status == STATUS_OK;
	return status;
}

static enum status
apply(struct db *db, void *arg, struct arena *arena)
{
	struct import_request *import = arg;
	struct csv_faults faults = { .count = 0 };

	return act_import_gemeenten(db, &import->act, &import->file,
	    end_of(import), import->mark, arena, &import->plan, &faults);
}

/* It was done; or it is another plan by now, and that is shown. */
static enum status
finish(struct app *app, struct request *request, struct import_request *import,
    struct response *response)
{
	const size_t *counts = import->plan.counts;
	enum status status;

	status = writer_run(app->writer, apply, import);
	if (status == STATUS_OK)
		return response_see_other(response, arena_printf(
		    request->arena, "/beheer/gemeenten/import?nieuw=%zu"
		    "&gewijzigd=%zu&beeindigd=%zu", counts[IMPORT_NEW],
		    counts[IMPORT_CHANGED], counts[IMPORT_ENDED]));
	if (status != STATUS_INVALID)
		return status;
	status = plan(app, request, import);
	if (status != STATUS_OK && status != STATUS_INVALID)
		return status;
	import->trouble = "Er is niets ingevoerd: intussen is er iets "
	    "veranderd. Bekijk opnieuw wat er zou veranderen.";
	response->code = HTTP_UNPROCESSABLE;
	return draw(app, request, import, NULL, response);
}

enum status
gemeenten_import_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *actie = params_value(request->params, "actie");
	struct import_request import = {
		.mark = params_value(request->params, "merk"),
	};
	enum status status;

	status = desk_act(app, request, &import.act);
	if (status == STATUS_OK)
		status = read_end(request, &import);
	if (status == STATUS_OK)
		status = read_sent(request, &import);
	if (status == STATUS_OK && text_same(actie, "invoeren"))
		return import.mark == NULL ? STATUS_INVALID :
		    finish(app, request, &import, response);
	if (status == STATUS_OK)
		status = plan(app, request, &import);
	if (status != STATUS_OK && status != STATUS_INVALID)
		return status;
	if (status == STATUS_OK)
		import.trouble = NULL;
	else
		response->code = HTTP_UNPROCESSABLE;
	return draw(app, request, &import, NULL, response);
}
