#ifndef TOOL_SITE_CHECK_H
#define TOOL_SITE_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/*
 * The running site, asked as a visitor asks it: a GET of a path below
 * base_url, with the certificate checked.  FAIL: nobody answers, or not as a
 * site should; why is in words then, of so many bytes.
 */
#define SITE_BODY_MAX	65536
#define SITE_WORDS	200

struct site_answer {
	long	 code;
	bool	 hsts;			/* Strict-Transport-Security */
	int64_t	 certificate_until;	/* 0: no TLS */
	size_t	 length;
	char	 body[SITE_BODY_MAX];	/* the beginning, with a NUL */
};

enum status	 site_get(const char *base_url, const char *path,
		    struct site_answer *, char words[SITE_WORDS]);

#endif
