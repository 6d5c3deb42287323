/*
 * The door's app, which works without a network: a page that a service worker
 * keeps, the list that it takes along, and the facts that it brings back.  The
 * page itself holds nothing of anybody.  These answers alone let a page use
 * the camera and a worker (response.h).
 */
#include <stdlib.h>
#include <string.h>

#include "acts/door.h"
#include "assets.h"
#include "cgi/desk/door/checkin.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/door/entry.h"
#include "export/json.h"
#include "templates.h"
#include "templates/desk/offline.h"

#define APP		"/beheer/deur/app"
#define JSON		"application/json; charset=utf-8"
#define FACTS_MAX	500	/* of one answer; there may be more */
#define SENT_MAX	200	/* of one request */
#define CLOCK_AHEAD	300	/* seconds that a telephone may be ahead, */
#define CLOCK_BEHIND	(3 * 86400)	/* and how long it may keep a fact */

enum status
offline_show(struct app *app, struct request *request,
    struct response *response)
{
	struct desk_form_group walk_in = { .heading = NULL };
	struct offline_page page = {
		.style = ASSET_STYLE, .own = ASSET_DEUR,
		.script = ASSET_DEURAPP, .combobox = ASSET_GEMEENTE,
		.walk_in = &walk_in,
	};
	enum status status;

	status = walk_in_blank(app, request, &walk_in);
	if (status != STATUS_OK)
		return status;
	response->offline = true;
	offline_html(&response->body, &page);
	return STATUS_OK;
}

/* Another version of a file is another worker, which takes all of them anew. */
enum status
offline_worker(struct app *app, struct request *request,
    struct response *response)
{
	(void)app;
	(void)request;
	response->offline = true;
	response->type = "text/javascript; charset=utf-8";
	buf_text(&response->body, "const files = [\"" APP "\", \"" ASSET_STYLE
	    "\", \"" ASSET_DEUR "\", \"" ASSET_DEURAPP "\", \""
	    ASSET_GEMEENTE "\"];\n"
	    "importScripts(\"" ASSET_DEURWERKER "\");\n");
	return STATUS_OK;
}

static void
member(struct buf *out, const char *name, const char *value)
{
	json_string(out, name);
	buf_char(out, ':');
	json_string(out, value);
	buf_char(out, ',');
}

/* [toestel, nonce, deelnemer, moment, deur, herroept] */
static void
write_fact(struct buf *out, const struct arrival *fact)
{
	buf_char(out, '[');
	json_string(out, fact->toestel);
	buf_char(out, ',');
	json_string(out, fact->nonce);
	buf_printf(out, ",%lld,%lld,", (long long)fact->participant,
	    (long long)fact->moment);
	json_string(out, fact->deur);
	buf_char(out, ',');
	json_string(out, fact->herroept);
	buf_char(out, ']');
}

/* What came behind a fact, and whether there is more of it. */
static enum status
write_facts(struct app *app, int64_t event, int64_t behind,
    struct arena *arena, struct buf *out)
{
	struct arrival *facts = NULL;
	enum status status;
	size_t count = 0;

	status = arrival_list(app->db, event, behind, FACTS_MAX, arena, &facts,
	    &count);
	buf_text(out, "\"feiten\":[");
	for (size_t i = 0; i < count; i++) {
		buf_text(out, i == 0 ? "" : ",");
		write_fact(out, &facts[i]);
	}
	buf_printf(out, "],\"laatste\":%lld,\"meer\":%s", (long long)(
	    count == 0 ? behind : facts[count - 1].id),
	    count == FACTS_MAX ? "true" : "false");
	return status;
}

/* [nummer, code, naam, over, status, sessies, geen foto] */
static void
write_guest(struct app *app, const struct door_guest *guest,
    struct arena *arena, struct buf *out)
{
	char code[ROW_CODE_SIZE];

	entry_code(app->secret, guest->nummer, guest->nonce, code);
	buf_printf(out, "[%lld,\"%s\",", (long long)guest->nummer, code);
	json_string(out, checkin_name(guest, arena));
	buf_char(out, ',');
	json_string(out, checkin_about(guest, arena));
	buf_char(out, ',');
	json_string(out, guest->status);
	buf_char(out, ',');
	json_string(out, guest->sessies);
	buf_printf(out, ",%d]", guest->geen_foto);
}

static enum status
write_guests(struct app *app, int64_t event, struct arena *arena,
    struct buf *out)
{
	enum status status = STATUS_OK;
	struct door_guest *list;
	const char *between = "";
	int64_t behind = 0;
	size_t count = 1;

	buf_text(out, "\"mensen\":[");
	while (status == STATUS_OK && count > 0) {
		list = NULL;
		count = 0;
		status = door_list(app->db, event, behind, arena, &list,
		    &count);
		for (size_t i = 0; i < count; i++, between = ",") {
			buf_text(out, between);
			write_guest(app, &list[i], arena, out);
			behind = list[i].nummer;
		}
	}
	buf_text(out, "],");
	return status;
}

enum status
offline_list(struct app *app, struct request *request,
    struct response *response)
{
	const struct login *login = request->login;
	struct buf *out = &response->body;
	const struct catalog *catalog;
	enum status status;

	status = desk_catalog(app, request, &catalog);
	if (status == STATUS_OK)
		status = db_snapshot(app->db);
	if (status != STATUS_OK)
		return status;
	response->type = JSON;
	buf_char(out, '{');
	member(out, "csrf", desk_csrf(app, request));
	member(out, "deur", login->deur);
	member(out, "titel", catalog->event.titel);
	buf_printf(out, "\"event\":%lld,\"nu\":%lld,\"tot\":%lld,",
	    (long long)catalog->event.id, (long long)app->now(),
	    (long long)clock_midnight(app->now(), 1));
	status = write_guests(app, catalog->event.id, request->arena, out);
	if (status == STATUS_OK)
		status = write_facts(app, catalog->event.id, 0,
		    request->arena, out);
	db_release(app->db);
	buf_char(out, '}');
	return status;
}

/* toestel|nonce|deelnemer|moment|herroept|deur */
static enum status
read_fact(const char *sent, int64_t now, struct arena *arena,
    struct arrival *fact)
{
	char *rest = arena_string(arena, sent), *part[5];

	for (size_t i = 0; i < 5; i++)
		if ((part[i] = strsep(&rest, "|")) == NULL)
			return STATUS_INVALID;
	*fact = (struct arrival){
		.toestel = part[0], .nonce = part[1],
		.participant = strtoll(part[2], NULL, 10),
		.moment = strtoll(part[3], NULL, 10), .herroept = part[4],
		.deur = rest,
	};
	if (rest == NULL || !arrival_valid(fact))
		return STATUS_INVALID;
	/* A clock that is far off says nothing. */
	if (fact->moment > now + CLOCK_AHEAD ||
	    fact->moment < now - CLOCK_BEHIND)
		fact->moment = now;
	return STATUS_OK;
}

/* The job of the writer. */
struct bringing {
	struct act_context	 act;
	struct arrival		*list;
	size_t			 count;
	size_t			 kept;
};

static enum status
bring(struct db *db, void *arg, struct arena *arena)
{
	struct bringing *it = arg;

	return act_take_over(db, &it->act, it->list, it->count, arena,
	    &it->kept);
}

static enum status
read_facts(struct request *request, int64_t now, struct bringing *it)
{
	const struct pair *pair = NULL;
	enum status status = STATUS_OK;

	it->list = arena_array(request->arena, SENT_MAX, sizeof(*it->list));
	while (status == STATUS_OK &&
	    (pair = params_next(request->params, "feit", pair)) != NULL)
		status = it->count == SENT_MAX ? STATUS_INVALID :
		    read_fact(pair->value, now, request->arena,
		    &it->list[it->count++]);
	return status;
}

/*
 * All of them are on disk before the answer, or none; a device that never got
 * the answer sends them again.
 */
enum status
offline_sync(struct app *app, struct request *request,
    struct response *response)
{
	struct buf *out = &response->body;
	struct bringing it = { .count = 0 };
	enum status status;

	status = desk_act(app, request, &it.act);
	if (status == STATUS_OK)
		status = read_facts(request, app->now(), &it);
	if (status == STATUS_OK && it.count > 0)
		status = writer_run(app->writer, bring, &it);
	if (status != STATUS_OK)
		return status;
	response->type = JSON;
	buf_printf(out, "{\"bekend\":%zu,", it.kept);
	status = write_facts(app, it.act.catalog->event.id,
	    form_number(request->params, "na"), request->arena, out);
	buf_char(out, '}');
	return status;
}

/*
 * Somebody whom the device let in without a sign-up.  What cannot be so is
 * answered with the reason, so that whoever stands at the door mends it: the
 * person is inside.
 */
enum status
offline_walk_in(struct app *app, struct request *request,
    struct response *response)
{
	struct buf *out = &response->body;
	const struct catalog *catalog;
	struct walk_in_brought brought = { .participant = 0 };
	struct arrival fact;
	enum status status;

	status = desk_catalog(app, request, &catalog);
	if (status == STATUS_OK)
		status = read_fact(form_text(request->params, "feit"),
		    app->now(), request->arena, &fact);
	if (status != STATUS_OK)
		return status;
	if (form_number(request->params, "event") == catalog->event.id)
		status = walk_in_bring(app, request, catalog, &fact, &brought);
	else
		brought.trouble = "Deze aanmelding is van een andere "
		    "bijeenkomst. Kies die eerst in het beheer.";
	if (status != STATUS_OK)
		return status;
	response->type = JSON;
	buf_char(out, '{');
	if (brought.trouble != NULL)
		member(out, "geweigerd", brought.trouble);
	buf_printf(out, "\"nummer\":%lld}", (long long)brought.participant);
	return STATUS_OK;
}
