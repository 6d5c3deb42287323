/*
 * Attendees for programs.  A name of a key is a promise: an export that is
 * read by a program breaks when it changes.
 */
#include <string.h>
#include <time.h>

#include "core/arena.h"
#include "core/buf.h"
#include "db/event/event.h"
#include "export/json.h"
#include "export/machine_export.h"

#define ROW_LIMIT	((size_t)4 << 20)
#define LINE_BYTES	((size_t)2 << 20)
#define LIST_BYTES	((size_t)64 << 10)

/* 2026-11-24T08:30:05Z */
static const char *
utc(int64_t moment, struct arena *arena)
{
	time_t seconds = (time_t)moment;
	char text[sizeof("2026-11-24T08:30:05Z")];
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return arena_string(arena, text);
}

/*
 * How one value is written.  Both files have the same values in the same
 * order (put_row), and differ only in how one is put.
 */
enum value_kind {
	KIND_TEXT,
	KIND_RAW		/* a number or JSON */
};

typedef void (*put_value)(struct buf *, size_t column, const char *name,
    const char *value, enum value_kind);

struct machine {
	struct db	*db;
	csv_write	 write;
	void		*arg;
	put_value	 put;
	const char	*before;	/* of a row, from the second on */
	const char	*open;		/* of each row */
	const char	*close;
	bool		 any;
};

static void
put_cell(struct buf *out, size_t column, const char *name, const char *value,
    enum value_kind kind)
{
	(void)name;
	(void)kind;
	if (column > 0)
		buf_char(out, ',');
	if (strpbrk(value, "\",\r\n") == NULL)
		buf_text(out, value);
	else
		csv_quoted(out, "", value);
}

static void
put_name(struct buf *out, size_t column, const char *name, const char *value,
    enum value_kind kind)
{
	(void)value;
	put_cell(out, column, name, name, kind);
}

static void
put_member(struct buf *out, size_t column, const char *name,
    const char *value, enum value_kind kind)
{
	if (column > 0)
		buf_text(out, ", ");
	json_string(out, name);
	buf_text(out, ": ");
	if (kind == KIND_TEXT)
		json_string(out, value);
	else
		buf_text(out, value);
}

static const char *
integer(int64_t value, struct arena *arena)
{
	return arena_printf(arena, "%lld", (long long)value);
}

static enum status
list_themas(struct db *db, const struct attendee *attendee,
    struct arena *arena, const char **json)
{
	const char **keys;
	enum status status;
	struct buf out;
	size_t count;

	status = registration_themas(db, attendee->registration, arena, &keys,
	    &count);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, arena, LIST_BYTES);
	buf_char(&out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_text(&out, ", ");
		json_string(&out, keys[i]);
	}
	buf_char(&out, ']');
	*json = out.data;
	return STATUS_OK;
}

static enum status
list_sessions(struct db *db, const struct attendee *attendee,
    struct arena *arena, const char **json)
{
	struct attendee_session *sessions;
	enum status status;
	struct buf out;
	size_t count;

	status = attendee_sessions(db, attendee->nummer, arena, &sessions,
	    &count);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, arena, LIST_BYTES);
	buf_char(&out, '[');
	for (size_t i = 0; i < count; i++) {
		buf_printf(&out, "%s{\"ronde\": %lld, \"sessie\": %lld, "
		    "\"titel\": ", i > 0 ? ", " : "",
		    (long long)sessions[i].ronde,
		    (long long)sessions[i].sessie);
		json_string(&out, sessions[i].titel);
		buf_text(&out, ", \"status\": ");
		json_string(&out, sessions[i].status);
		buf_char(&out, '}');
	}
	buf_char(&out, ']');
	*json = out.data;
	return STATUS_OK;
}

static void
put_fields(put_value put, struct buf *out, size_t *column,
    const struct field *fields, size_t count, const char *const *answers)
{
	for (size_t i = 0; i < count; i++)
		if (!(fields[i].flags & FIELD_SPECIAL))
			put(out, (*column)++, fields[i].name, answers[i],
			    KIND_TEXT);
}

static void
put_row(put_value put, struct buf *out, const struct attendee *one,
    const char *themas, const char *sessions, struct arena *arena)
{
	size_t n = 0;

	put(out, n++, "nummer", integer(one->nummer, arena), KIND_RAW);
	put(out, n++, "aanmelding", integer(one->registration, arena),
	    KIND_RAW);
	put(out, n++, "positie", integer(one->positie, arena), KIND_RAW);
	put(out, n++, "status", attendance_word(one->attendance), KIND_TEXT);
	put(out, n++, "gemeente_naam", one->gemeente_naam, KIND_TEXT);
	put(out, n++, "provincie", one->provincie, KIND_TEXT);
	put(out, n++, "arbeidsmarktregio", one->regio, KIND_TEXT);
	put(out, n++, "aangemeld", utc(one->aangemeld, arena), KIND_TEXT);
	put(out, n++, "gewijzigd", utc(one->gewijzigd, arena), KIND_TEXT);
	put_fields(put, out, &n, contact_fields, CONTACT__MAX, one->contact);
	put_fields(put, out, &n, participant_fields, PARTICIPANT__MAX,
	    one->answer);
	put(out, n++, "thema", themas, KIND_RAW);
	put(out, n, "sessies", sessions, KIND_RAW);
}

static enum status
write_row(const struct attendee *attendee, struct arena *arena, void *arg)
{
	const char *themas = NULL, *sessions = NULL;
	struct machine *machine = arg;
	enum status status;
	struct buf out;

	status = list_themas(machine->db, attendee, arena, &themas);
	if (status == STATUS_OK)
		status = list_sessions(machine->db, attendee, arena,
		    &sessions);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, arena, LINE_BYTES);
	buf_text(&out, machine->any ? machine->before : "");
	buf_text(&out, machine->open);
	put_row(machine->put, &out, attendee, themas, sessions, arena);
	buf_text(&out, machine->close);
	machine->any = true;
	status = csv_send(&out, machine->write, machine->arg);
	arena_reset(arena);
	return status;
}

enum status
machine_csv(struct db *db, const struct attendee_filter *filter,
    csv_write write, void *arg)
{
	struct machine machine = {
		.db = db, .write = write, .arg = arg, .put = put_cell,
		.before = "", .open = "", .close = "\r\n",
	};
	struct attendee nobody = { .gemeente_naam = "" };
	struct arena *arena = arena_new(ROW_LIMIT);
	enum status status;
	struct buf names;

	buf_init(&names, arena, LINE_BYTES);
	put_row(put_name, &names, &nobody, "", "", arena);
	buf_text(&names, "\r\n");
	status = csv_send(&names, write, arg);
	arena_reset(arena);
	if (status == STATUS_OK)
		status = attendee_walk(db, filter, INT64_MAX, arena,
		    write_row, &machine);
	arena_free(arena);
	return status;
}

enum status
machine_json(struct db *db, const struct attendee_filter *filter,
    const struct event *event, int64_t now, csv_write write, void *arg)
{
	static const char end[] = "\n]}\n";
	struct machine machine = {
		.db = db, .write = write, .arg = arg, .put = put_member,
		.before = ",", .open = "\n{", .close = "}",
	};
	struct arena *arena = arena_new(ROW_LIMIT);
	enum status status;
	struct buf head;

	buf_init(&head, arena, LINE_BYTES);
	buf_char(&head, '{');
	put_member(&head, 0, "bijeenkomst", event->titel, KIND_TEXT);
	put_member(&head, 1, "begin", utc(event->begin, arena), KIND_TEXT);
	put_member(&head, 2, "einde", utc(event->einde, arena), KIND_TEXT);
	put_member(&head, 3, "afgelast", event->afgelast != 0 ? "true" :
	    "false", KIND_RAW);
	put_member(&head, 4, "gemaakt", utc(now, arena), KIND_TEXT);
	put_member(&head, 5, "deelnemers", "[", KIND_RAW);
	status = csv_send(&head, write, arg);
	arena_reset(arena);
	if (status == STATUS_OK)
		status = attendee_walk(db, filter, INT64_MAX, arena,
		    write_row, &machine);
	if (status == STATUS_OK)
		status = write(arg, end, sizeof(end) - 1);
	arena_free(arena);
	return status;
}
