#ifndef DB_STATEMENT_H
#define DB_STATEMENT_H

#include <stddef.h>

#include "core/field.h"

/*
 * An SQL text stands in the .c file that reads its rows, above its reader:
 *
 *	SQL(NOTE_REMOVE, "DELETE FROM note WHERE id = ?1");
 *
 * makes SQL_NOTE_REMOVE, for rows_open and the like in db.h, in that file
 * alone.  The linker gathers the statements of all files of a program into
 * one array, a section of their own; db_prepare walks it at start, so that a
 * wrong text stops the start and not a visitor.  A statement's place in that
 * array is where a connection keeps its prepared form.
 *
 * A statement that is never run is an unused variable, which does not
 * compile; therefore no attribute "used" here.
 */
struct statement {
	const char			*name;
	const char			*text;
	const struct column_list	*lists;		/* NULL: none */
};

#define SQL(name, text) \
	static const struct statement SQL_##name[1] IN_STATEMENTS = \
	    { { #name, text, NULL } }

/* The explicit alignment keeps the compiler from leaving gaps. */
#define IN_STATEMENTS	__attribute__((section("statements"), \
	aligned(sizeof(void *))))

/*
 * The same for a text with lists of columns that a table of questions
 * declares, so that a new question needs no change of any SQL.  Of the list
 * with the word contact
 *
 *	@contact@	becomes gemeente, contact_voornaam, …
 *	@contact?5@	as many parameters: ?5, ?6, …
 *	@contact=2@	assignments: gemeente = ?2, contact_voornaam = ?3, …
 *
 * The statement itself names the lists, an array that ends with a NULL word:
 * so db.c need not know where the questions are.
 */
struct column_list {
	const char		*word;
	const struct field	*fields;	/* the first member of each row */
	size_t			 count;
	size_t			 size;		/* of a row of the table, bytes */
};

#define SQL_WITH(lists, name, text) \
	static const struct statement SQL_##name[1] IN_STATEMENTS = \
	    { { #name, text, lists } }

/* Where the linker says that the array begins and ends. */
extern const struct statement __start_statements[];
extern const struct statement __stop_statements[];

/*
 * The text with its lists written out, for sqlite3_prepare; free() it.  NULL
 * only when there is no memory.
 */
char	*statement_text(const struct statement *);

#endif
