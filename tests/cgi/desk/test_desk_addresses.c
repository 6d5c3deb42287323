/* The desk's page for a file of addresses: looked at, and only then done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/desk.h"

#define PATH	"/beheer/campagne/adressen"
#define TEXTS	"Woerden;info@woerden.nl\nAtlantis;<b>@b.nl\n"

static const char *
part(struct world *world, const char *name, const char *value)
{
	return arena_printf(world->arena, "--grens\r\nContent-Disposition: "
	    "form-data; name=\"%s\"%s\r\n\r\n%s\r\n", name,
	    strcmp(name, "bestand") == 0 ? "; filename=\"a.csv\"" : "", value);
}

static struct reply
send(struct world *world, const char *name, const char *value,
    const char *mark)
{
	return desk_ask(world, (struct ask){
		.path = PATH, .cookie = ORGANISER,
		.type = "multipart/form-data; boundary=grens",
		.body = arena_printf(world->arena, "%s%s%s%s--grens--\r\n",
		    part(world, "csrf", desk_csrf_of(world, ORGANISER)),
		    part(world, name, value), mark == NULL ? "" :
		    part(world, "actie", "invoeren"), mark == NULL ? "" :
		    part(world, "merk", mark)),
	});
}

static int64_t
addresses(struct world *world)
{
	return world_number(world, "SELECT count(*) FROM gemeente"
	    " WHERE gemeente_email <> ''");
}

static void
test_file_is_looked_at_first_and_done_after(void **state)
{
	struct world *world = *state;
	struct reply reply = send(world, "bestand", TEXTS, NULL);
	const char *mark;

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "1 adres is nieuw");
	assert_holds(&reply, "1 regel noemt een gemeente die wij niet kennen");
	assert_holds(&reply, "&lt;b&gt;@b.nl");
	assert_int_equal(addresses(world), 0);
	mark = reply_value(world, &reply, "merk");
	assert_int_equal(send(world, "inhoud", TEXTS, mark).code, 303);
	assert_int_equal(addresses(world), 1);
	reply = send(world, "inhoud", TEXTS, mark);
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "intussen is er iets veranderd");
	assert_holds(&reply, "Er is niets over te nemen.");
}

static void
test_no_file_and_a_wrong_one_are_said(void **state)
{
	struct world *world = *state;
	struct reply reply = send(world, "bestand", "", NULL);

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "Kies eerst een bestand.");
	reply = send(world, "bestand", "Woerden;\"a@b.nl\n", NULL);
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "Regel 1: ");
	assert_int_equal(desk_get(world, PATH, READER).code, 403);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, world_close)
		TEST(test_file_is_looked_at_first_and_done_after),
		TEST(test_no_file_and_a_wrong_one_are_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
