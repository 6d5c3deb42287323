#ifndef MAIL_KEEPER_H
#define MAIL_KEEPER_H

#include <stdint.h>

#include "db/writer.h"

/*
 * What has to happen by itself after a term, whoever is asleep: the mailer
 * calls this once an hour.  Wishes go a week after the event.
 */
enum status	 keeper_sweep(struct writer *, int64_t now);

#endif
