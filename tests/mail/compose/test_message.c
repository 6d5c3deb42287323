#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"
#include "mail/compose/calendar.h"
#include "mail/compose/encode.h"
#include "mail/compose/message.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define OUT_MAX		((size_t)4 << 20)
#define ORACLE		"/usr/bin/python3 tests/support/oracle_mail.py"

#define X10(s)		s s s s s s s s s s
#define HEADERS		"\"Date\",\"From\",\"Reply-To\",\"To\"," \
			"\"Subject\",\"Message-ID\",\"Auto-Submitted\"," \
			"\"X-Auto-Response-Suppress\",\"Content-Language\"," \
			"\"MIME-Version\",\"Content-Type\""
#define ALTERNATIVE	"multipart/alternative(text/plain,text/html)"
#define MIXED		"multipart/mixed(" ALTERNATIVE ",text/calendar)"
#define PICTURED	"multipart/mixed(multipart/alternative(text/plain," \
			"multipart/related(text/html,image/png,image/png))," \
			"text/calendar)"
#define LABEL60		X10("abcdef")

static struct message
simple(void)
{
	return (struct message){
		.from_name = "MBO Raad",
		.from_address = "orientatie@aanmelden.mboraad.nl",
		.reply_to = "info@mboraad.nl",
		.to_name = "Anne van den Berg",
		.to_address = "a.vandenberg@gemeente.nl",
		.subject = "Bevestiging",
		.message_id = "r17.1.9f8e7d6c@aanmelden.mboraad.nl",
		.date = 1795509005,	/* 24 November 2026, 08:30:05 UTC */
		.language = "nl",
		.text = "Beste Anne van den Berg,\n",
		.html = "<p lang=\"nl\">Beste Anne van den Berg,</p>\n",
	};
}

static struct message
confirmation(struct arena *arena)
{
	struct message message = simple();
	struct calendar_event event = {
		.uid = "orientatie-2027@aanmelden.mboraad.nl",
		.stamp = 1795509005,
		.begin = 1799744400,
		.end = 1799762400,
		.summary = "Oriëntatiebijeenkomst wethouders mbo",
		.location = "MBO Raad, Houttuinlaan 6, 3447 GM Woerden",
		.url = "https://aanmelden.mboraad.nl/",
	};
	struct buf calendar;

	buf_init(&calendar, arena, OUT_MAX);
	assert_int_equal(calendar_write(&event, &calendar), STATUS_OK);
	message.to_name = "Zoë van ’t Hôf";
	message.subject = "Bevestiging: oriëntatiebijeenkomst wethouders mbo,"
	    " dinsdag 12 januari 2027";
	message.text = "Beste Zoë van ’t Hôf,\n\nU staat op de lijst:"
	    " dinsdag 12 januari 2027, 10.00–15.00 uur in Woerden.\n\n"
	    "Wijzigen of afmelden:\n"
	    "https://aanmelden.mboraad.nl/wijzigen?code=AAAAAAAAAAAAAAAA\n";
	message.html = "<!doctype html>\n<html lang=\"nl\"><title>Bevestiging"
	    "</title>\n<p>Beste Zoë van ’t Hôf,</p>\n"
	    "<p>U staat op de lijst: dinsdag 12 januari 2027.</p>\n</html>\n";
	message.calendar = calendar.data;
	message.calendar_length = calendar.length;
	return message;
}

/* Names and subjects that exist, and that do not. */
static const char *const lines[] = {
	"Anne van den Berg",
	"Zoë van ’t Hôf",
	"Berg, Anne \"Ans\" van den (wethouder) \\ <x@y.nl>; a: b.",
	"Çelik İğdır Şükrü ğüşiöç ıI",
	"Tsjûkemar Fryslân Súdwest Gaasterlân-Sleat",
	"ĳsselstein IJssel Ĳ",
	"😀👩‍👩‍👧‍👦🇳🇱 emoji 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
	"日本語の名前はとても長いです日本語の名前はとても長いです日本語の名前はとても長いです",
	"=?utf-8?B?ZXZpbA==?=",
	"a =?utf-8?Q?=0D=0ABcc:_x@y.nl?= b",
	"  spaces  before,  between  and  after  ",
	" ",
	"\"",
	"\\",
	"achteraan ",
	X10("woord  ") "einde",
	X10("abcdef") "abcdefabcdefabc",
	X10("abcdef") X10("abc"),
	X10(X10("ab")),
	X10(X10("é")),
	X10(X10("a ")) X10(X10("b ")) "c",
	X10("Ha lang woord ") "en dan nog een einde",
	X10("abcdef"),
	X10("abcdef") "g",
	X10("\"\\\"\\\"\\"),
	X10(X10("😀")),
};

struct fixture {
	struct arena	*arena;
	char		 dir[64];
};

static int
fixture_open(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	if (fixture == NULL)
		return -1;
	/* What the mailer does; POSIX rules need no zone files. */
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	fixture->arena = arena_new((size_t)64 << 20);
	strcpy(fixture->dir, "/tmp/test_message.XXXXXX");
	*state = fixture;
	return mkdtemp(fixture->dir) == NULL ? -1 : 0;
}

static int
fixture_close(void **state)
{
	struct fixture *fixture = *state;
	int rc = rmdir(fixture->dir);

	arena_free(fixture->arena);
	free(fixture);
	return rc;
}

static char *
written(struct arena *arena, const struct message *message)
{
	struct buf out;

	buf_init(&out, arena, OUT_MAX);
	assert_int_equal(message_write(message, arena, &out), STATUS_OK);
	assert_int_equal(strlen(out.data), out.length);
	return out.data;
}

static void
file_write(const char *path, const char *data)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, strlen(data), file), strlen(data));
	assert_int_equal(fclose(file), 0);
}

static char *
stream_read(struct arena *arena, FILE *file)
{
	struct buf out;
	char part[4096];
	size_t got;

	buf_init(&out, arena, OUT_MAX);
	while ((got = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(&out, part, got);
	assert_false(out.failed);
	return out.data;
}

/* What the oracle says about the mail; NULL when it finds a fault. */
static const char *
oracle(struct fixture *fixture, const char *data)
{
	struct arena *arena = fixture->arena;
	const char *path = arena_printf(arena, "%s/mail.eml", fixture->dir);
	FILE *pipe;
	char *said;
	int rc;

	file_write(path, data);
	pipe = popen(arena_printf(arena, ORACLE " %s", path), "r");
	assert_non_null(pipe);
	said = stream_read(arena, pipe);
	rc = pclose(pipe);
	assert_int_equal(unlink(path), 0);
	return rc == 0 ? said : NULL;
}

static void
json_string(struct buf *out, const char *text)
{
	if (text == NULL) {
		buf_text(out, "null");
		return;
	}
	buf_char(out, '"');
	for (; *text != '\0'; text++)
		if (*text == '\n')
			buf_text(out, "\\n");
		else if (*text == '\r')
			buf_text(out, "\\r");
		else if (*text == '\t')
			buf_text(out, "\\t");
		else if (*text == '"' || *text == '\\')
			buf_printf(out, "\\%c", *text);
		else if ((unsigned char)*text < 0x20)
			buf_printf(out, "\\u%04x", (unsigned int)*text);
		else
			buf_char(out, *text);
	buf_char(out, '"');
}

static void
json_mailbox(struct buf *out, const char *key, const char *name,
    const char *address)
{
	buf_printf(out, "\"%s\":[", key);
	json_string(out, name == NULL ? "" : name);
	buf_char(out, ',');
	json_string(out, address);
	buf_text(out, "],");
}

static void
json_field(struct buf *out, const char *key, const char *value)
{
	buf_printf(out, ",\"%s\":", key);
	json_string(out, value);
}

/* What the oracle has to say about the message. */
static const char *
expected(struct arena *arena, const struct message *m, int offset)
{
	bool with = m->calendar != NULL;
	struct buf out;

	buf_init(&out, arena, OUT_MAX);
	buf_char(&out, '{');
	json_mailbox(&out, "from", m->from_name, m->from_address);
	json_mailbox(&out, "reply_to", NULL, m->reply_to);
	json_mailbox(&out, "to", m->to_name, m->to_address);
	buf_text(&out, "\"subject\":");
	json_string(&out, m->subject);
	json_field(&out, "message_id",
	    arena_printf(arena, "<%s>", m->message_id));
	buf_printf(&out, ",\"date\":%lld,\"offset\":%d,\"headers\":["
	    HEADERS "]", (long long)m->date, offset);
	json_field(&out, "shape", m->npictures > 0 ? PICTURED :
	    with ? MIXED : ALTERNATIVE);
	json_field(&out, "text", m->text);
	json_field(&out, "html", m->html);
	buf_text(&out, ",\"pictures\":[");
	for (size_t i = 0; i < m->npictures; i++) {
		buf_printf(&out, "%s[\"<%s>\",\"inline\",", i == 0 ? "" :
		    ",", m->pictures[i].cid);
		json_string(&out, m->pictures[i].bytes);
		buf_char(&out, ']');
	}
	buf_char(&out, ']');
	json_field(&out, "calendar", m->calendar);
	json_field(&out, "calendar_name", !with ? NULL :
	    m->calendar_name != NULL ? m->calendar_name : "bijeenkomst.ics");
	json_field(&out, "calendar_method", m->calendar_method);
	buf_text(&out, "}\n");
	return out.data;
}

/* The message written, read back by the oracle, and compared. */
static void
round_trip(struct fixture *fixture, const struct message *message,
    int offset)
{
	const char *data = written(fixture->arena, message);
	const char *said = oracle(fixture, data);

	if (said == NULL)
		fail_msg("the oracle found a fault in:\n%s", data);
	assert_string_equal(said,
	    expected(fixture->arena, message, offset));
}

/* Byte for byte; what was written instead is left below /tmp. */
static void
golden_compare(struct arena *arena, const char *name, const char *data)
{
	const char *path = arena_printf(arena, "tests/golden/%s", name);
	const char *actual = arena_printf(arena, "/tmp/%s.actual", name);
	FILE *file = fopen(path, "r");
	const char *golden = "";

	if (file != NULL) {
		golden = stream_read(arena, file);
		fclose(file);
	}
	if (strcmp(golden, data) != 0) {
		file_write(actual, data);
		fail_msg("%s is not %s", actual, path);
	}
}

static void
test_a_confirmation_is_written_as_ever(void **state)
{
	struct fixture *fixture = *state;
	struct message message = confirmation(fixture->arena);

	golden_compare(fixture->arena, "mail_confirmation.eml",
	    written(fixture->arena, &message));
}

static void
test_a_confirmation_reads_as_it_was_meant(void **state)
{
	struct fixture *fixture = *state;
	struct message message = confirmation(fixture->arena);

	round_trip(fixture, &message, 3600);
}

static void
test_pictures_stand_beside_the_page_that_shows_them(void **state)
{
	static const struct message_picture pictures[] = {
		{ "1-7KQ4-M2XD@mboraad.nl", "one", 3 },
		{ "1-8KQ4-M2XE@mboraad.nl", X10("another"), 70 },
	};
	struct fixture *fixture = *state;
	struct message message = confirmation(fixture->arena);
	struct buf out;

	message.pictures = pictures;
	message.npictures = COUNT(pictures);
	round_trip(fixture, &message, 3600);
	message.pictures = &(const struct message_picture){
		"a> b", "one", 3,
	};
	message.npictures = 1;
	buf_init(&out, fixture->arena, OUT_MAX);
	assert_int_equal(message_write(&message, fixture->arena, &out),
	    STATUS_INVALID);
}

static void
test_a_mail_without_a_calendar_is_just_text_and_html(void **state)
{
	struct message message = simple();

	round_trip(*state, &message, 3600);
}

static void
test_every_name_and_subject_arrives(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct message message = simple();

		message.from_name = message.to_name = lines[i];
		message.subject = lines[i];
		round_trip(fixture, &message, 3600);
	}
}

static void
test_a_name_of_any_length_is_folded_well(void **state)
{
	struct fixture *fixture = *state;
	static const char *const letters[] = { "x", "é", "世", "😀" };

	for (size_t i = 0; i < 200; i += 7) {
		struct message message = simple();
		struct buf name;

		buf_init(&name, fixture->arena, OUT_MAX);
		for (size_t j = 0; j < i; j++)
			buf_text(&name, letters[(i + j) % COUNT(letters)]);
		buf_char(&name, 'x');
		message.to_name = message.subject = name.data;
		round_trip(fixture, &message, 3600);
	}
}

static void
test_an_address_without_a_name_arrives(void **state)
{
	struct message message = simple();

	message.from_name = NULL;
	message.to_name = "";
	round_trip(*state, &message, 3600);
}

static void
test_the_longest_address_arrives(void **state)
{
	struct message message = simple();

	message.to_address = X10("abcdef") "@" LABEL60 "." LABEL60 "."
	    LABEL60 ".nl";
	round_trip(*state, &message, 3600);
	message.to_name = NULL;
	message.message_id = message.to_address;
	round_trip(*state, &message, 3600);
	message.to_name = X10("😀 ");
	round_trip(*state, &message, 3600);
}

static void
test_every_body_arrives(void **state)
{
	static const char *const bodies[] = {
		"x", "\n", "\n\n\n", "geen regeleinde", " ", "a \n b\t\n \n",
		".\n..\n.a\nb.\n", "=3D = =\n=", "From hier\n",
		"\x01\x02\x1f\x7f", "tab\thier\n", "--=_a\n--\n",
		"é\ne\xcc\x81\n😀\n", X10(X10("😀")), X10(X10("x")),
		X10(X10(" ")), X10(X10("= ")), X10(X10(".")),
		X10("woorden en nog meer woorden ") "\n",
	};

	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct message message = simple();

		message.text = bodies[i];
		message.html = bodies[COUNT(bodies) - 1 - i];
		round_trip(*state, &message, 3600);
	}
}

static void
test_a_body_with_crlf_arrives_with_one_line_ending(void **state)
{
	struct fixture *fixture = *state;
	struct message crlf = simple(), lf = simple();

	crlf.text = "een\r\ntwee \r\n\r\ndrie";
	lf.text = "een\ntwee \n\ndrie";
	assert_string_equal(written(fixture->arena, &crlf),
	    written(fixture->arena, &lf));
	round_trip(fixture, &lf, 3600);
}

static void
test_every_length_of_calendar_arrives(void **state)
{
	struct fixture *fixture = *state;

	for (size_t length = 0; length < 120; length += 1 + length / 8) {
		struct message message = simple();
		char *exact = malloc(length + 1);

		assert_non_null(exact);
		memset(exact, 'c', length);
		exact[length] = '\0';
		message.calendar = exact;
		message.calendar_length = length;
		message.calendar_name = "naam-2_3.ics";
		message.calendar_method = "REQUEST";
		round_trip(fixture, &message, 3600);
		free(exact);
	}
}

static void
test_base64_reads_no_further_than_it_should(void **state)
{
	struct fixture *fixture = *state;
	static const char *const answers[] = {
		"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy",
	};

	for (size_t length = 0; length < COUNT(answers); length++) {
		char *exact = malloc(length > 0 ? length : 1);
		struct buf out;

		assert_non_null(exact);
		memcpy(exact, "foobar", length);
		buf_init(&out, fixture->arena, OUT_MAX);
		encode_base64(exact, length, &out);
		assert_string_equal(out.data, answers[length]);
		free(exact);
	}
}

static void
test_a_full_line_of_base64_has_no_empty_one_behind_it(void **state)
{
	struct fixture *fixture = *state;
	struct buf out;

	buf_init(&out, fixture->arena, OUT_MAX);
	encode_base64(LABEL60, 57, &out);
	assert_int_equal(out.length, 76);
	assert_null(strchr(out.data, '\n'));
}

static void
test_no_character_of_a_body_is_cut_by_a_line(void **state)
{
	struct fixture *fixture = *state;

	for (size_t shift = 0; shift < 12; shift++) {
		struct buf out;

		buf_init(&out, fixture->arena, OUT_MAX);
		encode_quoted(&"xxxxxxxxxxx" X10("😀")[11 - shift], &out);
		/* Each line after the first holds whole characters. */
		for (char *p = out.data; (p = strchr(p, '\n')) != NULL; p++)
			assert_memory_equal(p + 1, "=F0", 3);
	}
}

static void
test_a_text_that_is_not_utf8_harms_no_other_header(void **state)
{
	struct fixture *fixture = *state;
	struct message message = simple();
	char *broken = malloc(201);
	const char *data;

	assert_non_null(broken);
	memset(broken, '\x80', 200);
	broken[0] = '\xf0';
	broken[199] = '\xf0';
	broken[200] = '\0';
	message.subject = message.to_name = message.text = broken;
	data = written(fixture->arena, &message);
	assert_non_null(strstr(data, "\r\nMessage-ID: <r17.1."));
	for (; *data != '\0'; data++)
		assert_true(*data == '\r' || *data == '\n' ||
		    (*data >= ' ' && *data < 0x7f));
	free(broken);
}

/* Each string of a message, as something that can be walked. */
static const size_t fields[] = {
	offsetof(struct message, from_name),
	offsetof(struct message, from_address),
	offsetof(struct message, reply_to),
	offsetof(struct message, to_name),
	offsetof(struct message, to_address),
	offsetof(struct message, subject),
	offsetof(struct message, message_id),
	offsetof(struct message, language),
	offsetof(struct message, calendar_name),
	offsetof(struct message, calendar_method),
};

static void
refused(struct fixture *fixture, size_t field, const char *value)
{
	struct message message = confirmation(fixture->arena);
	struct buf out;

	memcpy((char *)&message + field, &value, sizeof(value));
	buf_init(&out, fixture->arena, OUT_MAX);
	buf_text(&out, "before");
	if (message_write(&message, fixture->arena, &out) != STATUS_INVALID)
		fail_msg("field at %zu: \"%s\" was taken", field, value);
	assert_string_equal(out.data, "before");
}

static void
test_a_line_break_in_a_name_is_refused(void **state)
{
	static const char *const breaks[] = {
		"a@b.nl\r\nBcc: x@y.nl", "a@b.nl\nBcc: x@y.nl", "a@b.nl\r",
		"\na@b.nl", "a@b.nl\r\n", "a\tb@c.nl", "a@b.nl\x01",
		"a@b.nl\x1b[0m", "a@b.nl\x7f", "a@b.nl\xc2\x85",
		"a@b.nl\xc2\x80", "a@b.nl\xc2\x9f",
	};

	for (size_t i = 0; i < COUNT(fields); i++)
		for (size_t j = 0; j < COUNT(breaks); j++)
			refused(*state, fields[i], breaks[j]);
}

static void
test_what_cannot_stand_in_its_place_is_refused(void **state)
{
	static const struct {
		size_t		 field;
		const char	*value;
	} places[] = {
		{ offsetof(struct message, from_address), "" },
		{ offsetof(struct message, from_address), "a@b.nl>, <c@d.nl" },
		{ offsetof(struct message, reply_to), "a" },
		{ offsetof(struct message, to_address), "a@b.nl,c@d.nl" },
		{ offsetof(struct message, to_address), "joël@b.nl" },
		{ offsetof(struct message, message_id), "<a@b.nl>" },
		{ offsetof(struct message, message_id), "a b@c.nl" },
		{ offsetof(struct message, subject), "" },
		{ offsetof(struct message, language), "" },
		{ offsetof(struct message, language), "nl;x" },
		{ offsetof(struct message, calendar_name), "" },
		{ offsetof(struct message, calendar_name), "a\".ics" },
		{ offsetof(struct message, calendar_name), "é.ics" },
		{ offsetof(struct message, calendar_name), X10("abcdef") },
		{ offsetof(struct message, calendar_method), "A;b=c" },
		{ offsetof(struct message, calendar_method), "" },
	};

	for (size_t i = 0; i < COUNT(places); i++)
		refused(*state, places[i].field, places[i].value);
}

static void
test_a_date_no_mail_can_have_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const int64_t dates[] = {
		INT64_MIN, INT64_MAX, INT64_C(-99999999999),
		INT64_C(253402300800),
	};

	for (size_t i = 0; i < COUNT(dates); i++) {
		struct message message = simple();
		struct buf out;

		message.date = dates[i];
		buf_init(&out, fixture->arena, OUT_MAX);
		assert_int_equal(message_write(&message, fixture->arena,
		    &out), STATUS_INVALID);
	}
}

static void
test_the_date_follows_the_clock_changes_of_2027(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		int64_t		 date;
		const char	*text;
		int		 offset;
	} dates[] = {
		{ 1795509005, "Date: Tue, 24 Nov 2026 09:30:05 +0100", 3600 },
		{ 1806195599, "Date: Sun, 28 Mar 2027 01:59:59 +0100", 3600 },
		{ 1806195600, "Date: Sun, 28 Mar 2027 03:00:00 +0200", 7200 },
		{ 1824944399, "Date: Sun, 31 Oct 2027 02:59:59 +0200", 7200 },
		{ 1824944400, "Date: Sun, 31 Oct 2027 02:00:00 +0100", 3600 },
	};

	for (size_t i = 0; i < COUNT(dates); i++) {
		struct message message = simple();

		message.date = dates[i].date;
		assert_non_null(strstr(written(fixture->arena, &message),
		    dates[i].text));
		round_trip(fixture, &message, dates[i].offset);
	}
}

static void
test_two_messages_have_two_boundaries(void **state)
{
	struct fixture *fixture = *state;
	struct message one = simple(), two = simple();
	const char *first, *second;

	two.message_id = "r17.2.9f8e7d6c@aanmelden.mboraad.nl";
	first = strstr(written(fixture->arena, &one), "boundary=");
	second = strstr(written(fixture->arena, &two), "boundary=");
	assert_memory_not_equal(first, second, 32);
}

static void
test_a_message_too_big_leaves_no_half(void **state)
{
	struct fixture *fixture = *state;
	struct message message = confirmation(fixture->arena);
	size_t length = strlen(written(fixture->arena, &message));
	struct buf out;

	for (size_t max = 6; max < length + 6; max += 97) {
		buf_init(&out, fixture->arena, max);
		buf_text(&out, "before");
		assert_int_equal(message_write(&message, fixture->arena,
		    &out), STATUS_FULL);
		assert_string_equal(out.data, "before");
	}
	buf_init(&out, fixture->arena, length);
	assert_int_equal(message_write(&message, fixture->arena, &out),
	    STATUS_OK);
	buf_init(&out, fixture->arena, OUT_MAX);
	out.failed = true;
	assert_int_equal(message_write(&message, fixture->arena, &out),
	    STATUS_FULL);
}

/* The oracle's own negative control. */
static void
test_the_oracle_refuses_what_is_wrong(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = fixture->arena;
	struct message message = simple();
	const char *good = written(arena, &message);

	/* The last cuts the closing boundary, which has 25 bytes, off. */
	assert_non_null(oracle(fixture, good));
	assert_null(oracle(fixture, arena_printf(arena, "%s\n", good)));
	assert_null(oracle(fixture, arena_printf(arena, "%s.\r\n", good)));
	assert_null(oracle(fixture, arena_printf(arena, "%s\xc3\xa9\r\n",
	    good)));
	assert_null(oracle(fixture, arena_printf(arena, "X-Long: %s\r\n%s",
	    X10("abcdef g ") "h", good)));
	assert_null(oracle(fixture, arena_printf(arena, "no header\r\n%s",
	    good)));
	assert_null(oracle(fixture, arena_printf(arena, "%.*s",
	    (int)strlen(good) - 25, good)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_confirmation_is_written_as_ever),
		cmocka_unit_test(test_a_confirmation_reads_as_it_was_meant),
		cmocka_unit_test(
		    test_pictures_stand_beside_the_page_that_shows_them),
		cmocka_unit_test(
		    test_a_mail_without_a_calendar_is_just_text_and_html),
		cmocka_unit_test(test_every_name_and_subject_arrives),
		cmocka_unit_test(test_a_name_of_any_length_is_folded_well),
		cmocka_unit_test(test_an_address_without_a_name_arrives),
		cmocka_unit_test(test_the_longest_address_arrives),
		cmocka_unit_test(test_every_body_arrives),
		cmocka_unit_test(
		    test_a_body_with_crlf_arrives_with_one_line_ending),
		cmocka_unit_test(test_every_length_of_calendar_arrives),
		cmocka_unit_test(test_base64_reads_no_further_than_it_should),
		cmocka_unit_test(
		    test_a_full_line_of_base64_has_no_empty_one_behind_it),
		cmocka_unit_test(test_no_character_of_a_body_is_cut_by_a_line),
		cmocka_unit_test(
		    test_a_text_that_is_not_utf8_harms_no_other_header),
		cmocka_unit_test(test_a_line_break_in_a_name_is_refused),
		cmocka_unit_test(
		    test_what_cannot_stand_in_its_place_is_refused),
		cmocka_unit_test(test_a_date_no_mail_can_have_is_refused),
		cmocka_unit_test(
		    test_the_date_follows_the_clock_changes_of_2027),
		cmocka_unit_test(test_two_messages_have_two_boundaries),
		cmocka_unit_test(test_a_message_too_big_leaves_no_half),
		cmocka_unit_test(test_the_oracle_refuses_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
