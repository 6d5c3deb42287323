#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "db/db.h"
#include "db/event/event.h"
#include "export/csv.h"
#include "export/scratch.h"
#include "export/xlsx.h"
#include "tool/tool.h"

#define PIECE	65536

/* As the desk gives them. */
static enum status
part_columns(struct tool *tool, const struct event *event,
    struct columns *columns)
{
	char today[CLOCK_DAY_SIZE];
	struct catalog *catalog;
	enum status status;

	clock_day(clock_now(), today);
	status = catalog_load(tool->db, event->id, today, tool->arena,
	    &catalog);
	if (status == STATUS_OK)
		columns_apart(columns, catalog);
	return status;
}

static enum status
write_csv(struct tool *tool, const struct event *event, const char *path,
    FILE *file)
{
	struct attendee_filter everybody = attendee_all(event->id);
	struct columns all = columns_all();
	enum status status = part_columns(tool, event, &all);

	(void)path;
	return status != STATUS_OK ? status : csv_columns(tool->db, &everybody,
	    &all, scratch_write, file);
}

static enum status
write_xlsx(struct tool *tool, const struct event *event, const char *path,
    FILE *file)
{
	struct attendee_filter everybody = attendee_all(event->id);
	struct columns all = columns_all();
	struct xlsx xlsx = {
		.gemeenten = coverage_all(), .contact = true,
		.event = event, .filter = &everybody, .columns = &all,
		.selection = "alle deelnemers", .who = "orientatie",
		.now = clock_now(),
	};
	char piece[PIECE];
	enum status status;
	int64_t size;
	size_t length;
	FILE *made;

	if ((status = part_columns(tool, event, &all)) != STATUS_OK ||
	    (status = db_snapshot(tool->db)) != STATUS_OK)
		return status;
	status = xlsx_make(tool->db, &xlsx, scratch_dir(path, tool->arena),
	    &made, &size);
	db_release(tool->db);
	if (status != STATUS_OK)
		return status;
	while (status == STATUS_OK &&
	    (length = fread(piece, 1, sizeof(piece), made)) > 0)
		status = scratch_write(file, piece, length);
	if (ferror(made))
		status = STATUS_FAIL;
	fclose(made);
	return status;
}

typedef enum status (*write_export)(struct tool *, const struct event *,
    const char *path, FILE *);

static enum outcome
run(struct tool *tool, const char *path, write_export write)
{
	struct event event;
	enum status status;
	FILE *file;

	if (tool_event(tool, &event) != OUTCOME_OK)
		return OUTCOME_FAILED;
	if ((file = fopen(path, "we")) == NULL)
		return tool_fail("%s: %s", path, strerror(errno));
	status = write(tool, &event, path, file);
	if (fclose(file) != 0 && status == STATUS_OK)
		status = STATUS_FULL;
	if (status != STATUS_OK)
		remove(path);
	return tool_outcome(status, path);
}

enum outcome
tool_export_csv(struct tool *tool, int argc, char **argv)
{
	(void)argc;
	return run(tool, argv[0], write_csv);
}

enum outcome
tool_export_xlsx(struct tool *tool, int argc, char **argv)
{
	(void)argc;
	return run(tool, argv[0], write_xlsx);
}
