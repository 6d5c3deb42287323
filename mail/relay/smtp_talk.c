/*
 * Each reply is read and belongs to one command.  What is no reply, or comes
 * unasked, ends the conversation: after it a reply cannot be told to belong
 * to a command, and a letter would get another's answer.
 *
 * The letter itself goes out after a 354 only, so whatever happens before
 * that, it has not arrived.
 */
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "mail/relay/smtp_talk.h"

#define LINES_MAX	100	/* of one reply */
#define QUIT_WAIT	1000

int64_t
talk_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum talk_end
wait_for(struct talk *talk, short events)
{
	struct pollfd fd = { .fd = talk->fd, .events = events };
	int64_t left;
	int n;

	do {
		left = talk->deadline - talk_clock();
		n = left <= 0 ? 0 : poll(&fd, 1, left > INT_MAX ?
		    INT_MAX : (int)left);
	} while (n == -1 && errno == EINTR);
	return n > 0 ? TALK_OK : n == 0 ? TALK_TOO_SLOW : TALK_HUNG_UP;
}

static enum talk_end
fill_input(struct talk *talk)
{
	enum talk_end end;
	CURLcode rc;

	talk->from = talk->to = 0;
	/* First what TLS has decrypted already; poll sees only the socket. */
	while ((rc = curl_easy_recv(talk->handle, talk->input,
	    sizeof(talk->input), &talk->to)) == CURLE_AGAIN)
		if ((end = wait_for(talk, POLLIN)) != TALK_OK)
			return end;
	return rc == CURLE_OK && talk->to > 0 ? TALK_OK : TALK_HUNG_UP;
}

static enum talk_end
flush(struct talk *talk)
{
	enum talk_end end = TALK_OK;
	size_t at = 0, sent;
	CURLcode rc;

	/* What came before we said it is no reply to it. */
	if (talk->from != talk->to)
		return TALK_OUT_OF_STEP;
	while (end == TALK_OK && at < talk->ready) {
		sent = 0;
		rc = curl_easy_send(talk->handle, talk->output + at,
		    talk->ready - at, &sent);
		at += sent;
		if (rc == CURLE_AGAIN)
			end = wait_for(talk, POLLOUT);
		else if (rc != CURLE_OK)
			end = TALK_HUNG_UP;
	}
	talk->ready = 0;
	return end;
}

static enum talk_end
put(struct talk *talk, const char *bytes, size_t length)
{
	enum talk_end end;
	size_t take;

	while (length > 0) {
		if (talk->ready == sizeof(talk->output) &&
		    (end = flush(talk)) != TALK_OK)
			return end;
		take = sizeof(talk->output) - talk->ready;
		if (take > length)
			take = length;
		memcpy(talk->output + talk->ready, bytes, take);
		talk->ready += take;
		bytes += take;
		length -= take;
	}
	return TALK_OK;
}

static void
notify(const struct talk *talk, char who, const char *line, size_t length)
{
	if (talk->listener != NULL)
		talk->listener(who, line, length, talk->listener_arg);
}

/* A command has room: the letter before has gone. */
__attribute__((format(printf, 2, 3)))
static void
command(struct talk *talk, const char *format, ...)
{
	char *line = talk->output + talk->ready;
	size_t room = sizeof(talk->output) - talk->ready;
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(line, room, format, args);
	va_end(args);
	assert(length > 0 && (size_t)length + 2 < room);
	notify(talk, '>', line, (size_t)length);
	memcpy(line + length, "\r\n", 2);
	talk->ready += (size_t)length + 2;
}

/* The next line without its ending. */
static enum talk_end
read_line(struct talk *talk)
{
	enum talk_end end;
	char *line = talk->line;
	size_t n = 0, take;
	const char *at, *lf;

	do {
		if (talk->from == talk->to &&
		    (end = fill_input(talk)) != TALK_OK)
			return end;
		at = talk->input + talk->from;
		lf = memchr(at, '\n', talk->to - talk->from);
		take = lf == NULL ? talk->to - talk->from :
		    (size_t)(lf - at) + 1;
		if (n + take >= sizeof(talk->line))
			return TALK_OUT_OF_STEP;
		memcpy(line + n, at, take);
		n += take;
		talk->from += take;
	} while (lf == NULL);
	n -= n > 1 && line[n - 2] == '\r' ? 2 : 1;
	line[n] = '\0';
	notify(talk, '<', line, n);
	return TALK_OK;
}

/* 250-... or 250 ...: its code; 0: it is no line of a reply. */
static int
code_of(const char *line)
{
	if (line[0] < '2' || line[0] > '5' ||
	    !isdigit((unsigned char)line[1]) ||
	    !isdigit((unsigned char)line[2]) ||
	    (line[3] != ' ' && line[3] != '-' && line[3] != '\0'))
		return 0;
	return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
}

/* A reply to its last line. */
static enum talk_end
read_reply(struct talk *talk)
{
	enum talk_end end;
	int first = 0;

	for (int i = 0; i < LINES_MAX; i++) {
		if ((end = read_line(talk)) != TALK_OK)
			return end;
		talk->said = code_of(talk->line);
		if (talk->said == 0 || (first != 0 && talk->said != first))
			return TALK_OUT_OF_STEP;
		if (talk->line[3] != '-')
			return TALK_OK;
		first = talk->said;
	}
	return TALK_OUT_OF_STEP;
}

static bool
is_refusal(int code)
{
	return code / 100 == 4 || code / 100 == 5;
}

/* The first refusal decides; without one, what is said of the letter. */
static void
decide(struct talk *talk, enum talk_step step)
{
	if (talk->code != 0)
		return;
	talk->step = step;
	talk->code = talk->said;
	snprintf(talk->reply, sizeof(talk->reply), "%.*s",
	    TALK_REPLY_SIZE - 1, talk->line);
}

static enum talk_end
hear(struct talk *talk, enum talk_step step)
{
	enum talk_end end;
	int code;

	if (talk->code == 0)
		talk->step = step;
	end = read_reply(talk);
	code = talk->said;
	if (end != TALK_OK)
		return end;
	talk->answered |= step >= TALK_MAIL;
	if (is_refusal(code) || step == TALK_LETTER)
		decide(talk, step);
	/* With 421 the server hangs up, now or soon. */
	if (code == 421)
		return TALK_HUNG_UP;
	if (is_refusal(code))
		return step == TALK_RSET ? TALK_OUT_OF_STEP : TALK_OK;
	return (step == TALK_DATA ? code == 354 : code / 100 == 2) ?
	    TALK_OK : TALK_OUT_OF_STEP;
}

/*
 * Nothing may have come since the last reply.  If something has, it is the
 * server's goodbye, or the two sides are out of step; no command of this
 * letter has been sent.
 */
static enum talk_end
expect_silence(struct talk *talk)
{
	enum talk_end end;
	CURLcode rc;

	if (talk->from == talk->to) {
		talk->from = talk->to = 0;
		rc = curl_easy_recv(talk->handle, talk->input,
		    sizeof(talk->input), &talk->to);
		if (rc == CURLE_AGAIN)
			return TALK_OK;
		if (rc != CURLE_OK || talk->to == 0)
			return TALK_HUNG_UP;
	}
	end = hear(talk, TALK_RSET);
	return end == TALK_OK ? TALK_OUT_OF_STEP : end;
}

static void
put_command(struct talk *talk, enum talk_step step,
    const struct talk_letter *letter)
{
	switch (step) {
	case TALK_MAIL:
		if (talk->size)
			command(talk, "MAIL FROM:<%s> SIZE=%zu",
			    letter->sender, letter->length);
		else
			command(talk, "MAIL FROM:<%s>", letter->sender);
		break;
	case TALK_RCPT:
		command(talk, "RCPT TO:<%s>", letter->recipient);
		break;
	case TALK_DATA:
		command(talk, "DATA");
		break;
	default:
		command(talk, "RSET");
	}
}

/* From RSET or MAIL to the 354 or RCPT, all at once or one by one. */
static enum talk_end
say_envelope(struct talk *talk, const struct talk_letter *letter)
{
	enum talk_step said = talk->unfinished ? TALK_RSET : TALK_MAIL;
	enum talk_step heard = said;
	enum talk_step last = letter->message == NULL ? TALK_RCPT : TALK_DATA;
	enum talk_end end = TALK_OK;

	talk->unfinished = true;
	while (end == TALK_OK && heard <= last) {
		if (heard == said) {
			if (talk->code != 0)
				return TALK_OK;
			do
				put_command(talk, said++, letter);
			while (talk->pipelining && said <= last);
			end = flush(talk);
		}
		if (end == TALK_OK)
			end = hear(talk, heard++);
	}
	if (end != TALK_OK || talk->code == 0 || talk->said != 354)
		return end;
	/*
	 * The server may say 354 although it refused the recipient: then the
	 * letter has to be ended, and one without lines goes to nobody.  When
	 * the server took the recipient without a sender, only hanging up is
	 * safe.
	 */
	if (talk->step != TALK_RCPT)
		return TALK_HUNG_UP;
	if ((end = put(talk, ".\r\n", 3)) == TALK_OK &&
	    (end = flush(talk)) == TALK_OK)
		end = hear(talk, TALK_LETTER);
	return end;
}

/* A line that begins with a dot gets another (RFC 5321 4.5.2). */
static enum talk_end
put_message(struct talk *talk, const char *at, size_t left)
{
	const char *last = at + left, *start = at;
	enum talk_end end = TALK_OK;

	while (end == TALK_OK && at < last) {
		if (*at == '.') {
			end = put(talk, start, (size_t)(at - start));
			if (end == TALK_OK)
				end = put(talk, ".", 1);
			start = at;
		}
		at = memchr(at, '\n', (size_t)(last - at));
		at = at == NULL ? last : at + 1;
	}
	if (end == TALK_OK)
		end = put(talk, start, (size_t)(last - start));
	return end == TALK_OK ? put(talk, ".\r\n", 3) : end;
}

static enum talk_end
say_message(struct talk *talk, const struct talk_letter *letter)
{
	enum talk_end end;

	if ((end = put_message(talk, letter->message,
	    letter->length)) == TALK_OK)
		end = flush(talk);
	if (end == TALK_HUNG_UP) {
		/* The server may have said why; it has not taken it. */
		hear(talk, TALK_LETTER);
		if (!is_refusal(talk->code))
			talk->code = 0;
		return TALK_HUNG_UP;
	}
	if (end == TALK_OK)
		end = hear(talk, TALK_LETTER);
	if (end == TALK_OK)
		talk->unfinished = false;
	return end;
}

static void
begin(struct talk *talk, int64_t deadline)
{
	talk->deadline = deadline;
	talk->answered = false;
	talk->code = 0;
	talk->reply[0] = '\0';
	talk->ready = 0;
	talk->end = expect_silence(talk);
}

void
talk_letter(struct talk *talk, const struct talk_letter *letter,
    int64_t deadline)
{
	begin(talk, deadline);
	if (talk->end == TALK_OK)
		talk->end = say_envelope(talk, letter);
	if (talk->end == TALK_OK && talk->code == 0 && letter->message != NULL)
		talk->end = say_message(talk, letter);
}

void
talk_quit(struct talk *talk)
{
	if (talk->end != TALK_OK)
		return;
	talk->deadline = talk_clock() + QUIT_WAIT;
	talk->ready = 0;
	command(talk, "QUIT");
	if (flush(talk) == TALK_OK)
		read_reply(talk);
	talk->end = TALK_HUNG_UP;
}
