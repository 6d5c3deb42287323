#ifndef CORE_UTF8_H
#define CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Well-formed UTF-8 by Unicode 15, table 3-7: no overlong forms, no
 * surrogates, nothing beyond U+10FFFF.  A NUL byte counts as a character.
 */

/* The length in bytes of the character at s, 0 when it is not one. */
size_t	utf8_length(const char *s, size_t left);
bool	utf8_valid(const char *, size_t length);

#endif
