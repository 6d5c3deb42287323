#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/csv_reader.h"

#define LIMIT	((size_t)8 << 20)

/* The first line "sep=;" cut off anywhere; found by make fuzz. */
static void
test_first_line_that_stops_short_is_read_no_further(void **state)
{
	static const char file[] = "sep=;\na;b\n";

	(void)state;
	for (size_t length = 0; length < sizeof(file); length++) {
		struct arena *arena = arena_new(LIMIT);
		struct csv_faults faults = { 0 };
		struct csv_table table = { .nrows = 0 };

		assert_int_equal(csv_read(file, length, arena, &table,
		    &faults), STATUS_OK);
		arena_free(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_first_line_that_stops_short_is_read_no_further),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
