/*
 * What libcurl does with SMTP, as 7.88.1 (Debian 12) does it:
 *
 * - Bytes in an address go to the server as they are, CR and LF included,
 *   and so does a bare LF in a message.  Both are checked here, last.
 * - After a time-out the connection goes back into the pool with an answer
 *   still to come, which the next letter would take for its own.  So after
 *   any result but SENT the handle is thrown away with its pool.
 * - Cleaning up says QUIT and waits for the answer, as long again as the
 *   time-out when the server is silent.  So the socket is shut down first.
 * - The code alone is a lie: an out-of-step reply ends in an error with 250,
 *   and a connection that drops after DATA leaves 354.
 */

#include <assert.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <curl/curl.h>

#include "db/email.h"
#include "db/log.h"
#include "mail/smtp.h"

#define TIMEOUT_DEFAULT	120L
#define CONNECT_MAX	30L
#define LINE_MAX_BYTES	998	/* RFC 5322 2.1.1 */
#define REPLY_SIZE	512	/* RFC 5321 4.5.3.1.5 */
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* How far a letter has come: the last command we gave. */
enum stage {
	STAGE_CONNECT,
	STAGE_HELLO,
	STAGE_STARTTLS,
	STAGE_AUTH,
	STAGE_MAIL,	/* from here on it is about this letter */
	STAGE_RCPT,
	STAGE_DATA,
	STAGE__MAX
};

struct smtp {
	CURL		*handle;	/* NULL: to be made */
	char		*url;		/* with our name as its path */
	char		*user;
	char		*password;
	char		*ca_file;
	bool		 starttls;
	long		 timeout;

	/* Of the letter under way. */
	enum stage	 stage;
	bool		 over;		/* QUIT was said */
	long		 first;		/* code of the first reply; 0: none */
	char		 reply[REPLY_SIZE];
	char		 error[CURL_ERROR_SIZE];
	const char	*message;
	size_t		 length;
	size_t		 at;
};

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
	};

	_Static_assert(COUNT(words) == SMTP__MAX, "each result has its word");
	assert(result < SMTP__MAX);
	return words[result];
}

static bool
hello_is_clean(const char *hello)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";

	return *hello != '\0' && hello[strspn(hello, allowed)] == '\0';
}

static bool
options_are_clean(const struct smtp_options *options)
{
	const char *wrong = NULL;

	if (options->url == NULL ||
	    (strncmp(options->url, "smtp://", 7) != 0 &&
	    strncmp(options->url, "smtps://", 8) != 0))
		wrong = "the url does not begin with smtp:// or smtps://";
	else if (strchr(strstr(options->url, "//") + 2, '/') != NULL ||
	    strchr(options->url, '@') != NULL)
		wrong = "the url has more than a host and a port";
	else if (options->hello != NULL && !hello_is_clean(options->hello))
		wrong = "the hello name is not a host name";
	else if ((options->user == NULL) != (options->password == NULL))
		wrong = "user and password go together";
	else if (options->timeout < 0)
		wrong = "the timeout is negative";
	if (wrong != NULL)
		log_line(LOG_ERROR, "smtp: %s", wrong);
	return wrong == NULL;
}

/* At the start of a process there is nothing to do without memory. */
static char *
copy(const char *text)
{
	char *made;

	if (text == NULL)
		return NULL;
	if ((made = strdup(text)) == NULL)
		abort();
	return made;
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
	smtp->user = copy(options->user);
	smtp->password = copy(options->password);
	smtp->ca_file = copy(options->ca_file);
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
	curl_easy_cleanup(smtp->handle);
	if (smtp->password != NULL)
		explicit_bzero(smtp->password, strlen(smtp->password));
	free(smtp->password);
	free(smtp->user);
	free(smtp->ca_file);
	free(smtp->url);
	free(smtp);
}

/* Throw the connection away, whatever the server still has to say. */
static void
smtp_disconnect(struct smtp *smtp)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (smtp->handle == NULL)
		return;
	if (curl_easy_getinfo(smtp->handle, CURLINFO_ACTIVESOCKET, &fd) ==
	    CURLE_OK && fd != CURL_SOCKET_BAD)
		shutdown(fd, SHUT_RDWR);
	curl_easy_cleanup(smtp->handle);
	smtp->handle = NULL;
}

/* Only the word is looked at: what follows AUTH is a secret. */
static void
command_seen(struct smtp *smtp, const char *data, size_t size)
{
	static const struct {
		const char	*word;
		enum stage	 stage;
	} words[] = {
		{ "EHLO ", STAGE_HELLO }, { "HELO ", STAGE_HELLO },
		{ "STARTTLS", STAGE_STARTTLS }, { "AUTH ", STAGE_AUTH },
		{ "MAIL ", STAGE_MAIL }, { "RCPT ", STAGE_RCPT },
		{ "DATA", STAGE_DATA },
	};

	if (size >= 4 && memcmp(data, "QUIT", 4) == 0)
		smtp->over = true;
	if (smtp->over)
		return;
	for (size_t i = 0; i < COUNT(words); i++)
		if (size >= strlen(words[i].word) &&
		    memcmp(data, words[i].word, strlen(words[i].word)) == 0)
			smtp->stage = words[i].stage;
}

static void
reply_seen(struct smtp *smtp, const char *data, size_t size)
{
	if (smtp->over)		/* 221 is the answer to nothing of ours */
		return;
	if (size >= sizeof(smtp->reply))
		size = sizeof(smtp->reply) - 1;
	memcpy(smtp->reply, data, size);
	smtp->reply[size] = '\0';
	if (smtp->first == 0)
		smtp->first = strtol(smtp->reply, NULL, 10);
}

static int
on_debug(CURL *handle, curl_infotype type, char *data, size_t size,
    void *arg)
{
	(void)handle;
	if (type == CURLINFO_HEADER_OUT)
		command_seen(arg, data, size);
	else if (type == CURLINFO_HEADER_IN)
		reply_seen(arg, data, size);
	return 0;
}

static size_t
on_read(char *to, size_t size, size_t count, void *arg)
{
	struct smtp *smtp = arg;
	size_t take = smtp->length - smtp->at;

	if (take > size * count)
		take = size * count;
	memcpy(to, smtp->message + smtp->at, take);
	smtp->at += take;
	return take;
}

/* False: no memory, and then nothing is sent with half of the settings. */
static bool
set_texts(struct smtp *smtp, const char *sender)
{
	const struct {
		CURLoption	 option;
		const char	*text;
	} texts[] = {
		{ CURLOPT_URL, smtp->url },
		{ CURLOPT_PROTOCOLS_STR, "smtp,smtps" },
		{ CURLOPT_PROXY, "" },		/* whatever the environment */
		{ CURLOPT_MAIL_FROM, sender },
		{ CURLOPT_USERNAME, smtp->user },
		{ CURLOPT_PASSWORD, smtp->password },
		{ CURLOPT_CAINFO, smtp->ca_file },
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		if (texts[i].text != NULL && curl_easy_setopt(smtp->handle,
		    texts[i].option, texts[i].text) != CURLE_OK)
			return false;
	return true;
}

static bool
set_numbers(struct smtp *smtp)
{
	const struct {
		CURLoption	 option;
		long		 number;
	} numbers[] = {
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_UPLOAD, 1 },
		{ CURLOPT_VERBOSE, 1 },		/* else on_debug is mute */
		{ CURLOPT_TIMEOUT, smtp->timeout },
		{ CURLOPT_SERVER_RESPONSE_TIMEOUT, smtp->timeout },
		{ CURLOPT_CONNECTTIMEOUT, smtp->timeout < CONNECT_MAX ?
		    smtp->timeout : CONNECT_MAX },
		{ CURLOPT_USE_SSL, smtp->starttls ?
		    CURLUSESSL_ALL : CURLUSESSL_NONE },
		{ CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_SSL_VERIFYPEER, 1 },
		{ CURLOPT_SSL_VERIFYHOST, 2 },
	};

	for (size_t i = 0; i < COUNT(numbers); i++)
		if (curl_easy_setopt(smtp->handle, numbers[i].option,
		    numbers[i].number) != CURLE_OK)
			return false;
	return curl_easy_setopt(smtp->handle, CURLOPT_INFILESIZE_LARGE,
	    (curl_off_t)smtp->length) == CURLE_OK;
}

static bool
set_callbacks(struct smtp *smtp)
{
	CURL *handle = smtp->handle;

	return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, on_debug) ==
	    CURLE_OK &&
	    curl_easy_setopt(handle, CURLOPT_DEBUGDATA, smtp) == CURLE_OK &&
	    curl_easy_setopt(handle, CURLOPT_READFUNCTION, on_read) ==
	    CURLE_OK &&
	    curl_easy_setopt(handle, CURLOPT_READDATA, smtp) == CURLE_OK &&
	    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, smtp->error) ==
	    CURLE_OK;
}

/* False: no memory. */
static bool
smtp_begin(struct smtp *smtp)
{
	smtp->stage = STAGE_CONNECT;
	smtp->over = false;
	smtp->first = 0;
	smtp->at = 0;
	smtp->reply[0] = smtp->error[0] = '\0';
	if (smtp->handle == NULL && (smtp->handle = curl_easy_init()) == NULL)
		return false;
	/* Nothing of the last letter stays but the connection. */
	curl_easy_reset(smtp->handle);
	return true;
}

static CURLcode
smtp_perform(struct smtp *smtp, const char *sender, const char *recipient)
{
	struct curl_slist *recipients;
	CURLcode rc = CURLE_OUT_OF_MEMORY;

	if (!smtp_begin(smtp))
		return rc;
	recipients = curl_slist_append(NULL, recipient);
	if (recipients != NULL && curl_easy_setopt(smtp->handle,
	    CURLOPT_MAIL_RCPT, recipients) == CURLE_OK &&
	    set_callbacks(smtp) && set_numbers(smtp) &&
	    set_texts(smtp, sender))
		rc = curl_easy_perform(smtp->handle);
	curl_slist_free_all(recipients);
	return rc;
}

/*
 * The relay had closed the connection since the last letter, as relays do.
 * Nothing was said about this one, so it can be sent anew at once.
 */
static bool
was_stale(const struct smtp *smtp, CURLcode rc)
{
	long made = 1;

	if (rc == CURLE_OK || rc == CURLE_OPERATION_TIMEDOUT ||
	    smtp->handle == NULL || curl_easy_getinfo(smtp->handle,
	    CURLINFO_NUM_CONNECTS, &made) != CURLE_OK || made != 0)
		return false;
	return smtp->first == 0 || smtp->first == 421;
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

/* Before MAIL: the relay, or what we were told about it. */
static enum smtp_result
result_of_relay(const struct smtp *smtp, CURLcode rc, long code)
{
	switch (rc) {
	case CURLE_USE_SSL_FAILED:
	case CURLE_LOGIN_DENIED:
	case CURLE_AUTH_ERROR:
		return code / 100 == 4 ? SMTP_UNREACHABLE :
		    SMTP_MISCONFIGURED;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
	case CURLE_NOT_BUILT_IN:
		return SMTP_MISCONFIGURED;
	default:
		/* Our name was refused. */
		return smtp->stage == STAGE_HELLO && code / 100 == 5 ?
		    SMTP_MISCONFIGURED : SMTP_UNREACHABLE;
	}
}

static enum smtp_result
result_of_letter(const struct smtp *smtp, CURLcode rc, long code)
{
	if ((rc != CURLE_SEND_ERROR && rc != CURLE_WEIRD_SERVER_REPLY) ||
	    code / 100 != 5)
		return SMTP_TEMPORARY;
	if (code == 530 || code == 535 || code == 538)
		return SMTP_MISCONFIGURED;
	/* The sender is always the same; but 552 is this letter's size. */
	if (smtp->stage == STAGE_MAIL && code != 552)
		return SMTP_MISCONFIGURED;
	return SMTP_PERMANENT;
}

static enum smtp_result
result_of(const struct smtp *smtp, CURLcode rc)
{
	long code = response_code(smtp);

	if (rc == CURLE_OK)
		return code == 250 ? SMTP_SENT : SMTP_TEMPORARY;
	if (smtp->stage < STAGE_MAIL)
		return result_of_relay(smtp, rc, code);
	return result_of_letter(smtp, rc, code);
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

/* The reply, if that decided; a 354 or 220 before a drop did not. */
static void
answer_write(const struct smtp *smtp, CURLcode rc, char *answer, size_t size)
{
	const char *text = smtp->reply;

	if (rc != CURLE_OK && *text != '4' && *text != '5')
		text = *smtp->error != '\0' ? smtp->error :
		    curl_easy_strerror(rc);
	/* A server can quote what it was told. */
	if (smtp->password != NULL && *smtp->password != '\0' &&
	    strstr(text, smtp->password) != NULL)
		text = "(the answer has the password in it)";
	answer_set(answer, size, text);
}

/*
 * ASCII in lines that end in CRLF.  A bare LF or CR can end the letter early
 * at the next relay, and what follows would be read as commands.
 */
static bool
message_is_safe(const char *message, size_t length)
{
	size_t column = 0;

	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)message[i];

		if (c == '\r') {
			if (++i == length || message[i] != '\n')
				return false;
			column = 0;
		} else if (c == '\n' || c == '\0' || c > 0x7f ||
		    ++column > LINE_MAX_BYTES) {
			return false;
		}
	}
	return length > 0 && column == 0;
}

enum smtp_result
smtp_send(struct smtp *smtp, const char *sender, const char *recipient,
    const void *message, size_t length, char *answer, size_t answer_size)
{
	enum smtp_result result;
	CURLcode rc;

	assert(answer_size > 0);
	if (!email_is_safe(sender)) {
		answer_set(answer, answer_size, "the sender is not safe");
		return SMTP_MISCONFIGURED;
	}
	if (!email_is_safe(recipient) || !message_is_safe(message, length)) {
		answer_set(answer, answer_size, "the letter is not safe");
		return SMTP_PERMANENT;
	}
	smtp->message = message;
	smtp->length = length;
	rc = smtp_perform(smtp, sender, recipient);
	if (was_stale(smtp, rc)) {
		smtp_disconnect(smtp);
		rc = smtp_perform(smtp, sender, recipient);
	}
	result = result_of(smtp, rc);
	answer_write(smtp, rc, answer, answer_size);
	if (result != SMTP_SENT)
		smtp_disconnect(smtp);
	return result;
}

enum smtp_result
smtp_check(struct smtp *smtp, char *answer, size_t answer_size)
{
	CURLcode rc = CURLE_OUT_OF_MEMORY;
	enum smtp_result result;

	assert(answer_size > 0);
	smtp->length = 0;
	if (smtp_begin(smtp) && set_callbacks(smtp) && set_numbers(smtp) &&
	    set_texts(smtp, NULL) &&
	    curl_easy_setopt(smtp->handle, CURLOPT_UPLOAD, 0L) == CURLE_OK &&
	    curl_easy_setopt(smtp->handle, CURLOPT_NOBODY, 1L) == CURLE_OK &&
	    curl_easy_setopt(smtp->handle, CURLOPT_CUSTOMREQUEST, "NOOP") ==
	    CURLE_OK)
		rc = curl_easy_perform(smtp->handle);
	result = result_of(smtp, rc);
	answer_write(smtp, rc, answer, answer_size);
	smtp_disconnect(smtp);
	return result;
}
