#ifndef MAIL_HOUSEKEEPING_H
#define MAIL_HOUSEKEEPING_H

#include <stdint.h>

#include "core/config.h"
#include "core/token.h"
#include "db/writer.h"

/*
 * What has to happen after a term without anybody's doing: the mailer calls
 * housekeeping_sweep every ten minutes.  What is over goes, as the table of
 * purposes says (db/retention/purpose.h).  The organiser gets a digest of the
 * mail that was refused since yesterday or waits longer than
 * mail_alarm_minutes: one a day at most.
 */
struct housekeeping {
	struct writer		*writer;
	const struct config	*config;
	struct secret		 secret;
};

enum status	 housekeeping_sweep(const struct housekeeping *, int64_t now);

/* Only the terms: also after a restore, before anything is served. */
enum status	 housekeeping_forget(const struct housekeeping *, int64_t now);

/*
 * Every minute: when anything was erased, by a term or by somebody, the file
 * is written anew, so that nothing of it can be read there.  A large one only
 * between three and four at night, because it takes seconds.
 */
enum status	 housekeeping_compact(const struct housekeeping *,
		    int64_t now);

#endif
