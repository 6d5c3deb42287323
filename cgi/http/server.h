#ifndef CGI_HTTP_SERVER_H
#define CGI_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>

struct app;
struct request;
struct response;

struct server_options {
	/*
	 * Where the web server connects: made with mode 0660, and a stale
	 * one is replaced, but not one that somebody listens on.  NULL: the
	 * socket that systemd holds (LISTEN_PID, LISTEN_FDS=1, descriptor 3).
	 */
	const char	*socket_path;
	int		 workers;	/* threads, and requests at a time */
	size_t		 body_max;	/* bytes; more is request->too_large */
	size_t		 arena_limit;	/* bytes per request, body included */
	int		 timeout_seconds; /* for each read and each write */
	int		 whole_seconds;	/* for a whole request to arrive, and
					 * again for its answer to leave */

	/*
	 * What one worker needs for itself, such as a database connection.
	 * All are opened on the caller's thread before the first worker
	 * starts, with signals blocked already, and closed there after the
	 * last has ended.  NULL from it refuses the start.  When
	 * worker_open is NULL every worker's app is arg.
	 */
	void		*(*worker_open)(void *arg);
	void		(*worker_close)(void *app);
	void		*arg;

	/*
	 * After a request that took all of its arena, or whose answer did not
	 * leave: its handler was left in the middle, as by an exception, or
	 * its stream was never called, and whatever it held outside the arena
	 * (a statement being stepped) has to be put right.  May be NULL.
	 */
	void		(*worker_recover)(void *app);

	/*
	 * Whether what all workers share still works, asked before systemd's
	 * watchdog is fed.  May be NULL.  That the workers themselves go on
	 * is the server's to see.
	 */
	bool		(*alive)(void *arg);

	/*
	 * Fill in the response, from any thread.  It is called for requests
	 * that are too_large, broken or exhausted as well.
	 */
	void		(*answer)(struct app *, struct request *,
			    struct response *);
};

/*
 * Serve until SIGTERM or SIGINT; SIGHUP is refused in words.  Requests being answered are finished, and
 * clients that say nothing or do not read are cut off: it returns within
 * three seconds unless a handler itself takes longer.  All signals are
 * blocked in the meantime.  0: ended when asked to; 1: it could not start,
 * and the log says why.
 */
int	server_run(const struct server_options *);

#endif
