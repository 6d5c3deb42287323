#include <stdlib.h>

#include "cgi/signup/links.h"

enum status
link_registration(struct app *app, struct request *request,
    struct linked *linked)
{
	enum status status;
	int64_t id;

	status = registration_by_token(app->db, request->tail, &id);
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

	status = participant_by_token(app->db, request->tail, &id,
	    &participant);
	if (status == STATUS_OK)
		status = registration_get(app->db, id, request->arena,
		    registration);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < registration->nparticipants; i++)
		if (registration->participants[i].id == participant) {
			linked->person = &registration->participants[i];
			return STATUS_OK;
		}
	return STATUS_NOTFOUND;
}

struct participant *
linked_person(const struct linked *linked, const char *positie)
{
	const struct registration *registration = &linked->registration;
	long long number;
	char *end;

	if (positie == NULL)
		return NULL;
	number = strtoll(positie, &end, 10);
	if (*end != '\0')
		return NULL;
	for (size_t i = 0; i < registration->nparticipants; i++)
		if (registration->participants[i].positie == number)
			return &registration->participants[i];
	return NULL;
}
