#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/log.h"
#include "mail/relay/relay_pause.h"

#define DOUBT_SECONDS	60	/* until a suspect is tried again */
#define DOUBTS_MAX	3	/* of one suspect, before it is decided */

/* Seconds: the first pause, and how long they become. */
static const struct {
	int64_t		shortest;
	int64_t		longest;
} pauses[SMTP__MAX] = {
	[SMTP_UNREACHABLE] = { 10, 300 },
	[SMTP_MISCONFIGURED] = { 60, 600 },
};

void
relay_pause_open(struct relay_pause *pause)
{
	*pause = (struct relay_pause){ .until = 0 };
	pthread_mutex_init(&pause->mutex, NULL);
}

void
relay_pause_close(struct relay_pause *pause)
{
	pthread_mutex_destroy(&pause->mutex);
}

enum smtp_result
relay_pause_ask(struct relay_pause *pause, int64_t now)
{
	enum smtp_result why = SMTP_SENT;

	pthread_mutex_lock(&pause->mutex);
	if (now < pause->until)
		why = pause->why;
	pthread_mutex_unlock(&pause->mutex);
	return why;
}

/* Several that find the relay away at the same time make one pause. */
static void
begin(struct relay_pause *pause, enum smtp_result why, int64_t now)
{
	if (now < pause->until)
		return;
	pause->length *= 2;
	if (pause->length < pauses[why].shortest || pause->why != why)
		pause->length = pauses[why].shortest;
	if (pause->length > pauses[why].longest)
		pause->length = pauses[why].longest;
	pause->until = now + pause->length;
	pause->why = why;
	log_line(LOG_WARNING, "the queue waits %lld s",
	    (long long)pause->length);
}

static struct suspect *
suspect_find(struct relay_pause *pause, const char *recipient)
{
	for (size_t i = 0; i < SUSPECTS_MAX; i++)
		if (pause->suspects[i].times > 0 && strcasecmp(recipient,
		    pause->suspects[i].recipient) == 0)
			return &pause->suspects[i];
	return NULL;
}

static struct suspect *
suspect_add(struct relay_pause *pause, const char *recipient)
{
	struct suspect *suspect =
	    &pause->suspects[pause->oldest++ % SUSPECTS_MAX];

	*suspect = (struct suspect){ .since = pause->sent };
	snprintf(suspect->recipient, sizeof(suspect->recipient), "%s",
	    recipient);
	return suspect;
}

/* Another met one too, and no letter went through since. */
static bool
has_company(const struct relay_pause *pause, const struct suspect *suspect)
{
	for (size_t i = 0; i < SUSPECTS_MAX; i++)
		if (pause->suspects[i].times > 0 &&
		    &pause->suspects[i] != suspect &&
		    pause->suspects[i].since == pause->sent)
			return true;
	return false;
}

/* *together: others met it as well, so it is the relay's. */
static enum smtp_result
weigh(struct relay_pause *pause, const char *recipient,
    enum smtp_result result, bool *together)
{
	struct suspect *suspect = suspect_find(pause, recipient);
	bool for_now = result == SMTP_MAYBE_UNREACHABLE;

	if (suspect == NULL)
		suspect = suspect_add(pause, recipient);
	suspect->times++;
	if (suspect->since < pause->sent)
		return ++suspect->own < DOUBTS_MAX || for_now ?
		    SMTP_TEMPORARY : SMTP_PERMANENT;
	*together = has_company(pause, suspect);
	if (suspect->times < DOUBTS_MAX && !*together)
		return result;
	if (for_now)
		return *together ? SMTP_UNREACHABLE : SMTP_TEMPORARY;
	return SMTP_MISCONFIGURED;
}

enum smtp_result
relay_pause_judge(struct relay_pause *pause, const char *recipient,
    enum smtp_result result, int64_t now, int64_t *due)
{
	struct suspect *suspect;
	bool relay = true;

	pthread_mutex_lock(&pause->mutex);
	if (result == SMTP_MAYBE_UNREACHABLE ||
	    result == SMTP_MAYBE_MISCONFIGURED) {
		*due = now + DOUBT_SECONDS;
		result = weigh(pause, recipient, result, &relay);
	}
	if (result == SMTP_SENT) {
		pause->length = 0;
		pause->sent++;
		if ((suspect = suspect_find(pause, recipient)) != NULL)
			suspect->times = 0;
	} else if (relay && (result == SMTP_UNREACHABLE ||
	    result == SMTP_MISCONFIGURED)) {
		begin(pause, result, now);
		*due = pause->until;
	}
	pthread_mutex_unlock(&pause->mutex);
	return result;
}
