#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define NEEDED	"database = \"d.db\";\nsecret = \"s\";\n" \
		"base_url = \"https://x.nl\";\n" \
		"smtp_url = \"smtp://localhost:25\";\n" \
		"mail_from = \"a@x.nl\";\n"

static enum status
load(struct world *world, const char *text, struct config **config)
{
	const char *path = world_path(world, "toets.conf");
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fputs(text, file) >= 0, 1);
	assert_int_equal(fclose(file), 0);
	return config_load(path, config);
}

static void
test_what_is_not_set_has_its_default(void **state)
{
	struct config *config = NULL;

	assert_int_equal(load(*state, NEEDED, &config), STATUS_OK);
	assert_string_equal(config->database, "d.db");
	assert_string_equal(config->base_url, "https://x.nl");
	assert_string_equal(config->smtp_tls, "starttls");
	assert_string_equal(config->smtp_user, "");
	assert_string_equal(config->signup_socket, "");
	assert_true(config->workers > 0);
	assert_true(config->mail_threads > 0);
	assert_true(config->limits);
	assert_string_equal(config->password_cost, "normal");
	config_free(config);
}

static void
test_what_is_set_is_taken(void **state)
{
	struct config *config = NULL;

	assert_int_equal(load(*state, NEEDED "# a comment\nworkers = 4;\n"
	    "limits = false;\nsmtp_tls = \"none\";\n", &config), STATUS_OK);
	assert_int_equal(config->workers, 4);
	assert_false(config->limits);
	assert_string_equal(config->smtp_tls, "none");
	config_free(config);
}

static void
test_wrong_file_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "database = \"d.db\";", NEEDED "worker = 4;",
		NEEDED "workers = \"4\";", NEEDED "limits = 1;",
		NEEDED "limits = \"off\";", NEEDED "smtp_user = 5;",
		NEEDED "workers = 4.5;", NEEDED "workers = ;",
		NEEDED "workers = 4;\nworkers = 5;", NEEDED "{", "\xff\xfe",
		NEEDED "onbekend = { workers = 4; };",
	};
	struct config *config = NULL;

	for (size_t i = 0; i < COUNT(texts); i++)
		if (load(*state, texts[i], &config) != STATUS_INVALID)
			fail_msg("accepted: %s", texts[i]);
	assert_null(config);
}

static void
test_every_needed_setting_is_missed(void **state)
{
	static const char *const lines[] = {
		"database = \"d.db\";\n", "secret = \"s\";\n",
		"base_url = \"https://x.nl\";\n",
		"smtp_url = \"smtp://localhost:25\";\n",
		"mail_from = \"a@x.nl\";\n",
	};
	struct world *world = *state;
	struct config *config = NULL;

	for (size_t i = 0; i < COUNT(lines); i++) {
		const char *text = "";

		for (size_t j = 0; j < COUNT(lines); j++)
			if (j != i)
				text = arena_printf(world->arena, "%s%s", text,
				    lines[j]);
		assert_int_equal(load(world, text, &config), STATUS_INVALID);
	}
	assert_null(config);
}

static void
test_missing_file_is_refused(void **state)
{
	struct config *config = NULL;

	assert_int_equal(config_load(world_path(*state, "geen.conf"),
	    &config), STATUS_INVALID);
	assert_null(config);
	config_free(NULL);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_not_set_has_its_default),
		TEST(test_what_is_set_is_taken),
		TEST(test_wrong_file_is_refused),
		TEST(test_every_needed_setting_is_missed),
		TEST(test_missing_file_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
