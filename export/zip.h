#ifndef EXPORT_ZIP_H
#define EXPORT_ZIP_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/status.h"

/*
 * Whether a workbook's zip holds all that was written to it: each sheet at
 * least as long as its rows, and every part of it closed by the tag that it
 * was opened by, for a full disk may cut off any of them.  FULL: it does not.
 */
enum status	 zip_is_whole(FILE *, const uint64_t *sheets, size_t count);

#endif
