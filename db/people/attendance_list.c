#include "db/list.h"
#include "db/people/attendance_list.h"

static const struct column guest_columns[] = {
	COLUMN(struct attendance_guest, nummer),
	COLUMN(struct attendance_guest, voornaam),
	COLUMN(struct attendance_guest, achternaam),
	COLUMN(struct attendance_guest, rol),
	COLUMN(struct attendance_guest, gemeente),
	COLUMN(struct attendance_guest, geen_foto),
	COLUMN(struct attendance_guest, letter),
	COLUMN(struct attendance_guest, sessies),
};

/*
 * What is searched holds more than a guest's own name, so it only tells whom
 * to look at.
 */
SQL(ATTENDANCE_DOOR,
    "SELECT p.id, p.voornaam, p.achternaam, p.rol, g.naam,"
    " p.foto_bezwaar = 'ja', substr(p.sorteersleutel, 1, 1),"
    " coalesce((SELECT group_concat(wat, '; ') FROM (SELECT"
    " o.nummer || '. ' || s.titel"
    " || CASE s.zaal WHEN '' THEN '' ELSE ' (' || s.zaal || ')' END AS wat"
    " FROM participant_session ps JOIN session s ON s.id = ps.session"
    " JOIN round o ON o.id = ps.round WHERE ps.participant = p.id"
    " AND ps.status = 'bevestigd' ORDER BY o.nummer)), '')"
    " FROM attendee a CROSS JOIN participant p ON p.id = a.participant"
    " CROSS JOIN registration r ON r.id = p.registration"
    " CROSS JOIN gemeente g ON g.code = r.gemeente"
    " WHERE a.event = ?1 AND (a.naam, a.participant) > (coalesce("
    "(SELECT sorteersleutel FROM participant WHERE id = ?4), ?3), ?4)"
    " AND (?2 = '' OR fits(fold(?2), a.zoek, 3) < 4)"
    " AND p.status = 'bevestigd' AND p.naam_volgt = ''"
    " ORDER BY a.naam, a.participant LIMIT ?5");

enum status
attendance_door(struct db *db, const struct attendance_asked *asked,
    struct arena *arena, struct attendance_guest **guests, size_t *count)
{
	const struct list_of page = LIST_OF(struct attendance_guest,
	    guest_columns, asked->max);

	return list_read(db, SQL_ATTENDANCE_DOOR, VALUES(
	    value_integer(asked->event), value_text(asked->query),
	    value_text(asked->letter), value_integer(asked->behind),
	    value_integer((int64_t)asked->max)), &page, arena, guests, count);
}

static const struct column held_columns[] = {
	COLUMN(struct attendance_held, gemeente),
	COLUMN(struct attendance_held, wethouders),
	COLUMN(struct attendance_held, medewerkers),
};

/* Their sort key is the last of all (participant_sort_key). */
SQL(ATTENDANCE_HELD,
    "SELECT g.naam, sum(p.rol = 'wethouder'), sum(p.rol <> 'wethouder')"
    " FROM attendee a CROSS JOIN participant p ON p.id = a.participant"
    " JOIN gemeente g ON g.code = a.code"
    " WHERE a.event = ?1 AND a.naam = char(127) AND a.volgt = 'ja'"
    " AND p.status = 'bevestigd'"
    " AND (?2 = '' OR holds(fold(?2), fold(g.naam)))"
    " GROUP BY g.code ORDER BY g.naam");

enum status
attendance_held(struct db *db, int64_t event, const char *query,
    struct arena *arena, struct attendance_held **held, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct attendance_held, held_columns, ATTENDANCE_LIST_MAX);

	return list_read(db, SQL_ATTENDANCE_HELD, VALUES(value_integer(event),
	    value_text(query)), &all, arena, held, count);
}

static const struct column member_columns[] = {
	COLUMN(struct attendance_member, nummer),
	COLUMN(struct attendance_member, voornaam),
	COLUMN(struct attendance_member, achternaam),
	COLUMN(struct attendance_member, naam_volgt),
	COLUMN(struct attendance_member, rol),
	COLUMN(struct attendance_member, gemeente),
	COLUMN(struct attendance_member, seat),
	COLUMN(struct attendance_member, place),
};

SQL(ATTENDANCE_SESSION,
    "SELECT p.id, p.voornaam, p.achternaam, p.naam_volgt = 'ja', p.rol,"
    " g.naam, ps.status = 'bevestigd', p.status = 'bevestigd'"
    " FROM participant_session ps JOIN participant p ON p.id = ps.participant"
    " JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente"
    " WHERE ps.session = ?1 AND ps.status <> 'afgemeld'"
    " AND p.status <> 'afgemeld' ORDER BY p.sorteersleutel, p.id LIMIT ?2");

enum status
attendance_session(struct db *db, int64_t session, size_t max,
    struct arena *arena, struct attendance_member **members, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct attendance_member, member_columns,
	    ATTENDANCE_LIST_MAX);

	return list_read(db, SQL_ATTENDANCE_SESSION,
	    VALUES(value_integer(session),
	    value_integer((int64_t)max)), &all, arena, members, count);
}
