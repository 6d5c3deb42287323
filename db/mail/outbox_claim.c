#include <assert.h>

#include "core/arena.h"
#include "core/clock.h"
#include "db/list.h"
#include "db/mail/outbox_claim.h"

#define FIRST_WAIT	60
#define LONGEST_WAIT	(6 * 3600)
#define MINUTE		60
#define SHORT_WAIT	2	/* for a letter in another's hand */

static const struct column debt_columns[] = {
	COLUMN(struct debt, id),
	COLUMN(struct debt, soort),
	COLUMN(struct debt, event),
	COLUMN(struct debt, registration),
	COLUMN(struct debt, participant),
	COLUMN(struct debt, nonce),
	COLUMN(struct debt, ontvanger),
	COLUMN(struct debt, naam),
	COLUMN(struct debt, wie),
	COLUMN(struct debt, feiten),
	COLUMN(struct debt, gemaakt),
	COLUMN(struct debt, gemeente),
	COLUMN(struct debt, ander),
};

/*
 * Number ?3 of ?4 that share them; of 0: all.  Letters of one sign-up mostly
 * have numbers that follow, and who composes one of them reads for all.
 */
#define IS_MINE(id, number, of) \
    " iif(" of " = 0, 1, " id " / 8 % " of " = " number ")"

/* Of those that a claim would look at: many more can wait for another try. */
SQL(OUTBOX_DUE,
    "SELECT id, soort, event, registration, participant, nonce, ontvanger,"
    " naam, wie, feiten, gemaakt, gemeente, ander FROM (SELECT * FROM outbox"
    " WHERE volgende <= ?1 AND" IS_MINE("id", "?3", "?4")
    " AND samen = 0 ORDER BY volgende, id LIMIT ?2)"
    " WHERE NOT EXISTS (SELECT 1 FROM outbox_bericht b WHERE b.outbox = id)"
    " ORDER BY volgende, id");

enum status
outbox_due(struct db *db, const struct terms *terms, struct arena *arena,
    struct debt **debts, size_t *count)
{
	const struct list_of all =
	    LIST_OF(struct debt, debt_columns, terms->max);

	return list_read(db, SQL_OUTBOX_DUE, VALUES(value_integer(terms->now),
	    value_integer((int64_t)terms->max),
	    value_integer(terms->share.number),
	    value_integer(terms->share.of)), &all, arena, debts, count);
}

/* Open letters about the subject of o, but for o. */
#define SAME_SUBJECT(o)							\
    " FROM outbox n WHERE n.registration = " o ".registration"		\
    " AND n.participant = " o ".participant AND n.nonce = " o ".nonce"	\
    " AND n.volgende IS NOT NULL AND n.id <> " o ".id"

SQL(OUTBOX_COMPANIONS,
    "SELECT c.id, c.soort, c.event, c.registration, c.participant, c.nonce,"
    " c.ontvanger, c.naam, c.wie, c.feiten, c.gemaakt, c.gemeente, c.ander"
    " FROM outbox o CROSS JOIN outbox c ON c.registration = o.registration"
    " AND c.id <> o.id AND c.soort = o.soort"
    " AND c.ontvanger = o.ontvanger COLLATE NOCASE"
    " AND c.participant <> 0 AND c.nonce <> 0 AND c.samen = 0"
    " AND c.pogingen = o.pogingen AND c.volgende <= ?2"
    " WHERE o.id = ?1 AND NOT EXISTS (SELECT 1" SAME_SUBJECT("c") ")"
    " AND NOT EXISTS (SELECT 1 FROM outbox_bericht b WHERE b.outbox = c.id)"
    " ORDER BY c.id");

enum status
outbox_companions(struct db *db, int64_t id, int64_t now,
    struct arena *arena, struct debt **debts, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct debt, debt_columns, SIZE_MAX);

	return list_read(db, SQL_OUTBOX_COMPANIONS, VALUES(value_integer(id),
	    value_integer(now + MINUTE)), &all, arena, debts, count);
}

SQL(PACE_COUNT,
    "SELECT coalesce(sum(aantal), 0) FROM mail_pace WHERE seconde > ?1");

/* How many letters may go now. */
static enum status
pace_room(struct db *db, const struct terms *terms, int64_t *room)
{
	enum status status;
	int64_t taken = 0;

	if (terms->per_minute <= 0) {
		*room = (int64_t)terms->max;
		return STATUS_OK;
	}
	status = db_integer(db, SQL_PACE_COUNT,
	    VALUES(value_integer(terms->now - MINUTE)), &taken);
	if (status != STATUS_OK)
		return status;
	*room = terms->per_minute - taken;
	if (*room > (int64_t)terms->max)
		*room = (int64_t)terms->max;
	return STATUS_OK;
}

SQL(PACE_SWEEP, "DELETE FROM mail_pace WHERE seconde <= ?1");
SQL(PACE_ADD,
    "INSERT INTO mail_pace (seconde, aantal) VALUES (?1, ?2)"
    " ON CONFLICT (seconde) DO UPDATE SET aantal = aantal + excluded.aantal");

static enum status
pace_count(struct db *db, const struct terms *terms, size_t count)
{
	enum status status;

	if (terms->per_minute <= 0)
		return STATUS_OK;
	status = db_run(db, SQL_PACE_SWEEP,
	    VALUES(value_integer(terms->now - MINUTE)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_PACE_ADD, VALUES(
		    value_integer(terms->now),
		    value_integer((int64_t)count)));
	return status;
}

/* A letter that is due, and what stands in its way. */
struct candidate {
	int64_t		 id;
	const char	*ontvanger;
	int64_t		 pogingen;
	bool		 written;	/* it has its message */
	int64_t		 versie;	/* of the registration now */
	bool		 holds;		/* the person has the address still */
	int64_t		 newer;		/* of the same subject, open; or 0 */
	int64_t		 parts;		/* the message to part; or 0 */
	bool		 invites;	/* holds: it has not answered */
	bool		 late;		/* tried, until what it is about was over */
};

static const struct column candidate_columns[] = {
	COLUMN(struct candidate, id),
	COLUMN(struct candidate, ontvanger),
	COLUMN(struct candidate, pogingen),
	COLUMN(struct candidate, written),
	COLUMN(struct candidate, versie),
	COLUMN(struct candidate, holds),
	COLUMN(struct candidate, newer),
	COLUMN(struct candidate, parts),
	COLUMN(struct candidate, invites),
	COLUMN(struct candidate, late),
};

/* Of a letter o about a registration r: the person has the address still. */
#define HOLDS								\
    " CASE WHEN o.participant = 0 THEN r.nonce = o.nonce"		\
    " AND r.contact_email = o.ontvanger COLLATE NOCASE"			\
    " ELSE" IS_THEIRS("o") " END"
#define IS_THEIRS(o)							\
    " EXISTS (SELECT 1 FROM participant p"				\
    " WHERE p.id = " o ".participant AND p.nonce = " o ".nonce"		\
    " AND p.email = " o ".ontvanger COLLATE NOCASE)"

/* A newer one about the same subject. */
#define NEWER(o) " (SELECT max(n.id)" SAME_SUBJECT(o) " AND n.id > " o ".id)"

/*
 * The message of o, which tells the letters m as well, holds no more: one of
 * them is closed, for somebody else, or overtaken, or the message is gone.
 * Or o is told by another's message, and that one's own letter is closed.
 */
#define PARTS								\
    " CASE WHEN o.samen <> 0 THEN o.samen WHEN EXISTS"			\
    " (SELECT 1 FROM outbox m WHERE m.samen = o.id AND m.samen <> 0"	\
    " AND (b.outbox IS NULL OR m.volgende IS NULL"			\
    " OR NOT" IS_THEIRS("m") " OR NOT" IS_THEIRS("o")			\
    " OR" NEWER("m") " IS NOT NULL OR" NEWER("o") " IS NOT NULL))"	\
    " THEN o.id ELSE 0 END"

/*
 * Of an invitation o, on the day ?3: the municipality, with those that went into it,
 * has not answered in any way, and is asked at this address still.  The rule
 * by which it is owed is campaign/invited.h's.
 */
#define MERGED								\
    "(WITH RECURSIVE m (code) AS (SELECT o.gemeente UNION"		\
    " SELECT f.code FROM m JOIN gemeente f ON f.opvolger = m.code"	\
    " WHERE f.geldig_tot <= ?3) SELECT code FROM m)"
#define INVITES								\
    " NOT EXISTS (SELECT 1 FROM gemeente_afgezegd d"			\
    " WHERE d.event = o.event AND d.gemeente IN " MERGED ")"		\
    " AND NOT EXISTS (SELECT 1 FROM registration s"			\
    " WHERE s.event = o.event AND s.gemeente IN " MERGED ")"		\
    " AND EXISTS (SELECT 1 FROM gemeente g LEFT JOIN invitation i"	\
    " ON i.event = o.event AND i.gemeente = g.code"			\
    " WHERE g.code = o.gemeente AND coalesce(i.gestopt, 0) = 0"	\
    " AND coalesce(i.later, '') < ?3"					\
    " AND (coalesce(nullif(i.adres, ''), g.gemeente_email)"		\
    " = o.ontvanger COLLATE NOCASE OR (coalesce(i.adres, '') = ''"	\
    " AND g.griffie_email = o.ontvanger COLLATE NOCASE"		\
    " AND EXISTS (SELECT 1 FROM event e WHERE e.id = o.event"		\
    " AND e.herinneren_ladder = 'ja'))))"

/* What is owed after the event, such as how it was, is not late. */
#define IS_LATE								\
    " o.pogingen > 0 AND EXISTS (SELECT 1 FROM event e"		\
    " WHERE e.id = o.event AND e.einde < ?1 AND o.gemaakt < e.einde)"

SQL(OUTBOX_HOLDS,
    "SELECT CASE WHEN o.nonce = 0 THEN 2 ELSE coalesce(" HOLDS ", 0) END"
    " FROM outbox o LEFT JOIN registration r ON r.id = o.registration"
    " WHERE o.id = ?1");

enum status
outbox_holds(struct db *db, int64_t id, bool *anybody)
{
	int64_t holds = 0;
	enum status status;

	status = db_integer(db, SQL_OUTBOX_HOLDS, VALUES(value_integer(id)),
	    &holds);
	*anybody = holds == 2;
	return status == STATUS_OK && holds == 0 ? STATUS_INVALID : status;
}

SQL(OUTBOX_CANDIDATES,
    "SELECT o.id, o.ontvanger, o.pogingen, b.outbox IS NOT NULL,"
    " coalesce(r.versie, 0),"
    " CASE WHEN o.gemeente <> '' THEN" INVITES
    " ELSE o.nonce = 0 OR" HOLDS " END,"
    " CASE WHEN o.nonce = 0 THEN 0 ELSE coalesce(" NEWER("o") ", 0) END,"
    PARTS ", o.gemeente <> ''," IS_LATE
    " FROM outbox o LEFT JOIN outbox_bericht b ON b.outbox = o.id"
    " LEFT JOIN registration r ON r.id = o.registration"
    " WHERE o.volgende <= ?1 AND" IS_MINE("o.id", "?4", "?5")
    " AND (o.samen = 0 OR NOT EXISTS (SELECT 1"
    " FROM outbox c WHERE c.id = o.samen AND c.volgende IS NOT NULL))"
    " ORDER BY o.volgende, o.id LIMIT ?2");

SQL(CLAIM_FAIL,
    "UPDATE outbox SET status = 'failed', volgende = NULL, antwoord = ?2,"
    " vast_tot = ?3 WHERE id = ?1");
SQL(CLAIM_DROP, "DELETE FROM outbox WHERE id = ?1");
SQL(CLAIM_POSTPONE, "UPDATE outbox SET volgende = ?2 WHERE id = ?1");
SQL(CLAIM_STORE,
    "INSERT INTO outbox_bericht (outbox, afzender, bericht)"
    " VALUES (?1, ?2, ?3)");
SQL(CLAIM_TAKE,
    "UPDATE outbox SET pogingen = pogingen + 1, vast_tot = ?1 + ?4,"
    " volgende = ?1 + max(?4, min(?2 * (pogingen + 1) * (pogingen + 1), ?3)"
    " + id % 60) WHERE id = ?5");
SQL(CLAIM_READ,
    "SELECT afzender, bericht FROM outbox_bericht WHERE outbox = ?1");
SQL(CLAIM_TAKE_TOO,
    "UPDATE outbox SET pogingen = c.pogingen, vast_tot = c.vast_tot,"
    " volgende = c.volgende FROM outbox c WHERE c.id = ?1"
    " AND outbox.samen = c.id AND outbox.samen <> 0");
SQL(CLAIM_JOIN,
    "UPDATE outbox AS c SET samen = ?1 WHERE id = ?2 AND samen = 0"
    " AND volgende IS NOT NULL AND pogingen = (SELECT o.pogingen"
    " FROM outbox o WHERE o.id = ?1) AND NOT EXISTS (SELECT 1"
    SAME_SUBJECT("c") ") AND NOT EXISTS (SELECT 1 FROM outbox_bericht b"
    " WHERE b.outbox = c.id)");
/* What was sent stays to be seen. */
SQL(CLAIM_PART_MESSAGE,
    "DELETE FROM outbox_bericht WHERE outbox = ?1 AND NOT EXISTS"
    " (SELECT 1 FROM outbox o WHERE o.id = ?1 AND o.verzonden IS NOT NULL)");
SQL(CLAIM_PART,
    "UPDATE outbox SET samen = 0 WHERE samen = ?1 AND samen <> 0");

SQL(OUTBOX_TAKE_OVER,
    "UPDATE outbox SET vast_tot = ?1, volgende = ?1"
    " WHERE volgende IS NOT NULL AND vast_tot > ?1");

enum status
outbox_take_over(struct db *db, int64_t now, int64_t *count)
{
	enum status status = db_run(db, SQL_OUTBOX_TAKE_OVER,
	    VALUES(value_integer(now)));

	if (status == STATUS_OK)
		*count = db_changed(db);
	return status;
}

static const struct composed *
composed_with_id(const struct composed *composed, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (composed[i].id == id)
			return &composed[i];
	return NULL;
}

/* Each of them is a letter by itself again, that is composed anew. */
static enum status
part(struct db *db, int64_t id)
{
	enum status status = db_run(db, SQL_CLAIM_PART_MESSAGE,
	    VALUES(value_integer(id)));

	return status != STATUS_OK ? status :
	    db_run(db, SQL_CLAIM_PART, VALUES(value_integer(id)));
}

/* NOTFOUND: one of them went another way meanwhile; none is joined. */
static enum status
join(struct db *db, const struct composed *one)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < one->ncompanions; i++)
		status = db_change(db, SQL_CLAIM_JOIN, VALUES(
		    value_integer(one->id),
		    value_integer(one->companions[i])), STATUS_NOTFOUND);
	if (status != STATUS_NOTFOUND)
		return status;
	status = part(db, one->id);
	return status == STATUS_OK ? STATUS_NOTFOUND : status;
}

/*
 * The message goes into the database, and the older letters that it tells of
 * go.  *stored stays false when one of those is in somebody's hand: this one
 * waits until it is known what becomes of that.
 */
static enum status
store(struct db *db, const struct composed *one, int64_t now, bool *stored)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < one->novertakes; i++)
		status = outbox_withdraw(db, one->overtakes[i],
		    OUTBOX_OVERTAKEN, now);
	if (status == STATUS_NOTFOUND)
		return db_run(db, SQL_CLAIM_POSTPONE, VALUES(
		    value_integer(one->id), value_integer(now + SHORT_WAIT)));
	if (status == STATUS_OK)
		status = join(db, one);
	if (status != STATUS_OK)
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	*stored = true;
	return db_run(db, SQL_CLAIM_STORE, VALUES(value_integer(one->id),
	    value_text(one->afzender),
	    value_blob(one->bericht, one->length)));
}

/* One that is in another's hand stays for now. */
static enum status
leave_out(struct db *db, int64_t id, const char *reason, int64_t now)
{
	enum status status = outbox_withdraw(db, id, reason, now);

	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

/* Whether this letter may go now; what stands in its way is settled. */
static enum status
settle(struct db *db, const struct candidate *it, const struct composed *one,
    int64_t now, bool *goes)
{
	*goes = false;
	if (it->parts != 0)
		return part(db, it->parts);
	if (!it->holds)
		return leave_out(db, it->id, it->invites ? OUTBOX_ANSWERED :
		    OUTBOX_MOVED_ON, now);
	if (it->late)
		return leave_out(db, it->id, OUTBOX_LATE, now);
	if (it->newer != 0)
		return db_run(db, SQL_CLAIM_POSTPONE, VALUES(
		    value_integer(it->id), value_integer(now + SHORT_WAIT)));
	if (it->written) {
		*goes = true;
		return STATUS_OK;
	}
	if (one != NULL && one->over != NULL)
		return leave_out(db, it->id, one->over, now);
	if (one != NULL && one->fault != NULL)
		return db_run(db, SQL_CLAIM_FAIL, VALUES(
		    value_integer(it->id), value_text(one->fault),
		    value_integer(now)));
	if (one != NULL && one->nothing)
		return db_run(db, SQL_CLAIM_DROP,
		    VALUES(value_integer(it->id)));
	if (one == NULL || one->versie != it->versie)
		return STATUS_OK;	/* composed at the next turn */
	return store(db, one, now, goes);
}

/* The message is in hand already, or stored with an earlier claim. */
static enum status
message_of(struct db *db, const struct composed *stored,
    struct arena *arena, struct claim *claim)
{
	struct rows rows;

	if (stored != NULL) {
		claim->afzender = stored->afzender;
		claim->bericht = stored->bericht;
		claim->length = stored->length;
		return STATUS_OK;
	}
	rows_open(&rows, db, SQL_CLAIM_READ, VALUES(value_integer(claim->id)));
	if (rows_next(&rows)) {
		claim->afzender = rows_text(&rows, 0, arena);
		claim->bericht = rows_blob(&rows, 1, arena, &claim->length);
	}
	return rows_close(&rows);
}

/* stored: the message that this claim has stored, or NULL. */
static enum status
take(struct db *db, const struct terms *terms, const struct candidate *it,
    const struct composed *stored, struct arena *arena, struct claim *claim)
{
	enum status status;

	*claim = (struct claim){
		.id = it->id, .ontvanger = it->ontvanger,
		.pogingen = it->pogingen + 1,
	};
	status = db_run(db, SQL_CLAIM_TAKE, VALUES(
	    value_integer(terms->now), value_integer(FIRST_WAIT),
	    value_integer(LONGEST_WAIT), value_integer(terms->hold),
	    value_integer(it->id)));
	if (status == STATUS_OK && (stored == NULL || stored->ncompanions > 0))
		status = db_run(db, SQL_CLAIM_TAKE_TOO,
		    VALUES(value_integer(it->id)));
	return status != STATUS_OK ? status :
	    message_of(db, stored, arena, claim);
}

enum status
outbox_claim(struct db *db, const struct terms *terms,
    const struct composed *composed, size_t ncomposed, struct arena *arena,
    struct claim *claims, size_t *count)
{
	char today[CLOCK_DAY_SIZE];
	struct candidate *due;
	size_t ndue, n = 0;
	enum status status;
	int64_t room;

	clock_day(terms->now, today);
	status = pace_room(db, terms, &room);
	if (status != STATUS_OK || room <= 0)
		return status == STATUS_OK ? STATUS_NOTFOUND : status;
	status = list_read(db, SQL_OUTBOX_CANDIDATES,
	    VALUES(value_integer(terms->now), value_integer(room),
	    value_text(today), value_integer(terms->share.number),
	    value_integer(terms->share.of)), &(struct list_of)LIST_OF(
	    struct candidate, candidate_columns, terms->max), arena, &due,
	    &ndue);
	for (size_t i = 0; status == STATUS_OK && i < ndue; i++) {
		const struct composed *one = composed_with_id(composed,
		    ncomposed, due[i].id);
		bool goes;

		status = settle(db, &due[i], one, terms->now, &goes);
		if (status == STATUS_OK && goes)
			status = take(db, terms, &due[i], due[i].written ?
			    NULL : one, arena, &claims[n++]);
	}
	if (status != STATUS_OK)
		return status;
	if (n == 0)
		return STATUS_NOTFOUND;
	*count = n;
	return pace_count(db, terms, n);
}
