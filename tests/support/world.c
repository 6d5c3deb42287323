#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/clock.h"
#include "db/mail/outbox_claim.h"
#include "db/migration.h"
#include "db/registration/attendee_index.h"
#include "db/registration/invariants.h"
#include "mail/compose/composer.h"
#include "tests/support/world.h"

#define ARENA_LIMIT	((size_t)256 << 20)
#define FORM_MAX	((size_t)1 << 20)
#define REPLY_MAX	((size_t)32 << 20)
#define COMPOSED_MAX	1000

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* A test cannot go on in a world that does not stand. */
static void
insist(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "world: %s\n", what);
	abort();
}

static int64_t now = WORLD_NOW;
static uint64_t drawn;

int64_t
world_now(void)
{
	return now;
}

void
world_set_now(int64_t moment)
{
	now = moment;
}

void
world_random(void *bytes, size_t length)
{
	unsigned char *at = bytes;

	drawn++;
	for (size_t i = 0; i < length; i++)
		at[i] = (unsigned char)(drawn >> (8 * (i % 8)));
}

static const char schema_rows[] =
    "INSERT INTO event (id, uid, titel, doelgroep, omschrijving, begin,"
    " einde, locatie, bereikbaar, capaciteit, aanmelden_open,"
    " aanmelden_dicht, max_per_aanmelding, organisatie, organisatie_email,"
    " zichtbaar) VALUES (1, 'toets@example.nl', 'Oriëntatiebijeenkomst',"
    " 'Voor wethouders', 'Een dag over het mbo.', 1799744400, 1799762400,"
    " 'MBO Raad, Woerden', '', 10, 1795400000, 1799190000, 6, 'MBO Raad',"
    " 'info@mboraad.nl', 1);"
    "INSERT INTO round (id, event, nummer, titel, begin, einde) VALUES "
    " (1, 1, 1, 'Ronde 1', 1799748000, 1799751300),"
    " (2, 1, 2, 'Ronde 2', 1799755500, 1799758800);"
    "INSERT INTO session (id, round, positie, titel, capaciteit) VALUES"
    " (11, 1, 1, 'Lassen', 2), (12, 1, 2, 'Bakken', 5),"
    " (21, 2, 1, 'Zorg', 5), (22, 2, 2, 'Bouw', 5);"
    "INSERT INTO programme_item (event, begin, einde, titel) VALUES"
    " (1, 1799744400, 1799747400, 'Welkom');"
    "INSERT INTO thema (sleutel, positie, titel, toelichting) VALUES"
    " ('vsv', 1, 'Voortijdig schoolverlaten', ''),"
    " ('llo', 2, 'Leven lang ontwikkelen', '');"
    "INSERT INTO gemeente (code, naam, officiele_naam, provincie, domein)"
    " VALUES ('GM0632', 'Woerden', 'Woerden', 'Utrecht', 'woerden.nl'),"
    " ('GM0518', '''s-Gravenhage', '''s-Gravenhage', 'Zuid-Holland', ''),"
    " ('GM1900', 'Súdwest-Fryslân', 'Súdwest-Fryslân', 'Fryslân', '');"
    "INSERT INTO gemeente (code, naam, officiele_naam, provincie,"
    " geldig_vanaf, geldig_tot, opvolger) VALUES"
    " ('GM0007', 'Voorbij', 'Voorbij', 'Utrecht', '2020-01-01',"
    " '2026-11-24', 'GM0632'),"
    " ('GM0008', 'Laatste Dag', 'Laatste Dag', 'Utrecht', '2020-01-01',"
    " '2026-11-25', 'GM0632'),"
    " ('GM0009', 'Morgen', 'Morgen', 'Utrecht', '2026-11-25', NULL, NULL);"
    "INSERT INTO gemeente_alias (alias, gemeente) VALUES ('Den Haag',"
    " 'GM0518'),"
    " ('Wâldstêd', 'GM0632'), ('Oud Voorbij', 'GM0007');"
    "UPDATE event SET wijzigen_tot = begin;";

static enum status
fill(struct db *db, void *arg, struct arena *arena)
{
	(void)arg;
	(void)arena;
	return db_script(db, schema_rows, sizeof(schema_rows) - 1);
}

const char *
world_path(struct world *world, const char *name)
{
	return arena_printf(world->arena, "%s/%s", world->dir, name);
}

/*
 * The database as a program's first world has it: the others begin with a copy.
 * Reading the schema and every statement took nine tenths of their time.
 */
static unsigned char	*first;
static sqlite3_int64	 first_size;

static struct db *
first_database(struct world *world)
{
	struct db *db;
	sqlite3 *handle;

	insist(db_open(world->database, DB_NEW, &db) == STATUS_OK, "open");
	insist(migration_run(db, &world->secret, world->arena) == STATUS_OK,
	    "migrate");
	insist(db_write(db, fill, NULL, world->arena) == STATUS_OK, "fill");
	insist(sqlite3_open(world->database, &handle) == SQLITE_OK, "open");
	first = sqlite3_serialize(handle, "main", &first_size, 0);
	insist(first != NULL, "copy");
	sqlite3_close(handle);
	return db;
}

static struct db *
next_database(struct world *world)
{
	struct db *db;
	FILE *file = fopen(world->database, "wx");

	insist(file != NULL && fwrite(first, 1, (size_t)first_size, file) ==
	    (size_t)first_size && fclose(file) == 0, "copy");
	insist(db_open(world->database, DB_WRITE, &db) == STATUS_OK, "open");
	return db;
}

static void
set_up_database(struct world *world)
{
	struct db *db = first == NULL ? first_database(world) :
	    next_database(world);

	insist(writer_new(db, &world->app.writer) == STATUS_OK, "writer");
	insist(db_open(world->database, DB_READ, &world->app.db) ==
	    STATUS_OK, "reader");
	world->app.cache = catalog_cache_new(world->app.db);
	world->app.seats = seats_cache_new();
	insist(sqlite3_open_v2(world->database, (sqlite3 **)&world->seen,
	    SQLITE_OPEN_READONLY, NULL) == SQLITE_OK, "own reader");
	sqlite3_busy_timeout(world->seen, 2000);
}

static void
set_up_app(struct world *world)
{
	world->config = (struct config){
		.database = world->database, .base_url = WORLD_BASE,
		.mail_from = "aanmelden@mboraad.nl", .smtp_tls = "none",
		.smtp_auth = "password", .bounce_address = "",
		.mail_timeout = 120, .mail_alarm_minutes = 60,
		.mail_keep_days = 30, .bounce_keep_days = 365,
		.evaluation_keep_days = 365, .audit_keep_days = 365,
		.backup_days = 30,
		.secret = world_path(world, "secret"),
		.security_expires = "2027-05-01", .password_cost = "low",
		.mail_per_address = 40, .mail_per_registration = 60,
		.mail_new_addresses = 30, .people_per_network = 30,
		.limits = false,
	};
	memset(world->secret.bytes, 's', SECRET_SIZE);
	world->app.config = &world->config;
	world->app.secret = &world->secret;
	world->app.now = world_now;
	world->app.random = world_random;
}

int
world_open(void **state)
{
	struct world *world = calloc(1, sizeof(*world));
	const char *place;

	insist(world != NULL, "memory");
	clock_open();
	token_open();
	now = WORLD_NOW;
	drawn = 0;
	world->arena = arena_new(ARENA_LIMIT);
	place = getenv("TMPDIR");
	snprintf(world->dir, sizeof(world->dir), "%s/world.XXXXXX",
	    place == NULL ? "/tmp" : place);
	insist(mkdtemp(world->dir) != NULL, "mkdtemp");
	insist(asprintf(&world->database, "%s/toets.db", world->dir) > 0,
	    "memory");
	set_up_app(world);
	set_up_database(world);
	*state = world;
	return 0;
}

const char *
world_broken(struct world *world)
{
	struct breach breaches[INVARIANTS];
	const char *names = "";
	size_t count = 0;

	insist(db_snapshot(world->app.db) == STATUS_OK, "snapshot");
	insist(invariants_check(world->app.db, now, breaches, &count) ==
	    STATUS_OK, "invariants");
	db_release(world->app.db);
	for (size_t i = 0; i < count; i++)
		names = arena_printf(world->arena, "%s%s%s", names,
		    i == 0 ? "" : " ", breaches[i].invariant->name);
	return names;
}

int
world_close(void **state)
{
	struct world *world = *state;
	char *command;
	int code;

	insist(world->spoilt || world_broken(world)[0] == '\0',
	    world_broken(world));
	sqlite3_close(world->seen);
	catalog_cache_free(world->app.cache);
	seats_cache_free(world->app.seats);
	db_close(world->app.db);
	writer_free(world->app.writer);
	insist(asprintf(&command, "rm -r %s", world->dir) > 0, "memory");
	code = system(command);
	free(command);
	free(world->database);
	arena_free(world->arena);
	free(world);
	return code;
}

enum status
world_run(struct world *world, db_work work, void *arg)
{
	return writer_run(world->app.writer, work, arg);
}

struct db *
world_second_writer(struct world *world)
{
	struct db *db;

	insist(db_open(world->database, DB_WRITE, &db) == STATUS_OK, "open");
	return db;
}

static enum status
run_script(struct db *db, void *arg, struct arena *arena)
{
	const char *sql = arg;
	enum status status = db_script(db, sql, strlen(sql));

	(void)arena;
	return status == STATUS_OK ? attendee_index_all(db) : status;
}

void
world_sql(struct world *world, const char *sql)
{
	char *copy = arena_string(world->arena, sql);

	insist(world_run(world, run_script, copy) == STATUS_OK, sql);
}

/* Letters are composed when a mailer claims them, and here when looked at. */
SQL(WORLD_DROP, "DELETE FROM outbox WHERE id = ?1");
SQL(WORLD_STORE,
    "INSERT INTO outbox_bericht (outbox, afzender, bericht)"
    " VALUES (?1, ?2, ?3)");

struct writing {
	struct composed	*composed;
	size_t		 count;
};

static enum status
store_messages(struct db *db, void *arg, struct arena *arena)
{
	const struct writing *writing = arg;
	enum status status = STATUS_OK;

	(void)arena;
	for (size_t i = 0; status == STATUS_OK && i < writing->count; i++) {
		const struct composed *one = &writing->composed[i];

		insist(one->fault == NULL, "a letter can be composed");
		status = one->nothing ? db_run(db, SQL_WORLD_DROP,
		    VALUES(value_integer(one->id))) :
		    db_run(db, SQL_WORLD_STORE, VALUES(
		    value_integer(one->id), value_text(one->afzender),
		    value_blob(one->bericht, one->length)));
	}
	return status;
}

void
world_compose(struct world *world)
{
	struct writing writing = { .composed = arena_array(world->arena,
	    COMPOSED_MAX, sizeof(struct composed)) };
	struct composer *composer;

	insist(composer_new(&world->config, &world->secret, &composer) ==
	    STATUS_OK, "composer");
	insist(composer_run(composer,
	    &(struct terms){ .now = world_now(), .max = COMPOSED_MAX },
	    world->arena, writing.composed, &writing.count) == STATUS_OK,
	    "compose");
	composer_free(composer);
	if (writing.count > 0)
		insist(world_run(world, store_messages, &writing) ==
		    STATUS_OK, "store");
}

void
world_send(struct world *world)
{
	world_sql(world, "UPDATE outbox SET status = 'sent', verzonden = 1,"
	    " volgende = NULL, pogingen = 1 WHERE volgende IS NOT NULL");
}

void
world_put_letter(struct world *world, const char *ontvanger,
    const void *message, size_t length, int64_t moment)
{
	char *hex = arena_alloc(world->arena, 2 * length + 1);

	for (size_t i = 0; i < length; i++)
		sprintf(hex + 2 * i, "%02x",
		    ((const unsigned char *)message)[i]);
	world_sql(world, arena_printf(world->arena, "INSERT INTO outbox"
	    " (soort, ontvanger, wie, gemaakt, volgende, vast_tot) VALUES"
	    " ('aangemeld', '%s', 'contact', %lld, %lld, %lld); INSERT INTO"
	    " outbox_bericht VALUES (last_insert_rowid(),"
	    " 'aanmelden@mboraad.nl', x'%s')", ontvanger, (long long)moment,
	    (long long)moment, (long long)moment, hex));
}

const char *
world_text(struct world *world, const char *format, ...)
{
	const char *found = "";
	sqlite3_stmt *statement;
	va_list args;
	char *sql;

	va_start(args, format);
	insist(vasprintf(&sql, format, args) >= 0, "memory");
	va_end(args);
	if (strstr(sql, "outbox_bericht") != NULL)
		world_compose(world);
	insist(sqlite3_prepare_v2(world->seen, sql, -1, &statement, NULL) ==
	    SQLITE_OK, sql);
	if (sqlite3_step(statement) == SQLITE_ROW &&
	    sqlite3_column_type(statement, 0) != SQLITE_NULL)
		found = arena_copy(world->arena,
		    sqlite3_column_blob(statement, 0),
		    (size_t)sqlite3_column_bytes(statement, 0));
	insist(sqlite3_finalize(statement) == SQLITE_OK, sql);
	free(sql);
	return found;
}

int64_t
world_number(struct world *world, const char *format, ...)
{
	const char *text;
	va_list args;
	char *sql;

	va_start(args, format);
	insist(vasprintf(&sql, format, args) >= 0, "memory");
	va_end(args);
	text = world_text(world, "%s", sql);
	free(sql);
	return text[0] == '\0' ? -1 : strtoll(text, NULL, 10);
}

int64_t
world_count(struct world *world, const char *table)
{
	return world_number(world, "SELECT count(*) FROM %s", table);
}

const char *
world_places(struct world *world, int64_t registration)
{
	return world_text(world, "SELECT group_concat(letter, '') FROM"
	    " (SELECT substr(status, 1, 1) AS letter FROM participant"
	    " WHERE registration = %lld ORDER BY positie)",
	    (long long)registration);
}

const char *
world_letters(struct world *world)
{
	return world_text(world, "SELECT group_concat(line, '') FROM"
	    " (SELECT soort || ' ' || ontvanger || char(10) AS line"
	    " FROM outbox ORDER BY id)");
}

const struct catalog *
world_catalog(struct world *world)
{
	const struct catalog *catalog = NULL;

	insist(app_catalog(&world->app, CATALOG_VISIBLE, &catalog) ==
	    STATUS_OK, "catalog");
	return catalog;
}

struct act_context
world_act(struct world *world)
{
	return app_act(&world->app, world_catalog(world), "contact");
}

static void
add_participant(struct world *world, struct registration *registration,
    char role)
{
	size_t i = registration->nparticipants++;
	struct participant *one = &registration->participants[i];

	one->positie = (int64_t)i + 1;
	one->nonce = link_nonce(world_random);
	for (int field = 0; field < PARTICIPANT__MAX; field++)
		one->answer[field] = "";
	one->answer[PARTICIPANT_VOORNAAM] = arena_printf(world->arena, "P%zu",
	    i + 1);
	one->answer[PARTICIPANT_ACHTERNAAM] = "van Dijk";
	one->answer[PARTICIPANT_ROL] = role == 'w' ? "wethouder" :
	    "medewerker";
}

struct registration *
world_delegation(struct world *world, const char *key, const char *policy,
    const char *roles)
{
	struct registration *registration = arena_alloc(world->arena,
	    sizeof(*registration));

	*registration = (struct registration){
		.event = 1, .aangemeld = world_now(),
		.gemeente_naam = "Woerden", .gemeente_domein = "woerden.nl",
		.answer = {
			[CONTACT_GEMEENTE] = "GM0632",
			[CONTACT_VOORNAAM] = "Anne",
			[CONTACT_ACHTERNAAM] = "de Vries",
			[CONTACT_EMAIL] = "a.devries@woerden.nl",
			[CONTACT_WACHTLIJST] = policy,
		},
		.participants = arena_array(world->arena, PARTICIPANTS_MAX,
		    sizeof(struct participant)),
	};
	for (int field = 0; field < CONTACT__MAX; field++)
		if (registration->answer[field] == NULL)
			registration->answer[field] = "";
	registration->nonce = link_nonce(world_random);
	key_digest(&world->secret, key, registration->key_hash);
	for (; *roles != '\0'; roles++)
		add_participant(world, registration, *roles);
	return registration;
}

struct world_act {
	struct act_context	 act;
	struct registration	*registration;
	int64_t			 id;
	int64_t			 positie;
};

static enum status
sign_up(struct db *db, void *arg, struct arena *arena)
{
	struct world_act *action = arg;

	return act_sign_up(db, &action->act, action->registration, arena);
}

enum status
world_try_sign_up(struct world *world, struct registration *registration)
{
	struct world_act action = {
		.act = world_act(world), .registration = registration,
	};

	return world_run(world, sign_up, &action);
}

int64_t
world_sign_up(struct world *world, struct registration *registration)
{
	insist(world_try_sign_up(world, registration) == STATUS_OK, "sign up");
	return registration->id;
}

static enum status
cancel(struct db *db, void *arg, struct arena *arena)
{
	const struct world_act *action = arg;

	return act_cancel(db, &action->act, action->id, action->positie, arena);
}

static enum status
restore(struct db *db, void *arg, struct arena *arena)
{
	const struct world_act *action = arg;

	return act_restore(db, &action->act, action->id, action->positie,
	    arena);
}

enum status
world_cancel(struct world *world, int64_t id, int64_t positie)
{
	return world_run(world, cancel, &(struct world_act){
		.act = world_act(world), .id = id, .positie = positie,
	});
}

enum status
world_restore(struct world *world, int64_t id, int64_t positie)
{
	return world_run(world, restore, &(struct world_act){
		.act = world_act(world), .id = id, .positie = positie,
	});
}

/* A parameter as the web server passes it; without a value there is none. */
static void
add_parameter(struct world *world, char **parameters, size_t *count,
    const char *name, const char *value)
{
	if (value != NULL)
		parameters[(*count)++] = arena_printf(world->arena, "%s=%s",
		    name, value);
}

static char **
parameters_of(struct world *world, const struct ask *ask)
{
	char **parameters = arena_array(world->arena, 13, sizeof(char *));
	size_t count = 0, length = strcspn(ask->path, "?");
	bool post = ask->body != NULL;

	add_parameter(world, parameters, &count, "REQUEST_METHOD",
	    post ? "POST" : "GET");
	add_parameter(world, parameters, &count, "DOCUMENT_URI",
	    arena_copy(world->arena, ask->path, length));
	add_parameter(world, parameters, &count, "QUERY_STRING",
	    ask->path[length] == '?' ? ask->path + length + 1 : "");
	add_parameter(world, parameters, &count, "REMOTE_ADDR",
	    ask->address == NULL ? "192.0.2.1" : ask->address);
	add_parameter(world, parameters, &count, "HTTP_USER_AGENT",
	    ask->agent);
	add_parameter(world, parameters, &count, "HTTP_COOKIE", ask->cookie);
	add_parameter(world, parameters, &count, "HTTP_SEC_FETCH_SITE",
	    ask->fetch_site);
	add_parameter(world, parameters, &count, "HTTP_ORIGIN",
	    ask->origin == NULL && post ? world->config.base_url :
	    ask->origin);
	add_parameter(world, parameters, &count, "SHARED_PAGE",
	    ask->shared ? "yes" : NULL);
	if (post)
		add_parameter(world, parameters, &count, "CONTENT_TYPE",
		    ask->type == NULL ? "application/x-www-form-urlencoded" :
		    ask->type);
	return parameters;
}

static enum status
collect(void *arg, const void *bytes, size_t length)
{
	buf_add(arg, bytes, length);
	return STATUS_OK;
}

static struct reply
split(struct world *world, const struct buf *out)
{
	const char *end = strstr(out->data, "\r\n\r\n");
	struct reply reply = { .code = 0 };

	insist(end != NULL && sscanf(out->data, "Status: %d", &reply.code) ==
	    1, "an answer without a head");
	reply.head = arena_copy(world->arena, out->data,
	    (size_t)(end - out->data) + 2);
	reply.body = end + 4;
	return reply;
}

struct reply
world_ask(struct world *world, const struct site *site, struct ask ask)
{
	size_t length = ask.body == NULL ? 0 : strlen(ask.body);
	/* Of its exact size, so that a byte too far is seen. */
	char *body = length == 0 ? NULL : malloc(length);
	struct response response;
	struct request request;
	struct buf out;
	struct sink sink = { .write = collect, .arg = &out };
	enum status sent;

	insist(length == 0 || body != NULL, "memory for a body");
	if (body != NULL)
		memcpy(body, ask.body, length);
	buf_init(&out, world->arena, REPLY_MAX);
	response_init(&response, world->arena);
	request_from_parameters(parameters_of(world, &ask), body, length,
	    world->arena, &request);
	router_answer(site, &world->app, &request, &response);
	sent = response_write(&response, &request, &sink);
	free(body);
	return sent == STATUS_OK ? split(world, &out) :
	    (struct reply){ .head = "", .body = "" };
}

const char *
reply_header(struct world *world, const struct reply *reply, const char *name)
{
	const char *mark = arena_printf(world->arena, "\n%s: ", name);
	const char *at = strstr(reply->head, mark);

	if (at == NULL)
		return NULL;
	at += strlen(mark);
	return arena_copy(world->arena, at, strcspn(at, "\r"));
}

static void
encode(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		    "abcdefghijklmnopqrstuvwxyz0123456789-_.", *text) != NULL)
			buf_char(out, *text);
		else
			buf_printf(out, "%%%02X", (unsigned char)*text);
}

static void
add_field(struct buf *out, const char *name, const char *value)
{
	if (out->length > 0)
		buf_char(out, '&');
	encode(out, name);
	buf_char(out, '=');
	encode(out, value);
}

const char *
world_form(struct world *world, ...)
{
	const char *name;
	struct buf out;
	va_list args;

	buf_init(&out, world->arena, FORM_MAX);
	va_start(args, world);
	while ((name = va_arg(args, const char *)) != NULL)
		add_field(&out, name, va_arg(args, const char *));
	va_end(args);
	return out.data;
}

static const char *const valid[][2] = {
	{ "sleutel", WORLD_KEY },
	{ "gemeente", "GM0632" },
	{ "contact_voornaam", "Anne" },
	{ "contact_achternaam", "de Vries" },
	{ "contact_email", "a.devries@woerden.nl" },
	{ "deelnemer_1_voornaam", "Zoë" },
	{ "deelnemer_1_achternaam", "van den Berg" },
	{ "deelnemer_1_email", "z.vandenberg@woerden.nl" },
	{ "deelnemer_1_rol", "wethouder" },
	{ "deelnemer_1_sessie_1", "11" },
	{ "deelnemer_2_voornaam", "Jan" },
	{ "deelnemer_2_achternaam", "Jansen" },
	{ "deelnemer_2_rol", "medewerker" },
	{ "thema", "vsv" },
};

#define CHANGES_MAX	40

const char *
world_valid_form(struct world *world, ...)
{
	const char *fields[COUNT(valid) + CHANGES_MAX][2], *name;
	size_t count = COUNT(valid), i;
	struct buf out;
	va_list args;

	memcpy(fields, valid, sizeof(valid));
	va_start(args, world);
	while ((name = va_arg(args, const char *)) != NULL) {
		for (i = 0; i < count && strcmp(fields[i][0], name) != 0; i++)
			continue;
		insist(i < COUNT(fields), "too many changes");
		fields[i][0] = name;
		fields[i][1] = va_arg(args, const char *);
		count += i == count;
	}
	va_end(args);
	buf_init(&out, world->arena, FORM_MAX);
	for (i = 0; i < count; i++)
		if (fields[i][1][0] != '\0')
			add_field(&out, fields[i][0], fields[i][1]);
	return out.data;
}
