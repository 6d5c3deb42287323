#ifndef EXPORT_TURNOUT_H
#define EXPORT_TURNOUT_H

#include <stdint.h>
#include <stdio.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * How an event went, as a workbook without anybody's name: who came of those
 * with a place, by role, region and municipality, and what people thought of
 * it.  What it says is db/door/arrival.h's and db/evaluation/evaluation.h's.
 */
enum status	 turnout_make(struct db *, int64_t event, const char *title,
		    int64_t now, const char *dir, struct arena *, FILE **file,
		    int64_t *size);

#endif
