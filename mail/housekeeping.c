#include "db/mail/bounced_address.h"
#include "db/mail/outbox.h"
#include "db/registration/requirements.h"
#include "mail/compose/digest.h"
#include "mail/housekeeping.h"

struct sweep {
	const struct housekeeping	*housekeeping;
	int64_t				 now;
};

static enum status
forget(struct db *db, void *arg, struct arena *arena)
{
	const struct sweep *sweep = arg;
	enum status status;

	(void)arena;
	status = requirements_sweep(db, sweep->now);
	if (status == STATUS_OK)
		status = address_sweep(db, sweep->now);
	return status;
}

static enum status
send_digest(struct db *db, void *arg, struct arena *arena)
{
	const struct sweep *sweep = arg;
	struct letter letter;
	enum status status;

	status = digest_write(db, sweep->housekeeping->config,
	    &sweep->housekeeping->secret, sweep->now, arena, &letter);
	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	if (status != STATUS_OK)
		return status;
	return outbox_add(db, &letter, sweep->now);
}

enum status
housekeeping_sweep(const struct housekeeping *housekeeping, int64_t now)
{
	struct sweep sweep = { .housekeeping = housekeeping, .now = now };
	enum status forgot, digest;

	forgot = writer_run(housekeeping->writer, forget, &sweep);
	digest = writer_run(housekeeping->writer, send_digest, &sweep);
	return forgot != STATUS_OK ? forgot : digest;
}
