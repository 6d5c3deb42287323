#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/log.h"
#include "core/notify.h"

#define TIMES	3	/* in each interval, so that one may come late */

void
notify_send(const char *state)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const char *path = getenv("NOTIFY_SOCKET");
	size_t length = path == NULL ? 0 : strlen(path);
	socklen_t size;
	int fd;

	if (length == 0 || length >= sizeof(to.sun_path) ||
	    (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(to.sun_path, path, length);
	if (path[0] == '@')
		to.sun_path[0] = '\0';	/* an abstract name */
	size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1 || sendto(fd, state, strlen(state), MSG_NOSIGNAL,
	    (const struct sockaddr *)&to, size) == -1)
		log_line(LOG_WARNING, "systemd does not hear us: %s",
		    strerror(errno));
	if (fd != -1)
		close(fd);
}

int
notify_interval(void)
{
	const char *usec = getenv("WATCHDOG_USEC");
	const char *pid = getenv("WATCHDOG_PID");
	long long interval;

	if (usec == NULL || (pid != NULL && atol(pid) != (long)getpid()))
		return 0;
	interval = atoll(usec) / 1000 / TIMES;
	return interval < 1 ? 0 : interval > 3600000 ? 3600000 : (int)interval;
}
