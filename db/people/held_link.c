#include "db/db.h"
#include "db/list.h"
#include "db/people/held_link.h"
#include "db/registration/registration.h"

static const struct column held_link_columns[] = {
	COLUMN(struct held_link, registration),
	COLUMN(struct held_link, participant),
	COLUMN(struct held_link, nonce),
	COLUMN(struct held_link, naam),
	COLUMN(struct held_link, gemeente),
};

SQL(HELD_LINK_LIST,
    "SELECT r.id, 0, r.nonce, "
    FULL_NAME("r.contact_voornaam", "r.contact_achternaam")
    ", g.naam FROM registration r"
    " JOIN gemeente g ON g.code = r.gemeente WHERE r.event = ?1"
    " AND r.contact_email = ?2 COLLATE NOCASE"
    " UNION ALL SELECT r.id, p.id, p.nonce, CASE p.naam_volgt WHEN 'ja'"
    " THEN 'Naam volgt' ELSE " FULL_NAME("p.voornaam", "p.achternaam")
    " END, g.naam"
    " FROM participant p JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente WHERE p.event = ?1"
    " AND p.email = ?2 COLLATE NOCASE"
    " AND p.email <> r.contact_email COLLATE NOCASE"
    " ORDER BY 1, 2 LIMIT ?3");

enum status
held_link_list(struct db *db, int64_t event, const char *address,
    struct arena *arena, struct held_link **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct held_link, held_link_columns, HELD_LINKS_MAX);

	return list_read(db, SQL_HELD_LINK_LIST, VALUES(value_integer(event),
	    value_text(address), value_integer(HELD_LINKS_MAX)), &all, arena,
	    list, count);
}
