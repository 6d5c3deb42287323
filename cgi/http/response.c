/*
 * Every answer leaves through response_write, and so none can lack the
 * security headers or, when it is personal, the order not to keep it.
 */
#include <assert.h>
#include <string.h>

#include "cgi/http/request.h"
#include "cgi/http/response.h"
#include "core/arena.h"
#include "core/log.h"

#define HEAD_MAX	((size_t)32 * 1024)
#define NAME_BYTES							\
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"

/* A letter brings its own style sheet, and nothing else. */
static const struct header security_of_letter = {
	"Content-Security-Policy", "default-src 'none'; style-src "
	    "'unsafe-inline'; base-uri 'none'; form-action 'none'; "
	    "frame-ancestors 'none'"
};

static const struct header security_of_offline[] = {
	{ "Content-Security-Policy", "default-src 'none'; style-src 'self'; "
	    "script-src 'self'; img-src 'self'; connect-src 'self'; "
	    "worker-src 'self'; form-action 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'" },
	{ "Permissions-Policy", "camera=(self), geolocation=(), "
	    "microphone=(), payment=(), usb=()" },
};

/*
 * The others take the place of the first or the last.  The first is that of
 * pages; connect-src lets a browser read robots.txt.
 */
static const struct header security[] = {
	{ "Content-Security-Policy", "default-src 'none'; style-src 'self'; "
	    "script-src 'self'; img-src 'self'; connect-src 'self'; "
	    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
	{ "X-Frame-Options", "DENY" },
	{ "X-Content-Type-Options", "nosniff" },
	/*
	 * A Referer without a path, which would be a personal link in the web
	 * server's error log; and not no-referrer, with which browsers send
	 * `Origin: null` to ourselves.
	 */
	{ "Referrer-Policy", "strict-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), geolocation=(), microphone=(), "
	    "payment=(), usb=()" },
};

/* A browser must ignore it on plain HTTP, so it is not sent there. */
static const struct header security_https = {
	"Strict-Transport-Security", "max-age=31536000"
};

static const struct {
	int		 code;
	const char	*reason;
} reasons[] = {
	{ HTTP_OK, "OK" },
	{ HTTP_NO_CONTENT, "No Content" },
	{ HTTP_SEE_OTHER, "See Other" },
	{ HTTP_NOT_MODIFIED, "Not Modified" },
	{ HTTP_BAD_REQUEST, "Bad Request" },
	{ HTTP_FORBIDDEN, "Forbidden" },
	{ HTTP_NOT_FOUND, "Not Found" },
	{ HTTP_NOT_ALLOWED, "Method Not Allowed" },
	{ HTTP_CONFLICT, "Conflict" },
	{ HTTP_GONE, "Gone" },
	{ HTTP_TOO_LARGE, "Content Too Large" },
	{ HTTP_UNPROCESSABLE, "Unprocessable Content" },
	{ HTTP_TOO_MANY, "Too Many Requests" },
	{ HTTP_FAILED, "Internal Server Error" },
	{ HTTP_UNAVAILABLE, "Service Unavailable" },
};

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

enum status
sink_write(struct sink *sink, const void *data, size_t length)
{
	if (sink->status == STATUS_OK && length > 0)
		sink->status = sink->write(sink->arg, data, length);
	return sink->status;
}

void
response_init(struct response *response, struct arena *arena)
{
	*response = (struct response){
		.type = RESPONSE_HTML,
		.private = true,
	};
	buf_init(&response->body, arena, RESPONSE_BODY_MAX);
}

void
response_clear(struct response *response)
{
	struct buf body = response->body;

	buf_clear(&body);
	*response = (struct response){
		.type = RESPONSE_HTML,
		.private = true,
		.body = body,
	};
}

static bool
value_clean(const char *value)
{
	for (; *value != '\0'; value++)
		if ((unsigned char)*value < ' ' || *value == 0x7f)
			return false;
	return true;
}

/* The name is ours, a token of RFC 9110; INVALID: the value has a control. */
enum status
response_header(struct response *response, const char *name,
    const char *value)
{
	assert(name[0] != '\0' && name[strspn(name, NAME_BYTES)] == '\0');
	assert(response->nheaders < RESPONSE_HEADERS_MAX);
	if (!value_clean(value))
		return STATUS_INVALID;
	response->headers[response->nheaders++] = (struct header){
		.name = arena_string(response->body.arena, name),
		.value = arena_string(response->body.arena, value),
	};
	return STATUS_OK;
}

/* nginx takes a moment behind the @; it passes the header to nobody. */
void
response_share(struct response *response, const struct request *request,
    int64_t now)
{
	if (request->shared)
		response_header(response, "X-Accel-Expires", arena_printf(
		    response->body.arena, "@%lld", (long long)now));
}

enum status
response_see_other(struct response *response, const char *path)
{
	/* To a browser `//host` and `/\host` are other sites. */
	if (path[0] != '/' || path[1] == '/' || path[1] == '\\')
		return STATUS_INVALID;
	for (const char *p = path; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 0x7f)
			return STATUS_INVALID;
	response->code = HTTP_SEE_OTHER;
	response->location = arena_string(response->body.arena, path);
	response->stream = NULL;
	buf_clear(&response->body);
	return STATUS_OK;
}

static void
header_add(struct buf *head, const char *name, const char *value)
{
	buf_text(head, name);
	buf_text(head, ": ");
	buf_text(head, value);
	buf_text(head, "\r\n");
}

static void
head_add(struct buf *head, const struct response *response, int code,
    bool https)
{
	const char *reason = "Other";

	for (size_t i = 0; i < COUNT(reasons); i++)
		if (reasons[i].code == code)
			reason = reasons[i].reason;
	buf_printf(head, "Status: %d %s\r\n", code, reason);
	/* What describes the body, when an answer of this code can have one. */
	if (code != HTTP_NO_CONTENT && code != HTTP_NOT_MODIFIED) {
		if (response->body.length > 0 || response->stream != NULL)
			header_add(head, "Content-Type", response->type);
		if (response->stream == NULL)
			buf_printf(head, "Content-Length: %zu\r\n",
			    response->body.length);
	}
	if (response->location != NULL)
		header_add(head, "Location", response->location);
	if (response->private)
		header_add(head, "Cache-Control", "no-store");
	for (size_t i = 0; i < response->nheaders; i++)
		header_add(head, response->headers[i].name,
		    response->headers[i].value);
	if (!response->indexed)
		header_add(head, "X-Robots-Tag", "noindex");
	for (size_t i = 0; i < COUNT(security); i++) {
		const struct header *one = i == 0 && response->letter ?
		    &security_of_letter : response->offline && i == 0 ?
		    &security_of_offline[0] : response->offline &&
		    i == COUNT(security) - 1 ? &security_of_offline[1] :
		    &security[i];

		header_add(head, one->name, one->value);
	}
	if (https)
		header_add(head, security_https.name, security_https.value);
	buf_text(head, "\r\n");
}

enum status
response_write(const struct response *response, const struct request *request,
    struct sink *sink)
{
	int code = response->code == 0 ? HTTP_OK : response->code;
	struct buf head;

	buf_init(&head, response->body.arena, HEAD_MAX);
	head_add(&head, response, code, request->https);
	if (head.failed || response->body.failed ||
	    !value_clean(response->type) || (response->location != NULL &&
	    !value_clean(response->location))) {
		log_line(LOG_ERROR, "response: a header that cannot be sent, "
		    "or too large a body");
		return STATUS_FAIL;
	}
	sink_write(sink, head.data, head.length);
	if (request->method == METHOD_HEAD || code == HTTP_NO_CONTENT ||
	    code == HTTP_NOT_MODIFIED)
		return sink->status;
	if (response->stream == NULL)
		return sink_write(sink, response->body.data,
		    response->body.length);
	if (sink->status != STATUS_OK)
		return sink->status;
	return response->stream(response->stream_arg, sink);
}
