#ifndef DB_JSON_H
#define DB_JSON_H

#include "core/status.h"

struct arena;
struct db;

/*
 * SQLite reads JSON well (RFC 8259), so nothing else here has to.  path is
 * SQLite's: $.access_token.  The value as text, in the arena; a number as it
 * is written, "" when there is none.  NOTFOUND: this is no JSON at all.
 */
enum status	 json_text(struct db *, const char *json, const char *path,
		    struct arena *, const char **value);

#endif
