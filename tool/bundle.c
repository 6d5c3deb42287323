#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/seal.h"
#include "db/db.h"
#include "db/migration.h"
#include "export/scratch.h"
#include "tool/bundle.h"

#define MANIFEST	"manifest"
#define MANIFEST_MAX	4096
#define PIECE		65536
#define HEX_SIZE	(crypto_hash_sha256_BYTES * 2 + 1)
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* The order in the archive, behind the manifest. */
static const char *const parts[] = {
	BUNDLE_DATABASE, BUNDLE_SECRET, BUNDLE_CONFIG,
};

static enum status
fault(const char *path, const char *why)
{
	log_line(LOG_ERROR, "backup: %s: %s", path, why);
	return STATUS_FAIL;
}

static enum status
refused(const char *path, const char *why)
{
	log_line(LOG_ERROR, "backup: %s: %s", path, why);
	return STATUS_INVALID;
}

static enum status
sum_of(const char *path, char hex[HEX_SIZE])
{
	unsigned char sum[crypto_hash_sha256_BYTES], piece[PIECE];
	crypto_hash_sha256_state state;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = -1;

	if (fd == -1)
		return fault(path, strerror(errno));
	crypto_hash_sha256_init(&state);
	while ((got = read(fd, piece, sizeof(piece))) > 0)
		crypto_hash_sha256_update(&state, piece, (size_t)got);
	close(fd);
	if (got < 0)
		return fault(path, strerror(errno));
	crypto_hash_sha256_final(&state, sum);
	sodium_bin2hex(hex, HEX_SIZE, sum, sizeof(sum));
	return STATUS_OK;
}

/*
 * Making one
 */

static enum status
put_head(struct archive *tar, const char *name, int64_t size)
{
	struct archive_entry *entry = archive_entry_new();
	int code;

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0600);
	archive_entry_set_size(entry, size);
	archive_entry_set_mtime(entry, clock_now(), 0);
	code = archive_write_header(tar, entry);
	archive_entry_free(entry);
	return code == ARCHIVE_OK ? STATUS_OK :
	    fault(name, archive_error_string(tar));
}

static enum status
put_bytes(struct archive *tar, const char *name, const void *bytes,
    size_t size)
{
	return archive_write_data(tar, bytes, size) == (la_ssize_t)size ?
	    STATUS_OK : fault(name, archive_error_string(tar));
}

static enum status
put_file(struct archive *tar, const char *name, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum status status = STATUS_OK;
	char piece[PIECE];
	struct stat st;
	ssize_t got = 0;

	if (fd == -1 || fstat(fd, &st) == -1)
		return fault(path, strerror(errno));
	status = put_head(tar, name, st.st_size);
	while (status == STATUS_OK && (got = read(fd, piece, PIECE)) > 0)
		status = put_bytes(tar, name, piece, (size_t)got);
	close(fd);
	return got < 0 ? fault(path, strerror(errno)) : status;
}

/* sha256sum takes what begins with # for a remark. */
static enum status
put_manifest(struct archive *tar, const char *const paths[],
    struct arena *arena)
{
	char hex[COUNT(parts)][HEX_SIZE];
	enum status status = STATUS_OK;
	const char *text;

	for (size_t i = 0; status == STATUS_OK && i < COUNT(parts); i++)
		status = sum_of(paths[i], hex[i]);
	if (status != STATUS_OK)
		return status;
	text = arena_printf(arena, "# orientatie, schema %d, %s\n",
	    SCHEMA_VERSION, clock_stamp(clock_now(), arena));
	for (size_t i = 0; i < COUNT(parts); i++)
		text = arena_printf(arena, "%s%s  %s\n", text, hex[i],
		    parts[i]);
	status = put_head(tar, MANIFEST, (int64_t)strlen(text));
	return status == STATUS_OK ? put_bytes(tar, MANIFEST, text,
	    strlen(text)) : status;
}

static enum status
put_all(int to, const char *const paths[], struct arena *arena)
{
	struct archive *tar = archive_write_new();
	enum status status = STATUS_OK;

	archive_write_set_format_pax_restricted(tar);
	if (archive_write_open_fd(tar, to) != ARCHIVE_OK)
		status = fault("tar", archive_error_string(tar));
	if (status == STATUS_OK)
		status = put_manifest(tar, paths, arena);
	for (size_t i = 0; status == STATUS_OK && i < COUNT(parts); i++)
		status = put_file(tar, parts[i], paths[i]);
	if (archive_write_close(tar) != ARCHIVE_OK && status == STATUS_OK)
		status = fault("tar", archive_error_string(tar));
	archive_write_free(tar);
	return status;
}

/* The plain one never has a name, when it is only there to be sealed. */
static enum status
put_sealed(int to, const char *const paths[], const char *key,
    const char *dir, struct arena *arena)
{
	enum status status = STATUS_FAIL;
	int64_t size;
	FILE *plain;

	if (scratch_open(dir, &plain) != STATUS_OK)
		return STATUS_FAIL;
	status = put_all(fileno(plain), paths, arena);
	if (status == STATUS_OK)
		status = scratch_end(plain, &size);
	if (status == STATUS_OK)
		status = seal_write(fileno(plain), to, key);
	fclose(plain);
	return status;
}

enum status
bundle_sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum status status = fd != -1 && fsync(fd) == 0 ? STATUS_OK :
	    fault(dir, strerror(errno));

	if (fd != -1)
		close(fd);
	return status;
}

/* Whole and on disk under another name first. */
static enum status
put_in_place(const struct bundle *bundle, const char *path,
    const char *const paths[], struct arena *arena)
{
	char *made = arena_printf(arena, "%s.XXXXXX", path);
	const char *dir = scratch_dir(path, arena);
	int fd = mkostemp(made, O_CLOEXEC);
	enum status status;

	if (fd == -1)
		return fault(path, strerror(errno));
	status = bundle->to == NULL ? put_all(fd, paths, arena) :
	    put_sealed(fd, paths, bundle->to, dir, arena);
	if (status == STATUS_OK && fsync(fd) == -1)
		status = fault(made, strerror(errno));
	close(fd);
	if (status == STATUS_OK && rename(made, path) == -1)
		status = fault(path, strerror(errno));
	if (status != STATUS_OK) {
		unlink(made);
		return status;
	}
	return bundle_sync_dir(dir);
}

enum status
bundle_write(const struct bundle *bundle, const char *path,
    struct arena *arena)
{
	const char *paths[] = { NULL, bundle->secret, bundle->config };
	const char *dir;
	enum status status;

	if (bundle->to != NULL && seal_check_key(bundle->to) != STATUS_OK)
		return refused(bundle->to, "that is not a public key");
	status = bundle_room(scratch_dir(path, arena), arena, &dir);
	if (status != STATUS_OK)
		return status;
	paths[0] = arena_printf(arena, "%s/" BUNDLE_DATABASE, dir);
	status = db_copy(bundle->db, paths[0]);
	if (status == STATUS_OK)
		status = put_in_place(bundle, path, paths, arena);
	bundle_clear(dir);
	return status;
}

/*
 * Taking one apart
 */

static enum status
take_file(struct archive *tar, const char *from, const char *path)
{
	enum status status = STATUS_OK;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd == -1)
		return fault(path, strerror(errno));
	if (archive_read_data_into_fd(tar, fd) != ARCHIVE_OK)
		status = refused(from, archive_error_string(tar));
	else if (fsync(fd) == -1)
		status = fault(path, strerror(errno));
	close(fd);
	return status;
}

/* Only what a backup holds, and only as a file of its own. */
static bool
is_part(struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);

	if (name == NULL || archive_entry_filetype(entry) != AE_IFREG)
		return false;
	for (size_t i = 0; i < COUNT(parts); i++)
		if (strcmp(name, parts[i]) == 0)
			return true;
	return strcmp(name, MANIFEST) == 0;
}

static enum status
take_entries(struct archive *tar, const char *path, const char *dir,
    struct arena *arena)
{
	enum status status = STATUS_OK;
	struct archive_entry *entry;
	int code = ARCHIVE_OK;

	while (status == STATUS_OK &&
	    (code = archive_read_next_header(tar, &entry)) == ARCHIVE_OK)
		status = !is_part(entry) ?
		    refused(path, "holds something else than a backup") :
		    take_file(tar, path, arena_printf(arena, "%s/%s", dir,
			archive_entry_pathname(entry)));
	if (status == STATUS_OK && code != ARCHIVE_EOF)
		status = refused(path, "is not a backup, or a damaged one");
	return status;
}

static enum status
take_all(int fd, const char *path, const char *dir, struct arena *arena)
{
	struct archive *tar = archive_read_new();
	enum status status;

	archive_read_support_format_tar(tar);
	status = archive_read_open_fd(tar, fd, PIECE) == ARCHIVE_OK ?
	    take_entries(tar, path, dir, arena) :
	    refused(path, "is not a backup, or a damaged one");
	archive_read_free(tar);
	return status;
}

/* Every part must be there, and each as the manifest says. */
static enum status
compare_sums(const char *path, const char *dir, struct arena *arena)
{
	const char *manifest = arena_printf(arena, "%s/" MANIFEST, dir);
	char text[MANIFEST_MAX] = "", hex[HEX_SIZE];
	FILE *file = fopen(manifest, "re");
	enum status status = STATUS_OK;

	if (file == NULL)
		return refused(path, "is not a backup: it has no manifest");
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	for (size_t i = 0; status == STATUS_OK && i < COUNT(parts); i++) {
		const char *part = arena_printf(arena, "%s/%s", dir, parts[i]);

		if (access(part, F_OK) == -1)
			return refused(path, "lacks a part");
		status = sum_of(part, hex);
		if (status == STATUS_OK && strstr(text, arena_printf(arena,
		    "\n%s  %s\n", hex, parts[i])) == NULL)
			status = refused(path, "a checksum is wrong");
	}
	return status;
}

static enum status
take_sealed(int fd, const char *path, const char *key, const char *dir,
    struct arena *arena)
{
	enum status status;
	int64_t size;
	FILE *plain;

	if (key == NULL)
		return refused(path, "is sealed: say --key FILE");
	if (scratch_open(dir, &plain) != STATUS_OK)
		return STATUS_FAIL;
	status = seal_read(fd, fileno(plain), key);
	if (status == STATUS_OK)
		status = scratch_end(plain, &size);
	if (status == STATUS_OK)
		status = take_all(fileno(plain), path, dir, arena);
	fclose(plain);
	return status;
}

enum status
bundle_read(const char *path, const char *key, const char *dir,
    struct arena *arena)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum status status;

	if (fd == -1)
		return fault(path, strerror(errno));
	status = seal_is_sealed(fd) ? take_sealed(fd, path, key, dir, arena) :
	    take_all(fd, path, dir, arena);
	close(fd);
	return status == STATUS_OK ? compare_sums(path, dir, arena) : status;
}

enum status
bundle_room(const char *beside, struct arena *arena, const char **dir)
{
	char *made = arena_printf(arena, "%s/.orientatie.XXXXXX", beside);

	if (mkdtemp(made) == NULL)
		return fault(beside, strerror(errno));
	*dir = made;
	return STATUS_OK;
}

void
bundle_clear(const char *dir)
{
	DIR *open_dir = opendir(dir);
	struct dirent *entry;

	while (open_dir != NULL && (entry = readdir(open_dir)) != NULL)
		unlinkat(dirfd(open_dir), entry->d_name, 0);
	if (open_dir != NULL)
		closedir(open_dir);
	rmdir(dir);
}
