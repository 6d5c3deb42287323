#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/mail/outbox.h"
#include "mail/housekeeping.h"
#include "mail/relay/deliver.h"
#include "mail/relay/relay.h"
#include "tests/support/script.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define HOUR		((int64_t)3600)
#define TURNS_MAX	1000

/* One fault_server.py that keeps its letters in the world's directory. */
struct test_relay {
	struct script	 script;
	union {
		int	 ports[2];
		struct {
			int	 port;
			int	 token_port;	/* with --token-port */
		};
	};
};

static struct test_relay
relay_start_with(const struct world *world, const char **options,
    size_t ports)
{
	struct test_relay relay;

	relay.script = script_start("tests/support/fault_server.py", world->dir,
	    options, relay.ports, ports);
	return relay;
}

#define relay_start(world, ...)	relay_start_with(world, \
	(const char *[]){ __VA_ARGS__, NULL }, 1)

static void
relay_stop(struct test_relay *relay)
{
	script_stop(&relay->script);
}

/* The letters it took, for one address or with NULL for all. */
static int
kept(const struct world *world, const char *address)
{
	DIR *dir = opendir(world->dir);
	struct dirent *entry;
	int count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		if (strstr(entry->d_name, ".eml") != NULL &&
		    (address == NULL || strstr(entry->d_name, address)))
			count++;
	closedir(dir);
	return count;
}

static void
file_write(struct world *world, const char *name, const char *text)
{
	FILE *file = fopen(world_path(world, name), "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void
add(struct world *world, const char *address)
{
	const char *message = arena_printf(world->arena,
	    "Message-ID: <%s>\r\n\r\nHallo.\r\n", address);

	world_put_letter(world, address, message, strlen(message),
	    WORLD_NOW);
}

static void
add_many(struct world *world, int count)
{
	for (int i = 0; i < count; i++)
		add(world, arena_printf(world->arena, "nr%d@x.nl", i));
}

/* Everything that a mailer has, but its threads. */
struct mailer {
	struct relay		*relay;
	struct relay_pause	 pause;
	struct deliverer	*deliverers[2];
};

static struct smtp *
connect_to(const struct mailer *mailer)
{
	struct smtp *smtp = NULL;

	assert_int_equal(relay_connect(mailer->relay, &smtp), STATUS_OK);
	return smtp;
}

static void
mailer_open(struct world *world, struct mailer *mailer,
    struct writer *writer, int port)
{
	world->config.smtp_url = arena_printf(world->arena,
	    "smtp://127.0.0.1:%d", port);
	assert_int_equal(relay_new(&world->config, &mailer->relay), STATUS_OK);
	relay_pause_open(&mailer->pause);
	for (size_t i = 0; i < COUNT(mailer->deliverers); i++)
		mailer->deliverers[i] = deliverer_new(&world->config, writer,
		    &mailer->pause, connect_to(mailer), world_now, NULL,
		    (struct share){ 0, 0 });
}

static void
mailer_close(struct mailer *mailer)
{
	for (size_t i = 0; i < COUNT(mailer->deliverers); i++)
		deliverer_free(mailer->deliverers[i]);
	relay_free(mailer->relay);
	relay_pause_close(&mailer->pause);
}

/* Turns until there is something else to say than that one was done. */
static enum delivery
run(struct deliverer *deliverer)
{
	enum delivery delivery = DELIVERY_DONE;

	for (int i = 0; i < TURNS_MAX && delivery == DELIVERY_DONE; i++)
		delivery = deliver_turn(deliverer);
	return delivery;
}

static const char *
state_of(struct world *world, const char *address)
{
	return world_text(world, "SELECT status || ' ' || pogingen FROM"
	    " outbox WHERE ontvanger = '%s'", address);
}

static int64_t
count_of(struct world *world, const char *status)
{
	return world_number(world, "SELECT count(*) FROM outbox WHERE status"
	    " = '%s'", status);
}

static void
test_each_fault_leaves_the_letter_in_the_right_state(void **state)
{
	static const struct {
		const char	*address;
		const char	*first;		/* while the fault lasts */
		const char	*then;
		int		 kept;
	} vectors[] = {
		{ "jan@x.nl", "sent 1", "sent 1", 1 },
		{ "tmp450@x.nl", "deferred 1", "sent 2", 1 },
		{ "perm550@x.nl", "failed 1", "failed 1", 0 },
		{ "data451@x.nl", "deferred 1", "sent 2", 1 },
		{ "data554@x.nl", "failed 1", "failed 1", 0 },
		{ "dropdata@x.nl", "deferred 1", "sent 2", 1 },
		/* What SMTP leaves open: it may have arrived. */
		{ "dropafter@x.nl", "deferred 1", "sent 2", 2 },
		{ "dropnext@x.nl", "sent 1", "sent 1", 1 },
		{ "piet@x.nl", "sent 1", "sent 1", 1 },
	};
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	struct mailer mailer;

	for (size_t i = 0; i < COUNT(vectors); i++)
		add(world, vectors[i].address);
	mailer_open(world, &mailer, world->app.writer, relay.port);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_string_equal(state_of(world, vectors[i].address),
		    vectors[i].first);
	file_write(world, "well", "");
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	world_set_now(WORLD_NOW + HOUR);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	for (size_t i = 0; i < COUNT(vectors); i++) {
		assert_string_equal(state_of(world, vectors[i].address),
		    vectors[i].then);
		assert_int_equal(kept(world, vectors[i].address),
		    vectors[i].kept);
	}
	mailer_close(&mailer);
	relay_stop(&relay);
}

static void
test_the_relays_words_are_kept_with_the_letter(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	struct mailer mailer;

	add(world, "jan@x.nl");
	add(world, "perm550@x.nl");
	mailer_open(world, &mailer, world->app.writer, relay.port);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	assert_string_equal(world_text(world, "SELECT antwoord FROM outbox"
	    " WHERE id = 1"), "250 2.0.0 kept for jan@x.nl on 1");
	assert_int_equal(world_number(world, "SELECT verzonden FROM outbox"
	    " WHERE id = 1"), WORLD_NOW);
	assert_string_equal(world_text(world, "SELECT antwoord FROM outbox"
	    " WHERE id = 2"), "550 5.1.1 no such mailbox");
	mailer_close(&mailer);
	relay_stop(&relay);
}

static void
test_a_relay_that_is_away_pauses_all_and_costs_no_tries(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	char port[16];
	struct mailer mailer;

	add_many(world, 40);
	mailer_open(world, &mailer, world->app.writer, relay.port);
	assert_int_equal(deliver_turn(mailer.deliverers[0]), DELIVERY_DONE);
	relay_stop(&relay);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_PAUSE);
	assert_int_equal(run(mailer.deliverers[1]), DELIVERY_PAUSE);
	/* One has been told; nobody else has lost anything. */
	assert_int_equal(count_of(world, "deferred"), 1);
	assert_int_equal(world_number(world, "SELECT max(pogingen) FROM"
	    " outbox WHERE status <> 'sent'"), 0);
	world_set_now(WORLD_NOW + 9);
	assert_int_equal(run(mailer.deliverers[1]), DELIVERY_PAUSE);
	world_set_now(WORLD_NOW + 10);
	assert_int_equal(run(mailer.deliverers[1]), DELIVERY_PAUSE);
	assert_int_equal(count_of(world, "deferred"), 2);
	/* The second pause is twice as long. */
	world_set_now(WORLD_NOW + 29);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_PAUSE);
	assert_int_equal(count_of(world, "deferred"), 2);
	snprintf(port, sizeof(port), "%d", relay.port);
	relay = relay_start(world, "--port", port);
	world_set_now(WORLD_NOW + 30);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	assert_int_equal(count_of(world, "sent"), 40);
	assert_int_equal(world_number(world, "SELECT max(pogingen) FROM"
	    " outbox"), 1);
	mailer_close(&mailer);
	relay_stop(&relay);
}

/* Its letters lose a try only when others went through meanwhile. */
static void
test_one_recipients_refusal_keeps_nobody_waiting(void **state)
{
	static const char *const rows[] = { "bye421@x.nl", "auth530@x.nl" };
	struct world *world = *state;
	struct test_relay relay = relay_start(world, "--pipelining=always");
	struct mailer mailer;

	mailer_open(world, &mailer, world->app.writer, relay.port);
	for (size_t i = 0; i < COUNT(rows); i++) {
		world_set_now(WORLD_NOW + (int64_t)(i * 10) * HOUR);
		add(world, rows[i]);
		add(world, arena_printf(world->arena, "nr%zu@x.nl", i));
		assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
		assert_string_equal(state_of(world, rows[i]),
		    "deferred 0");
		world_set_now(world_now() + 60);
		assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
		assert_string_equal(state_of(world, rows[i]),
		    "deferred 1");
		world_set_now(world_now() + HOUR);
		assert_int_equal(run(mailer.deliverers[1]), DELIVERY_NONE);
		assert_string_equal(state_of(world, rows[i]),
		    "deferred 2");
	}
	assert_int_equal(count_of(world, "sent"), COUNT(rows));
	world_set_now(world_now() + HOUR);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	assert_string_equal(state_of(world, "bye421@x.nl"), "deferred 5");
	assert_string_equal(state_of(world, "auth530@x.nl"), "failed 3");
	mailer_close(&mailer);
	relay_stop(&relay);
}

/* Postfix says at RCPT what it has against us, and to everybody. */
static void
test_what_two_recipients_meet_holds_the_queue(void **state)
{
	static const struct {
		const char	*words;
		enum delivery	 delivery;
		int64_t		 alarms;
	} rows[] = {
		{ "553 5.7.1 not owned by user", DELIVERY_ALARM, 1 },
		{ "554 5.7.1 Relay access denied", DELIVERY_ALARM, 1 },
		{ "504 5.5.2 Helo command rejected", DELIVERY_ALARM, 1 },
		{ "550 no", DELIVERY_ALARM, 1 },
		{ "421 4.7.0 too many errors", DELIVERY_PAUSE, 0 },
		{ "454 4.7.1 Relay access denied", DELIVERY_PAUSE, 0 },
	};
	struct world *world = *state;

	add_many(world, 20);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct test_relay relay = relay_start(world, "--at=RCPT",
		    arena_printf(world->arena, "--say=%s", rows[i].words));
		struct mailer mailer;

		world_set_now(WORLD_NOW + (int64_t)i * HOUR);
		world_sql(world, "DELETE FROM mail_alarm");
		mailer_open(world, &mailer, world->app.writer, relay.port);
		assert_int_equal(run(mailer.deliverers[0]), rows[i].delivery);
		assert_int_equal(run(mailer.deliverers[1]), rows[i].delivery);
		assert_int_equal(world_count(world, "mail_alarm"),
		    rows[i].alarms);
		mailer_close(&mailer);
		relay_stop(&relay);
	}
	assert_int_equal(count_of(world, "failed"), 0);
	assert_int_equal(world_number(world, "SELECT max(pogingen) FROM"
	    " outbox"), 0);
}

/* Nobody else is there to tell: it must not make those wait who come. */
static void
test_who_is_refused_alone_pauses_nobody(void **state)
{
	static const char *const rows[] = { "bye421@x.nl", "auth530@x.nl" };
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	struct mailer mailer;

	for (size_t i = 0; i < COUNT(rows); i++) {
		world_sql(world, "DELETE FROM outbox");
		add(world, rows[i]);
		mailer_open(world, &mailer, world->app.writer, relay.port);
		for (int j = 0; j < 10; j++) {
			run(mailer.deliverers[0]);
			assert_int_equal(mailer.pause.until, 0);
			world_set_now(world_now() + HOUR);
		}
		add(world, arena_printf(world->arena, "nr%zu@x.nl", i));
		assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
		mailer_close(&mailer);
	}
	assert_int_equal(world_count(world, "mail_alarm"), 0);
	relay_stop(&relay);
}

/* Nobody can tell whose fault it is: the letter waits, and is not lost. */
static void
test_single_refused_letter_is_never_lost(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	struct mailer mailer;

	add(world, "auth530@x.nl");
	mailer_open(world, &mailer, world->app.writer, relay.port);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(run(mailer.deliverers[0]), i < 2 ?
		    DELIVERY_NONE : DELIVERY_ALARM);
		assert_string_equal(state_of(world, "auth530@x.nl"),
		    "deferred 0");
		world_set_now(world_now() + HOUR);
	}
	assert_int_equal(world_count(world, "mail_alarm"), 1);
	mailer_close(&mailer);
	relay_stop(&relay);
}

static void
test_refused_credentials_raise_the_alarm_and_fail_nothing(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, "--auth", "relay:geheim");
	struct mailer mailer;
	struct alarm alarm;

	world->config.smtp_user = "relay";
	world->config.smtp_password_file = world_path(world, "password");
	file_write(world, "password", "verkeerd\n");
	add_many(world, 20);
	mailer_open(world, &mailer, world->app.writer, relay.port);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_ALARM);
	assert_int_equal(run(mailer.deliverers[1]), DELIVERY_ALARM);
	mailer_close(&mailer);
	assert_int_equal(count_of(world, "failed"), 0);
	assert_int_equal(world_number(world, "SELECT max(pogingen) FROM"
	    " outbox"), 0);
	assert_int_equal(alarm_get(world->app.db, world->arena, &alarm),
	    STATUS_OK);
	assert_int_equal(alarm.sinds, WORLD_NOW);
	assert_non_null(strstr(alarm.antwoord, "535"));
	/* With the right word everything goes and the alarm is over. */
	file_write(world, "password", "geheim\n");
	world_set_now(WORLD_NOW + 60);
	mailer_open(world, &mailer, world->app.writer, relay.port);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	assert_int_equal(count_of(world, "sent"), 20);
	assert_int_equal(alarm_get(world->app.db, world->arena, &alarm),
	    STATUS_NOTFOUND);
	mailer_close(&mailer);
	relay_stop(&relay);
}

static void
test_a_wrong_certificate_stops_the_queue(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, "--starttls");
	struct mailer mailer;

	world->config.smtp_tls = "starttls";
	add_many(world, 3);
	mailer_open(world, &mailer, world->app.writer, relay.port);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_ALARM);
	mailer_close(&mailer);
	assert_int_equal(count_of(world, "failed"), 0);
	assert_int_equal(kept(world, NULL), 0);
	assert_int_equal(world_count(world, "mail_alarm"), 1);
	world->config.smtp_ca_file = world_path(world, "server.pem");
	world_set_now(WORLD_NOW + HOUR);
	mailer_open(world, &mailer, world->app.writer, relay.port);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	assert_int_equal(kept(world, NULL), 3);
	mailer_close(&mailer);
	relay_stop(&relay);
}

static void *
run_thread(void *arg)
{
	run(arg);
	return NULL;
}

/* Each with a connection to the database of its own, as two processes. */
static void
test_two_mailers_never_send_a_letter_twice(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	struct mailer mailers[2];
	struct writer *writer;
	pthread_t threads[4];

	assert_int_equal(writer_new(world_second_writer(world), &writer),
	    STATUS_OK);
	add_many(world, 300);
	mailer_open(world, &mailers[0], world->app.writer, relay.port);
	mailer_open(world, &mailers[1], writer, relay.port);
	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, run_thread,
		    mailers[i / 2].deliverers[i % 2]), 0);
	for (size_t i = 0; i < COUNT(threads); i++)
		pthread_join(threads[i], NULL);
	mailer_close(&mailers[0]);
	mailer_close(&mailers[1]);
	writer_free(writer);
	assert_int_equal(count_of(world, "sent"), 300);
	assert_int_equal(kept(world, NULL), 300);
	assert_int_equal(world_number(world, "SELECT max(pogingen) FROM"
	    " outbox"), 1);
	relay_stop(&relay);
}

static void
test_who_ends_gives_back_what_was_not_tried(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	struct mailer mailer;
	int64_t sent;

	add_many(world, 100);
	mailer_open(world, &mailer, world->app.writer, relay.port);
	for (int i = 0; i < 20; i++)
		assert_int_equal(deliver_turn(mailer.deliverers[0]),
		    DELIVERY_DONE);
	mailer_close(&mailer);
	sent = count_of(world, "sent");
	assert_int_equal(sent, 20);
	assert_int_equal(kept(world, NULL), 20);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE status = 'queued' AND pogingen = 0 AND volgende <= %lld",
	    (long long)WORLD_NOW), 80);
	relay_stop(&relay);
}

static void
test_letters_held_for_long_are_given_back_unsent(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	struct mailer mailer;

	add_many(world, 100);
	world->config.mail_timeout = 20;
	mailer_open(world, &mailer, world->app.writer, relay.port);
	for (int i = 0; i < 20; i++)
		deliver_turn(mailer.deliverers[0]);
	/* As if one had taken a minute: others will soon get what it holds. */
	world_set_now(WORLD_NOW + 60);
	assert_int_equal(deliver_turn(mailer.deliverers[0]), DELIVERY_DONE);
	assert_int_equal(kept(world, NULL), 20);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE volgende <= %lld", (long long)WORLD_NOW + 60), 80);
	assert_int_equal(run(mailer.deliverers[1]), DELIVERY_NONE);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	assert_int_equal(kept(world, NULL), 100);
	assert_int_equal(count_of(world, "sent"), 100);
	mailer_close(&mailer);
	relay_stop(&relay);
}

static void
test_no_more_than_the_limit_goes_in_a_minute(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	struct mailer mailer;

	add_many(world, 20);
	world->config.mail_per_minute = 7;
	mailer_open(world, &mailer, world->app.writer, relay.port);
	for (int minute = 0; minute < 3; minute++) {
		int64_t expected = (minute + 1) * 7;

		world_set_now(WORLD_NOW + minute * 60);
		assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
		assert_int_equal(run(mailer.deliverers[1]), DELIVERY_NONE);
		assert_int_equal(kept(world, NULL),
		    expected < 20 ? expected : 20);
		world_set_now(WORLD_NOW + minute * 60 + 59);
		assert_int_equal(run(mailer.deliverers[1]), DELIVERY_NONE);
		assert_int_equal(kept(world, NULL),
		    expected < 20 ? expected : 20);
	}
	mailer_close(&mailer);
	relay_stop(&relay);
}

static int
requests_made(struct world *world)
{
	FILE *file = fopen(world_path(world, "requests"), "r");
	int lines = 0, c;

	while (file != NULL && (c = fgetc(file)) != EOF)
		lines += c == '\n';
	if (file != NULL)
		fclose(file);
	return lines;
}

static struct test_relay
relay_with_tokens_for(struct world *world, const char *lasts)
{
	struct test_relay relay;

	file_write(world, "token", "penning-1");
	file_write(world, "secret.txt", "ge&heim\n");
	relay = relay_start_with(world, (const char *[]){ "--bearer",
	    world_path(world, "token"), "--token-port", "--lasts", lasts,
	    NULL }, 2);
	world->config.smtp_auth = "xoauth2";
	world->config.smtp_user = "relay@x.nl";
	world->config.oauth_token_url = arena_printf(world->arena,
	    "http://127.0.0.1:%d/token", relay.token_port);
	world->config.oauth_client_id = "wij";
	world->config.oauth_client_secret_file = world_path(world,
	    "secret.txt");
	world->config.oauth_scope = "https://x.nl/.default";
	return relay;
}

static struct test_relay
relay_with_tokens(struct world *world)
{
	return relay_with_tokens_for(world, "3600");
}

/* Whatever number the server says, it is one that can be counted with. */
static void
test_a_token_for_ever_lasts_a_day(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_with_tokens_for(world,
	    "9223372036854775807");
	struct mailer mailer;

	add(world, "jan@x.nl");
	mailer_open(world, &mailer, world->app.writer, relay.port);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	assert_int_equal(kept(world, NULL), 1);
	mailer_close(&mailer);
	relay_stop(&relay);
}

static void
test_a_token_is_fetched_once_and_again_when_it_is_refused(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_with_tokens(world);
	struct mailer mailer;

	/* A proxy of the environment does not see the secret. */
	setenv("http_proxy", "http://127.0.0.1:9/", 1);
	add_many(world, 5);
	mailer_open(world, &mailer, world->app.writer, relay.port);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	unsetenv("http_proxy");
	assert_int_equal(kept(world, NULL), 5);
	assert_int_equal(requests_made(world), 1);
	/* The other's connection logs in with what is known, and is refused. */
	file_write(world, "token", "penning-2");
	add(world, "zes@x.nl");
	assert_int_equal(run(mailer.deliverers[1]), DELIVERY_NONE);
	assert_int_equal(kept(world, NULL), 6);
	assert_int_equal(requests_made(world), 2);
	assert_int_equal(world_count(world, "mail_alarm"), 0);
	mailer_close(&mailer);
	relay_stop(&relay);
}

static void
test_a_refused_client_secret_raises_the_alarm(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_with_tokens(world);
	struct mailer mailer;

	file_write(world, "secret.txt", "verkeerd\n");
	add(world, "jan@x.nl");
	mailer_open(world, &mailer, world->app.writer, relay.port);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_ALARM);
	assert_string_equal(state_of(world, "jan@x.nl"), "deferred 0");
	assert_string_equal(world_text(world, "SELECT antwoord FROM"
	    " mail_alarm"), "token: HTTP 401 invalid_client");
	mailer_close(&mailer);
	relay_stop(&relay);
}

static void
test_a_token_server_that_is_away_pauses(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_with_tokens(world);
	struct mailer mailer;

	world->config.oauth_token_url = "http://127.0.0.1:9/";
	add(world, "jan@x.nl");
	mailer_open(world, &mailer, world->app.writer, relay.port);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_PAUSE);
	assert_int_equal(world_count(world, "mail_alarm"), 0);
	mailer_close(&mailer);
	relay_stop(&relay);
}

static void
test_settings_that_cannot_be_right_make_no_relay(void **state)
{
	struct world *world = *state;
	struct relay *relay;

	world->config.smtp_tls = "soms";
	assert_int_equal(relay_new(&world->config, &relay), STATUS_FAIL);
	world->config.smtp_tls = "none";
	world->config.smtp_auth = "pinpas";
	assert_int_equal(relay_new(&world->config, &relay), STATUS_FAIL);
	world->config.smtp_auth = "xoauth2";
	world->config.oauth_client_secret_file = world_path(world, "geheim");
	world->config.oauth_token_url = "http://token.example/";
	world->config.oauth_client_id = "wij";
	assert_int_equal(relay_new(&world->config, &relay), STATUS_FAIL);
	file_write(world, "geheim", "x\n");
	/* In clear over the net: never. */
	assert_int_equal(relay_new(&world->config, &relay), STATUS_FAIL);
}

static void
test_a_password_in_clear_stays_on_this_machine(void **state)
{
	static const struct {
		const char	*url;
		enum status	 status;
	} rows[] = {
		{ "smtp://relay.x.nl:25", STATUS_FAIL },
		{ "smtp://localhost.x.nl:25", STATUS_FAIL },
		{ "smtp://10.0.0.1", STATUS_FAIL },
		{ "smtp://127.0.0.1@relay.x.nl", STATUS_FAIL },
		{ "smtp://localhost", STATUS_OK },
		{ "smtp://127.0.0.1:2525", STATUS_OK },
		{ "smtp://[::1]:25", STATUS_OK },
		{ "smtps://relay.x.nl", STATUS_OK },
	};
	struct world *world = *state;
	struct relay *relay;

	file_write(world, "wachtwoord", "geheim\n");
	world->config.smtp_tls = "none";
	world->config.smtp_user = "relay";
	world->config.smtp_password_file = world_path(world, "wachtwoord");
	for (size_t i = 0; i < COUNT(rows); i++) {
		relay = NULL;
		world->config.smtp_url = rows[i].url;
		assert_int_equal(relay_new(&world->config, &relay),
		    rows[i].status);
		relay_free(relay);
	}
	world->config.smtp_password_file = "";
	world->config.smtp_url = "smtp://relay.x.nl";
	assert_int_equal(relay_new(&world->config, &relay), STATUS_OK);
	relay_free(relay);
}

static void
test_a_secret_can_be_a_credential_of_systemd(void **state)
{
	struct world *world = *state;
	struct relay *relay = NULL;

	file_write(world, "relay-password", "geheim\n");
	world->config.smtp_user = "relay";
	world->config.smtp_password_file = "relay-password";
	assert_int_equal(relay_new(&world->config, &relay), STATUS_FAIL);
	setenv("CREDENTIALS_DIRECTORY", world->dir, 1);
	assert_int_equal(relay_new(&world->config, &relay), STATUS_OK);
	unsetenv("CREDENTIALS_DIRECTORY");
	relay_free(relay);
}

/* As another process does that holds the database for too long. */
static int
hold_database(struct world *world)
{
	int lock = open(arena_printf(world->arena, "%s.lock",
	    world->database), O_RDWR | O_CLOEXEC);

	assert_int_not_equal(lock, -1);
	assert_int_equal(flock(lock, LOCK_EX), 0);
	return lock;
}

static void
test_sending_goes_on_once_the_database_is_free_again(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	struct mailer mailer;
	int lock;

	add(world, "jan@x.nl");
	mailer_open(world, &mailer, world->app.writer, relay.port);
	lock = hold_database(world);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_TROUBLE);
	close(lock);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	assert_string_equal(state_of(world, "jan@x.nl"), "sent 1");
	assert_int_equal(kept(world, "jan@x.nl"), 1);
	mailer_close(&mailer);
	relay_stop(&relay);
}

static void
test_the_organiser_hears_of_trouble_once_a_day(void **state)
{
	struct world *world = *state;
	struct housekeeping housekeeping = {
		.writer = world->app.writer, .config = &world->config,
		.secret = world->secret,
	};

	add(world, "jan@x.nl");
	assert_int_equal(housekeeping_sweep(&housekeeping, WORLD_NOW +
	    HOUR - 1), STATUS_OK);
	assert_int_equal(world_count(world, "outbox"), 1);
	assert_int_equal(housekeeping_sweep(&housekeeping, WORLD_NOW + HOUR),
	    STATUS_OK);
	assert_int_equal(housekeeping_sweep(&housekeeping, WORLD_NOW +
	    2 * HOUR), STATUS_OK);
	/* One that waits in the queue that is stuck says it all, for days. */
	for (int64_t day = 1; day < 6; day++)
		assert_int_equal(housekeeping_sweep(&housekeeping, WORLD_NOW +
		    day * 24 * HOUR), STATUS_OK);
	assert_int_equal(world_count(world, "outbox"), 2);
	assert_string_equal(world_text(world, "SELECT ontvanger FROM outbox"
	    " WHERE soort = 'digest'"), "info@mboraad.nl");
	world_set_now(WORLD_NOW + 2 * HOUR);
	assert_non_null(strstr(world_text(world, "SELECT bericht FROM"
	    " outbox_bericht WHERE outbox = 2"), "jan@x.nl (aangemeld)"));
	world_sql(world, "UPDATE outbox SET status = 'sent', verzonden = 1,"
	    " volgende = NULL");
	assert_int_equal(housekeeping_sweep(&housekeeping, WORLD_NOW +
	    24 * HOUR), STATUS_OK);
	assert_int_equal(world_count(world, "outbox"), 2);
	world_sql(world, "UPDATE outbox SET status = 'failed', vast_tot ="
	    " 1795600000 WHERE id = 1");
	assert_int_equal(housekeeping_sweep(&housekeeping, 1795600000 + HOUR),
	    STATUS_OK);
	assert_int_equal(world_count(world, "outbox"), 3);
}

static int
library_open(void **state)
{
	(void)state;
	smtp_library_open();
	return 0;
}

static int
library_close(void **state)
{
	(void)state;
	smtp_library_close();
	return 0;
}

static int64_t
claimed(struct world *world, const char *which)
{
	return world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE pogingen > 0 AND %s", which);
}

static void
turn(struct deliverer *deliverer, int times)
{
	for (int i = 0; i < times; i++)
		assert_int_equal(deliver_turn(deliverer), DELIVERY_DONE);
}

/* Of one, two, four and eight letters; then sixteen, though one had gone. */
static void
test_a_batch_that_lost_a_letter_does_not_make_the_next_small(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	struct mailer mailer;

	add_many(world, 60);
	world_sql(world, "UPDATE outbox SET nonce = 5 WHERE id = 10");
	mailer_open(world, &mailer, world->app.writer, relay.port);
	turn(mailer.deliverers[0], 1 + 2 + 4 + 7 + 1);
	assert_true(claimed(world, "1") >= 1 + 2 + 4 + 7 + 16);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	assert_int_equal(count_of(world, "sent"), 59);
	mailer_close(&mailer);
	relay_stop(&relay);
}

/* Else they would compose the same ones, and one of them for nothing. */
static void
test_each_takes_its_share_and_then_the_others(void **state)
{
	struct world *world = *state;
	struct test_relay relay = relay_start(world, NULL);
	struct mailer mailer;

	add_many(world, 40);
	mailer_open(world, &mailer, world->app.writer, relay.port);
	for (int i = 0; i < 2; i++) {
		deliverer_free(mailer.deliverers[i]);
		mailer.deliverers[i] = deliverer_new(&world->config,
		    world->app.writer, &mailer.pause, connect_to(&mailer),
		    world_now, NULL, (struct share){ i, 2 });
	}
	turn(mailer.deliverers[1], 7);
	turn(mailer.deliverers[0], 3);
	assert_true(claimed(world, "id / 8 % 2 = 1") >= 7);
	assert_true(claimed(world, "id / 8 % 2 = 0") >= 3);
	assert_true(claimed(world, "id / 8 % 2 = 0") <= 7);
	/* All but what is in the other's hand. */
	assert_int_equal(run(mailer.deliverers[1]), DELIVERY_NONE);
	assert_true(count_of(world, "sent") >= 40 - 7);
	assert_int_equal(run(mailer.deliverers[0]), DELIVERY_NONE);
	assert_int_equal(count_of(world, "sent"), 40);
	mailer_close(&mailer);
	relay_stop(&relay);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each_fault_leaves_the_letter_in_the_right_state),
		TEST(test_the_relays_words_are_kept_with_the_letter),
		TEST(test_a_relay_that_is_away_pauses_all_and_costs_no_tries),
		TEST(test_one_recipients_refusal_keeps_nobody_waiting),
		TEST(test_what_two_recipients_meet_holds_the_queue),
		TEST(test_who_is_refused_alone_pauses_nobody),
		TEST(test_single_refused_letter_is_never_lost),
		TEST(test_refused_credentials_raise_the_alarm_and_fail_nothing),
		TEST(test_a_wrong_certificate_stops_the_queue),
		TEST(test_two_mailers_never_send_a_letter_twice),
		TEST(test_a_batch_that_lost_a_letter_does_not_make_the_next_small),
		TEST(test_each_takes_its_share_and_then_the_others),
		TEST(test_who_ends_gives_back_what_was_not_tried),
		TEST(test_letters_held_for_long_are_given_back_unsent),
		TEST(test_no_more_than_the_limit_goes_in_a_minute),
		TEST(test_a_token_for_ever_lasts_a_day),
		TEST(test_a_token_is_fetched_once_and_again_when_it_is_refused),
		TEST(test_a_refused_client_secret_raises_the_alarm),
		TEST(test_a_token_server_that_is_away_pauses),
		TEST(test_settings_that_cannot_be_right_make_no_relay),
		TEST(test_a_password_in_clear_stays_on_this_machine),
		TEST(test_a_secret_can_be_a_credential_of_systemd),
		TEST(test_sending_goes_on_once_the_database_is_free_again),
		TEST(test_the_organiser_hears_of_trouble_once_a_day),
	};

	return cmocka_run_group_tests(tests, library_open, library_close);
}
