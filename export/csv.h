#ifndef EXPORT_CSV_H
#define EXPORT_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "db/people/attendee.h"
#include "export/columns.h"

struct arena;
struct buf;
struct db;

/*
 * CSV as Dutch Excel opens it by a double click: UTF-8 with a byte order
 * mark, semicolons, CRLF, quotes by RFC 4180.  A cell that a spreadsheet
 * would run as a formula is led by ' and nothing is dropped (OWASP ASVS
 * 1.2.10); in the machine's hands that sign is one character to take off.
 */

#define CSV_BOM	"\xef\xbb\xbf"

/* One cell, quoted where needed. */
void		 csv_cell(struct buf *, const char *);

/*
 * In quotes, those in it doubled, with something led in front; and a whole
 * line of cells, with its line end.
 */
void		 csv_quoted(struct buf *, const char *lead, const char *);
void		 csv_line(struct buf *, const char *const *cells, size_t count);

/* Where the bytes go, in pieces; what it returns ends the export. */
typedef enum status (*csv_write)(void *arg, const void *, size_t length);

/* What the buf holds goes there.  FAIL: it did not fit into the buf. */
enum status	 csv_send(const struct buf *, csv_write, void *arg);

/*
 * Attendees, in memory that does not grow with them: in the columns of the
 * contract, or in chosen ones.
 */
enum status	 csv_attendees(struct db *, const struct attendee_filter *,
		    csv_write, void *arg);
enum status	 csv_columns(struct db *, const struct attendee_filter *,
		    const struct columns *, csv_write, void *arg);

#endif
