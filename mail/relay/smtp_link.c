/*
 * What libcurl says and hears on its way (7.88.1, of Debian 12) is looked at
 * through its debug callback: how far it came, the reply that it failed on,
 * and what the server announced.  Behind CURLOPT_CONNECT_ONLY it says no more
 * and cleans up without a QUIT.  What the server sent in one go with the last
 * reply to libcurl is lost; there is nothing that it may send.
 */
#include <string.h>
#include <strings.h>

#include "mail/relay/connection.h"
#include "mail/relay/smtp_link.h"

#define CONNECT_MAX	30L
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

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
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (size >= strlen(words[i].word) &&
		    memcmp(data, words[i].word, strlen(words[i].word)) == 0)
			smtp->stage = words[i].stage;
	/* Before TLS anybody on the way could have announced it. */
	if (smtp->stage == STAGE_HELLO)
		smtp->talk.pipelining = smtp->talk.size = false;
}

/* 250-WORD or 250 WORD, perhaps with parameters. */
static bool
announces(const char *line, const char *word)
{
	size_t length = strlen(word);

	return strncmp(line, "250", 3) == 0 &&
	    (line[3] == '-' || line[3] == ' ') &&
	    strncasecmp(line + 4, word, length) == 0 &&
	    strchr(" \r\n", line[4 + length]) != NULL;
}

static void
reply_seen(struct smtp *smtp, const char *data, size_t size)
{
	if (size >= sizeof(smtp->reply))
		size = sizeof(smtp->reply) - 1;
	memcpy(smtp->reply, data, size);
	smtp->reply[size] = '\0';
	if (smtp->stage != STAGE_HELLO)
		return;
	smtp->talk.pipelining |= announces(smtp->reply, "PIPELINING");
	smtp->talk.size |= announces(smtp->reply, "SIZE");
}

bool
smtp_has_secret(const struct smtp *smtp, const char *text)
{
	return (smtp->password != NULL && *smtp->password != '\0' &&
	    strstr(text, smtp->password) != NULL) ||
	    (*smtp->token != '\0' && strstr(text, smtp->token) != NULL);
}

/* What libcurl says about the connection that helps an administrator. */
static bool
is_of_use(const char *text)
{
	static const char *const begins[] = {
		"SSL connection using", " subject:", " issuer:",
		" expire date:", " SSL certificate verify", "Connected to",
	};

	while (*text == ' ' && text[1] == ' ')
		text++;
	for (size_t i = 0; i < COUNT(begins); i++)
		if (strncmp(text, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

static void
tell_listener(char who, const char *data, size_t size, void *arg)
{
	char line[TALK_REPLY_SIZE + sizeof("AUTH  ***")], *space;
	struct smtp *smtp = arg;

	if (size > TALK_REPLY_SIZE)
		size = TALK_REPLY_SIZE;
	while (size > 0 && (data[size - 1] == '\n' || data[size - 1] == '\r'))
		size--;
	memcpy(line, data, size);
	line[size] = '\0';
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	/* The word AUTH and its mechanism may be seen, nothing behind. */
	if (who == '>' && strncmp(line, "AUTH ", 5) == 0) {
		if ((space = strchr(line + 5, ' ')) != NULL)
			strcpy(space, " ***");
	} else if ((who == '>' && smtp->stage == STAGE_AUTH) ||
	    smtp_has_secret(smtp, line)) {
		strcpy(line, "***");
	}
	if (who != '*' || is_of_use(line))
		smtp->listener(who, line, smtp->listener_arg);
}

void
smtp_listen(struct smtp *smtp, smtp_listener line, void *arg)
{
	smtp->listener = line;
	smtp->listener_arg = arg;
	smtp->talk.listener = line == NULL ? NULL : tell_listener;
	smtp->talk.listener_arg = smtp;
}

static int
on_debug(CURL *handle, curl_infotype type, char *data, size_t size,
    void *arg)
{
	char who = type == CURLINFO_HEADER_OUT ? '>' :
	    type == CURLINFO_HEADER_IN ? '<' :
	    type == CURLINFO_TEXT ? '*' : '\0';
	struct smtp *smtp = arg;

	(void)handle;
	if (who == '>')
		command_seen(smtp, data, size);
	else if (who == '<')
		reply_seen(smtp, data, size);
	if (smtp->listener != NULL && who != '\0')
		tell_listener(who, data, size, smtp);
	return 0;
}

void
smtp_disconnect(struct smtp *smtp)
{
	if (smtp->handle == NULL)
		return;
	if (smtp->stage == STAGE_TALK)
		talk_quit(&smtp->talk);
	curl_easy_cleanup(smtp->handle);
	smtp->handle = NULL;
}

CURLcode
smtp_connect(struct smtp *smtp)
{
	const struct connection connection = {
		.url = smtp->url, .protocols = "smtp,smtps",
		.user = smtp->user, .password = smtp->password,
		.token = smtp->oauth == NULL ? NULL : smtp->token,
		.ca_file = smtp->ca_file, .plain = !smtp->starttls,
		.timeout = smtp->timeout,
		.connect_timeout = smtp->timeout < CONNECT_MAX ?
		    smtp->timeout : CONNECT_MAX,
	};
	CURLcode rc = CURLE_OUT_OF_MEMORY;
	CURL *handle;

	smtp_disconnect(smtp);
	smtp->stage = STAGE_CONNECT;
	smtp->deadline = talk_clock() + smtp->timeout * 1000;
	smtp->reply[0] = smtp->error[0] = '\0';
	smtp->handle = handle = curl_easy_init();
	smtp->talk = (struct talk){ .handle = handle };
	smtp_listen(smtp, smtp->listener, smtp->listener_arg);
	/* on_debug is mute unless libcurl is verbose. */
	if (handle != NULL && connection_set(handle, &connection) &&
	    (rc = curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION,
	    on_debug)) == CURLE_OK &&
	    (rc = curl_easy_setopt(handle, CURLOPT_DEBUGDATA,
	    smtp)) == CURLE_OK &&
	    (rc = curl_easy_setopt(handle, CURLOPT_ERRORBUFFER,
	    smtp->error)) == CURLE_OK &&
	    (rc = curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L)) == CURLE_OK)
		rc = curl_easy_perform(handle);
	if (rc == CURLE_OK)
		rc = curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET,
		    &smtp->talk.fd);
	/* It has something to say about each read. */
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(handle, CURLOPT_VERBOSE, 0L);
	if (rc == CURLE_OK)
		smtp->stage = STAGE_TALK;
	return rc;
}
