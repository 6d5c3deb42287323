#include <stdlib.h>

#include "core/clock.h"
#include "mail/bounce/bounce.h"
#include "mail/bounce/bounce_poll.h"
#include "mail/bounce/mailbox.h"

struct collector {
	struct mailbox	*mailbox;	/* NULL: none is configured */
	struct bouncer	 bouncer;
};

struct collector *
collector_new(const struct config *config, struct writer *writer,
    bool (*stop)(void))
{
	struct collector *collector = calloc(1, sizeof(*collector));

	if (collector == NULL)
		abort();
	collector->bouncer = (struct bouncer){
		.writer = writer, .now = clock_now,
		.address = config->bounce_address,
		.arena = arena_new(BOUNCE_ARENA),
	};
	mailbox_open(config, stop, &collector->mailbox);
	return collector;
}

void
collector_free(struct collector *collector)
{
	mailbox_free(collector->mailbox);
	arena_free(collector->bouncer.arena);
	free(collector);
}

static enum status
handle(const void *message, size_t length, void *arg)
{
	return bounce_handle(arg, message, length);
}

void
collector_visit(struct collector *collector)
{
	if (collector->mailbox != NULL)
		mailbox_visit(collector->mailbox, handle,
		    &collector->bouncer);
}
