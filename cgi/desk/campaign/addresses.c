/*
 * Addresses for invitations from a file: looked at first, row by row, and
 * done exactly so or not.  As with a file of municipalities the page carries
 * the text and a mark of the plan.
 */
#include <stdlib.h>
#include <string.h>

#include "acts/gemeenten.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/form/draw.h"
#include "cgi/http/upload.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates.h"
#include "templates/desk/address_import.h"

#define SHOWN_OPEN	50	/* a longer list has to be opened */

static const struct {
	const char	*one;		/* "1 …" */
	const char	*more;
	const char	*id;
	bool		 closed;
} groups[ADDRESS__MAX] = {
	[ADDRESS_UNKNOWN] = { "regel noemt een gemeente die wij niet kennen",
	    "regels noemen een gemeente die wij niet kennen", "onbekend",
	    false },
	[ADDRESS_WRONG] = { "regel heeft geen goed e-mailadres",
	    "regels hebben geen goed e-mailadres", "fout", false },
	[ADDRESS_TWICE] = { "regel geeft een gemeente een tweede adres",
	    "regels geven een gemeente een tweede adres", "dubbel", false },
	[ADDRESS_NEW] = { "adres is nieuw", "adressen zijn nieuw", "nieuw",
	    false },
	[ADDRESS_CHANGED] = { "adres wordt een ander", "adressen worden een "
	    "ander", "gewijzigd", false },
	[ADDRESS_NONE] = { "regel heeft geen adres; de gemeente blijft zoals "
	    "zij is", "regels hebben geen adres; die gemeenten blijven zoals "
	    "zij zijn", "leeg", true },
	[ADDRESS_SAME] = { "adres blijft hetzelfde", "adressen blijven "
	    "hetzelfde", "zelfde", true },
};

/* What wants a person first. */
static const enum address_outcome order[ADDRESS__MAX] = {
	ADDRESS_UNKNOWN, ADDRESS_WRONG, ADDRESS_TWICE, ADDRESS_NEW,
	ADDRESS_CHANGED, ADDRESS_NONE, ADDRESS_SAME,
};

struct importing {
	struct act_context	 act;
	const void		*bytes;
	size_t			 length;
	const char		*mark;
	struct address_import	 plan;
	struct csv_faults	 faults;
	const char		*trouble;
	bool			 checked;
};

static void
draw_plan(const struct address_import *plan, struct arena *arena,
    struct address_import_page *page)
{
	page->groups = arena_array(arena, ADDRESS__MAX, sizeof(*page->groups));
	for (size_t i = 0; i < ADDRESS__MAX; i++) {
		struct address_group *group = &page->groups[page->ngroups];
		enum address_outcome outcome = order[i];
		size_t count = plan->counts[outcome];

		if (count == 0)
			continue;
		*group = (struct address_group){
			.id = groups[outcome].id,
			.closed = groups[outcome].closed || count > SHOWN_OPEN,
			.heading = present_count((int64_t)count,
			    groups[outcome].one, groups[outcome].more, arena),
			.rows = arena_array(arena, count,
			    sizeof(*group->rows)),
		};
		for (size_t j = 0; j < plan->nrows; j++) {
			const struct address_row *row = &plan->rows[j];

			if (row->outcome == outcome)
				group->rows[group->nrows++] =
				    (struct address_line){
					(int64_t)row->line, row->code == NULL ?
					row->said : row->naam,
					outcome == ADDRESS_CHANGED ?
					row->before : NULL, row->after,
				    };
		}
		page->ngroups++;
	}
	page->changes = address_import_changes(plan) > 0;
	page->content = plan->text;
	page->mark = plan->mark;
	page->checked = true;
}

static enum status
draw(struct app *app, struct request *request, struct importing *importing,
    struct response *response)
{
	struct address_import_page page = { .checked = false };
	struct arena *arena = request->arena;
	struct drawing drawing;
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, "Adressen voor uitnodigingen",
	    DESK_CAMPAIGN, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, arena);
	for (size_t i = 0; i < csv_faults_listed(&importing->faults); i++) {
		const struct csv_fault *fault = &importing->faults.list[i];
		const char *text = csv_fault_text(fault, false, arena);

		draw_fault(&drawing, "", "bestand", fault->line == 0 ? text :
		    arena_printf(arena, "Regel %zu: %s", fault->line, text));
	}
	if (importing->trouble != NULL)
		draw_fault(&drawing, "", "bestand", importing->trouble);
	page.summary = draw_summary(&drawing, NULL);
	page.frame = desk.frame;
	if (importing->checked)
		draw_plan(&importing->plan, arena, &page);
	address_import_html(&response->body, &page);
	return STATUS_OK;
}

enum status
addresses_show(struct app *app, struct request *request,
    struct response *response)
{
	struct importing importing = { .checked = false };

	return draw(app, request, &importing, response);
}

/* The file that was chosen, or the text of the one that was looked at. */
static bool
read_sent(const struct request *request, struct importing *importing)
{
	const char *content = params_value(request->params, "inhoud");
	struct upload upload;

	if (upload_file(request, "bestand", &upload) == STATUS_OK) {
		importing->bytes = upload.bytes;
		importing->length = upload.length;
		return true;
	}
	importing->bytes = content;
	importing->length = content == NULL ? 0 : strlen(content);
	importing->trouble = content == NULL ? "Kies eerst een bestand." :
	    NULL;
	return content != NULL;
}

static enum status
apply(struct db *db, void *arg, struct arena *arena)
{
	struct importing *importing = arg;
	struct csv_faults faults = { .count = 0 };

	return act_import_addresses(db, &importing->act, importing->bytes,
	    importing->length, importing->mark, arena, &importing->plan,
	    &faults);
}

/* OK: there is a plan to show. */
static enum status
plan(struct app *app, const struct request *request,
    struct importing *importing)
{
	char today[CLOCK_DAY_SIZE];
	enum status status;

	clock_day(app->now(), today);
	status = address_import(app->db, importing->bytes, importing->length,
	    today, request->arena, &importing->plan, &importing->faults);
	importing->checked = status == STATUS_OK;
	return status;
}

enum status
addresses_post(struct app *app, struct request *request,
    struct response *response)
{
	struct importing importing = { .checked = false };
	enum status status;

	status = desk_act(app, request, &importing.act);
	if (status != STATUS_OK)
		return status;
	importing.mark = params_value(request->params, "merk");
	if (!read_sent(request, &importing)) {
		response->code = HTTP_UNPROCESSABLE;
		return draw(app, request, &importing, response);
	}
	if (importing.mark != NULL && text_same(params_value(request->params,
	    "actie"), "invoeren")) {
		status = writer_run(app->writer, apply, &importing);
		if (status != STATUS_INVALID)
			return status != STATUS_OK ? status :
			    response_see_other(response,
			    "/beheer/campagne?gedaan=adressen");
		importing.trouble = "Er is niets overgenomen: intussen is er "
		    "iets veranderd. Bekijk opnieuw wat er zou gebeuren.";
		response->code = HTTP_UNPROCESSABLE;
	}
	status = plan(app, request, &importing);
	if (status != STATUS_OK && status != STATUS_INVALID)
		return status;
	if (status == STATUS_INVALID)
		response->code = HTTP_UNPROCESSABLE;
	return draw(app, request, &importing, response);
}
