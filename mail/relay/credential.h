#ifndef MAIL_RELAY_CREDENTIAL_H
#define MAIL_RELAY_CREDENTIAL_H

#include <stddef.h>

#include "core/status.h"

#define CREDENTIAL_SIZE	512

/*
 * The first line of a file; secrets never stand in the configuration.  A
 * path without a slash is the name of a systemd credential, when systemd
 * gave us any (LoadCredential=).  FAIL: there is no secret in it or it is too
 * long; the log says which.  The caller wipes it.
 */
enum status	 credential_read(const char *path,
		    char secret[CREDENTIAL_SIZE]);

#endif
