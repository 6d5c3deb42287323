#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* What `make fuzz` runs for longer; see tests/fuzz. */
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
run_file(const char *folder, const char *name)
{
	char path[512];
	uint8_t *data = malloc(1 << 16), *exact;
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_non_null(data);
	assert_non_null(file = fopen(path, "r"));
	length = fread(data, 1, 1 << 16, file);
	fclose(file);
	/* Memory of exactly that size, for the sanitizers. */
	assert_non_null(exact = realloc(data, length == 0 ? 1 : length));
	LLVMFuzzerTestOneInput(exact, length);
	free(exact);
}

static void
test_fuzzed_parser_survives_what_was_kept(void **state)
{
	const char *folder = "tests/fuzz/dsn";
	struct dirent *entry;
	DIR *dir = opendir(folder);
	int count = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.') {
			run_file(folder, entry->d_name);
			count++;
		}
	closedir(dir);
	assert_true(count >= 15);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fuzzed_parser_survives_what_was_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
