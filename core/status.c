#include <assert.h>

#include "core/status.h"

const char *
status_word(enum status status)
{
	static const char *const words[STATUS__MAX] = {
		[STATUS_OK] = "ok",
		[STATUS_INVALID] = "invalid",
		[STATUS_NOTFOUND] = "not found",
		[STATUS_FULL] = "full",
		[STATUS_BUSY] = "busy",
		[STATUS_FAIL] = "failed",
	};

	assert(status < STATUS__MAX);
	return words[status];
}
