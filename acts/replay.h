#ifndef ACTS_REPLAY_H
#define ACTS_REPLAY_H

#include "acts/act.h"
#include "db/retention/replay.h"

/*
 * Do again what a line says, of the database that this copy came in the
 * place of; config, secret, now and random of the act are set.  done: somebody
 * was erased by it.  Who is not there, or is another one by that number, is
 * left alone.  No letter tells of it but to who gets a place.
 */
enum status	 act_replay(struct db *, const struct act_context *,
		    const struct replay_line *, struct arena *, bool *done);

#endif
