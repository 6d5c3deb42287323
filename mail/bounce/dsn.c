#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "core/arena.h"
#include "mail/bounce/dsn.h"
#include "mail/bounce/mime.h"

#define DEPTH_MAX	6	/* multiparts in multiparts */
#define PARTS_MAX	100
#define REPORT_MAX	((size_t)256 << 10)
#define RETURNED_MAX	((size_t)64 << 10)	/* of its head */
#define VALUES_MAX	40	/* headers in which a token is looked for */
#define TOKEN_MIN	16
#define TOKEN_MAX	64

#define LETTERS		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS		"0123456789"
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

struct reader {
	struct dsn	*dsn;
	struct arena	*arena;
	const char	*local;		/* "bounce+" */
	const char	*domain;	/* "@x.nl"; NULL: there are no tokens */
	int		 parts;		/* that may still be looked at */
	int		 values;
};

static bool
begins(const char *text, const char *with)
{
	return strncasecmp(text, with, strlen(with)) == 0;
}

/* The first token in a header's value, at our domain and no longer one. */
static void
look_for_token(struct reader *reader, const char *value)
{
	const char *at = value, *domain;
	size_t length;

	while (reader->dsn->verp == NULL &&
	    (at = strcasestr(at, reader->local)) != NULL) {
		at += strlen(reader->local);
		length = strspn(at, LETTERS DIGITS "-_");
		domain = at + length;
		if (length >= TOKEN_MIN && length <= TOKEN_MAX &&
		    begins(domain, reader->domain) &&
		    strspn(domain + strlen(reader->domain),
		    LETTERS DIGITS "-.") == 0)
			reader->dsn->verp = arena_copy(reader->arena, at,
			    length);
	}
}

static void
read_token(struct reader *reader, struct span head)
{
	static const char *const names[] = {
		"To", "Delivered-To", "X-Original-To", "Return-Path",
		"Envelope-To", "X-Envelope-To", "Apparently-To",
	};
	struct mime_header header;

	if (reader->domain == NULL)
		return;
	while (reader->dsn->verp == NULL && reader->values > 0 &&
	    mime_header(&head, &header))
		for (size_t i = 0; i < COUNT(names); i++)
			if (mime_named(&header, names[i])) {
				reader->values--;
				look_for_token(reader, mime_value(&header,
				    reader->arena));
			}
}

/* "rfc822; <jan@x.nl> (Jan)" becomes "jan@x.nl". */
static const char *
address_of(const char *value, struct arena *arena)
{
	const char *at = strchr(value, ';');

	at = at == NULL ? value : at + 1;
	at += strspn(at, " <");
	return arena_copy(arena, at, strcspn(at, " >(;,"));
}

/* "5.1.1 (no such mailbox)" becomes "5.1.1"; "" when it is none. */
static const char *
status_of(const char *value, struct arena *arena)
{
	size_t length, part;

	if (strchr("245", value[0]) == NULL || value[0] == '\0')
		return "";
	length = 1;
	for (int i = 0; i < 2; i++) {
		if (value[length] != '.')
			return "";
		part = strspn(value + length + 1, DIGITS);
		if (part < 1 || part > 3)
			return "";
		length += 1 + part;
	}
	return arena_copy(arena, value, length);
}

/* "smtp; 550 5.1.1 no such user" without the type in front. */
static const char *
diagnostic_of(const char *value)
{
	size_t type = strspn(value, LETTERS DIGITS "-");

	type += strspn(value + type, " ");
	if (value[type] != ';')
		return value;
	value += type + 1;
	return value + strspn(value, " ");
}

static enum dsn_action
action_of(const char *value)
{
	static const char *const words[] = {
		[DSN_FAILED] = "failed", [DSN_DELAYED] = "delayed",
		[DSN_DELIVERED] = "delivered", [DSN_RELAYED] = "relayed",
		[DSN_EXPANDED] = "expanded",
	};
	size_t length = strspn(value, LETTERS);

	_Static_assert(COUNT(words) == DSN_ACTION__MAX, "each has its word");
	for (enum dsn_action i = 0; i < DSN_ACTION__MAX; i++)
		if (length == strlen(words[i]) && begins(value, words[i]))
			return i;
	return DSN_ACTION__MAX;
}

static void
take_field(struct dsn_recipient *one, const struct mime_header *header,
    struct arena *arena)
{
	if (*one->final == '\0' && mime_named(header, "Final-Recipient"))
		one->final = address_of(mime_value(header, arena), arena);
	else if (*one->original == '\0' &&
	    mime_named(header, "Original-Recipient"))
		one->original = address_of(mime_value(header, arena), arena);
	else if (one->action == DSN_ACTION__MAX &&
	    mime_named(header, "Action"))
		one->action = action_of(mime_value(header, arena));
	else if (*one->status == '\0' && mime_named(header, "Status"))
		one->status = status_of(mime_value(header, arena), arena);
	else if (*one->diagnostic == '\0' &&
	    mime_named(header, "Diagnostic-Code"))
		one->diagnostic = diagnostic_of(mime_value(header, arena));
}

/* Fields of the message, an empty line, fields of each recipient. */
static void
read_report(struct reader *reader, struct span rest)
{
	/* What the status says, should the Action not be a right one. */
	static const enum dsn_action by_class[] = {
		['2'] = DSN_DELIVERED, ['4'] = DSN_DELAYED,
		['5'] = DSN_FAILED,
	};
	struct dsn *dsn = reader->dsn;
	struct dsn_recipient one;
	struct mime_header header;
	int fields = VALUES_MAX * DSN_RECIPIENTS_MAX;

	while (rest.length > 0 && dsn->nrecipients < DSN_RECIPIENTS_MAX) {
		one = (struct dsn_recipient){ "", "", DSN_ACTION__MAX, "", "" };
		while (mime_header(&rest, &header))
			if (--fields > 0)
				take_field(&one, &header, reader->arena);
		/* Without either the recipient is left out. */
		if (one.action == DSN_ACTION__MAX && *one.status != '\0')
			one.action = by_class[(unsigned char)*one.status];
		if (one.action != DSN_ACTION__MAX)
			dsn->recipients[dsn->nrecipients++] = one;
	}
}

/* Of our letter that came back: its Message-ID, and where bounces go. */
static const char *
read_returned(struct reader *reader, struct span head)
{
	char *value = mime_find(head, "Message-ID", reader->arena), *end;

	read_token(reader, head);
	if (value == NULL)
		return NULL;
	value += strspn(value, " <");
	end = value + strcspn(value, " >");
	*end = '\0';
	return end == value ? NULL : value;
}

/* The types of a report, and of the letter, or its head, that came back. */
static const char *const report_types[] = {
	"message/delivery-status", "message/global-delivery-status", NULL,
};

static const char *const returned_types[] = {
	"text/rfc822-headers", "message/rfc822", "message/global",
	"message/global-headers", "message/rfc822-headers", NULL,
};

static bool
is_one_of(const char *type, const char *const *types)
{
	while (*types != NULL && strcmp(type, *types) != 0)
		types++;
	return *types != NULL;
}

/*
 * The report and what came back stand in one multipart, as RFC 6522 has
 * it, however deep gateways and virus scanners have put that one.
 */
static void
read_multipart(struct reader *reader, const struct mime_part *whole,
    int depth)
{
	const char *message_id = NULL;
	struct mime_walk walk;
	struct mime_part part;
	struct span span;
	bool mine = false;

	mime_walk(&walk, whole);
	while (reader->parts-- > 0 && mime_next(&walk, &span)) {
		mime_part(span, reader->arena, &part);
		if (part.boundary != NULL && depth < DEPTH_MAX)
			read_multipart(reader, &part, depth + 1);
		else if (is_one_of(part.type, report_types) &&
		    reader->dsn->nrecipients == 0) {
			mine = true;
			read_report(reader, mime_decode(&part, REPORT_MAX,
			    reader->arena));
		} else if (is_one_of(part.type, returned_types) &&
		    message_id == NULL)
			message_id = read_returned(reader, mime_decode(&part,
			    RETURNED_MAX, reader->arena));
	}
	if (mine && reader->dsn->nrecipients > 0)
		reader->dsn->message_id = message_id;
}

/*
 * A mailer's own words without a report.  What Auto-Submitted says does not
 * help: Postfix and Exim send even their reports as auto-replied.
 */
static bool
is_from_a_mailer(struct span head, struct arena *arena)
{
	const char *from = mime_find(head, "From", arena);

	return mime_find(head, "X-Failed-Recipients", arena) != NULL ||
	    (from != NULL && strcasestr(from, "mailer-daemon") != NULL) ||
	    (from != NULL && strcasestr(from, "postmaster@") != NULL);
}

void
dsn_read(const void *message, size_t length, const char *bounce_address,
    struct arena *arena, struct dsn *dsn)
{
	const char *domain = strchr(bounce_address, '@');
	struct span span = { message, length };
	struct reader reader = {
		.dsn = dsn, .arena = arena, .domain = domain,
		.local = domain == NULL ? NULL : arena_printf(arena, "%.*s+",
		    (int)(domain - bounce_address), bounce_address),
		.parts = PARTS_MAX, .values = VALUES_MAX,
	};
	struct mime_part whole;

	if (span.length > DSN_BYTES_MAX)
		span.length = DSN_BYTES_MAX;
	*dsn = (struct dsn){ .kind = DSN_NONE };
	mime_part(span, arena, &whole);
	read_token(&reader, whole.head);
	read_multipart(&reader, &whole, 1);
	if (dsn->nrecipients > 0)
		dsn->kind = DSN_REPORT;
	else if (is_from_a_mailer(whole.head, arena))
		dsn->kind = DSN_UNKNOWN;
}
