/* What a domain says of who may send for it, without asking the network. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tool/domain.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static const struct {
	const char	*name;
	const char	*text;
} texts[] = {
	{ "direct.nl", "v=spf1 ip4:192.0.2.0/25 -all" },
	{ "other.nl", "v=spf1 ip4:192.0.2.128/25 -all" },
	{ "six.nl", "v=spf1 ip6:2001:db8::/32 ~all" },
	{ "name.nl", "v=spf1 a:relay.nl -all" },
	{ "own.nl", "google-site-verification=x" },
	{ "own.nl", "v=spf1 include:one.nl -all" },
	{ "one.nl", "v=spf1 include:direct.nl -all" },
	{ "sent.nl", "v=spf1 redirect=direct.nl" },
	{ "open.nl", "v=spf1 +all" },
	{ "loop.nl", "v=spf1 include:loop.nl -all" },
	{ "broken.nl", "v=spf1 ip4:192.0.2.0/99 ip4:x -all" },
	{ "away.nl", "v=spf1 include:silent.nl -all" },
	{ "_dmarc.direct.nl", "v=DMARC1; p=reject; rua=mailto:a@b.nl" },
	{ "_dmarc.other.nl", "v=DMARC1; p=none" },
	{ "_dmarc.six.nl", "v=DMARC1;p=quarantine" },
	{ "_dmarc.below.nl", "v=DMARC1; sp=reject; p=none" },
	{ "_dmarc.last.nl", "v=DMARC1; sp=none; P=Reject" },
	{ "_dmarc.bare.nl", "v=DMARC1" },
};

static enum status
txt(const char *name, struct arena *arena, struct records *records)
{
	(void)arena;
	records->count = 0;
	if (strstr(name, "silent.nl") != NULL)
		return STATUS_BUSY;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (strcmp(texts[i].name, name) == 0)
			records->text[records->count++] = texts[i].text;
	return records->count > 0 ? STATUS_OK : STATUS_NOTFOUND;
}

static enum status
addresses(const char *name, struct arena *arena, struct records *records)
{
	(void)arena;
	records->count = 0;
	if (strcmp(name, "relay.nl") != 0)
		return STATUS_NOTFOUND;
	records->text[records->count++] = "192.0.2.25";
	records->text[records->count++] = "2001:db8::25";
	return STATUS_OK;
}

static const struct lookup lookup = { txt, addresses };

static void
test_spf_names_the_relay_or_does_not(void **state)
{
	static const struct {
		const char	*domain;
		enum status	 status;
	} cases[] = {
		{ "direct.nl", STATUS_OK }, { "other.nl", STATUS_FAIL },
		{ "six.nl", STATUS_OK }, { "name.nl", STATUS_OK },
		{ "own.nl", STATUS_OK }, { "sent.nl", STATUS_OK },
		{ "open.nl", STATUS_FAIL }, { "loop.nl", STATUS_BUSY },
		{ "broken.nl", STATUS_FAIL }, { "away.nl", STATUS_BUSY },
		{ "none.nl", STATUS_FAIL }, { "silent.nl", STATUS_BUSY },
	};
	struct arena *arena = arena_new((size_t)1 << 20);
	const char *found;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		found = NULL;
		if (domain_spf(&lookup, cases[i].domain, "relay.nl", arena,
		    &found) != cases[i].status)
			fail_msg("%s: %s", cases[i].domain, found);
		assert_non_null(found);
	}
	assert_int_equal(domain_spf(&lookup, "direct.nl", "x.nl", arena,
	    &found), STATUS_BUSY);
	arena_free(arena);
}

static void
test_dmarc_asks_something(void **state)
{
	static const struct {
		const char	*domain;
		enum status	 status;
	} cases[] = {
		{ "direct.nl", STATUS_OK }, { "six.nl", STATUS_OK },
		{ "a.b.direct.nl", STATUS_OK }, { "last.nl", STATUS_OK },
		{ "other.nl", STATUS_FAIL }, { "below.nl", STATUS_FAIL },
		{ "bare.nl", STATUS_FAIL }, { "none.nl", STATUS_FAIL },
		{ "silent.nl", STATUS_BUSY },
	};
	struct arena *arena = arena_new((size_t)1 << 20);
	const char *found;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (domain_dmarc(&lookup, cases[i].domain, arena, &found) !=
		    cases[i].status)
			fail_msg("%s: %s", cases[i].domain, found);
	arena_free(arena);
}

static void
test_alignment_is_the_same_or_below(void **state)
{
	(void)state;
	assert_true(domain_aligned("x.nl", "x.nl"));
	assert_true(domain_aligned("mail.x.nl", "X.nl"));
	assert_true(domain_aligned("x.nl", "mail.x.nl"));
	assert_false(domain_aligned("ax.nl", "x.nl"));
	assert_false(domain_aligned("y.nl", "x.nl"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spf_names_the_relay_or_does_not),
		cmocka_unit_test(test_dmarc_asks_something),
		cmocka_unit_test(test_alignment_is_the_same_or_below),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
