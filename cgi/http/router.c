#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "cgi/http/router.h"
#include "core/arena.h"
#include "core/log.h"

#define RETRY_AFTER	"5"	/* seconds; the writer's queue is short */

/* What a handler's status becomes.  The one place. */
static const int codes[] = {
	[STATUS_OK] = HTTP_OK,
	[STATUS_INVALID] = HTTP_BAD_REQUEST,
	[STATUS_NOTFOUND] = HTTP_NOT_FOUND,
	[STATUS_FULL] = HTTP_CONFLICT,
	[STATUS_BUSY] = HTTP_UNAVAILABLE,
	[STATUS_FAIL] = HTTP_FAILED,
};
_Static_assert(sizeof(codes) / sizeof(codes[0]) == STATUS__MAX,
    "every status has a code");

/* The segment of a path that the `*` of a pattern stands for. */
struct segment {
	const char	*start;		/* NULL: the pattern has no `*` */
	size_t		 length;
};

static bool
path_match(const char *pattern, const char *path, struct segment *segment)
{
	const char *star = strchr(pattern, '*');
	size_t before;

	*segment = (struct segment){ .start = NULL };
	if (star == NULL)
		return strcmp(pattern, path) == 0;
	before = (size_t)(star - pattern);
	if (strncmp(pattern, path, before) != 0)
		return false;
	segment->start = path + before;
	segment->length = strcspn(segment->start, "/");
	return segment->length > 0 &&
	    strcmp(segment->start + segment->length, star + 1) == 0;
}

static const struct route *
route_find(const struct site *site, struct request *request)
{
	const struct route *found = NULL, *route;
	struct segment segment, tail = { .start = NULL };

	for (size_t i = 0; i < site->nroutes; i++) {
		route = &site->routes[i];
		if (route->method != (request->method == METHOD_HEAD ?
		    METHOD_GET : request->method) ||
		    !path_match(route->path, request->path, &segment))
			continue;
		if (segment.start == NULL)
			return route;
		if (found == NULL) {
			found = route;
			tail = segment;
		}
	}
	if (found != NULL)
		request->tail = arena_copy(request->arena, tail.start,
		    tail.length);
	return found;
}

/* Draw the page of a code, with what the code demands beside it. */
static void
end_draw(const struct site *site, struct app *app, struct request *request,
    enum status status, struct response *response)
{
	int code = response->code;

	if (code == HTTP_UNAVAILABLE && status == STATUS_BUSY)
		response_header(response, "Retry-After", RETRY_AFTER);
	site->error_page(app, request, status, code, response);
	if (!response->body.failed)
		return;
	log_line(LOG_ERROR, "router: the page of code %d is too large", code);
	response_clear(response);
	response->code = code;
}

/* Forget what was filled in and end with this code. */
static void
end_with(const struct site *site, struct app *app, struct request *request,
    enum status status, int code, struct response *response)
{
	response_clear(response);
	response->code = code;
	end_draw(site, app, request, status, response);
}

/* A path that has a page but for the slash behind it leads there. */
static bool
end_slashed(const struct site *site, const struct request *request,
    struct response *response)
{
	size_t length = strlen(request->path);
	struct segment segment;
	char *path;

	if (length < 2 || request->path[length - 1] != '/' ||
	    request->method == METHOD_POST)
		return false;
	path = arena_copy(request->arena, request->path, length - 1);
	for (size_t i = 0; i < site->nroutes; i++)
		if (site->routes[i].method == METHOD_GET &&
		    path_match(site->routes[i].path, path, &segment))
			return response_see_other(response,
			    request->query[0] == '\0' ? path :
			    arena_printf(request->arena, "%s?%s", path,
			    request->query)) == STATUS_OK;
	return false;
}

/* No row: 404, or 405 with the methods that this path does have. */
static void
end_unrouted(const struct site *site, struct app *app,
    struct request *request, struct response *response)
{
	bool get = false, post = false;
	struct segment segment;

	for (size_t i = 0; i < site->nroutes; i++)
		if (path_match(site->routes[i].path, request->path, &segment)) {
			get |= site->routes[i].method == METHOD_GET;
			post |= site->routes[i].method == METHOD_POST;
		}
	if (!get && !post) {
		if (end_slashed(site, request, response))
			return;
		end_with(site, app, request, STATUS_NOTFOUND, HTTP_NOT_FOUND,
		    response);
		return;
	}
	response_clear(response);
	response->code = HTTP_NOT_ALLOWED;
	response_header(response, "Allow", !get ? "POST" :
	    post ? "GET, HEAD, POST" : "GET, HEAD");
	end_draw(site, app, request, STATUS_INVALID, response);
}

/*
 * A form on another site may not post to ours.  The browser's own word goes
 * first; Origin is compared with the configuration and never with Host,
 * which Debian's nginx passes without the port.  Neither: not a browser, and
 * so without a visitor's cookies to abuse.
 */
static bool
same_origin(const struct site *site, const struct request *request)
{
	if (request->fetch_site != NULL)
		return strcmp(request->fetch_site, "same-origin") == 0;
	assert(site->origin != NULL);
	if (request->origin != NULL)
		return strcmp(request->origin, site->origin) == 0;
	return true;
}

/* Whether the handler may be called; if not the response is complete. */
static bool
need_met(const struct site *site, struct app *app, const struct route *route,
    struct request *request, struct response *response)
{
	enum status status;

	if (route->need == NEED_UNSTATED || route->need >= NEED__MAX) {
		log_line(LOG_ERROR, "router: %s states no need", route->path);
		end_with(site, app, request, STATUS_FAIL, HTTP_FAILED,
		    response);
		return false;
	}
	if (route->method == METHOD_POST && route->need != NEED_NOTHING &&
	    !same_origin(site, request)) {
		end_with(site, app, request, STATUS_INVALID, HTTP_FORBIDDEN,
		    response);
		return false;
	}
	if (route->need < NEED_DOOR)
		return true;
	status = site->authorize(app, route, request, response);
	if (status == STATUS_OK)
		return true;
	/* The hook said no: keep what it filled in, or end by its status. */
	if (response->code == 0)
		end_with(site, app, request, status, codes[status], response);
	else if (response->code >= HTTP_BAD_REQUEST &&
	    response->body.length == 0)
		end_draw(site, app, request, status, response);
	return false;
}

static void
route_answer(const struct site *site, struct app *app,
    const struct route *route, struct request *request,
    struct response *response)
{
	enum status status = route->handle(app, request, response);

	if (status == STATUS_OK && response->body.failed) {
		log_line(LOG_ERROR, "router: %s drew too large a page",
		    route->path);
		status = STATUS_FAIL;
	}
	if (status != STATUS_OK) {
		end_with(site, app, request, status, codes[status], response);
		return;
	}
	if (response->code == 0)
		response->code = codes[STATUS_OK];
	if (response->code >= HTTP_BAD_REQUEST && response->body.length == 0 &&
	    response->stream == NULL)
		end_draw(site, app, request, STATUS_INVALID, response);
}

static _Atomic int64_t	answered[10];

int64_t
router_answered(int hundreds)
{
	return atomic_load(&answered[hundreds]);
}

static void
answer_one(const struct site *site, struct app *app,
    struct request *request, struct response *response)
{
	const struct route *route;

	/* What the server found wrong goes before any row. */
	if (request->exhausted)
		end_with(site, app, request, STATUS_BUSY, HTTP_UNAVAILABLE,
		    response);
	else if (request->too_large)
		end_with(site, app, request, STATUS_INVALID, HTTP_TOO_LARGE,
		    response);
	else if (request->broken)
		end_with(site, app, request, STATUS_INVALID, HTTP_BAD_REQUEST,
		    response);
	else if ((route = route_find(site, request)) == NULL)
		end_unrouted(site, app, request, response);
	else if (need_met(site, app, route, request, response))
		route_answer(site, app, route, request, response);
}

void
router_answer(const struct site *site, struct app *app,
    struct request *request, struct response *response)
{
	answer_one(site, app, request, response);
	atomic_fetch_add(&answered[response->code / 100 % 10], 1);
}

/* `/a`, `/a/`, `/a/` + `*` + `/b`: at most one star, a whole segment. */
static bool
pattern_valid(const char *path)
{
	const char *star;

	if (path == NULL || path[0] != '/')
		return false;
	if ((star = strchr(path, '*')) == NULL)
		return true;
	return star[-1] == '/' && (star[1] == '/' || star[1] == '\0') &&
	    strchr(star + 1, '*') == NULL;
}

/* What is wrong with a row, or NULL. */
static const char *
route_fault(const struct site *site, size_t row)
{
	const struct route *route = &site->routes[row];

	if (!pattern_valid(route->path))
		return "has a malformed path";
	if (route->method != METHOD_GET && route->method != METHOD_POST)
		return "is neither GET nor POST";
	if (route->handle == NULL)
		return "has no handler";
	if (route->need == NEED_UNSTATED || route->need >= NEED__MAX)
		return "states no need";
	if (route->method == METHOD_GET && route->need == NEED_SAME_ORIGIN)
		return "needs the same origin, which a GET does not state";
	if (route->method == METHOD_POST && route->need != NEED_NOTHING &&
	    site->origin == NULL)
		return "needs an origin to compare with";
	if (route->need >= NEED_DOOR && site->authorize == NULL)
		return "needs a login, and nothing authorizes";
	for (size_t i = 0; i < row; i++)
		if (site->routes[i].method == route->method &&
		    strcmp(site->routes[i].path, route->path) == 0)
			return "is there twice";
	return NULL;
}

enum status
router_check(const struct site *site)
{
	const char *fault;

	if (site->error_page == NULL) {
		log_line(LOG_ERROR, "router: nothing draws the error pages");
		return STATUS_INVALID;
	}
	for (size_t i = 0; i < site->nroutes; i++) {
		if ((fault = route_fault(site, i)) == NULL)
			continue;
		log_line(LOG_ERROR, "router: row %zu, %s, %s", i,
		    site->routes[i].path == NULL ? "no path" :
		    site->routes[i].path, fault);
		return STATUS_INVALID;
	}
	return STATUS_OK;
}
