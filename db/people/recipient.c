#include "db/db.h"
#include "db/list.h"
#include "db/people/recipient.h"
#include "db/registration/registration.h"

static const struct column recipient_columns[] = {
	COLUMN(struct recipient, naam),
	COLUMN(struct recipient, gemeente),
	COLUMN(struct recipient, contact),
	COLUMN(struct recipient, all),
};

/* Of a participant p: chose session ?2 or something in round ?3; 0, 0: any. */
#define HEARS \
    " AND ((?2 = 0 AND ?3 = 0) OR EXISTS (SELECT 1 FROM participant_session" \
    " ps WHERE ps.participant = p.id AND (ps.session = ?2 OR ps.round = ?3)))"

/* Whom a letter would reach: all who come, or who chose something. */
SQL(RECIPIENT_LIST,
    "SELECT *, count(*) OVER () FROM ("
    "SELECT " FULL_NAME("r.contact_voornaam", "r.contact_achternaam")
    ", g.naam, 1 FROM registration r JOIN gemeente g ON g.code = r.gemeente"
    " WHERE r.event = ?1 AND r.contact_email <> ''"
    " AND EXISTS (SELECT 1 FROM participant p"
    " WHERE p.registration = r.id AND p.status <> 'afgemeld'" HEARS ")"
    " UNION ALL SELECT CASE p.naam_volgt WHEN 'ja' THEN 'naam volgt' ELSE "
    FULL_NAME("p.voornaam", "p.achternaam") " END, g.naam, 0 FROM participant p"
    " JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente"
    " WHERE p.event = ?1 AND p.status <> 'afgemeld' AND p.email <> ''"
    " AND p.email <> r.contact_email COLLATE NOCASE" HEARS
    ") ORDER BY 2, 3 DESC, 1 LIMIT ?4");

enum status
recipient_list(struct db *db, int64_t event, int64_t session, int64_t round,
    struct arena *arena, struct recipient **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct recipient, recipient_columns, SIZE_MAX);

	return list_read(db, SQL_RECIPIENT_LIST, VALUES(value_integer(event),
	    value_integer(session), value_integer(round),
	    value_integer((int64_t)list_portion)), &all, arena,
	    list, count);
}

static const struct column sample_columns[] = {
	COLUMN(struct sample, participant),
	COLUMN(struct sample, registration),
	COLUMN(struct sample, naam),
	COLUMN(struct sample, gemeente),
};

SQL(SAMPLE_LIST,
    "SELECT p.id, p.registration, CASE p.naam_volgt WHEN 'ja' THEN"
    " 'naam volgt' ELSE " FULL_NAME("p.voornaam", "p.achternaam")
    " END, g.naam"
    " FROM participant p JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente"
    " WHERE p.event = ?1 AND p.status <> 'afgemeld'"
    " ORDER BY p.sorteersleutel, p.id LIMIT ?2");

enum status
sample_list(struct db *db, int64_t event, struct arena *arena,
    struct sample **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct sample, sample_columns, SAMPLES_MAX);

	return list_read(db, SQL_SAMPLE_LIST, VALUES(value_integer(event),
	    value_integer(SAMPLES_MAX)), &all, arena, list, count);
}
