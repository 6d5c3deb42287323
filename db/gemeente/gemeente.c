#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "core/token.h"
#include "db/db.h"
#include "db/event/catalog.h"
#include "db/gemeente/gemeente.h"
#include "db/list.h"

#define JOINED_MAX	4000
#define MARKED_MAX	((size_t)64 << 10)

const struct field gemeente_fields[GEMEENTE__MAX] = {
	[GEMEENTE_CODE] = { .name = "code", .label = "Code",
	    .flags = FIELD_REQUIRED },
	[GEMEENTE_OFFICIELE_NAAM] = { .name = "officiele_naam",
	    .label = "Officiële naam", .flags = FIELD_REQUIRED },
	[GEMEENTE_NAAM] = { .name = "naam", .label = "Naam",
	    .hint = "Zoals mensen die schrijven.", .flags = FIELD_REQUIRED },
	[GEMEENTE_ALIASSEN] = { .name = "aliassen", .label = "Andere namen",
	    .hint = "Eén per regel; op het formulier is de gemeente ook "
	    "daaronder te vinden.", .type = FIELD_LINES },
	[GEMEENTE_PROVINCIE] = { .name = "provincie", .label = "Provincie",
	    .flags = FIELD_REQUIRED },
	[GEMEENTE_ARBEIDSMARKTREGIO] = { .name = "arbeidsmarktregio",
	    .label = "Arbeidsmarktregio" },
	[GEMEENTE_DOMEIN] = { .name = "domein", .label = "Webdomein",
	    .hint = "Zoals woerden.nl." },
	[GEMEENTE_HEEFT_MBO] = { .name = "heeft_mbo",
	    .label = "Er is een mbo-instelling", .type = FIELD_TICK },
	[GEMEENTE_MBO_NAMEN] = { .name = "mbo_namen",
	    .label = "Mbo-instellingen", .hint = "Eén per regel.",
	    .type = FIELD_LINES },
	[GEMEENTE_EMAIL] = { .name = "gemeente_email",
	    .label = "E-mailadres voor uitnodigingen",
	    .hint = "Van de gemeente, bijvoorbeeld het bestuurssecretariaat.",
	    .type = FIELD_EMAIL },
	[GEMEENTE_GRIFFIE] = { .name = "griffie_email",
	    .label = "E-mailadres van de griffie",
	    .hint = "Of van het bestuurssecretariaat: wie de ladder van "
	    "herinneringen daarna vraagt.", .type = FIELD_EMAIL },
	[GEMEENTE_GELDIG_VANAF] = { .name = "geldig_vanaf",
	    .label = "Bestaat vanaf", .hint = "Zoals 1-1-2026.",
	    .flags = FIELD_REQUIRED | FIELD_HALF },
	[GEMEENTE_GELDIG_TOT] = { .name = "geldig_tot",
	    .label = "Bestaat tot",
	    .hint = "De eerste dag dat de gemeente er niet meer is.",
	    .flags = FIELD_HALF },
	[GEMEENTE_OPVOLGER] = { .name = "opvolger", .label = "Opvolger",
	    .hint = "Code van de gemeente waarin deze opgaat, zoals GM0632. "
	    "Aanmeldingen tellen daar dan mee." },
};

const char *const gemeente_headers[GEMEENTE__MAX] = {
	[GEMEENTE_CODE] = "code",
	[GEMEENTE_OFFICIELE_NAAM] = "name",
	[GEMEENTE_NAAM] = "display_name",
	[GEMEENTE_ALIASSEN] = "aliases",
	[GEMEENTE_PROVINCIE] = "province",
	[GEMEENTE_ARBEIDSMARKTREGIO] = "arbeidsmarktregio",
	[GEMEENTE_DOMEIN] = "domain",
	[GEMEENTE_HEEFT_MBO] = "has_mbo",
	[GEMEENTE_MBO_NAMEN] = "mbo_namen",
	[GEMEENTE_EMAIL] = "contact_email",
	[GEMEENTE_GRIFFIE] = "griffie_email",
	[GEMEENTE_GELDIG_VANAF] = "geldig_vanaf",
	[GEMEENTE_GELDIG_TOT] = "geldig_tot",
	[GEMEENTE_OPVOLGER] = "opvolger",
};

static void
take_record(const struct rows *rows, struct arena *arena, void *element)
{
	struct gemeente_record *record = element;

	for (int i = 0; i < GEMEENTE__MAX; i++)
		record->value[i] = rows_text(rows, i, arena);
}

/* In the order of gemeente.h's fields. */
SQL(GEMEENTE_RECORDS,
    "SELECT code, officiele_naam, naam, coalesce((SELECT"
    " group_concat(alias, '|') FROM (SELECT alias FROM gemeente_alias a"
    " WHERE a.gemeente = g.code ORDER BY alias)), ''), provincie,"
    " arbeidsmarktregio, domein, CAST(heeft_mbo AS TEXT), mbo_namen,"
    " gemeente_email, griffie_email, geldig_vanaf, coalesce(geldig_tot, ''),"
    " coalesce(opvolger, '') FROM gemeente g"
    " WHERE code <> '" GEMEENTE_NONE "' AND (?1 = '' OR code = ?1) ORDER BY code");

enum status
gemeente_list(struct db *db, struct arena *arena,
    struct gemeente_record **list, size_t *count)
{
	static const struct list_of all =
	    LIST_BY(struct gemeente_record, take_record, GEMEENTEN_MAX);

	return list_read(db, SQL_GEMEENTE_RECORDS, VALUES(value_text("")),
	    &all, arena, list, count);
}

enum status
gemeente_get(struct db *db, const char *code, struct arena *arena,
    struct gemeente_record *record)
{
	static const struct list_of one =
	    LIST_BY(struct gemeente_record, take_record, 1);

	if (code[0] == '\0')
		return STATUS_NOTFOUND;
	return row_read(db, SQL_GEMEENTE_RECORDS, VALUES(value_text(code)),
	    &one, arena, record);
}

static int
compare_code(const void *key, const void *element)
{
	const struct gemeente_record *record = element;

	return strcmp(key, record->value[GEMEENTE_CODE]);
}

const struct gemeente_record *
gemeente_find(const struct gemeente_record *list, size_t count,
    const char *code)
{
	return bsearch(code, list, count, sizeof(list[0]), compare_code);
}

static enum status
misfit(struct csv_fault *fault, enum csv_fault_kind kind, const char *about)
{
	fault->kind = kind;
	fault->about = about;
	return STATUS_INVALID;
}

enum status
gemeente_fits(const struct gemeente_record *record,
    const struct gemeente_record *all, size_t count, struct csv_fault *fault)
{
	const char *const *value = record->value;
	const char *next = value[GEMEENTE_OPVOLGER];

	if (value[GEMEENTE_GELDIG_TOT][0] != '\0' &&
	    strcmp(value[GEMEENTE_GELDIG_TOT],
	    value[GEMEENTE_GELDIG_VANAF]) <= 0)
		return misfit(fault, CSV_DATES, NULL);
	if (next[0] != '\0' && value[GEMEENTE_GELDIG_TOT][0] == '\0')
		return misfit(fault, CSV_SUCCESSOR_UNDATED, NULL);
	/* A chain longer than the list goes round. */
	for (size_t step = 0; next[0] != '\0'; step++) {
		const struct gemeente_record *at = gemeente_find(all, count,
		    next);

		if (at == NULL)
			return misfit(fault, CSV_SUCCESSOR, next);
		if (step == count || strcmp(next, value[GEMEENTE_CODE]) == 0)
			return misfit(fault, CSV_SUCCESSOR_SELF,
			    value[GEMEENTE_OPVOLGER]);
		next = at->value[GEMEENTE_OPVOLGER];
	}
	return STATUS_OK;
}

SQL(ALIAS_CLEAR, "DELETE FROM gemeente_alias WHERE gemeente = ?1");
SQL(ALIAS_PUT,
    "INSERT OR IGNORE INTO gemeente_alias (alias, gemeente) VALUES (?1, ?2)");

static enum status
put_aliases(struct db *db, const struct gemeente_record *record,
    struct arena *arena)
{
	const char *code = record->value[GEMEENTE_CODE];
	char *list = arena_string(arena, record->value[GEMEENTE_ALIASSEN]);
	enum status status;
	char *alias, *rest = NULL;

	status = db_run(db, SQL_ALIAS_CLEAR, VALUES(value_text(code)));
	for (alias = strtok_r(list, "|", &rest); status == STATUS_OK &&
	    alias != NULL; alias = strtok_r(NULL, "|", &rest))
		status = db_run(db, SQL_ALIAS_PUT,
		    VALUES(value_text(alias), value_text(code)));
	return status;
}

/* "" is no date and no municipality. */
static struct value
text_or_null(const char *text)
{
	return value_text(text_empty(text) ? NULL : text);
}

SQL(GEMEENTE_PUT,
    "INSERT INTO gemeente (code, naam, officiele_naam, provincie,"
    " arbeidsmarktregio, domein, heeft_mbo)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    " ON CONFLICT (code) DO UPDATE SET naam = excluded.naam,"
    " officiele_naam = excluded.officiele_naam,"
    " provincie = excluded.provincie,"
    " arbeidsmarktregio = excluded.arbeidsmarktregio,"
    " domein = excluded.domein, heeft_mbo = excluded.heeft_mbo");
SQL(GEMEENTE_PUT_MORE,
    "UPDATE gemeente SET mbo_namen = ?2, gemeente_email = ?3,"
    " geldig_vanaf = ?4, geldig_tot = ?5, opvolger = ?6,"
    " griffie_email = ?7 WHERE code = ?1");

enum status
gemeente_put(struct db *db, const struct gemeente_record *const *list,
    size_t count, struct arena *arena)
{
	enum status status = STATUS_OK;
	const char *const *value;

	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		value = list[i]->value;
		status = db_run(db, SQL_GEMEENTE_PUT, VALUES(
		    value_text(value[GEMEENTE_CODE]),
		    value_text(value[GEMEENTE_NAAM]),
		    value_text(value[GEMEENTE_OFFICIELE_NAAM]),
		    value_text(value[GEMEENTE_PROVINCIE]),
		    value_text(value[GEMEENTE_ARBEIDSMARKTREGIO]),
		    value_text(value[GEMEENTE_DOMEIN]),
		    value_integer(value[GEMEENTE_HEEFT_MBO][0] == '1')));
		if (status == STATUS_OK)
			status = put_aliases(db, list[i], arena);
	}
	/* Only now every successor is there. */
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		value = list[i]->value;
		status = db_run(db, SQL_GEMEENTE_PUT_MORE, VALUES(
		    value_text(value[GEMEENTE_CODE]),
		    value_text(value[GEMEENTE_MBO_NAMEN]),
		    value_text(value[GEMEENTE_EMAIL]),
		    value_text(value[GEMEENTE_GELDIG_VANAF]),
		    text_or_null(value[GEMEENTE_GELDIG_TOT]),
		    text_or_null(value[GEMEENTE_OPVOLGER]),
		    value_text(value[GEMEENTE_GRIFFIE])));
	}
	return status;
}

const char *
gemeente_joined(const char *value, const char *between, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, JOINED_MAX);
	for (; *value != '\0'; value++)
		if (*value == '|')
			buf_text(&out, between);
		else
			buf_char(&out, *value);
	return out.data;
}

void
gemeente_mark_text(const char *text, char mark[GEMEENTE_MARK_SIZE])
{
	unsigned char hash[HASH_SIZE];

	token_hash(text, hash);
	for (size_t i = 0; i < HASH_SIZE; i++)
		snprintf(mark + 2 * i, 3, "%02x", hash[i]);
}

void
gemeente_mark(const struct gemeente_record *record, struct arena *arena,
    char mark[GEMEENTE_MARK_SIZE])
{
	struct buf text;

	buf_init(&text, arena, MARKED_MAX);
	for (int i = 0; i < GEMEENTE__MAX; i++)
		buf_printf(&text, "%s\n", record->value[i]);
	gemeente_mark_text(text.data, mark);
}
