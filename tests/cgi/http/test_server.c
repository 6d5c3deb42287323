/*
 * A real server in a child process, spoken to as the web server would.  The
 * bounds on time below are promises of server.h, with room to spare; none
 * of them measures speed.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "cgi/http/router.h"
#include "cgi/http/server.h"
#include "core/arena.h"
#include "tests/support/fcgi_client.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define BODY_MAX	((size_t)200000)
#define ARENA_LIMIT	((size_t)2 * 1024 * 1024)
#define TIMEOUT		1		/* seconds */
#define LONG_TIMEOUT	30		/* so that only the end can cut off */
#define END_MS		3000		/* promised by server_run */
#define STREAM_BYTES	((size_t)8 * 1024 * 1024)
#define ROUNDS		50
#define CLIENTS		8

/* The program under the server: what it shows of itself it says in pages. */
struct app {
	int	recovered;
};

static enum status
hello_show(struct app *app, struct request *request, struct response *response)
{
	(void)app;
	buf_printf(&response->body, "dag %s", request->tail);
	return STATUS_OK;
}

static enum status
echo_post(struct app *app, struct request *request, struct response *response)
{
	(void)app;
	response->type = "text/plain";
	buf_add(&response->body, request->body, request->body_length);
	return STATUS_OK;
}

static enum status
form_post(struct app *app, struct request *request, struct response *response)
{
	const char *value;

	(void)app;
	if (request_read_form(request) != STATUS_OK ||
	    (value = params_value(request->params, "naam")) == NULL)
		return STATUS_INVALID;
	return response_see_other(response, arena_printf(request->arena,
	    "/dag/%s", value));
}

static enum status
greedy_show(struct app *app, struct request *request,
    struct response *response)
{
	(void)app;
	(void)response;
	while (arena_alloc(request->arena, 1000) != NULL)
		continue;
	return STATUS_OK;
}

static enum status
recovered_show(struct app *app, struct request *request,
    struct response *response)
{
	(void)request;
	buf_printf(&response->body, "%d", app->recovered);
	return STATUS_OK;
}

static enum status
slow_show(struct app *app, struct request *request, struct response *response)
{
	(void)app;
	(void)request;
	nanosleep(&(struct timespec){ .tv_sec = 1,
	    .tv_nsec = 500000000 }, NULL);
	buf_text(&response->body, "toch nog");
	return STATUS_OK;
}

/* arg: how many bytes to write before failing, or NULL for all of them. */
static enum status
bytes_stream(void *arg, struct sink *sink)
{
	static const char piece[1000] = { 'x' };
	size_t *fail_at = arg;

	for (size_t n = 0; n < STREAM_BYTES; n += sizeof(piece)) {
		if (fail_at != NULL && n >= *fail_at)
			return STATUS_FAIL;
		if (sink_write(sink, piece, sizeof(piece)) != STATUS_OK)
			return sink->status;
	}
	return STATUS_OK;
}

static enum status
stream_show(struct app *app, struct request *request,
    struct response *response)
{
	(void)app;
	(void)request;
	response->stream = bytes_stream;
	return STATUS_OK;
}

static enum status
broken_stream_show(struct app *app, struct request *request,
    struct response *response)
{
	size_t *fail_at = arena_alloc(request->arena, sizeof(*fail_at));

	(void)app;
	*fail_at = STREAM_BYTES / 2;
	response->stream = bytes_stream;
	response->stream_arg = fail_at;
	return STATUS_OK;
}

static enum status
unsendable_show(struct app *app, struct request *request,
    struct response *response)
{
	(void)app;
	(void)request;
	response->type = "text/html\nX: y";
	return STATUS_OK;
}

/* Its second half needs memory that there is not. */
static enum status
greedy_stream(void *arg, struct sink *sink)
{
	enum status status = sink_write(sink, "de eerste helft", 15);

	while (arena_alloc(arg, 1000) != NULL)
		continue;
	return status;
}

static enum status
greedy_stream_show(struct app *app, struct request *request,
    struct response *response)
{
	(void)app;
	response->stream = greedy_stream;
	response->stream_arg = request->arena;
	return STATUS_OK;
}

static const struct route routes[] = {
	{ METHOD_GET, "/dag/*", hello_show, NEED_NOTHING },
	{ METHOD_POST, "/echo", echo_post, NEED_NOTHING },
	{ METHOD_POST, "/formulier", form_post, NEED_SAME_ORIGIN },
	{ METHOD_GET, "/gulzig", greedy_show, NEED_NOTHING },
	{ METHOD_GET, "/gulzigst", greedy_show, NEED_NOTHING },
	{ METHOD_GET, "/gulzige-stroom", greedy_stream_show, NEED_NOTHING },
	{ METHOD_GET, "/hersteld", recovered_show, NEED_NOTHING },
	{ METHOD_GET, "/traag", slow_show, NEED_NOTHING },
	{ METHOD_GET, "/stroom", stream_show, NEED_NOTHING },
	{ METHOD_GET, "/halve-stroom", broken_stream_show, NEED_NOTHING },
	{ METHOD_GET, "/onverzendbaar", unsendable_show, NEED_NOTHING },
};

static void
error_page(struct app *app, struct request *request, enum status status,
    int code, struct response *response)
{
	(void)status;
	if (strcmp(request->path, "/gulzigst") == 0)
		greedy_show(app, request, response);
	buf_printf(&response->body, "einde %d", code);
}

static void
answer(struct app *app, struct request *request, struct response *response)
{
	static const struct site site = {
		.routes = routes,
		.nroutes = COUNT(routes),
		.error_page = error_page,
		.origin = "https://aanmelden.example.nl",
	};

	router_answer(&site, app, request, response);
}

static void *
app_open(void *arg)
{
	(void)arg;
	return calloc(1, sizeof(struct app));
}

static void
app_close(void *app)
{
	free(app);
}

static void
app_recover(void *arg)
{
	struct app *app = arg;

	app->recovered++;
}

static void *
app_refuse(void *arg)
{
	int *opened = arg;

	return (*opened)++ == 0 ? calloc(1, sizeof(struct app)) : NULL;
}

/* A directory with a socket in it, and the server behind that. */
struct server_world {
	char	directory[64];
	char	path[80];
	pid_t	pid;		/* 0: no server, or ended already */
};

static struct server_options
options_for(const struct server_world *world, int workers, int timeout)
{
	return (struct server_options){
		.socket_path = world->path,
		.workers = workers,
		.body_max = BODY_MAX,
		.arena_limit = ARENA_LIMIT,
		.timeout_seconds = timeout,
		.whole_seconds = 2,
		.worker_open = app_open,
		.worker_close = app_close,
		.worker_recover = app_recover,
		.answer = answer,
	};
}

static void
server_start_with(struct server_world *world,
    const struct server_options *options)
{
	int fd;

	fflush(NULL);
	world->pid = fork();
	assert_true(world->pid >= 0);
	if (world->pid == 0)
		exit(server_run(options));	/* not _exit: leaks count */
	fd = fcgi_connect(world->path);
	assert_true(fd >= 0);
	close(fd);
}

static void
server_start(struct server_world *world, int workers, int timeout)
{
	struct server_options options = options_for(world, workers, timeout);

	server_start_with(world, &options);
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Ask the server to end; returns how long that took. */
static int64_t
server_end(struct server_world *world, int number)
{
	int64_t start = now_ms();
	int status;

	assert_int_equal(kill(world->pid, number), 0);
	assert_int_equal(waitpid(world->pid, &status, 0), world->pid);
	world->pid = 0;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	return now_ms() - start;
}

static int
world_set_up(void **state)
{
	struct server_world *world = calloc(1, sizeof(*world));

	if (world == NULL)
		return -1;
	strcpy(world->directory, "/tmp/test_server.XXXXXX");
	if (mkdtemp(world->directory) == NULL)
		return -1;
	snprintf(world->path, sizeof(world->path), "%s/sock",
	    world->directory);
	*state = world;
	return 0;
}

static int
world_tear_down(void **state)
{
	struct server_world *world = *state;

	if (world->pid > 0) {		/* a failed test left it */
		kill(world->pid, SIGKILL);
		waitpid(world->pid, NULL, 0);
	}
	unlink(world->path);
	rmdir(world->directory);
	free(world);
	return 0;
}

static struct fcgi_answer
get(const struct server_world *world, const char *path)
{
	char uri[128];
	const char *const parameters[] = {
		"REQUEST_METHOD=GET", uri, "CONTENT_LENGTH=", NULL
	};
	struct fcgi_answer result;

	snprintf(uri, sizeof(uri), "DOCUMENT_URI=%s", path);
	assert_true(fcgi_exchange(world->path, parameters, NULL, 0, &result));
	return result;
}

static void
assert_page(struct fcgi_answer result, int code, const char *body)
{
	assert_true(result.ended);
	assert_int_equal(result.code, code);
	assert_non_null(result.body);
	assert_string_equal(result.body, body);
	fcgi_answer_free(&result);
}

static void
test_a_get_is_answered(void **state)
{
	struct server_world *world = *state;

	server_start(world, 2, TIMEOUT);
	for (int i = 0; i < 5; i++)
		assert_page(get(world, "/dag/jan"), 200, "dag jan");
	assert_page(get(world, "/nergens"), 404, "einde 404");
	server_end(world, SIGTERM);
}

static void
test_head_is_answered_without_a_body(void **state)
{
	static const char *const parameters[] = {
		"REQUEST_METHOD=HEAD", "DOCUMENT_URI=/dag/jan", NULL
	};
	struct server_world *world = *state;
	struct fcgi_answer result;
	char *length;

	server_start(world, 1, TIMEOUT);
	assert_true(fcgi_exchange(world->path, parameters, NULL, 0, &result));
	length = fcgi_answer_header(&result, "Content-Length");
	assert_non_null(length);
	assert_string_equal(length, "7");
	free(length);
	assert_page(result, 200, "");
	server_end(world, SIGTERM);
}

/* POST of length bytes to /echo that says it is said bytes long. */
static struct fcgi_answer
echo(const struct server_world *world, const char *body, size_t length,
    const char *said)
{
	char promise[64];
	const char *const parameters[] = {
		"REQUEST_METHOD=POST", "DOCUMENT_URI=/echo", promise, NULL
	};
	struct fcgi_answer result;

	snprintf(promise, sizeof(promise), "CONTENT_LENGTH=%s", said);
	assert_true(fcgi_exchange(world->path, parameters, body, length,
	    &result));
	return result;
}

static const size_t sizes[] = { 0, 1, 7, 8192, 65535, 65536, BODY_MAX };

static void
test_a_post_gets_every_byte_of_its_body(void **state)
{
	struct server_world *world = *state;
	struct fcgi_answer result;
	char *body = malloc(BODY_MAX), said[32];

	assert_non_null(body);
	for (size_t i = 0; i < BODY_MAX; i++)
		body[i] = (char)(i * 31 + i / 256);
	server_start(world, 2, TIMEOUT);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		snprintf(said, sizeof(said), "%zu", sizes[i]);
		result = echo(world, body, sizes[i], said);
		assert_int_equal(result.code, 200);
		assert_int_equal(result.body_length, sizes[i]);
		assert_memory_equal(result.body, body, sizes[i]);
		fcgi_answer_free(&result);
	}
	server_end(world, SIGTERM);
	free(body);
}

static void
test_what_a_request_used_is_given_back(void **state)
{
	struct server_world *world = *state;
	struct fcgi_answer result;
	char *body = malloc(BODY_MAX), said[32];

	assert_non_null(body);
	memset(body, 'x', BODY_MAX);
	snprintf(said, sizeof(said), "%zu", BODY_MAX);
	server_start(world, 1, TIMEOUT);
	for (size_t used = 0; used <= 2 * ARENA_LIMIT; used += BODY_MAX) {
		result = echo(world, body, BODY_MAX, said);
		assert_int_equal(result.code, 200);
		fcgi_answer_free(&result);
	}
	assert_page(get(world, "/hersteld"), 200, "0");
	server_end(world, SIGTERM);
	free(body);
}

static void
test_a_form_is_answered_with_its_place(void **state)
{
	static const char *const parameters[] = {
		"REQUEST_METHOD=POST", "DOCUMENT_URI=/formulier",
		"CONTENT_TYPE=application/x-www-form-urlencoded",
		"HTTP_SEC_FETCH_SITE=same-origin", "CONTENT_LENGTH=11", NULL
	};
	struct server_world *world = *state;
	struct fcgi_answer result;
	char *location;

	server_start(world, 1, TIMEOUT);
	assert_true(fcgi_exchange(world->path, parameters, "naam=%4aan&", 11,
	    &result));
	location = fcgi_answer_header(&result, "Location");
	assert_non_null(location);
	assert_string_equal(location, "/dag/Jan");
	free(location);
	assert_page(result, 303, "");
	server_end(world, SIGTERM);
}

static const struct {
	const char	*said;
	size_t		 length;	/* what is sent */
	int		 code;
	const char	*body;
} promises[] = {
	{ "200001", BODY_MAX + 1, 413, "einde 413" },
	{ "200001", 0, 413, "einde 413" },
	{ "99999999999999999999999", 3, 413, "einde 413" },
	{ "-1", 3, 400, "einde 400" },
	{ "3x", 3, 400, "einde 400" },
	{ "4", 3, 400, "einde 400" },
	{ "3", 3, 200, "xxx" },
	{ "2", 3, 200, "xx" },
};

static void
test_a_body_is_read_within_its_bounds(void **state)
{
	struct server_world *world = *state;
	char *body = malloc(BODY_MAX + 1);

	assert_non_null(body);
	memset(body, 'x', BODY_MAX + 1);
	server_start(world, 2, TIMEOUT);
	for (size_t i = 0; i < COUNT(promises); i++)
		assert_page(echo(world, body, promises[i].length,
		    promises[i].said), promises[i].code, promises[i].body);
	server_end(world, SIGTERM);
	free(body);
}

/* A connection that has sent a POST as far as half of its body. */
static int
half_a_body(const struct server_world *world)
{
	static const char *const parameters[] = {
		"REQUEST_METHOD=POST", "DOCUMENT_URI=/echo",
		"CONTENT_LENGTH=10", NULL
	};
	int fd = fcgi_connect(world->path);

	assert_true(fd >= 0);
	assert_true(fcgi_send_begin(fd));
	assert_true(fcgi_send_parameters(fd, parameters));
	assert_true(fcgi_send_record(fd, FCGI_TYPE_STDIN, "12345", 5));
	return fd;
}

static void
test_half_a_body_frees_its_thread_in_time(void **state)
{
	struct server_world *world = *state;
	struct fcgi_answer result;
	int fd;

	server_start(world, 1, TIMEOUT);
	fd = half_a_body(world);
	/* The only thread: this is answered once the other has timed out. */
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	assert_true(fcgi_read(fd, &result));
	assert_page(result, 400, "einde 400");
	close(fd);
	server_end(world, SIGTERM);
}

/* Each byte in time, and the whole never. */
static void
test_a_drip_frees_its_thread_in_time(void **state)
{
	static const char *const parameters[] = {
		"REQUEST_METHOD=POST", "DOCUMENT_URI=/echo",
		"CONTENT_LENGTH=1000", NULL
	};
	struct server_world *world = *state;
	int64_t begun = now_ms();
	int fd, drops = 0;

	server_start(world, 1, 10);
	fd = fcgi_connect(world->path);
	assert_true(fd >= 0 && fcgi_send_begin(fd));
	assert_true(fcgi_send_parameters(fd, parameters));
	while (now_ms() - begun < 8000 &&
	    fcgi_send_record(fd, FCGI_TYPE_STDIN, "1", 1)) {
		drops++;
		nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
	}
	assert_in_range(drops, 15, 50);
	close(fd);
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	server_end(world, SIGTERM);
}

static void
test_a_silent_client_frees_its_thread_in_time(void **state)
{
	struct server_world *world = *state;
	char byte;
	int fd;

	server_start(world, 1, TIMEOUT);
	fd = fcgi_connect(world->path);
	assert_true(fd >= 0);
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	assert_int_equal(read(fd, &byte, 1), 0);
	close(fd);
	server_end(world, SIGTERM);
}

static void
test_silent_clients_do_not_block_another(void **state)
{
	struct server_world *world = *state;
	int silent[3];

	server_start(world, 4, LONG_TIMEOUT);
	for (size_t i = 0; i < COUNT(silent); i++)
		silent[i] = fcgi_connect(world->path);
	for (int i = 0; i < 20; i++)
		assert_page(get(world, "/dag/jan"), 200, "dag jan");
	for (size_t i = 0; i < COUNT(silent); i++)
		close(silent[i]);
	server_end(world, SIGTERM);
}

static void
test_a_signal_ends_an_idle_server(void **state)
{
	static const int numbers[] = { SIGTERM, SIGINT };
	struct server_world *world = *state;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		server_start(world, 4, LONG_TIMEOUT);
		assert_in_range(server_end(world, numbers[i]), 0, END_MS);
		assert_int_equal(access(world->path, F_OK), -1);
	}
}

static void
test_the_end_does_not_wait_for_silent_clients(void **state)
{
	struct server_world *world = *state;
	int silent, half, begun;

	server_start(world, 4, LONG_TIMEOUT);
	silent = fcgi_connect(world->path);
	half = half_a_body(world);
	begun = fcgi_connect(world->path);
	assert_true(fcgi_send_begin(begun));
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	assert_in_range(server_end(world, SIGTERM), 0, END_MS);
	close(silent);
	close(half);
	close(begun);
}

/* A connection that has sent a whole GET, and does not read yet. */
static int
get_begun(const struct server_world *world, const char *uri)
{
	const char *const parameters[] = { "REQUEST_METHOD=GET", uri, NULL };
	int fd = fcgi_connect(world->path);

	assert_true(fd >= 0);
	assert_true(fcgi_send_begin(fd));
	assert_true(fcgi_send_parameters(fd, parameters));
	assert_true(fcgi_send_record(fd, FCGI_TYPE_STDIN, NULL, 0));
	return fd;
}

static void
test_the_end_does_not_wait_for_who_does_not_read(void **state)
{
	struct server_world *world = *state;
	struct fcgi_answer result;
	int fd, kept;

	server_start(world, 3, LONG_TIMEOUT);
	fd = get_begun(world, "DOCUMENT_URI=/stroom");
	kept = get_begun(world, "DOCUMENT_URI=/dag/jan");
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	assert_in_range(server_end(world, SIGTERM), 0, END_MS);
	assert_false(fcgi_read(fd, &result));
	assert_false(result.ended);
	fcgi_answer_free(&result);
	assert_true(fcgi_read(kept, &result));
	assert_page(result, 200, "dag jan");
	close(fd);
	close(kept);
}

static void
test_an_answer_on_its_way_is_finished_at_the_end(void **state)
{
	struct server_world *world = *state;
	struct fcgi_answer result;
	int fd;

	server_start(world, 2, LONG_TIMEOUT);
	fd = get_begun(world, "DOCUMENT_URI=/traag");
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	assert_in_range(server_end(world, SIGTERM), 0, END_MS);
	assert_true(fcgi_read(fd, &result));
	assert_page(result, 200, "toch nog");
	close(fd);
}

static void
test_an_exhausted_arena_is_answered_busy(void **state)
{
	struct server_world *world = *state;
	struct fcgi_answer result;
	char *retry;

	server_start(world, 1, TIMEOUT);
	for (int i = 0; i < 3; i++) {
		result = get(world, "/gulzig");
		retry = fcgi_answer_header(&result, "Retry-After");
		assert_non_null(retry);
		assert_string_equal(retry, "5");
		free(retry);
		assert_page(result, 503, "einde 503");
	}
	assert_page(get(world, "/hersteld"), 200, "3");
	server_end(world, SIGTERM);
}

/* Not even the page that says so fits. */
static void
test_busy_can_be_said_without_any_memory(void **state)
{
	struct server_world *world = *state;
	struct fcgi_answer result;
	char *retry;

	server_start(world, 1, TIMEOUT);
	result = get(world, "/gulzigst");
	retry = fcgi_answer_header(&result, "Retry-After");
	assert_non_null(retry);
	assert_string_equal(retry, "5");
	free(retry);
	assert_page(result, 503, "");
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	server_end(world, SIGTERM);
}

static void
test_a_stream_that_runs_out_of_memory_does_not_look_whole(void **state)
{
	struct server_world *world = *state;
	struct fcgi_answer result;

	server_start(world, 1, TIMEOUT);
	result = get(world, "/gulzige-stroom");
	assert_false(result.ended);
	assert_true(result.broken);
	fcgi_answer_free(&result);
	assert_page(get(world, "/hersteld"), 200, "1");
	server_end(world, SIGTERM);
}

/* All share one, which the server neither opens, recovers nor closes. */
static void
test_workers_need_nothing_of_their_own(void **state)
{
	struct server_world *world = *state;
	struct server_options options = options_for(world, 2, TIMEOUT);
	struct app app = { .recovered = 7 };

	options.worker_open = NULL;
	options.worker_close = NULL;
	options.worker_recover = NULL;
	options.arg = &app;
	server_start_with(world, &options);
	assert_page(get(world, "/gulzig"), 503, "einde 503");
	assert_page(get(world, "/hersteld"), 200, "7");
	server_end(world, SIGTERM);
}

static void
test_a_stream_larger_than_the_arena_arrives_whole(void **state)
{
	struct server_world *world = *state;
	struct fcgi_answer result;

	server_start(world, 1, TIMEOUT);
	result = get(world, "/stroom");
	assert_true(result.ended);
	assert_false(result.broken);
	assert_int_equal(result.code, 200);
	assert_in_range(result.body_length, STREAM_BYTES, STREAM_BYTES + 999);
	fcgi_answer_free(&result);
	server_end(world, SIGTERM);
}

/* A kept connection would hold a thread until the web server drops it. */
static void
test_a_connection_is_closed_even_when_asked_to_keep_it(void **state)
{
	static const unsigned char keep[8] = { 0, 1, 1 };
	static const char *const parameters[] = {
		"REQUEST_METHOD=GET", "DOCUMENT_URI=/dag/jan", NULL
	};
	const struct timeval limit = { .tv_sec = 5 };
	struct server_world *world = *state;
	struct fcgi_answer result;
	int fd;

	server_start(world, 1, TIMEOUT);
	fd = fcgi_connect(world->path);
	assert_true(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	assert_true(fcgi_send_record(fd, FCGI_TYPE_BEGIN, keep, sizeof(keep)));
	assert_true(fcgi_send_parameters(fd, parameters));
	assert_true(fcgi_send_record(fd, FCGI_TYPE_STDIN, NULL, 0));
	errno = 0;
	assert_true(fcgi_read(fd, &result));
	assert_int_equal(errno, 0);	/* and not EAGAIN: it was closed */
	assert_page(result, 200, "dag jan");
	close(fd);
	server_end(world, SIGTERM);
}

static void
test_half_a_stream_does_not_look_whole(void **state)
{
	struct server_world *world = *state;
	struct fcgi_answer result;

	server_start(world, 1, TIMEOUT);
	result = get(world, "/halve-stroom");
	assert_false(result.ended);
	/* To nginx a mere end of the connection would be a whole answer. */
	assert_true(result.broken);
	assert_true(result.body_length > 0);
	fcgi_answer_free(&result);
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	server_end(world, SIGTERM);
}

static void
test_what_cannot_be_sent_is_answered_with_our_fault(void **state)
{
	struct server_world *world = *state;

	server_start(world, 1, TIMEOUT);
	assert_page(get(world, "/onverzendbaar"), 500, "");
	/* What its stream would have let go of is put right. */
	assert_page(get(world, "/hersteld"), 200, "1");
	server_end(world, SIGTERM);
}

/* Bytes that are no FastCGI, or stop in the middle of it. */
static const struct {
	const char	*bytes;
	size_t		 length;
} garbage[] = {
#define BYTES(literal)	{ literal, sizeof(literal) - 1 }
	BYTES("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
	BYTES("\1"),
	BYTES("\1\1\0\1\0\10\0\0"),			/* begins nothing */
	BYTES("\1\1\0\1\0\10\0\0\0\11\0\0\0\0\0\0"),	/* an unknown role */
	BYTES("\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0"	/* half a name */
	    "\1\4\0\1\0\2\0\0\5\5"),
	BYTES("\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0"	/* 2 GB of name */
	    "\1\4\0\1\0\5\0\0\xff\xff\xff\xff\1"),
	BYTES("\1\4\0\1\0\0\0\0"),
	BYTES("\0\0\0\0\0\0\0\0"),
#undef BYTES
};

static void
test_garbage_ends_a_connection_and_not_the_server(void **state)
{
	struct server_world *world = *state;
	int fd;

	server_start(world, 1, TIMEOUT);
	for (size_t i = 0; i < COUNT(garbage); i++) {
		fd = fcgi_connect(world->path);
		assert_true(fd >= 0);
		send(fd, garbage[i].bytes, garbage[i].length, MSG_NOSIGNAL);
		close(fd);
		assert_page(get(world, "/dag/jan"), 200, "dag jan");
	}
	server_end(world, SIGTERM);
}

static void
test_a_client_that_left_does_not_end_the_server(void **state)
{
	struct server_world *world = *state;

	server_start(world, 2, TIMEOUT);
	for (int i = 0; i < 20; i++)
		close(get_begun(world, "DOCUMENT_URI=/stroom"));
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	server_end(world, SIGTERM);
}

struct client {
	const struct server_world	*world;
	pthread_t			 thread;
	int				 number;
	int				 wrong;
};

/* In a thread, where a failed assertion could not jump: it counts. */
static void *
client_main(void *arg)
{
	struct client *client = arg;
	char uri[64], expected[64];
	const char *const parameters[] = {
		"REQUEST_METHOD=GET", uri, NULL
	};
	struct fcgi_answer result;

	for (int i = 0; i < ROUNDS; i++) {
		snprintf(uri, sizeof(uri), "DOCUMENT_URI=/dag/%d-%d",
		    client->number, i);
		snprintf(expected, sizeof(expected), "dag %d-%d",
		    client->number, i);
		if (!fcgi_exchange(client->world->path, parameters, NULL, 0,
		    &result) || !result.ended || result.body == NULL ||
		    strcmp(result.body, expected) != 0)
			client->wrong++;
		fcgi_answer_free(&result);
	}
	return NULL;
}

static void
test_parallel_clients_all_get_their_own_answers(void **state)
{
	struct server_world *world = *state;
	struct client clients[CLIENTS];

	server_start(world, 4, LONG_TIMEOUT);
	for (int i = 0; i < CLIENTS; i++) {
		clients[i] = (struct client){ .world = world, .number = i };
		assert_int_equal(pthread_create(&clients[i].thread, NULL,
		    client_main, &clients[i]), 0);
	}
	for (int i = 0; i < CLIENTS; i++) {
		pthread_join(clients[i].thread, NULL);
		assert_int_equal(clients[i].wrong, 0);
	}
	server_end(world, SIGTERM);
}

static void
test_only_owner_and_group_may_connect(void **state)
{
	static const mode_t masks[] = { 0000, 0022, 0077 };
	struct server_world *world = *state;
	mode_t before = umask(0);
	struct stat st;

	for (size_t i = 0; i < COUNT(masks); i++) {
		umask(masks[i]);
		server_start(world, 1, TIMEOUT);
		assert_int_equal(lstat(world->path, &st), 0);
		assert_true(S_ISSOCK(st.st_mode));
		assert_int_equal(st.st_mode & 07777, 0660);
		server_end(world, SIGTERM);
	}
	umask(before);
}

/* A socket file with a listener on it, or with none any more. */
static int
socket_made(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	memcpy(address.sun_path, path, strlen(path));
	assert_int_equal(bind(fd, (const struct sockaddr *)&address,
	    sizeof(address)), 0);
	assert_int_equal(listen(fd, 1), 0);
	return fd;
}

static void
test_a_stale_socket_is_replaced(void **state)
{
	struct server_world *world = *state;

	close(socket_made(world->path));
	server_start(world, 1, TIMEOUT);
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	server_end(world, SIGTERM);
}

static void
test_a_socket_in_use_is_left_alone(void **state)
{
	struct server_world *world = *state;
	struct server_options options = options_for(world, 1, TIMEOUT);
	int fd = socket_made(world->path);
	struct stat st;

	assert_int_equal(server_run(&options), 1);
	assert_int_equal(lstat(world->path, &st), 0);
	close(fd);
}

static void
test_a_file_that_is_no_socket_is_left_alone(void **state)
{
	struct server_world *world = *state;
	struct server_options options = options_for(world, 1, TIMEOUT);
	FILE *file = fopen(world->path, "w");
	struct stat st;

	assert_non_null(file);
	fclose(file);
	assert_int_equal(server_run(&options), 1);
	assert_int_equal(lstat(world->path, &st), 0);
	assert_true(S_ISREG(st.st_mode));
}

static void
test_a_worker_that_cannot_open_refuses_the_start(void **state)
{
	struct server_world *world = *state;
	struct server_options options = options_for(world, 3, TIMEOUT);
	int opened = 0;

	options.worker_open = app_refuse;
	options.arg = &opened;
	assert_int_equal(server_run(&options), 1);
	assert_int_equal(opened, 2);
	assert_int_equal(access(world->path, F_OK), -1);
}

/* In the child: a descriptor as the third, and what is said of it. */
static void
systemd_run(const struct server_world *world, int third, const char *pid,
    const char *fds)
{
	struct server_options options = options_for(world, 2, TIMEOUT);
	char own[32];

	snprintf(own, sizeof(own), "%ld%s", (long)getpid(),
	    pid == NULL ? "" : pid);
	setenv("LISTEN_PID", pid == NULL || *pid == 'x' ? own : pid, 1);
	setenv("LISTEN_FDS", fds, 1);
	if (third != 3 && dup2(third, 3) != 3)
		exit(99);
	options.socket_path = NULL;
	exit(server_run(&options));
}

static void
test_a_socket_that_systemd_holds_is_served_and_kept(void **state)
{
	struct server_world *world = *state;
	int listener = socket_made(world->path);

	for (int i = 0; i < 2; i++) {
		fflush(NULL);
		if ((world->pid = fork()) == 0)
			systemd_run(world, listener, NULL, "1");
		assert_page(get(world, "/dag/jan"), 200, "dag jan");
		assert_in_range(server_end(world, SIGTERM), 0, END_MS);
		assert_int_equal(access(world->path, F_OK), 0);
	}
	close(listener);
}

/* What systemd might say; NULL is the process's own id, "x" one with an x. */
static const struct {
	const char	*pid;
	const char	*fds;
	bool		 listening;
} not_ours[] = {
	{ "1", "1", true },		/* another process */
	{ "", "1", true },
	{ "-1", "1", true },
	{ "x", "1", true },
	{ NULL, "", true },
	{ NULL, "0", true },
	{ NULL, "2", true },		/* which of them? */
	{ NULL, "een", true },
	{ NULL, "1", false },		/* a file */
};

static void
test_what_systemd_did_not_give_this_server_is_not_taken(void **state)
{
	struct server_world *world = *state;
	int listener = socket_made(world->path), status;
	int file = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (size_t i = 0; i < COUNT(not_ours); i++) {
		fflush(NULL);
		if ((world->pid = fork()) == 0)
			systemd_run(world, not_ours[i].listening ? listener :
			    file, not_ours[i].pid, not_ours[i].fds);
		assert_int_equal(waitpid(world->pid, &status, 0), world->pid);
		world->pid = 0;
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 1);
	}
	close(file);
	close(listener);
}

static void
test_a_path_that_no_socket_can_have_refuses_the_start(void **state)
{
	struct server_world *world = *state;
	struct server_options options = options_for(world, 1, TIMEOUT);
	char path[sizeof(((struct sockaddr_un *)NULL)->sun_path) + 1];

	memset(path, 'a', sizeof(path) - 1);
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	options.socket_path = path;
	assert_int_equal(server_run(&options), 1);
	options.socket_path = "/nergens/hier/sock";
	assert_int_equal(server_run(&options), 1);
}

static void
test_a_hangup_ends_nothing(void **state)
{
	struct server_world *world = *state;

	server_start(world, 1, TIMEOUT);
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	assert_int_equal(kill(world->pid, SIGHUP), 0);
	assert_page(get(world, "/dag/jan"), 200, "dag jan");
	server_end(world, SIGTERM);
}

/*
 * Where systemd would listen; services are told by their environment, and one
 * that wants to hear of them often.
 */
static int
systemd_listens(const struct server_world *world)
{
	const struct timeval limit = { .tv_sec = 30 };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s/notify",
	    world->directory);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address,
	    sizeof(address)), 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setenv("NOTIFY_SOCKET", address.sun_path, 1);
	setenv("WATCHDOG_USEC", "300000", 1);
	return fd;
}

static void
assert_hears(int fd, const char *said)
{
	char state[64];
	ssize_t length = recv(fd, state, sizeof(state) - 1, 0);

	assert_true(length > 0);
	state[length] = '\0';
	assert_string_equal(state, said);
}

static void
systemd_leaves(const struct server_world *world, int fd)
{
	char path[80];

	snprintf(path, sizeof(path), "%s/notify", world->directory);
	unlink(path);
	close(fd);
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
}

static void
test_the_watchdog_hears_of_a_server_at_work(void **state)
{
	struct server_world *world = *state;
	int fd = systemd_listens(world);

	server_start(world, 1, TIMEOUT);
	assert_hears(fd, "READY=1");
	for (int i = 0; i < 3; i++)
		assert_hears(fd, "WATCHDOG=1");
	server_end(world, SIGTERM);
	systemd_leaves(world, fd);
}

/* Each time it is asked it tells the test by a byte. */
static bool
work_stands_still(void *arg)
{
	int *told = arg;

	return write(told[1], "", 1) != 1;
}

static void
test_the_watchdog_hears_nothing_when_the_work_stands_still(void **state)
{
	struct server_world *world = *state;
	struct server_options options = options_for(world, 1, TIMEOUT);
	int fd = systemd_listens(world), told[2];
	char byte;

	assert_int_equal(pipe(told), 0);
	options.alive = work_stands_still;
	options.arg = told;
	server_start_with(world, &options);
	assert_hears(fd, "READY=1");
	for (int i = 0; i < 3; i++)
		assert_int_equal(read(told[0], &byte, 1), 1);
	server_end(world, SIGTERM);
	assert_hears(fd, "STOPPING=1");
	systemd_leaves(world, fd);
	close(told[0]);
	close(told[1]);
}

int
main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_a_get_is_answered),
		TEST(test_head_is_answered_without_a_body),
		TEST(test_a_post_gets_every_byte_of_its_body),
		TEST(test_what_a_request_used_is_given_back),
		TEST(test_a_form_is_answered_with_its_place),
		TEST(test_a_body_is_read_within_its_bounds),
		TEST(test_half_a_body_frees_its_thread_in_time),
		TEST(test_a_drip_frees_its_thread_in_time),
		TEST(test_a_silent_client_frees_its_thread_in_time),
		TEST(test_silent_clients_do_not_block_another),
		TEST(test_a_signal_ends_an_idle_server),
		TEST(test_the_end_does_not_wait_for_silent_clients),
		TEST(test_the_end_does_not_wait_for_who_does_not_read),
		TEST(test_an_answer_on_its_way_is_finished_at_the_end),
		TEST(test_an_exhausted_arena_is_answered_busy),
		TEST(test_busy_can_be_said_without_any_memory),
		TEST(test_a_stream_that_runs_out_of_memory_does_not_look_whole),
		TEST(test_workers_need_nothing_of_their_own),
		TEST(test_a_stream_larger_than_the_arena_arrives_whole),
		TEST(test_a_connection_is_closed_even_when_asked_to_keep_it),
		TEST(test_half_a_stream_does_not_look_whole),
		TEST(test_what_cannot_be_sent_is_answered_with_our_fault),
		TEST(test_garbage_ends_a_connection_and_not_the_server),
		TEST(test_a_client_that_left_does_not_end_the_server),
		TEST(test_parallel_clients_all_get_their_own_answers),
		TEST(test_only_owner_and_group_may_connect),
		TEST(test_a_stale_socket_is_replaced),
		TEST(test_a_socket_in_use_is_left_alone),
		TEST(test_a_file_that_is_no_socket_is_left_alone),
		TEST(test_a_worker_that_cannot_open_refuses_the_start),
		TEST(test_a_socket_that_systemd_holds_is_served_and_kept),
		TEST(test_what_systemd_did_not_give_this_server_is_not_taken),
		TEST(test_a_path_that_no_socket_can_have_refuses_the_start),
		TEST(test_a_hangup_ends_nothing),
		TEST(test_the_watchdog_hears_of_a_server_at_work),
		TEST(test_the_watchdog_hears_nothing_when_the_work_stands_still),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
