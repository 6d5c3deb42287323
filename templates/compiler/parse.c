#include <string.h>

#include "core/buf.h"
#include "templates/compiler/parse.h"
#include "templates/compiler/scan.h"
#include "templates/compiler/source.h"

#define DIGITS		"0123456789"
#define NAME_START							\
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define NAME_BYTES	NAME_START DIGITS

/* strspn stays within the tag: the }} behind it is in none of the sets. */

struct cursor
parse_tag(const struct source *source, const struct token *token)
{
	return (struct cursor){ source, token->start,
	    token->start + token->length };
}

static void
skip_space(struct cursor *cursor)
{
	while (cursor->at < cursor->end &&
	    strchr(" \t\n", *cursor->at) != NULL)
		cursor->at++;
}

bool
parse_symbol(struct cursor *cursor, const char *symbol)
{
	size_t length = strlen(symbol);

	skip_space(cursor);
	if ((size_t)(cursor->end - cursor->at) < length ||
	    memcmp(cursor->at, symbol, length) != 0)
		return false;
	cursor->at += length;
	return true;
}

void
parse_expect(struct cursor *cursor, const char *symbol)
{
	if (!parse_symbol(cursor, symbol))
		source_fail(cursor->source, cursor->at, "'%s' must stand here",
		    symbol);
}

void
parse_end(struct cursor *cursor)
{
	skip_space(cursor);
	if (cursor->at < cursor->end)
		source_fail(cursor->source, cursor->at,
		    "nothing more can stand in this tag");
}

static bool
at_name(struct cursor *cursor)
{
	skip_space(cursor);
	return cursor->at < cursor->end && strspn(cursor->at, NAME_START) > 0;
}

static struct name
parse_name(struct cursor *cursor)
{
	struct name name;

	if (!at_name(cursor))
		source_fail(cursor->source, cursor->at,
		    "a name must stand here");
	name.start = cursor->at;
	name.length = strspn(cursor->at, NAME_BYTES);
	cursor->at += name.length;
	return name;
}

static bool
name_is(struct name name, const char *word)
{
	return strlen(word) == name.length &&
	    memcmp(word, name.start, name.length) == 0;
}

struct name
parse_new_name(struct cursor *cursor)
{
	struct name name = parse_name(cursor);

	if (name_is(name, "out"))
		source_fail(cursor->source, name.start,
		    "the name 'out' is taken");
	return name;
}

/* No space around the dots: "a .b" is a mistake more often than a path. */
void
parse_path(struct cursor *cursor, struct buf *path, struct buf *count)
{
	struct name name = parse_name(cursor);

	while (cursor->at < cursor->end && *cursor->at == '.') {
		buf_add(path, name.start, name.length);
		buf_text(path, "->");
		cursor->at++;
		if (strspn(cursor->at, NAME_START) == 0)
			source_fail(cursor->source, cursor->at,
			    "a name must stand behind the dot");
		name = parse_name(cursor);
	}
	if (count != NULL) {
		buf_add(count, path->data, path->length);
		buf_char(count, 'n');
		buf_add(count, name.start, name.length);
	}
	buf_add(path, name.start, name.length);
}

/* An integer: digits that C reads as decimal, perhaps behind a minus. */
static bool
add_integer(struct cursor *cursor, struct buf *c)
{
	size_t minus, digits;

	skip_space(cursor);
	minus = cursor->at < cursor->end && *cursor->at == '-';
	digits = strspn(cursor->at + minus, DIGITS);
	if (cursor->at == cursor->end || digits == 0)
		return false;
	if (digits > 18 || (digits > 1 && cursor->at[minus] == '0'))
		source_fail(cursor->source, cursor->at,
		    "not a decimal number of at most 18 digits");
	buf_add(c, cursor->at, minus + digits);
	cursor->at += minus + digits;
	return true;
}

static void
add_term(struct cursor *cursor, struct buf *c)
{
	bool not = parse_symbol(cursor, "!"), equal, differ;
	struct name name;

	buf_text(c, not ? "!" : "");
	parse_path(cursor, c, NULL);
	equal = parse_symbol(cursor, "==");
	differ = !equal && parse_symbol(cursor, "!=");
	if (!equal && !differ)
		return;
	if (not)
		source_fail(cursor->source, cursor->at,
		    "'!' and a comparison in one term");
	buf_text(c, equal ? " == " : " != ");
	if (add_integer(cursor, c))
		return;
	name = parse_name(cursor);
	buf_add(c, name.start, name.length);
}

void
parse_condition(struct cursor *cursor, struct buf *c)
{
	bool both = false, either = false;

	for (;;) {
		add_term(cursor, c);
		if (parse_symbol(cursor, "&&"))
			both = true;
		else if (parse_symbol(cursor, "||"))
			either = true;
		else
			break;
		if (both && either)
			source_fail(cursor->source, cursor->at - 2,
			    "&& and || in one condition");
		buf_text(c, both ? " && " : " || ");
	}
	parse_end(cursor);
}

/* A string between double quotes; there is no escape, so no backslash. */
static struct name
parse_string(struct cursor *cursor)
{
	struct name string;

	parse_expect(cursor, "\"");
	string.start = cursor->at;
	while (cursor->at < cursor->end &&
	    strchr("\"\\\n\t", *cursor->at) == NULL)
		cursor->at++;
	if (cursor->at == cursor->end || *cursor->at != '"')
		source_fail(cursor->source, cursor->at,
		    "this string does not end here");
	string.length = (size_t)(cursor->at++ - string.start);
	return string;
}

static void
add_argument(struct cursor *cursor, struct buf *c)
{
	struct name string;

	skip_space(cursor);
	if (cursor->at == cursor->end || *cursor->at != '"') {
		if (!add_integer(cursor, c))
			parse_path(cursor, c, NULL);
		return;
	}
	string = parse_string(cursor);
	buf_char(c, '"');
	for (size_t i = 0; i < string.length; i++) {
		unsigned byte = (unsigned char)string.start[i];

		/* A trigraph or a bidi character means something to C. */
		if (byte == '?' || byte >= 0x7f)
			buf_printf(c, "\\%03o", byte);
		else
			buf_char(c, string.start[i]);
	}
	buf_char(c, '"');
}

void
parse_call(struct cursor *cursor, struct buf *c)
{
	struct name name = parse_name(cursor);

	buf_add(c, name.start, name.length);
	buf_text(c, "(out");
	parse_expect(cursor, "(");
	if (!parse_symbol(cursor, ")")) {
		do {
			buf_text(c, ", ");
			add_argument(cursor, c);
		} while (parse_symbol(cursor, ","));
		parse_expect(cursor, ")");
	}
	buf_char(c, ')');
	parse_end(cursor);
}

/* Words and stars, the last word being the parameter's name. */
static void
add_parameter(struct cursor *cursor, struct buf *head, struct buf *uses)
{
	struct name name = { cursor->at, 0 };
	size_t parts = 0;

	for (;; parts++) {
		if (parse_symbol(cursor, "*")) {
			buf_text(head, name.length > 0 ? " *" : "*");
			name.length = 0;
		} else if (at_name(cursor)) {
			buf_text(head, name.length > 0 ? " " : "");
			name = parse_new_name(cursor);
			buf_add(head, name.start, name.length);
		} else {
			break;
		}
	}
	if (parts < 2 || name.length == 0)
		source_fail(cursor->source, cursor->at,
		    "a parameter is a type and a name");
	if (uses != NULL)
		buf_printf(uses, "\t(void)%.*s;\n", (int)name.length,
		    name.start);
}

void
parse_head(struct cursor *cursor, struct buf *head, struct buf *uses)
{
	struct name name = parse_name(cursor);

	buf_add(head, name.start, name.length);
	buf_text(head, "(struct buf *out");
	parse_expect(cursor, "(");
	if (!parse_symbol(cursor, ")")) {
		do {
			buf_text(head, ", ");
			add_parameter(cursor, head, uses);
		} while (parse_symbol(cursor, ","));
		parse_expect(cursor, ")");
	}
	buf_char(head, ')');
	parse_end(cursor);
}

struct name
parse_include(struct cursor *cursor)
{
	struct name path = parse_string(cursor);

	for (size_t i = 0; i < path.length; i++)
		if (strchr(NAME_BYTES "/.-", path.start[i]) == NULL)
			source_fail(cursor->source, path.start + i,
			    "this byte cannot stand in an include");
	parse_end(cursor);
	return path;
}

struct name
parse_loop(struct cursor *cursor, struct buf *path, struct buf *count)
{
	struct name item = parse_new_name(cursor);

	if (!at_name(cursor) || !name_is(parse_name(cursor), "in"))
		source_fail(cursor->source, cursor->at,
		    "a loop is 'for ITEM in PATH'");
	parse_path(cursor, path, count);
	parse_end(cursor);
	return item;
}
