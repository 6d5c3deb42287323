#include "acts/outlook.h"
#include "cgi/form/restore.h"
#include "core/arena.h"

const char *
restore_hint(const struct page_context *context, struct arena *arena)
{
	int64_t left = context->catalog->event.capaciteit -
	    context->taken.places;

	return left <= 0 ? "Er is nu geen plaats vrij: wie terugkomt, komt op "
	    "de wachtlijst. We vragen het u eerst." :
	    arena_printf(arena, "%s vrij. Is er straks toch geen plaats, dan "
	    "vragen we u eerst of de wachtlijst goed is.", left == 1 ?
	    "Er is nu 1 plaats" : arena_printf(arena,
	    "Er zijn nu %lld plaatsen", (long long)left));
}

struct restoring {
	const struct act_context *act;
	int64_t			 registration;
	int64_t			 positie;
};

static enum status
restore(struct db *db, void *arg, struct arena *arena)
{
	const struct restoring *restoring = arg;

	return act_restore(db, restoring->act, restoring->registration,
	    restoring->positie, arena);
}

enum status
restore_ask(struct app *app, const struct act_context *act,
    int64_t registration, int64_t positie, struct arena *arena,
    const char **asked)
{
	struct restoring restoring = { act, registration, positie };
	struct outlook outlook = {
		.work = restore, .arg = &restoring, .now = act->now,
		.event = act->catalog->event.id, .registration = registration,
	};
	enum status status = outlook_find(app->writer, &outlook);

	if (status != STATUS_OK)
		return status;
	*asked = outlook.waiting <= 0 ? NULL : arena_printf(arena,
	    "%s dan op de wachtlijst, op plaats %lld in de rij. %s",
	    outlook.waiting == 1 ? "1 persoon komt" : arena_printf(arena,
	    "%lld mensen komen", (long long)outlook.waiting),
	    (long long)outlook.place.before + 1,
	    present_why(&outlook.place, arena));
	return STATUS_OK;
}
