#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/http/request.h"
#include "cgi/http/response.h"
#include "core/arena.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define LIMIT		((size_t)64 * 1024 * 1024)

/* An answer on its way into a buffer, for a request of that method. */
struct response_world {
	struct arena	*arena;
	struct request	 request;
	struct response	 response;
	struct buf	 out;
	struct sink	 sink;
	size_t		 room;		/* the sink fails beyond it */
};

static enum status
out_write(void *arg, const void *data, size_t length)
{
	struct response_world *world = arg;

	if (length > world->room - world->out.length)
		return STATUS_FAIL;
	buf_add(&world->out, data, length);
	return STATUS_OK;
}

static int
world_set_up(void **state)
{
	static char *none[] = { NULL };
	struct response_world *world = calloc(1, sizeof(*world));

	if (world == NULL)
		return -1;
	world->arena = arena_new(LIMIT);
	request_from_parameters(none, NULL, 0, world->arena, &world->request);
	world->request.method = METHOD_GET;
	response_init(&world->response, world->arena);
	buf_init(&world->out, world->arena, LIMIT);
	world->sink = (struct sink){ .write = out_write, .arg = world };
	world->room = LIMIT;
	*state = world;
	return 0;
}

static int
world_tear_down(void **state)
{
	struct response_world *world = *state;

	arena_free(world->arena);
	free(world);
	return 0;
}

static const char *
written(struct response_world *world)
{
	assert_int_equal(response_write(&world->response, &world->request,
	    &world->sink), STATUS_OK);
	return world->out.data;
}

static void
test_a_page_is_written_to_the_byte(void **state)
{
	struct response_world *world = *state;

	buf_text(&world->response.body, "<p>dag");
	assert_string_equal(written(world),
	    "Status: 200 OK\r\n"
	    "Content-Type: text/html; charset=utf-8\r\n"
	    "Content-Length: 6\r\n"
	    "Cache-Control: no-store\r\n"
	    "X-Robots-Tag: noindex\r\n"
	    "Content-Security-Policy: default-src 'none'; style-src 'self'; "
	    "script-src 'self'; img-src 'self'; connect-src 'self'; "
	    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
	    "X-Frame-Options: DENY\r\n"
	    "X-Content-Type-Options: nosniff\r\n"
	    "Referrer-Policy: strict-origin\r\n"
	    "Cross-Origin-Opener-Policy: same-origin\r\n"
	    "Permissions-Policy: camera=(), geolocation=(), microphone=(), "
	    "payment=(), usb=()\r\n"
	    "\r\n"
	    "<p>dag");
}

static void
test_letter_has_styles_of_its_own_and_no_script(void **state)
{
	struct response_world *world = *state;
	const char *policy;

	world->response.letter = true;
	policy = strstr(written(world), "Content-Security-Policy: ");
	assert_non_null(policy);
	assert_memory_equal(policy + 25, "default-src 'none'; style-src "
	    "'unsafe-inline'; base-uri", 54);
	assert_null(strstr(policy + 1, "Content-Security-Policy: "));
	assert_non_null(strstr(policy, "X-Frame-Options: DENY"));
}

static void
test_transport_security_is_promised_on_https_only(void **state)
{
	struct response_world *world = *state;

	assert_null(strstr(written(world), "Strict-Transport-Security"));
	buf_clear(&world->out);
	world->request.https = true;
	assert_non_null(strstr(written(world),
	    "\r\nStrict-Transport-Security: max-age=31536000\r\n"));
}

static void
test_head_has_the_length_and_no_body(void **state)
{
	struct response_world *world = *state;
	const char *out;

	world->request.method = METHOD_HEAD;
	buf_text(&world->response.body, "<p>dag");
	out = written(world);
	assert_non_null(strstr(out, "\r\nContent-Length: 6\r\n"));
	assert_non_null(strstr(out, "\r\nContent-Type: text/html"));
	assert_string_equal(strstr(out, "\r\n\r\n"), "\r\n\r\n");
}

static void
test_a_public_answer_may_be_kept(void **state)
{
	struct response_world *world = *state;

	world->response.private = false;
	assert_null(strstr(written(world), "no-store"));
}

static void
test_see_other_has_a_location_and_no_body(void **state)
{
	struct response_world *world = *state;
	const char *out;

	buf_text(&world->response.body, "half a page");
	assert_int_equal(response_see_other(&world->response,
	    "/aanmelding/abc?x=1"), STATUS_OK);
	out = written(world);
	assert_int_equal(strncmp(out, "Status: 303 See Other\r\n", 23), 0);
	assert_non_null(strstr(out, "\r\nLocation: /aanmelding/abc?x=1\r\n"));
	assert_non_null(strstr(out, "\r\nContent-Length: 0\r\n"));
	assert_null(strstr(out, "Content-Type:"));
	assert_string_equal(strstr(out, "\r\n\r\n"), "\r\n\r\n");
}

static const char *const bad_locations[] = {
	"",
	"aanmelden",
	"https://kwaad.nl/",
	"//kwaad.nl/",
	"/\\kwaad.nl/",
	"/a\r\nSet-Cookie: s=1",
	"/a\nb",
	"/a b",
	"/\303\251",
	"/a\x7f",
};

static void
test_a_location_stays_on_this_site(void **state)
{
	struct response_world *world = *state;

	for (size_t i = 0; i < COUNT(bad_locations); i++) {
		assert_int_equal(response_see_other(&world->response,
		    bad_locations[i]), STATUS_INVALID);
		assert_null(world->response.location);
		assert_int_equal(world->response.code, 0);
	}
}

static const char *const bad_values[] = {
	"a\r\nSet-Cookie: s=1", "a\nb", "a\rb", "\n", "a\tb", "a\x01", "a\x7f",
};

static void
test_a_value_with_a_line_end_is_refused(void **state)
{
	struct response_world *world = *state;

	for (size_t i = 0; i < COUNT(bad_values); i++)
		assert_int_equal(response_header(&world->response,
		    "X-Test", bad_values[i]), STATUS_INVALID);
	assert_int_equal(world->response.nheaders, 0);
	assert_null(strstr(written(world), "X-Test"));
}

static void
test_headers_are_copied_and_written_in_order(void **state)
{
	struct response_world *world = *state;
	char value[] = "s=1; Path=/";

	assert_int_equal(response_header(&world->response, "Set-Cookie",
	    value), STATUS_OK);
	memset(value, 'x', sizeof(value) - 1);
	assert_int_equal(response_header(&world->response, "Set-Cookie",
	    "t=2"), STATUS_OK);
	assert_non_null(strstr(written(world),
	    "\r\nSet-Cookie: s=1; Path=/\r\nSet-Cookie: t=2\r\n"));
}

static void
test_an_unclean_type_is_never_sent(void **state)
{
	struct response_world *world = *state;

	world->response.type = "text/html\r\nX: y";
	assert_int_equal(response_write(&world->response, &world->request,
	    &world->sink), STATUS_FAIL);
	assert_int_equal(world->out.length, 0);
}

static void
test_too_large_a_body_is_not_sent_in_half(void **state)
{
	struct response_world *world = *state;
	static const char piece[64 * 1024];

	for (size_t i = 0; i <= RESPONSE_BODY_MAX / sizeof(piece); i++)
		buf_add(&world->response.body, piece, sizeof(piece));
	assert_true(world->response.body.failed);
	assert_int_equal(response_write(&world->response, &world->request,
	    &world->sink), STATUS_FAIL);
	assert_int_equal(world->out.length, 0);
}

static void
test_clearing_forgets_everything(void **state)
{
	struct response_world *world = *state;
	struct response *response = &world->response;

	assert_int_equal(response_see_other(response, "/x"), STATUS_OK);
	assert_int_equal(response_header(response, "X-Test", "a"), STATUS_OK);
	response->private = false;
	response->type = "text/plain";
	buf_text(&response->body, "half");
	response_clear(response);
	assert_string_equal(strstr(written(world), "\r\n\r\n"), "\r\n\r\n");
	assert_null(strstr(world->out.data, "Location"));
	assert_null(strstr(world->out.data, "X-Test"));
	assert_null(strstr(world->out.data, "text/plain"));
	assert_non_null(strstr(world->out.data, "no-store"));
	assert_int_equal(strncmp(world->out.data, "Status: 200", 11), 0);
}

static const struct {
	int		 code;
	const char	*line;
} lines[] = {
	{ 0, "Status: 200 OK\r\n" },
	{ 404, "Status: 404 Not Found\r\n" },
	{ 422, "Status: 422 Unprocessable Content\r\n" },
	{ 418, "Status: 418 Other\r\n" },
};

static void
test_the_status_line_names_the_code(void **state)
{
	struct response_world *world = *state;

	for (size_t i = 0; i < COUNT(lines); i++) {
		world->response.code = lines[i].code;
		buf_clear(&world->out);
		assert_int_equal(strncmp(written(world), lines[i].line,
		    strlen(lines[i].line)), 0);
	}
}

static void
test_not_modified_has_neither_length_nor_body(void **state)
{
	struct response_world *world = *state;

	world->response.code = 304;
	buf_text(&world->response.body, "x");
	assert_null(strstr(written(world), "Content-Length"));
	assert_string_equal(strstr(world->out.data, "\r\n\r\n"), "\r\n\r\n");
}

/* Rows until the sink says stop; counts how many it was let write. */
static enum status
rows_stream(void *arg, struct sink *sink)
{
	int *rows = arg;

	for (*rows = 0; *rows < 1000; ++*rows)
		if (sink_write(sink, "a;b\r\n", 5) != STATUS_OK)
			return sink->status;
	return STATUS_OK;
}

static void
test_a_stream_is_written_behind_the_headers(void **state)
{
	struct response_world *world = *state;
	const char *out, *body;
	int rows;

	world->response.stream = rows_stream;
	world->response.stream_arg = &rows;
	world->response.type = "text/csv";
	out = written(world);
	assert_non_null(strstr(out, "\r\nContent-Type: text/csv\r\n"));
	assert_null(strstr(out, "Content-Length"));
	body = strstr(out, "\r\n\r\n") + 4;
	assert_int_equal(strlen(body), 5000);
	assert_int_equal(rows, 1000);
}

static void
test_a_stream_is_not_run_for_head(void **state)
{
	struct response_world *world = *state;
	int rows = -1;

	world->response.stream = rows_stream;
	world->response.stream_arg = &rows;
	world->request.method = METHOD_HEAD;
	assert_non_null(strstr(written(world), "\r\nContent-Type:"));
	assert_int_equal(rows, -1);
}

static void
test_a_stream_stops_when_the_reader_is_gone(void **state)
{
	struct response_world *world = *state;
	int rows;

	world->response.stream = rows_stream;
	world->response.stream_arg = &rows;
	world->room = 1500;
	assert_int_equal(response_write(&world->response, &world->request,
	    &world->sink), STATUS_FAIL);
	assert_in_range(rows, 1, 300);
}

static enum status
count_write(void *arg, const void *data, size_t length)
{
	int *calls = arg;

	(void)data;
	(void)length;
	++*calls;
	return STATUS_FAIL;
}

static void
test_a_sink_that_failed_is_not_written_to_again(void **state)
{
	int calls = 0;
	struct sink sink = { .write = count_write, .arg = &calls };

	(void)state;
	assert_int_equal(sink_write(&sink, "a", 1), STATUS_FAIL);
	assert_int_equal(sink_write(&sink, "b", 1), STATUS_FAIL);
	assert_int_equal(calls, 1);
}

int
main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_a_page_is_written_to_the_byte),
		TEST(test_letter_has_styles_of_its_own_and_no_script),
		TEST(test_transport_security_is_promised_on_https_only),
		TEST(test_head_has_the_length_and_no_body),
		TEST(test_a_public_answer_may_be_kept),
		TEST(test_see_other_has_a_location_and_no_body),
		TEST(test_a_location_stays_on_this_site),
		TEST(test_a_value_with_a_line_end_is_refused),
		TEST(test_headers_are_copied_and_written_in_order),
		TEST(test_an_unclean_type_is_never_sent),
		TEST(test_too_large_a_body_is_not_sent_in_half),
		TEST(test_clearing_forgets_everything),
		TEST(test_the_status_line_names_the_code),
		TEST(test_not_modified_has_neither_length_nor_body),
		TEST(test_a_stream_is_written_behind_the_headers),
		TEST(test_a_stream_is_not_run_for_head),
		TEST(test_a_stream_stops_when_the_reader_is_gone),
		TEST(test_a_sink_that_failed_is_not_written_to_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
