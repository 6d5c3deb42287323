#include "db/wish.h"
#include "mail/keeper.h"

static enum status
sweep(struct db *db, void *arg, struct arena *arena)
{
	const int64_t *now = arg;

	(void)arena;
	return wish_sweep(db, *now);
}

enum status
keeper_sweep(struct writer *writer, int64_t now)
{
	return writer_run(writer, sweep, &now);
}
