#ifndef CGI_FORM_AUTHOR_H
#define CGI_FORM_AUTHOR_H

#include <stdbool.h>

#include "db/audit.h"

/*
 * Who made an answer what it is now, and when, by the audit log: "anke, 24
 * nov 2026, 08.30"; to the public an account is the organisation.  label and
 * now are as audit_answer wrote them; label NULL: whoever did the last that
 * the filter asks for.  "" when the log does not say.
 */
const char	*author_of(struct db *, const struct audit_filter *,
		    const char *label, const char *now, bool is_public,
		    struct arena *);

#endif
