#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"

#define LINE_MAX_BYTES	1000

/* Set once, before there are threads. */
static const char *program_name;

static _Thread_local char request_id[32 + sizeof(" []")];

void
log_request(const char *id)
{
	size_t length = id == NULL ? 0 : strspn(id, "0123456789abcdef");

	request_id[0] = '\0';
	if (length > 0 && length <= 32 && id[length] == '\0')
		snprintf(request_id, sizeof(request_id), " [%.32s]", id);
}

void
log_open(const char *program)
{
	program_name = program;
}

void
log_line(enum log_level level, const char *format, ...)
{
	static const char levels[LOG__MAX] = {
		[LOG_ERROR] = '3', [LOG_WARNING] = '4', [LOG_INFO] = '6',
	};
	char line[LINE_MAX_BYTES];
	int head, length;
	va_list args;

	head = program_name == NULL ?
	    snprintf(line, sizeof(line), "orientatie: ") :
	    snprintf(line, sizeof(line), "<%c>%s:%s ", levels[level],
	    program_name, request_id);
	va_start(args, format);
	length = vsnprintf(line + head, sizeof(line) - (size_t)head - 1,
	    format, args);
	va_end(args);
	if (length < 0)
		return;
	length += head;
	if (length > (int)sizeof(line) - 2)
		length = (int)sizeof(line) - 2;
	for (int i = head; i < length; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	line[length++] = '\n';
	/* One write, so that lines of threads and processes do not mix. */
	if (write(STDERR_FILENO, line, (size_t)length) < 0)
		return;
}
