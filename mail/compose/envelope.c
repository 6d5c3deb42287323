#include <string.h>

#include "core/arena.h"
#include "core/text.h"
#include "mail/compose/envelope.h"

void
envelope_set(const struct config *config, const struct secret *secret,
    struct arena *arena, struct letter *letter)
{
	char mark[TOKEN_LENGTH + 1];

	token_derive(secret, "verp", letter->message_id,
	    strlen(letter->message_id), mark);
	letter->verp = arena_string(arena, mark);
	letter->afzender = envelope_sender(config, mark, arena);
}

const char *
envelope_sender(const struct config *config, const char *mark,
    struct arena *arena)
{
	const char *address = config->bounce_address, *at;

	if (text_empty(address) || (at = strchr(address, '@')) == NULL)
		return config->mail_from;
	return arena_printf(arena, "%.*s+%s%s", (int)(at - address), address,
	    mark, at);
}

const char *
envelope_message_id(const struct config *config, const struct secret *secret,
    const char *name, const void *unique, size_t length, struct arena *arena)
{
	const char *at = strchr(config->mail_from, '@');
	char mark[TOKEN_LENGTH + 1];

	/* Never the token of a link: this travels in clear, everywhere. */
	token_derive(secret, "message-id", unique, length, mark);
	return arena_printf(arena, "%s.%s@%s", name, mark,
	    at == NULL ? "localhost" : at + 1);
}
