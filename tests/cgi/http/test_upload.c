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
	*state = arena_new((size_t)4 << 20);
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

/* Cut off anywhere, a byte changed anywhere: no memory is hurt. */
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
		TEST(test_no_damaged_body_does_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
