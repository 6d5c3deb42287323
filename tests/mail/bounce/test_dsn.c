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
#include "mail/bounce/dsn.h"
#include "mail/bounce/mime.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define ADDRESS		"bounce@aanmelden.example.nl"
#define FOLDER		"tests/fuzz/dsn/"
#define BIG		((size_t)4 << 20)

static int
open_arena(void **state)
{
	*state = arena_new(DSN_ARENA + 4 * BIG);
	return 0;
}

static int
close_arena(void **state)
{
	arena_free(*state);
	return 0;
}

static char *
file_read(const char *name, struct arena *arena)
{
	FILE *file = fopen(arena_printf(arena, FOLDER "%s.eml", name), "r");
	char *text = arena_alloc(arena, 65536);

	if (file == NULL)
		fail_msg("no %s", name);
	fread(text, 1, 65535, file);
	fclose(file);
	return text;
}

static const char *
with_crlf(const char *text, struct arena *arena)
{
	struct buf buf;

	buf_init(&buf, arena, BIG);
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			buf_char(&buf, '\r');
		buf_char(&buf, *text);
	}
	return buf.data;
}

/* Everything that was read, a line each. */
static const char *
told(const char *text, size_t length, struct arena *arena)
{
	static const char *const kinds[] = { "none", "unknown", "report" };
	static const char *const actions[] = {
		"failed", "delayed", "delivered", "relayed", "expanded",
	};
	struct arena *own = arena_new(DSN_ARENA);
	struct dsn *dsn = arena_alloc(arena, sizeof(*dsn));
	struct buf out;

	dsn_read(text, length, ADDRESS, own, dsn);
	buf_init(&out, arena, BIG);
	buf_printf(&out, "%s\n%s\n%s\n", kinds[dsn->kind],
	    dsn->verp == NULL ? "-" : dsn->verp,
	    dsn->message_id == NULL ? "-" : dsn->message_id);
	for (size_t i = 0; i < dsn->nrecipients; i++)
		buf_printf(&out, "%s|%s|%s|%s|%s\n",
		    dsn->recipients[i].final, dsn->recipients[i].original,
		    actions[dsn->recipients[i].action],
		    dsn->recipients[i].status, dsn->recipients[i].diagnostic);
	arena_free(own);
	return out.data;
}

static const struct {
	const char	*name;
	const char	*told;
} vectors[] = {
	{ "postfix", "report\nAbCdEfGhIjKlMnOpQrStUvWx\n"
	    "registration.7.1.m4rkm4rkm4rk@aanmelden.example.nl\n"
	    "zoe@woerden.example|zoe@woerden.example|failed|5.1.1|"
	    "550 5.1.1 <zoe@woerden.example>: Recipient address    "
	    "rejected: User unknown in virtual mailbox table\n" },
	{ "exchange", "report\nabcdefabcdefabcdefabcdef\n"
	    "participant.12.1.xxxxxxxx@aanmelden.example.nl\n"
	    "J.Jansen@gemeente.example||failed|5.1.10|"
	    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient "
	    "J.Jansen@gemeente.example not found by SMTP address lookup\n" },
	{ "exim", "report\n0123456789abcdef\n"
	    "registration.8.1.abc@aanmelden.example.nl\n"
	    "info@stad.example||failed|5.0.0|mailbox is full: "
	    "retry timeout exceeded\n" },
	/* 6.8.0p2, as tests/outside/relays.py got it. */
	{ "opensmtpd", "report\nOpEnSmTpDoPeNsMtPdOpEn\n"
	    "registration.9.1.open@aanmelden.example.nl\n"
	    "weg@far.example||failed|5.0.0|550 5.1.1 <weg@far.example>: "
	    "no such mailbox here\n" },
	{ "gmail", "report\nGGGGGGGGGGGGGGGGGGGGGGGG\n"
	    "participant.3.2.qqq@aanmelden.example.nl\n"
	    "piet@gmail.example||failed|5.1.1|550-5.1.1 The email account "
	    "that you tried to reach does not exist. Please try "
	    "550-5.1.1 double-checking the recipient's email address for "
	    "typos or 550 5.1.1  https://support.google.example/mail/"
	    "?p=NoSuchUser 5b1f17b1804b1.1 - gsmtp\n" },
	{ "qmail", "unknown\nAbCdEfGhIjKlMnOpQrStUvWx\n-\n" },
	{ "success", "report\nSuCcEsSsUcCeSsSuCcEsSsUc\n"
	    "registration.7.1.ok@aanmelden.example.nl\n"
	    "zoe@woerden.example||delivered|2.0.0|"
	    "250 2.0.0 Ok: queued as 12345\n"
	    "team@woerden.example||relayed|2.1.9|\n"
	    "lijst@woerden.example||expanded|2.1.5|\n" },
	{ "delayed", "report\nDeLaYeDdElAyEdDeLaYeDdEl\n"
	    "registration.7.1.late@aanmelden.example.nl\n"
	    "zoe@woerden.example|zoe@woerden.example|delayed|4.4.1|"
	    "connect to mail.woerden.example[192.0.2.25]:25:    "
	    "Connection timed out\n" },
	{ "several", "report\n-\n"
	    "registration.7.1.list@aanmelden.example.nl\n"
	    "een@lijst.example|lijst@woerden.example|failed|5.2.2|\n"
	    "twee@lijst.example||delivered|2.0.0|\n"
	    "drie@lijst.example||delayed|4.2.1|no type at all\n" },
	{ "nested", "report\nNeStEdNeStEdNeStEdNeStEd\n"
	    "participant.44.1.deep@aanmelden.example.nl\n"
	    "deep@woerden.example||failed|5.7.1|\n" },
	{ "cut", "report\nCuTcUtCuTcUtCuTcUtCuTcUt\n-\n"
	    "zoe@woerden.example||failed|5.4.4|550 name serv\n" },
	{ "no_boundary", "unknown\nNoNoNoNoNoNoNoNo\n-\n" },
	{ "vacation", "none\nAbCdEfGhIjKlMnOpQrStUvWx\n-\n" },
	{ "read_receipt", "none\n-\n-\n" },
	{ "forwarded", "none\n-\n-\n" },
	{ "utf8", "report\nTtTtTtTtTtTtTtTtTt\n"
	    "registration.7.1.utf8@aanmelden.example.nl\n"
	    "zo??@woerden.example||failed|5.6.7|"
	    "553 geen SMTPUTF8 voor ???zo?????\n" },
};

static void
test_what_real_mailers_write_is_understood(void **state)
{
	for (size_t i = 0; i < COUNT(vectors); i++) {
		const char *text = file_read(vectors[i].name, *state);

		assert_string_equal(told(text, strlen(text), *state),
		    vectors[i].told);
	}
}

static void
test_line_endings_make_no_difference(void **state)
{
	for (size_t i = 0; i < COUNT(vectors); i++) {
		const char *text = with_crlf(file_read(vectors[i].name,
		    *state), *state);

		assert_string_equal(told(text, strlen(text), *state),
		    vectors[i].told);
	}
}

/* Each cut is a message of its own, in memory of exactly that size. */
static void
test_message_that_ends_anywhere_is_read_to_there(void **state)
{
	for (size_t i = 0; i < COUNT(vectors); i++) {
		const char *text = file_read(vectors[i].name, *state);

		for (size_t cut = 0; cut < strlen(text); cut += 7) {
			char *exact = malloc(cut + 1);

			assert_non_null(exact);
			memcpy(exact + 1, text, cut);
			told(exact + 1, cut, *state);
			free(exact);
		}
		arena_reset(*state);
	}
}

static void
test_without_a_bounce_address_there_is_no_token(void **state)
{
	const char *text = file_read("postfix", *state);
	struct dsn dsn;

	dsn_read(text, strlen(text), "", *state, &dsn);
	assert_int_equal(dsn.kind, DSN_REPORT);
	assert_null(dsn.verp);
	dsn_read(text, strlen(text), "bounce@elders.nl", *state, &dsn);
	assert_null(dsn.verp);
}

static const char *
deep(int depth, struct arena *arena)
{
	struct buf buf;

	buf_init(&buf, arena, BIG);
	for (int i = 0; i < depth; i++)
		buf_printf(&buf, "Content-Type: multipart/report;"
		    " boundary=b%d\n\n--b%d\n", i, i);
	buf_text(&buf, "Content-Type: message/delivery-status\n\n"
	    "Final-Recipient: rfc822; a@b.nl\nAction: failed\n");
	return buf.data;
}

static void
test_depth_is_bounded(void **state)
{
	const char *near = deep(6, *state), *far = deep(5000, *state);
	const char *next = deep(7, *state);

	assert_non_null(strstr(told(near, strlen(near), *state), "a@b.nl"));
	assert_string_equal(told(next, strlen(next), *state),
	    "none\n-\n-\n");
	assert_string_equal(told(far, strlen(far), *state), "none\n-\n-\n");
}

/* Fills a message with one thing over and over. */
static const char *
huge(const char *start, const char *again, struct arena *arena)
{
	struct buf buf;

	buf_init(&buf, arena, BIG);
	buf_text(&buf, start);
	while (buf.length < BIG / 2)
		buf_text(&buf, again);
	return buf.data;
}

#define REPORT	"Content-Type: multipart/report; boundary=b\n\n--b\n" \
		"Content-Type: message/delivery-status\n\n"

static void
test_huge_message_is_read_in_bounded_time_and_memory(void **state)
{
	static const struct {
		const char	*start;
		const char	*again;
	} rows[] = {
		{ "", "x" }, { "", "\n" }, { "", "To: bounce+" },
		{ "", "To: bounce+bounce+\n" }, { "To:", "\n bounce+" },
		{ "Content-Type: multipart/report; boundary=b\n\n", "--b\n" },
		{ "Content-Type: multipart/report; boundary=b\n\n",
		    "--b\nContent-Type: multipart/mixed; boundary=b\n\n" },
		{ REPORT, "\n" }, { REPORT, "Status:\n" },
		{ REPORT, "Final-Recipient:;\n" },
		{ REPORT, "Final-Recipient: rfc822; a@b\nStatus: 5.1.1\n\n" },
		{ REPORT "Diagnostic-Code:", " x" },
		{ REPORT "Diagnostic-Code:", "\n x" },
		{ REPORT, "--" }, { REPORT, "--b" }, { REPORT, "\r" },
		{ "Content-Type: multipart/mixed; boundary=b\n\n",
		    "--b\nContent-Type: message/rfc822\n"
		    "Content-Transfer-Encoding: base64\n\nMessage-ID\n" },
	};
	clock_t begun = clock();

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *text = huge(rows[i].start, rows[i].again, *state);

		told(text, strlen(text), *state);
		arena_reset(*state);
	}
	assert_true(clock() - begun < 10 * CLOCKS_PER_SEC);
}

static void
test_recipients_beyond_the_maximum_are_left(void **state)
{
	const char *text = huge(REPORT, "Final-Recipient: rfc822; a@b\n"
	    "Action: failed\n\n", *state);
	struct dsn dsn;

	dsn_read(text, strlen(text), ADDRESS, *state, &dsn);
	assert_int_equal(dsn.nrecipients, DSN_RECIPIENTS_MAX);
}

static void
test_address_is_known_however_it_is_spelled(void **state)
{
	static const struct {
		const char	*address;	/* what we wrote to */
		const char	*field;
		bool		 names;
	} rows[] = {
		{ "zoe@x.nl", "rfc822; zoe@x.nl", true },
		{ "zoe@x.nl", "RFC822;<ZOE@X.NL> (Zoe)", true },
		{ "zoe@x.nl", "rfc822; \"zoe\"@x.nl", true },
		{ "zoe@x.nl", "rfc822; \"z\\oe\"@x.nl", true },
		{ "zoe@x.nl", "zoe@x.nl", true },
		{ "zoe+a@x.nl", "rfc822; zoe+2Ba@x.nl", true },
		{ "zoe+a@x.nl", "rfc822; zoe+a@x.nl", true },
		{ "a=b@x.nl", "rfc822;a+3Db+40x.nl", true },
		{ "a+2b@x.nl", "rfc822;a+2b@x.nl", true },
		{ "zoe@xn--n-9fa.nl", "rfc822; zoe@xn--N-9fa.nl", true },
		{ "zoe@xn--n-9fa.nl", "utf-8; zoe@\xc3\xa9n.nl", true },
		{ "zoe@x.nl", "rfc822; zo@x.nl", false },
		{ "zoe@x.nl", "rfc822; zoe@x.nl.elders.nl", false },
		{ "zoe@x.nl", "rfc822; zoe+2Ba@x.nl", false },
		{ "zoe@x.nl", "rfc822; \"", false },
		{ "zoe@x.nl", "rfc822; zoe+", false },
		{ "zoe@x.nl", "", false },
	};
	struct dsn dsn;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *text = arena_printf(*state, REPORT
		    "Original-Recipient: %s\nAction: failed\n", rows[i].field);

		dsn_read(text, strlen(text), ADDRESS, *state, &dsn);
		assert_int_equal(dsn.nrecipients, 1);
		if (dsn_names(&dsn.recipients[0], rows[i].address) !=
		    rows[i].names)
			fail_msg("%s", rows[i].field);
	}
}

static void
test_message_id_is_found_wherever_a_report_has_it(void **state)
{
	static const char part[] = "Content-Type: multipart/report;"
	    " boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n%s"
	    "Final-Recipient: rfc822; a@b.nl\nAction: failed\n\n--b--\n";
	static const struct {
		const char	*head;
		const char	*fields;
	} rows[] = {
		{ "References: <een@x.nl>\n", "" },
		{ "In-Reply-To: <een@x.nl>\n", "" },
		{ "X-Original-Message-ID: een@x.nl\n", "" },
		{ "", "Original-Message-ID: <een@x.nl>\n" },
		{ "", "Reporting-MTA: dns; x\nIn-Reply-To: <een@x.nl>\n\n" },
	};
	struct buf buf;
	struct dsn dsn;

	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_init(&buf, *state, BIG);
		buf_text(&buf, rows[i].head);
		buf_printf(&buf, part, rows[i].fields);
		dsn_read(buf.data, buf.length, ADDRESS, *state, &dsn);
		assert_int_equal(dsn.kind, DSN_REPORT);
		assert_non_null(dsn.message_id);
		assert_string_equal(dsn.message_id, "een@x.nl");
	}
}

/* What people are told, when the report does not say why. */
static void
test_words_for_people_are_taken_when_there_are_no_others(void **state)
{
	static const struct {
		const char	*text;
		const char	*words;
	} rows[] = {
		{ "  a@b.nl\n    host 1\n    said: no\n\nBye\n", "host 1 said: no" },
		{ "<A@B.NL>: no\n    more\nother\n", "no more" },
		{ "a@b.nl\n", "" }, { "to a@b.nl: no\n", "" },
		{ "a@b.nl.x: no\n", "" }, { "", "" },
		{ "a@b.nl: z\xc3\xa9\x01\n", "z???" },
	};
	struct dsn dsn;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *text = arena_printf(*state, "Content-Type: "
		    "multipart/mixed; boundary=b\n\n--b\n\n%s\n--b\n"
		    "Content-Type: message/delivery-status\n\nFinal-Recipient:"
		    " rfc822; a@b.nl\nAction: failed\n\n--b--\n",
		    rows[i].text);

		dsn_read(text, strlen(text), ADDRESS, *state, &dsn);
		assert_int_equal(dsn.nrecipients, 1);
		assert_string_equal(dsn.recipients[0].diagnostic,
		    rows[i].words);
	}
}

static void
test_what_is_no_status_is_none(void **state)
{
	static const struct {
		const char	*line;
		const char	*status;
	} rows[] = {
		{ "Status: 5.1.1", "5.1.1" }, { "Status:5.1.1(x)", "5.1.1" },
		{ "Status: 5.123.999", "5.123.999" }, { "Status: 3.1.1", "" },
		{ "Status: 5.1", "" }, { "Status: 5..1", "" },
		{ "Status: 5.1234.1", "" }, { "Status: ", "" },
		{ "Status: 5", "" }, { "STATUS : 4.0.0", "4.0.0" },
		{ "Status: five", "" },
	};
	struct dsn dsn;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *text = arena_printf(*state, REPORT
		    "Action: failed\n%s\n", rows[i].line);

		dsn_read(text, strlen(text), ADDRESS, *state, &dsn);
		assert_int_equal(dsn.nrecipients, 1);
		assert_string_equal(dsn.recipients[0].status, rows[i].status);
	}
}

static void
test_transfer_encodings_are_undone(void **state)
{
	static const struct {
		const char	*encoding;
		const char	*body;
		const char	*plain;
	} rows[] = {
		{ "7bit", "a=3Db", "a=3Db" },
		{ "BASE64", "SGFs\r\nbG8=", "Hallo" },
		{ "base64", "S G*F\nsbG8", "Hallo" }, { "base64", "", "" },
		{ "base64", "SGFsbG8=SGFs", "Hallo" }, { "base64", "S", "" },
		{ "Quoted-Printable", "a=3Db=3db", "a=b=b" },
		{ "quoted-printable", "a=\r\nb=\nc", "abc" },
		{ "quoted-printable", "a=zz==3D=", "a=zz===" },
		{ "quoted-printable", "=4", "=4" },
	};
	struct mime_part part;
	struct span body;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *text = arena_printf(*state,
		    "Content-Transfer-Encoding: %s\n\n%s", rows[i].encoding,
		    rows[i].body);

		mime_part((struct span){ text, strlen(text) }, *state, &part);
		body = mime_decode(&part, 1000, *state);
		assert_int_equal(body.length, strlen(rows[i].plain));
		assert_memory_equal(body.at, rows[i].plain, body.length);
		assert_true(mime_decode(&part, 2, *state).length <= 2);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_arena, \
			    close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_real_mailers_write_is_understood),
		TEST(test_line_endings_make_no_difference),
		TEST(test_message_that_ends_anywhere_is_read_to_there),
		TEST(test_without_a_bounce_address_there_is_no_token),
		TEST(test_depth_is_bounded),
		TEST(test_huge_message_is_read_in_bounded_time_and_memory),
		TEST(test_recipients_beyond_the_maximum_are_left),
		TEST(test_address_is_known_however_it_is_spelled),
		TEST(test_message_id_is_found_wherever_a_report_has_it),
		TEST(test_words_for_people_are_taken_when_there_are_no_others),
		TEST(test_what_is_no_status_is_none),
		TEST(test_transfer_encodings_are_undone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
