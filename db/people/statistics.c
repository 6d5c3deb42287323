#include "core/arena.h"
#include "core/clock.h"
#include "db/head_count.h"
#include "db/list.h"
#include "db/people/statistics.h"
#include "db/registration/guest.h"

#define SECONDS_A_DAY	86400
#define DAYS_MAX	4000
#define ROWS_MAX	1000

/* The figures of enum attendance_status, statistics_role and _kind. */
SQL(STATISTICS_PEOPLE,
    "SELECT CASE status WHEN 'bevestigd' THEN 0 WHEN 'wachtlijst' THEN 1"
    " ELSE 2 END, CASE rol WHEN 'wethouder' THEN 0 WHEN 'medewerker' THEN 1"
    " ELSE 2 END, volgt = 'ja', CASE WHEN gemeente = '" GEMEENTE_NONE "'"
    " THEN 2 ELSE gemeente NOT IN"
    " (SELECT code FROM gemeente WHERE heeft_mbo = 1) END, aantal"
    " FROM " HEADS);

enum status
statistics_heads(struct db *db, int64_t event, struct statistics *statistics)
{
	struct rows rows;

	rows_open(&rows, db, SQL_STATISTICS_PEOPLE,
	    VALUES(value_integer(event)));
	while (rows_next(&rows)) {
		int64_t attendance = rows_integer(&rows, 0);
		int64_t count = rows_integer(&rows, 4);

		statistics->people[rows_integer(&rows, 1)][
		    rows_integer(&rows, 3)][attendance] += count;
		if (rows_integer(&rows, 2))
			statistics->held[attendance] += count;
	}
	return rows_close(&rows);
}

/* Days are 23 to 25 hours long; their noons are a day apart. */
static int64_t
day_number(int64_t midnight)
{
	return (midnight + SECONDS_A_DAY / 2) / SECONDS_A_DAY;
}

/* The index of the newest is counted, a day at a time; no row is read. */
SQL(STATISTICS_NEXT,
    "SELECT aangemeld FROM attendee WHERE event = ?1 AND aangemeld >= ?2"
    " ORDER BY aangemeld LIMIT 1");
SQL(STATISTICS_DAY,
    "SELECT count(*) FROM attendee INDEXED BY attendee_newest"
    " WHERE event = ?1 AND aangemeld >= ?2 AND aangemeld < ?3");

/* From the first day to the last; what lies behind DAYS_MAX is left out. */
static enum status
read_days(struct db *db, int64_t event, struct arena *arena,
    struct statistics *statistics)
{
	int64_t first = 0, day, begin, end = 0;
	enum status status;

	statistics->days = arena_array(arena, DAYS_MAX, sizeof(int64_t));
	for (;;) {
		status = db_integer(db, SQL_STATISTICS_NEXT,
		    VALUES(value_integer(event), value_integer(end)), &begin);
		if (status != STATUS_OK)
			break;
		end = clock_midnight(begin, 1);
		begin = clock_midnight(begin, 0);
		if (statistics->ndays == 0) {
			first = day_number(begin);
			statistics->first_day = begin;
		}
		day = day_number(begin) - first;
		if (day >= DAYS_MAX)
			return STATUS_OK;
		statistics->ndays = (size_t)day + 1;
		status = db_integer(db, SQL_STATISTICS_DAY,
		    VALUES(value_integer(event), value_integer(begin),
		    value_integer(end)), &statistics->days[day]);
		if (status != STATUS_OK)
			return status;
	}
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

static const struct column session_columns[] = {
	COLUMN(struct statistics_session, session),
	COLUMN(struct statistics_session, taken),
	COLUMN(struct statistics_session, waiting),
};

static const struct column thema_columns[] = {
	COLUMN(struct statistics_thema, titel),
	COLUMN(struct statistics_thema, delegations),
};

SQL(STATISTICS_SESSIONS,
    "SELECT s.id, coalesce((SELECT bezet FROM session_count c"
    " WHERE c.session = s.id), 0),"
    " (SELECT count(*) FROM participant_session ps"
    " WHERE ps.session = s.id AND ps.status = 'wachtlijst')"
    " FROM session s JOIN round r ON r.id = s.round WHERE r.event = ?1"
    " ORDER BY r.nummer, s.positie");
SQL(STATISTICS_THEMAS,
    "SELECT t.titel, coalesce(c.aantal, 0) FROM thema t LEFT JOIN"
    " (SELECT rt.thema, count(*) AS aantal FROM registration_thema rt"
    " CROSS JOIN registration r ON r.id = rt.registration"
    " WHERE r.event = ?1 GROUP BY rt.thema) c ON c.thema = t.sleutel"
    " ORDER BY t.positie");

enum status
statistics_read(struct db *db, int64_t event, struct arena *arena,
    struct statistics *statistics)
{
	static const struct list_of sessions =
	    LIST_OF(struct statistics_session, session_columns, ROWS_MAX);
	static const struct list_of themas =
	    LIST_OF(struct statistics_thema, thema_columns, ROWS_MAX);
	struct statistics read = { .first_day = 0 };
	enum status status;

	status = statistics_heads(db, event, &read);
	if (status == STATUS_OK)
		status = read_days(db, event, arena, &read);
	if (status == STATUS_OK)
		status = list_read(db, SQL_STATISTICS_SESSIONS,
		    VALUES(value_integer(event)), &sessions, arena,
		    &read.sessions, &read.nsessions);
	if (status == STATUS_OK)
		status = list_read(db, SQL_STATISTICS_THEMAS,
		    VALUES(value_integer(event)), &themas, arena,
		    &read.themas, &read.nthemas);
	if (status == STATUS_OK)
		*statistics = read;
	return status;
}

int64_t
statistics_people(const struct statistics *statistics,
    enum statistics_role role,
    enum statistics_kind kind, enum attendance_status attendance)
{
	int64_t sum = 0;

	for (enum statistics_role r = 0; r < STATISTICS_ROLE__MAX; r++)
		for (enum statistics_kind k = 0; k < STATISTICS_KIND__MAX; k++)
			for (enum attendance_status p = 0; p < ATTENDANCE__MAX;
			    p++)
				if ((role == STATISTICS_ROLE__MAX ||
				    role == r) &&
				    (kind == STATISTICS_KIND__MAX ||
				    kind == k) &&
				    (attendance == ATTENDANCE__MAX ||
				    attendance == p))
					sum += statistics->people[r][k][p];
	return sum;
}

SQL(STATISTICS_MAIL,
    "SELECT (SELECT count(*) FROM outbox WHERE status = 'failed'"
    " AND soort <> 'digest'), (SELECT count(*) FROM (SELECT 1 FROM outbox"
    " WHERE volgende IS NOT NULL AND gemaakt <= ?1 AND soort <> 'digest'"
    " LIMIT ?2))");

enum status
statistics_mail(struct db *db, int64_t waiting_since, int64_t *failed,
    int64_t *waiting)
{
	int64_t counted[2] = { 0, 0 };
	enum status status;
	struct rows rows;

	rows_open(&rows, db, SQL_STATISTICS_MAIL,
	    VALUES(value_integer(waiting_since),
	    value_integer(STATISTICS_WAITING_MAX)));
	while (rows_next(&rows))
		for (int i = 0; i < 2; i++)
			counted[i] = rows_integer(&rows, i);
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	*failed = counted[0];
	*waiting = counted[1];
	return STATUS_OK;
}
