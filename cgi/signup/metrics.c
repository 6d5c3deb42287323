/*
 * What a monitor reads (OpenMetrics), over the local socket alone: nginx.conf
 * shows it nobody else.  Numbers about the machine and the work, and none
 * about a person.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cgi/app.h"
#include "cgi/http/router.h"
#include "cgi/signup/handlers.h"
#include "core/arena.h"
#include "db/installation.h"
#include "db/mail/outbox.h"

#define TYPE	"application/openmetrics-text; version=1.0.0; charset=utf-8"

static void
put(struct buf *body, const char *name, const char *kind, const char *help,
    int64_t value)
{
	buf_printf(body, "# TYPE orientatie_%s %s\n# HELP orientatie_%s %s\n"
	    "orientatie_%s %lld\n", name, kind, name, help, name,
	    (long long)value);
}

static int64_t
size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

static int64_t
resident(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	long long whole = 0, pages = 0;

	if (file == NULL)
		return 0;
	if (fscanf(file, "%lld %lld", &whole, &pages) != 2)
		pages = 0;
	fclose(file);
	return pages * sysconf(_SC_PAGESIZE);
}

static void
put_answers(struct buf *body)
{
	buf_text(body, "# TYPE orientatie_answers counter\n# HELP "
	    "orientatie_answers Requests answered, by the kind of code.\n");
	for (int hundreds = 2; hundreds <= 5; hundreds++)
		buf_printf(body, "orientatie_answers_total{code=\"%dxx\"} "
		    "%lld\n", hundreds, (long long)router_answered(hundreds));
}

static void
put_machine(struct app *app, struct arena *arena, struct buf *body)
{
	const char *path = app->config->database;
	struct statvfs disk;
	struct stat st;

	put(body, "database_bytes", "gauge", "Size of the database's file.",
	    size_of(path));
	put(body, "log_bytes", "gauge", "Size of the database's log.",
	    size_of(arena_printf(arena, "%s-wal", path)));
	if (statvfs(path, &disk) == 0)
		put(body, "disk_free_bytes", "gauge", "Room on its disk.",
		    (int64_t)(disk.f_bavail * disk.f_frsize));
	put(body, "database_state", "gauge", "0 sound, 1 failing writes, 2 "
	    "damaged.", (int64_t)db_state());
	put(body, "memory_bytes", "gauge", "Resident memory of this process.",
	    resident());
	put(body, "backup_verified_seconds", "gauge", "When a backup was "
	    "verified last; 0: never.",
	    stat(arena_printf(arena, "%s.verified", path), &st) == 0 ?
	    (int64_t)st.st_mtime : 0);
}

static enum status
put_mail(struct app *app, struct arena *arena, struct buf *body)
{
	int64_t age = 0, failed = 0, seen = 0;
	struct alarm alarm;
	enum status status;

	status = outbox_health(app->db, app->now(), &age, &failed);
	if (status == STATUS_OK)
		status = installation_mailer_seen(app->db, &seen);
	if (status != STATUS_OK)
		return status;
	put(body, "letter_oldest_seconds", "gauge", "How long the oldest "
	    "letter waits.", age);
	put(body, "letters_failed", "gauge", "Letters that failed.", failed);
	put(body, "mailer_seen_seconds", "gauge", "When the mailer came round "
	    "last.", seen);
	status = alarm_get(app->db, arena, &alarm);
	put(body, "mail_alarm", "gauge", "1: the relay refuses us.",
	    status == STATUS_OK);
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

static enum status
put_event(struct app *app, struct buf *body)
{
	const struct catalog *catalog;
	struct taken taken = { .places = 0 };
	enum status status;

	status = app_catalog(app, CATALOG_VISIBLE, &catalog);
	if (status == STATUS_OK)
		status = app_taken(app, catalog, &taken);
	if (status != STATUS_OK)
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	put(body, "places", "gauge", "Capacity of the public event.",
	    catalog->event.capaciteit);
	put(body, "places_taken", "gauge", "Of those, taken.", taken.places);
	put(body, "closes_seconds", "gauge", "When signing up ends.",
	    event_closes(&catalog->event));
	return STATUS_OK;
}

enum status
metrics_show(struct app *app, struct request *request,
    struct response *response)
{
	struct buf *body = &response->body;
	enum status status;

	response->type = TYPE;
	put_answers(body);
	put_machine(app, request->arena, body);
	status = put_mail(app, request->arena, body);
	if (status == STATUS_OK)
		status = put_event(app, body);
	buf_text(body, "# EOF\n");
	return status;
}
