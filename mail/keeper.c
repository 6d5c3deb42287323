#include "db/outbox.h"
#include "db/wish.h"
#include "mail/digest.h"
#include "mail/keeper.h"

struct sweep {
	const struct keeper	*keeper;
	int64_t			 now;
};

static enum status
sweep_wishes(struct db *db, void *arg, struct arena *arena)
{
	const struct sweep *sweep = arg;

	(void)arena;
	return wish_sweep(db, sweep->now);
}

static enum status
send_digest(struct db *db, void *arg, struct arena *arena)
{
	const struct sweep *sweep = arg;
	struct letter letter;
	enum status status;

	status = digest_write(db, sweep->keeper->config,
	    &sweep->keeper->secret, sweep->now, arena, &letter);
	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	if (status != STATUS_OK)
		return status;
	return outbox_add(db, &letter, sweep->now);
}

enum status
keeper_sweep(const struct keeper *keeper, int64_t now)
{
	struct sweep sweep = { .keeper = keeper, .now = now };
	enum status wishes, digest;

	wishes = writer_run(keeper->writer, sweep_wishes, &sweep);
	digest = writer_run(keeper->writer, send_digest, &sweep);
	return wishes != STATUS_OK ? wishes : digest;
}
