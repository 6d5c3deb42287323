/*
 * The accept loop, and all that is known of libfcgi: no other file includes
 * fcgiapp.h.
 *
 * We accept ourselves, because a connection that libfcgi accepts has no
 * time-out and a silent client would hold a thread for ever.  It is handed
 * over as if it were a kept connection; that writes two fields below the
 * header's "Don't use anything below here", and tests/cgi/http/test_server.c
 * holds the library to it.  libfcgi's own shutdown is never used: with
 * threads it hangs or spins.  It does not know EINTR either, hence no signal
 * ever reaches a worker.
 *
 * libfcgi asserts when memory runs out and trusts its peer with lengths, so
 * that only the web server may reach the socket.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "cgi/http/request.h"
#include "cgi/http/response.h"
#include "cgi/http/server.h"
#include "core/arena.h"
#include "core/log.h"
#include "core/notify.h"

#define BACKLOG		1024
#define SYSTEMD_SOCKET	3
#define PAUSE_MS	20	/* when descriptors have run out */
#define TICK_MS		10	/* how often the end looks at its workers */
#define GRACE_MS	1000	/* at the end, for a client to go on */
#define STUCK_MS	60000	/* no answer takes so long */
#define WATCH_MS	1000
#define FAULT_MS	10000	/* between two lines about the same */

enum phase {
	PHASE_IDLE,
	PHASE_READING,
	PHASE_ANSWERING,
	PHASE_WRITING,
	PHASE_ENDED,
	PHASE__MAX
};

/* How much of the answer the web server has been given. */
enum sent {
	SENT_NOTHING,
	SENT_PART,
	SENT_ALL,
	SENT__MAX
};

struct worker {
	const struct server_options *options;
	int		 listener;
	int		 stop;		/* an eventfd, readable at the end */
	struct app	*app;
	struct arena	*arena;
	FCGX_Request	 fcgi;
	enum sent	 sent;
	pthread_t	 thread;

	/* Shared with the thread that ends the server. */
	pthread_mutex_t	 lock;
	enum phase	 phase;
	int64_t		 since;		/* of this phase, milliseconds */
	int		 connection;	/* our own duplicate, or -1 */
};

struct server {
	const struct server_options *options;
	int		 listener;
	int		 stop;
	bool		 bound;		/* the socket file is ours */
	struct worker	*workers;
	int		 opened;	/* workers that have an app */
	int		 started;	/* workers that have a thread */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
pause_ms(long ms)
{
	nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
}

/*
 * The listener
 */

static void
socket_fault(const char *what, const char *path)
{
	log_line(LOG_ERROR, "server: %s %s: %s", what, path, strerror(errno));
}

/*
 * Room for a new socket file.  Nothing else than a socket is removed, and no
 * socket behind which a server answers.
 */
static bool
socket_clear(const struct sockaddr_un *address)
{
	const char *path = address->sun_path;
	struct stat st;
	bool alive;
	int fd;

	if (lstat(path, &st) != 0)
		return errno == ENOENT;
	if (!S_ISSOCK(st.st_mode)) {
		errno = EEXIST;
		return false;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return unlink(path) == 0;
	alive = connect(fd, (const struct sockaddr *)address,
	    sizeof(*address)) == 0 || errno == EAGAIN;
	close(fd);
	if (alive) {
		errno = EADDRINUSE;
		return false;
	}
	return unlink(path) == 0;
}

/*
 * Bound with mode 0660 whatever the umask is: the mode that the socket has
 * before is the most its file can get, so that it is never wider than meant.
 * Setting the umask instead would change it for every thread of the caller.
 */
static int
listener_open(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		socket_fault("cannot listen on", path);
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || !socket_clear(&address) || fchmod(fd, 0660) != 0 ||
	    bind(fd, (const struct sockaddr *)&address,
	    sizeof(address)) != 0 || chmod(path, 0660) != 0 ||
	    listen(fd, BACKLOG) != 0) {
		socket_fault("cannot listen on", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

static bool
environment_is(const char *name, long number)
{
	const char *value = getenv(name);
	char *end;

	return value != NULL && *value >= '0' && *value <= '9' &&
	    strtol(value, &end, 10) == number && *end == '\0';
}

/* systemd keeps it open over a restart, so that no visitor is refused. */
static int
listener_inherit(void)
{
	int listening = 0, fd = SYSTEMD_SOCKET, flags;
	socklen_t length = sizeof(listening);

	if (!environment_is("LISTEN_PID", (long)getpid()) ||
	    !environment_is("LISTEN_FDS", 1) ||
	    getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening,
	    &length) != 0 || !listening) {
		log_line(LOG_ERROR, "server: no socket path, and no socket "
		    "from systemd");
		return -1;
	}
	flags = fcntl(fd, F_GETFL);
	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0 ||
	    fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) {
		socket_fault("cannot use", "descriptor 3");
		return -1;
	}
	return fd;
}

/*
 * One worker
 */

static void
worker_phase(struct worker *worker, enum phase phase)
{
	pthread_mutex_lock(&worker->lock);
	worker->phase = phase;
	worker->since = now_ms();
	pthread_mutex_unlock(&worker->lock);
}

static enum status
fcgi_write(void *arg, const void *data, size_t length)
{
	struct worker *worker = arg;
	const char *next = data;
	int piece;

	worker->sent = SENT_PART;
	for (; length > 0; next += piece, length -= (size_t)piece) {
		piece = length > INT_MAX ? INT_MAX : (int)length;
		if (FCGX_PutStr(next, piece, worker->fcgi.out) != piece)
			return STATUS_FAIL;
	}
	return STATUS_OK;
}

/* The body, within its bound, or what was wrong with it. */
static void
body_read(struct worker *worker, struct request *request)
{
	size_t length = 0;
	char *body;

	switch (request_content_length(request_parameter(request,
	    "CONTENT_LENGTH"), worker->options->body_max, &length)) {
	case STATUS_OK:
		break;
	case STATUS_FULL:
		request->too_large = true;
		return;
	default:
		request->broken = true;
		return;
	}
	if (length == 0)
		return;
	body = arena_alloc(worker->arena, length);
	if (FCGX_GetStr(body, (int)length, worker->fcgi.in) != (int)length) {
		request->broken = true;
		return;
	}
	request->body = body;
	request->body_length = length;
}

/*
 * Read, have it answered, write.  exhausted: it is the second try.  False
 * when the arena ran out on the way.
 */
static bool
exchange_try(struct worker *worker, bool exhausted)
{
	struct sink sink = { .write = fcgi_write, .arg = worker };
	struct request request;
	struct response response;

	if (ARENA_GUARD(worker->arena) != 0) {
		arena_unguard(worker->arena);
		return false;
	}
	request_from_parameters(worker->fcgi.envp, NULL, 0, worker->arena,
	    &request);
	request.exhausted = exhausted;
	if (!exhausted)
		body_read(worker, &request);
	worker_phase(worker, PHASE_ANSWERING);
	response_init(&response, worker->arena);
	worker->options->answer(worker->app, &request, &response);
	worker_phase(worker, PHASE_WRITING);
	if (response_write(&response, &request, &sink) == STATUS_OK)
		worker->sent = SENT_ALL;
	arena_unguard(worker->arena);
	return true;
}

static void
exchange(struct worker *worker)
{
	static const char no_version[8] = { 0 };
	bool exhausted;

	worker->sent = SENT_NOTHING;
	log_request(FCGX_GetParam("REQUEST_ID", worker->fcgi.envp));
	exhausted = !exchange_try(worker, false);
	/* Also when a stream was never called: the reader was gone before. */
	if (worker->sent != SENT_ALL &&
	    worker->options->worker_recover != NULL)
		worker->options->worker_recover(worker->app);
	if (exhausted) {
		arena_reset(worker->arena);
		if (worker->sent == SENT_NOTHING)
			exchange_try(worker, true);
	}
	worker_phase(worker, PHASE_WRITING);
	if (worker->sent == SENT_NOTHING) {
		/*
		 * The last resort, which needs no memory: even the page that
		 * says so did not fit, or a header could not be sent.
		 */
		FCGX_PutS(exhausted ? "Status: 503 Service Unavailable\r\n"
		    "Retry-After: 5\r\n" :
		    "Status: 500 Internal Server Error\r\n", worker->fcgi.out);
		FCGX_PutS("Cache-Control: no-store\r\n"
		    "Content-Length: 0\r\n\r\n", worker->fcgi.out);
	}
	if (worker->sent == SENT_PART) {
		/*
		 * Half an answer must not look whole.  nginx takes a
		 * connection that just ends for the end of the answer,
		 * whatever record is missing, and completes its own.  A
		 * header of no known version is what it does object to: it
		 * breaks off, and the browser reports a failed download.
		 */
		send(worker->fcgi.ipcFd, no_version, sizeof(no_version),
		    MSG_NOSIGNAL);
		FCGX_Free(&worker->fcgi, 1);
	} else {
		FCGX_Finish_r(&worker->fcgi);
	}
	arena_reset(worker->arena);
}

/*
 * libfcgi closes its descriptor when it likes, and the number may be
 * another's a moment later.  The end cuts clients off by a duplicate, which
 * only we close.  Without one (-1) the time-outs have to do.
 */
static void
connection_serve(struct worker *worker, int fd)
{
	struct timeval limit = { .tv_sec = worker->options->timeout_seconds };
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	pthread_mutex_lock(&worker->lock);
	worker->connection = own;
	worker->phase = PHASE_READING;
	worker->since = now_ms();
	pthread_mutex_unlock(&worker->lock);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	/*
	 * With keepConnection set FCGX_Accept_r reads from this connection
	 * instead of accepting one, and leaves it open on entry; when it
	 * fails it has closed it.
	 */
	worker->fcgi.ipcFd = fd;
	worker->fcgi.keepConnection = 1;
	if (FCGX_Accept_r(&worker->fcgi) == 0) {
		worker->fcgi.keepConnection = 0;
		exchange(worker);
	}
	pthread_mutex_lock(&worker->lock);
	if (own >= 0)
		close(own);
	worker->connection = -1;
	worker->phase = PHASE_IDLE;
	pthread_mutex_unlock(&worker->lock);
}

/* Once in a while: it comes with every look at the listener. */
static void
accept_fault(void)
{
	static _Atomic int64_t next;
	int64_t now = now_ms(), due = atomic_load(&next);
	int fault = errno;

	if (now >= due && atomic_compare_exchange_strong(&next, &due,
	    now + FAULT_MS))
		log_line(LOG_ERROR, "server: nobody can be let in: %s",
		    strerror(fault));
}

/* The next connection, or -1 at the end. */
static int
connection_accept(struct worker *worker)
{
	struct pollfd ready[] = {
		{ .fd = worker->stop, .events = POLLIN },
		{ .fd = worker->listener, .events = POLLIN },
	};
	int fd;

	for (;;) {
		if (poll(ready, 2, -1) < 0) {
			pause_ms(PAUSE_MS);
			continue;
		}
		if (ready[0].revents != 0)
			return -1;
		fd = accept4(worker->listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			return fd;
		/* EAGAIN: another worker was first.  EMFILE will pass. */
		if (errno != EAGAIN && errno != ECONNABORTED) {
			accept_fault();
			pause_ms(PAUSE_MS);
		}
	}
}

static void *
worker_main(void *arg)
{
	struct worker *worker = arg;
	int fd;

	/* -1: after a failure libfcgi finds nothing to accept, and returns. */
	FCGX_InitRequest(&worker->fcgi, -1, 0);
	while ((fd = connection_accept(worker)) >= 0)
		connection_serve(worker, fd);
	worker_phase(worker, PHASE_ENDED);
	return NULL;
}

/*
 * All of them
 */

static bool
worker_open(struct server *server, struct worker *worker)
{
	const struct server_options *options = server->options;

	*worker = (struct worker){
		.options = options,
		.listener = server->listener,
		.stop = server->stop,
		.connection = -1,
		.app = options->worker_open == NULL ? options->arg :
		    options->worker_open(options->arg),
	};
	if (worker->app == NULL && options->worker_open != NULL) {
		log_line(LOG_ERROR, "server: a worker could not be opened");
		return false;
	}
	worker->arena = arena_new(options->arena_limit);
	pthread_mutex_init(&worker->lock, NULL);
	return true;
}

static void
worker_close(struct worker *worker)
{
	if (worker->options->worker_close != NULL)
		worker->options->worker_close(worker->app);
	pthread_mutex_destroy(&worker->lock);
	arena_free(worker->arena);
}

static bool
workers_start(struct server *server)
{
	struct worker *worker;
	int error;

	for (; server->opened < server->options->workers; server->opened++)
		if (!worker_open(server, &server->workers[server->opened]))
			return false;
	for (; server->started < server->opened; server->started++) {
		worker = &server->workers[server->started];
		error = pthread_create(&worker->thread, NULL, worker_main,
		    worker);
		if (error != 0) {
			log_line(LOG_ERROR, "server: no thread: %s",
			    strerror(error));
			return false;
		}
	}
	return true;
}

/*
 * Whether this worker has ended.  If not, and its client has had its time,
 * cut it off.  What is already received is still read, and a handler at work
 * is left alone: its answer may be about something that has been stored.
 */
static bool
worker_hasten(struct worker *worker, int64_t now, int64_t stopped)
{
	bool late, ended;

	pthread_mutex_lock(&worker->lock);
	ended = worker->phase == PHASE_ENDED;
	late = now - stopped >= GRACE_MS && worker->connection >= 0;
	if (late && worker->phase == PHASE_READING)
		shutdown(worker->connection, SHUT_RD);
	if (late && worker->phase == PHASE_WRITING &&
	    now - worker->since >= GRACE_MS)
		shutdown(worker->connection, SHUT_RDWR);
	pthread_mutex_unlock(&worker->lock);
	return ended;
}

static void
workers_stop(struct server *server)
{
	int64_t stopped = now_ms();
	int ended;

	if (server->started > 0 && eventfd_write(server->stop, 1) != 0)
		abort();
	for (;;) {
		ended = 0;
		for (int i = 0; i < server->started; i++)
			ended += worker_hasten(&server->workers[i], now_ms(),
			    stopped);
		if (ended == server->started)
			break;
		pause_ms(TICK_MS);
	}
	for (int i = 0; i < server->started; i++)
		pthread_join(server->workers[i].thread, NULL);
	while (server->opened > 0)
		worker_close(&server->workers[--server->opened]);
}

/* One worker that is not at the same answer for a minute is enough. */
static bool
workers_go_on(struct server *server)
{
	bool goes_on = false;
	struct worker *worker;

	for (int i = 0; i < server->started && !goes_on; i++) {
		worker = &server->workers[i];
		pthread_mutex_lock(&worker->lock);
		goes_on = worker->phase == PHASE_IDLE ||
		    now_ms() - worker->since < STUCK_MS;
		pthread_mutex_unlock(&worker->lock);
	}
	return goes_on;
}

/*
 * A byte every three seconds keeps within the time for each read: so the whole
 * has a time as well.
 */
static void
cut_drips(struct server *server)
{
	int64_t late = now_ms() - server->options->whole_seconds * 1000LL;
	struct worker *worker;

	for (int i = 0; i < server->started; i++) {
		worker = &server->workers[i];
		pthread_mutex_lock(&worker->lock);
		if (worker->connection >= 0 && worker->since < late &&
		    (worker->phase == PHASE_READING ||
		    worker->phase == PHASE_WRITING))
			shutdown(worker->connection, SHUT_RDWR);
		pthread_mutex_unlock(&worker->lock);
	}
}

/* Whether systemd should hear that all is well, when it wants to. */
static void
feed_watchdog(struct server *server)
{
	const struct server_options *options = server->options;

	if (notify_interval() > 0 && workers_go_on(server) &&
	    (options->alive == NULL || options->alive(options->arg)))
		notify_send("WATCHDOG=1");
}

/* Until a signal that ends it: its number. */
static int
server_wait(struct server *server)
{
	const struct timespec step = { .tv_nsec = WATCH_MS * 1000000L - 1 };
	int64_t fed = now_ms();
	sigset_t awaited;
	int number;

	sigemptyset(&awaited);
	sigaddset(&awaited, SIGTERM);
	sigaddset(&awaited, SIGINT);
	sigaddset(&awaited, SIGHUP);
	notify_send("READY=1");
	for (;;) {
		number = sigtimedwait(&awaited, NULL, &step);
		if (number == SIGHUP)
			log_line(LOG_WARNING, "server: SIGHUP changes "
			    "nothing: a restart reads the configuration, and "
			    "loses no request");
		else if (number != -1)
			return number;
		cut_drips(server);
		if (now_ms() - fed >= notify_interval()) {
			feed_watchdog(server);
			fed = now_ms();
		}
	}
}

static bool
server_open(struct server *server)
{
	const struct server_options *options = server->options;

	server->listener = options->socket_path != NULL ?
	    listener_open(options->socket_path) : listener_inherit();
	server->bound = server->listener >= 0 && options->socket_path != NULL;
	if (server->listener < 0)
		return false;
	server->stop = eventfd(0, EFD_CLOEXEC);
	server->workers = calloc((size_t)options->workers,
	    sizeof(*server->workers));
	if (server->stop < 0 || server->workers == NULL || FCGX_Init() != 0) {
		log_line(LOG_ERROR, "server: no memory or descriptors");
		return false;
	}
	return true;
}

static void
server_close(struct server *server)
{
	/* Before the close: while we listen nobody else takes the path. */
	if (server->bound)
		unlink(server->options->socket_path);
	if (server->listener >= 0)
		close(server->listener);
	if (server->stop >= 0)
		close(server->stop);
	free(server->workers);
}

int
server_run(const struct server_options *options)
{
	struct server server = {
		.options = options, .listener = -1, .stop = -1,
	};
	sigset_t blocked, before;
	int result = 1;

	assert(options->workers > 0 && options->timeout_seconds > 0 &&
	    options->whole_seconds > 0);
	assert(options->answer != NULL && options->body_max <= INT_MAX);
	/*
	 * Everything but what a fault in the program itself raises: blocked,
	 * that would end the process without a word from a sanitizer or a
	 * core dump.
	 */
	sigfillset(&blocked);
	sigdelset(&blocked, SIGSEGV);
	sigdelset(&blocked, SIGBUS);
	sigdelset(&blocked, SIGFPE);
	sigdelset(&blocked, SIGILL);
	sigdelset(&blocked, SIGABRT);
	pthread_sigmask(SIG_BLOCK, &blocked, &before);
	if (server_open(&server) && workers_start(&server)) {
		log_line(LOG_INFO, "server: %d workers", options->workers);
		log_line(LOG_INFO, "server: %s, ending",
		    strsignal(server_wait(&server)));
		notify_send("STOPPING=1");
		result = 0;
	}
	workers_stop(&server);
	server_close(&server);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return result;
}
