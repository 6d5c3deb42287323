#ifndef MAIL_HOUSEKEEPING_H
#define MAIL_HOUSEKEEPING_H

#include <stdint.h>

#include "core/config.h"
#include "core/token.h"
#include "db/writer.h"

/*
 * What has to happen after a term without anybody's doing: the mailer calls
 * this every ten minutes.  Requirements are deleted a week after the event, and
 * addresses that refused mail a year after they last did.  The organiser gets
 * a digest of the mail that was refused since yesterday or waits longer than
 * mail_alarm_minutes: one a day at most.
 */
struct housekeeping {
	struct writer		*writer;
	const struct config	*config;
	struct secret		 secret;
};

enum status	 housekeeping_sweep(const struct housekeeping *, int64_t now);

#endif
