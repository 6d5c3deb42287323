#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "tests/support/fcgi_client.h"

#define HEADER_SIZE	8
#define RECORD_MAX	((size_t)65528)
#define TRIES		500
#define REQUEST_ID	1

int
fcgi_connect(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path))
		return -1;
	memcpy(address.sun_path, path, strlen(path));
	for (int i = 0; i < TRIES; i++) {
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fd < 0)
			return -1;
		if (connect(fd, (const struct sockaddr *)&address,
		    sizeof(address)) == 0)
			return fd;
		close(fd);
		nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	}
	return -1;
}

static bool
send_all(int fd, const void *data, size_t length)
{
	const char *next = data;
	ssize_t n;

	while (length > 0) {
		n = send(fd, next, length, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		next += n;
		length -= (size_t)n;
	}
	return true;
}

bool
fcgi_send_record(int fd, enum fcgi_type type, const void *data, size_t length)
{
	const char *next = data;
	unsigned char header[HEADER_SIZE] = {
		1, (unsigned char)type, 0, REQUEST_ID
	};
	size_t piece;

	/* An empty record is sent too: it ends the stream. */
	do {
		piece = length > RECORD_MAX ? RECORD_MAX : length;
		header[4] = (unsigned char)(piece >> 8);
		header[5] = (unsigned char)(piece & 0xff);
		if (!send_all(fd, header, sizeof(header)) ||
		    !send_all(fd, next, piece))
			return false;
		if (piece > 0)
			next += piece;
		length -= piece;
	} while (length > 0);
	return true;
}

bool
fcgi_send_begin(int fd)
{
	static const unsigned char responder[8] = { 0, 1, 0 };

	return fcgi_send_record(fd, FCGI_TYPE_BEGIN, responder,
	    sizeof(responder));
}

static size_t
length_put(unsigned char *out, size_t length)
{
	if (length < 128) {
		out[0] = (unsigned char)length;
		return 1;
	}
	out[0] = (unsigned char)(0x80 | (length >> 24 & 0x7f));
	out[1] = (unsigned char)(length >> 16 & 0xff);
	out[2] = (unsigned char)(length >> 8 & 0xff);
	out[3] = (unsigned char)(length & 0xff);
	return 4;
}

/* NAME=value as FastCGI writes it, to out; returns how long that is. */
static size_t
parameter_put(unsigned char *out, const char *parameter)
{
	size_t name = strcspn(parameter, "=");
	const char *value = parameter + name + (parameter[name] == '=');
	size_t at;

	at = length_put(out, name);
	at += length_put(out + at, strlen(value));
	memcpy(out + at, parameter, name);
	memcpy(out + at + name, value, strlen(value));
	return at + name + strlen(value);
}

bool
fcgi_send_parameters(int fd, const char *const *parameters)
{
	size_t room = 1, length = 0;
	unsigned char *data;
	bool sent;

	for (const char *const *p = parameters; *p != NULL; p++)
		room += strlen(*p) + 8;
	if ((data = malloc(room)) == NULL)
		return false;
	for (const char *const *p = parameters; *p != NULL; p++)
		length += parameter_put(data + length, *p);
	sent = (length == 0 ||
	    fcgi_send_record(fd, FCGI_TYPE_PARAMS, data, length)) &&
	    fcgi_send_record(fd, FCGI_TYPE_PARAMS, NULL, 0);
	free(data);
	return sent;
}

static bool
read_all(int fd, unsigned char *data, size_t length)
{
	ssize_t n;

	while (length > 0) {
		n = read(fd, data, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		length -= (size_t)n;
	}
	return true;
}

static bool
text_add(struct fcgi_answer *answer, const void *data, size_t length)
{
	size_t room = answer->room;
	char *text;

	while (room - answer->length < length)
		room = room == 0 ? RECORD_MAX : room * 2;
	if (room != answer->room) {
		if ((text = realloc(answer->text, room + 1)) == NULL)
			return false;
		answer->text = text;
		answer->room = room;
	}
	memcpy(answer->text + answer->length, data, length);
	answer->length += length;
	answer->text[answer->length] = '\0';
	return true;
}

/* One record: false at the end of the connection. */
static bool
record_read(int fd, struct fcgi_answer *answer)
{
	unsigned char header[HEADER_SIZE], rest[RECORD_MAX + 512];
	size_t length, padded;

	if (!read_all(fd, header, sizeof(header)))
		return false;
	length = (size_t)header[4] << 8 | header[5];
	padded = length + header[6];
	if (padded > sizeof(rest) || !read_all(fd, rest, padded))
		return false;
	answer->ended |= header[1] == FCGI_TYPE_END;
	answer->broken |= header[0] != 1;
	if (header[1] != FCGI_TYPE_STDOUT || length == 0)
		return true;
	return text_add(answer, rest, length);
}

bool
fcgi_read(int fd, struct fcgi_answer *answer)
{
	char *empty;

	*answer = (struct fcgi_answer){ .text = NULL };
	while (record_read(fd, answer))
		continue;
	if (answer->text == NULL)
		return answer->ended;
	if (strncmp(answer->text, "Status: ", 8) == 0)
		answer->code = atoi(answer->text + 8);
	if ((empty = strstr(answer->text, "\r\n\r\n")) != NULL) {
		answer->body = empty + 4;
		answer->body_length = answer->length -
		    (size_t)(answer->body - answer->text);
	}
	return answer->ended;
}

bool
fcgi_exchange(const char *path, const char *const *parameters,
    const void *body, size_t body_length, struct fcgi_answer *answer)
{
	int fd = fcgi_connect(path);

	*answer = (struct fcgi_answer){ .text = NULL };
	if (fd < 0)
		return false;
	/* A server may answer before it has read all: look for it anyway. */
	if (fcgi_send_begin(fd) && fcgi_send_parameters(fd, parameters) &&
	    (body_length == 0 ||
	    fcgi_send_record(fd, FCGI_TYPE_STDIN, body, body_length)))
		fcgi_send_record(fd, FCGI_TYPE_STDIN, NULL, 0);
	fcgi_read(fd, answer);
	close(fd);
	return true;
}

void
fcgi_answer_free(struct fcgi_answer *answer)
{
	free(answer->text);
	*answer = (struct fcgi_answer){ .text = NULL };
}

char *
fcgi_answer_header(const struct fcgi_answer *answer, const char *name)
{
	const char *line = answer->text, *end;
	size_t length = strlen(name);

	while (line != NULL && (end = strstr(line, "\r\n")) != NULL &&
	    end != line) {
		if (strncasecmp(line, name, length) == 0 &&
		    strncmp(line + length, ": ", 2) == 0)
			return strndup(line + length + 2,
			    (size_t)(end - line) - length - 2);
		line = end + 2;
	}
	return NULL;
}
