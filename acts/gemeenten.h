#ifndef ACTS_GEMEENTEN_H
#define ACTS_GEMEENTEN_H

#include "acts/act.h"
#include "db/gemeente/address_import.h"
#include "db/gemeente/gemeente_import.h"

/*
 * What the organiser does to municipalities.  Of the act only now and who
 * are used; event is an id.
 */

/*
 * Do what a file says.  mark NULL: whatever that is; else only the plan with
 * that mark.  INVALID: faults say why, or there are none and the plan is
 * another by now.  Without changes nothing is written.
 */
enum status	 act_import_gemeenten(struct db *, const struct act_context *,
		    const struct gemeente_file *, const char *end,
		    const char *mark, struct arena *, struct gemeente_import *,
		    struct csv_faults *);

/* "3 nieuw, 5 gewijzigd, 1 beëindigd", for the audit log and for people. */
const char	*plan_words(const struct gemeente_import *, struct arena *);

/*
 * Take over the addresses of a file, but for the rows that cannot be used.
 * mark and INVALID: as above.
 */
enum status	 act_import_addresses(struct db *, const struct act_context *,
		    const void *, size_t length, const char *mark,
		    struct arena *, struct address_import *,
		    struct csv_faults *);

/* "3 nieuw, 5 gewijzigd". */
const char	*address_words(const struct address_import *, struct arena *);

/*
 * Store a municipality that exists already.  mark is of what was looked at
 * (gemeente_mark): INVALID when it changed since.  NOTFOUND: there is none.
 */
enum status	 act_edit_gemeente(struct db *, const struct act_context *,
		    const struct gemeente_record *, const char *mark,
		    struct arena *);

/* Note that the municipality sends nobody, and take that back. */
enum status	 act_decline(struct db *, const struct act_context *,
		    int64_t event, const char *code, const char *reason,
		    struct arena *);
enum status	 act_undecline(struct db *, const struct act_context *,
		    int64_t event, const char *code, struct arena *);

#endif
