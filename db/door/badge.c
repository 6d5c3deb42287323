#include "db/db.h"
#include "db/door/badge.h"
#include "db/list.h"

static const struct column badge_columns[] = {
	COLUMN(struct badge, nummer),
	COLUMN(struct badge, nonce),
	COLUMN(struct badge, voornaam),
	COLUMN(struct badge, achternaam),
	COLUMN(struct badge, gemeente),
	COLUMN(struct badge, functie),
	COLUMN(struct badge, rol),
	COLUMN(struct badge, geen_foto),
	COLUMN(struct badge, tekst),
};

#define BADGE_TEXT \
    "p.nonce || '|' || p.voornaam || '|' || p.achternaam || '|' || g.naam" \
    " || '|' || p.rol || '|' || p.foto_bezwaar"

/* ?1 the event, ?2 whether those that are printed too. */
#define BADGES \
    " FROM attendee a CROSS JOIN participant p ON p.id = a.participant" \
    " CROSS JOIN registration r ON r.id = p.registration" \
    " CROSS JOIN gemeente g ON g.code = r.gemeente" \
    " WHERE a.event = ?1 AND p.status = 'bevestigd' AND p.naam_volgt = ''" \
    " AND (?2 OR NOT EXISTS (SELECT 1 FROM badge b" \
    " WHERE b.participant = p.id AND b.tekst = " BADGE_TEXT "))"

SQL(BADGE_LIST,
    "SELECT p.id, p.nonce, p.voornaam, p.achternaam, g.naam, p.functie,"
    " p.rol, p.foto_bezwaar = 'ja', " BADGE_TEXT BADGES
    " AND (a.naam, a.participant) > (coalesce((SELECT sorteersleutel"
    " FROM participant WHERE id = ?3), ''), ?3)"
    " ORDER BY a.naam, a.participant LIMIT ?4");

enum status
badge_list(struct db *db, int64_t event, bool all, int64_t behind,
    struct arena *arena, struct badge **list, size_t *count)
{
	static const struct list_of page =
	    LIST_OF(struct badge, badge_columns, BADGES_PAGE + 1);

	return list_read(db, SQL_BADGE_LIST, VALUES(value_integer(event),
	    value_integer(all), value_integer(behind),
	    value_integer(BADGES_PAGE + 1)), &page, arena, list, count);
}

SQL(BADGE_COUNT, "SELECT count(*)" BADGES);

enum status
badge_count(struct db *db, int64_t event, bool all, int64_t *count)
{
	return db_integer(db, SQL_BADGE_COUNT, VALUES(value_integer(event),
	    value_integer(all)), count);
}

SQL(BADGE_PRINTED,
    "INSERT INTO badge (participant, tekst, moment) SELECT id, ?3, ?4"
    " FROM participant WHERE id = ?2 AND event = ?1"
    " ON CONFLICT (participant) DO UPDATE SET tekst = excluded.tekst,"
    " moment = excluded.moment");

enum status
badge_printed(struct db *db, int64_t event, int64_t participant,
    const char *tekst, int64_t now)
{
	return db_run(db, SQL_BADGE_PRINTED, VALUES(value_integer(event),
	    value_integer(participant), value_text(tekst),
	    value_integer(now)));
}
