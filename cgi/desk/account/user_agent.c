/*
 * Browsers claim to be one another, so the order of the words matters: Edge
 * says Chrome and Safari as well, and Chrome says Safari.
 */
#include <stddef.h>
#include <string.h>

#include "cgi/desk/account/user_agent.h"
#include "core/arena.h"

struct mark {
	const char	*text;
	const char	*word;
};

/* The first that occurs: each later one also stands in earlier ones' text. */
static const struct mark browsers[] = {
	{ "Edg", "Edge" }, { "OPR/", "Opera" },
	{ "SamsungBrowser", "Samsung Internet" }, { "Vivaldi", "Vivaldi" },
	{ "FxiOS", "Firefox" }, { "Firefox/", "Firefox" },
	{ "CriOS", "Chrome" }, { "Chromium", "Chromium" },
	{ "Chrome/", "Chrome" }, { "Safari/", "Safari" }, { "curl/", "curl" },
};

static const struct mark systems[] = {
	{ "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Android", "Android" },
	{ "Windows", "Windows" }, { "Macintosh", "Mac" },
	{ "CrOS", "Chromebook" }, { "Linux", "Linux" },
};

static const char *
find(const struct mark *marks, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(text, marks[i].text) != NULL)
			return marks[i].word;
	return NULL;
}

#define FIND(marks, text) \
	find(marks, sizeof(marks) / sizeof((marks)[0]), text)

const char *
user_agent_words(const char *user_agent, struct arena *arena)
{
	const char *text = user_agent == NULL ? "" : user_agent;
	const char *browser = FIND(browsers, text);
	const char *system = FIND(systems, text);

	if (browser == NULL && system == NULL)
		return "een onbekende browser";
	if (browser == NULL)
		browser = "een browser";
	return system == NULL ? browser :
	    arena_printf(arena, "%s op %s", browser, system);
}
