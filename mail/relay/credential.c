#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "mail/relay/credential.h"

enum status
credential_read(const char *path, char secret[CREDENTIAL_SIZE])
{
	const char *directory = getenv("CREDENTIALS_DIRECTORY");
	const char *line, *at = path;
	char whole[PATH_MAX];
	FILE *file;
	size_t end;

	if (directory != NULL && strchr(path, '/') == NULL) {
		at = whole;
		if ((size_t)snprintf(whole, sizeof(whole), "%s/%s", directory,
		    path) >= sizeof(whole)) {
			log_line(LOG_ERROR, "%s: %s", path,
			    strerror(ENAMETOOLONG));
			return STATUS_FAIL;
		}
	}
	if ((file = fopen(at, "re")) == NULL) {
		log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
		return STATUS_FAIL;
	}
	line = fgets(secret, CREDENTIAL_SIZE, file);
	fclose(file);
	end = line == NULL ? 0 : strcspn(secret, "\r\n");
	if (end == 0 || end == CREDENTIAL_SIZE - 1) {
		log_line(LOG_ERROR, "%s: holds no secret, or one that is too "
		    "long", path);
		return STATUS_FAIL;
	}
	secret[end] = '\0';
	return STATUS_OK;
}
