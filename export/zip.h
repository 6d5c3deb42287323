#ifndef EXPORT_ZIP_H
#define EXPORT_ZIP_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "db/status.h"

/*
 * Whether a workbook's zip holds all that was written to it, by its own
 * directory, which stands at the end: each sheet at least as long as its
 * rows; and no other part empty, or cut off at the end of a block of stdio,
 * which is how a full disk leaves them.  FULL: it does not.
 */
enum status	 zip_is_whole(FILE *, const uint64_t *sheets, size_t count);

#endif
