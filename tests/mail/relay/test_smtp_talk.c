#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <linux/sockios.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "mail/relay/smtp.h"
#include "mail/relay/smtp_talk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define LETTER		"Subject: proef\r\n\r\n.\r\n..a\r\nb.\r\n"
#define STUFFED		"Subject: proef\r\n\r\n..\r\n...a\r\nb.\r\n.\r\n"
#define MAIL		"MAIL FROM:<wij@x.nl>\r\n"
#define RCPT		"RCPT TO:<jan@x.nl>\r\n"
#define DATA		"DATA\r\n"
#define ENVELOPE	MAIL RCPT DATA
#define YES		"250 2.0.0 ok\r\n"
#define GO_ON		"354 go on\r\n"
#define TAKEN		"250 2.0.0 taken\r\n"
#define NOBODY		"550 5.1.1 nobody\r\n"

#define TURNS_MAX	12
#define SENDS_MAX	2
#define HEARD_SIZE	8192
#define PATIENCE	20

/* What the server waits for, to the byte or to a ~, and then says. */
struct turn {
	const char	*hears;		/* NULL: a connection */
	const char	*says;		/* NULL: hangs up */
};

#define CONNECTED	{ NULL, "220 hallo\r\n" }
#define PIPELINING	CONNECTED, { "EHLO wij.nl\r\n", \
	"250-hallo\r\n250-Pipelining\r\n250 HELP\r\n" }
#define ONE_BY_ONE	CONNECTED, { "EHLO wij.nl\r\n", \
	"250-hallo\r\n250-PIPELININGS\r\n250 HELP\r\n" }

struct scripted_server {
	const struct turn *turns;
	bool		 trickles;	/* byte by byte */
	bool		 waits;		/* with a turn that hears nothing */
	sem_t		 letter_over;	/* until then */
	sem_t		 turn_over;	/* what the next letter waits for */
	int		 listening;
	int		 fd;		/* of the connection; -1: none */
	int		 port;
	pthread_t	 thread;
	char		 heard[HEARD_SIZE];
	char		 wrong[2 * HEARD_SIZE];	/* the first surprise */
	char		 last[32];	/* heard on the last connection's end */
};

static void
be_wrong(struct scripted_server *server, const char *heard,
    const char *expected)
{
	if (server->wrong[0] == '\0')
		snprintf(server->wrong, sizeof(server->wrong),
		    "heard \"%s\", not \"%s\"", heard, expected);
}

static void
say(const struct scripted_server *server, const char *text)
{
	size_t step = server->trickles ? 1 : strlen(text), left;

	for (left = strlen(text); left > 0; left -= step, text += step) {
		if (send(server->fd, text, step, MSG_NOSIGNAL) < 0)
			return;
		if (server->trickles)
			usleep(500);
	}
}

/* As much as is expected, and what came with it. */
static void
hear(struct scripted_server *server, const char *expected)
{
	const char *more = strchr(expected, '~');
	size_t room = more == NULL ? HEARD_SIZE - 1 :
	    (size_t)(more - expected);
	size_t wanted = more == NULL ? strlen(expected) : room, have = 0;
	ssize_t n = 1;

	server->heard[0] = '\0';
	while (n > 0 && have < wanted) {
		n = recv(server->fd, server->heard + have,
		    room - have, 0);
		have += n > 0 ? (size_t)n : 0;
		server->heard[have] = '\0';
	}
	if (have != wanted || memcmp(server->heard, expected, have) != 0)
		be_wrong(server, server->heard, expected);
}

/* Until the other side's system has all that was said. */
static void
say_until_it_arrived(const struct scripted_server *server, const char *text)
{
	int left = 1;

	say(server, text);
	for (int i = 0; i < PATIENCE * 1000 && left > 0; i++)
		if (ioctl(server->fd, SIOCOUTQ, &left) < 0 || left > 0)
			poll(NULL, 0, 1);
}

/* Between two letters, and not in a packet with what was said before. */
static void
interrupt(struct scripted_server *server, const char *text)
{
	sem_wait(&server->letter_over);
	if (text != NULL) {
		say_until_it_arrived(server, text);
	} else {
		close(server->fd);
		server->fd = -1;
	}
	sem_post(&server->turn_over);
}

/* Whoever leaves says QUIT or nothing. */
static void
see_off(struct scripted_server *server)
{
	ssize_t n;

	if (server->fd == -1)
		return;
	n = recv(server->fd, server->last, sizeof(server->last) - 1, 0);
	server->last[n > 0 ? n : 0] = '\0';
	if (strcmp(server->last, "QUIT\r\n") == 0)
		say(server, "221 dag\r\n");
	else if (server->last[0] != '\0')
		be_wrong(server, server->last, "");
	close(server->fd);
	server->fd = -1;
}

static void
take_connection(struct scripted_server *server)
{
	const struct timeval patience = { .tv_sec = PATIENCE };
	const int on = 1;

	see_off(server);
	server->fd = accept(server->listening, NULL, NULL);
	if (server->fd == -1) {
		be_wrong(server, "nobody", "a connection");
		return;
	}
	setsockopt(server->fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
	    sizeof(patience));
	setsockopt(server->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static void *
serve(void *arg)
{
	struct scripted_server *server = arg;

	for (const struct turn *turn = server->turns; turn->hears != NULL ||
	    turn->says != NULL; turn++) {
		if (turn->hears != NULL && turn->hears[0] == '\0' &&
		    server->waits) {
			interrupt(server, turn->says);
			continue;
		}
		if (turn->hears == NULL)
			take_connection(server);
		else
			hear(server, turn->hears);
		if (server->wrong[0] != '\0')
			break;
		if (turn->says != NULL) {
			say(server, turn->says);
		} else {
			close(server->fd);
			server->fd = -1;
		}
	}
	see_off(server);
	close(server->listening);	/* the next is refused */
	sem_post(&server->turn_over);	/* nobody waits for what went wrong */
	return NULL;
}

static void
server_start(struct scripted_server *server, const struct turn *turns,
    bool trickles, bool waits)
{
	const struct timeval patience = { .tv_sec = PATIENCE };
	struct sockaddr_in address = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);

	*server = (struct scripted_server){
		.turns = turns, .trickles = trickles, .waits = waits,
		.fd = -1, .listening = socket(AF_INET, SOCK_STREAM, 0),
	};
	sem_init(&server->letter_over, 0, 0);
	sem_init(&server->turn_over, 0, 0);
	assert_int_equal(bind(server->listening,
	    (struct sockaddr *)&address, length), 0);
	assert_int_equal(listen(server->listening, 8), 0);
	setsockopt(server->listening, SOL_SOCKET, SO_RCVTIMEO, &patience,
	    sizeof(patience));
	assert_int_equal(getsockname(server->listening,
	    (struct sockaddr *)&address, &length), 0);
	server->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&server->thread, NULL, serve,
	    server), 0);
}

static struct smtp *
connect_to(const struct scripted_server *server)
{
	char url[64];
	struct smtp *smtp;

	snprintf(url, sizeof(url), "smtp://127.0.0.1:%d", server->port);
	smtp = smtp_new(&(struct smtp_options){ .url = url,
	    .hello = "wij.nl", .timeout = PATIENCE });
	assert_non_null(smtp);
	return smtp;
}

static enum smtp_result
send_to(struct smtp *smtp, const char *letter, char answer[200])
{
	return smtp_send(smtp, "wij@x.nl", "jan@x.nl", letter, strlen(letter),
	    answer, 200);
}

/* A conversation, and what it means for the letters that are sent. */
struct talk_case {
	const char	*name;
	bool		 trickles;
	bool		 leaves;	/* without a word: nobody knows */
	bool		 waits;		/* for the server, between letters */
	struct {
		enum smtp_result result;
		const char	*answer;	/* NULL: is not sent */
	} sends[SENDS_MAX];
	struct turn	 turns[TURNS_MAX];
};

static void
case_check(const struct talk_case *talk)
{
	struct scripted_server server;
	struct smtp *smtp;
	enum smtp_result result;
	char answer[200];

	server_start(&server, talk->turns, talk->trickles, talk->waits);
	smtp = connect_to(&server);
	for (size_t i = 0; i < SENDS_MAX && talk->sends[i].answer != NULL;
	    i++) {
		if (i > 0 && talk->waits) {
			sem_post(&server.letter_over);
			sem_wait(&server.turn_over);
		}
		result = send_to(smtp, LETTER, answer);
		if (result != talk->sends[i].result ||
		    strcmp(answer, talk->sends[i].answer) != 0)
			fail_msg("%s, letter %zu: %s \"%s\"; the server %s",
			    talk->name, i, smtp_result_word(result), answer,
			    server.wrong);
	}
	smtp_free(smtp);
	pthread_join(server.thread, NULL);
	if (server.wrong[0] != '\0')
		fail_msg("%s: the server %s", talk->name, server.wrong);
	if (talk->leaves == (strcmp(server.last, "QUIT\r\n") == 0))
		fail_msg("%s: left with \"%s\"", talk->name, server.last);
}

static void
cases_check(const struct talk_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		case_check(&cases[i]);
}

static void
test_the_envelope_goes_at_once_if_the_server_likes_it(void **state)
{
	static const struct talk_case cases[] = {
		{ .name = "pipelining",
		  .sends = { { SMTP_SENT, "250 2.0.0 taken" },
		    { SMTP_SENT, "250 again" } },
		  .turns = { PIPELINING, { ENVELOPE, YES YES GO_ON },
		    { STUFFED, TAKEN }, { ENVELOPE, YES YES GO_ON },
		    { STUFFED, "250 again\r\n" } } },
		{ .name = "one by one",
		  .sends = { { SMTP_SENT, "250 2.0.0 taken" } },
		  .turns = { ONE_BY_ONE, { MAIL, YES }, { RCPT, YES },
		    { DATA, GO_ON }, { STUFFED, TAKEN } } },
		{ .name = "byte by byte, in lines and parts", .trickles = true,
		  .sends = { { SMTP_SENT, "250 taken" },
		    { SMTP_PERMANENT, "550 5.1.1 nobody" } },
		  .turns = { PIPELINING,
		    { ENVELOPE, "250-2.1.0 a\r\n250-\r\n250 b\r\n" YES GO_ON },
		    { STUFFED, "250-it\r\n250-is\r\n250 taken\r\n" },
		    { ENVELOPE, YES "550-5.1.1 I know\r\n" NOBODY
		      "554 nobody\r\n" } } },
		{ .name = "size", .sends = { { SMTP_SENT, "250 2.0.0 taken" } },
		  .turns = { CONNECTED,
		    { "EHLO wij.nl\r\n", "250-x\r\n250 SIZE\r\n" },
		    { "MAIL FROM:<wij@x.nl> SIZE=30\r\n", YES },
		    { RCPT, "251 2.1.5 will forward\r\n" }, { DATA, GO_ON },
		    { STUFFED, TAKEN } } },
	};

	(void)state;
	assert_int_equal(strlen(LETTER), 30);
	cases_check(cases, COUNT(cases));
}

static void
test_a_refused_envelope_is_ended_and_the_next_is_sent(void **state)
{
	static const struct talk_case cases[] = {
		{ .name = "354 although nobody is there",
		  .sends = { { SMTP_PERMANENT, "550 5.1.1 nobody" },
		    { SMTP_SENT, "250 2.0.0 taken" } },
		  .turns = { PIPELINING, { ENVELOPE, YES NOBODY GO_ON },
		    { ".\r\n", "554 5.5.1 no recipients\r\n" },
		    { "RSET\r\n" ENVELOPE, YES YES YES GO_ON },
		    { STUFFED, TAKEN } } },
		{ .name = "the empty letter is taken, by nobody",
		  .sends = { { SMTP_TEMPORARY, "450 4.2.1 later" } },
		  .turns = { PIPELINING,
		    { ENVELOPE, YES "450 4.2.1 later\r\n" GO_ON },
		    { ".\r\n", YES } } },
		{ .name = "all refused",
		  .sends = { { SMTP_PERMANENT, "552 too big" },
		    { SMTP_SENT, "250 2.0.0 taken" } },
		  .turns = { PIPELINING,
		    { ENVELOPE, "552 too big\r\n503 MAIL?\r\n503 MAIL?\r\n" },
		    { "RSET\r\n" ENVELOPE, YES YES YES GO_ON },
		    { STUFFED, TAKEN } } },
		{ .name = "one by one",
		  .sends = { { SMTP_PERMANENT, "550 5.1.1 nobody" },
		    { SMTP_SENT, "250 2.0.0 taken" } },
		  .turns = { ONE_BY_ONE, { MAIL, YES }, { RCPT, NOBODY },
		    { "RSET\r\n", YES }, { MAIL, YES }, { RCPT, YES },
		    { DATA, GO_ON }, { STUFFED, TAKEN } } },
		{ .name = "the letter refused",
		  .sends = { { SMTP_PERMANENT, "554 5.6.0 no" },
		    { SMTP_SENT, "250 2.0.0 taken" } },
		  .turns = { PIPELINING, { ENVELOPE, YES YES GO_ON },
		    { STUFFED, "554 5.6.0 no\r\n" },
		    { ENVELOPE, YES YES GO_ON }, { STUFFED, TAKEN } } },
		{ .name = "a recipient without a sender", .leaves = true,
		  .sends = { { SMTP_PERMANENT, "552 too big" } },
		  .turns = { PIPELINING,
		    { ENVELOPE, "552 too big\r\n" YES GO_ON } } },
		{ .name = "refused, and away", .leaves = true,
		  .sends = { { SMTP_PERMANENT, "550 5.1.1 nobody" } },
		  .turns = { PIPELINING, { ENVELOPE, YES NOBODY },
		    { "", NULL } } },
	};

	(void)state;
	cases_check(cases, COUNT(cases));
}

#define OUT_OF_STEP	.leaves = true, .sends = { { SMTP_TEMPORARY, \
	"the server's replies are out of step" } }
#define TEN(text)	text text text text text text text text text text

static void
test_replies_that_do_not_fit_end_the_conversation(void **state)
{
	static const struct talk_case cases[] = {
		{ .name = "one too many", OUT_OF_STEP,
		  .turns = { PIPELINING, { ENVELOPE, YES YES YES GO_ON } } },
		{ .name = "a refusal too many", OUT_OF_STEP,
		  .turns = { PIPELINING,
		    { ENVELOPE, YES NOBODY YES GO_ON } } },
		{ .name = "taken before it was sent", OUT_OF_STEP,
		  .turns = { PIPELINING, { ENVELOPE, YES YES GO_ON TAKEN } } },
		{ .name = "two where one was due", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, YES YES } } },
		{ .name = "354 to MAIL", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, GO_ON } } },
		{ .name = "a letter that is asked for again", OUT_OF_STEP,
		  .turns = { PIPELINING, { ENVELOPE, YES YES GO_ON },
		    { STUFFED, GO_ON } } },
		{ .name = "no number", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, "hallo\r\n" } } },
		{ .name = "no code", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, "650 ok\r\n" } } },
		{ .name = "a letter for its second digit", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, "2x0 ok\r\n" } } },
		{ .name = "a sign for its last digit", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, "25: ok\r\n" } } },
		{ .name = "two digits", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, "25\r\n" } } },
		{ .name = "a line of nothing at all", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, "\n" } } },
		{ .name = "four digits", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, "2500 ok\r\n" } } },
		{ .name = "an empty line", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, "\r\n" } } },
		{ .name = "two codes in one reply", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, "250-ok\r\n550 no\r\n" } } },
		{ .name = "a line without end", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, "250 "
		    TEN(TEN("twenty-one characters")) "\r\n" } } },
		{ .name = "a reply without end", OUT_OF_STEP,
		  .turns = { ONE_BY_ONE, { MAIL, TEN(TEN("250-\r\n"))
		    "250 ok\r\n" } } },
	};

	(void)state;
	cases_check(cases, COUNT(cases));
}

static void
test_only_250_to_the_letter_is_a_letter_sent(void **state)
{
	static const struct talk_case cases[] = {
		{ .name = "251", .sends = { { SMTP_TEMPORARY, "251 well" } },
		  .turns = { PIPELINING, { ENVELOPE, YES YES GO_ON },
		    { STUFFED, "251 well\r\n" } } },
		{ .name = "nothing", .leaves = true,
		  .sends = { { SMTP_TEMPORARY, "the server hung up" } },
		  .turns = { PIPELINING, { ENVELOPE, YES YES GO_ON },
		    { STUFFED, NULL } } },
		{ .name = "half a reply", .leaves = true,
		  .sends = { { SMTP_TEMPORARY, "the server hung up" } },
		  .turns = { PIPELINING, { ENVELOPE, YES YES GO_ON },
		    { STUFFED, "250 2.0.0 tak" }, { "", NULL } } },
		{ .name = "taken, in lines that end as Unix has them",
		  .sends = { { SMTP_SENT, "250 taken" } },
		  .turns = { PIPELINING, { ENVELOPE, "250\n250 x\n354\n" },
		    { STUFFED, "250 taken\n" } } },
		{ .name = "taken, and away", .leaves = true,
		  .sends = { { SMTP_SENT, "250 2.0.0 taken" } },
		  .turns = { PIPELINING, { ENVELOPE, YES YES GO_ON },
		    { STUFFED, TAKEN "421 bye\r\n" }, { "", NULL } } },
	};

	(void)state;
	cases_check(cases, COUNT(cases));
}

static void
test_goodbye_concerns_the_relay_until_the_letter_is_out(void **state)
{
	static const struct talk_case cases[] = {
		{ .name = "MAIL", .leaves = true,
		  .sends = { { SMTP_UNREACHABLE, "421 busy" } },
		  .turns = { PIPELINING, { ENVELOPE, "421 busy\r\n" } } },
		{ .name = "RCPT", .leaves = true,
		  .sends = { { SMTP_MAYBE_UNREACHABLE, "421 busy" } },
		  .turns = { PIPELINING, { ENVELOPE, YES "421 busy\r\n" } } },
		{ .name = "DATA", .leaves = true,
		  .sends = { { SMTP_MAYBE_UNREACHABLE, "421 busy" } },
		  .turns = { PIPELINING,
		    { ENVELOPE, YES YES "421 busy\r\n" } } },
		{ .name = "the letter", .leaves = true,
		  .sends = { { SMTP_TEMPORARY, "421 busy" } },
		  .turns = { PIPELINING, { ENVELOPE, YES YES GO_ON },
		    { STUFFED, "421 busy\r\n" } } },
		{ .name = "451 at MAIL",
		  .sends = { { SMTP_UNREACHABLE, "451 busy" } },
		  .turns = { PIPELINING, { ENVELOPE,
		    "451 busy\r\n503 no\r\n503 no\r\n" } } },
	};

	(void)state;
	cases_check(cases, COUNT(cases));
}

#define FIRST		PIPELINING, { ENVELOPE, YES YES GO_ON }
#define AGAIN		PIPELINING, { ENVELOPE, YES YES GO_ON }, \
	{ STUFFED, "250 again\r\n" }
#define TWICE		{ { SMTP_SENT, "250 2.0.0 taken" }, \
	{ SMTP_SENT, "250 again" } }

static void
test_a_connection_that_was_over_is_made_again(void **state)
{
	static const struct talk_case cases[] = {
		{ .name = "closed", .waits = true, .sends = TWICE,
		  .turns = { FIRST, { STUFFED, TAKEN }, { "", NULL },
		    AGAIN } },
		{ .name = "a goodbye that waited", .sends = TWICE,
		  .turns = { FIRST, { STUFFED, TAKEN "421 silent\r\n" },
		    AGAIN } },
		{ .name = "a goodbye to MAIL", .sends = TWICE,
		  .turns = { FIRST, { STUFFED, TAKEN },
		    { ENVELOPE, "421 enough\r\n" }, AGAIN } },
		{ .name = "closed instead of a reply", .sends = TWICE,
		  .turns = { FIRST, { STUFFED, TAKEN },
		    { ENVELOPE, NULL }, AGAIN } },
		{ .name = "words unasked", .sends = TWICE,
		  .turns = { FIRST, { STUFFED, TAKEN "250 and more\r\n" },
		    AGAIN } },
		{ .name = "words unasked, later", .waits = true,
		  .sends = TWICE,
		  .turns = { FIRST, { STUFFED, TAKEN },
		    { "", "250 and more\r\n" }, AGAIN } },
		/* Something was said about this letter. */
		{ .name = "a goodbye to RCPT", .leaves = true,
		  .sends = { { SMTP_SENT, "250 2.0.0 taken" },
		    { SMTP_MAYBE_UNREACHABLE, "421 enough" } },
		  .turns = { FIRST, { STUFFED, TAKEN },
		    { ENVELOPE, YES "421 enough\r\n" } } },
		{ .name = "closed behind MAIL", .leaves = true,
		  .sends = { { SMTP_SENT, "250 2.0.0 taken" },
		    { SMTP_TEMPORARY, "the server hung up" } },
		  .turns = { FIRST, { STUFFED, TAKEN },
		    { ENVELOPE, YES }, { "", NULL } } },
	};

	(void)state;
	cases_check(cases, COUNT(cases));
}

static void
note(char who, const char *line, void *arg)
{
	char *notes = arg;

	if (who != '*')
		sprintf(notes + strlen(notes), "%c %s\n", who, line);
}

static void
test_a_listener_hears_all_but_the_letter(void **state)
{
	static const struct turn turns[] = { PIPELINING,
	    { ENVELOPE, "250-a\r\n250 b\r\n" YES GO_ON }, { STUFFED, TAKEN },
	    { NULL, NULL } };
	struct scripted_server server;
	struct smtp *smtp;
	char answer[200], notes[2000] = "";

	(void)state;
	server_start(&server, turns, false, false);
	smtp = connect_to(&server);
	smtp_listen(smtp, note, notes);
	assert_int_equal(send_to(smtp, LETTER, answer), SMTP_SENT);
	smtp_free(smtp);
	pthread_join(server.thread, NULL);
	assert_string_equal(notes, "< 220 hallo\n> EHLO wij.nl\n< 250-hallo\n"
	    "< 250-Pipelining\n< 250 HELP\n> MAIL FROM:<wij@x.nl>\n"
	    "> RCPT TO:<jan@x.nl>\n> DATA\n< 250-a\n< 250 b\n"
	    "< 250 2.0.0 ok\n< 354 go on\n< 250 2.0.0 taken\n> QUIT\n"
	    "< 221 dag\n");
}

/* More than the socket, or our own buffer, takes in one go. */
static void
test_who_hangs_up_on_a_letter_may_say_why(void **state)
{
	static const struct turn turns[] = { PIPELINING,
	    { ENVELOPE, YES YES GO_ON }, { "12~", "552 5.3.4 too big\r\n" },
	    { "", NULL }, { NULL, NULL } };
	size_t lines = 2000000;
	char *letter = malloc(lines * 10 + 1), answer[200];
	struct scripted_server server;
	struct smtp *smtp;

	(void)state;
	assert_non_null(letter);
	for (size_t i = 0; i < lines; i++)
		memcpy(letter + i * 10, "12345678\r\n", 11);
	server_start(&server, turns, false, false);
	smtp = connect_to(&server);
	assert_int_equal(send_to(smtp, letter, answer), SMTP_PERMANENT);
	assert_string_equal(answer, "552 5.3.4 too big");
	smtp_free(smtp);
	pthread_join(server.thread, NULL);
	free(letter);
}

static void
test_a_check_sends_nothing(void **state)
{
	static const struct {
		const char	*reply;
		enum smtp_result result;
		const char	*answer;
	} vectors[] = {
		{ YES "250 here\r\n", SMTP_SENT, "250 here" },
		{ "421 busy\r\n", SMTP_UNREACHABLE, "421 busy" },
		{ "530 who are you\r\n" NOBODY, SMTP_MISCONFIGURED,
		    "530 who are you" },
		{ YES "554 5.7.1 Relay access denied\r\n",
		    SMTP_MAYBE_MISCONFIGURED,
		    "554 5.7.1 Relay access denied" },
		{ YES NOBODY, SMTP_PERMANENT, "550 5.1.1 nobody" },
		{ "hallo\r\n", SMTP_UNREACHABLE,
		    "the server's replies are out of step" },
	};
	char answer[200];

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		const struct turn turns[] = { PIPELINING,
		    { MAIL RCPT, vectors[i].reply }, { NULL, NULL } };
		struct scripted_server server;
		struct smtp *smtp;

		server_start(&server, turns, false, false);
		smtp = connect_to(&server);
		assert_int_equal(smtp_check(smtp, "wij@x.nl", "jan@x.nl", answer,
		    sizeof(answer)), vectors[i].result);
		assert_string_equal(answer, vectors[i].answer);
		smtp_free(smtp);
		pthread_join(server.thread, NULL);
		assert_string_equal(server.wrong, "");
	}
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
monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
test_the_clock_of_a_conversation_is_the_machines(void **state)
{
	int64_t before = monotonic_ms();
	int64_t told = talk_clock();

	(void)state;
	assert_in_range(told, before, monotonic_ms());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_the_envelope_goes_at_once_if_the_server_likes_it),
		cmocka_unit_test(
		    test_a_refused_envelope_is_ended_and_the_next_is_sent),
		cmocka_unit_test(
		    test_replies_that_do_not_fit_end_the_conversation),
		cmocka_unit_test(test_only_250_to_the_letter_is_a_letter_sent),
		cmocka_unit_test(
		    test_goodbye_concerns_the_relay_until_the_letter_is_out),
		cmocka_unit_test(
		    test_a_connection_that_was_over_is_made_again),
		cmocka_unit_test(test_a_listener_hears_all_but_the_letter),
		cmocka_unit_test(test_who_hangs_up_on_a_letter_may_say_why),
		cmocka_unit_test(test_a_check_sends_nothing),
		cmocka_unit_test(
		    test_the_clock_of_a_conversation_is_the_machines),
	};

	return cmocka_run_group_tests(tests, library_open, library_close);
}
