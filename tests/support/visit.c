#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cgi/signup/routes.h"
#include "core/arena.h"
#include "tests/support/visit.h"

struct reply
visit_ask(struct world *world, struct ask ask)
{
	struct site site = signup_site(world->config.base_url);

	return world_ask(world, &site, ask);
}

struct reply
visit_get(struct world *world, const char *path)
{
	return visit_ask(world, (struct ask){ .path = path });
}

struct reply
visit_post(struct world *world, const char *path, const char *body)
{
	return visit_ask(world, (struct ask){ .path = path, .body = body });
}

const char *
visit_sign_up_at(struct world *world, const char *form, const char *file,
    int line)
{
	struct reply reply = visit_post(world, "/aanmelden", form);

	if (reply.code != 303) {
		print_error("signing up is answered with %d\n", reply.code);
		_fail(file, line);
	}
	return reply_header(world, &reply, "Location");
}

const char *
visit_link(struct world *world, int64_t registration, int64_t positie,
    const char *below)
{
	struct registration found;
	char token[LINK_LENGTH + 1];

	assert_int_equal(registration_get(world->app.db, registration,
	    world->arena, &found), STATUS_OK);
	assert_in_range(positie, 0, found.nparticipants);
	if (positie == 0)
		registration_link(&found, &world->secret, token);
	else
		participant_link(&found.participants[positie - 1],
		    &world->secret, token);
	return arena_printf(world->arena, "/%s/%s%s", positie == 0 ?
	    "aanmelding" : "deelnemer", token, below);
}
