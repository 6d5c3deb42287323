/* The page that says how far a workbook is, and where it is fetched. */
#include <stdlib.h>

#include "cgi/desk/desk_page.h"
#include "cgi/desk/export/later.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates.h"

#define MB	1000000

/* 113.000 */
static const char *
number(int64_t value, struct arena *arena)
{
	if (value < 1000)
		return arena_printf(arena, "%lld", (long long)value);
	return arena_printf(arena, "%s.%03lld", number(value / 1000, arena),
	    (long long)(value % 1000));
}

static int64_t
asked(const struct request *request)
{
	return strtoll(request->tail, NULL, 10);
}

static int64_t
account_of(const struct request *request)
{
	const struct login *login = request->login;

	return login->account.id;
}

static const char *
path_of(const struct request *request)
{
	return arena_printf(request->arena, "/beheer/export/%lld",
	    (long long)asked(request));
}

static const char *
trouble_of(enum status status)
{
	switch (status) {
	case STATUS_FULL:
		return "Het bestand is niet gemaakt: er is geen ruimte op de "
		    "schijf, of er zijn meer deelnemers dan Excel kan tonen. "
		    "Vraag het de beheerder, of haal het CSV-bestand op.";
	case STATUS_BUSY:
		return "Het bestand is niet gemaakt: het is nu te druk. Er "
		    "worden er twee tegelijk gemaakt. Probeer het over een "
		    "minuut opnieuw.";
	case STATUS_NOTFOUND:
		return "Dit bestand is er niet meer. Het blijft tien minuten "
		    "staan, verdwijnt als u een volgend Excel-bestand vraagt, "
		    "en gaat verloren als het programma opnieuw start. Vraag "
		    "het opnieuw.";
	default:
		return "Het bestand is niet gemaakt door een fout van ons. Die "
		    "is genoteerd. Probeer het opnieuw, of haal het "
		    "CSV-bestand op.";
	}
}

static void
set_made(const struct later *later, const char *path, struct arena *arena,
    struct later_page *page)
{
	int64_t tenths = (later->size + MB / 20) / (MB / 10);

	if (later->status != STATUS_OK) {
		page->trouble = trouble_of(later->status);
		return;
	}
	page->file = arena_printf(arena, "%s/bestand", path);
	page->far = arena_printf(arena, "%s deelnemers", number(later->people,
	    arena));
	page->size = arena_printf(arena, "%lld,%lld MB",
	    (long long)(tenths / 10), (long long)(tenths % 10));
	page->until = clock_time(later->until, arena);
}

/*
 * Asking again each second is a header and not an element of the page: a
 * reader of screens may choose to be left alone by it.
 */
static enum status
set_making(const struct later *later, const struct request *request,
    const char *path, struct response *response, struct later_page *page)
{
	struct arena *arena = request->arena;

	page->total = later->total;
	page->people = later->people < later->total ? later->people :
	    later->total;
	page->packing = page->people == page->total;
	page->far = arena_printf(arena, "%s van %s deelnemers",
	    number(page->people, arena), number(page->total, arena));
	if (text_same(params_value(request->query_params, "stil"), "ja")) {
		page->again = arena_printf(arena, "%s?stil=ja", path);
		return STATUS_OK;
	}
	page->still = arena_printf(arena, "%s?stil=ja", path);
	return response_header(response, "Refresh", "1");
}

static const char *
title_of(enum status found, const struct later *later)
{
	if (found != STATUS_OK)
		return "Excel-bestand is er niet meer";
	if (!later->made)
		return "Excel-bestand wordt gemaakt";
	return later->status == STATUS_OK ? "Excel-bestand is klaar" :
	    "Excel-bestand is niet gemaakt";
}

enum status
later_show(struct app *app, struct request *request,
    struct response *response)
{
	struct later later = { .people = 0 };
	enum status status, found = later_look(asked(request),
	    account_of(request), &later);
	struct later_page page = { .title = title_of(found, &later) };
	const char *path = path_of(request);
	struct desk_page desk;

	status = desk_page(app, request, page.title, DESK_EXPORT, &desk);
	if (status != STATUS_OK)
		return status;
	page.frame = desk.frame;
	if (found != STATUS_OK) {
		response->code = HTTP_GONE;
		page.trouble = trouble_of(found);
	} else if (later.made) {
		set_made(&later, path, request->arena, &page);
	} else {
		status = set_making(&later, request, path, response, &page);
	}
	if (status == STATUS_OK)
		later_html(&response->body, &page);
	return status;
}

struct fetching {
	FILE		*file;
	int64_t		 size;
};

static enum status
hand_over(struct app *app, void *arg, const char *dir, FILE **file,
    int64_t *size)
{
	struct fetching *fetching = arg;

	(void)app;
	(void)dir;
	*file = fetching->file;
	*size = fetching->size;
	return STATUS_OK;
}

/* Who comes too late is told by the page. */
enum status
later_file(struct app *app, struct request *request,
    struct response *response)
{
	struct download download;
	struct fetching fetching;
	enum status status = later_open(asked(request), account_of(request),
	    request->arena, &download, &fetching.file, &fetching.size);

	if (status == STATUS_NOTFOUND)
		return response_see_other(response, path_of(request));
	if (status != STATUS_OK)
		return status;
	app_hold(app, fetching.file);
	return download_file(app, request, response, &download, hand_over,
	    &fetching);
}
