#include <string.h>
#include <strings.h>

#include "core/token.h"
#include "db/db.h"
#include "db/registration/confirmation.h"
#include "db/registration/registration.h"

SQL(CONFIRMATION_PEOPLE,
    "SELECT coalesce(sum(mensen), 0) FROM network_people"
    " WHERE netwerk = ?1 AND moment > ?2");
SQL(CONFIRMATION_ADD,
    "INSERT INTO network_people (netwerk, moment, registration, mensen)"
    " VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE"
    " SET mensen = mensen + excluded.mensen");
SQL(CONFIRMATION_SET,
    "UPDATE registration SET bevestigen = ?2 WHERE id = ?1");
SQL(CONFIRMATION_SWEEP, "DELETE FROM network_people WHERE moment <= ?1");
SQL(CONFIRMATION_FORGET, "DELETE FROM network_people WHERE registration = ?1");

enum status
confirmation_sweep(struct db *db, int64_t now)
{
	return db_run(db, SQL_CONFIRMATION_SWEEP,
	    VALUES(value_integer(now - CONFIRMATION_WHILE)));
}

static enum status
set(struct db *db, struct registration *registration,
    enum to_confirm to_confirm)
{
	registration->to_confirm = to_confirm;
	return db_run(db, SQL_CONFIRMATION_SET,
	    VALUES(value_integer(registration->id),
	    value_integer(to_confirm)));
}

enum status
confirmation_count(struct db *db, const struct secret *secret,
    struct registration *registration, const struct confirmation_count *count)
{
	unsigned char hash[HASH_SIZE] = { 0 };
	struct value network = value_blob(hash, HASH_SIZE);
	enum status status;
	int64_t before;

	if (registration->to_confirm == TO_CONFIRM_NOTHING)
		return STATUS_OK;
	secret_derive(secret, "netwerk van een aanmelding", count->network,
	    strlen(count->network), hash, HASH_SIZE);
	status = confirmation_sweep(db, count->now);
	if (status == STATUS_OK)
		status = db_integer(db, SQL_CONFIRMATION_PEOPLE,
		    VALUES(network, value_integer(count->now -
		    CONFIRMATION_WHILE)), &before);
	if (status != STATUS_OK)
		return status;
	if (before + count->people > count->max)
		return set(db, registration, TO_CONFIRM_PLACES);
	status = set(db, registration, registration->to_confirm);
	return status != STATUS_OK ? status : db_run(db, SQL_CONFIRMATION_ADD,
	    VALUES(network, value_integer(count->now),
	    value_integer(registration->id), value_integer(count->people)));
}

enum status
confirmation_done(struct db *db, struct registration *registration)
{
	enum status status = set(db, registration, TO_CONFIRM_NOTHING);

	return status != STATUS_OK ? status : db_run(db,
	    SQL_CONFIRMATION_FORGET, VALUES(value_integer(registration->id)));
}

/* "woerden.nl" is also the domain of jan@mail.woerden.nl. */
static bool
is_of_domain(const char *address, const char *domain)
{
	size_t length = strlen(address), ends = strlen(domain);

	return ends > 0 && length > ends &&
	    strcasecmp(address + length - ends, domain) == 0 &&
	    strchr("@.", address[length - ends - 1]) != NULL;
}

bool
registration_owns_address(const struct registration *registration,
    const char *address)
{
	return registration->gemeente_domein != NULL &&
	    is_of_domain(address, registration->gemeente_domein);
}

bool
confirmation_permits(const struct registration *registration,
    const struct participant *participant)
{
	return registration->to_confirm == TO_CONFIRM_NOTHING ||
	    registration_owns_address(registration,
	    participant->answer[PARTICIPANT_EMAIL]);
}

bool
confirmation_is_needed(const struct registration *registration)
{
	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (one->attendance == ATTENDANCE_CANCELLED)
			continue;
		if (registration->to_confirm == TO_CONFIRM_PLACES ||
		    (participant_is_own(registration, one) &&
		    !confirmation_permits(registration, one)))
			return true;
	}
	return false;
}

void
confirmation_link(const struct registration *registration,
    const struct secret *secret, char link[LINK_LENGTH + 1])
{
	link_make(secret, CONFIRMATION_LINK, registration->id,
	    registration->nonce, link);
}
