#ifndef CORE_CSV_FAULT_H
#define CORE_CSV_FAULT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * What can be wrong with a file of municipalities, with the line it is about
 * and what stood there.  The desk says it in Dutch, the tool in English.
 */
enum file_fault_kind {
	FILE_EMPTY,
	FILE_WORKBOOK,		/* .xlsx or .xls */
	FILE_UTF16,
	FILE_WINDOWS,		/* Windows-1252 */
	FILE_CONTROL,		/* a NUL: no text */
	FILE_QUOTES,		/* not closed, or in the middle */
	FILE_LONG,		/* too many lines, or cells in one */
	FILE_COLUMN_MISSING,
	FILE_COLUMN_TWICE,
	FILE_COLUMN_UNKNOWN,
	FILE_CELLS_FEW,
	FILE_CELLS_MANY,
	FILE_CODE,
	FILE_CODE_TWICE,
	FILE_NAME,
	FILE_NAME_TWICE,
	FILE_PROVINCE,
	FILE_DOMAIN,
	FILE_MBO,
	FILE_EMAIL,
	FILE_DATE,
	FILE_DATES,		/* ends before it begins */
	FILE_SUCCESSOR,		/* there is no such municipality */
	FILE_SUCCESSOR_SELF,	/* or it leads back to itself */
	FILE_SUCCESSOR_UNDATED,
	FILE_CELL_LONG,
	FILE_GARBLED,		/* read in a wrong encoding before */
	FILE_FAULT__MAX
};

struct file_fault {
	size_t			 line;		/* 0: of no line */
	enum file_fault_kind	 kind;
	const char		*about;		/* what stood there, or NULL */
};

/* The faults of one file; beyond the room for them they are only counted. */
#define FILE_FAULTS_MAX		30

struct file_faults {
	struct file_fault	 list[FILE_FAULTS_MAX];
	size_t			 count;		/* may be more than that */
};

/* about is kept as it is: it lives as long as the faults do. */
void		 file_fault_add(struct file_faults *, size_t line,
		    enum file_fault_kind, const char *about);

/* How many of them are in the list. */
size_t		 file_faults_listed(const struct file_faults *);

/*
 * Without the line: "De kolom ‘naam’ ontbreekt."  In the arena or constant;
 * a long piece of what stood there is cut at 60 bytes, between characters.
 */
const char	*file_fault_text(const struct file_fault *, bool english,
		    struct arena *);

#endif
