#ifndef EXPORT_SCRATCH_H
#define EXPORT_SCRATCH_H

#include <stdint.h>
#include <stdio.h>

#include "core/status.h"

struct arena;

/*
 * A file that is made whole before any of it leaves: so its length is known,
 * and what does not fit on the disk is a refusal and never half a list.  It
 * has no name from the start, so whatever ends the process, nothing of it
 * stays.  It stands beside the database and not in /tmp, which may be memory
 * and which a unit's PrivateTmp may have made small; and so that it never
 * takes the database's last room, SCRATCH_RESERVE stays free.
 */
#define SCRATCH_RESERVE	((uint64_t)16 << 20)

/* The directory that this file stands in. */
const char	*scratch_dir(const char *path, struct arena *);

/* FAIL: it cannot be made there. */
enum status	 scratch_open(const char *dir, FILE **file);

/* FULL: fewer than these bytes and the reserve are free there. */
enum status	 scratch_room(const char *dir, uint64_t bytes);

/* write of csv.h: into the file that arg is.  FULL: the disk is full. */
enum status	 scratch_write(void *file, const void *, size_t length);

/* All is written: rewind it for the reader.  FULL: it did not fit. */
enum status	 scratch_end(FILE *, int64_t *size);

#endif
