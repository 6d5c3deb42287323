#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/desk/routes.h"
#include "core/arena.h"
#include "db/account/login.h"
#include "tests/support/desk.h"

/* Open to every session, also to one that still needs a second factor. */
#define CSRF_PATH	"/beheer/account/tweede-stap"

const char *const desk_cookies[ROLE__MAX] = {
	[ROLE_DOOR] = DOOR,
	[ROLE_READER] = READER,
	[ROLE_ORGANISER] = ORGANISER,
};

static enum status
add_accounts(struct db *db, void *arg, struct arena *arena)
{
	enum status status = STATUS_OK;

	(void)arg;
	(void)arena;
	for (enum role role = 0; status == STATUS_OK && role < ROLE__MAX;
	    role++) {
		status = account_add(db, role_word(role), "-", role,
		    WORLD_NOW);
		if (status == STATUS_OK)
			status = login_add(db, strchr(desk_cookies[role],
			    '=') + 1, db_last_id(db), WORLD_NOW);
	}
	return status;
}

int
desk_open(void **state)
{
	if (world_open(state) != 0)
		return -1;
	return world_run(*state, add_accounts, NULL) == STATUS_OK ? 0 : -1;
}

void
desk_set_passwords(struct world *world)
{
	static char hashed[200];
	const char *hash;

	if (hashed[0] == '\0') {
		assert_int_equal(password_hash(&world->config, PASSWORD,
		    world->arena, &hash), STATUS_OK);
		assert_true(strlen(hash) < sizeof(hashed));
		strcpy(hashed, hash);
	}
	world_sql(world, arena_printf(world->arena, "UPDATE account SET"
	    " wachtwoord = '%s'", hashed));
}

struct reply
desk_ask(struct world *world, struct ask ask)
{
	struct site site = desk_site(world->config.base_url);

	return world_ask(world, &site, ask);
}

struct reply
desk_get(struct world *world, const char *path, const char *who)
{
	return desk_ask(world, (struct ask){ .path = path, .cookie = who });
}

struct reply
desk_page_at(struct world *world, const char *path, const char *who,
    const char *file, int line)
{
	struct reply reply = desk_get(world, path, who);

	if (reply.code != 200) {
		print_error("%s is answered with %d\n", path, reply.code);
		_fail(file, line);
	}
	return reply;
}

const char *
desk_csrf_at(struct world *world, const char *who, const char *file, int line)
{
	struct reply page = desk_page_at(world, CSRF_PATH, who, file, line);

	return reply_value_at(world, &page, "csrf", file, line);
}

struct reply
desk_send_at(struct world *world, const char *path, const char *who,
    const char *body, const char *file, int line)
{
	return desk_ask(world, (struct ask){
		.path = path, .cookie = who, .body = arena_printf(
		    world->arena, "csrf=%s&%s", desk_csrf_at(world, who, file,
		    line), body),
	});
}
