#include "db/mail/bounced_address.h"
#include "db/mail/outbox.h"
#include "db/registration/confirmation.h"
#include "db/registration/requirements.h"
#include "mail/compose/digest.h"
#include "mail/housekeeping.h"

#define DAY		86400
#define PORTION		200	/* messages in one transaction */

struct sweep {
	const struct housekeeping	*housekeeping;
	int64_t				 now;
	int64_t				 forgotten;	/* messages */
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
	if (status == STATUS_OK)
		status = confirmation_sweep(db, sweep->now);
	return status;
}

static enum status
owe_digest(struct db *db, void *arg, struct arena *arena)
{
	const struct sweep *sweep = arg;
	enum status status;

	status = digest_owe(db, sweep->housekeeping->config, sweep->now,
	    arena);
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

/* In portions, so that a sign-up never waits for long. */
static enum status
forget_messages(struct db *db, void *arg, struct arena *arena)
{
	struct sweep *sweep = arg;

	(void)arena;
	return outbox_forget(db, sweep->now -
	    DAY * (int64_t)sweep->housekeeping->config->mail_keep_days,
	    PORTION, &sweep->forgotten);
}

enum status
housekeeping_sweep(const struct housekeeping *housekeeping, int64_t now)
{
	struct sweep sweep = { .housekeeping = housekeeping, .now = now };
	enum status forgot, digest;

	forgot = writer_run(housekeeping->writer, forget, &sweep);
	do {
		sweep.forgotten = 0;
		if (forgot == STATUS_OK)
			forgot = writer_run(housekeeping->writer,
			    forget_messages, &sweep);
	} while (sweep.forgotten == PORTION);
	digest = writer_run(housekeeping->writer, owe_digest, &sweep);
	return forgot != STATUS_OK ? forgot : digest;
}
