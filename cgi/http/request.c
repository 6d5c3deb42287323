#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "cgi/http/request.h"
#include "core/arena.h"
#include "core/utf8.h"

#define FORM_TYPE	"application/x-www-form-urlencoded"

const char *
request_parameter(const struct request *request, const char *name)
{
	size_t length = strlen(name);

	for (char **p = request->parameters; *p != NULL; p++)
		if (strncmp(*p, name, length) == 0 && (*p)[length] == '=')
			return *p + length + 1;
	return NULL;
}

/* As request_parameter, and a header without a value is no header. */
static const char *
header(const struct request *request, const char *name)
{
	const char *value = request_parameter(request, name);

	return value == NULL || *value == '\0' ? NULL : value;
}

static const char *
text(const struct request *request, const char *name)
{
	const char *value = request_parameter(request, name);

	return value == NULL ? "" : value;
}

static enum method
method_parse(const char *word)
{
	static const char *const words[METHOD__MAX] = {
		[METHOD_GET] = "GET",
		[METHOD_HEAD] = "HEAD",
		[METHOD_POST] = "POST",
	};

	for (enum method m = METHOD_GET; m < METHOD__MAX; m++)
		if (strcmp(word, words[m]) == 0)
			return m;
	return METHOD_OTHER;
}

/* Checked here, because a path is shown on pages and written in headers. */
static bool
path_valid(const char *path)
{
	if (*path != '/')
		return false;
	for (const char *p = path; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	return utf8_valid(path, strlen(path));
}

void
request_from_parameters(char **parameters, const char *body,
    size_t body_length, struct arena *arena, struct request *request)
{
	*request = (struct request){
		.parameters = parameters,
		.arena = arena,
		.body = body,
		.body_length = body_length,
	};
	request->method = method_parse(text(request, "REQUEST_METHOD"));
	request->query = text(request, "QUERY_STRING");
	request->content_type = header(request, "CONTENT_TYPE");
	request->cookie = header(request, "HTTP_COOKIE");
	request->origin = header(request, "HTTP_ORIGIN");
	request->fetch_site = header(request, "HTTP_SEC_FETCH_SITE");
	request->address = text(request, "REMOTE_ADDR");
	request->shared = header(request, "SHARED_PAGE") != NULL;
	request->https = strcmp(text(request, "HTTPS"), "on") == 0;
	/*
	 * nginx's own DOCUMENT_URI says it in one word; SCRIPT_NAME and
	 * PATH_INFO together are what the standard promises of any other
	 * server.
	 */
	request->path = header(request, "DOCUMENT_URI");
	if (request->path == NULL)
		request->path = arena_printf(arena, "%s%s",
		    text(request, "SCRIPT_NAME"), text(request, "PATH_INFO"));
	if (!path_valid(request->path)) {
		request->path = "/";
		request->broken = true;
	}
	if (params_parse(request->query, strlen(request->query), arena,
	    &request->query_params) != STATUS_OK)
		request->broken = true;
}

enum status
request_content_length(const char *digits, size_t max, size_t *length)
{
	bool full = false;
	size_t value = 0;

	assert(max < SIZE_MAX / 16);
	for (; digits != NULL && *digits != '\0'; digits++) {
		if (*digits < '0' || *digits > '9')
			return STATUS_INVALID;
		/* It may wrap after it was too large, and stays too large. */
		value = value * 10 + (size_t)(*digits - '0');
		full |= value > max;
	}
	if (full)
		return STATUS_FULL;
	*length = value;
	return STATUS_OK;
}

/* cookie-octet of RFC 6265: no space, quote, comma, semicolon, backslash. */
static const char *
cookie_value(const char *value, size_t length, struct arena *arena)
{
	if (length >= 2 && value[0] == '"' && value[length - 1] == '"') {
		value++;
		length -= 2;
	}
	for (size_t i = 0; i < length; i++)
		if (value[i] <= ' ' || value[i] >= 0x7f ||
		    strchr("\",;\\", value[i]) != NULL)
			return NULL;
	return arena_copy(arena, value, length);
}

/* Spaces and tabs off both ends of length bytes. */
static const char *
trimmed(const char *s, size_t *length)
{
	while (*length > 0 && (*s == ' ' || *s == '\t')) {
		s++;
		--*length;
	}
	while (*length > 0 && (s[*length - 1] == ' ' ||
	    s[*length - 1] == '\t'))
		--*length;
	return s;
}

const char *
request_cookie(const struct request *request, const char *name)
{
	const char *rest = request->cookie, *pair;
	size_t length, named = strlen(name);

	while (rest != NULL && *rest != '\0') {
		length = strcspn(rest, ";");
		pair = rest;
		rest += length + (rest[length] == ';');
		pair = trimmed(pair, &length);
		if (length > named && strncmp(pair, name, named) == 0 &&
		    pair[named] == '=')
			return cookie_value(pair + named + 1,
			    length - named - 1, request->arena);
	}
	return NULL;
}

enum status
request_read_form(struct request *request)
{
	const char *type = request->content_type, *charset;
	size_t length = strlen(FORM_TYPE);

	if (request->params != NULL)
		return STATUS_OK;
	if (request->body_length > 0) {
		if (type == NULL || strncasecmp(type, FORM_TYPE, length) != 0)
			return STATUS_INVALID;
		type += length;
		if (*type != '\0' && *type != ';' && *type != ' ')
			return STATUS_INVALID;
		/* Another charset, decoded as ours, would store nonsense. */
		if ((charset = strcasestr(type, "charset=")) != NULL) {
			charset += strlen("charset=");
			charset += *charset == '"';
			if (strncasecmp(charset, "utf-8", 5) != 0)
				return STATUS_INVALID;
		}
	}
	return params_parse(request->body, request->body_length, request->arena,
	    &request->params);
}
