#include <assert.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/person_name.h"
#include "core/text.h"
#include "db/db.h"
#include "db/list.h"
#include "db/registration/attendee_index.h"
#include "db/registration/registration.h"

/* Purposes of links (link.h). */
#define CONTACT_LINK		"aanmelding"
#define PARTICIPANT_LINK	"deelnemer"

/* Columns in front of those of the field tables. */
#define CONTACT_FIRST		9
#define PARTICIPANT_FIRST	7
#define VALUES_MAX		32
#define THEMAS_MAX		32
#define CONTENT_MAX		((size_t)1 << 20)

_Static_assert(CONTACT__MAX + 5 < VALUES_MAX, "room for the contact");
_Static_assert(PARTICIPANT__MAX + 8 < VALUES_MAX, "room for a participant");

static const char *const attendance_words[ATTENDANCE__MAX] = {
	[ATTENDANCE_CONFIRMED] = "bevestigd",
	[ATTENDANCE_WAITING] = "wachtlijst",
	[ATTENDANCE_CANCELLED] = "afgemeld",
};

const char *
attendance_word(enum attendance_status attendance)
{
	assert(attendance < ATTENDANCE__MAX);
	return attendance_words[attendance];
}

enum attendance_status
attendance_from_word(const char *word)
{
	enum attendance_status attendance = ATTENDANCE_CONFIRMED;

	while (attendance < ATTENDANCE_CANCELLED &&
	    strcmp(attendance_words[attendance], word) != 0)
		attendance++;
	return attendance;
}

const char *
participant_name(const struct participant *participant, struct arena *arena)
{
	if (!text_empty(participant->answer[PARTICIPANT_NAAM_VOLGT]))
		return "Naam volgt";
	return person_name_full(participant->answer[PARTICIPANT_VOORNAAM],
	    participant->answer[PARTICIPANT_ACHTERNAAM], arena);
}

const char *
participant_label(const struct participant *participant, struct arena *arena)
{
	const char *name = participant_name(participant, arena);

	return text_empty(participant->answer[PARTICIPANT_NAAM_VOLGT]) ? name :
	    arena_printf(arena, "%s (deelnemer %lld)", name,
	    (long long)participant->positie);
}

const char *
contact_name(const struct registration *registration, struct arena *arena)
{
	return person_name_full(registration->answer[CONTACT_VOORNAAM],
	    registration->answer[CONTACT_ACHTERNAAM], arena);
}

void
registration_link(const struct registration *registration,
    const struct secret *secret, char link[LINK_LENGTH + 1])
{
	link_make(secret, CONTACT_LINK, registration->id, registration->nonce,
	    link);
}

void
participant_link(const struct participant *participant,
    const struct secret *secret, char link[LINK_LENGTH + 1])
{
	link_make(secret, PARTICIPANT_LINK, participant->id,
	    participant->nonce, link);
}

struct participant *
participant_with_id(const struct registration *registration, int64_t id)
{
	for (size_t i = 0; i < registration->nparticipants; i++)
		if (registration->participants[i].id == id)
			return &registration->participants[i];
	return NULL;
}

struct participant *
participant_at(const struct registration *registration, int64_t positie)
{
	for (size_t i = 0; i < registration->nparticipants; i++)
		if (registration->participants[i].positie == positie)
			return &registration->participants[i];
	return NULL;
}

bool
participant_is_own(const struct registration *registration,
    const struct participant *participant)
{
	const char *address = participant->answer[PARTICIPANT_EMAIL];

	return !text_empty(address) && strcasecmp(address,
	    registration->answer[CONTACT_EMAIL]) != 0;
}

size_t
participants_count(const struct registration *registration,
    enum attendance_status attendance)
{
	size_t count = 0;

	for (size_t i = 0; i < registration->nparticipants; i++)
		count += registration->participants[i].attendance == attendance;
	return count;
}

const char *
participant_sort_key(const struct participant *participant, struct arena *arena)
{
	/* Held places come last in every list. */
	if (!text_empty(participant->answer[PARTICIPANT_NAAM_VOLGT]))
		return "\x7f";
	return person_name_sort_key(participant->answer[PARTICIPANT_VOORNAAM],
	    participant->answer[PARTICIPANT_ACHTERNAAM], arena);
}

SQL_WITH(question_columns, REGISTRATION_ADD,
    "INSERT INTO registration (event, sleutel_hash, nonce, aangemeld,"
    " inhoud, @contact@) VALUES (?1, ?2, ?3, ?4, ?5, @contact?6@)");

enum status
registration_add(struct db *db, struct registration *registration)
{
	struct value values[VALUES_MAX];
	enum status status;
	size_t count = 0;

	values[count++] = value_integer(registration->event);
	values[count++] = value_blob(registration->key_hash, HASH_SIZE);
	values[count++] = value_integer(registration->nonce);
	values[count++] = value_integer(registration->aangemeld);
	values[count++] = value_blob(registration->content, HASH_SIZE);
	value_texts(values, &count, registration->answer, CONTACT__MAX);
	status = db_run(db, SQL_REGISTRATION_ADD, values, count);
	if (status == STATUS_OK) {
		registration->id = db_last_id(db);
		registration->versie = 1;
		status = registration_add_themas(db, registration);
	}
	return status;
}

SQL(REGISTRATION_THEMA_ADD,
    "INSERT OR IGNORE INTO registration_thema (registration, thema)"
    " VALUES (?1, ?2)");

enum status
registration_add_themas(struct db *db, const struct registration *registration)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < registration->nthemas;
	    i++)
		status = db_run(db, SQL_REGISTRATION_THEMA_ADD,
		    VALUES(value_integer(registration->id),
		    value_text(registration->themas[i])));
	return status;
}

SQL(PARTICIPANT_SESSION_ADD,
    "INSERT INTO participant_session (participant, round, session, status,"
    " rij) VALUES (?1, ?2, ?3, 'wachtlijst', (SELECT"
    " coalesce(max(rij), 0) + 1 FROM participant_session WHERE session = ?3))"
    " ON CONFLICT (participant, round) DO UPDATE SET"
    " session = excluded.session, status = excluded.status,"
    " rij = excluded.rij WHERE session <> excluded.session");

SQL(PARTICIPANT_SESSION_REMOVE,
    "DELETE FROM participant_session WHERE participant = ?1 AND round = ?2");

enum status
participant_choose(struct db *db, int64_t participant, int64_t round,
    int64_t session)
{
	if (session == 0)
		return db_run(db, SQL_PARTICIPANT_SESSION_REMOVE,
		    VALUES(value_integer(participant), value_integer(round)));
	return db_run(db, SQL_PARTICIPANT_SESSION_ADD,
	    VALUES(value_integer(participant), value_integer(round),
	    value_integer(session)));
}

SQL_WITH(question_columns, PARTICIPANT_ADD,
    "INSERT INTO participant (event, registration, positie, nonce,"
    " sorteersleutel, gewijzigd, status, rij, agenda, regels, @deelnemer@)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8 IS NULL, iif(?8 IS NULL,"
    " (SELECT regels FROM event WHERE id = ?1), 0), @deelnemer?9@)");

static enum status
add_participant(struct db *db, const struct registration *registration,
    struct participant *participant, const struct catalog *catalog,
    struct arena *arena)
{
	bool waits = participant->attendance == ATTENDANCE_WAITING;
	struct value values[VALUES_MAX];
	enum status status;
	size_t count = 0;

	values[count++] = value_integer(registration->event);
	values[count++] = value_integer(registration->id);
	values[count++] = value_integer(participant->positie);
	values[count++] = value_integer(participant->nonce);
	values[count++] = value_text(participant_sort_key(participant,
	    arena));
	values[count++] = value_integer(participant->gewijzigd);
	values[count++] = value_text(attendance_word(participant->attendance));
	values[count++] = waits ? value_integer(participant->rij) :
	    value_null();
	value_texts(values, &count, participant->answer, PARTICIPANT__MAX);
	status = db_run(db, SQL_PARTICIPANT_ADD, values, count);
	if (status != STATUS_OK)
		return status;
	participant->id = db_last_id(db);
	participant->agenda = !waits;
	for (size_t i = 0; status == STATUS_OK && i < catalog->nrounds; i++)
		if (participant->session[i] != 0)
			status = participant_choose(db, participant->id,
			    catalog->rounds[i].id, participant->session[i]);
	return status;
}

enum status
participant_add(struct db *db, const struct registration *registration,
    struct participant *participant, const struct catalog *catalog,
    struct arena *arena)
{
	enum status status;

	participant->attendance = ATTENDANCE_WAITING;
	status = add_participant(db, registration, participant, catalog,
	    arena);
	if (status == STATUS_OK)
		status = attendee_index_participant(db, participant->id,
		    arena);
	return status;
}

enum status
registration_add_people(struct db *db, struct registration *registration,
    const struct catalog *catalog, struct arena *arena)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++) {
		struct participant *one = &registration->participants[i];

		one->gewijzigd = registration->aangemeld;
		status = add_participant(db, registration, one, catalog, arena);
	}
	/* All of them at once: they share the contact and the municipality. */
	if (status == STATUS_OK)
		status = attendee_index_new(db, registration->id, arena);
	return status;
}

SQL(REGISTRATION_BY_KEY,
    "SELECT id, nonce, inhoud = ?3 FROM registration WHERE event = ?1"
    " AND sleutel_hash = ?2");

static void
add_line(struct buf *all, const char *text)
{
	buf_text(all, text);
	buf_char(all, '\n');
}

void
registration_digest(const struct registration *registration,
    const struct secret *secret, struct arena *arena,
    unsigned char digest[HASH_SIZE])
{
	struct buf all;

	buf_init(&all, arena, CONTENT_MAX);
	for (size_t i = 0; i < CONTACT__MAX; i++)
		add_line(&all, registration->answer[i]);
	for (size_t i = 0; i < registration->nthemas; i++)
		buf_printf(&all, "thema %s\n", registration->themas[i]);
	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		for (size_t j = 0; j < PARTICIPANT__MAX; j++)
			add_line(&all, one->answer[j]);
		for (size_t j = 0; j < ROUNDS_MAX; j++)
			add_line(&all, one->session[j] == 0 ? "" :
			    arena_printf(arena, "%lld",
			    (long long)one->session[j]));
	}
	secret_derive(secret, "inhoud", all.data, all.length, digest,
	    HASH_SIZE);
}

enum status
registration_by_key(struct db *db, struct registration *registration)
{
	enum status status = STATUS_NOTFOUND, closed;
	struct rows rows;

	rows_open(&rows, db, SQL_REGISTRATION_BY_KEY,
	    VALUES(value_integer(registration->event),
	    value_blob(registration->key_hash, HASH_SIZE),
	    value_blob(registration->content, HASH_SIZE)));
	if (rows_next(&rows)) {
		registration->id = rows_integer(&rows, 0);
		registration->nonce = rows_integer(&rows, 1);
		status = rows_integer(&rows, 2) ? STATUS_OK : STATUS_INVALID;
	}
	closed = rows_close(&rows);
	return closed == STATUS_OK ? status : closed;
}

SQL(REGISTRATION_NONCE, "SELECT nonce, id FROM registration WHERE id = ?1");
SQL(PARTICIPANT_NONCE,
    "SELECT nonce, registration FROM participant WHERE id = ?1");

/* The row that a link names, when it was made for its present holder. */
static enum status
follow(struct db *db, const struct statement *nonce_of,
    const struct secret *secret, const char *purpose, const char *link,
    int64_t *id, int64_t *registration)
{
	int64_t claimed, nonce = 0, found = 0;
	enum status status;
	struct rows rows;

	if (link_id(link, &claimed) != STATUS_OK)
		return STATUS_NOTFOUND;
	rows_open(&rows, db, nonce_of, VALUES(value_integer(claimed)));
	if (rows_next(&rows)) {
		nonce = rows_integer(&rows, 0);
		found = rows_integer(&rows, 1);
	}
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (found == 0 || !link_holds(secret, purpose, claimed, nonce, link))
		return STATUS_NOTFOUND;
	*id = claimed;
	*registration = found;
	return STATUS_OK;
}

enum status
registration_by_link(struct db *db, const struct secret *secret,
    const char *link, int64_t *id)
{
	int64_t registration;

	return follow(db, SQL_REGISTRATION_NONCE, secret, CONTACT_LINK, link,
	    id, &registration);
}

enum status
registration_by_confirmation(struct db *db, const struct secret *secret,
    const char *link, int64_t *id)
{
	int64_t registration;

	return follow(db, SQL_REGISTRATION_NONCE, secret, CONFIRMATION_LINK,
	    link, id, &registration);
}

enum status
participant_by_link(struct db *db, const struct secret *secret,
    const char *link, int64_t *registration, int64_t *participant)
{
	return follow(db, SQL_PARTICIPANT_NONCE, secret, PARTICIPANT_LINK,
	    link, participant, registration);
}

SQL(REGISTRATION_EVENT, "SELECT event FROM registration WHERE id = ?1");

enum status
registration_event(struct db *db, int64_t registration, int64_t *event)
{
	return db_integer(db, SQL_REGISTRATION_EVENT,
	    VALUES(value_integer(registration)), event);
}

SQL(PARTICIPANT_REGISTRATION,
    "SELECT registration FROM participant WHERE id = ?1");

enum status
participant_registration(struct db *db, int64_t participant,
    int64_t *registration)
{
	return db_integer(db, SQL_PARTICIPANT_REGISTRATION,
	    VALUES(value_integer(participant)), registration);
}

SQL(REGISTRATION_COMING,
    "SELECT r.id FROM registration r WHERE r.id > ?2 AND +r.event = ?1"
    " AND EXISTS (SELECT 1 FROM participant p WHERE p.registration = r.id"
    " AND p.status <> 'afgemeld') ORDER BY r.id LIMIT ?3");

enum status
registration_coming(struct db *db, int64_t event, int64_t behind,
    struct arena *arena, int64_t **ids, size_t *count)
{
	static const struct list_of all =
	    LIST_BY(int64_t, take_integer, SIZE_MAX);

	return list_read(db, SQL_REGISTRATION_COMING,
	    VALUES(value_integer(event), value_integer(behind),
	    value_integer((int64_t)list_portion)), &all, arena, ids, count);
}

static void
take_contact(const struct rows *rows, struct arena *arena, void *element)
{
	struct registration *registration = element;

	registration->id = rows_integer(rows, 0);
	registration->event = rows_integer(rows, 1);
	registration->aangemeld = rows_integer(rows, 2);
	registration->versie = rows_integer(rows, 3);
	rows_bytes(rows, 4, registration->key_hash, HASH_SIZE);
	registration->nonce = rows_integer(rows, 5);
	registration->gemeente_naam = rows_text(rows, 6, arena);
	registration->gemeente_domein = rows_text(rows, 7, arena);
	registration->to_confirm = (enum to_confirm)rows_integer(rows, 8);
	for (int i = 0; i < CONTACT__MAX; i++)
		registration->answer[i] = rows_text(rows, CONTACT_FIRST + i,
		    arena);
}

SQL_WITH(question_columns, REGISTRATION_GET,
    "SELECT r.id, r.event, r.aangemeld, r.versie, r.sleutel_hash, r.nonce,"
    " g.naam, g.domein, r.bevestigen, @contact@ FROM registration r"
    " JOIN gemeente g ON g.code = r.gemeente WHERE r.id = ?1");

SQL(REGISTRATION_THEMA_LIST,
    "SELECT rt.thema FROM registration_thema rt"
    " JOIN thema t ON t.sleutel = rt.thema WHERE rt.registration = ?1"
    " ORDER BY t.positie");

enum status
registration_themas(struct db *db, int64_t registration, struct arena *arena,
    const char ***keys, size_t *count)
{
	static const struct list_of all =
	    LIST_BY(const char *, take_text, THEMAS_MAX);

	return list_read(db, SQL_REGISTRATION_THEMA_LIST,
	    VALUES(value_integer(registration)), &all, arena, keys, count);
}

static void
take_participant(const struct rows *rows, struct arena *arena,
    struct participant *participant)
{
	participant->id = rows_integer(rows, 0);
	participant->positie = rows_integer(rows, 1);
	participant->nonce = rows_integer(rows, 2);
	participant->attendance = attendance_from_word(rows_text(rows, 3,
	    arena));
	participant->rij = rows_integer(rows, 4);
	participant->agenda = rows_integer(rows, 5);
	participant->vraag_tot = rows_integer(rows, 6);
	for (int i = 0; i < PARTICIPANT__MAX; i++)
		participant->answer[i] = rows_text(rows,
		    PARTICIPANT_FIRST + i, arena);
}

SQL_WITH(question_columns, PARTICIPANT_LIST,
    "SELECT id, positie, nonce, status, rij, agenda, vraag_tot,"
    " @deelnemer@"
    " FROM participant"
    " WHERE registration = ?1 ORDER BY positie");

/* The array has room for those that a change adds. */
static enum status
get_participants(struct db *db, struct arena *arena,
    struct registration *registration)
{
	struct participant *all = arena_array(arena, PARTICIPANTS_MAX,
	    sizeof(*all));
	struct rows rows;
	size_t count = 0;

	rows_open(&rows, db, SQL_PARTICIPANT_LIST,
	    VALUES(value_integer(registration->id)));
	while (count < PARTICIPANTS_MAX && rows_next(&rows))
		take_participant(&rows, arena, &all[count++]);
	registration->participants = all;
	registration->nparticipants = count;
	return rows_close(&rows);
}

SQL(PARTICIPANT_SESSION_LIST,
    "SELECT ps.participant, r.nummer, ps.session, ps.status"
    " FROM participant p JOIN participant_session ps ON ps.participant = p.id"
    " JOIN round r ON r.id = ps.round WHERE p.registration = ?1");

static enum status
get_sessions(struct db *db, struct arena *arena,
    const struct registration *registration)
{
	struct participant *one;
	struct rows rows;
	int64_t nummer;

	rows_open(&rows, db, SQL_PARTICIPANT_SESSION_LIST,
	    VALUES(value_integer(registration->id)));
	while (rows_next(&rows)) {
		one = participant_with_id(registration, rows_integer(&rows, 0));
		nummer = rows_integer(&rows, 1);
		if (one == NULL || nummer < 1 || nummer > ROUNDS_MAX)
			continue;
		one->session[nummer - 1] = rows_integer(&rows, 2);
		one->session_attendance[nummer - 1] = attendance_from_word(
		    rows_text(&rows, 3, arena));
	}
	return rows_close(&rows);
}

enum status
registration_get(struct db *db, int64_t id, struct arena *arena,
    struct registration *registration)
{
	static const struct list_of one =
	    LIST_BY(struct registration, take_contact, 1);
	struct registration found;
	enum status status;

	status = row_read(db, SQL_REGISTRATION_GET, VALUES(value_integer(id)),
	    &one, arena, &found);
	if (status == STATUS_OK)
		status = registration_themas(db, id, arena, &found.themas,
		    &found.nthemas);
	if (status == STATUS_OK)
		status = get_participants(db, arena, &found);
	if (status == STATUS_OK)
		status = get_sessions(db, arena, &found);
	if (status == STATUS_OK)
		*registration = found;
	return status;
}

SQL(REGISTRATION_CHANGED,
    "UPDATE registration SET versie = versie + 1 WHERE id = ?1");

enum status
registration_changed(struct db *db, struct registration *registration)
{
	enum status status;

	status = db_run(db, SQL_REGISTRATION_CHANGED,
	    VALUES(value_integer(registration->id)));
	if (status == STATUS_OK)
		registration->versie++;
	return status;
}
