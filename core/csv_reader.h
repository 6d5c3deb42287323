#ifndef CORE_CSV_READER_H
#define CORE_CSV_READER_H

#include <stddef.h>

#include "core/csv_fault.h"
#include "core/status.h"

struct arena;

/*
 * A CSV file as Excel writes it in the Netherlands, or anybody else: UTF-8
 * with or without a byte order mark; semicolons, commas or tabs, whichever
 * the first line has most of, or a first line "sep=;" says; any line ends,
 * and a ^Z behind the last.  What is in another encoding is
 * recognised and refused: guessing would store nonsense.
 */
#define CSV_MAX	((size_t)1 << 20)	/* bytes */
#define CSV_ROWS_MAX	2500
#define CSV_CELLS_MAX	64

struct csv_row {
	size_t		 line;		/* where it begins, from 1 */
	const char	**cells;
	size_t		 ncells;
};

struct csv_table {
	const char	*text;		/* all of it, without mark, \n */
	struct csv_row	*rows;		/* without those that are empty */
	size_t		 nrows;
};

/*
 * Quotes as in RFC 4180.  INVALID: the faults say what and where.  FAIL: no
 * memory for the parser.  The grid and what the faults are about live in the
 * arena.  Cells are valid UTF-8, no more: nothing of them is clean (text.h).
 */
enum status	 csv_read(const void *, size_t length, struct arena *,
		    struct csv_table *, struct csv_faults *);

#endif
