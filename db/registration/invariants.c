#include "db/db.h"
#include "db/registration/guest.h"
#include "db/registration/invariants.h"

/*
 * Who has a place keeps it when a rule gets tighter.  So more than a rule
 * allows is right, unless somebody got a place under the rule as it is now
 * (regels); those who were placed by hand (regels 0) are outside of it.
 */
#define BEYOND(many, rule)                                         \
	" HAVING sum(" many ") > " rule " AND max(CASE WHEN " many \
	" THEN p.regels END) = e.regels"

SQL(BROKEN_CAPACITY,
    "SELECT e.id FROM event e JOIN participant p ON p.event = e.id"
    " AND p.status = 'bevestigd' GROUP BY e.id" BEYOND(
        "p.regels <> 0", "e.capaciteit"));

SQL(BROKEN_RESERVED,
    "SELECT e.id FROM event e JOIN participant p ON p.event = e.id"
    " AND p.status = 'bevestigd' WHERE ?1 < e.gereserveerd_tot"
    " AND e.gereserveerd_wethouders > 0 GROUP BY e.id" BEYOND(
        "p.regels <> 0 AND p.rol <> 'wethouder'",
        "e.capaciteit - e.gereserveerd_wethouders"));

/*
 * What each municipality is on the day of the event (nu), as in seats.c: the
 * day in Amsterdam, which is the zone of all of the process (clock_open).
 */
#define FAMILIES                                                           \
	"WITH RECURSIVE up (event, code, nu, n) AS (SELECT e.id, g.code,"  \
	" g.code, 0 FROM event e, gemeente g WHERE e.max_per_gemeente > 0" \
	" AND g.code <> '" GUEST_GEMEENTE "'"                               \
	" UNION ALL SELECT u.event, u.code, g.opvolger, u.n + 1 FROM up u" \
	" JOIN event e ON e.id = u.event JOIN gemeente g ON g.code = u.nu" \
	" WHERE g.opvolger IS NOT NULL AND u.n < 20"                       \
	" AND g.geldig_tot <= date(e.begin, 'unixepoch', 'localtime'))," \
	" family AS (SELECT event, code, nu, max(n) FROM up"               \
	" GROUP BY event, code)"

SQL(BROKEN_MAXIMUM,
    FAMILIES " SELECT r.id FROM family f JOIN event e ON e.id = f.event"
             " JOIN registration r ON r.event = f.event AND r.gemeente = f.code"
             " JOIN participant p ON p.registration = r.id"
             " AND p.status = 'bevestigd' GROUP BY f.event, f.nu" BEYOND(
                 "p.regels <> 0", "e.max_per_gemeente"));

SQL(BROKEN_SESSION,
    "SELECT e.id FROM session e JOIN participant_session p"
    " ON p.session = e.id AND p.status = 'bevestigd' GROUP BY e.id" BEYOND(
        "p.regels <> 0", "e.capaciteit"));

/* Places that came free by the clock alone are given soon, not at once. */
#define SOON "600"

/*
 * Delegations that wait, those who stand next to one another in line; and
 * what there is for each.  (A municipality without a maximum has many.)
 */
SQL(BROKEN_LINE, FAMILIES
    ", stand AS (SELECT id, event, registration, rol,"
    " row_number() OVER (PARTITION BY event"
    " ORDER BY rij, registration, positie) - row_number() OVER"
    " (PARTITION BY event, registration ORDER BY rij, positie) AS next"
    " FROM participant WHERE status = 'wachtlijst' AND registration NOT IN"
    " (SELECT id FROM registration WHERE bevestigen = 2)),"
    " party AS (SELECT min(id) AS id, event, registration,"
    " sum(rol = 'wethouder') AS w, sum(rol <> 'wethouder') AS m"
    " FROM stand GROUP BY event, registration, next),"
    " room AS (SELECT e.id, e.max_per_gemeente AS most,"
    " e.capaciteit - coalesce(c.bezet, 0) + CASE e.gasten_tellen WHEN ''"
    " THEN coalesce((SELECT sum(aantal) FROM head_count WHERE event = e.id"
    " AND gemeente = '" GUEST_GEMEENTE "' AND status = 'bevestigd'), 0)"
    " ELSE 0 END AS over,"
    " CASE WHEN ?1 < e.gereserveerd_tot + " SOON " THEN max(0,"
    " e.gereserveerd_wethouders - coalesce(c.wethouders, 0)) ELSE 0 END"
    " AS held FROM event e LEFT JOIN seat_count c ON c.event = e.id"
    " WHERE ?1 < e.einde AND e.afgelast = 0),"
    " used AS (SELECT f.event, f.nu, sum(c.aantal) AS bezet FROM family f"
    " JOIN head_count c ON c.event = f.event AND c.gemeente = f.code"
    " AND c.status = 'bevestigd' GROUP BY f.event, f.nu)"
    " SELECT id FROM (SELECT g.id, g.w, g.m, r.wachtlijst, o.over, o.held,"
    " CASE o.most WHEN 0 THEN 1000000 ELSE o.most - coalesce(u.bezet, 0)"
    " END AS most FROM party g JOIN room o ON o.id = g.event"
    " JOIN registration r ON r.id = g.registration"
    " LEFT JOIN family f ON f.event = g.event AND f.code = r.gemeente"
    " LEFT JOIN used u ON u.event = f.event AND u.nu = f.nu)"
    " WHERE CASE wachtlijst WHEN 'alles' THEN w + m <= over"
    " AND w + m <= most AND (m = 0 OR m <= over - w - max(0, held - w))"
    " ELSE most > 0 AND ((w > 0 AND over > 0) OR (m > 0 AND over > held))"
    " END");

SQL(BROKEN_SESSION_LINE,
    "SELECT s.id FROM session s JOIN round r ON r.id = s.round"
    " JOIN event e ON e.id = r.event WHERE ?1 < e.einde"
    " AND e.afgelast = 0 AND s.capaciteit >"
    " (SELECT count(*) FROM participant_session WHERE session = s.id"
    " AND status = 'bevestigd') AND EXISTS (SELECT 1"
    " FROM participant_session ps JOIN participant p"
    " ON p.id = ps.participant WHERE ps.session = s.id"
    " AND ps.status = 'wachtlijst' AND p.status = 'bevestigd')");

SQL(BROKEN_TURN,
    "SELECT p.id FROM participant p WHERE (p.status = 'wachtlijst')"
    " <> (p.rij IS NOT NULL) OR EXISTS (SELECT 1 FROM participant o"
    " WHERE o.event = p.event AND o.status = 'wachtlijst'"
    " AND o.rij = p.rij AND o.registration <> p.registration)");

SQL(BROKEN_PERSON,
    "SELECT p.id FROM participant p JOIN registration r"
    " ON r.id = p.registration WHERE p.event <> r.event OR EXISTS (SELECT 1"
    " FROM participant o WHERE o.registration = p.registration"
    " AND o.positie = p.positie AND o.id <> p.id)");

SQL(BROKEN_DELEGATION,
    "SELECT r.id FROM registration r WHERE NOT EXISTS (SELECT 1"
    " FROM participant p WHERE p.registration = r.id)");

/* A guest is of no municipality, and waits only where guests take places. */
SQL(BROKEN_GUEST,
    "SELECT p.id FROM participant p JOIN registration r"
    " ON r.id = p.registration JOIN event e ON e.id = p.event"
    " WHERE (r.gemeente = '" GUEST_GEMEENTE "') <> (" GUEST_ROLE ")"
    " OR (" GUEST_ROLE " AND p.status = 'wachtlijst'"
    " AND e.gasten_tellen = '' AND ?1 < e.einde AND e.afgelast = 0)");

/* What it is worth does not fit who it is of, or it is of another event. */
SQL(BROKEN_CHOICE,
    "SELECT p.id FROM participant_session ps JOIN participant p"
    " ON p.id = ps.participant JOIN session s ON s.id = ps.session"
    " JOIN round r ON r.id = ps.round WHERE s.round <> ps.round"
    " OR r.event <> p.event OR ps.geplaatst <> (p.status = 'bevestigd')"
    " OR (ps.status = 'bevestigd' AND p.status <> 'bevestigd')"
    " OR (ps.status = 'afgemeld') <> (p.status = 'afgemeld')");

SQL(BROKEN_COUNT,
    "SELECT event FROM (SELECT event, count(*), sum(rol = 'wethouder')"
    " FROM participant WHERE status = 'bevestigd' GROUP BY 1"
    " EXCEPT SELECT * FROM seat_count) UNION ALL SELECT event FROM"
    " seat_count c WHERE bezet <> (SELECT count(*) FROM participant p"
    " WHERE p.event = c.event AND p.status = 'bevestigd')"
    " UNION ALL SELECT event FROM (SELECT p.event, r.gemeente, p.status,"
    " p.rol, p.naam_volgt, count(*) FROM participant p JOIN registration r"
    " ON r.id = p.registration WHERE p.status <> 'wachtlijst'"
    " GROUP BY 1, 2, 3, 4, 5"
    " EXCEPT SELECT * FROM head_count) UNION ALL SELECT event FROM"
    " head_count GROUP BY event HAVING sum(aantal) <> (SELECT count(*)"
    " FROM participant p WHERE p.event = head_count.event"
    " AND p.status <> 'wachtlijst')");

SQL(BROKEN_SESSION_COUNT,
    "SELECT s.id FROM session s LEFT JOIN session_count c"
    " ON c.session = s.id WHERE coalesce(c.bezet, 0) <> (SELECT count(*)"
    " FROM participant_session WHERE session = s.id"
    " AND status = 'bevestigd')");

/* The index of the lists has each person once, as they are. */
SQL(BROKEN_INDEX,
    "SELECT p.id FROM participant p JOIN registration r"
    " ON r.id = p.registration LEFT JOIN attendee a ON a.event = p.event"
    " AND a.naam = p.sorteersleutel AND a.participant = p.id"
    " WHERE (a.code, a.rolsoort, a.volgt, a.aangemeld)"
    " IS NOT (r.gemeente, p.rol, p.naam_volgt, r.aangemeld)"
    " UNION ALL SELECT participant FROM attendee WHERE participant NOT IN"
    " (SELECT id FROM participant)");

SQL(BROKEN_WISH, "SELECT q.participant FROM requirement q JOIN participant p"
                 " ON p.id = q.participant WHERE p.status = 'afgemeld'");

SQL(BROKEN_LETTER, "SELECT id FROM outbox WHERE (volgende IS NULL)"
                   " <> (status NOT IN ('queued', 'deferred'))"
                   " OR (status = 'sent' AND verzonden IS NULL)");

SQL(BROKEN_DEBT,
    "SELECT o.id FROM outbox o WHERE o.volgende IS NOT NULL"
    " AND o.registration <> 0 AND (NOT EXISTS (SELECT 1 FROM registration r"
    " WHERE r.id = o.registration AND r.event = o.event)"
    " OR (o.participant <> 0 AND NOT EXISTS (SELECT 1 FROM participant p"
    " WHERE p.id = o.participant AND p.registration = o.registration)))");

const struct invariant invariants[INVARIANTS] = {
    {"capaciteit", "Er zijn niet meer plaatsen gegeven dan er zijn.",
        "bijeenkomst", SQL_BROKEN_CAPACITY, false},
    {"gereserveerd", "Wat voor wethouders is, heeft niemand anders.",
        "bijeenkomst", SQL_BROKEN_RESERVED, true},
    {"maximum", "Geen gemeente kreeg meer plaatsen dan haar maximum.",
        "aanmelding", SQL_BROKEN_MAXIMUM, false},
    {"sessie", "Geen sessie heeft meer mensen dan er in gaan.", "sessie",
        SQL_BROKEN_SESSION, false},
    {"rij", "Niemand wacht op een plaats die er is.", "deelnemer",
        SQL_BROKEN_LINE, true},
    {"sessierij", "Niemand wacht op een sessie waar plaats is.", "sessie",
        SQL_BROKEN_SESSION_LINE, true},
    {"beurt", "Wie wacht, en niemand anders, heeft een eigen beurt.",
        "deelnemer", SQL_BROKEN_TURN, false},
    {"persoon", "Ieder staat één keer in één aanmelding.", "deelnemer",
        SQL_BROKEN_PERSON, false},
    {"delegatie", "Geen aanmelding is leeg.", "aanmelding",
        SQL_BROKEN_DELEGATION, false},
    {"gast", "Wie van geen gemeente is, is een gast, en andersom.",
        "deelnemer", SQL_BROKEN_GUEST, true},
    {"keuze", "Een sessie hoort bij iemand met een plaats.", "deelnemer",
        SQL_BROKEN_CHOICE, false},
    {"telling", "Het aantal plaatsen is dat van de mensen.", "bijeenkomst",
        SQL_BROKEN_COUNT, false},
    {"sessietelling", "Het aantal in een sessie is dat van de mensen.",
        "sessie", SQL_BROKEN_SESSION_COUNT, false},
    {"lijst", "De lijsten kennen iedereen zoals die is aangemeld.", "deelnemer",
        SQL_BROKEN_INDEX, false},
    {"wensen", "Van wie niet komt, zijn geen wensen bewaard.", "deelnemer",
        SQL_BROKEN_WISH, false},
    {"bericht", "Van elk bericht is duidelijk of het nog gaat.", "bericht",
        SQL_BROKEN_LETTER, false},
    {"post", "Er gaat geen bericht naar wie er niet meer is.", "bericht",
        SQL_BROKEN_DEBT, false},
};

static enum status
check_one(struct db *db, const struct invariant *invariant, int64_t now,
    struct breach *breach)
{
	struct rows rows;

	*breach = (struct breach){.invariant = invariant};
	rows_open(&rows, db, invariant->broken_by,
	    (const struct value[]){value_integer(now)},
	    invariant->timed ? 1 : 0);
	while (rows_next(&rows))
		if (breach->count++ == 0)
			breach->id = rows_integer(&rows, 0);
	return rows_close(&rows);
}

enum status
invariants_check(struct db *db, int64_t now, struct breach breaches[INVARIANTS],
    size_t *count)
{
	enum status status = STATUS_OK;
	size_t n = 0;

	for (size_t i = 0; status == STATUS_OK && i < INVARIANTS; i++) {
		status = check_one(db, &invariants[i], now, &breaches[n]);
		n += status == STATUS_OK && breaches[n].count > 0;
	}
	if (status == STATUS_OK)
		*count = n;
	return status;
}

SQL(INVARIANTS_MOMENT,
    "SELECT coalesce((SELECT moment FROM audit ORDER BY id DESC LIMIT 1), 0)");

enum status
invariants_moment(struct db *db, int64_t *now)
{
	return db_integer(db, SQL_INVARIANTS_MOMENT, NO_VALUES, now);
}
