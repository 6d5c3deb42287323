/*
 * What becomes of a letter: smtp_link has libcurl connect, smtp_talk sends it,
 * and this file says what the end of either means for the letter.  An address
 * goes to the server as it is, and so does a bare LF in a message: both are
 * checked here, as the last step before they are sent.
 */
#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/email.h"
#include "core/log.h"
#include "core/text.h"
#include "mail/relay/refusal.h"
#include "mail/relay/smtp_link.h"

#define TIMEOUT_DEFAULT	120L
#define LINE_MAX_BYTES	998	/* RFC 5322 2.1.1 */
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

void
smtp_library_open(void)
{
	/* CURLOPT_NOSIGNAL leaves SIGPIPE to us. */
	signal(SIGPIPE, SIG_IGN);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		log_line(LOG_ERROR, "smtp: libcurl does not start");
		abort();
	}
}

void
smtp_library_close(void)
{
	curl_global_cleanup();
}

const char *
smtp_result_word(enum smtp_result result)
{
	static const char *const words[] = {
		[SMTP_SENT] = "sent",
		[SMTP_TEMPORARY] = "temporary",
		[SMTP_PERMANENT] = "permanent",
		[SMTP_UNREACHABLE] = "unreachable",
		[SMTP_MISCONFIGURED] = "misconfigured",
		[SMTP_MAYBE_UNREACHABLE] = "perhaps unreachable",
		[SMTP_MAYBE_MISCONFIGURED] = "perhaps misconfigured",
	};

	_Static_assert(COUNT(words) == SMTP__MAX, "each result has its word");
	assert(result < SMTP__MAX);
	return words[result];
}

static bool
options_are_clean(const struct smtp_options *options)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
	const char *hello = options->hello, *wrong = NULL;

	if (options->url == NULL ||
	    (strncmp(options->url, "smtp://", 7) != 0 &&
	    strncmp(options->url, "smtps://", 8) != 0))
		wrong = "the url does not begin with smtp:// or smtps://";
	else if (strchr(strstr(options->url, "//") + 2, '/') != NULL ||
	    strchr(options->url, '@') != NULL)
		wrong = "the url has more than a host and a port";
	else if (hello != NULL && (*hello == '\0' ||
	    hello[strspn(hello, allowed)] != '\0'))
		wrong = "the hello name is not a host name";
	else if ((options->user == NULL) != (options->password == NULL &&
	    options->oauth == NULL))
		wrong = "user and password go together";
	else if (options->password != NULL && options->oauth != NULL)
		wrong = "a password and a token do not go together";
	else if (options->timeout < 0)
		wrong = "the timeout is negative";
	if (wrong != NULL)
		log_line(LOG_ERROR, "smtp: %s", wrong);
	return wrong == NULL;
}

struct smtp *
smtp_new(const struct smtp_options *options)
{
	const char *hello = options->hello == NULL ? "" : options->hello;
	struct smtp *smtp;

	if (!options_are_clean(options))
		return NULL;
	if ((smtp = calloc(1, sizeof(*smtp))) == NULL)
		abort();
	/* libcurl takes the name for EHLO from the path. */
	if (asprintf(&smtp->url, "%s/%s", options->url, hello) < 0)
		abort();
	smtp->user = text_copy(options->user);
	smtp->password = text_copy(options->password);
	smtp->ca_file = text_copy(options->ca_file);
	smtp->oauth = options->oauth;
	smtp->starttls = options->starttls == SMTP_STARTTLS_REQUIRED;
	smtp->timeout = options->timeout == 0 ? TIMEOUT_DEFAULT :
	    options->timeout;
	return smtp;
}

void
smtp_free(struct smtp *smtp)
{
	if (smtp == NULL)
		return;
	smtp_disconnect(smtp);
	if (smtp->password != NULL)
		explicit_bzero(smtp->password, strlen(smtp->password));
	explicit_bzero(smtp->token, sizeof(smtp->token));
	free(smtp->password);
	free(smtp->user);
	free(smtp->ca_file);
	free(smtp->url);
	free(smtp);
}

static long
response_code(const struct smtp *smtp)
{
	long code = 0;

	if (smtp->handle == NULL || curl_easy_getinfo(smtp->handle,
	    CURLINFO_RESPONSE_CODE, &code) != CURLE_OK)
		return 0;
	return code;
}

/* What was said last, and so what an answer is to. */
static enum refusal_command
command_of(const struct smtp *smtp)
{
	static const enum refusal_command by_stage[] = {
		[STAGE_CONNECT] = REFUSAL_CONNECT,
		[STAGE_HELLO] = REFUSAL_HELLO,
		[STAGE_STARTTLS] = REFUSAL_HELLO,
		[STAGE_AUTH] = REFUSAL_AUTH,
	}, by_step[TALK__MAX] = {
		[TALK_RSET] = REFUSAL_MAIL, [TALK_MAIL] = REFUSAL_MAIL,
		[TALK_RCPT] = REFUSAL_RCPT, [TALK_DATA] = REFUSAL_DATA,
		[TALK_LETTER] = REFUSAL_LETTER,
	};

	return smtp->stage == STAGE_TALK ? by_step[smtp->talk.step] :
	    by_stage[smtp->stage];
}

const char *
smtp_command_word(const struct smtp *smtp)
{
	return refusal_command_word(command_of(smtp));
}

/* Of connecting: the relay, or what we were told about it. */
static enum smtp_result
result_of_relay(const struct smtp *smtp, CURLcode rc)
{
	if (response_code(smtp) >= 400)
		return refusal_judge(command_of(smtp), smtp->reply);
	switch (rc) {
	case CURLE_USE_SSL_FAILED:
	case CURLE_LOGIN_DENIED:
	case CURLE_AUTH_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
	case CURLE_NOT_BUILT_IN:
		return SMTP_MISCONFIGURED;
	default:
		return SMTP_UNREACHABLE;
	}
}

static bool
is_refused(const struct talk *talk)
{
	return talk->end != TALK_OUT_OF_STEP && talk->code >= 400;
}

static enum smtp_result
result_of_letter(const struct smtp *smtp)
{
	const struct talk *talk = &smtp->talk;

	if (is_refused(talk))
		return refusal_judge(command_of(smtp), talk->reply);
	return talk->end == TALK_OK && talk->step == TALK_LETTER &&
	    talk->code == 250 ? SMTP_SENT : SMTP_TEMPORARY;
}

static void
answer_set(char *answer, size_t size, const char *text)
{
	size_t length = strlen(text);

	while (length > 0 && (text[length - 1] == '\n' ||
	    text[length - 1] == '\r'))
		length--;
	if (length >= size)
		length = size - 1;
	for (size_t i = 0; i < length; i++)
		answer[i] = text[i] >= ' ' && text[i] < 0x7f ? text[i] : '?';
	answer[length] = '\0';
}

/* A server can quote what it was told. */
static void
answer_write(const struct smtp *smtp, const char *text, char *answer,
    size_t size)
{
	if (smtp_has_secret(smtp, text))
		text = "(the answer has the password in it)";
	answer_set(answer, size, text);
}

static void
answer_of_talk(const struct smtp *smtp, char *answer, size_t size)
{
	static const char *const ends[] = {
		[TALK_OK] = "the server did not answer",
		[TALK_HUNG_UP] = "the server hung up",
		[TALK_TOO_SLOW] = "the server took too long",
		[TALK_OUT_OF_STEP] = "the server's replies are out of step",
	};
	const struct talk *talk = &smtp->talk;

	answer_write(smtp, talk->end == TALK_OK || is_refused(talk) ?
	    talk->reply : ends[talk->end], answer, size);
}

/* No NUL, and seven bits: eight bytes at a time. */
static bool
is_ascii(const char *text, size_t length)
{
	uint64_t word, seen = 0;
	size_t i;

	for (i = 0; i + sizeof(word) <= length; i += sizeof(word)) {
		memcpy(&word, text + i, sizeof(word));
		seen |= word;
	}
	for (; i < length; i++)
		seen |= (unsigned char)text[i];
	return (seen & 0x8080808080808080) == 0 &&
	    memchr(text, '\0', length) == NULL;
}

/*
 * ASCII in lines that end in CRLF.  A bare LF or CR can end the letter early
 * at the next relay, and what follows would be read as commands.
 */
static bool
message_is_safe(const char *message, size_t length)
{
	const char *at = message, *last = message + length, *cr;

	if (length == 0 || !is_ascii(message, length))
		return false;
	for (; at < last; at = cr + 2) {
		cr = memchr(at, '\r', (size_t)(last - at));
		if (cr == NULL || cr + 1 == last || cr[1] != '\n' ||
		    cr - at > LINE_MAX_BYTES ||
		    memchr(at, '\n', (size_t)(cr - at)) != NULL)
			return false;
	}
	return true;
}

/* The token that a connection would log in with; none is needed: SENT. */
static enum smtp_result
token_get(struct smtp *smtp, char *answer, size_t size)
{
	if (smtp->oauth == NULL)
		return SMTP_SENT;
	return oauth_token(smtp->oauth, smtp->token, answer, size);
}

/* With a new token when the relay takes no other.  SENT: logged in. */
static enum smtp_result
smtp_ready(struct smtp *smtp, char *answer, size_t size)
{
	enum smtp_result result;
	const char *text;
	CURLcode rc;

	if (smtp->handle != NULL)
		return SMTP_SENT;
	if ((result = token_get(smtp, answer, size)) != SMTP_SENT)
		return result;
	rc = smtp_connect(smtp);
	/* The token may have been withdrawn. */
	if (smtp->oauth != NULL && rc == CURLE_LOGIN_DENIED &&
	    response_code(smtp) / 100 != 4) {
		oauth_forget(smtp->oauth, smtp->token);
		if ((result = token_get(smtp, answer, size)) != SMTP_SENT)
			return result;
		rc = smtp_connect(smtp);
	}
	if (rc == CURLE_OK)
		return SMTP_SENT;
	/* The reply, if that decided; a 220 before a drop did not. */
	text = smtp->reply;
	if (*text != '4' && *text != '5')
		text = *smtp->error != '\0' ? smtp->error :
		    curl_easy_strerror(rc);
	answer_write(smtp, text, answer, size);
	result = result_of_relay(smtp, rc);
	smtp_disconnect(smtp);
	return result;
}

static enum smtp_result
send_letter(struct smtp *smtp, const struct talk_letter *letter,
    char *answer, size_t size)
{
	const struct talk *talk = &smtp->talk;
	enum smtp_result result;

	if (smtp->handle != NULL) {
		talk_letter(&smtp->talk, letter,
		    talk_clock() + smtp->timeout * 1000);
		/*
		 * The relay had closed the connection since the last letter,
		 * as relays do.  Nothing was said about this one, so it can
		 * be sent anew at once.
		 */
		if (talk->end != TALK_OK && talk->end != TALK_TOO_SLOW &&
		    (!talk->answered ||
		    (talk->code == 421 && talk->step == TALK_MAIL)))
			smtp_disconnect(smtp);
	}
	if (smtp->handle == NULL) {
		result = smtp_ready(smtp, answer, size);
		if (result != SMTP_SENT)
			return result;
		talk_letter(&smtp->talk, letter, smtp->deadline);
	}
	answer_of_talk(smtp, answer, size);
	return result_of_letter(smtp);
}

enum smtp_result
smtp_send(struct smtp *smtp, const char *sender, const char *recipient,
    const void *message, size_t length, char *answer, size_t answer_size)
{
	const struct talk_letter letter = {
		sender, recipient, message, length,
	};
	enum smtp_result result;

	assert(answer_size > 0);
	if (!email_is_safe(sender)) {
		answer_set(answer, answer_size, "the sender is not safe");
		return SMTP_MISCONFIGURED;
	}
	if (!email_is_safe(recipient) || !message_is_safe(message, length)) {
		answer_set(answer, answer_size, "the letter is not safe");
		return SMTP_PERMANENT;
	}
	result = send_letter(smtp, &letter, answer, answer_size);
	/* What concerns the relay may be over before the next letter. */
	if (result == SMTP_UNREACHABLE || result == SMTP_MISCONFIGURED ||
	    smtp->talk.end != TALK_OK)
		smtp_disconnect(smtp);
	return result;
}

enum smtp_result
smtp_check(struct smtp *smtp, const char *sender, const char *recipient,
    char *answer, size_t answer_size)
{
	const struct talk_letter nothing = { sender, recipient, NULL, 0 };
	const struct talk *talk = &smtp->talk;
	enum smtp_result result;

	assert(answer_size > 0);
	assert(email_is_safe(sender) && email_is_safe(recipient));
	smtp_disconnect(smtp);
	if ((result = smtp_ready(smtp, answer, answer_size)) == SMTP_SENT) {
		talk_letter(&smtp->talk, &nothing, smtp->deadline);
		if (is_refused(talk))
			result = refusal_judge(command_of(smtp), talk->reply);
		else if (talk->end != TALK_OK)
			result = SMTP_UNREACHABLE;
		if (result == SMTP_SENT)
			answer_write(smtp, talk->line, answer, answer_size);
		else
			answer_of_talk(smtp, answer, answer_size);
	}
	smtp_disconnect(smtp);
	return result;
}
