#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "mail/relay/smtp.h"
#include "tests/support/script.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define SENDER		"orientatie@aanmelden.mboraad.nl"
#define LETTER		"Subject: proef\r\n\r\nHallo.\r\n"
#define PATH_SIZE	128

/* Long enough for a slow machine; only the silent servers use it up. */
#define PATIENCE	60
#define SHORT		4

/* One fault_server.py, what it keeps, and a connection to it. */
struct smtp_world {
	char		 dir[PATH_SIZE];
	struct script	 script;
	int		 port;
	struct smtp	*smtp;
	char		 answer[200];
};

/* options: what comes behind the directory, up to a NULL. */
static struct smtp_world *
world_open_with(const char **options)
{
	struct smtp_world *world = calloc(1, sizeof(*world));

	assert_non_null(world);
	strcpy(world->dir, "/tmp/test_smtp.XXXXXX");
	assert_non_null(mkdtemp(world->dir));
	world->script = script_start("tests/support/fault_server.py",
	    world->dir, options, &world->port, 1);
	return world;
}

#define world_open(...)	world_open_with((const char *[]){ __VA_ARGS__, NULL })

static bool
is_name(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* How many letters were kept; with remove, everything is deleted. */
static int
world_letters(const struct smtp_world *world, bool delete)
{
	DIR *dir = opendir(world->dir);
	struct dirent *entry;
	int letters = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (!is_name(entry))
			continue;
		if (strstr(entry->d_name, ".eml") != NULL)
			letters++;
		if (delete)
			assert_int_equal(unlinkat(dirfd(dir), entry->d_name,
			    0), 0);
	}
	closedir(dir);
	return letters;
}

static void
world_close(struct smtp_world *world)
{
	smtp_free(world->smtp);
	script_stop(&world->script);
	world_letters(world, true);
	assert_int_equal(rmdir(world->dir), 0);
	free(world);
}

static void
world_connect(struct smtp_world *world, const char *scheme,
    struct smtp_options options)
{
	char url[PATH_SIZE];

	snprintf(url, sizeof(url), "%s://127.0.0.1:%d", scheme, world->port);
	options.url = url;
	if (options.timeout == 0)
		options.timeout = PATIENCE;
	smtp_free(world->smtp);
	world->smtp = smtp_new(&options);
	assert_non_null(world->smtp);
}

/* With the message in memory of exactly its size, without a NUL. */
static enum smtp_result
send_bytes(struct smtp_world *world, const char *recipient, const char *message,
    size_t length)
{
	enum smtp_result result;
	char *exact = malloc(length > 0 ? length : 1);

	assert_non_null(exact);
	memcpy(exact, message, length);
	memset(world->answer, 'x', sizeof(world->answer));
	result = smtp_send(world->smtp, SENDER, recipient, exact, length,
	    world->answer, sizeof(world->answer));
	free(exact);
	assert_non_null(memchr(world->answer, '\0', sizeof(world->answer)));
	return result;
}

static void
expect(struct smtp_world *world, const char *recipient, enum smtp_result result,
    const char *answer)
{
	enum smtp_result got = send_bytes(world, recipient, LETTER,
	    strlen(LETTER));

	if (got != result || strstr(world->answer, answer) == NULL)
		fail_msg("%s: %s \"%s\", not %s \"%s\"", recipient,
		    smtp_result_word(got), world->answer,
		    smtp_result_word(result), answer);
}

/* The letter of that number was kept as it was sent. */
static void
kept_check(const struct smtp_world *world, const char *name, const char *letter)
{
	char path[PATH_SIZE * 2], got[1000] = "";
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.eml", world->dir, name);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_int_equal(fread(got, 1, sizeof(got) - 1, file),
	    strlen(letter));
	fclose(file);
	assert_string_equal(got, letter);
}

static void
test_a_letter_arrives_byte_for_byte(void **state)
{
	static const char letter[] = "Subject: punten\r\n\r\n.\r\n..\r\n"
	    ".a\r\nEen =\r\n\r\nmet een punt.\r\n.\r\n";
	struct smtp_world *world = world_open(NULL);

	(void)state;
	world_connect(world, "smtp", (struct smtp_options){ 0 });
	assert_int_equal(send_bytes(world, "jan@gemeente.nl", letter,
	    strlen(letter)), SMTP_SENT);
	assert_string_equal(world->answer,
	    "250 2.0.0 kept for jan@gemeente.nl on 1");
	kept_check(world, "0001-jan@gemeente.nl", letter);
	world_close(world);
}

static void
test_letters_go_over_one_connection(void **state)
{
	struct smtp_world *world = world_open(NULL);

	(void)state;
	world_connect(world, "smtp",
	    (struct smtp_options){ .hello = "aanmelden.mboraad.nl" });
	expect(world, "a@x.nl", SMTP_SENT, "kept for a@x.nl on 1");
	expect(world, "b@x.nl", SMTP_SENT, "kept for b@x.nl on 1");
	expect(world, "c@x.nl", SMTP_SENT, "kept for c@x.nl on 1");
	assert_int_equal(world_letters(world, false), 3);
	kept_check(world, "0003-c@x.nl", LETTER);
	world_close(world);
}

static const struct {
	const char		*recipient;
	enum smtp_result	 result;
	const char		*answer;
	int			 kept;
} faults[] = {
	{ "tmp450@x.nl", SMTP_TEMPORARY, "450 4.2.1 come back", 0 },
	{ "perm550@x.nl", SMTP_PERMANENT, "550 5.1.1 no such", 0 },
	{ "many452@x.nl", SMTP_TEMPORARY, "452 4.5.3 too many", 0 },
	{ "data451@x.nl", SMTP_TEMPORARY, "451 4.3.0 try again", 0 },
	{ "data554@x.nl", SMTP_PERMANENT, "554 5.6.0 not this", 0 },
	{ "dropdata@x.nl", SMTP_TEMPORARY, "", 0 },
	{ "dropafter@x.nl", SMTP_TEMPORARY, "", 1 },
	{ "auth530@x.nl", SMTP_MAYBE_MISCONFIGURED,
	    "530 5.7.0 who are you", 0 },
	{ "bye421@x.nl", SMTP_MAYBE_UNREACHABLE, "421 4.3.2 going down", 0 },
	{ "ctrl550@x.nl", SMTP_PERMANENT, "550 5.1.1 ?[31mred? alert?", 0 },
};

static void
test_each_fault_has_its_result(void **state)
{
	struct smtp_world *world = world_open(NULL);
	int kept = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		world_connect(world, "smtp", (struct smtp_options){ 0 });
		expect(world, faults[i].recipient, faults[i].result,
		    faults[i].answer);
		kept += faults[i].kept;
		assert_int_equal(world_letters(world, false), kept);
	}
	world_close(world);
}

static void
next_letters_check(struct smtp_world *world)
{
	world_connect(world, "smtp", (struct smtp_options){ 0 });
	for (size_t i = 0; i < COUNT(faults); i++)
		for (size_t j = 0; j < COUNT(faults); j++) {
			expect(world, faults[i].recipient, faults[i].result,
			    faults[i].answer);
			expect(world, faults[j].recipient, faults[j].result,
			    faults[j].answer);
			expect(world, "jan@x.nl", SMTP_SENT,
			    "250 2.0.0 kept for jan@x.nl on ");
		}
	world_close(world);
}

static void
test_after_each_fault_the_next_letter_gets_its_own_answer(void **state)
{
	(void)state;
	next_letters_check(world_open(NULL));
	next_letters_check(world_open("--pipelining=always"));
}

static void
file_touch(const struct smtp_world *world, const char *name)
{
	char path[PATH_SIZE * 2];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", world->dir, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
}

static void
test_a_late_answer_is_not_taken_for_the_next_letters(void **state)
{
	struct smtp_world *world = world_open(NULL);

	(void)state;
	world_connect(world, "smtp", (struct smtp_options){
	    .timeout = SHORT });
	expect(world, "jan@x.nl", SMTP_SENT, "kept for jan@x.nl on 1");
	expect(world, "slow@x.nl", SMTP_TEMPORARY, "");
	/* Now the server would answer, if anybody still listened. */
	file_touch(world, "release");
	expect(world, "piet@x.nl", SMTP_SENT, "kept for piet@x.nl on 2");
	expect(world, "perm550@x.nl", SMTP_PERMANENT, "550 5.1.1");
	/* A refusal is an answer: the connection is as good as before. */
	expect(world, "klaas@x.nl", SMTP_SENT, "kept for klaas@x.nl on 2");
	world_close(world);
}

static void
test_a_connection_the_relay_closed_costs_no_letter(void **state)
{
	struct smtp_world *world = world_open(NULL);

	(void)state;
	world_connect(world, "smtp", (struct smtp_options){ 0 });
	expect(world, "dropnext@x.nl", SMTP_SENT, "on 1");
	expect(world, "byenext@x.nl", SMTP_SENT, "on 2");
	expect(world, "jan@x.nl", SMTP_SENT, "on 3");
	assert_int_equal(world_letters(world, false), 3);
	kept_check(world, "0003-jan@x.nl", LETTER);
	world_close(world);
}

static void
test_a_refused_sender_is_a_matter_of_settings(void **state)
{
	static const struct {
		const char		*code;
		enum smtp_result	 result;
	} codes[] = {
		{ "553", SMTP_MISCONFIGURED },
		{ "530", SMTP_MISCONFIGURED },
		{ "552", SMTP_PERMANENT },
		{ "451", SMTP_UNREACHABLE },
		{ "452", SMTP_TEMPORARY },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++) {
		struct smtp_world *world = world_open("--refuse-sender",
		    codes[i].code);

		world_connect(world, "smtp", (struct smtp_options){ 0 });
		expect(world, "jan@x.nl", codes[i].result,
		    "5.7.1 not from you");
		world_close(world);
	}
}

static void
test_a_wrong_password_is_a_matter_of_settings(void **state)
{
	struct smtp_world *world = world_open("--auth",
	    "mailer:geheim", "--quote-password");

	(void)state;
	world_connect(world, "smtp", (struct smtp_options){
	    .user = "mailer", .password = "geheim" });
	expect(world, "jan@x.nl", SMTP_SENT, "kept for jan@x.nl");
	world_connect(world, "smtp", (struct smtp_options){
	    .user = "mailer", .password = "verkeerd" });
	expect(world, "jan@x.nl", SMTP_MISCONFIGURED, "password");
	assert_null(strstr(world->answer, "verkeerd"));
	world_connect(world, "smtp", (struct smtp_options){
	    .user = "later", .password = "geheim" });
	expect(world, "jan@x.nl", SMTP_UNREACHABLE, "454 4.7.0 ask again");
	world_connect(world, "smtp", (struct smtp_options){ 0 });
	expect(world, "jan@x.nl", SMTP_MISCONFIGURED, "530");
	assert_int_equal(world_letters(world, false), 1);
	world_close(world);
}

static void
test_the_server_says_535_to_a_wrong_password(void **state)
{
	struct smtp_world *world = world_open("--auth",
	    "mailer:geheim");

	(void)state;
	world_connect(world, "smtp", (struct smtp_options){
	    .user = "mailer", .password = "verkeerd" });
	expect(world, "jan@x.nl", SMTP_MISCONFIGURED, "535 5.7.8");
	world_close(world);
}

static void
test_a_relay_that_wants_auth_login_gets_it(void **state)
{
	struct smtp_world *world = world_open("--auth",
	    "mailer:geheim", "--login");

	(void)state;
	world_connect(world, "smtp", (struct smtp_options){
	    .user = "mailer", .password = "geheim" });
	expect(world, "jan@x.nl", SMTP_SENT, "kept for jan@x.nl on 1");
	expect(world, "jan@x.nl", SMTP_SENT, "kept for jan@x.nl on 1");
	world_connect(world, "smtp", (struct smtp_options){
	    .user = "mailer", .password = "verkeerd" });
	expect(world, "jan@x.nl", SMTP_MISCONFIGURED, "535 5.7.8");
	world_close(world);
}

struct heard {
	char	*lines;
	size_t	 length;
	FILE	*file;
};

static void
note(char who, const char *line, void *arg)
{
	struct heard *heard = arg;

	fprintf(heard->file, "%c %s\n", who, line);
}

/* Neither as it is nor as SMTP writes it, whoever says it. */
static void
test_a_listener_never_hears_the_password(void **state)
{
	static const struct {
		const char	*option;
		const char	*password;
		const char	*hears;
	} vectors[] = {
		{ NULL, "geheim", "> AUTH PLAIN\n< 334 \n> ***\n< 235" },
		{ NULL, "verkeerd", "> AUTH PLAIN\n< 334 \n> ***\n< 535" },
		{ "--login", "geheim", "> ***\n< 235" },
		/* The server says it back. */
		{ "--quote-password", "verkeerd", "< ***\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		static const char *const secrets[] = {
			"geheim", "verkeerd", "Z2VoZWlt", "dmVya2VlcmQ",
			"AG1haWxlcgBn", "AG1haWxlcgB2",
		};
		struct smtp_world *world = world_open("--auth",
		    "mailer:geheim", vectors[i].option);
		struct heard heard = { .length = 0 };

		heard.file = open_memstream(&heard.lines, &heard.length);
		assert_non_null(heard.file);
		world_connect(world, "smtp", (struct smtp_options){
		    .user = "mailer", .password = vectors[i].password });
		smtp_listen(world->smtp, note, &heard);
		send_bytes(world, "jan@x.nl", LETTER, strlen(LETTER));
		world_close(world);
		fclose(heard.file);
		for (size_t j = 0; j < COUNT(secrets); j++)
			assert_null(strstr(heard.lines, secrets[j]));
		if (strstr(heard.lines, vectors[i].hears) == NULL)
			fail_msg("%zu: %s", i, heard.lines);
		free(heard.lines);
	}
}

static struct smtp_options
tls_options(const char *ca_file)
{
	return (struct smtp_options){ .ca_file = ca_file,
	    .starttls = SMTP_STARTTLS_REQUIRED };
}

static void
test_starttls_needs_the_right_certificate(void **state)
{
	struct smtp_world *world = world_open("--starttls");
	struct smtp_world *other = world_open("--starttls");
	char ca[PATH_SIZE * 2], wrong[PATH_SIZE * 2];

	(void)state;
	snprintf(ca, sizeof(ca), "%s/server.pem", world->dir);
	snprintf(wrong, sizeof(wrong), "%s/server.pem", other->dir);
	world_connect(world, "smtp", tls_options(ca));
	expect(world, "jan@x.nl", SMTP_SENT, "on 1");
	expect(world, "jan@x.nl", SMTP_SENT, "on 1");
	world_connect(world, "smtp", tls_options(wrong));
	expect(world, "jan@x.nl", SMTP_MISCONFIGURED, "");
	world_connect(world, "smtp", tls_options(NULL));
	expect(world, "jan@x.nl", SMTP_MISCONFIGURED, "");
	world_connect(world, "smtp",
	    tls_options("/nonexistent.pem"));
	expect(world, "jan@x.nl", SMTP_MISCONFIGURED, "");
	assert_int_equal(world_letters(world, false), 2);
	world_close(world);
	world_close(other);
}

/* The server hangs up on who believes what it said in clear. */
static void
test_what_was_announced_in_clear_does_not_count(void **state)
{
	struct smtp_world *world = world_open("--starttls",
	    "--pipelining=clear");
	char ca[PATH_SIZE * 2];

	(void)state;
	snprintf(ca, sizeof(ca), "%s/server.pem", world->dir);
	world_connect(world, "smtp", tls_options(ca));
	expect(world, "jan@x.nl", SMTP_SENT, "on 1");
	world_connect(world, "smtp", (struct smtp_options){ 0 });
	expect(world, "jan@x.nl", SMTP_SENT, "on 2");
	world_close(world);
}

static void
test_the_envelope_goes_at_once_through_tls(void **state)
{
	struct smtp_world *world = world_open("--starttls",
	    "--pipelining=always");
	char ca[PATH_SIZE * 2];
	size_t size = 100000;
	char *letter = malloc(size);

	(void)state;
	assert_non_null(letter);
	for (size_t i = 0; i < size; i += 10)
		memcpy(letter + i, ".1234567\r\n", 10);
	snprintf(ca, sizeof(ca), "%s/server.pem", world->dir);
	world_connect(world, "smtp", tls_options(ca));
	for (int i = 0; i < 3; i++) {
		expect(world, "perm550@x.nl", SMTP_PERMANENT, "550 5.1.1");
		assert_int_equal(send_bytes(world, "jan@x.nl", letter, size),
		    SMTP_SENT);
		assert_non_null(strstr(world->answer, "on 1"));
	}
	free(letter);
	world_close(world);
}

static void
test_a_certificate_for_another_name_is_refused(void **state)
{
	struct smtp_world *world = world_open("--starttls");
	char ca[PATH_SIZE * 2], url[PATH_SIZE];
	struct smtp_options options = tls_options(ca);

	(void)state;
	snprintf(ca, sizeof(ca), "%s/server.pem", world->dir);
	snprintf(url, sizeof(url), "smtp://localhost:%d", world->port);
	options.url = url;
	world->smtp = smtp_new(&options);
	expect(world, "jan@x.nl", SMTP_MISCONFIGURED, "");
	assert_int_equal(world_letters(world, false), 0);
	world_close(world);
}

static void
test_nothing_is_sent_when_starttls_is_missing(void **state)
{
	struct smtp_world *plain = world_open(NULL);
	struct smtp_world *later = world_open("--starttls-later");

	(void)state;
	world_connect(plain, "smtp", tls_options(NULL));
	expect(plain, "jan@x.nl", SMTP_MISCONFIGURED, "");
	assert_int_equal(world_letters(plain, false), 0);
	world_connect(later, "smtp", tls_options(NULL));
	expect(later, "jan@x.nl", SMTP_UNREACHABLE, "454 4.7.0");
	assert_int_equal(world_letters(later, false), 0);
	world_close(plain);
	world_close(later);
}

static void
test_smtps_is_spoken_to_the_right_certificate_only(void **state)
{
	struct smtp_world *world = world_open("--tls");
	char ca[PATH_SIZE * 2];

	(void)state;
	snprintf(ca, sizeof(ca), "%s/server.pem", world->dir);
	world_connect(world, "smtps", (struct smtp_options){
	    .ca_file = ca });
	expect(world, "jan@x.nl", SMTP_SENT, "kept for jan@x.nl");
	expect(world, "perm550@x.nl", SMTP_PERMANENT, "550 5.1.1");
	expect(world, "dropafter@x.nl", SMTP_TEMPORARY, "");
	expect(world, "piet@x.nl", SMTP_SENT, "kept for piet@x.nl");
	world_connect(world, "smtps", (struct smtp_options){ 0 });
	expect(world, "jan@x.nl", SMTP_MISCONFIGURED, "");
	world_close(world);
}

static void
test_tls_to_a_server_without_it_concerns_the_relay(void **state)
{
	struct smtp_world *world = world_open(NULL);

	(void)state;
	world_connect(world, "smtps", (struct smtp_options){ 0 });
	expect(world, "jan@x.nl", SMTP_UNREACHABLE, "");
	world_close(world);
}

static void
test_a_relay_that_turns_us_away_is_unreachable(void **state)
{
	struct smtp_world *busy = world_open("--greeting",
	    "421 4.3.2 too busy");
	struct smtp_world *closed = world_open("--greeting",
	    "554 5.3.2 no service");

	(void)state;
	world_connect(busy, "smtp", (struct smtp_options){ 0 });
	expect(busy, "jan@x.nl", SMTP_UNREACHABLE, "421 4.3.2 too busy");
	world_connect(closed, "smtp", (struct smtp_options){ 0 });
	expect(closed, "jan@x.nl", SMTP_UNREACHABLE, "554 5.3.2 no service");
	world_close(busy);
	world_close(closed);
}

/* Words, a drop (""), or both (421), at each step of the conversation. */
static void
test_trouble_at_each_step_has_its_result(void **state)
{
	static const struct {
		const char	*step;
		const char	*say;
		enum smtp_result result;
	} vectors[] = {
		{ "EHLO", "", SMTP_UNREACHABLE },
		{ "EHLO", "421 4.3.2 going down", SMTP_UNREACHABLE },
		{ "MAIL", "", SMTP_TEMPORARY },
		{ "MAIL", "421 4.3.2 going down", SMTP_UNREACHABLE },
		{ "MAIL", "450 4.7.1 not now", SMTP_UNREACHABLE },
		{ "MAIL", "452 4.3.1 no room", SMTP_TEMPORARY },
		{ "MAIL", "550 5.7.1 not from you", SMTP_MISCONFIGURED },
		{ "RCPT", "", SMTP_TEMPORARY },
		{ "RCPT", "421 4.3.2 going down", SMTP_MAYBE_UNREACHABLE },
		{ "RCPT", "450 4.2.1 not now", SMTP_TEMPORARY },
		{ "RCPT", "550 5.1.1 nobody", SMTP_PERMANENT },
		{ "DATA", "", SMTP_TEMPORARY },
		{ "DATA", "421 4.3.2 going down", SMTP_MAYBE_UNREACHABLE },
		{ "DATA", "451 4.3.0 not now", SMTP_TEMPORARY },
		{ "DATA", "554 5.6.0 not this", SMTP_PERMANENT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		char step[32], say[64];
		struct smtp_world *world;

		snprintf(step, sizeof(step), "--at=%s", vectors[i].step);
		snprintf(say, sizeof(say), "--say=%s", vectors[i].say);
		world = world_open(step, say);
		world_connect(world, "smtp", (struct smtp_options){ 0 });
		expect(world, "jan@x.nl", vectors[i].result, vectors[i].say);
		assert_int_equal(world_letters(world, false), 0);
		world_close(world);
	}
}

/* A port nobody else gets: refused, or taken and never answered. */
static int
socket_open(struct smtp_world *world, bool listening)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_not_equal(fd, -1);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, length), 0);
	if (listening)
		assert_int_equal(listen(fd, 8), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address,
	    &length), 0);
	world->port = ntohs(address.sin_port);
	return fd;
}

static void
test_a_refused_connection_concerns_the_relay(void **state)
{
	struct smtp_world world = { 0 };
	int fd = socket_open(&world, false);

	(void)state;
	world_connect(&world, "smtp", (struct smtp_options){ 0 });
	expect(&world, "jan@x.nl", SMTP_UNREACHABLE, "connect");
	smtp_free(world.smtp);
	close(fd);
}

static void
test_a_relay_that_says_nothing_is_unreachable(void **state)
{
	struct smtp_world world = { 0 };
	int fd = socket_open(&world, true);

	(void)state;
	world_connect(&world, "smtp", (struct smtp_options){ .timeout = 1 });
	expect(&world, "jan@x.nl", SMTP_UNREACHABLE, "");
	smtp_free(world.smtp);
	close(fd);
}

static void
test_an_unsafe_address_never_reaches_the_server(void **state)
{
	static const char *const unsafe[] = {
		"", "jan", "ok@x.nl>\r\nRCPT TO:<evil@evil.org", "a b@x.nl",
		"jan@x.nl\n", "<jan@x.nl>", "jan@x.nl> NOTIFY=FAILURE",
		"joël@x.nl", "jan@súdwest.nl",
	};
	struct smtp_world *world = world_open(NULL);

	(void)state;
	world_connect(world, "smtp", (struct smtp_options){ 0 });
	for (size_t i = 0; i < COUNT(unsafe); i++) {
		expect(world, unsafe[i], SMTP_PERMANENT, "not safe");
		assert_int_equal(smtp_send(world->smtp, unsafe[i],
		    "jan@x.nl", LETTER, strlen(LETTER), world->answer,
		    sizeof(world->answer)), SMTP_MISCONFIGURED);
	}
	/* The first connection is this one's. */
	expect(world, "jan@x.nl", SMTP_SENT, "on 1");
	assert_int_equal(world_letters(world, false), 1);
	world_close(world);
}

static void
test_a_letter_that_could_smuggle_is_refused(void **state)
{
	static const struct {
		const char	*bytes;
		size_t		 length;
	} letters[] = {
		{ "", 0 }, { "a", 1 }, { "a\r", 2 }, { "a\n", 2 },
		{ "a\r\n.\nb\r\n", 8 }, { "a\n.\r\nb\r\n", 8 },
		{ "a\r.\r\n", 5 }, { "\0\r\n", 3 }, { "\xc3\xa9\r\n", 4 },
		{ "a\r\nb", 4 }, { "a\r\r\n", 4 },
	};
	struct smtp_world *world = world_open(NULL);
	char line[1002];

	(void)state;
	world_connect(world, "smtp", (struct smtp_options){ 0 });
	for (size_t i = 0; i < COUNT(letters); i++)
		assert_int_equal(send_bytes(world, "jan@x.nl",
		    letters[i].bytes, letters[i].length), SMTP_PERMANENT);
	memset(line, 'a', sizeof(line));
	memcpy(line + 999, "\r\n", 2);
	assert_int_equal(send_bytes(world, "jan@x.nl", line, 1001),
	    SMTP_PERMANENT);
	memcpy(line + 998, "\r\n", 2);
	assert_int_equal(send_bytes(world, "jan@x.nl", line, 1000),
	    SMTP_SENT);
	assert_int_equal(world_letters(world, false), 1);
	world_close(world);
}

static void
test_a_big_letter_arrives_whole(void **state)
{
	struct smtp_world *world = world_open(NULL);
	size_t lines = 20000, size = lines * 10;
	char *letter = malloc(size);

	(void)state;
	assert_non_null(letter);
	for (size_t i = 0; i < lines; i++)
		memcpy(letter + i * 10, ".1234567\r\n", 10);
	world_connect(world, "smtp", (struct smtp_options){ 0 });
	assert_int_equal(send_bytes(world, "jan@x.nl", letter, size),
	    SMTP_SENT);
	assert_int_equal(world_letters(world, false), 1);
	free(letter);
	world_close(world);
}

static void
test_an_answer_is_cut_to_fit(void **state)
{
	struct smtp_world *world = world_open(NULL);
	char *answer = malloc(4), *one = malloc(1);

	(void)state;
	assert_non_null(answer);
	assert_non_null(one);
	world_connect(world, "smtp", (struct smtp_options){ 0 });
	assert_int_equal(smtp_send(world->smtp, SENDER, "jan@x.nl", LETTER,
	    strlen(LETTER), answer, 4), SMTP_SENT);
	assert_string_equal(answer, "250");
	assert_int_equal(smtp_send(world->smtp, SENDER, "perm550@x.nl",
	    LETTER, strlen(LETTER), one, 1), SMTP_PERMANENT);
	assert_string_equal(one, "");
	free(answer);
	free(one);
	world_close(world);
}

static void
test_options_that_cannot_be_right_are_refused(void **state)
{
	static const struct smtp_options options[] = {
		{ .url = NULL },
		{ .url = "" },
		{ .url = "http://x.nl" },
		{ .url = "smtp:x.nl" },
		{ .url = "smtp://x.nl/naam" },
		{ .url = "smtp://user:geheim@x.nl" },
		{ .url = "smtp://x.nl", .hello = "" },
		{ .url = "smtp://x.nl", .hello = "x.nl\r\nQUIT" },
		{ .url = "smtp://x.nl", .user = "a" },
		{ .url = "smtp://x.nl", .password = "a" },
		{ .url = "smtp://x.nl", .timeout = -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(options); i++)
		assert_null(smtp_new(&options[i]));
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_letter_arrives_byte_for_byte),
		cmocka_unit_test(test_letters_go_over_one_connection),
		cmocka_unit_test(test_each_fault_has_its_result),
		cmocka_unit_test(
		    test_after_each_fault_the_next_letter_gets_its_own_answer),
		cmocka_unit_test(
		    test_a_late_answer_is_not_taken_for_the_next_letters),
		cmocka_unit_test(
		    test_a_connection_the_relay_closed_costs_no_letter),
		cmocka_unit_test(
		    test_a_refused_sender_is_a_matter_of_settings),
		cmocka_unit_test(
		    test_a_wrong_password_is_a_matter_of_settings),
		cmocka_unit_test(test_the_server_says_535_to_a_wrong_password),
		cmocka_unit_test(test_a_relay_that_wants_auth_login_gets_it),
		cmocka_unit_test(test_a_listener_never_hears_the_password),
		cmocka_unit_test(test_starttls_needs_the_right_certificate),
		cmocka_unit_test(
		    test_what_was_announced_in_clear_does_not_count),
		cmocka_unit_test(test_the_envelope_goes_at_once_through_tls),
		cmocka_unit_test(
		    test_a_certificate_for_another_name_is_refused),
		cmocka_unit_test(
		    test_nothing_is_sent_when_starttls_is_missing),
		cmocka_unit_test(
		    test_smtps_is_spoken_to_the_right_certificate_only),
		cmocka_unit_test(
		    test_tls_to_a_server_without_it_concerns_the_relay),
		cmocka_unit_test(
		    test_a_relay_that_turns_us_away_is_unreachable),
		cmocka_unit_test(test_trouble_at_each_step_has_its_result),
		cmocka_unit_test(test_a_refused_connection_concerns_the_relay),
		cmocka_unit_test(
		    test_a_relay_that_says_nothing_is_unreachable),
		cmocka_unit_test(
		    test_an_unsafe_address_never_reaches_the_server),
		cmocka_unit_test(test_a_letter_that_could_smuggle_is_refused),
		cmocka_unit_test(test_a_big_letter_arrives_whole),
		cmocka_unit_test(test_an_answer_is_cut_to_fit),
		cmocka_unit_test(
		    test_options_that_cannot_be_right_are_refused),
	};

	return cmocka_run_group_tests(tests, library_open, library_close);
}
