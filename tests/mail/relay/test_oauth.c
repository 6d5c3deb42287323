/* What a server of tokens may say, and what becomes of it. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "mail/relay/oauth.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define GOOD		"{\"access_token\":\"abc.def\",\"expires_in\":3600}"
/* One answer a connection, until it is closed. */
struct token_server {
	int		 listening;
	int		 port;
	int		 asked;
	int		 code;
	const char	*body;
	bool		 cut;		/* it hangs up within the body */
	pthread_t	 thread;
};

static void
answer(struct token_server *server, int fd)
{
	size_t length = strlen(server->body);
	char heard[4096];

	/* The request is one small packet; what it asks does not matter. */
	if (recv(fd, heard, sizeof(heard), 0) <= 0)
		return;
	server->asked++;
	dprintf(fd, "HTTP/1.1 %d x\r\nContent-Length: %zu\r\n"
	    "Connection: close\r\n\r\n%s", server->code,
	    length + server->cut, server->body);
}

static void *
serve(void *arg)
{
	struct token_server *server = arg;
	int fd;

	while ((fd = accept(server->listening, NULL, NULL)) != -1) {
		answer(server, fd);
		shutdown(fd, SHUT_WR);
		close(fd);
	}
	return NULL;
}

static void
server_start(struct token_server *server)
{
	struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof(at);

	*server = (struct token_server){ .code = 200, .body = GOOD };
	server->listening = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(server->listening, (struct sockaddr *)&at,
	    size), 0);
	assert_int_equal(listen(server->listening, 8), 0);
	assert_int_equal(getsockname(server->listening,
	    (struct sockaddr *)&at, &size), 0);
	server->port = ntohs(at.sin_port);
	assert_int_equal(pthread_create(&server->thread, NULL, serve, server),
	    0);
}

static void
server_stop(struct token_server *server)
{
	shutdown(server->listening, SHUT_RDWR);
	pthread_join(server->thread, NULL);
	close(server->listening);
}

static struct oauth *
client_of(struct world *world, const struct token_server *server)
{
	struct oauth *oauth = NULL;

	assert_int_equal(oauth_new(&(struct oauth_options){
		.url = arena_printf(world->arena, "http://127.0.0.1:%d/",
		    server->port),
		.client_id = "wij", .client_secret = "geheim", .scope = "",
		.database = world->database, .timeout = 20,
	}, &oauth), STATUS_OK);
	return oauth;
}

static void
test_only_a_token_that_fits_a_line_is_one(void **state)
{
	static const struct {
		int		 code;
		const char	*body;
		enum smtp_result result;
		const char	*answer;
	} vectors[] = {
		{ 200, GOOD, SMTP_SENT, "" },
		{ 200, "{\"access_token\":\"!~\",\"expires_in\":\"60\"}",
		    SMTP_SENT, "" },
		{ 200, "{\"access_token\":\"a b\",\"expires_in\":60}",
		    SMTP_MISCONFIGURED, "token: HTTP 200 " },
		{ 200, "{\"access_token\":\"a\\r\\nRCPT\",\"expires_in\":60}",
		    SMTP_MISCONFIGURED, "token: HTTP 200 " },
		{ 200, "{\"access_token\":\"caf\xc3\xa9\",\"expires_in\":60}",
		    SMTP_MISCONFIGURED, "token: HTTP 200 " },
		{ 200, "{\"access_token\":\"a\\u007f\",\"expires_in\":60}",
		    SMTP_MISCONFIGURED, "token: HTTP 200 " },
		{ 200, "{\"access_token\":\"\",\"expires_in\":60}",
		    SMTP_MISCONFIGURED, "token: HTTP 200 " },
		{ 200, "{\"expires_in\":60}", SMTP_MISCONFIGURED,
		    "token: HTTP 200 " },
		{ 200, "{", SMTP_MISCONFIGURED, "token: HTTP 200 " },
		{ 200, "", SMTP_MISCONFIGURED, "token: HTTP 200 " },
		{ 201, GOOD, SMTP_MISCONFIGURED, "token: HTTP 201 " },
		{ 400, "{\"error\":\"invalid_client\"}", SMTP_MISCONFIGURED,
		    "token: HTTP 400 invalid_client" },
		{ 400, "{\"error\":\"a\\nb\\u007f\xc3\xa9\"}",
		    SMTP_MISCONFIGURED, "token: HTTP 400 a?b???" },
		{ 401, "{}", SMTP_MISCONFIGURED, "token: HTTP 401 " },
		/* They may be well again. */
		{ 429, "{}", SMTP_UNREACHABLE, "token: HTTP 429 " },
		{ 500, "oops", SMTP_UNREACHABLE, "token: HTTP 500 " },
		{ 503, GOOD, SMTP_UNREACHABLE, "token: HTTP 503 " },
	};
	struct world *world = *state;
	struct token_server server;

	server_start(&server);
	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct oauth *oauth = client_of(world, &server);
		char token[OAUTH_TOKEN_SIZE] = "no", said[200] = "";

		server.code = vectors[i].code;
		server.body = vectors[i].body;
		assert_int_equal(oauth_token(oauth, token, said,
		    sizeof(said)), vectors[i].result);
		assert_string_equal(said, vectors[i].answer);
		if (vectors[i].result != SMTP_SENT)
			assert_string_equal(token, "no");
		oauth_free(oauth);
	}
	server_stop(&server);
}

/* The longest one, and one that is longer. */
static void
test_a_token_that_does_not_fit_is_none(void **state)
{
	struct world *world = *state;
	struct token_server server;
	char token[OAUTH_TOKEN_SIZE], said[200], long_one[OAUTH_TOKEN_SIZE];

	memset(long_one, 'a', sizeof(long_one) - 1);
	long_one[sizeof(long_one) - 1] = '\0';
	server_start(&server);
	for (int more = 0; more < 2; more++) {
		struct oauth *oauth = client_of(world, &server);

		server.body = arena_printf(world->arena, "{\"access_token\":"
		    "\"%s%s\",\"expires_in\":60}", long_one, more ? "a" : "");
		assert_int_equal(oauth_token(oauth, token, said,
		    sizeof(said)), more ? SMTP_MISCONFIGURED : SMTP_SENT);
		if (!more)
			assert_string_equal(token, long_one);
		oauth_free(oauth);
	}
	server_stop(&server);
}

static void
test_an_answer_without_an_end_is_none(void **state)
{
	struct world *world = *state;
	struct token_server server;
	struct oauth *oauth;
	char token[OAUTH_TOKEN_SIZE] = "no", said[200];
	char *endless = malloc((size_t)1 << 20);

	assert_non_null(endless);
	memset(endless, ' ', ((size_t)1 << 20) - 1);
	endless[((size_t)1 << 20) - 1] = '\0';
	server_start(&server);
	oauth = client_of(world, &server);
	server.cut = true;
	assert_int_equal(oauth_token(oauth, token, said, sizeof(said)),
	    SMTP_UNREACHABLE);
	server.cut = false;
	server.body = endless;
	assert_int_equal(oauth_token(oauth, token, said, sizeof(said)),
	    SMTP_UNREACHABLE);
	assert_string_equal(token, "no");
	server_stop(&server);
	/* And nobody answers now. */
	assert_int_equal(oauth_token(oauth, token, said, sizeof(said)),
	    SMTP_UNREACHABLE);
	oauth_free(oauth);
	free(endless);
}

static void
test_a_token_is_asked_anew_when_it_is_over_or_refused(void **state)
{
	static const struct {
		const char	*lasts;
		int		 asked;		/* of three times */
	} vectors[] = {
		{ "3600", 1 }, { "99999999999", 1 }, { "0", 3 }, { "-1", 3 },
		{ "\"soon\"", 3 },
	};
	struct world *world = *state;
	struct token_server server;
	char token[OAUTH_TOKEN_SIZE], said[200];
	struct oauth *oauth;

	server_start(&server);
	for (size_t i = 0; i < COUNT(vectors); i++) {
		oauth = client_of(world, &server);
		server.body = arena_printf(world->arena,
		    "{\"access_token\":\"abc\",\"expires_in\":%s}",
		    vectors[i].lasts);
		server.asked = 0;
		for (int n = 0; n < 3; n++)
			assert_int_equal(oauth_token(oauth, token, said,
			    sizeof(said)), SMTP_SENT);
		assert_int_equal(server.asked, vectors[i].asked);
		oauth_free(oauth);
	}
	server.body = GOOD;
	server.asked = 0;
	oauth = client_of(world, &server);
	assert_int_equal(oauth_token(oauth, token, said, sizeof(said)),
	    SMTP_SENT);
	/* One that was refused long ago says nothing of this one. */
	oauth_forget(oauth, "another");
	assert_int_equal(oauth_token(oauth, token, said, sizeof(said)),
	    SMTP_SENT);
	assert_int_equal(server.asked, 1);
	oauth_forget(oauth, "abc.def");
	assert_int_equal(oauth_token(oauth, token, said, sizeof(said)),
	    SMTP_SENT);
	assert_int_equal(server.asked, 2);
	oauth_free(oauth);
	server_stop(&server);
}

static void
test_a_secret_goes_nowhere_in_clear(void **state)
{
	struct world *world = *state;
	const struct oauth_options refused[] = {
		{ .url = "http://token.example/", .client_id = "wij" },
		{ .url = "ftp://127.0.0.1/", .client_id = "wij" },
		{ .url = "http://127.0.0.1.example/", .client_id = "wij" },
		{ .url = "https://token.example/", .client_id = "" },
		{ .url = "https://token.example/", .client_id = "wij",
		    .database = world_path(world, "nergens.db") },
	};

	for (size_t i = 0; i < COUNT(refused); i++) {
		struct oauth_options options = refused[i];
		struct oauth *oauth;

		options.client_secret = options.scope = "";
		if (options.database == NULL)
			options.database = world->database;
		assert_int_equal(oauth_new(&options, &oauth), STATUS_FAIL);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_only_a_token_that_fits_a_line_is_one),
		TEST(test_a_token_that_does_not_fit_is_none),
		TEST(test_an_answer_without_an_end_is_none),
		TEST(test_a_token_is_asked_anew_when_it_is_over_or_refused),
		TEST(test_a_secret_goes_nowhere_in_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
