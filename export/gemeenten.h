#ifndef EXPORT_GEMEENTEN_H
#define EXPORT_GEMEENTEN_H

#include <stdbool.h>
#include <stddef.h>

#include "db/coverage.h"
#include "db/gemeente.h"

struct arena;
struct buf;

/* Who answered, as csv.h writes; contact: with the invitation address. */
void	gemeenten_csv(struct buf *, const struct coverage *, size_t count,
	    const struct coverage_filter *, bool contact, struct arena *);

/* The columns that an import reads, to edit and to bring back. */
void	gemeenten_file_csv(struct buf *, const struct gemeente_record *,
	    size_t count);

#endif
