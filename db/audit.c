#include "db/audit.h"
#include "db/db.h"

static struct value
number_or_null(int64_t number)
{
	return number == 0 ? value_null() : value_integer(number);
}

enum status
audit_add(struct db *db, const struct audit *audit, int64_t now)
{
	return db_run(db, SQL_AUDIT_ADD, VALUES(value_integer(now),
	    value_text(audit->wie), value_text(audit->wat),
	    number_or_null(audit->event), number_or_null(audit->registration),
	    number_or_null(audit->participant),
	    value_text(audit->toelichting == NULL ? "" :
	    audit->toelichting)));
}
