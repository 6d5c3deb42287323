#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/http/request.h"
#include "core/arena.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define LIMIT		((size_t)1024 * 1024)
#define FORM		"CONTENT_TYPE=application/x-www-form-urlencoded"

static int
arena_set_up(void **state)
{
	*state = arena_new(LIMIT);
	return 0;
}

static int
arena_tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

/* A request of up to three parameters, which may be NULL. */
static void
made(struct arena *arena, const char *a, const char *b, const char *c,
    struct request *request)
{
	char **parameters = arena_array(arena, 4, sizeof(*parameters));
	size_t n = 0;

	if (a != NULL)
		parameters[n++] = arena_string(arena, a);
	if (b != NULL)
		parameters[n++] = arena_string(arena, b);
	if (c != NULL)
		parameters[n++] = arena_string(arena, c);
	request_from_parameters(parameters, NULL, 0, arena, request);
}

static void
test_what_the_server_sends_is_read(void **state)
{
	char *parameters[] = {
		(char[]){ "REQUEST_METHOD=POST" },
		(char[]){ "DOCUMENT_URI=/aanmelden" },
		(char[]){ "QUERY_STRING=deelnemers=3&x=%C3%A9" },
		(char[]){ FORM },
		(char[]){ "HTTP_COOKIE=s=1" },
		(char[]){ "HTTP_ORIGIN=https://a.nl" },
		(char[]){ "HTTP_SEC_FETCH_SITE=same-origin" },
		(char[]){ "REMOTE_ADDR=2001:db8::1" },
		(char[]){ "HTTPS=on" },
		NULL
	};
	struct request request;

	request_from_parameters(parameters, NULL, 0, *state, &request);
	assert_int_equal(request.method, METHOD_POST);
	assert_string_equal(request.path, "/aanmelden");
	assert_string_equal(request.query, "deelnemers=3&x=%C3%A9");
	assert_string_equal(params_value(request.query_params, "deelnemers"),
	    "3");
	assert_string_equal(params_value(request.query_params, "x"),
	    "\303\251");
	assert_string_equal(request.cookie, "s=1");
	assert_string_equal(request.origin, "https://a.nl");
	assert_string_equal(request.fetch_site, "same-origin");
	assert_string_equal(request.address, "2001:db8::1");
	assert_true(request.https);
	assert_false(request.broken);
	assert_null(request.tail);
	assert_null(request.login);
	assert_null(request.params);
}

static void
test_what_is_absent_or_empty_is_null(void **state)
{
	struct request request;

	made(*state, "HTTP_COOKIE=", "HTTP_ORIGIN=", "DOCUMENT_URI=/",
	    &request);
	assert_null(request.cookie);
	assert_null(request.origin);
	assert_null(request.fetch_site);
	assert_null(request.content_type);
	assert_string_equal(request.query, "");
	assert_string_equal(request.address, "");
	assert_int_equal(request.query_params->count, 0);
	assert_false(request.https);
	assert_false(request.broken);
}

static const struct {
	const char	*word;
	enum method	 method;
} methods[] = {
	{ "REQUEST_METHOD=GET", METHOD_GET },
	{ "REQUEST_METHOD=HEAD", METHOD_HEAD },
	{ "REQUEST_METHOD=POST", METHOD_POST },
	{ "REQUEST_METHOD=PUT", METHOD_OTHER },
	{ "REQUEST_METHOD=get", METHOD_OTHER },
	{ "REQUEST_METHOD=GETS", METHOD_OTHER },
	{ "REQUEST_METHOD=", METHOD_OTHER },
	{ "REQUEST_METHODS=GET", METHOD_OTHER },
};

static void
test_a_method_is_known_by_its_exact_word(void **state)
{
	struct request request;

	for (size_t i = 0; i < COUNT(methods); i++) {
		made(*state, methods[i].word, NULL, NULL, &request);
		assert_int_equal(request.method, methods[i].method);
	}
}

static const struct {
	const char	*a, *b, *c;
	const char	*path;
	bool		 broken;
} paths[] = {
	{ "DOCUMENT_URI=/a/b", NULL, NULL, "/a/b", false },
	{ "DOCUMENT_URI=/a", "SCRIPT_NAME=/b", "PATH_INFO=/c", "/a", false },
	{ "DOCUMENT_URI=", "SCRIPT_NAME=/b", "PATH_INFO=/c", "/b/c", false },
	{ "SCRIPT_NAME=", "PATH_INFO=/c", NULL, "/c", false },
	{ "SCRIPT_NAME=/b", NULL, NULL, "/b", false },
	{ "DOCUMENT_URI=/\303\251", NULL, NULL, "/\303\251", false },
	{ NULL, NULL, NULL, "/", true },
	{ "DOCUMENT_URI=a", NULL, NULL, "/", true },
	{ "DOCUMENT_URI=/a\nb", NULL, NULL, "/", true },
	{ "DOCUMENT_URI=/a\x7f", NULL, NULL, "/", true },
	{ "DOCUMENT_URI=/\303", NULL, NULL, "/", true },
	{ "DOCUMENT_URI=/a", "QUERY_STRING=%FF", NULL, "/a", true },
	{ "DOCUMENT_URI=/a", "QUERY_STRING=%00", NULL, "/a", true },
};

static void
test_a_malformed_path_or_query_breaks_the_request(void **state)
{
	struct request request;

	for (size_t i = 0; i < COUNT(paths); i++) {
		made(*state, paths[i].a, paths[i].b, paths[i].c, &request);
		assert_string_equal(request.path, paths[i].path);
		assert_int_equal(request.broken, paths[i].broken);
	}
}

static const struct {
	const char	*text;
	enum status	 status;
	size_t		 length;
} lengths[] = {
	{ NULL, STATUS_OK, 0 },
	{ "", STATUS_OK, 0 },
	{ "0", STATUS_OK, 0 },
	{ "00042", STATUS_OK, 42 },
	{ "1000", STATUS_OK, 1000 },
	{ "1001", STATUS_FULL, 0 },
	{ "10000", STATUS_FULL, 0 },
	{ "10010", STATUS_FULL, 0 },
	{ "18446744073709551616", STATUS_FULL, 0 },
	{ "184467440737095516160000000000000000000000", STATUS_FULL, 0 },
	{ "-1", STATUS_INVALID, 0 },
	{ "+1", STATUS_INVALID, 0 },
	{ " 1", STATUS_INVALID, 0 },
	{ "1 ", STATUS_INVALID, 0 },
	{ "0x10", STATUS_INVALID, 0 },
	{ "1e3", STATUS_INVALID, 0 },
	{ "1,1", STATUS_INVALID, 0 },
	{ "99999x", STATUS_INVALID, 0 },
};

static void
test_a_content_length_is_digits_within_the_maximum(void **state)
{
	size_t length;

	(void)state;
	for (size_t i = 0; i < COUNT(lengths); i++) {
		length = 7;
		assert_int_equal(request_content_length(lengths[i].text, 1000,
		    &length), lengths[i].status);
		assert_int_equal(length, lengths[i].status == STATUS_OK ?
		    lengths[i].length : 7);
	}
}

static const struct {
	const char	*cookie;
	const char	*value;		/* of the one named s */
} cookies[] = {
	{ "HTTP_COOKIE=s=abc", "abc" },
	{ "HTTP_COOKIE=a=1; s=abc; b=2", "abc" },
	{ "HTTP_COOKIE=a=1;s=abc", "abc" },
	{ "HTTP_COOKIE=s=abc;", "abc" },
	{ "HTTP_COOKIE= \ts=abc \t; b=2", "abc" },
	{ "HTTP_COOKIE=s=", "" },
	{ "HTTP_COOKIE=s=a=b", "a=b" },
	{ "HTTP_COOKIE=s=\"abc\"", "abc" },
	{ "HTTP_COOKIE=s=\"\"", "" },
	{ "HTTP_COOKIE=s=1; s=2", "1" },
	{ "HTTP_COOKIE=;;; s=1", "1" },
	{ "HTTP_COOKIE=s; s=1", "1" },
	{ "HTTP_COOKIE=S=abc", NULL },
	{ "HTTP_COOKIE=ss=abc", NULL },
	{ "HTTP_COOKIE=s =abc", NULL },
	{ "HTTP_COOKIE=xs=abc", NULL },
	{ "HTTP_COOKIE=a=s=1", NULL },
	{ "HTTP_COOKIE=s", NULL },
	{ "HTTP_COOKIE=s=\"", NULL },
	{ "HTTP_COOKIE=s=\"a", NULL },
	{ "HTTP_COOKIE=s=a b", NULL },
	{ "HTTP_COOKIE=s=a,b", NULL },
	{ "HTTP_COOKIE=s=a\\b", NULL },
	{ "HTTP_COOKIE=s=a\x01", NULL },
	{ "HTTP_COOKIE=s=\303\251", NULL },
	{ "HTTP_COOKIE=", NULL },
	{ "HTTP_COOKIES=s=1", NULL },
};

static void
test_a_cookie_is_found_by_its_whole_name(void **state)
{
	char *parameters[2] = { NULL };
	struct request request;
	const char *value;

	for (size_t i = 0; i < COUNT(cookies); i++) {
		/* A piece of its own, so that ASan sees a step beyond. */
		parameters[0] = strdup(cookies[i].cookie);
		assert_non_null(parameters[0]);
		request_from_parameters(parameters, NULL, 0, *state, &request);
		value = request_cookie(&request, "s");
		if (cookies[i].value == NULL)
			assert_null(value);
		else
			assert_string_equal(value, cookies[i].value);
		free(parameters[0]);
	}
}

static const struct {
	const char	*type;
	const char	*body;
	enum status	 status;
} forms[] = {
	{ FORM, "a=b", STATUS_OK },
	{ FORM ";charset=UTF-8", "a=b", STATUS_OK },
	{ FORM "; charset=\"utf-8\"", "a=b", STATUS_OK },
	{ FORM "; boundary=x", "a=b", STATUS_OK },
	{ "CONTENT_TYPE=Application/X-WWW-Form-URLEncoded", "a=b", STATUS_OK },
	{ FORM, "", STATUS_OK },
	{ NULL, "", STATUS_OK },
	{ FORM " ; charset=utf-8", "a=b", STATUS_OK },
	{ FORM "; charset=", "a=b", STATUS_INVALID },
	{ FORM "; charset=\"", "a=b", STATUS_INVALID },
	{ NULL, "a=b", STATUS_INVALID },
	{ FORM "x", "a=b", STATUS_INVALID },
	{ FORM "; charset=iso-8859-1", "a=b", STATUS_INVALID },
	{ "CONTENT_TYPE=text/plain", "a=b", STATUS_INVALID },
	{ "CONTENT_TYPE=multipart/form-data; boundary=x", "a=b",
	    STATUS_INVALID },
	{ "CONTENT_TYPE=application/json", "{}", STATUS_INVALID },
	{ FORM, "a=%FF", STATUS_INVALID },
};

static void
test_a_form_is_read_from_a_body_of_its_type(void **state)
{
	struct request request;
	size_t length;
	char *body;

	for (size_t i = 0; i < COUNT(forms); i++) {
		length = strlen(forms[i].body);
		body = malloc(length == 0 ? 1 : length);
		assert_non_null(body);
		memcpy(body, forms[i].body, length);
		made(*state, forms[i].type, NULL, NULL, &request);
		request.body = body;
		request.body_length = length;
		assert_int_equal(request_read_form(&request), forms[i].status);
		if (forms[i].status == STATUS_OK && length > 0)
			assert_string_equal(params_value(request.params, "a"),
			    "b");
		if (forms[i].status != STATUS_OK)
			assert_null(request.params);
		free(body);
	}
}

static void
test_a_form_is_read_once(void **state)
{
	struct request request;
	struct params *first;

	made(*state, FORM, NULL, NULL, &request);
	request.body = "a=b";
	request.body_length = 3;
	assert_int_equal(request_read_form(&request), STATUS_OK);
	first = request.params;
	assert_int_equal(request_read_form(&request), STATUS_OK);
	assert_ptr_equal(request.params, first);
}

static void
test_a_parameter_is_found_by_its_whole_name(void **state)
{
	struct request request;

	made(*state, "AB=1", "A=2", "C=", &request);
	assert_string_equal(request_parameter(&request, "A"), "2");
	assert_string_equal(request_parameter(&request, "C"), "");
	assert_null(request_parameter(&request, "B"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_the_server_sends_is_read),
		cmocka_unit_test(test_what_is_absent_or_empty_is_null),
		cmocka_unit_test(test_a_method_is_known_by_its_exact_word),
		cmocka_unit_test(
		    test_a_malformed_path_or_query_breaks_the_request),
		cmocka_unit_test(
		    test_a_content_length_is_digits_within_the_maximum),
		cmocka_unit_test(test_a_cookie_is_found_by_its_whole_name),
		cmocka_unit_test(test_a_form_is_read_from_a_body_of_its_type),
		cmocka_unit_test(test_a_form_is_read_once),
		cmocka_unit_test(test_a_parameter_is_found_by_its_whole_name),
	};

	return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
