#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"
#include "templates/escape.h"

#define LENGTH(rows)	(sizeof(rows) / sizeof((rows)[0]))

typedef void escaper(struct buf *, const char *);

struct row {
	const char	*given;
	const char	*wanted;
};

static void
check(escaper *escape, const struct row *rows, size_t n)
{
	struct arena *arena = arena_new(1024 * 1024);
	struct buf out;

	buf_init(&out, arena, 64 * 1024);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&out);
		escape(&out, rows[i].given);
		assert_string_equal(out.data, rows[i].wanted);
	}
	arena_free(arena);
}

static void
test_text_cannot_become_markup(void **state)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "", "" },
		{ "plain", "plain" },
		{ "<script>alert(1)</script>",
		    "&lt;script&gt;alert(1)&lt;/script&gt;" },
		{ "a & b", "a &amp; b" },
		{ "&lt;", "&amp;lt;" },
		{ "\" onclick='x'", "&quot; onclick=&#39;x&#39;" },
		{ "<<>>&&", "&lt;&lt;&gt;&gt;&amp;&amp;" },
		{ "caf\xc3\xa9 \xe2\x82\xac\n\t",
		    "caf\xc3\xa9 \xe2\x82\xac\n\t" },
	};

	(void)state;
	check(escape_text, rows, LENGTH(rows));
	check(escape_attribute, rows, LENGTH(rows));
}

static void
test_lines_break_and_are_escaped(void **state)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "a\nb", "a<br>b" },
		{ "\n\n", "<br><br>" },
		{ "<br>\n&", "&lt;br&gt;<br>&amp;" },
	};

	(void)state;
	check(escape_lines, rows, LENGTH(rows));
}

static void
test_a_harmless_address_is_kept(void **state)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "", "" },
		{ "/", "/" },
		{ "#top", "#top" },
		{ "?q=a:b", "?q=a:b" },
		{ "/a:b", "/a:b" },
		{ "a/b:c", "a/b:c" },
		{ "page.html", "page.html" },
		{ "http://x.nl/", "http://x.nl/" },
		{ "HTTPS://x.nl/?a=1&b=\"2\"",
		    "HTTPS://x.nl/?a=1&amp;b=&quot;2&quot;" },
		{ "mailto:a@b.nl", "mailto:a@b.nl" },
		{ "tel:+31201234567", "tel:+31201234567" },
	};

	(void)state;
	check(escape_url, rows, LENGTH(rows));
}

static void
test_a_hostile_address_becomes_a_hash(void **state)
{
	static const char *const hostile[] = {
		"javascript:alert(1)", "JaVaScRiPt:alert(1)",
		" javascript:alert(1)", "\tjavascript:alert(1)",
		"java\tscript:alert(1)", "java\nscript:alert(1)",
		"java\rscript:alert(1)", "\x01javascript:alert(1)",
		"javascript\n:alert(1)", "javascript :alert(1)",
		"\x7fjavascript:alert(1)", "javascript:/x", "javascript:?x",
		"\xc2\xa0javascript:alert(1)", "javascript&colon:x",
		"vbscript:x", "data:text/html,<script>", "file:///etc/passwd",
		"blob:x", "view-source:x", "http\\:x", ":x", "httpx:x",
		"htt:x", "//evil.example", "/\\evil.example",
		"\\\\evil.example", "\\/evil.example", "/\t/evil.example",
		" //evil.example", "\n//evil.example", "/a\nb", " /a",
	};
	struct row row = { NULL, "#" };

	(void)state;
	for (size_t i = 0; i < LENGTH(hostile); i++) {
		row.given = hostile[i];
		check(escape_url, &row, 1);
	}
}

static void
test_a_part_of_an_address_stays_a_part(void **state)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "azAZ09-._~", "azAZ09-._~" },
		{ "a/b?c#d&e=f", "a%2Fb%3Fc%23d%26e%3Df" },
		{ ":@!$'()*+,;", "%3A%40%21%24%27%28%29%2A%2B%2C%3B" },
		{ "\" <>%", "%22%20%3C%3E%25" },
		{ "\xc3\xa9\n", "%C3%A9%0A" },
	};

	(void)state;
	check(escape_url_part, rows, LENGTH(rows));
}

static void
test_plain_text_cannot_begin_a_line(void **state)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "a & <b>", "a & <b>" },
		{ "a\nBcc: b", "a Bcc: b" },
		{ "a\r\nb", "a  b" },
		{ "\t\x1b[31m\x7f", "  [31m " },
		{ "a\xc2\x85" "b\xc2\x9f", "a b " },
		{ "a\xe2\x80\xa8" "b\xe2\x80\xa9", "a b " },
		{ "caf\xc3\xa9\xc2\xa0\xe2\x80\xa6", "caf\xc3\xa9\xc2\xa0"
		    "\xe2\x80\xa6" },
		/* Cut short, which must not read beyond the end. */
		{ "\xc2", "\xc2" },
		{ "\xe2\x80", "\xe2\x80" },
	};

	(void)state;
	check(plain_text, rows, LENGTH(rows));
}

static void
test_plain_lines_keep_only_newlines(void **state)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "a\n\nb\n", "a\n\nb\n" },
		{ "a\r\n\tb\v", "a \n b " },
		{ "a\xe2\x80\xa8\n", "a \n" },
	};

	(void)state;
	check(plain_lines, rows, LENGTH(rows));
}

static void
test_numbers_of_every_type_are_decimal(void **state)
{
	struct arena *arena = arena_new(1024 * 1024);
	struct buf out;

	(void)state;
	buf_init(&out, arena, 1024);
	ESCAPE_TEXT(&out, 0);
	ESCAPE_ATTRIBUTE(&out, -7);
	ESCAPE_URL(&out, (unsigned)4294967295);
	ESCAPE_URL_PART(&out, (int64_t)INT64_MIN);
	PLAIN_TEXT(&out, (size_t)SIZE_MAX);
	assert_string_equal(out.data,
	    "0-74294967295-922337203685477580818446744073709551615");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_cannot_become_markup),
		cmocka_unit_test(test_lines_break_and_are_escaped),
		cmocka_unit_test(test_a_harmless_address_is_kept),
		cmocka_unit_test(test_a_hostile_address_becomes_a_hash),
		cmocka_unit_test(test_a_part_of_an_address_stays_a_part),
		cmocka_unit_test(test_plain_text_cannot_begin_a_line),
		cmocka_unit_test(test_plain_lines_keep_only_newlines),
		cmocka_unit_test(test_numbers_of_every_type_are_decimal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
