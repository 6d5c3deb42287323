/* A form with a file, as browsers send it and as nobody should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/http/upload.h"
#include "core/arena.h"
#include "core/utf8.h"
#include "core/buf.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define TYPE		"CONTENT_TYPE=multipart/form-data; boundary=b"
#define PART(name)	"Content-Disposition: form-data; name=\"" name "\""
#define FILE_PART	PART("bestand") "; filename=\"a.csv\"\r\n" \
	"Content-Type: text/csv\r\n\r\n"

static int
open_arena(void **state)
{
	*state = arena_new((size_t)16 << 20);
	return 0;
}

static int
close_arena(void **state)
{
	arena_free(*state);
	return 0;
}

static struct request
request_of(struct arena *arena, const char *type, const char *body,
    size_t length)
{
	static char method[] = "REQUEST_METHOD=POST", uri[] =
	    "DOCUMENT_URI=/";
	char **parameters = arena_array(arena, 4, sizeof(char *));
	struct request request;

	parameters[0] = method;
	parameters[1] = uri;
	parameters[2] = arena_string(arena, type);
	request_from_parameters(parameters, arena_copy(arena, body, length),
	    length, arena, &request);
	return request;
}

static const char good[] = "--b\r\n" PART("csrf") "\r\n\r\nmerk\r\n"
    "--b\r\n" PART("leeg") "\r\n\r\n\r\n--b\r\n" FILE_PART
    "een\0twee\r\n\xff--b\r\n-b\r\n--b\r\n" PART("n\xc3\xab")
    "\r\n\r\na&b=c%41+\r\nd\r\n--b--\r\n";

static void
test_texts_become_the_form_and_the_file_stays_bytes(void **state)
{
	static const char content[] = "een\0twee\r\n\xff--b\r\n-b";
	struct request request = request_of(*state, TYPE, good,
	    sizeof(good) - 1);
	struct upload upload;

	assert_true(upload_is(&request));
	assert_int_equal(upload_read_form(&request), STATUS_OK);
	assert_string_equal(params_value(request.params, "csrf"), "merk");
	assert_string_equal(params_value(request.params, "leeg"), "");
	assert_string_equal(params_value(request.params, "n\xc3\xab"),
	    "a&b=c%41+\r\nd");
	assert_null(params_value(request.params, "bestand"));
	assert_int_equal(upload_file(&request, "bestand", &upload),
	    STATUS_OK);
	assert_int_equal(upload.length, sizeof(content) - 1);
	assert_memory_equal(upload.bytes, content, upload.length);
	assert_int_equal(upload_file(&request, "csrf", &upload),
	    STATUS_NOTFOUND);
	assert_int_equal(upload_file(&request, "ander", &upload),
	    STATUS_NOTFOUND);
	/* The one that public pages use refuses it as before. */
	request.params = NULL;
	assert_int_equal(request_read_form(&request), STATUS_INVALID);
}

static void
test_no_file_chosen_is_none(void **state)
{
	static const char body[] = "--b\r\n" PART("bestand")
	    "; filename=\"\"\r\nContent-Type: application/octet-stream\r\n"
	    "\r\n\r\n--b--\r\n";
	struct request request = request_of(*state, TYPE, body,
	    sizeof(body) - 1);
	struct upload upload;

	assert_int_equal(upload_read_form(&request), STATUS_OK);
	assert_int_equal(upload_file(&request, "bestand", &upload),
	    STATUS_NOTFOUND);
}

static void
test_malformed_bodies_are_refused(void **state)
{
	static const struct {
		const char	*type;
		const char	*body;
	} vectors[] = {
		{ TYPE, "" }, { TYPE, "--b" }, { TYPE, "--b\r\n" },
		{ TYPE, "x" PART("a") }, { TYPE, "--c\r\n\r\n\r\n--c--" },
		{ TYPE, "--b\r\n" PART("a") "\r\n\r\nwaarde" },
		{ TYPE, "--b\r\n" PART("a") "\r\n--b--\r\n" },
		{ TYPE, "--b\r\n" PART("a") "\r\n\r\nx\r\n--bb\r\n" },
		{ TYPE, "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n"
		    "--b--\r\n" },
		{ TYPE, "--b\r\n" PART("a") "\r\n\r\n\xff\r\n--b--\r\n" },
		{ "CONTENT_TYPE=multipart/form-data", "--\r\n" },
		{ "CONTENT_TYPE=multipart/form-data; boundary=", "--\r\n" },
		{ "CONTENT_TYPE=text/plain; boundary=b", "--b--" },
	};

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct request request = request_of(*state, vectors[i].type,
		    vectors[i].body, strlen(vectors[i].body));
		struct upload upload;

		assert_int_equal(upload_read_form(&request), STATUS_INVALID);
		assert_null(request.params);
		assert_int_equal(upload_file(&request, "bestand", &upload),
		    STATUS_NOTFOUND);
	}
}

static void
test_too_many_parts_are_refused(void **state)
{
	static const char part[] = "--b\r\n" PART("a") "\r\n\r\nx\r\n";
	struct buf body;
	struct request request;

	buf_init(&body, *state, 1 << 20);
	for (int i = 0; i < UPLOAD_PARTS_MAX + 1; i++)
		buf_text(&body, part);
	buf_text(&body, "--b--\r\n");
	request = request_of(*state, TYPE, body.data, body.length);
	assert_int_equal(upload_read_form(&request), STATUS_INVALID);
}

/* Each byte may take three; what no form of ours sends is not read at all. */
static void
test_too_much_text_is_refused_and_a_large_file_is_not(void **state)
{
	static const char end[] = "\r\n--b--\r\n";
	static const struct {
		const char	*head;
		enum status	 status;
	} vectors[] = {
		{ "--b\r\n" PART("a") "\r\n\r\n", STATUS_INVALID },
		{ "--b\r\n" FILE_PART, STATUS_OK },
	};
	const size_t length = (size_t)1 << 20;
	char *text = arena_alloc(*state, length);
	struct request request;
	struct buf body;

	memset(text, 'x', length);
	for (size_t i = 0; i < COUNT(vectors); i++) {
		buf_init(&body, *state, length + 1000);
		buf_text(&body, vectors[i].head);
		buf_add(&body, text, length);
		buf_text(&body, end);
		request = request_of(*state, TYPE, body.data, body.length);
		assert_int_equal(upload_read_form(&request),
		    vectors[i].status);
	}
}

static void
test_an_upload_is_read_once(void **state)
{
	struct request request = request_of(*state, TYPE, good,
	    sizeof(good) - 1);
	struct params *first;

	assert_int_equal(upload_read_form(&request), STATUS_OK);
	first = request.params;
	assert_int_equal(upload_read_form(&request), STATUS_OK);
	assert_ptr_equal(request.params, first);
}

/* How its type names the line between the parts, and how it may not. */
static void
test_a_boundary_is_read_as_browsers_write_it(void **state)
{
	static const struct {
		const char	*type;
		enum status	 status;
	} vectors[] = {
		{ TYPE, STATUS_OK },
		{ TYPE "; charset=utf-8", STATUS_OK },
		{ TYPE "\t", STATUS_OK },
		{ "CONTENT_TYPE=Multipart/Form-Data; Boundary=\"b\"",
		    STATUS_OK },
		{ "CONTENT_TYPE=multipart/form-data; boundary=B",
		    STATUS_INVALID },
		{ "CONTENT_TYPE=multipart/form-data; boundary=\"\"",
		    STATUS_INVALID },
		{ "CONTENT_TYPE=multipart/form-data; boundary=;b",
		    STATUS_INVALID },
		{ "CONTENT_TYPE=multipart/mixed; boundary=b", STATUS_INVALID },
		{ "X=y", STATUS_INVALID },
	};

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct request request = request_of(*state, vectors[i].type,
		    good, sizeof(good) - 1);

		assert_int_equal(upload_read_form(&request),
		    vectors[i].status);
	}
}

/* As long as RFC 2046 has it. */
static void
test_a_boundary_has_an_end(void **state)
{
	static const struct {
		int		 length;
		enum status	 status;
	} vectors[] = {
		{ 1, STATUS_OK }, { 70, STATUS_OK }, { 71, STATUS_INVALID },
		{ 5000, STATUS_INVALID },
	};

	for (size_t i = 0; i < COUNT(vectors); i++) {
		char *line = arena_printf(*state, "%0*d", vectors[i].length, 0);
		const char *body = arena_printf(*state, "--%s\r\n" PART("a")
		    "\r\n\r\nx\r\n--%s--\r\n", line, line);
		struct request request = request_of(*state, arena_printf(
		    *state, "CONTENT_TYPE=multipart/form-data; boundary=%s",
		    line), body, strlen(body));

		assert_int_equal(upload_read_form(&request),
		    vectors[i].status);
	}
}

/* Whatever was read of it is of the body, and text. */
static enum status
read_harmlessly(struct request *request)
{
	enum status status = upload_read_form(request);
	struct upload upload;

	for (size_t i = 0; status == STATUS_OK &&
	    i < request->params->count; i++) {
		const struct pair *pair = &request->params->pairs[i];

		assert_true(utf8_valid(pair->name, strlen(pair->name)));
		assert_true(utf8_valid(pair->value, strlen(pair->value)));
	}
	if (status == STATUS_OK &&
	    upload_file(request, "bestand", &upload) == STATUS_OK) {
		assert_true(upload.length > 0);
		assert_true(upload.bytes >= (const char *)request->body);
		assert_true(upload.bytes + upload.length <=
		    (const char *)request->body + request->body_length);
	}
	return status;
}

/* Cut off anywhere, a byte changed anywhere: no memory is hurt. */
static void
test_no_damaged_body_does_harm(void **state)
{
	const size_t whole = sizeof(good) - 1 - strlen("\r\n");
	size_t taken = 0;

	for (size_t length = 0; length < sizeof(good); length++) {
		struct request request = request_of(*state, TYPE, good,
		    length);

		/* Cut off before the last boundary ends it is none. */
		assert_true((read_harmlessly(&request) == STATUS_OK) ==
		    (length >= whole));
		arena_reset(*state);
	}
	for (size_t i = 0; i < sizeof(good) - 1; i++)
		for (int c = 0; c < 256; c += 5) {
			char copy[sizeof(good)];
			struct request request;

			memcpy(copy, good, sizeof(good));
			copy[i] = (char)c;
			request = request_of(*state, TYPE, copy,
			    sizeof(good) - 1);
			taken += read_harmlessly(&request) == STATUS_OK;
			arena_reset(*state);
		}
	/* Bytes of the file may be any; those of the form may not. */
	assert_in_range(taken, 1, (sizeof(good) - 1) * 52 - 1);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_arena, \
			    close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_texts_become_the_form_and_the_file_stays_bytes),
		TEST(test_no_file_chosen_is_none),
		TEST(test_malformed_bodies_are_refused),
		TEST(test_too_many_parts_are_refused),
		TEST(test_too_much_text_is_refused_and_a_large_file_is_not),
		TEST(test_an_upload_is_read_once),
		TEST(test_a_boundary_is_read_as_browsers_write_it),
		TEST(test_a_boundary_has_an_end),
		TEST(test_no_damaged_body_does_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
