/* Copies of the installation, and which of them stay. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/seal.h"
#include "core/text.h"
#include "export/scratch.h"
#include "tool/bundle.h"
#include "tool/restore.h"
#include "tool/tool.h"

#define DAY		86400
#define ENDING		".backup"

enum outcome
tool_key(struct tool *tool, int argc, char **argv)
{
	char public_key[SEAL_KEY_LENGTH + 1];
	enum status status = seal_make_key(argv[0], public_key);

	(void)tool;
	(void)argc;
	if (status == STATUS_OK)
		puts(public_key);
	return tool_logged(status);
}

static enum status
write_backup(struct tool *tool, const char *path, const char *to)
{
	return bundle_write(&(struct bundle){
		.db = tool->db, .secret = tool->config->secret,
		.config = tool->config_path, .to = to,
	}, path, tool->arena);
}

/*
 * Newest first: the date is in the name.  What is beyond the number or the
 * term goes; what is of another name is not ours.
 */
static int
by_name_back(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*b)->d_name, (*a)->d_name);
}

static int
is_daily(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name), ending = strlen(ENDING);

	return strncmp(entry->d_name, "orientatie-", 11) == 0 &&
	    length > ending &&
	    strcmp(entry->d_name + length - ending, ENDING) == 0;
}

/*
 * What a restore or a migration set aside is a copy as well: beside the file,
 * under its name with .voor- behind it.
 */
static void
forget_aside(struct tool *tool, const char *path, int64_t oldest)
{
	const char *dir = scratch_dir(path, tool->arena);
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1, *full;
	DIR *open_dir = opendir(dir);
	struct dirent *entry;
	struct stat st;

	while (open_dir != NULL && (entry = readdir(open_dir)) != NULL) {
		if (strncmp(entry->d_name, name, strlen(name)) != 0 ||
		    strstr(entry->d_name, ".voor-") == NULL)
			continue;
		full = arena_printf(tool->arena, "%s/%s", dir, entry->d_name);
		if (stat(full, &st) == 0 && st.st_mtime < oldest &&
		    unlink(full) == -1)
			tool_fail("%s: %s", full, strerror(errno));
	}
	if (open_dir != NULL)
		closedir(open_dir);
}

static enum outcome
rotate(struct tool *tool)
{
	const struct config *config = tool->config;
	int64_t oldest = clock_now() - (int64_t)config->backup_days * DAY;
	struct dirent **found;
	int count = scandir(config->backup_dir, &found, is_daily,
	    by_name_back);

	forget_aside(tool, config->database, oldest);
	forget_aside(tool, config->secret, oldest);
	for (int i = 0; i < count; i++) {
		const char *path = arena_printf(tool->arena, "%s/%s",
		    config->backup_dir, found[i]->d_name);
		struct stat st;

		if (stat(path, &st) == 0 && (i >= config->backup_keep ||
		    st.st_mtime < oldest) && unlink(path) == -1)
			tool_fail("%s: %s", path, strerror(errno));
		free(found[i]);
	}
	if (count >= 0)
		free(found);
	return count > 0 ? OUTCOME_OK :
	    tool_fail("%s: no backups there", config->backup_dir);
}

/*
 * For the timer.  A plain one is taken apart again and checked before an
 * older one goes; one that is sealed cannot be opened here.
 */
static enum outcome
daily(struct tool *tool)
{
	const struct config *config = tool->config;
	const char *to = text_empty(config->backup_to) ? NULL :
	    config->backup_to;
	enum outcome outcome;
	enum status status;
	const char *path;
	char stamp[32];
	time_t now = (time_t)clock_now();
	struct tm tm;

	if (text_empty(config->backup_dir))
		return tool_fail("the setting backup_dir is empty");
	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", gmtime_r(&now, &tm));
	path = arena_printf(tool->arena, "%s/orientatie-%s" ENDING,
	    config->backup_dir, stamp);
	if ((status = write_backup(tool, path, to)) != STATUS_OK)
		return tool_logged(status);
	if (to == NULL && (outcome = restore_try(tool, path, NULL)) !=
	    OUTCOME_OK)
		return outcome;
	puts(path);
	return rotate(tool);
}

enum outcome
tool_backup(struct tool *tool, int argc, char **argv)
{
	const char *to;

	if (argc == 1 && strcmp(argv[0], "--daily") == 0)
		return daily(tool);
	if (!tool_option(argc, argv, "--to", &to))
		return OUTCOME_USAGE;
	return tool_logged(write_backup(tool, argv[0], to));
}
