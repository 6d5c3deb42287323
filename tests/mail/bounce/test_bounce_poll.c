#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "core/arena.h"
#include "mail/bounce/bounce_poll.h"
#include "mail/bounce/mailbox.h"
#include "mail/compose/envelope.h"
#include "tests/support/world.h"

static const char *
maildir(struct world *world, const char *folder)
{
	return world_path(world, arena_printf(world->arena, "post%s", folder));
}

static void
maildir_make(struct world *world)
{
	assert_int_equal(mkdir(maildir(world, ""), 0700), 0);
	assert_int_equal(mkdir(maildir(world, "/new"), 0700), 0);
	assert_int_equal(mkdir(maildir(world, "/cur"), 0700), 0);
	world->config.bounce_mailbox = arena_printf(world->arena,
	    "maildir:%s", maildir(world, ""));
	world->config.bounce_address = "bounce@mboraad.nl";
	world->config.bounce_auth = "password";
}

static void
put(struct world *world, int number, const char *text)
{
	FILE *file = fopen(maildir(world, arena_printf(world->arena,
	    "/new/%d.host", number)), "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static int
count(struct world *world, const char *folder)
{
	DIR *dir = opendir(maildir(world, folder));
	struct dirent *entry;
	int found = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		found += entry->d_name[0] != '.';
	closedir(dir);
	return found;
}

static bool
never(void)
{
	return false;
}

static void
visit(struct world *world)
{
	struct bounce_poll *bounce_poll;

	bounce_poll = bounce_poll_new(&world->config, &world->secret,
	    world->app.writer, never);
	bounce_poll_visit(bounce_poll);
	bounce_poll_free(bounce_poll);
}

static void
test_visit_goes_on_while_there_are_more(void **state)
{
	struct world *world = *state;

	maildir_make(world);
	for (int i = 0; i < 2 * MAILBOX_VISIT + 1; i++)
		put(world, i, "Subject: met vakantie\n\nTot maandag.\n");
	visit(world);
	assert_int_equal(count(world, "/new"), 0);
	assert_int_equal(count(world, "/cur"), 2 * MAILBOX_VISIT + 1);
}

/* It is not asked for ever about what has to wait. */
static void
test_visit_ends_at_what_has_to_wait(void **state)
{
	struct world *world = *state;

	maildir_make(world);
	/* A letter that is under way. */
	world_put_letter(world, "zoe@woerden.nl", "x", 1, 1);
	put(world, 1, "Subject: met vakantie\n\nTot maandag.\n");
	put(world, 2, arena_printf(world->arena,
	    "Content-Type: multipart/report; boundary=b\n\n--b\n"
	    "Content-Type: message/delivery-status\n\n"
	    "Reporting-MTA: dns; mx.nl\n\n"
	    "Final-Recipient: rfc822; zoe@woerden.nl\nAction: failed\n\n"
	    "--b\nContent-Type: text/rfc822-headers\n\n"
	    "Message-ID: <%s>\n\n--b--\n", envelope_message_id(&world->config,
	    &world->secret, 1, 1, world->arena)));
	visit(world);
	assert_int_equal(count(world, "/new"), 1);
	assert_int_equal(count(world, "/cur"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_visit_goes_on_while_there_are_more, world_open,
		    world_close),
		cmocka_unit_test_setup_teardown(
		    test_visit_ends_at_what_has_to_wait, world_open,
		    world_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
