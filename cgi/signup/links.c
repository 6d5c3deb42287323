#include <stdlib.h>

#include "cgi/signup/links.h"
#include "core/arena.h"

enum status
link_registration(struct app *app, struct request *request,
    struct linked *linked)
{
	enum status status;
	int64_t id;

	status = registration_by_link(app->db, app->secret, request->tail, &id);
	if (status == STATUS_OK)
		status = registration_get(app->db, id, request->arena,
		    &linked->registration);
	linked->person = NULL;
	return status;
}

enum status
link_participant(struct app *app, struct request *request,
    struct linked *linked)
{
	struct registration *registration = &linked->registration;
	int64_t id, participant;
	enum status status;

	status = participant_by_link(app->db, app->secret, request->tail,
	    &id, &participant);
	if (status == STATUS_OK)
		status = registration_get(app->db, id, request->arena,
		    registration);
	if (status != STATUS_OK)
		return status;
	linked->person = participant_with_id(registration, participant);
	return linked->person == NULL ? STATUS_NOTFOUND : STATUS_OK;
}

#define HOLDER_MARK	"houder"

const char *
linked_holder(struct app *app, const struct participant *participant,
    struct arena *arena)
{
	char mark[LINK_MARK_SIZE];

	mark_make(app->secret, HOLDER_MARK, participant->id,
	    participant->nonce, mark);
	return arena_string(arena, mark);
}

bool
linked_is_holder(struct app *app, const struct participant *participant,
    const char *mark)
{
	return mark_holds(app->secret, HOLDER_MARK, participant->id,
	    participant->nonce, mark);
}

struct participant *
linked_person(const struct linked *linked, const char *positie)
{
	long long number;
	char *end;

	if (positie == NULL)
		return NULL;
	number = strtoll(positie, &end, 10);
	return *end == '\0' ? participant_at(&linked->registration, number) :
	    NULL;
}
