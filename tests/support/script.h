#ifndef TESTS_SUPPORT_SCRIPT_H
#define TESTS_SUPPORT_SCRIPT_H

#include <stddef.h>
#include <sys/types.h>

/*
 * A server in Python that a test talks to.  It prints its ports when it
 * listens, and ends when its standard input does.
 *
 * It is never made by a bare fork: a test has threads, and the child would
 * wait for ever for the sanitizer's allocator when one of them held it then.
 */
struct script {
	pid_t pid; /* 0: none */
	int leash; /* its standard input */
};

/*
 * Run `path` on `directory` with the options, up to a NULL, and read `count`
 * ports; the test fails when it does not start.
 */
struct script script_start(const char *path, const char *directory,
    const char *const *options, int *ports, size_t count);

/* Gone when it returns, whatever it was doing. */
void script_stop(struct script *);

#endif
