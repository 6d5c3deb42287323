/* The file as a whole: the log into it, anew, and a copy of it. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/log.h"
#include "db/connection.h"

/* before: a statement that comes first, or NULL. */
static enum status
checkpoint_after(struct db *db, const char *before)
{
	enum status status = STATUS_OK;
	int code;

	assert(db->lock != -1);
	if (flock(db->lock, LOCK_EX | LOCK_NB) != 0)
		return STATUS_BUSY;
	if (connection_check_files(db) != STATUS_OK)
		status = STATUS_BUSY;
	if (status == STATUS_OK && before != NULL)
		status = connection_plain(db, before);
	if (status != STATUS_OK) {
		flock(db->lock, LOCK_UN);
		return status;
	}
	sqlite3_busy_timeout(db->handle, 0);
	code = sqlite3_wal_checkpoint_v2(db->handle, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(db->handle, DB_WAIT_MS);
	flock(db->lock, LOCK_UN);
	if (code == SQLITE_OK || code == SQLITE_BUSY)
		return code == SQLITE_OK ? STATUS_OK : STATUS_BUSY;
	return connection_failed(db, "checkpoint");
}

enum status
db_checkpoint(struct db *db)
{
	return checkpoint_after(db, NULL);
}

static int
note_pages(void *db, sqlite3 *handle, const char *name, int pages)
{
	(void)handle;
	(void)name;
	((struct db *)db)->log_pages = pages;
	return SQLITE_OK;
}

void
db_watch_log(struct db *db)
{
	sqlite3_wal_hook(db->handle, note_pages, db);
}

int
db_log_pages(const struct db *db)
{
	return db->log_pages;
}

enum status
db_copy_log(struct db *db, int *copied)
{
	int pages, code;

	code = sqlite3_wal_checkpoint_v2(db->handle, NULL,
	    SQLITE_CHECKPOINT_PASSIVE, &pages, copied);
	if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY)
		return code == SQLITE_OK ? STATUS_OK : STATUS_BUSY;
	return connection_failed(db, "copying the log");
}

void
db_sync_copied(struct db *db)
{
	sqlite3_file *file = NULL;

	if (sqlite3_file_control(db->handle, "main",
	    SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK && file != NULL)
		file->pMethods->xSync(file,
		    SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}

enum status
db_compact(struct db *db)
{
	return checkpoint_after(db, "VACUUM");
}

static enum status
sync_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum status status = fd != -1 && fsync(fd) == 0 ? STATUS_OK :
	    STATUS_FAIL;

	if (status != STATUS_OK)
		log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
	if (fd != -1)
		close(fd);
	return status;
}

/* All pages in one step: a step more would begin again at each commit. */
static enum status
copy_pages(struct db *db, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", db->handle,
	    "main");
	int code = backup == NULL ? sqlite3_errcode(to) :
	    sqlite3_backup_step(backup, -1);

	sqlite3_backup_finish(backup);
	if (code == SQLITE_DONE)
		return STATUS_OK;
	log_line(LOG_ERROR, "database: the copy failed: %s",
	    sqlite3_errstr(code));
	return STATUS_FAIL;
}

enum status
db_copy(struct db *db, const char *path)
{
	enum status status = STATUS_FAIL;
	sqlite3 *to = NULL;
	int fd;

	/* Made here, for its mode. */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1) {
		log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
		return STATUS_FAIL;
	}
	close(fd);
	if (sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) ==
	    SQLITE_OK)
		status = copy_pages(db, to);
	sqlite3_close(to);
	if (status == STATUS_OK)
		status = sync_file(path);
	if (status != STATUS_OK)
		unlink(path);
	return status;
}
