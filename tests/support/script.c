#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/support/script.h"

#define OPTIONS_MAX	8

/* posix_spawn wants strings that it could change, and leaves them alone. */
static void
spawn(struct script *script, const char *const *words, int in, int out)
{
	posix_spawn_file_actions_t files;
	char *argv[OPTIONS_MAX + 3];

	memcpy(argv, words, sizeof(argv));
	assert_int_equal(posix_spawn_file_actions_init(&files), 0);
	assert_int_equal(
	    posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO), 0);
	assert_int_equal(
	    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO), 0);
	assert_int_equal(
	    posix_spawn(&script->pid, argv[0], &files, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&files);
}

static void
read_ports(int fd, const char *path, int *ports, size_t count)
{
	FILE *said = fdopen(fd, "r");

	assert_non_null(said);
	for (size_t i = 0; i < count; i++)
		if (fscanf(said, "%d", &ports[i]) != 1)
			fail_msg("%s did not start", path);
	fclose(said);
}

struct script
script_start(const char *path, const char *directory,
    const char *const *options, int *ports, size_t count)
{
	const char *words[OPTIONS_MAX + 3] = {path, directory};
	struct script script = {.pid = 0};
	int in[2], out[2];

	for (size_t i = 0; options[i] != NULL; i++) {
		assert_true(i < OPTIONS_MAX);
		words[2 + i] = options[i];
	}
	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	spawn(&script, words, in[0], out[1]);
	close(in[0]);
	close(out[1]);
	script.leash = in[1];
	read_ports(out[0], path, ports, count);
	return script;
}

void
script_stop(struct script *script)
{
	assert_int_equal(kill(script->pid, SIGKILL), 0);
	assert_int_equal(waitpid(script->pid, NULL, 0), script->pid);
	close(script->leash);
	script->pid = 0;
}
