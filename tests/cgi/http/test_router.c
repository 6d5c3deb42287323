#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/http/router.h"
#include "core/arena.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define LIMIT		((size_t)64 * 1024 * 1024)
#define ORIGIN		"https://aanmelden.example.nl"

/*
 * What the rows, the hook and the error pages of this test tell of themselves.
 */
struct app {
	struct arena	*arena;
	const char	*called;	/* the row that was reached */
	int		 admitted;	/* how often the hook was asked */
	int		 error_pages;
	enum status	 ended;		/* with what the last one was drawn */
	enum status	 status;	/* what the row returns */
	int		 code;		/* what the row sets */
	enum status	 admission;	/* what the hook returns */
	int		 admission_code;
};

static enum status
row(struct app *app, const char *name, struct response *response)
{
	app->called = name;
	response->code = app->code;
	if (response_header(response, "X-Row", name) != STATUS_OK)
		return STATUS_FAIL;
	if (app->code < 400)
		buf_text(&response->body, name);
	return app->status;
}

#define ROW(name) \
	static enum status \
	name(struct app *app, struct request *request, \
	    struct response *response) \
	{ \
		(void)request; \
		return row(app, #name, response); \
	}
ROW(home_show)
ROW(register_show)
ROW(register_post)
ROW(mine_show)
ROW(mine_new)
ROW(mine_cancel)
ROW(hook_post)
ROW(door_show)
ROW(desk_show)
ROW(desk_post)

static enum status
own_page(struct app *app, struct request *request, struct response *response)
{
	(void)request;
	app->called = "own_page";
	response->code = 422;
	buf_text(&response->body, "its own page");
	return STATUS_OK;
}

static enum status
too_large(struct app *app, struct request *request, struct response *response)
{
	static const char piece[1024 * 1024];

	(void)request;
	app->called = "too_large";
	for (size_t i = 0; i <= RESPONSE_BODY_MAX / sizeof(piece); i++)
		buf_add(&response->body, piece, sizeof(piece));
	return STATUS_OK;
}

static const struct route routes[] = {
	{ METHOD_GET,  "/", home_show, NEED_NOTHING },
	{ METHOD_GET,  "/aanmelden", register_show, NEED_NOTHING },
	{ METHOD_POST, "/aanmelden", register_post, NEED_SAME_ORIGIN },
	{ METHOD_GET,  "/aanmelding/*", mine_show, NEED_NOTHING },
	{ METHOD_GET,  "/aanmelding/nieuw", mine_new, NEED_NOTHING },
	{ METHOD_POST, "/aanmelding/*/annuleren", mine_cancel,
	    NEED_SAME_ORIGIN },
	{ METHOD_POST, "/haak", hook_post, NEED_NOTHING },
	{ METHOD_GET,  "/deur", door_show, NEED_DOOR },
	{ METHOD_GET,  "/beheer/", desk_show, NEED_READER },
	{ METHOD_POST, "/beheer/", desk_post, NEED_ORGANISER },
	{ METHOD_GET,  "/eigen", own_page, NEED_NOTHING },
	{ METHOD_GET,  "/groot", too_large, NEED_NOTHING },
};

static enum status
authorize(struct app *app, const struct route *route, struct request *request,
    struct response *response)
{
	assert_true(route->need >= NEED_DOOR);
	app->admitted++;
	if (app->admission == STATUS_OK) {
		request->login = app;
	} else if (app->admission_code == 303) {
		assert_int_equal(response_see_other(response,
		    "/beheer/inloggen"), STATUS_OK);
	} else {
		response->code = app->admission_code;
	}
	return app->admission;
}

static void
error_page(struct app *app, struct request *request, enum status status,
    int code, struct response *response)
{
	(void)request;
	assert_int_equal(response->code, code);
	assert_int_equal(response->body.length, 0);
	app->error_pages++;
	app->ended = status;
	buf_printf(&response->body, "error page %d", code);
}

static const struct site site = {
	.routes = routes,
	.nroutes = COUNT(routes),
	.authorize = authorize,
	.error_page = error_page,
	.origin = ORIGIN,
};

static int
app_set_up(void **state)
{
	struct app *app = calloc(1, sizeof(*app));

	if (app == NULL)
		return -1;
	app->arena = arena_new(LIMIT);
	*state = app;
	return 0;
}

static int
app_tear_down(void **state)
{
	struct app *app = *state;

	arena_free(app->arena);
	free(app);
	return 0;
}

/* A request that a browser could send; the caller changes what it tests. */
static struct request
asked(struct app *app, enum method method, const char *path)
{
	static char *none[] = { NULL };
	struct request request;

	request_from_parameters(none, NULL, 0, app->arena, &request);
	request.method = method;
	request.path = path;
	request.broken = false;
	return request;
}

static struct response
answered_by(const struct site *by, struct app *app, struct request *request)
{
	struct response response;

	app->called = NULL;
	app->error_pages = 0;
	app->admitted = 0;
	response_init(&response, app->arena);
	router_answer(by, app, request, &response);
	return response;
}

static struct response
answered(struct app *app, struct request *request)
{
	return answered_by(&site, app, request);
}

static const char *
header_of(const struct response *response, const char *name)
{
	for (size_t i = 0; i < response->nheaders; i++)
		if (strcmp(response->headers[i].name, name) == 0)
			return response->headers[i].value;
	return NULL;
}

static void
assert_same(const char *a, const char *b)
{
	if (b == NULL)
		assert_null(a);
	else
		assert_string_equal(a == NULL ? "(null)" : a, b);
}

static const struct {
	enum method	 method;
	const char	*path;
	const char	*called;	/* NULL: no row */
	const char	*tail;
	int		 code;
	const char	*allow;
} finds[] = {
	{ METHOD_GET, "/", "home_show", NULL, 200, NULL },
	{ METHOD_HEAD, "/", "home_show", NULL, 200, NULL },
	{ METHOD_GET, "/aanmelden", "register_show", NULL, 200, NULL },
	{ METHOD_POST, "/aanmelden", "register_post", NULL, 200, NULL },
	{ METHOD_GET, "/aanmelding/abc", "mine_show", "abc", 200, NULL },
	{ METHOD_GET, "/aanmelding/*", "mine_show", "*", 200, NULL },
	{ METHOD_GET, "/aanmelding/nieuw", "mine_new", NULL, 200, NULL },
	{ METHOD_GET, "/aanmelding/nieuws", "mine_show", "nieuws", 200, NULL },
	{ METHOD_POST, "/aanmelding/abc/annuleren", "mine_cancel", "abc", 200,
	    NULL },
	{ METHOD_GET, "", NULL, NULL, 404, NULL },
	{ METHOD_GET, "/aanmelde", NULL, NULL, 404, NULL },
	{ METHOD_GET, "/aanmelden/", NULL, NULL, 303, NULL },
	{ METHOD_HEAD, "/aanmelding/abc/", NULL, NULL, 303, NULL },
	{ METHOD_POST, "/aanmelden/", NULL, NULL, 404, NULL },
	{ METHOD_GET, "/Aanmelden", NULL, NULL, 404, NULL },
	{ METHOD_GET, "/aanmelding", NULL, NULL, 404, NULL },
	{ METHOD_GET, "/aanmelding/", NULL, NULL, 404, NULL },
	{ METHOD_GET, "/aanmelding/a/b", NULL, NULL, 404, NULL },
	{ METHOD_POST, "/aanmelding//annuleren", NULL, NULL, 404, NULL },
	{ METHOD_POST, "/aanmelding/a/b/annuleren", NULL, NULL, 404, NULL },
	{ METHOD_POST, "/aanmelding/a/annuleren/", NULL, NULL, 404, NULL },
	{ METHOD_OTHER, "/nergens", NULL, NULL, 404, NULL },
	{ METHOD_POST, "/", NULL, NULL, 405, "GET, HEAD" },
	{ METHOD_OTHER, "/aanmelden", NULL, NULL, 405, "GET, HEAD, POST" },
	{ METHOD_GET, "/haak", NULL, NULL, 405, "POST" },
	{ METHOD_HEAD, "/haak", NULL, NULL, 405, "POST" },
	{ METHOD_GET, "/aanmelding/abc/annuleren", NULL, NULL, 405, "POST" },
};

static void
test_a_path_and_a_method_find_their_row(void **state)
{
	struct app *app = *state;
	struct response response;
	struct request request;

	for (size_t i = 0; i < COUNT(finds); i++) {
		request = asked(app, finds[i].method, finds[i].path);
		response = answered(app, &request);
		assert_same(app->called, finds[i].called);
		assert_same(request.tail, finds[i].tail);
		assert_int_equal(response.code, finds[i].code);
		assert_same(header_of(&response, "Allow"), finds[i].allow);
		assert_int_equal(app->error_pages, finds[i].called == NULL &&
		    finds[i].code != 303);
	}
}

static void
test_an_address_without_its_slash_keeps_its_query(void **state)
{
	static const struct {
		const char	*query;
		const char	*location;
	} queries[] = {
		{ "", "/aanmelden" },
		{ "deelnemers=3", "/aanmelden?deelnemers=3" },
		{ "a=%0d%0aX:y", "/aanmelden?a=%0d%0aX:y" },
	};
	struct app *app = *state;
	struct response response;
	struct request request;

	for (size_t i = 0; i < COUNT(queries); i++) {
		request = asked(app, METHOD_GET, "/aanmelden/");
		request.query = queries[i].query;
		response = answered(app, &request);
		assert_int_equal(response.code, 303);
		assert_string_equal(response.location, queries[i].location);
	}
}

static const struct {
	const char	*path;
	const char	*fetch_site;
	const char	*origin;
	bool		 accepted;
} origins[] = {
	{ "/aanmelden", "same-origin", NULL, true },
	{ "/aanmelden", "same-origin", "null", true },
	{ "/aanmelden", NULL, ORIGIN, true },
	{ "/aanmelden", NULL, NULL, true },
	{ "/beheer/", "same-origin", NULL, true },
	{ "/haak", "cross-site", "https://kwaad.nl", true },
	{ "/aanmelden", "cross-site", NULL, false },
	{ "/aanmelden", "cross-site", ORIGIN, false },
	{ "/aanmelden", "same-site", ORIGIN, false },
	{ "/aanmelden", "none", ORIGIN, false },
	{ "/aanmelden", "Same-Origin", ORIGIN, false },
	{ "/aanmelden", "same-origin, cross-site", ORIGIN, false },
	{ "/aanmelden", NULL, "https://kwaad.nl", false },
	{ "/aanmelden", NULL, "null", false },
	{ "/aanmelden", NULL, "http://aanmelden.example.nl", false },
	{ "/aanmelden", NULL, ORIGIN ":8443", false },
	{ "/aanmelden", NULL, ORIGIN ".kwaad.nl", false },
	{ "/aanmelden", NULL, "https://aanmelden.example", false },
	{ "/aanmelding/a/annuleren", "cross-site", NULL, false },
	{ "/beheer/", "cross-site", NULL, false },
};

static void
test_a_post_from_another_site_is_refused(void **state)
{
	struct app *app = *state;
	struct response response;
	struct request request;

	for (size_t i = 0; i < COUNT(origins); i++) {
		request = asked(app, METHOD_POST, origins[i].path);
		request.fetch_site = origins[i].fetch_site;
		request.origin = origins[i].origin;
		response = answered(app, &request);
		assert_int_equal(response.code,
		    origins[i].accepted ? 200 : 403);
		assert_int_equal(app->called != NULL, origins[i].accepted);
		if (!origins[i].accepted)
			assert_int_equal(app->admitted, 0);
	}
}

static void
test_a_get_may_come_from_any_site(void **state)
{
	struct app *app = *state;
	struct request request = asked(app, METHOD_GET, "/beheer/");
	struct response response;

	request.fetch_site = "cross-site";
	request.origin = "https://kwaad.nl";
	response = answered(app, &request);
	assert_int_equal(response.code, 200);
}

static const struct {
	enum method	 method;
	const char	*path;
	int		 asked;
} logins[] = {
	{ METHOD_GET, "/aanmelden", 0 },
	{ METHOD_POST, "/aanmelden", 0 },
	{ METHOD_GET, "/deur", 1 },
	{ METHOD_HEAD, "/deur", 1 },
	{ METHOD_GET, "/beheer/", 1 },
	{ METHOD_POST, "/beheer/", 1 },
};

static void
test_only_rows_that_need_a_login_ask_for_one(void **state)
{
	struct app *app = *state;
	struct request request;

	for (size_t i = 0; i < COUNT(logins); i++) {
		request = asked(app, logins[i].method, logins[i].path);
		answered(app, &request);
		assert_int_equal(app->admitted, logins[i].asked);
		assert_non_null(app->called);
		assert_ptr_equal(request.login, logins[i].asked ? app : NULL);
	}
}

static const struct {
	enum status	 admission;
	int		 set;		/* the code that the hook fills in */
	int		 code;
	const char	*body;
} refusals[] = {
	{ STATUS_NOTFOUND, 303, 303, "" },
	{ STATUS_INVALID, 403, 403, "error page 403" },
	{ STATUS_INVALID, 0, 400, "error page 400" },
	{ STATUS_BUSY, 0, 503, "error page 503" },
	{ STATUS_FAIL, 0, 500, "error page 500" },
};

static void
test_who_is_not_admitted_reaches_no_handler(void **state)
{
	struct app *app = *state;
	struct response response;
	struct request request;

	for (size_t i = 0; i < COUNT(refusals); i++) {
		app->admission = refusals[i].admission;
		app->admission_code = refusals[i].set;
		request = asked(app, METHOD_GET, "/beheer/");
		response = answered(app, &request);
		assert_null(app->called);
		assert_int_equal(response.code, refusals[i].code);
		assert_string_equal(response.body.data, refusals[i].body);
		assert_same(response.location, refusals[i].set == 303 ?
		    "/beheer/inloggen" : NULL);
	}
}

static const struct {
	enum status	 status;
	int		 set;
	int		 code;
	const char	*retry;
	const char	*body;
} error_pages[] = {
	{ STATUS_OK, 0, 200, NULL, "home_show" },
	{ STATUS_OK, 303, 303, NULL, "home_show" },
	{ STATUS_OK, 429, 429, NULL, "error page 429" },
	{ STATUS_INVALID, 0, 400, NULL, "error page 400" },
	{ STATUS_NOTFOUND, 0, 404, NULL, "error page 404" },
	{ STATUS_NOTFOUND, 200, 404, NULL, "error page 404" },
	{ STATUS_FULL, 0, 409, NULL, "error page 409" },
	{ STATUS_BUSY, 0, 503, "5", "error page 503" },
	{ STATUS_FAIL, 0, 500, NULL, "error page 500" },
};

static void
test_a_status_becomes_its_code(void **state)
{
	struct app *app = *state;
	struct response response;
	struct request request;

	for (size_t i = 0; i < COUNT(error_pages); i++) {
		app->status = error_pages[i].status;
		app->code = error_pages[i].set;
		request = asked(app, METHOD_GET, "/");
		response = answered(app, &request);
		assert_int_equal(response.code, error_pages[i].code);
		assert_string_equal(response.body.data, error_pages[i].body);
		assert_same(header_of(&response, "Retry-After"),
		    error_pages[i].retry);
	}
}

static void
test_half_an_answer_does_not_reach_the_error_page(void **state)
{
	struct app *app = *state;
	struct request request = asked(app, METHOD_GET, "/");
	struct response response;

	app->status = STATUS_FAIL;
	response = answered(app, &request);
	assert_string_equal(app->called, "home_show");
	assert_null(header_of(&response, "X-Row"));
	assert_int_equal(app->ended, STATUS_FAIL);
}

static void
test_a_handler_may_draw_its_own_422(void **state)
{
	struct app *app = *state;
	struct request request = asked(app, METHOD_GET, "/eigen");
	struct response response = answered(app, &request);

	assert_int_equal(response.code, 422);
	assert_string_equal(response.body.data, "its own page");
	assert_int_equal(app->error_pages, 0);
}

static void
test_too_large_a_page_is_our_fault(void **state)
{
	struct app *app = *state;
	struct request request = asked(app, METHOD_GET, "/groot");
	struct response response = answered(app, &request);

	assert_string_equal(app->called, "too_large");
	assert_int_equal(response.code, 500);
	assert_string_equal(response.body.data, "error page 500");
}

static void
test_what_the_server_refused_reaches_no_handler(void **state)
{
	struct app *app = *state;
	struct request request = asked(app, METHOD_GET, "/");
	struct response response;

	request.broken = true;
	response = answered(app, &request);
	assert_int_equal(response.code, 400);
	assert_null(app->called);
	request.too_large = true;
	response = answered(app, &request);
	assert_int_equal(response.code, 413);
	assert_null(app->called);
	request.exhausted = true;
	response = answered(app, &request);
	assert_int_equal(response.code, 503);
	assert_string_equal(header_of(&response, "Retry-After"), "5");
	assert_null(app->called);
}

static void
test_a_row_without_a_need_is_refused_when_asked_for(void **state)
{
	static const struct route forgot[] = {
		{ .method = METHOD_GET, .path = "/", .handle = home_show },
		{ METHOD_GET, "/a", home_show, NEED__MAX },
	};
	const struct site bad = {
		.routes = forgot, .nroutes = COUNT(forgot),
		.authorize = authorize,
		.error_page = error_page, .origin = ORIGIN,
	};
	struct app *app = *state;
	struct response response;
	struct request request;

	for (size_t i = 0; i < COUNT(forgot); i++) {
		request = asked(app, METHOD_GET, forgot[i].path);
		response = answered_by(&bad, app, &request);
		assert_null(app->called);
		assert_int_equal(response.code, 500);
	}
}

static void
test_a_sound_table_is_accepted(void **state)
{
	const struct site open = {
		.routes = routes, .nroutes = 2, .error_page = error_page,
	};

	(void)state;
	assert_int_equal(router_check(&site), STATUS_OK);
	assert_int_equal(router_check(&open), STATUS_OK);
}

/* Each is a second row behind one that is sound. */
static const struct route faults[] = {
	{ .method = METHOD_GET, .path = "/x", .handle = home_show },
	{ METHOD_GET, "/x", home_show, NEED__MAX },
	{ METHOD_GET, "/x", NULL, NEED_NOTHING },
	{ METHOD_GET, NULL, home_show, NEED_NOTHING },
	{ METHOD_GET, "", home_show, NEED_NOTHING },
	{ METHOD_GET, "x", home_show, NEED_NOTHING },
	{ METHOD_GET, "*", home_show, NEED_NOTHING },
	{ METHOD_GET, "/x*", home_show, NEED_NOTHING },
	{ METHOD_GET, "/*x", home_show, NEED_NOTHING },
	{ METHOD_GET, "/*/*", home_show, NEED_NOTHING },
	{ METHOD_HEAD, "/x", home_show, NEED_NOTHING },
	{ METHOD_OTHER, "/x", home_show, NEED_NOTHING },
	{ METHOD_GET, "/x", home_show, NEED_SAME_ORIGIN },
	{ METHOD_GET, "/", desk_show, NEED_READER },
};

static void
test_a_faulty_row_is_refused_at_the_start(void **state)
{
	struct route table[2] = { routes[0] };
	const struct site bad = {
		.routes = table, .nroutes = COUNT(table),
		.authorize = authorize,
		.error_page = error_page, .origin = ORIGIN,
	};

	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		table[1] = faults[i];
		assert_int_equal(router_check(&bad), STATUS_INVALID);
	}
}

static void
test_a_site_must_have_what_its_rows_need(void **state)
{
	struct site bad = site;

	(void)state;
	bad.authorize = NULL;
	assert_int_equal(router_check(&bad), STATUS_INVALID);
	bad = site;
	bad.origin = NULL;
	assert_int_equal(router_check(&bad), STATUS_INVALID);
	bad = site;
	bad.error_page = NULL;
	assert_int_equal(router_check(&bad), STATUS_INVALID);
}

int
main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, app_set_up, app_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_a_path_and_a_method_find_their_row),
		TEST(test_an_address_without_its_slash_keeps_its_query),
		TEST(test_a_post_from_another_site_is_refused),
		TEST(test_a_get_may_come_from_any_site),
		TEST(test_only_rows_that_need_a_login_ask_for_one),
		TEST(test_who_is_not_admitted_reaches_no_handler),
		TEST(test_a_status_becomes_its_code),
		TEST(test_half_an_answer_does_not_reach_the_error_page),
		TEST(test_a_handler_may_draw_its_own_422),
		TEST(test_too_large_a_page_is_our_fault),
		TEST(test_what_the_server_refused_reaches_no_handler),
		TEST(test_a_row_without_a_need_is_refused_when_asked_for),
		TEST(test_a_sound_table_is_accepted),
		TEST(test_a_faulty_row_is_refused_at_the_start),
		TEST(test_a_site_must_have_what_its_rows_need),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
