#ifndef TESTS_SUPPORT_SQLITE_FAULT_H
#define TESTS_SUPPORT_SQLITE_FAULT_H

/*
 * One call of SQLite that fails, before it happens or after it did.  For the
 * one file of a test that is linked with --wrap of sqlite3_step, sqlite3_exec and
 * sqlite3_errcode.
 */
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

int	__real_sqlite3_step(sqlite3_stmt *);
int	__wrap_sqlite3_step(sqlite3_stmt *);
int	__real_sqlite3_exec(sqlite3 *, const char *,
	    int (*)(void *, int, char **, char **), void *, char **);
int	__wrap_sqlite3_exec(sqlite3 *, const char *,
	    int (*)(void *, int, char **, char **), void *, char **);

int	__real_sqlite3_errcode(sqlite3 *);
int	__wrap_sqlite3_errcode(sqlite3 *);

/* Whose last call failed here, until that is asked. */
static _Atomic(sqlite3 *) faulty;

/* Counts down to the call that fails; 0 or less: none does. */
static atomic_int	until_fault;
static atomic_bool	fault_after;

static bool
is_turn(void)
{
	return atomic_load(&until_fault) > 0 &&
	    atomic_fetch_sub(&until_fault, 1) == 1;
}

int
__wrap_sqlite3_step(sqlite3_stmt *statement)
{
	if (!is_turn())
		return __real_sqlite3_step(statement);
	if (atomic_load(&fault_after))
		__real_sqlite3_step(statement);
	atomic_store(&faulty, sqlite3_db_handle(statement));
	return SQLITE_IOERR;
}

/*
 * Undoing may not fail, nor may the end of a view that only read: the process
 * ends then, which is db.c's promise.
 */
static bool
is_undoing(sqlite3 *handle, const char *sql)
{
	return strncmp(sql, "ROLLBACK", 8) == 0 ||
	    strncmp(sql, "RELEASE", 7) == 0 || (strcmp(sql, "COMMIT") == 0 &&
	    sqlite3_db_readonly(handle, "main") == 1);
}

int
__wrap_sqlite3_exec(sqlite3 *handle, const char *sql,
    int (*each)(void *, int, char **, char **), void *arg, char **message)
{
	if (is_undoing(handle, sql) || !is_turn())
		return __real_sqlite3_exec(handle, sql, each, arg, message);
	if (atomic_load(&fault_after) && strcmp(sql, "COMMIT") == 0)
		__real_sqlite3_exec(handle, sql, each, arg, message);
	atomic_store(&faulty, handle);
	return SQLITE_IOERR;
}

int
__wrap_sqlite3_errcode(sqlite3 *handle)
{
	sqlite3 *asked = handle;

	return atomic_compare_exchange_strong(&faulty, &asked, NULL) ?
	    SQLITE_IOERR : __real_sqlite3_errcode(handle);
}

/* The n-th call from now on fails. */
static void
fault_at(int n, bool after)
{
	atomic_store(&fault_after, after);
	atomic_store(&until_fault, n);
}

/* True: the fault did fire.  None does from now on. */
static bool
fault_fired(void)
{
	return atomic_exchange(&until_fault, 0) <= 0;
}

#endif
