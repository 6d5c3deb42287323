/* Who made an answer what it is now, when the log holds a part of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/form/author.h"
#include "core/arena.h"
#include "core/buf.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define CUT_AT		2000	/* bytes of a value, in the log */

/* One line of the log: who made the answer under label what it is. */
struct logged {
	const char	*wie;
	const char	*label;
	const char	*now;
};

static enum status
log_it(struct db *db, void *arg, struct arena *arena)
{
	const struct logged *logged = arg;
	struct buf values;

	buf_init(&values, arena, AUDIT_VALUES_MAX);
	audit_value(&values, logged->label, "", logged->now);
	return audit_add(db, &(struct audit){
		.wie = logged->wie, .wat = "gewijzigd",
		.waarden = values.data,
	}, WORLD_NOW);
}

static const char *
author(struct world *world, const char *label, const char *now,
    bool is_public)
{
	return author_of(world->app.db, &(struct audit_filter){
		AUDIT_ANY, .wat = "gewijzigd",
	}, label, now, is_public, world->arena);
}

/* A value of so many bytes that ends in end. */
static char *
value_of(struct arena *arena, size_t length, char end)
{
	char *value = arena_alloc(arena, length + 1);

	memset(value, 'a', length);
	value[length - 1] = end;
	value[length] = '\0';
	return value;
}

static const struct {
	size_t	 length;	/* of what was logged, all "a" */
	size_t	 now;		/* and of the answer as it is now */
	char	 end;		/* of that answer */
	bool	 known;
} lengths[] = {
	{ CUT_AT, CUT_AT, 'a', true },
	{ CUT_AT, CUT_AT, 'b', false },
	{ CUT_AT + 1, CUT_AT + 1, 'a', true },
	{ 2 * CUT_AT, 2 * CUT_AT, 'a', true },
	/* Behind the cut nobody can tell; in front of it one can. */
	{ 2 * CUT_AT, 2 * CUT_AT, 'b', true },
	{ 2 * CUT_AT, CUT_AT, 'b', false },
	{ 2 * CUT_AT, CUT_AT - 1, 'a', false },
	{ CUT_AT, 2 * CUT_AT, 'a', false },
	{ 1, 2, 'a', false },
};

static void
test_a_value_that_the_log_cut_is_known_by_its_beginning(void **state)
{
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(lengths); i++) {
		const char *label = arena_printf(world->arena, "Vraag %zu", i);
		struct logged logged = { "contact", label,
		    value_of(world->arena, lengths[i].length, 'a') };

		assert_int_equal(world_run(world, log_it, &logged),
		    STATUS_OK);
		assert_int_equal(author(world, label, value_of(world->arena,
		    lengths[i].now, lengths[i].end), false)[0] != '\0',
		    lengths[i].known);
	}
}

static void
test_the_public_is_told_of_the_organisation_and_not_of_whom(void **state)
{
	static const char *const wie[] = { "account anke", "contact" };
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(wie); i++) {
		struct logged logged = { wie[i], "Functie", "adviseur" };

		assert_int_equal(world_run(world, log_it, &logged),
		    STATUS_OK);
		assert_int_equal(strncmp(author(world, "Functie", "adviseur",
		    true), "De organisatie, ", 16) == 0, i == 0);
		assert_int_equal(strncmp(author(world, "Functie", "adviseur",
		    false), "anke, ", 6) == 0, i == 0);
		assert_string_equal(author(world, "Functie", "directeur",
		    true), "");
		assert_string_equal(author(world, "Naam", "adviseur", true),
		    "");
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_value_that_the_log_cut_is_known_by_its_beginning),
		TEST(test_the_public_is_told_of_the_organisation_and_not_of_whom),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
