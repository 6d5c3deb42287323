#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "core/arena.h"
#include "core/email.h"
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
	const char	*answered;	/* a Message-ID in a header; NULL */
	const char	*returned;	/* and of a letter in any part */
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

static int
hex_digit(char c)
{
	const char *digits = "0123456789ABCDEF0123456789abcdef", *at;

	at = c == '\0' ? NULL : strchr(digits, c);
	return at == NULL ? -1 : (int)((at - digits) % 16);
}

/* An address up to its end, the quotes of its local part undone. */
static char *
unquoted(const char *at, struct arena *arena)
{
	char *text = arena_alloc(arena, strlen(at) + 1), *to = text;
	bool quoted = *at == '"';

	for (at += quoted; *at != '\0'; at++) {
		if (!quoted && strchr(" >(;,", *at) != NULL)
			break;
		if (quoted && *at == '"') {
			quoted = false;
			continue;
		}
		if (*at == '\\' && at[1] != '\0')
			at++;
		*to++ = *at;
	}
	*to = '\0';
	return text;
}

/*
 * "rfc822; <jan@x.nl> (Jan)" becomes "jan@x.nl", and its domain A-labels.
 * What is no address of ours stays as it is, in ASCII.
 */
static const char *
address_of(const char *value, struct arena *arena)
{
	const char *at = strchr(value, ';'), *address;
	char *plain;

	at = at == NULL ? value : at + 1;
	plain = unquoted(at + strspn(at, " <"), arena);
	if (email_check(plain, arena, &address) == EMAIL_OK)
		return address;
	for (char *c = plain; *c != '\0'; c++)
		if ((unsigned char)*c > 0x7f)
			*c = '?';
	return plain;
}

/* Equal in any case, or when "+XX" in text is undone; it may be none. */
static bool
is_address(const char *text, const char *address)
{
	const char *at = text;
	int byte;

	if (strcasecmp(text, address) == 0)
		return true;
	for (; *at != '\0' && *address != '\0'; at++, address++) {
		byte = (unsigned char)*at;
		if (*at == '+' && hex_digit(at[1]) != -1 &&
		    hex_digit(at[2]) != -1) {
			byte = hex_digit(at[1]) * 16 + hex_digit(at[2]);
			at += 2;
		}
		if (tolower(byte) != tolower((unsigned char)*address))
			return false;
	}
	return *at == *address;
}

bool
dsn_names(const struct dsn_recipient *one, const char *address)
{
	return is_address(one->final, address) ||
	    is_address(one->original, address);
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
		one->final = address_of(mime_value_bytes(header, arena),
		    arena);
	else if (*one->original == '\0' &&
	    mime_named(header, "Original-Recipient"))
		one->original = address_of(mime_value_bytes(header, arena),
		    arena);
	else if (one->action == DSN_ACTION__MAX &&
	    mime_named(header, "Action"))
		one->action = action_of(mime_value(header, arena));
	else if (*one->status == '\0' && mime_named(header, "Status"))
		one->status = status_of(mime_value(header, arena), arena);
	else if (*one->diagnostic == '\0' &&
	    mime_named(header, "Diagnostic-Code"))
		one->diagnostic = diagnostic_of(mime_value(header, arena));
}

/* "<een@x.nl>" becomes "een@x.nl"; NULL: nothing is in it. */
static const char *
message_id_of(char *value)
{
	char *end;

	value += strspn(value, " <");
	end = value + strcspn(value, " >");
	*end = '\0';
	return end == value ? NULL : value;
}

/* Of our letter that came back: its Message-ID, and where bounces go. */
static const char *
read_returned(struct reader *reader, struct span head)
{
	char *value = mime_find(head, "Message-ID", reader->arena);

	read_token(reader, head);
	return value == NULL ? NULL : message_id_of(value);
}

/* The first header that says what is answered; there is one of each. */
static void
take_answered(struct reader *reader, const struct mime_header *header)
{
	static const char *const names[] = {
		"In-Reply-To", "References", "Original-Message-ID",
		"X-Original-Message-ID",
	};

	for (size_t i = 0; i < COUNT(names) && reader->answered == NULL; i++)
		if (mime_named(header, names[i]))
			reader->answered = message_id_of(mime_value(header,
			    reader->arena));
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
			if (--fields > 0) {
				take_field(&one, &header, reader->arena);
				take_answered(reader, &header);
			}
		/* Without either the recipient is left out. */
		if (one.action == DSN_ACTION__MAX && *one.status != '\0')
			one.action = by_class[(unsigned char)*one.status];
		if (one.action != DSN_ACTION__MAX)
			dsn->recipients[dsn->nrecipients++] = one;
	}
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

/* How far a line is indented; its length when it is blank. */
static size_t
indent_of(struct span line)
{
	size_t indent = 0;

	while (indent < line.length && strchr(" \t", line.at[indent]) != NULL)
		indent++;
	return indent;
}

/* Whether a line begins with the address, and what stands behind it. */
static bool
is_headed(struct span *line, const char *address)
{
	size_t indent = indent_of(*line), length = strlen(address);

	indent += indent < line->length && line->at[indent] == '<';
	if (line->length < indent + length || strncasecmp(line->at + indent,
	    address, length) != 0)
		return false;
	line->at += indent + length;
	line->length -= indent + length;
	return line->length == 0 || strchr(">: \t", *line->at) != NULL;
}

/*
 * Exim and OpenSMTPD can leave the reason to the part for people: behind the
 * address, or in the lines below that are further indented.  "": none.
 */
static const char *
words_for(const char *address, struct span text, struct arena *arena)
{
	char *words = arena_alloc(arena, MIME_VALUE_MAX + 1), *to = words;
	struct span line, behind;
	size_t indent = 0;
	bool found = false;

	while (mime_line(&text, &line)) {
		behind = line;
		if (!found && (found = is_headed(&behind, address)))
			indent = indent_of(line);
		else if (found && indent_of(line) <= indent)
			break;
		for (size_t i = 0; found && i < behind.length &&
		    to < words + MIME_VALUE_MAX; i++) {
			char c = behind.at[i] == '\t' ? ' ' : behind.at[i];

			if (to == words ? strchr(">: ", c) != NULL :
			    c == ' ' && to[-1] == ' ')
				continue;
			*to++ = c >= ' ' && c < 0x7f ? c : '?';
		}
	}
	*to = '\0';
	return words;
}

static void
add_words(struct reader *reader, const struct mime_part *human)
{
	struct span text = mime_decode(human, REPORT_MAX, reader->arena);

	for (size_t i = 0; i < reader->dsn->nrecipients; i++) {
		struct dsn_recipient *one = &reader->dsn->recipients[i];

		if (*one->diagnostic == '\0' && *one->final != '\0')
			one->diagnostic = words_for(one->final, text,
			    reader->arena);
	}
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
	struct mime_part part, human = { .type = "" };
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
		else if (strcmp(part.type, "text/plain") == 0 &&
		    *human.type == '\0')
			human = part;
	}
	if (reader->returned == NULL)
		reader->returned = message_id;
	if (!mine || reader->dsn->nrecipients == 0)
		return;
	reader->dsn->message_id = message_id;
	if (*human.type != '\0')
		add_words(reader, &human);
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
	struct mime_header header;
	struct mime_part whole;
	struct span head;

	if (span.length > DSN_BYTES_MAX)
		span.length = DSN_BYTES_MAX;
	*dsn = (struct dsn){ .kind = DSN_NONE };
	mime_part(span, arena, &whole);
	read_token(&reader, whole.head);
	read_multipart(&reader, &whole, 1);
	head = whole.head;
	while (reader.answered == NULL && mime_header(&head, &header))
		take_answered(&reader, &header);
	if (dsn->nrecipients > 0) {
		dsn->kind = DSN_REPORT;
		if (dsn->message_id == NULL)
			dsn->message_id = reader.returned != NULL ?
			    reader.returned : reader.answered;
	} else if (is_from_a_mailer(whole.head, arena)) {
		dsn->kind = DSN_UNKNOWN;
	}
}
