/*
 * The message writer.  libcurl's mime functions do not encode headers, and
 * their bytes exist only while they are sent.  Written by us a mail can be
 * stored, compared, shown and sent again; it is little code.
 */

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/email.h"
#include "mail/compose/encode.h"
#include "mail/compose/message.h"

#define CALENDAR_NAME	"bijeenkomst.ics"
#define TOKEN_MAX	40	/* of a header's parameter */
#define BOUNDARY_SIZE	24

/* Made of letters, digits and the extra bytes, and not too long. */
static bool
token_is_clean(const char *token, const char *extra)
{
	size_t length = strnlen(token, TOKEN_MAX + 1);

	if (length == 0 || length > TOKEN_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		if (!(token[i] >= 'a' && token[i] <= 'z') &&
		    !(token[i] >= 'A' && token[i] <= 'Z') &&
		    !(token[i] >= '0' && token[i] <= '9') &&
		    strchr(extra, token[i]) == NULL)
			return false;
	return true;
}

static bool
message_is_clean(const struct message *message)
{
	if (message->from_name != NULL && !encode_is_line(message->from_name))
		return false;
	if (message->to_name != NULL && !encode_is_line(message->to_name))
		return false;
	if (*message->subject == '\0' || !encode_is_line(message->subject))
		return false;
	if (message->reply_to != NULL && !email_is_safe(message->reply_to))
		return false;
	if (message->calendar_name != NULL &&
	    !token_is_clean(message->calendar_name, "-_."))
		return false;
	if (message->calendar_method != NULL &&
	    !token_is_clean(message->calendar_method, ""))
		return false;
	for (size_t i = 0; i < message->npictures; i++)
		if (!email_is_safe(message->pictures[i].cid))
			return false;
	/* A message id has the shape of an address. */
	return email_is_safe(message->from_address) &&
	    email_is_safe(message->to_address) &&
	    email_is_safe(message->message_id) &&
	    token_is_clean(message->language, "-");
}

/*
 * The date of RFC 5322 3.3; strftime would follow the locale.  NULL: a year
 * that has no four digits.
 */
static const char *
date_text(int64_t date, struct arena *arena)
{
	static const char days[][4] = {
		"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
	};
	static const char months[][4] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
	};
	time_t time = (time_t)date;
	struct tm tm;
	long minutes;

	if (localtime_r(&time, &tm) == NULL ||
	    tm.tm_year < 0 || tm.tm_year > 9999 - 1900)
		return NULL;
	minutes = tm.tm_gmtoff / 60;
	return arena_printf(arena,
	    "%s, %d %s %d %02d:%02d:%02d %c%02ld%02ld",
	    days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec,
	    minutes < 0 ? '-' : '+', labs(minutes) / 60, labs(minutes) % 60);
}

/*
 * A boundary that depends on the message only.  "=_" stands in no body,
 * because both encodings use = in their own way only, so there is nothing
 * to search for and the number need not be a secret.
 */
static void
boundary_text(const char *message_id, char part, char text[BOUNDARY_SIZE])
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);	/* FNV-1a */

	for (const char *p = message_id; *p != '\0'; p++) {
		hash ^= (unsigned char)*p;
		hash *= UINT64_C(0x100000001b3);
	}
	snprintf(text, BOUNDARY_SIZE, "=_%c%016" PRIx64, part, hash);
}

static void
headers_add(const struct message *message, const char *date, struct buf *out)
{
	buf_printf(out, "Date: %s\r\n", date);
	encode_mailbox("From", message->from_name, message->from_address, out);
	if (message->reply_to != NULL)
		encode_mailbox("Reply-To", NULL, message->reply_to, out);
	encode_mailbox("To", message->to_name, message->to_address, out);
	encode_header("Subject", message->subject, out);
	buf_printf(out, "Message-ID: <%s>\r\n", message->message_id);
	/* RFC 3834, and what Exchange reads instead.  Not "All", "DR" or
	 * "NDR": those would keep the bounces from us too. */
	buf_text(out, "Auto-Submitted: auto-generated\r\n"
	    "X-Auto-Response-Suppress: OOF, AutoReply, RN, NRN\r\n");
	if (message->unsubscribe != NULL)
		buf_printf(out, "List-Unsubscribe: <%s>\r\n"
		    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
		    message->unsubscribe);
	buf_printf(out, "Content-Language: %s\r\n", message->language);
	buf_text(out, "MIME-Version: 1.0\r\n");
}

static void
multipart_begin(const char *kind, const char *boundary, struct buf *out)
{
	buf_printf(out, "Content-Type: multipart/%s;\r\n"
	    " boundary=\"%s\"\r\n\r\n", kind, boundary);
}

static void
text_add(const char *boundary, const char *kind, const char *text,
    struct buf *out)
{
	buf_printf(out, "--%s\r\n"
	    "Content-Type: text/%s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    boundary, kind);
	encode_quoted(text, out);
	buf_text(out, "\r\n");
}

/* The page, together with the pictures that it shows (RFC 2387). */
static void
page_add(const struct message *message, const char *around, struct buf *out)
{
	char boundary[BOUNDARY_SIZE];

	if (message->npictures == 0) {
		text_add(around, "html", message->html, out);
		return;
	}
	boundary_text(message->message_id, 'r', boundary);
	buf_printf(out, "--%s\r\n", around);
	multipart_begin("related; type=\"text/html\"", boundary, out);
	text_add(boundary, "html", message->html, out);
	for (size_t i = 0; i < message->npictures; i++) {
		const struct message_picture *one = &message->pictures[i];

		buf_printf(out, "--%s\r\n"
		    "Content-Type: image/png\r\n"
		    "Content-Transfer-Encoding: base64\r\n"
		    "Content-ID: <%s>\r\n"
		    "Content-Disposition: inline;\r\n"
		    " filename=\"toegangscode-%zu.png\"\r\n\r\n", boundary,
		    one->cid, i + 1);
		encode_base64(one->bytes, one->length, out);
		buf_text(out, "\r\n");
	}
	buf_printf(out, "--%s--\r\n", boundary);
}

static void
alternative_add(const struct message *message, struct buf *out)
{
	char boundary[BOUNDARY_SIZE];

	boundary_text(message->message_id, 'a', boundary);
	multipart_begin("alternative", boundary, out);
	text_add(boundary, "plain", message->text, out);
	page_add(message, boundary, out);
	buf_printf(out, "--%s--\r\n", boundary);
}

static void
body_add(const struct message *message, struct buf *out)
{
	const char *name = message->calendar_name == NULL ? CALENDAR_NAME :
	    message->calendar_name;
	char boundary[BOUNDARY_SIZE];

	if (message->calendar == NULL) {
		alternative_add(message, out);
		return;
	}
	boundary_text(message->message_id, 'm', boundary);
	multipart_begin("mixed", boundary, out);
	buf_printf(out, "--%s\r\n", boundary);
	alternative_add(message, out);
	buf_printf(out, "--%s\r\n"
	    "Content-Type: text/calendar; charset=utf-8;\r\n", boundary);
	if (message->calendar_method != NULL)
		buf_printf(out, " method=%s;\r\n", message->calendar_method);
	buf_printf(out, " name=\"%s\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: attachment;\r\n"
	    " filename=\"%s\"\r\n\r\n", name, name);
	encode_base64(message->calendar, message->calendar_length, out);
	buf_printf(out, "\r\n--%s--\r\n", boundary);
}

enum status
message_write(const struct message *message, struct arena *arena,
    struct buf *out)
{
	struct buf draft;
	const char *date;

	assert(message->text != NULL && message->html != NULL);
	if (!message_is_clean(message) ||
	    (date = date_text(message->date, arena)) == NULL)
		return STATUS_INVALID;
	buf_init(&draft, arena, out->max - out->length);
	headers_add(message, date, &draft);
	body_add(message, &draft);
	if (draft.failed || out->failed)
		return STATUS_FULL;
	buf_add(out, draft.data, draft.length);
	return STATUS_OK;
}
