/*
 * libcurl connects, makes the connection safe and logs in; what is said
 * after that is said here.  Its own FETCH marks a message \Seen before we
 * have it, and a command of ours in its place is read line by line: a
 * letter with a line that looks like the end of the answer would end it.
 * Here a literal is as many bytes as the server said, whatever is in them.
 */
#include <assert.h>
#include <ctype.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#include <curl/curl.h>

#include "core/log.h"
#include "mail/bounce/imap.h"
#include "mail/relay/connection.h"
#include "mail/relay/oauth.h"

#define CONNECT_SECONDS	20L
#define LINE_SIZE	65536
#define INPUT_SIZE	16384
#define COMMAND_SIZE	1024
#define REASON_SIZE	512
#define LINES_MAX	10000	/* in the answer to one command */

struct imap {
	const struct mailbox_options *options;
	CURL		*handle;
	curl_socket_t	 fd;
	int64_t		 deadline;
	unsigned	 tag;
	char		 token[OAUTH_TOKEN_SIZE];	/* "": a password */
	size_t		 from;		/* of input, not yet read */
	size_t		 to;
	char		 input[INPUT_SIZE];
	char		 line[LINE_SIZE];	/* the last one, cut to fit */
	bool		 cut;
	size_t		 length;	/* of message; SIZE_MAX: none came */
	char		*message;
	size_t		 nuids;
	uint32_t	 uids[MAILBOX_VISIT];
};

static int64_t
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static enum status
failed(const char *what)
{
	log_line(LOG_ERROR, "bounce mailbox: %s", what);
	return STATUS_FAIL;
}

/* BUSY: we were asked to stop. */
static enum status
wait_for(struct imap *imap, short events)
{
	struct pollfd fd = { .fd = imap->fd, .events = events };

	while (seconds() < imap->deadline) {
		if (imap->options->stop != NULL && imap->options->stop())
			return STATUS_BUSY;
		if (poll(&fd, 1, 500) > 0)
			return STATUS_OK;
	}
	return failed("the server took too long");
}

static enum status
fill_input(struct imap *imap)
{
	enum status status;
	CURLcode rc;

	imap->from = imap->to = 0;
	while ((rc = curl_easy_recv(imap->handle, imap->input, INPUT_SIZE,
	    &imap->to)) == CURLE_AGAIN)
		if ((status = wait_for(imap, POLLIN)) != STATUS_OK)
			return status;
	if (rc != CURLE_OK || imap->to == 0)
		return failed("the server hung up");
	return STATUS_OK;
}

static enum status
send_bytes(struct imap *imap, const char *bytes, size_t length)
{
	enum status status;
	size_t sent;
	CURLcode rc;

	while (length > 0) {
		sent = 0;
		rc = curl_easy_send(imap->handle, bytes, length, &sent);
		if (rc != CURLE_OK && rc != CURLE_AGAIN)
			return failed("the server hung up");
		bytes += sent;
		length -= sent;
		if (rc == CURLE_AGAIN &&
		    (status = wait_for(imap, POLLOUT)) != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

/* The next line without its ending; what does not fit is passed over. */
static enum status
read_line(struct imap *imap)
{
	enum status status;
	size_t length = 0;
	char c;

	imap->cut = false;
	for (;;) {
		if (imap->from == imap->to &&
		    (status = fill_input(imap)) != STATUS_OK)
			return status;
		c = imap->input[imap->from++];
		if (c == '\n')
			break;
		if (length < LINE_SIZE - 1)
			imap->line[length++] = c == '\0' ? '?' : c;
		else
			imap->cut = true;
	}
	if (length > 0 && imap->line[length - 1] == '\r')
		length--;
	imap->line[length] = '\0';
	return STATUS_OK;
}

/* Exactly length bytes, to where they go or, with NULL, nowhere. */
static enum status
read_bytes(struct imap *imap, char *to, size_t length)
{
	enum status status;
	size_t take;

	while (length > 0) {
		if (imap->from == imap->to &&
		    (status = fill_input(imap)) != STATUS_OK)
			return status;
		take = imap->to - imap->from;
		if (take > length)
			take = length;
		if (to != NULL) {
			memcpy(to, imap->input + imap->from, take);
			to += take;
		}
		imap->from += take;
		length -= take;
	}
	return STATUS_OK;
}

/* The line ends in {n}: n bytes follow it. */
static bool
announces_literal(const struct imap *imap, size_t *length)
{
	const char *line = imap->line;
	size_t end = strlen(line), at = end - 1;
	unsigned long long number;

	if (imap->cut || end < 3 || line[end - 1] != '}')
		return false;
	while (at > 0 && isdigit((unsigned char)line[at - 1]))
		at--;
	if (at == 0 || at == end - 1 || line[at - 1] != '{')
		return false;
	number = strtoull(line + at, NULL, 10);		/* or the largest */
	*length = number > SIZE_MAX ? SIZE_MAX : (size_t)number;
	return true;
}

/* Literals of the line; the one of BODY[] is the message we asked for. */
static enum status
read_literals(struct imap *imap)
{
	enum status status = STATUS_OK;
	size_t length;
	bool wanted;

	for (int i = 0; status == STATUS_OK && i < LINES_MAX &&
	    announces_literal(imap, &length); i++) {
		/* We asked for no more than that of any message. */
		if (length > MAILBOX_BYTES)
			return failed("the server sends more than was asked");
		wanted = imap->length == SIZE_MAX &&
		    strncmp(imap->line, "* ", 2) == 0 &&
		    strcasestr(imap->line, "BODY[]") != NULL;
		status = read_bytes(imap, wanted ? imap->message : NULL,
		    length);
		if (status == STATUS_OK && wanted)
			imap->length = length;
		if (status == STATUS_OK)
			status = read_line(imap);
	}
	return status;
}

/* "* SEARCH 4 7 12": the last number of a line that was cut may be half. */
static void
take_uids(struct imap *imap)
{
	const char *at = imap->line + strlen("* SEARCH");
	unsigned long uid;
	char *end;

	while (imap->nuids < MAILBOX_VISIT) {
		uid = strtoul(at, &end, 10);
		if (end == at || (imap->cut && *end == '\0'))
			return;
		if (uid > 0 && uid <= UINT32_MAX)
			imap->uids[imap->nuids++] = (uint32_t)uid;
		at = end;
	}
}

/* Everything up to the line with our tag.  INVALID: the server refuses. */
static enum status
read_answer(struct imap *imap, const char *tag)
{
	enum status status;

	for (int i = 0; i < LINES_MAX; i++) {
		if ((status = read_line(imap)) != STATUS_OK)
			return status;
		if (strncmp(imap->line, tag, strlen(tag)) == 0)
			return strncasecmp(imap->line + strlen(tag), "OK",
			    2) == 0 ? STATUS_OK : STATUS_INVALID;
		if (strncasecmp(imap->line, "* SEARCH", 8) == 0)
			take_uids(imap);
		if ((status = read_literals(imap)) != STATUS_OK)
			return status;
	}
	return failed("the server does not come to an end");
}

__attribute__((format(printf, 2, 3)))
static enum status
command(struct imap *imap, const char *format, ...)
{
	char tag[16], text[COMMAND_SIZE];
	int head, length;
	enum status status;
	va_list args;

	head = snprintf(tag, sizeof(tag), "b%u ", ++imap->tag);
	memcpy(text, tag, (size_t)head);
	va_start(args, format);
	length = vsnprintf(text + head, sizeof(text) - (size_t)head - 2,
	    format, args);
	va_end(args);
	assert(length > 0 && length < COMMAND_SIZE - head - 2);
	memcpy(text + head + length, "\r\n", 2);
	status = send_bytes(imap, text, (size_t)(head + length + 2));
	if (status == STATUS_OK)
		status = read_answer(imap, tag);
	if (status != STATUS_INVALID)
		return status;
	log_line(LOG_ERROR, "bounce mailbox: to %.*s the server says: %.200s",
	    (int)strcspn(text + head, "\r"), text + head,
	    imap->line + strlen(tag));
	return STATUS_FAIL;
}

static enum status
take_message(struct imap *imap, uint32_t uid, mailbox_handler handler,
    void *arg)
{
	enum status status;

	imap->length = SIZE_MAX;
	status = command(imap, "UID FETCH %lu (BODY.PEEK[]<0.%zu>)",
	    (unsigned long)uid, MAILBOX_BYTES);
	if (status != STATUS_OK)
		return status;
	if (imap->length == SIZE_MAX)	/* it was removed meanwhile */
		return STATUS_OK;
	status = handler(imap->message, imap->length, arg);
	if (status == STATUS_BUSY)
		return STATUS_OK;
	if (status != STATUS_OK)
		return status;
	return command(imap, "UID STORE %lu +FLAGS.SILENT (\\Seen)",
	    (unsigned long)uid);
}

static enum status
take_all(struct imap *imap, const char *name, mailbox_handler handler,
    void *arg)
{
	char quoted[COMMAND_SIZE / 2], *to = quoted;
	enum status status;

	/* A quoted string of the protocol; the name is printable ASCII. */
	for (; *name != '\0'; name++) {
		assert(to < quoted + sizeof(quoted) - 3);
		if (*name == '"' || *name == '\\')
			*to++ = '\\';
		*to++ = *name;
	}
	*to = '\0';
	status = command(imap, "SELECT \"%s\"", quoted);
	/* What cannot be marked would come again at every visit. */
	if (status == STATUS_OK &&
	    strcasestr(imap->line, "[READ-ONLY]") != NULL)
		return failed("the folder cannot be written");
	if (status == STATUS_OK)
		status = command(imap, "UID SEARCH UNSEEN");
	for (size_t i = 0; status == STATUS_OK && i < imap->nuids; i++)
		status = take_message(imap, imap->uids[i], handler, arg);
	if (status == STATUS_OK)
		status = command(imap, "LOGOUT");
	return status == STATUS_BUSY ? STATUS_OK : status;
}

static enum status
log_in(struct imap *imap, const struct imap_folder *folder)
{
	const struct mailbox_options *options = imap->options;
	CURLcode rc = CURLE_OUT_OF_MEMORY;
	char answer[REASON_SIZE];
	long most = options->timeout < CONNECT_SECONDS ? options->timeout :
	    CONNECT_SECONDS;

	if (options->oauth != NULL && oauth_token(options->oauth, imap->token,
	    answer, sizeof(answer)) != SMTP_SENT)
		return failed(answer);
	if (connection_set(imap->handle, &(struct connection){
		.url = folder->server, .protocols = "imap,imaps",
		.user = options->user, .password = options->password,
		.token = options->oauth == NULL ? NULL : imap->token,
		.ca_file = options->ca_file, .plain = folder->plain,
		.timeout = most, .connect_timeout = most,
	}))
		rc = curl_easy_perform(imap->handle);
	if (rc == CURLE_OK)
		rc = curl_easy_getinfo(imap->handle, CURLINFO_ACTIVESOCKET,
		    &imap->fd);
	/* It may have been withdrawn: the next visit asks for a new one. */
	if (rc == CURLE_LOGIN_DENIED && options->oauth != NULL)
		oauth_forget(options->oauth, imap->token);
	if (rc != CURLE_OK)
		return failed(curl_easy_strerror(rc));
	return STATUS_OK;
}

enum status
imap_visit(const struct imap_folder *folder,
    const struct mailbox_options *options, mailbox_handler handler, void *arg)
{
	struct imap *imap = calloc(1, sizeof(*imap));
	curl_socket_t fd = CURL_SOCKET_BAD;
	enum status status = STATUS_FAIL;

	if (imap == NULL)
		return failed("no memory");
	imap->options = options;
	imap->deadline = seconds() + options->timeout;
	imap->message = malloc(MAILBOX_BYTES);
	imap->handle = curl_easy_init();
	if (imap->message == NULL || imap->handle == NULL)
		failed("no memory");
	else if ((status = log_in(imap, folder)) == STATUS_OK)
		status = take_all(imap, folder->name, handler, arg);
	/* libcurl would say LOGOUT and wait for a server that is silent. */
	if (imap->handle != NULL && curl_easy_getinfo(imap->handle,
	    CURLINFO_ACTIVESOCKET, &fd) == CURLE_OK && fd != CURL_SOCKET_BAD)
		shutdown(fd, SHUT_RDWR);
	curl_easy_cleanup(imap->handle);
	explicit_bzero(imap->token, sizeof(imap->token));
	free(imap->message);
	free(imap);
	return status;
}
