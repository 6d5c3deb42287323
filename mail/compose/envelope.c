#include <string.h>

#include "core/arena.h"
#include "core/text.h"
#include "mail/compose/envelope.h"

void
sender_set(const struct config *config, const struct secret *secret,
    struct arena *arena, struct letter *letter)
{
	const char *address = config->bounce_address, *at;
	char mark[TOKEN_LENGTH + 1];

	token_derive(secret, "verp", letter->message_id,
	    strlen(letter->message_id), mark);
	letter->verp = arena_string(arena, mark);
	letter->afzender = config->mail_from;
	if (text_empty(address) || (at = strchr(address, '@')) == NULL)
		return;
	letter->afzender = arena_printf(arena, "%.*s+%s%s",
	    (int)(at - address), address, mark, at);
}
