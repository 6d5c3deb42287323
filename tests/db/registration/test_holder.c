/* What a change of a person is: every name with every mailbox. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/registration/holder.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* How the name changed, from Fatima Yilmaz unless it says otherwise. */
enum name_change { N_SAME, N_ACCENT, N_SLIP, N_FIRST, N_LAST, N_OTHER,
	N_HELD_HELD, N_HELD_NAMED, N_NAMED_HELD, N__MAX };

static const struct {
	const char	*before[2];
	const char	*after[2];
} names[N__MAX] = {
	[N_SAME] = { { "Fatima", "Yilmaz" }, { "Fatima", "Yilmaz" } },
	[N_ACCENT] = { { "Fatima", "Yilmaz" }, { "fatima", "Yılmaz" } },
	[N_SLIP] = { { "Fatima", "Yilmaz" }, { "Ftaima", "Yilmas" } },
	[N_FIRST] = { { "Fatima", "Yilmaz" }, { "Karin", "Yilmaz" } },
	[N_LAST] = { { "Fatima", "Yilmaz" }, { "Fatima", "de Boer" } },
	[N_OTHER] = { { "Fatima", "Yilmaz" }, { "Piet", "de Boer" } },
	[N_HELD_HELD] = { { "", "" }, { "", "" } },
	[N_HELD_NAMED] = { { "", "" }, { "Piet", "de Boer" } },
	[N_NAMED_HELD] = { { "Fatima", "Yilmaz" }, { "", "" } },
};

/* Where the link goes: x and y are somebody's own, c and d the contact's. */
enum box_change { B_OWN, B_CASE, B_OTHER, B_GIVEN, B_TAKEN, B_CONTACT,
	B_CONTACT_OTHER, B__MAX };

static const struct {
	const char	*before;
	const char	*after;
	bool		 own[2];
} boxes[B__MAX] = {
	[B_OWN] = { "x@a.nl", "x@a.nl", { true, true } },
	[B_CASE] = { "x@a.nl", "X@A.nl", { true, true } },
	[B_OTHER] = { "x@a.nl", "y@a.nl", { true, true } },
	[B_GIVEN] = { "c@a.nl", "y@a.nl", { false, true } },
	[B_TAKEN] = { "x@a.nl", "c@a.nl", { true, false } },
	[B_CONTACT] = { "c@a.nl", "c@a.nl", { false, false } },
	[B_CONTACT_OTHER] = { "c@a.nl", "d@a.nl", { false, false } },
};

/*
 * s same, c corrected, n named, a readdressed, r replaced; a capital where
 * what only the person told goes with it.
 */
static const char *const right[N__MAX] = {
	/* 		    own case other given taken contact its other */
	[N_SAME] =	 "ssaaAsa",
	[N_ACCENT] =	 "ccaaAca",
	[N_SLIP] =	 "ccRRRcR",
	[N_FIRST] =	 "ccRRRRR",
	[N_LAST] =	 "ccRRRRR",
	[N_OTHER] =	 "RRRRRRR",
	[N_HELD_HELD] =	 "ssaaAsa",
	[N_HELD_NAMED] = "NNNNNNN",
	[N_NAMED_HELD] = "RRRRRRR",
};

static char
letter_of(enum name_change name, enum box_change box, struct arena *arena)
{
	const char letters[HOLDER__MAX] = {
		[HOLDER_SAME] = 's', [HOLDER_CORRECTED] = 'c',
		[HOLDER_NAMED] = 'n', [HOLDER_READDRESSED] = 'a',
		[HOLDER_REPLACED] = 'r',
	};
	const struct holder before = {
		names[name].before[0], names[name].before[1],
		boxes[box].before, boxes[box].own[0],
		names[name].before[0][0] == '\0',
	}, after = {
		names[name].after[0], names[name].after[1],
		boxes[box].after, boxes[box].own[1],
		names[name].after[0][0] == '\0',
	};
	enum holder_change change = holder_change(&before, &after, arena);

	/* A link ends with whoever or wherever it was for, and only then. */
	assert_int_equal(holder_ends_link(change),
	    change != HOLDER_SAME && change != HOLDER_CORRECTED);
	return holder_keeps_own(change, &before, &after) ? letters[change] :
	    (char)(letters[change] - 'a' + 'A');
}

static void
test_every_name_with_every_mailbox(void **state)
{
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	for (enum name_change name = 0; name < N__MAX; name++) {
		char found[B__MAX + 1] = "";

		for (enum box_change box = 0; box < B__MAX; box++)
			found[box] = letter_of(name, box, arena);
		assert_string_equal(found, right[name]);
	}
	arena_free(arena);
}

/* Names of one person and of two, at the person's own mailbox. */
static void
test_initials_and_short_names(void **state)
{
	static const struct {
		const char	*before[2];
		const char	*after[2];
		enum holder_change change;
	} cases[] = {
		{ { "J.", "Jansen" }, { "Jan", "Jansens" },
		    HOLDER_CORRECTED },
		{ { "J", "Bos" }, { "Jan", "Vos" }, HOLDER_CORRECTED },
		{ { "Jan", "Bos" }, { "Jos", "Vos" }, HOLDER_REPLACED },
		{ { "Mohamed", "el Idrissi" }, { "Mohammed", "Idrissi" },
		    HOLDER_CORRECTED },
		{ { "Anna", "Smit" }, { "Karel", "Smits" },
		    HOLDER_CORRECTED },
	};
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct holder before = { cases[i].before[0],
			cases[i].before[1], "x@a.nl", true, false };
		const struct holder after = { cases[i].after[0],
			cases[i].after[1], "x@a.nl", true, false };

		assert_int_equal(holder_change(&before, &after, arena),
		    cases[i].change);
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_name_with_every_mailbox),
		cmocka_unit_test(test_initials_and_short_names),
	};

	return cmocka_run_group_tests_name("holder", tests, NULL, NULL);
}
