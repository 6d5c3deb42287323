/* What the value of a municipality may be: gemeente.h's gemeente_check. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/email.h"
#include "core/text.h"
#include "db/gemeente/gemeente.h"

#define VALUE_MAX	200	/* code points */
#define LIST_VALUE_MAX	1500
#define LIST_NAMES_MAX	(LIST_VALUE_MAX / 2 + 1)

const char *const provincies[PROVINCIES] = {
	"Groningen", "Fryslân", "Drenthe", "Overijssel", "Flevoland",
	"Gelderland", "Utrecht", "Noord-Holland", "Zuid-Holland", "Zeeland",
	"Noord-Brabant", "Limburg",
};

struct value_check {
	const char		*text;	/* clean; what the check may replace */
	struct arena		*arena;
};

/* Each: whether the value is good; it may put it in its one spelling. */
typedef bool (*check)(struct value_check *);

static bool
is_code(struct value_check *value)
{
	return strlen(value->text) == 6 &&
	    strncmp(value->text, "GM", 2) == 0 &&
	    strspn(value->text + 2, "0123456789") == 4;
}

static bool
is_code_or_none(struct value_check *value)
{
	return value->text[0] == '\0' || is_code(value);
}

static bool
is_name(struct value_check *value)
{
	return value->text[0] != '\0' && strchr(value->text, '|') == NULL;
}

static bool
is_province(struct value_check *value)
{
	const char *folded = text_fold(value->text, value->arena);

	if (strcmp(folded, "friesland") == 0)
		folded = "fryslan";
	for (size_t i = 0; i < PROVINCIES; i++)
		if (strcmp(text_fold(provincies[i], value->arena), folded) ==
		    0) {
			value->text = provincies[i];
			return true;
		}
	return false;
}

static bool
is_domain(struct value_check *value)
{
	char *lower = arena_string(value->arena, value->text);

	for (char *at = lower; *at != '\0'; at++) {
		*at = (char)tolower((unsigned char)*at);
		if (!isalnum((unsigned char)*at) && *at != '-' && *at != '.')
			return false;
	}
	value->text = lower;
	return lower[0] == '\0' || strchr(lower, '.') != NULL;
}

static bool
is_mbo(struct value_check *value)
{
	const char *folded = text_fold(value->text, value->arena);

	value->text = strcmp(folded, "ja") == 0 ? "1" :
	    strcmp(folded, "nee") == 0 ? "0" : value->text;
	return strcmp(value->text, "1") == 0 || strcmp(value->text, "0") == 0;
}

static bool
is_email(struct value_check *value)
{
	return value->text[0] == '\0' || email_check(value->text,
	    value->arena, &value->text) == EMAIL_OK;
}

/* As we write it or as a Dutch Excel does; it must be in the calendar. */
static bool
is_date(struct value_check *value)
{
	const char *text = value->text;
	int day, month, year, end = 0;
	int64_t moment;

	if (text[0] == '\0')
		return true;
	if (strspn(text, "0123456789-/") != strlen(text))
		return false;
	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 ||
	    (size_t)end != strlen(text) || year < 1000) {
		end = 0;
		if (sscanf(text, "%2d%*1[-/]%2d%*1[-/]%4d%n", &day, &month,
		    &year, &end) != 3 || (size_t)end != strlen(text))
			return false;
	}
	value->text = arena_printf(value->arena, "%04d-%02d-%02d", year,
	    month, day);
	return year >= 1800 && year < 2200 && clock_parse(arena_printf(
	    value->arena, "%sT12:00", value->text), &moment) == STATUS_OK;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names between | or line ends, each once, in order when sorted. */
static const char *
tidy_list(const char *text, bool sorted, struct arena *arena)
{
	char *copy = arena_string(arena, text), *rest = NULL;
	const char *names[LIST_NAMES_MAX];
	struct buf out;
	size_t count = 0;

	for (char *name = strtok_r(copy, "|\n", &rest); name != NULL &&
	    count < LIST_NAMES_MAX; name = strtok_r(NULL, "|\n", &rest)) {
		const char *clean = "";
		size_t length;

		if (text_clean(name, TEXT_LINE, LIST_VALUE_MAX, arena, &clean,
		    &length) == STATUS_OK && clean[0] != '\0')
			names[count++] = clean;
	}
	if (sorted)
		qsort(names, count, sizeof(names[0]), compare_names);
	buf_init(&out, arena, LIST_VALUE_MAX * 4);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || strcmp(names[i], names[i - 1]) != 0)
			buf_printf(&out, "%s%s", out.length == 0 ? "" : "|",
			    names[i]);
	return out.data;
}

static bool
is_aliases(struct value_check *value)
{
	value->text = tidy_list(value->text, true, value->arena);
	return true;
}

static bool
is_names(struct value_check *value)
{
	value->text = tidy_list(value->text, false, value->arena);
	return true;
}

static const struct {
	check			 check;		/* NULL: any text is good */
	enum csv_fault_kind	 fault;
} checks[GEMEENTE__MAX] = {
	[GEMEENTE_CODE] = { is_code, CSV_CODE },
	[GEMEENTE_OFFICIELE_NAAM] = { is_name, CSV_NAME },
	[GEMEENTE_NAAM] = { is_name, CSV_NAME },
	[GEMEENTE_ALIASSEN] = { is_aliases, CSV_NAME },
	[GEMEENTE_PROVINCIE] = { is_province, CSV_PROVINCE },
	[GEMEENTE_ARBEIDSMARKTREGIO] = { NULL, CSV_NAME },
	[GEMEENTE_DOMEIN] = { is_domain, CSV_DOMAIN },
	[GEMEENTE_HEEFT_MBO] = { is_mbo, CSV_MBO },
	[GEMEENTE_MBO_NAMEN] = { is_names, CSV_NAME },
	[GEMEENTE_EMAIL] = { is_email, CSV_EMAIL },
	[GEMEENTE_GRIFFIE] = { is_email, CSV_EMAIL },
	[GEMEENTE_GELDIG_VANAF] = { is_date, CSV_DATE },
	[GEMEENTE_GELDIG_TOT] = { is_date, CSV_DATE },
	[GEMEENTE_OPVOLGER] = { is_code_or_none, CSV_CODE },
};

/* What our own export put before a formula (export/csv.h), off again. */
static const char *
unguarded(const char *text)
{
	static const char *const risky[] = {
		"=", "+", "-", "@", "＝", "＋", "－", "＠",
	};

	for (size_t i = 0; text[0] == '\'' &&
	    i < sizeof(risky) / sizeof(risky[0]); i++)
		if (strncmp(text + 1, risky[i], strlen(risky[i])) == 0)
			return text + 1;
	return text;
}

enum status
gemeente_check(enum gemeente_field field, const char *raw,
    struct arena *arena, const char **clean, struct csv_fault *fault)
{
	bool lines = gemeente_fields[field].type == FIELD_LINES;
	struct value_check value = { .text = "", .arena = arena };
	enum status status;
	size_t length;

	fault->about = raw == NULL ? "" : raw;
	status = text_clean(fault->about, lines ? TEXT_LINES : TEXT_LINE,
	    lines ? LIST_VALUE_MAX : VALUE_MAX, arena, &value.text, &length);
	if (status != STATUS_OK) {
		fault->kind = status == STATUS_FULL ? CSV_CELL_LONG :
		    CSV_CONTROL;
		return STATUS_INVALID;
	}
	fault->about = value.text = unguarded(value.text);
	fault->kind = CSV_GARBLED;
	/* Ã for an accented letter, or the sign for what could not be read. */
	if (strstr(value.text, "\xc3\x83") != NULL ||
	    strstr(value.text, "\xef\xbf\xbd") != NULL)
		return STATUS_INVALID;
	fault->kind = checks[field].fault;
	if (checks[field].check != NULL && !checks[field].check(&value))
		return STATUS_INVALID;
	*clean = value.text;
	return STATUS_OK;
}
