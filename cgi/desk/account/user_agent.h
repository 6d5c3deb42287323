#ifndef CGI_DESK_ACCOUNT_USER_AGENT_H
#define CGI_DESK_ACCOUNT_USER_AGENT_H

struct arena;

/*
 * A User-Agent in a few words of ours, "Firefox op Windows", so that people
 * know their own sessions.  Nothing of what was sent is kept.  NULL is fine.
 */
const char	*user_agent_words(const char *user_agent, struct arena *);

#endif
