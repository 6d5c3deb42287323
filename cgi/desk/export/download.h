#ifndef CGI_DESK_EXPORT_DOWNLOAD_H
#define CGI_DESK_EXPORT_DOWNLOAD_H

#include "cgi/app.h"
#include "cgi/http/router.h"
#include "db/people/export_mark.h"
#include "export/csv.h"

/*
 * A list leaves the desk as a file in three steps: it is made whole in a
 * scratch file, that it leaves is written down, and only then does the first
 * byte go.  So no half list is ever served, and none leaves unrecorded.
 */
struct download {
	const char	*name;		/* of the file: download_name */
	const char	*type;
	const char	*said;		/* in the audit log; names nobody */
	int64_t		 event;

	/* To remember with it, in the same transaction; or NULL. */
	const struct export_of *of;
	const struct export_mark *mark;
	const char	*columns;
};

/* The list itself; the app's database is in a snapshot. */
typedef enum status (*download_make)(struct app *, void *arg, const char *dir,
    FILE **, int64_t *size);

/* The same for a list that is written as csv.h does: into this file. */
typedef enum status (*download_write)(struct app *, void *arg, csv_write,
    void *file);

/* BUSY: the disk is full. */
enum status	 download_file(struct app *, struct request *,
		    struct response *, const struct download *, download_make,
		    void *arg);
enum status	 download_text(struct app *, struct request *,
		    struct response *, const struct download *, download_write,
		    void *arg);

/* deelnemers-2027-01-12_export-20261123-2201.csv: event and moment. */
const char	*download_name(const char *what, const struct event *,
		    int64_t now, const char *extension, struct arena *);

#endif
