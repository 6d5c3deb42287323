#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "mail/bounce/mailbox.h"
#include "mail/relay/smtp.h"
#include "tests/support/script.h"

#define PATH_SIZE	300
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define USER		"bounces"
#define PASSWORD	"geheim \"woord\""
#define PATIENCE	30
#define SHORT		1

/* A folder, perhaps with imap_server.py on it, and what a visit gave. */
struct place {
	char		 dir[64];
	struct script	 script;	/* without a server: no pid */
	union {
		int	 ports[2];
		struct {
			int	 port;
			int	 token_port;	/* with --bearer */
		};
	};
	long		 timeout;
	int		 taken;
	size_t		 length;	/* of the last one */
	char		 last[4000];
	enum status	 answer;	/* of the handler */
};

static const char *
path_in(const struct place *place, const char *name)
{
	static char path[PATH_SIZE];

	snprintf(path, sizeof(path), "%s/%s", place->dir, name);
	return path;
}

static struct place *
place_new(void)
{
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	strcpy(place->dir, "/tmp/test_mailbox.XXXXXX");
	assert_non_null(mkdtemp(place->dir));
	place->timeout = PATIENCE;
	return place;
}

static struct place *
serve_with(const char **options)
{
	struct place *place = place_new();
	bool bearer = options[0] != NULL && strcmp(options[0],
	    "--bearer") == 0;

	place->script = script_start("tests/support/imap_server.py", place->dir,
	    options, place->ports, bearer ? 2 : 1);
	return place;
}

#define serve(...)	serve_with((const char *[]){ __VA_ARGS__, NULL })

static void
place_free(struct place *place)
{
	char command[PATH_SIZE];

	if (place->script.pid != 0)
		script_stop(&place->script);
	snprintf(command, sizeof(command), "rm -r %s", place->dir);
	assert_int_equal(system(command), 0);
	free(place);
}

static void
put(const struct place *place, const char *name, const char *text,
    size_t length)
{
	FILE *file = fopen(path_in(place, name), "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	fclose(file);
}

static bool
is_there(const struct place *place, const char *name)
{
	return access(path_in(place, name), F_OK) == 0;
}

static enum status
take(const void *message, size_t length, void *arg)
{
	struct place *place = arg;
	size_t most = sizeof(place->last) - 1;

	place->taken++;
	place->length = length;
	memset(place->last, 0, sizeof(place->last));
	memcpy(place->last, message, length < most ? length : most);
	return place->answer;
}

static bool
always(void)
{
	return true;
}

static enum status
visit_as(struct place *place, const char *url, const char *password,
    bool (*stop)(void))
{
	struct mailbox *mailbox;
	enum status status;
	char ca_file[PATH_SIZE];

	strcpy(ca_file, path_in(place, "server.pem"));
	mailbox = mailbox_new(&(struct mailbox_options){
		.url = url, .user = USER, .password = password,
		.ca_file = access(ca_file, F_OK) == 0 ? ca_file : NULL,
		.timeout = place->timeout, .stop = stop,
	});
	assert_non_null(mailbox);
	place->taken = 0;
	status = mailbox_visit(mailbox, take, place);
	mailbox_free(mailbox);
	return status;
}

static enum status
visit(struct place *place, const char *scheme, const char *folder)
{
	char url[PATH_SIZE];

	snprintf(url, sizeof(url), "%s://127.0.0.1:%d%s", scheme,
	    place->port, folder);
	return visit_as(place, url, PASSWORD, NULL);
}

static enum status
visit_maildir(struct place *place)
{
	char url[PATH_SIZE];

	snprintf(url, sizeof(url), "maildir:%s", place->dir);
	return visit_as(place, url, PASSWORD, NULL);
}

static struct place *
maildir_new(void)
{
	struct place *place = place_new();

	assert_int_equal(mkdir(path_in(place, "new"), 0700), 0);
	assert_int_equal(mkdir(path_in(place, "cur"), 0700), 0);
	assert_int_equal(mkdir(path_in(place, "tmp"), 0700), 0);
	return place;
}

#define LETTER	"Subject: x\r\n\r\nHallo\r\n"

static void
test_maildir_moves_what_was_handled(void **state)
{
	struct place *place = maildir_new();

	(void)state;
	put(place, "new/1.a.host", LETTER, strlen(LETTER));
	put(place, "new/2.b.host:2,", "twee", 4);
	put(place, "new/.verborgen", "drie", 4);
	assert_int_equal(visit_maildir(place), STATUS_OK);
	assert_int_equal(place->taken, 2);
	assert_true(is_there(place, "cur/1.a.host:2,S"));
	assert_true(is_there(place, "cur/2.b.host:2,S"));
	assert_false(is_there(place, "new/1.a.host"));
	assert_true(is_there(place, "new/.verborgen"));
	assert_int_equal(visit_maildir(place), STATUS_OK);
	assert_int_equal(place->taken, 0);
	place_free(place);
}

static void
test_maildir_keeps_what_was_not_handled(void **state)
{
	struct place *place = maildir_new();

	(void)state;
	put(place, "new/1", LETTER, strlen(LETTER));
	put(place, "new/2", LETTER, strlen(LETTER));
	place->answer = STATUS_BUSY;
	assert_int_equal(visit_maildir(place), STATUS_OK);
	assert_int_equal(place->taken, 2);
	place->answer = STATUS_FAIL;
	assert_int_equal(visit_maildir(place), STATUS_FAIL);
	assert_int_equal(place->taken, 1);
	assert_true(is_there(place, "new/1") && is_there(place, "new/2"));
	place_free(place);
}

static void
test_maildir_is_not_led_astray(void **state)
{
	struct place *place = maildir_new();
	char *big = calloc(1, 2 * MAILBOX_BYTES);

	(void)state;
	assert_non_null(big);
	put(place, "geheim", "wachtwoord", 10);
	assert_int_equal(symlink("../geheim", path_in(place, "new/1")), 0);
	assert_int_equal(mkdir(path_in(place, "new/2"), 0700), 0);
	assert_int_equal(mkfifo(path_in(place, "new/3"), 0600), 0);
	put(place, "new/4", big, 2 * MAILBOX_BYTES);
	assert_int_equal(visit_maildir(place), STATUS_OK);
	assert_int_equal(place->taken, 1);
	assert_int_equal(place->length, MAILBOX_BYTES);
	assert_true(is_there(place, "new/3"));
	/* One of that name was there. */
	put(place, "cur/5:2,S", "eerst", 5);
	put(place, "new/5", LETTER, strlen(LETTER));
	assert_int_equal(visit_maildir(place), STATUS_FAIL);
	assert_true(is_there(place, "new/5"));
	free(big);
	place_free(place);
}

static void
test_what_is_no_maildir_is_said(void **state)
{
	struct place *place = place_new();

	(void)state;
	assert_int_equal(visit_maildir(place), STATUS_FAIL);
	place_free(place);
}

/* A letter whose lines look like the protocol. */
#define TRICK	"Subject: x\r\n\r\nb3 OK\r\nb4 OK\r\nA003 OK\r\n" \
		"* SEARCH 9\r\n)\r\n{5}\r\n\0.\n"

static void
check_visits(struct place *place, const char *scheme)
{
	put(place, "3.eml", TRICK, sizeof(TRICK) - 1);
	put(place, "12.eml", LETTER, strlen(LETTER));
	put(place, "12.seen", "", 0);
	assert_int_equal(visit(place, scheme, "/INBOX"), STATUS_OK);
	assert_int_equal(place->taken, 1);
	assert_int_equal(place->length, sizeof(TRICK) - 1);
	assert_memory_equal(place->last, TRICK, sizeof(TRICK) - 1);
	assert_true(is_there(place, "3.seen"));
	assert_int_equal(visit(place, scheme, ""), STATUS_OK);
	assert_int_equal(place->taken, 0);
	place_free(place);
}

static void
test_imap_takes_the_unseen_and_marks_them(void **state)
{
	(void)state;
	check_visits(serve("--around"), "imap");
	check_visits(serve("--login"), "imap");
}

static void
test_imap_over_tls(void **state)
{
	(void)state;
	check_visits(serve("--tls"), "imaps");
}

static void
test_certificate_that_is_not_right_is_refused(void **state)
{
	struct place *place = serve("--tls");
	char url[PATH_SIZE];

	(void)state;
	put(place, "1.eml", LETTER, strlen(LETTER));
	snprintf(url, sizeof(url), "imaps://127.0.0.2:%d", place->port);
	assert_int_equal(visit_as(place, url, PASSWORD, NULL), STATUS_FAIL);
	unlink(path_in(place, "server.pem"));
	assert_int_equal(visit(place, "imaps", "/INBOX"), STATUS_FAIL);
	assert_int_equal(place->taken, 0);
	assert_false(is_there(place, "commands"));
	place_free(place);
}

static const char *
commands_of(const struct place *place)
{
	static char text[32000];
	FILE *file = fopen(path_in(place, "commands"), "r");

	memset(text, 0, sizeof(text));
	if (file == NULL)
		return text;
	fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	return text;
}

static void
test_password_never_travels_in_clear_to_another_machine(void **state)
{
	struct place *place = serve(NULL);
	char url[PATH_SIZE];

	(void)state;
	snprintf(url, sizeof(url), "imap://127.0.0.2:%d", place->port);
	assert_int_equal(visit_as(place, url, PASSWORD, NULL), STATUS_FAIL);
	assert_non_null(strstr(commands_of(place), "CAPABILITY"));
	assert_null(strstr(commands_of(place), "AUTH"));
	assert_null(strstr(commands_of(place), "LOGIN"));
	place_free(place);
}

static void
test_wrong_password_and_folder_are_said(void **state)
{
	struct place *place = serve(NULL);
	char url[PATH_SIZE];

	(void)state;
	snprintf(url, sizeof(url), "imap://127.0.0.1:%d", place->port);
	assert_int_equal(visit_as(place, url, "mis", NULL), STATUS_FAIL);
	assert_null(strstr(commands_of(place), "SELECT"));
	assert_int_equal(visit(place, "imap", "/Nergens \"x\\"), STATUS_FAIL);
	assert_non_null(strstr(commands_of(place),
	    "SELECT \"Nergens \\\"x\\\\\"\n"));
	place_free(place);
}

static void
test_trouble_with_the_server_marks_nothing(void **state)
{
	static const char *const rows[][3] = {
		{ "--drop", "select" }, { "--drop", "search" },
		{ "--drop", "fetch" }, { "--refuse", "authenticate" },
		{ "--refuse", "search" }, { "--refuse", "fetch" },
		{ "--cut", NULL }, { "--length", "1048577" },
		{ "--length", "99999999999999999999999999" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct place *place = serve(rows[i][0], rows[i][1]);

		place->timeout = 5;
		put(place, "1.eml", LETTER, strlen(LETTER));
		if (visit(place, "imap", "/INBOX") != STATUS_FAIL ||
		    place->taken != 0 || is_there(place, "1.seen"))
			fail_msg("%s %s: %d taken", rows[i][0], rows[i][1],
			    place->taken);
		place_free(place);
	}
}

static void
test_message_that_is_too_long_is_cut(void **state)
{
	struct place *place = serve("--whole");
	char *big = calloc(1, 2 * MAILBOX_BYTES);

	(void)state;
	assert_non_null(big);
	put(place, "1.eml", big, 2 * MAILBOX_BYTES);
	assert_int_equal(visit(place, "imap", "/INBOX"), STATUS_FAIL);
	assert_int_equal(place->taken, 0);
	place_free(place);
	place = serve(NULL);
	put(place, "1.eml", big, 2 * MAILBOX_BYTES);
	assert_int_equal(visit(place, "imap", "/INBOX"), STATUS_OK);
	assert_int_equal(place->length, MAILBOX_BYTES);
	free(big);
	place_free(place);
}

/* It was handled, and will be again: who handles does not mind. */
static void
test_message_that_could_not_be_marked_stays_new(void **state)
{
	struct place *place = serve("--refuse", "store");

	(void)state;
	put(place, "1.eml", LETTER, strlen(LETTER));
	put(place, "2.eml", LETTER, strlen(LETTER));
	assert_int_equal(visit(place, "imap", "/INBOX"), STATUS_FAIL);
	assert_int_equal(place->taken, 1);
	place_free(place);
}

static void
test_handler_decides_what_is_marked(void **state)
{
	struct place *place = serve(NULL);

	(void)state;
	put(place, "1.eml", LETTER, strlen(LETTER));
	put(place, "2.eml", LETTER, strlen(LETTER));
	place->answer = STATUS_BUSY;
	assert_int_equal(visit(place, "imap", "/INBOX"), STATUS_OK);
	assert_int_equal(place->taken, 2);
	place->answer = STATUS_FAIL;
	assert_int_equal(visit(place, "imap", "/INBOX"), STATUS_FAIL);
	assert_int_equal(place->taken, 1);
	assert_false(is_there(place, "1.seen") || is_there(place, "2.seen"));
	assert_null(strstr(commands_of(place), "STORE"));
	place_free(place);
}

static void
test_silent_server_is_left_in_time(void **state)
{
	static const char *const commands[] = { "authenticate", "fetch" };
	time_t begun = time(NULL);

	(void)state;
	for (size_t i = 0; i < COUNT(commands); i++) {
		struct place *place = serve("--mute", commands[i]);

		put(place, "1.eml", LETTER, strlen(LETTER));
		place->timeout = SHORT;
		assert_int_equal(visit(place, "imap", "/INBOX"), STATUS_FAIL);
		assert_int_equal(place->taken, 0);
		place_free(place);
	}
	assert_true(time(NULL) - begun < 20);
}

static void
test_visit_stops_when_it_is_asked_to(void **state)
{
	struct place *place = serve("--mute", "search");
	time_t begun = time(NULL);
	char url[PATH_SIZE];

	(void)state;
	snprintf(url, sizeof(url), "imap://127.0.0.1:%d", place->port);
	assert_int_equal(visit_as(place, url, PASSWORD, always), STATUS_OK);
	assert_true(time(NULL) - begun < PATIENCE / 2);
	place_free(place);
}

static void
test_one_visit_takes_a_bounded_number(void **state)
{
	struct place *place = serve("--many");

	(void)state;
	put(place, "1.eml", LETTER, strlen(LETTER));
	put(place, "1001.eml", LETTER, strlen(LETTER));
	assert_int_equal(visit(place, "imap", "/INBOX"), STATUS_OK);
	assert_int_equal(place->taken, 2);
	assert_non_null(strstr(commands_of(place), "FETCH 2197 "));
	assert_null(strstr(commands_of(place), "FETCH 2198 "));
	place_free(place);
}

static void
test_wrong_settings_are_refused(void **state)
{
	static const char *const urls[] = {
		"", "INBOX", "maildir:", "maildir:relative", "pop3://x.nl",
		"imaps://", "imaps:///INBOX", "imaps://u:p@x.nl/INBOX",
		"imaps://x.nl/IN\rBOX", "imaps://x.nl/IN\x80OX",
		"imaps://x.nl;AUTH=*/INBOX", "imaps://x.nl?INBOX",
		"http://x.nl/",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(urls); i++)
		if (mailbox_new(&(struct mailbox_options){
		    .url = urls[i], .user = "u", .password = "p" }) != NULL)
			fail_msg("taken: %s", urls[i]);
	assert_null(mailbox_new(&(struct mailbox_options){
	    .url = "imaps://x.nl/INBOX", .user = "u" }));
	assert_null(mailbox_new(&(struct mailbox_options){
	    .url = "imaps://x.nl/INBOX" }));
}

/* In the clear is allowed here, to this machine. */
static enum status
visit_as_configured(struct place *place, struct mailbox *mailbox)
{
	place->taken = 0;
	return mailbox_visit(mailbox, take, place);
}

static void
test_token_opens_the_mailbox(void **state)
{
	struct place *place = serve("--bearer");
	char url[64], token_url[64], secret[PATH_SIZE];
	struct config config = {
		.bounce_mailbox = url, .bounce_user = USER,
		.bounce_auth = "xoauth2", .bounce_ca_file = "",
		.oauth_token_url = token_url, .oauth_client_id = "wij",
		.oauth_client_secret_file = secret, .oauth_scope = "",
		.database = ":memory:",
	};
	struct mailbox *mailbox;

	(void)state;
	snprintf(url, sizeof(url), "imap://127.0.0.1:%d/INBOX", place->port);
	snprintf(token_url, sizeof(token_url), "http://127.0.0.1:%d/",
	    place->token_port);
	strcpy(secret, path_in(place, "secret"));
	put(place, "secret", "geheim\n", 7);
	put(place, "token", "penning-1\n", 10);
	put(place, "1.eml", "Subject: een\r\n\r\n", 16);
	assert_int_equal(mailbox_open(&config, NULL, &mailbox), STATUS_OK);
	assert_int_equal(visit_as_configured(place, mailbox), STATUS_OK);
	assert_int_equal(place->taken, 1);
	/* Withdrawn: one visit in vain, and the next asks for a new one. */
	put(place, "token", "penning-2\n", 10);
	put(place, "2.eml", "Subject: twee\r\n\r\n", 17);
	assert_int_equal(visit_as_configured(place, mailbox), STATUS_FAIL);
	assert_int_equal(visit_as_configured(place, mailbox), STATUS_OK);
	assert_int_equal(place->taken, 1);
	mailbox_free(mailbox);
	config.bounce_auth = "wachtwoord";
	assert_int_equal(mailbox_open(&config, NULL, &mailbox), STATUS_FAIL);
	place_free(place);
}

static void
test_configuration_says_where_it_is(void **state)
{
	struct place *place = place_new();
	struct config config = {
		.bounce_mailbox = "", .bounce_user = "u",
		.bounce_password_file = "", .bounce_ca_file = "",
		.bounce_auth = "password",
	};
	struct mailbox *mailbox = NULL;
	char path[PATH_SIZE];

	(void)state;
	assert_int_equal(mailbox_open(&config, NULL, &mailbox), STATUS_OK);
	assert_null(mailbox);
	config.bounce_mailbox = "imaps://x.nl/INBOX";
	assert_int_equal(mailbox_open(&config, NULL, &mailbox), STATUS_FAIL);
	strcpy(path, path_in(place, "password"));
	config.bounce_password_file = path;
	assert_int_equal(mailbox_open(&config, NULL, &mailbox), STATUS_FAIL);
	put(place, "password", "geheim\n", 7);
	assert_int_equal(mailbox_open(&config, NULL, &mailbox), STATUS_OK);
	assert_non_null(mailbox);
	mailbox_free(mailbox);
	place_free(place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_maildir_moves_what_was_handled),
		cmocka_unit_test(test_maildir_keeps_what_was_not_handled),
		cmocka_unit_test(test_maildir_is_not_led_astray),
		cmocka_unit_test(test_what_is_no_maildir_is_said),
		cmocka_unit_test(test_imap_takes_the_unseen_and_marks_them),
		cmocka_unit_test(test_imap_over_tls),
		cmocka_unit_test(test_certificate_that_is_not_right_is_refused),
		cmocka_unit_test(
		    test_password_never_travels_in_clear_to_another_machine),
		cmocka_unit_test(test_wrong_password_and_folder_are_said),
		cmocka_unit_test(
		    test_trouble_with_the_server_marks_nothing),
		cmocka_unit_test(test_message_that_is_too_long_is_cut),
		cmocka_unit_test(
		    test_message_that_could_not_be_marked_stays_new),
		cmocka_unit_test(test_handler_decides_what_is_marked),
		cmocka_unit_test(test_silent_server_is_left_in_time),
		cmocka_unit_test(test_visit_stops_when_it_is_asked_to),
		cmocka_unit_test(test_one_visit_takes_a_bounded_number),
		cmocka_unit_test(test_wrong_settings_are_refused),
		cmocka_unit_test(test_token_opens_the_mailbox),
		cmocka_unit_test(test_configuration_says_where_it_is),
	};
	int failures;

	smtp_library_open();
	failures = cmocka_run_group_tests(tests, NULL, NULL);
	smtp_library_close();
	return failures;
}
