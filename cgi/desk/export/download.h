#ifndef CGI_DESK_EXPORT_DOWNLOAD_H
#define CGI_DESK_EXPORT_DOWNLOAD_H

#include "cgi/app.h"
#include "cgi/http/router.h"
#include "db/people/export_mark.h"
#include "export/csv.h"

/*
 * A list leaves the desk as a file in three steps: it is made, that it leaves
 * is written down, and only then does the first byte go.  So none leaves
 * unrecorded, and whatever fails before is a page that says so.
 *
 * Half a list looks like a whole one in Excel.  A workbook is made whole in a
 * scratch file, a text in memory.  A text that does not fit there is walked
 * again from the start and leaves as it comes, its first byte within 0.2 s
 * instead of after all of it; when that fails the connection is cut, and a
 * browser reports a failed download (response.h).  As nginx takes all that we
 * write, however slowly somebody reads (nginx.conf), the database is read no
 * longer than the walk takes.
 */
#define DOWNLOAD_WHOLE_MAX	((size_t)1 << 20)

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

/*
 * The same for a list that is written as csv.h does.  It may be called twice,
 * also when the handler has returned: arg is the request's.
 */
typedef enum status (*download_write)(struct app *, void *arg, csv_write,
    void *to);

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
