#include <string.h>

#include "core/arena.h"
#include "core/link.h"
#include "core/text.h"
#include "mail/compose/envelope.h"

const char *
envelope_sender(const struct config *config, const struct secret *secret,
    int64_t id, int64_t made, struct arena *arena)
{
	const char *address = config->bounce_address, *at;
	char mark[LINK_MARK_SIZE];

	if (text_empty(address) || (at = strchr(address, '@')) == NULL)
		return config->mail_from;
	mark_make(secret, ENVELOPE_SENDER, id, made, mark);
	return arena_printf(arena, "%.*s+%s%s", (int)(at - address), address,
	    mark, at);
}

const char *
envelope_message_id(const struct config *config, const struct secret *secret,
    int64_t id, int64_t made, struct arena *arena)
{
	const char *at = strchr(config->mail_from, '@');
	char mark[LINK_MARK_SIZE];

	mark_make(secret, ENVELOPE_MESSAGE_ID, id, made, mark);
	return arena_printf(arena, "%s@%s", mark,
	    at == NULL ? "localhost" : at + 1);
}
