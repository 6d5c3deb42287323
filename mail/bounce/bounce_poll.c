#include <stdlib.h>

#include "core/clock.h"
#include "mail/bounce/bounce.h"
#include "mail/bounce/bounce_poll.h"
#include "mail/bounce/mailbox.h"

/*
 * One after the other while there are more.  Not for ever: who fills the
 * mailbox as fast as it is read would keep the mailer from all else.
 */
#define VISITS_MAX	50

struct bounce_poll {
	struct mailbox	*mailbox;	/* NULL: none is configured */
	size_t		 done;		/* messages of this visit */
	struct bouncer	 bouncer;
};

struct bounce_poll *
bounce_poll_new(const struct config *config, const struct secret *secret,
    struct writer *writer, bool (*stop)(void))
{
	struct bounce_poll *bounce_poll = calloc(1, sizeof(*bounce_poll));

	if (bounce_poll == NULL)
		abort();
	bounce_poll->bouncer = (struct bouncer){
		.writer = writer, .secret = secret, .now = clock_now,
		.address = config->bounce_address,
		.arena = arena_new(BOUNCE_ARENA),
	};
	mailbox_open(config, stop, &bounce_poll->mailbox);
	return bounce_poll;
}

void
bounce_poll_free(struct bounce_poll *bounce_poll)
{
	mailbox_free(bounce_poll->mailbox);
	arena_free(bounce_poll->bouncer.arena);
	free(bounce_poll);
}

static enum status
handle(const void *message, size_t length, void *arg)
{
	struct bounce_poll *bounce_poll = arg;
	enum status status = bounce_handle(&bounce_poll->bouncer, message,
	    length);

	bounce_poll->done += status == STATUS_OK;
	return status;
}

void
bounce_poll_visit(struct bounce_poll *bounce_poll)
{
	enum status status = STATUS_OK;

	bounce_poll->done = bounce_poll->mailbox == NULL ? 0 : 1;
	for (int i = 0; i < VISITS_MAX && status == STATUS_OK &&
	    bounce_poll->done > 0; i++) {
		bounce_poll->done = 0;
		status = mailbox_visit(bounce_poll->mailbox, handle,
		    bounce_poll);
	}
}
