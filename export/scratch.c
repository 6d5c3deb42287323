/* The file that an export is made in before any of it leaves. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/log.h"
#include "export/scratch.h"

const char *
scratch_dir(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return ".";
	return slash == path ? "/" :
	    arena_copy(arena, path, (size_t)(slash - path));
}

enum status
scratch_open(const char *dir, FILE **file)
{
	FILE *opened = NULL;
	char *path;
	int fd;

	if (asprintf(&path, "%s/export.XXXXXX", dir) == -1)
		return STATUS_FAIL;
	if ((fd = mkostemp(path, O_CLOEXEC)) >= 0) {
		unlink(path);
		if ((opened = fdopen(fd, "w+")) == NULL)
			close(fd);
	}
	if (opened == NULL)
		log_line(LOG_ERROR, "export: no file in %s: %s", dir,
		    strerror(errno));
	free(path);
	if (opened == NULL)
		return STATUS_FAIL;
	*file = opened;
	return STATUS_OK;
}

static enum status
full(const char *what)
{
	log_line(LOG_WARNING, "export: no room on the disk: %s", what);
	return STATUS_FULL;
}

enum status
scratch_room(const char *dir, uint64_t bytes)
{
	struct statvfs disk;
	uint64_t free_bytes;

	if (statvfs(dir, &disk) != 0)
		return STATUS_OK;
	free_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
	if (free_bytes < SCRATCH_RESERVE ||
	    free_bytes - SCRATCH_RESERVE < bytes)
		return full("the reserve");
	return STATUS_OK;
}

enum status
scratch_write(void *file, const void *bytes, size_t length)
{
	return fwrite(bytes, 1, length, file) == length ? STATUS_OK :
	    full(strerror(errno));
}

enum status
scratch_end(FILE *file, int64_t *size)
{
	off_t end;

	if (fflush(file) != 0 || ferror(file) ||
	    fseeko(file, 0, SEEK_END) != 0 || (end = ftello(file)) < 0)
		return full(strerror(errno));
	rewind(file);
	*size = (int64_t)end;
	return STATUS_OK;
}
