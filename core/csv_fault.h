#ifndef CORE_CSV_FAULT_H
#define CORE_CSV_FAULT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * What can be wrong with a file of municipalities, with the line it is about
 * and what stood there.  The desk says it in Dutch, the tool in English.
 */
enum csv_fault_kind {
	CSV_EMPTY,
	CSV_WORKBOOK,		/* .xlsx or .xls */
	CSV_UTF16,
	CSV_WINDOWS,		/* Windows-1252 */
	CSV_CONTROL,		/* a NUL: no text */
	CSV_QUOTES,		/* not closed, or in the middle */
	CSV_LONG,		/* too many lines, or cells in one */
	CSV_COLUMN_MISSING,
	CSV_COLUMN_TWICE,
	CSV_COLUMN_UNKNOWN,
	CSV_CELLS_FEW,
	CSV_CELLS_MANY,
	CSV_CODE,
	CSV_CODE_TWICE,
	CSV_NAME,
	CSV_NAME_TWICE,
	CSV_PROVINCE,
	CSV_DOMAIN,
	CSV_MBO,
	CSV_EMAIL,
	CSV_DATE,
	CSV_DATES,		/* ends before it begins */
	CSV_SUCCESSOR,		/* there is no such municipality */
	CSV_SUCCESSOR_SELF,	/* or it leads back to itself */
	CSV_SUCCESSOR_UNDATED,
	CSV_CELL_LONG,
	CSV_GARBLED,		/* read in a wrong encoding before */
	CSV_FAULT__MAX
};

struct csv_fault {
	size_t			 line;		/* 0: of no line */
	enum csv_fault_kind	 kind;
	const char		*about;		/* what stood there, or NULL */
};

/* The faults of one file; beyond the room for them they are only counted. */
#define CSV_FAULTS_MAX		30

struct csv_faults {
	struct csv_fault	 list[CSV_FAULTS_MAX];
	size_t			 count;		/* may be more than that */
};

/* about is kept as it is: it lives as long as the faults do. */
void		 csv_fault_add(struct csv_faults *, size_t line,
		    enum csv_fault_kind, const char *about);

/* How many of them are in the list. */
size_t		 csv_faults_listed(const struct csv_faults *);

/*
 * Without the line: "De kolom ‘naam’ ontbreekt."  In the arena or constant;
 * a long piece of what stood there is cut at 60 bytes, between characters.
 */
const char	*csv_fault_text(const struct csv_fault *, bool english,
		    struct arena *);

#endif
