#ifndef EXPORT_BOOK_H
#define EXPORT_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/status.h"

/*
 * A workbook for Excel, in memory that does not grow with its rows; only
 * book.c includes xlsxwriter.h.  Text is written as text, never as a formula,
 * a number or a link, in cells of the format "Text": so a telephone number
 * keeps its zero also when somebody edits the cell.  There is no quote in
 * front: nothing in such a cell is ever run (OWASP ASVS 1.2.10 asks for it
 * only against a later export as CSV, and export.csv has its own guard).
 *
 * Faults wait for the end, as those of a buf do.
 */
struct book;
struct sheet;

#define BOOK_SHEETS_MAX	8
#define SHEET_COLUMNS_MAX	98

/* title: of the document's properties, which name no person. */
enum status	 book_open(const char *dir, const char *title, int64_t now,
		    struct book **);

/* Its first row, bold, stays in view and has filters when filter is set. */
struct sheet	*book_sheet(struct book *, const char *name,
		    const char *const *titles, size_t count, bool filter);

/* The first fault so far: a caller with much to write may stop at it. */
enum status	 book_status(const struct book *);

/* The cells of one row in any order, and the next row. */
void		 sheet_text(struct sheet *, size_t column, const char *);
void		 sheet_number(struct sheet *, size_t column, int64_t);
void		 sheet_moment(struct sheet *, size_t column, int64_t);
void		 sheet_next(struct sheet *);

/*
 * The whole file, rewound.  The book is freed in any case.  FULL: it did not
 * fit on the disk, or a sheet has more rows than Excel can show.
 */
enum status	 book_close(struct book *, FILE **file, int64_t *size);
void		 book_drop(struct book *);

#endif
