#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/buf.h"
#include "core/email.h"
#include "mail/compose/calendar.h"
#include "mail/compose/encode.h"

#define LINE_BYTES	75	/* RFC 5545 3.1, without the CRLF */
#define TIME_SIZE	20

/* A line is put together here and folded when it is complete. */
struct calendar_writer {
	struct buf	 line;
	struct buf	 file;
};

const char *
calendar_method_word(enum calendar_method method)
{
	static const char *const words[] = {
		[CALENDAR_PLAIN] = NULL,
		[CALENDAR_PUBLISH] = "PUBLISH",
		[CALENDAR_REQUEST] = "REQUEST",
		[CALENDAR_CANCEL] = "CANCEL",
	};

	_Static_assert(sizeof(words) / sizeof(words[0]) == CALENDAR__MAX,
	    "each method has its word");
	assert(method < CALENDAR__MAX);
	return words[method];
}

/* Lines of text: LF or CRLF and tabs may be in it, no other control. */
static bool
text_is_clean(const char *text)
{
	for (const char *p = text; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 && *p != '\n' && *p != '\t' &&
		    !(p[0] == '\r' && p[1] == '\n'))
			return false;
	return strchr(text, 0x7f) == NULL;
}

static bool
person_is_clean(const char *name, const char *address)
{
	return address != NULL && email_is_safe(address) &&
	    (name == NULL || encode_is_line(name));
}

static bool
event_is_clean(const struct calendar_event *event)
{
	if (*event->uid == '\0' || !encode_is_line(event->uid) ||
	    event->sequence < 0 || event->end < event->begin)
		return false;
	if (!encode_is_line(event->summary))
		return false;
	if (event->location != NULL && !text_is_clean(event->location))
		return false;
	if (event->description != NULL && !text_is_clean(event->description))
		return false;
	for (const char *c = event->url; c != NULL && *c != '\0'; c++)
		if (*c <= 0x20 || *c >= 0x7f)
			return false;
	if (event->method == CALENDAR_REQUEST && event->cancelled)
		return false;
	if (event->method == CALENDAR_PLAIN)
		return true;
	if (!person_is_clean(event->organiser_name, event->organiser_address))
		return false;
	return event->method == CALENDAR_PUBLISH ||
	    person_is_clean(event->attendee_name, event->attendee_address);
}

static bool
time_text(int64_t seconds, char text[TIME_SIZE])
{
	time_t time = (time_t)seconds;
	struct tm tm;

	if (gmtime_r(&time, &tm) == NULL ||
	    tm.tm_year < 0 || tm.tm_year > 9999 - 1900)
		return false;
	return strftime(text, TIME_SIZE, "%Y%m%dT%H%M%SZ", &tm) > 0;
}

/* Fold the line, between characters, and begin the next. */
static void
line_end(struct calendar_writer *writer)
{
	const char *text = writer->line.data;
	size_t left = writer->line.length, room = LINE_BYTES, take;

	while (left > room) {
		take = room;
		for (int i = 0; i < 3 && encode_is_inside(text[take]); i++)
			take--;
		buf_add(&writer->file, text, take);
		buf_text(&writer->file, "\r\n ");
		text += take;
		left -= take;
		room = LINE_BYTES - 1;
	}
	buf_add(&writer->file, text, left);
	buf_text(&writer->file, "\r\n");
	if (writer->line.failed)
		writer->file.failed = true;
	buf_clear(&writer->line);
}

/* A line whose value needs no escape. */
static void
line_add(struct calendar_writer *writer, const char *name, const char *value)
{
	buf_printf(&writer->line, "%s:%s", name, value);
	line_end(writer);
}

static void
text_add(struct calendar_writer *writer, const char *name, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	buf_printf(&writer->line, "%s:", name);
	for (; *text != '\0'; text++) {
		if (*text == '\r')
			continue;
		if (strchr("\\;,\n", *text) != NULL)
			buf_char(&writer->line, '\\');
		buf_char(&writer->line, *text == '\n' ? 'n' : *text);
	}
	line_end(writer);
}

/*
 * CN="name" and the address as a URI (RFC 6068).  A quotation mark cannot
 * stand between quotation marks and Outlook does not know RFC 6868, so it
 * becomes an apostrophe.  What is not plain in an address goes in hex.
 */
static void
person_add(struct calendar_writer *writer, const char *name,
    const char *address)
{
	if (name != NULL && *name != '\0') {
		buf_text(&writer->line, ";CN=\"");
		for (; *name != '\0'; name++)
			buf_char(&writer->line, *name == '"' ? '\'' : *name);
		buf_char(&writer->line, '"');
	}
	buf_text(&writer->line, ":mailto:");
	for (; *address != '\0'; address++)
		if (strchr("%/?#&={}|^`", *address) != NULL)
			buf_printf(&writer->line, "%%%02X",
			    (unsigned int)*address);
		else
			buf_char(&writer->line, *address);
	line_end(writer);
}

static void
people_add(struct calendar_writer *writer, const struct calendar_event *event)
{
	if (event->method == CALENDAR_PLAIN)
		return;
	buf_text(&writer->line, "ORGANIZER");
	person_add(writer, event->organiser_name, event->organiser_address);
	if (event->method == CALENDAR_PUBLISH)
		return;
	/* RSVP=FALSE: the answer was given in our form. */
	buf_text(&writer->line, "ATTENDEE;CUTYPE=INDIVIDUAL"
	    ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE");
	person_add(writer, event->attendee_name, event->attendee_address);
}

static bool
event_add(struct calendar_writer *writer, const struct calendar_event *event)
{
	bool off = event->cancelled || event->method == CALENDAR_CANCEL;
	char stamp[TIME_SIZE], begin[TIME_SIZE], end[TIME_SIZE];

	if (!time_text(event->stamp, stamp) ||
	    !time_text(event->begin, begin) || !time_text(event->end, end))
		return false;
	line_add(writer, "BEGIN", "VEVENT");
	text_add(writer, "UID", event->uid);
	/* UTC needs no VTIMEZONE; without one Outlook cannot misread it. */
	line_add(writer, "DTSTAMP", stamp);
	line_add(writer, "DTSTART", begin);
	line_add(writer, "DTEND", end);
	buf_printf(&writer->line, "SEQUENCE:%d", event->sequence);
	line_end(writer);
	text_add(writer, "SUMMARY", event->summary);
	text_add(writer, "LOCATION", event->location);
	text_add(writer, "DESCRIPTION", event->description);
	if (event->url != NULL)
		line_add(writer, "URL", event->url);
	people_add(writer, event);
	line_add(writer, "STATUS", off ? "CANCELLED" : "CONFIRMED");
	line_add(writer, "TRANSP", "OPAQUE");
	line_add(writer, "END", "VEVENT");
	return true;
}

enum status
calendar_write(const struct calendar_event *event, struct buf *out)
{
	const char *method = calendar_method_word(event->method);
	size_t room = out->max - out->length;
	struct calendar_writer writer;

	if (!event_is_clean(event))
		return STATUS_INVALID;
	buf_init(&writer.line, out->arena, room);
	buf_init(&writer.file, out->arena, room);
	line_add(&writer, "BEGIN", "VCALENDAR");
	line_add(&writer, "VERSION", "2.0");
	line_add(&writer, "PRODID", "-//orientatie//bijeenkomst//NL");
	if (method != NULL)
		line_add(&writer, "METHOD", method);
	if (!event_add(&writer, event))
		return STATUS_INVALID;
	line_add(&writer, "END", "VCALENDAR");
	if (writer.file.failed || out->failed)
		return STATUS_FULL;
	buf_add(out, writer.file.data, writer.file.length);
	return STATUS_OK;
}
