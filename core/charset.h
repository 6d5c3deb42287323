#ifndef CORE_CHARSET_H
#define CORE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* UTF-16: with its mark, or every other byte of plain letters is a NUL. */
bool		 charset_is_utf16(const void *, size_t length);

/*
 * The bytes of a text file as UTF-8, in the arena or as they were: UTF-16 by
 * charset_is_utf16, and what is no UTF-8 is taken for Windows-1252, as Excel
 * saves "CSV".  What has no meaning becomes a question mark.  Only for files
 * whose words are looked up afterwards: a name that was read wrongly is then
 * not found, and never stored.
 */
const void	*charset_to_utf8(const void *, size_t *length, struct arena *);

#endif
