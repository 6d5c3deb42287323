#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"
#include "mail/compose/calendar.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define OUT_MAX		((size_t)1 << 20)
#define X20		"xxxxxxxxxxxxxxxxxxxx"
#define X100		X20 X20 X20 X20 X20

static struct calendar_event
meeting(void)
{
	return (struct calendar_event){
		.uid = "orientatie-2027@aanmelden.mboraad.nl",
		.stamp = 1795509005,	/* 24 November 2026, 08:30:05 */
		.begin = 1799744400,	/* 12 January 2027, 09:00 */
		.end = 1799762400,
		.summary = "Oriëntatiebijeenkomst wethouders mbo",
		.location = "MBO Raad, Houttuinlaan 6, 3447 GM Woerden",
		.description = "Programma en route:\n"
		    "https://aanmelden.mboraad.nl/programma\n\n"
		    "Vragen? Mail info@mboraad.nl; of bel.",
		.url = "https://aanmelden.mboraad.nl/",
		.organiser_name = "MBO Raad \"Oriëntatie\"; afdeling A, B: C",
		.organiser_address = "info@mboraad.nl",
		.attendee_name = "Zoë van ’t Hôf",
		.attendee_address = "z.hof+50%/week@gemeente.nl",
	};
}

static int
arena_open(void **state)
{
	*state = arena_new((size_t)64 << 20);
	/* Local time must not get into the file. */
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	return 0;
}

static int
arena_close(void **state)
{
	arena_free(*state);
	return 0;
}

static const char *
written(struct arena *arena, const struct calendar_event *event)
{
	struct buf out;

	buf_init(&out, arena, OUT_MAX);
	assert_int_equal(calendar_write(event, &out), STATUS_OK);
	assert_int_equal(strlen(out.data), out.length);
	return out.data;
}

static char *
file_read(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "r");
	struct buf out;
	char part[4096];
	size_t got;

	buf_init(&out, arena, OUT_MAX);
	if (file == NULL)
		return out.data;
	while ((got = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(&out, part, got);
	fclose(file);
	return out.data;
}

/* Byte for byte; what was written instead is left below /tmp. */
static void
golden_compare(struct arena *arena, const char *name, const char *data)
{
	const char *path = arena_printf(arena, "tests/golden/%s", name);
	const char *actual = arena_printf(arena, "/tmp/%s.actual", name);
	FILE *file;

	if (strcmp(file_read(arena, path), data) == 0)
		return;
	if ((file = fopen(actual, "w")) != NULL) {
		fputs(data, file);
		fclose(file);
	}
	fail_msg("%s is not %s", actual, path);
}

/* The file with its folds undone and LF for CRLF. */
static const char *
unfolded(struct arena *arena, const char *data)
{
	struct buf out;

	buf_init(&out, arena, OUT_MAX);
	while (*data != '\0')
		if (strncmp(data, "\r\n ", 3) == 0)
			data += 3;
		else if (strncmp(data, "\r\n", 2) == 0)
			data++;
		else
			buf_char(&out, *data++);
	return out.data;
}

/* Whole characters on lines of at most 75 bytes that end in CRLF. */
static void
lines_check(const char *data)
{
	size_t length;

	while (*data != '\0') {
		length = strcspn(data, "\r\n");
		assert_in_range(length, 1, 75);
		assert_memory_equal(data + length, "\r\n", 2);
		assert_int_not_equal((unsigned char)data[0] & 0xc0, 0x80);
		if (data[0] == ' ')
			assert_int_not_equal((unsigned char)data[1] & 0xc0,
			    0x80);
		data += length + 2;
	}
}

static void
test_each_kind_of_file_is_written_as_ever(void **state)
{
	static const struct {
		enum calendar_method	 method;
		const char		*golden;
	} kinds[] = {
		{ CALENDAR_PLAIN, "calendar_plain.ics" },
		{ CALENDAR_PUBLISH, "calendar_publish.ics" },
		{ CALENDAR_REQUEST, "calendar_request.ics" },
		{ CALENDAR_CANCEL, "calendar_cancel.ics" },
	};

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct calendar_event event = meeting();
		const char *data;

		event.method = kinds[i].method;
		event.sequence = (int)i;
		data = written(*state, &event);
		lines_check(data);
		golden_compare(*state, kinds[i].golden, data);
	}
}

static void
test_a_plain_file_asks_for_no_answer(void **state)
{
	struct calendar_event event = meeting();
	const char *data = written(*state, &event);

	assert_null(strstr(data, "METHOD"));
	assert_null(strstr(data, "ORGANIZER"));
	assert_null(strstr(data, "ATTENDEE"));
	assert_non_null(strstr(data, "\r\nSTATUS:CONFIRMED\r\n"));
}

static void
test_only_a_request_and_its_end_name_the_attendee(void **state)
{
	for (int method = 0; method < CALENDAR__MAX; method++) {
		struct calendar_event event = meeting();
		const char *data;

		event.method = (enum calendar_method)method;
		data = unfolded(*state, written(*state, &event));
		assert_int_equal(strstr(data, "\nORGANIZER") != NULL,
		    method != CALENDAR_PLAIN);
		assert_int_equal(strstr(data, "RSVP=FALSE;CN=") != NULL,
		    method == CALENDAR_REQUEST || method == CALENDAR_CANCEL);
	}
}

static void
test_a_cancelled_meeting_says_so(void **state)
{
	struct calendar_event event = meeting();
	struct buf out;

	event.cancelled = true;
	event.sequence = 2;
	assert_non_null(strstr(written(*state, &event),
	    "\r\nSTATUS:CANCELLED\r\n"));
	assert_non_null(strstr(written(*state, &event),
	    "\r\nSEQUENCE:2\r\n"));
	event.method = CALENDAR_REQUEST;
	buf_init(&out, *state, OUT_MAX);
	assert_int_equal(calendar_write(&event, &out), STATUS_INVALID);
}

static void
test_no_character_is_cut_by_a_fold(void **state)
{
	static const char *const letters[] = { "x", "é", "世", "😀" };

	for (size_t offset = 70; offset <= 80; offset++)
		for (size_t i = 0; i < COUNT(letters); i++) {
			struct calendar_event event = meeting();
			struct buf text;
			const char *data, *line;

			buf_init(&text, *state, OUT_MAX);
			while (text.length < offset - strlen("SUMMARY:"))
				buf_char(&text, 'a');
			for (int j = 0; j < 60; j++)
				buf_text(&text, letters[i]);
			event.summary = text.data;
			data = written(*state, &event);
			lines_check(data);
			line = arena_printf(*state, "\nSUMMARY:%s\n",
			    text.data);
			assert_non_null(strstr(unfolded(*state, data), line));
		}
}

static void
test_a_line_of_75_is_not_folded_and_one_of_76_is(void **state)
{
	for (size_t length = 74; length <= 77; length++) {
		struct calendar_event event = meeting();
		char *text = calloc(1, length + 1);
		const char *line;

		assert_non_null(text);
		memset(text, 'a', length - strlen("SUMMARY:"));
		event.summary = text;
		line = strstr(written(*state, &event), "\r\nSUMMARY:") + 2;
		assert_int_equal(strcspn(line, "\r"),
		    length <= 75 ? length : 75);
		line += strcspn(line, "\r");
		assert_int_equal(strncmp(line, "\r\n ", 3) == 0,
		    length > 75);
		free(text);
	}
}

static void
test_each_text_is_escaped(void **state)
{
	static const struct {
		const char	*text;
		const char	*line;
	} texts[] = {
		{ "a,b;c\\d", "\nDESCRIPTION:a\\,b\\;c\\\\d\n" },
		{ "een\ntwee", "\nDESCRIPTION:een\\ntwee\n" },
		{ "een\r\ntwee\r\n", "\nDESCRIPTION:een\\ntwee\\n\n" },
		{ "\\n", "\nDESCRIPTION:\\\\n\n" },
		{ "a:b \"c\"\td", "\nDESCRIPTION:a:b \"c\"\td\n" },
		{ "x\nEND:VEVENT", "\nDESCRIPTION:x\\nEND:VEVENT\n" },
		{ "😀", "\nDESCRIPTION:😀\n" },
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct calendar_event event = meeting();
		char *exact = strdup(texts[i].text);

		assert_non_null(exact);
		event.description = exact;
		assert_non_null(strstr(unfolded(*state,
		    written(*state, &event)), texts[i].line));
		free(exact);
	}
}

static void
test_what_is_not_known_is_left_out(void **state)
{
	struct calendar_event event = meeting();
	const char *data;

	event.location = event.url = NULL;
	event.description = "";
	data = written(*state, &event);
	assert_null(strstr(data, "LOCATION"));
	assert_null(strstr(data, "URL"));
	assert_null(strstr(data, "DESCRIPTION"));
}

static void
test_the_times_are_utc_around_the_clock_changes_of_2027(void **state)
{
	static const struct {
		int64_t		 begin;
		const char	*lines;
	} times[] = {
		{ 1806195599, "\r\nDTSTART:20270328T005959Z"
		    "\r\nDTEND:20270328T015959Z\r\n" },
		{ 1806195600, "\r\nDTSTART:20270328T010000Z"
		    "\r\nDTEND:20270328T020000Z\r\n" },
		{ 1824944399, "\r\nDTSTART:20271031T005959Z"
		    "\r\nDTEND:20271031T015959Z\r\n" },
		{ 1824944400, "\r\nDTSTART:20271031T010000Z"
		    "\r\nDTEND:20271031T020000Z\r\n" },
	};

	for (size_t i = 0; i < COUNT(times); i++) {
		struct calendar_event event = meeting();

		event.begin = times[i].begin;
		event.end = event.begin + 3600;
		assert_non_null(strstr(written(*state, &event),
		    times[i].lines));
	}
}

static void
refused(struct arena *arena, const struct calendar_event *event)
{
	struct buf out;

	buf_init(&out, arena, OUT_MAX);
	buf_text(&out, "before");
	assert_int_equal(calendar_write(event, &out), STATUS_INVALID);
	assert_string_equal(out.data, "before");
}

static void
test_a_control_character_is_refused(void **state)
{
	static const size_t fields[] = {
		offsetof(struct calendar_event, uid),
		offsetof(struct calendar_event, summary),
		offsetof(struct calendar_event, location),
		offsetof(struct calendar_event, description),
		offsetof(struct calendar_event, url),
		offsetof(struct calendar_event, organiser_name),
		offsetof(struct calendar_event, organiser_address),
		offsetof(struct calendar_event, attendee_name),
		offsetof(struct calendar_event, attendee_address),
	};
	static const char *const values[] = {
		"a\rb", "a\x01", "\x1b", "a\x7f", "a\r\r\nb",
	};

	for (size_t i = 0; i < COUNT(fields); i++)
		for (size_t j = 0; j < COUNT(values); j++) {
			struct calendar_event event = meeting();

			event.method = CALENDAR_REQUEST;
			memcpy((char *)&event + fields[i], &values[j],
			    sizeof(values[j]));
			refused(*state, &event);
		}
}

static void
test_a_line_break_is_refused_where_there_is_one_line(void **state)
{
	struct calendar_event event = meeting();

	event.method = CALENDAR_PUBLISH;
	event.organiser_name = "a\nATTENDEE:mailto:x@y.nl";
	refused(*state, &event);
	event = meeting();
	event.summary = "a\nb";
	refused(*state, &event);
	event = meeting();
	event.uid = "a\nb@c.nl";
	refused(*state, &event);
	event = meeting();
	event.url = "https://x.nl/\nATTENDEE:x";
	refused(*state, &event);
}

static void
test_what_makes_no_sense_is_refused(void **state)
{
	struct calendar_event event = meeting();

	event.end = event.begin - 1;
	refused(*state, &event);
	event = meeting();
	event.sequence = -1;
	refused(*state, &event);
	event = meeting();
	event.uid = "";
	refused(*state, &event);
	event = meeting();
	event.url = "https://x.nl/é";
	refused(*state, &event);
	event = meeting();
	event.end = INT64_MAX;
	refused(*state, &event);
	event = meeting();
	event.stamp = INT64_MIN;
	refused(*state, &event);
	event = meeting();
	event.method = CALENDAR_PUBLISH;
	event.organiser_address = NULL;
	refused(*state, &event);
	event = meeting();
	event.method = CALENDAR_REQUEST;
	event.attendee_address = "a@b.nl,c@d.nl";
	refused(*state, &event);
}

static void
test_a_file_too_big_leaves_no_half(void **state)
{
	struct calendar_event event = meeting();
	size_t length = strlen(written(*state, &event));
	struct buf out;

	for (size_t max = 6; max < length + 6; max++) {
		buf_init(&out, *state, max);
		buf_text(&out, "before");
		assert_int_equal(calendar_write(&event, &out), STATUS_FULL);
		assert_string_equal(out.data, "before");
	}
	buf_init(&out, *state, length);
	assert_int_equal(calendar_write(&event, &out), STATUS_OK);
	/* One line that is longer than all there is room for. */
	event.url = "https://x.nl/" X100 X100 X100 X100 X100 X100 X100 X100;
	buf_init(&out, *state, length);
	assert_int_equal(calendar_write(&event, &out), STATUS_FULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_kind_of_file_is_written_as_ever),
		cmocka_unit_test(test_a_plain_file_asks_for_no_answer),
		cmocka_unit_test(
		    test_only_a_request_and_its_end_name_the_attendee),
		cmocka_unit_test(test_a_cancelled_meeting_says_so),
		cmocka_unit_test(test_no_character_is_cut_by_a_fold),
		cmocka_unit_test(
		    test_a_line_of_75_is_not_folded_and_one_of_76_is),
		cmocka_unit_test(test_each_text_is_escaped),
		cmocka_unit_test(test_what_is_not_known_is_left_out),
		cmocka_unit_test(
		    test_the_times_are_utc_around_the_clock_changes_of_2027),
		cmocka_unit_test(test_a_control_character_is_refused),
		cmocka_unit_test(
		    test_a_line_break_is_refused_where_there_is_one_line),
		cmocka_unit_test(test_what_makes_no_sense_is_refused),
		cmocka_unit_test(test_a_file_too_big_leaves_no_half),
	};

	return cmocka_run_group_tests(tests, arena_open, arena_close);
}
