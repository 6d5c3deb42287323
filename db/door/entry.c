#include "db/db.h"
#include "db/door/entry.h"

#define PURPOSE	"deur"

void
entry_code(const struct secret *secret, int64_t participant, int64_t nonce,
    char code[ROW_CODE_SIZE])
{
	row_code_make(secret, PURPOSE, participant, nonce, code);
}

SQL(ENTRY_NONCE, "SELECT nonce FROM participant WHERE id = ?1");

enum status
entry_find(struct db *db, const struct secret *secret, const char *typed,
    int64_t *participant)
{
	char shown[ROW_CODE_SIZE], right[ROW_CODE_SIZE];
	enum status status;
	int64_t id, nonce;

	if (row_code_read(typed, &id, shown) != STATUS_OK)
		return STATUS_NOTFOUND;
	status = db_integer(db, SQL_ENTRY_NONCE, VALUES(value_integer(id)),
	    &nonce);
	if (status != STATUS_OK)
		return status;
	entry_code(secret, id, nonce, right);
	if (!token_same(right, shown))
		return STATUS_NOTFOUND;
	*participant = id;
	return STATUS_OK;
}
