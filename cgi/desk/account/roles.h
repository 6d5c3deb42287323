#ifndef CGI_DESK_ACCOUNT_ROLES_H
#define CGI_DESK_ACCOUNT_ROLES_H

#include "core/field.h"
#include "db/account/account.h"

/* The roles as a question, each with what it may do. */
extern const struct field roles_field;

/* "Inzage: …" */
const char	*roles_label(enum role);

#endif
