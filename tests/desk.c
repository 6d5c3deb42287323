#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/desk/routes.h"
#include "db/arena.h"
#include "db/login.h"
#include "tests/desk.h"

/* Open to every session, also to one that still needs a second factor. */
#define CSRF_PATH	"/beheer/account/tweede-stap"

/* So much is shown of a body around what matters. */
#define AROUND		200

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
	static char hashed[200];	/* it costs time on purpose */
	const char *hash;

	if (hashed[0] == '\0') {
		assert_int_equal(password_hash(PASSWORD, world->arena,
		    &hash), STATUS_OK);
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

/* The longest piece of the text that is in the body, and where it is. */
static const char *
nearest(const char *body, const char *text, size_t *length)
{
	const char *found = body;

	*length = 0;
	for (; *text != '\0'; text++)
		for (const char *at = body; *at != '\0'; at++) {
			size_t same = 0;

			while (text[same] != '\0' && text[same] == at[same])
				same++;
			if (same > *length) {
				*length = same;
				found = at;
			}
		}
	return found;
}

/* What stands around a place in the body, and never half a letter. */
static void
show(const struct reply *reply, const char *at, size_t length)
{
	size_t before = (size_t)(at - reply->body);
	const char *from = before > AROUND ? at - AROUND : reply->body;
	const char *end = at + strnlen(at, length + AROUND);

	while ((*from & 0xc0) == 0x80)
		from++;
	while ((*end & 0xc0) == 0x80)
		end++;
	print_error("---- of the body, code %d:\n%.*s\n----\n", reply->code,
	    (int)(end - from), from);
}

void
assert_holds_at(const struct reply *reply, const char *text,
    const char *file, int line)
{
	const char *at;
	size_t length;

	if (strstr(reply->body, text) != NULL)
		return;
	at = nearest(reply->body, text, &length);
	print_error("not there: %s\nThe nearest: %.*s\n", text, (int)length,
	    at);
	show(reply, at, length);
	_fail(file, line);
}

void
assert_lacks_at(const struct reply *reply, const char *text,
    const char *file, int line)
{
	const char *at = strstr(reply->body, text);

	if (at == NULL)
		return;
	print_error("there: %s\n", text);
	show(reply, at, strlen(text));
	_fail(file, line);
}

const char *
reply_cut_at(struct world *world, const struct reply *reply,
    const char *before, const char *end, const char *file, int line)
{
	const char *at;

	assert_holds_at(reply, before, file, line);
	at = strstr(reply->body, before) + strlen(before);
	return arena_copy(world->arena, at, strcspn(at, end));
}

const char *
reply_value_at(struct world *world, const struct reply *reply,
    const char *name, const char *file, int line)
{
	return reply_cut_at(world, reply, arena_printf(world->arena,
	    "name=\"%s\" value=\"", name), "\"", file, line);
}
