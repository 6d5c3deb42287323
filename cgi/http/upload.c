#include <string.h>
#include <strings.h>

#include "cgi/http/upload.h"
#include "core/buf.h"

#define UPLOAD_TYPE	"multipart/form-data"
#define BOUNDARY_MAX	70		/* RFC 2046 */
#define TEXTS_MAX	((size_t)1 << 20)

/* One part: its name, whether it is a file, and what it holds. */
struct upload_part {
	const char	*name;
	size_t		 name_length;
	bool		 file;
	const char	*bytes;
	size_t		 length;
};

/* What is left of the body, and the line that parts it. */
struct upload_parts {
	const char	*at;
	const char	*end;
	char		 line[BOUNDARY_MAX + 5];	/* CR LF - - boundary */
	size_t		 length;
};

bool
upload_is(const struct request *request)
{
	return request->content_type != NULL &&
	    strncasecmp(request->content_type, UPLOAD_TYPE,
	    strlen(UPLOAD_TYPE)) == 0;
}

static const char *
find(const char *at, const char *end, const char *what, size_t length)
{
	return memmem(at, (size_t)(end - at), what, length);
}

/* To behind the first boundary, which has no line end before it. */
static bool
begin(const struct request *request, struct upload_parts *parts)
{
	const char *at;
	size_t length;

	if (!upload_is(request) || request->body_length == 0 ||
	    (at = strcasestr(request->content_type, "boundary=")) == NULL)
		return false;
	/* Browsers send it last, without quotes or with. */
	at += strlen("boundary=");
	at += *at == '"';
	length = strcspn(at, "\"; \t");
	if (length == 0 || length > BOUNDARY_MAX)
		return false;
	memcpy(parts->line, "\r\n--", 4);
	memcpy(parts->line + 4, at, length);
	parts->length = length + 4;
	parts->at = request->body;
	parts->end = request->body + request->body_length;
	if (request->body_length < parts->length - 2 ||
	    memcmp(parts->at, parts->line + 2, parts->length - 2) != 0)
		return false;
	parts->at += parts->length - 2;
	return true;
}

/* The value between the quotes behind name= in the part's headers. */
static const char *
parameter(const char *at, const char *end, const char *name, size_t *length)
{
	const char *value = find(at, end, name, strlen(name)), *quote;

	if (value == NULL)
		return NULL;
	value += strlen(name);
	if ((quote = memchr(value, '"', (size_t)(end - value))) == NULL)
		return NULL;
	*length = (size_t)(quote - value);
	return value;
}

/* OK: a part was read.  NOTFOUND: that was the last. */
static enum status
next(struct upload_parts *parts, struct upload_part *part)
{
	const char *headers = parts->at, *body, *stop;
	size_t length = 0, unused;

	if (parts->end - headers >= 2 && memcmp(headers, "--", 2) == 0)
		return STATUS_NOTFOUND;
	if (parts->end - headers < 2 || memcmp(headers, "\r\n", 2) != 0 ||
	    (body = find(headers, parts->end, "\r\n\r\n", 4)) == NULL ||
	    (stop = find(body + 2, parts->end, parts->line,
	    parts->length)) == NULL)
		return STATUS_INVALID;
	if (stop < body + 4)
		return STATUS_INVALID;
	*part = (struct upload_part){
		.name = parameter(headers, body, " name=\"", &length),
		.file = parameter(headers, body, " filename=\"", &unused) !=
		    NULL,
		.bytes = body + 4, .length = (size_t)(stop - body) - 4,
	};
	if (part->name == NULL)
		return STATUS_INVALID;
	part->name_length = length;
	parts->at = stop + parts->length;
	return STATUS_OK;
}

/*
 * The texts go through the one parser of forms, so that what it promises of
 * them holds here too.
 */
enum status
upload_read_form(struct request *request)
{
	struct upload_parts parts;
	struct upload_part part;
	struct buf texts;
	enum status status = STATUS_INVALID;

	if (request->params != NULL)
		return STATUS_OK;
	if (!begin(request, &parts))
		return STATUS_INVALID;
	buf_init(&texts, request->arena, TEXTS_MAX);
	for (int i = 0; i < UPLOAD_PARTS_MAX &&
	    (status = next(&parts, &part)) == STATUS_OK; i++) {
		if (part.file)
			continue;
		if (texts.length > 0)
			buf_char(&texts, '&');
		buf_percent(&texts, part.name, part.name_length);
		buf_char(&texts, '=');
		buf_percent(&texts, part.bytes, part.length);
	}
	if (status != STATUS_NOTFOUND || texts.failed)
		return STATUS_INVALID;
	return params_parse(texts.data, texts.length, request->arena,
	    &request->params);
}

enum status
upload_file(const struct request *request, const char *name,
    struct upload *upload)
{
	struct upload_parts parts;
	struct upload_part part;

	if (!begin(request, &parts))
		return STATUS_NOTFOUND;
	for (int i = 0; i < UPLOAD_PARTS_MAX &&
	    next(&parts, &part) == STATUS_OK; i++) {
		if (!part.file || part.length == 0 ||
		    part.name_length != strlen(name) ||
		    memcmp(part.name, name, part.name_length) != 0)
			continue;
		*upload = (struct upload){ part.bytes, part.length };
		return STATUS_OK;
	}
	return STATUS_NOTFOUND;
}
