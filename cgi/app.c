#include <stdlib.h>

#include "cgi/app.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/turns.h"
#include "db/installation.h"

enum status
program_open(const char *name, const char *config, struct program *program)
{
	struct db *db = NULL;
	enum status status;

	log_open(name);
	clock_open();
	token_open();
	*program = (struct program){ .config = NULL };
	status = config_load(config, &program->config);
	if (status == STATUS_OK)
		status = installation_open(program->config, DB_WRITE,
		    &program->secret, &db);
	if (status == STATUS_OK)
		status = writer_new(db, &program->writer);
	/* From here on the writer closes it. */
	if (status == STATUS_OK)
		writer_set_patience(program->writer,
		    (size_t)program->config->workers * 3 / 4);
	if (status != STATUS_OK && db != NULL)
		db_close(db);
	if (status == STATUS_OK && program->config->limits &&
	    (program->limit = limit_new()) == NULL)
		status = STATUS_FAIL;
	if (status != STATUS_OK)
		program_close(program);
	return status;
}

void
program_close(struct program *program)
{
	writer_free(program->writer);
	limit_free(program->limit);
	config_free(program->config);
	*program = (struct program){ .config = NULL };
}

bool
program_alive(void *arg)
{
	const struct program *program = arg;

	return writer_is_alive(program->writer);
}

#define SEATS_LIMIT	((size_t)1 << 20)

struct seats_cache {
	struct arena	*arena;
	int64_t		 event;		/* 0: nothing yet */
	int64_t		 version;	/* of the database, when counted */
	struct taken	 taken;
};

struct seats_cache *
seats_cache_new(void)
{
	struct seats_cache *cache = calloc(1, sizeof(*cache));

	if (cache == NULL)
		abort();
	cache->arena = arena_new(SEATS_LIMIT);
	return cache;
}

void
seats_cache_free(struct seats_cache *cache)
{
	arena_free(cache->arena);
	free(cache);
}

enum status
app_taken(struct app *app, const struct catalog *catalog,
    struct taken *taken)
{
	struct seats_cache *cache = app->seats;
	int64_t event = catalog->event.id, version = db_version(app->db);
	enum status status = STATUS_OK;

	if (cache->event != event || cache->version != version) {
		arena_reset(cache->arena);
		cache->event = 0;
		status = seats_taken(app->db, event, &cache->taken.places);
		if (status == STATUS_OK)
			status = seats_by_session(app->db, event,
			    cache->arena, &cache->taken.sessions,
			    &cache->taken.nsessions);
		if (status == STATUS_OK)
			cache->event = event;
	}
	cache->version = version;
	if (status == STATUS_OK)
		*taken = cache->taken;
	return status;
}

void *
app_open(void *arg)
{
	struct program *program = arg;
	struct app *app = calloc(1, sizeof(*app));

	if (app == NULL)
		return NULL;
	*app = (struct app){
		.config = program->config, .secret = &program->secret,
		.writer = program->writer, .limit = program->limit,
		.now = clock_now,
		.random = random_bytes,
	};
	if (db_open(program->config->database, DB_READ, &app->db) !=
	    STATUS_OK) {
		free(app);
		return NULL;
	}
	app->cache = catalog_cache_new(app->db);
	app->seats = seats_cache_new();
	return app;
}

void
app_close(void *arg)
{
	struct app *app = arg;

	app_hold(app, NULL);
	catalog_cache_free(app->cache);
	seats_cache_free(app->seats);
	db_close(app->db);
	free(app);
}

void
app_recover(void *arg)
{
	struct app *app = arg;

	app_hold(app, NULL);
	turns_end();
	db_recover(app->db);
}

void
app_hold(struct app *app, FILE *file)
{
	if (app->file != NULL && app->file != file)
		fclose(app->file);
	app->file = file;
}

enum status
app_catalog(struct app *app, int64_t event, const struct catalog **catalog)
{
	return catalog_current(app->cache, event, app->now(), catalog);
}

struct act_context
app_act(struct app *app, const struct catalog *catalog, const char *who)
{
	return (struct act_context){
		.catalog = catalog, .config = app->config,
		.secret = app->secret, .now = app->now(),
		.random = app->random, .who = who,
	};
}
