#include <stdio.h>
#include <string.h>

#include "templates/compiler/context.h"

#define LENGTH(rows)	(sizeof(rows) / sizeof((rows)[0]))

static const char *const raw_tags[] = {
	"script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext",
};

static const char *const rcdata_tags[] = { "title", "textarea" };

/* Beyond the well known: the last ones are of object, body and SVG. */
static const char *const url_attributes[] = {
	"href", "src", "action", "formaction", "poster", "cite", "data",
	"background", "manifest", "longdesc", "xlink:href",
};

/*
 * No hole, whatever its escaping: code, lists of addresses, and what SVG's
 * animations write into other attributes.
 */
static const char *const closed_attributes[] = {
	"style", "srcdoc", "srcset", "imagesrcset", "ping",
	"values", "from", "to", "by",
};

static const char *const url_schemes[] = { "http", "https", "mailto", "tel" };

static bool
is_listed(const char *word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool
is_name_byte(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') ||
	    (c != '\0' && strchr("-_:.", c) != NULL);
}

/* Names that do not fit are refused, or two could look like one. */
static const char *
add_name(char name[CONTEXT_NAME_MAX], char c)
{
	size_t length = strlen(name);

	if (!is_name_byte(c))
		return "this byte cannot stand in a name";
	if (length + 1 == CONTEXT_NAME_MAX)
		return "this name is too long";
	name[length] = lower(c);
	name[length + 1] = '\0';
	return NULL;
}

static bool
has_url(const struct context *context)
{
	return is_listed(context->attribute, url_attributes,
	    LENGTH(url_attributes));
}

void
context_start(struct context *context)
{
	*context = (struct context){ .state = CONTEXT_TEXT };
}

static void
leave_attribute(struct context *context, enum context_state state)
{
	context->state = state;
	context->url = URL_START;
	memset(context->attribute, 0, sizeof(context->attribute));
	memset(context->scheme, 0, sizeof(context->scheme));
}

static void
enter_text(struct context *context)
{
	leave_attribute(context, CONTEXT_TEXT);
	context->closing = false;
	context->tail = 0;
	context->matched = 0;
	memset(context->tag, 0, sizeof(context->tag));
}

/* The > of a tag: its name says how what follows is read. */
static void
leave_tag(struct context *context)
{
	bool pre = strcmp(context->tag, "pre") == 0;

	if (pre && !context->closing)
		context->pre++;
	else if (pre && context->pre > 0)
		context->pre--;
	leave_attribute(context, CONTEXT_TEXT);
	if (!context->closing && is_listed(context->tag, raw_tags,
	    LENGTH(raw_tags)))
		context->state = CONTEXT_RAW;
	else if (!context->closing && is_listed(context->tag, rcdata_tags,
	    LENGTH(rcdata_tags)))
		context->state = CONTEXT_RCDATA;
	else
		enter_text(context);
}

static const char *
byte_tag_open(struct context *context, char c)
{
	if (is_letter(c)) {
		context->state = CONTEXT_TAG_NAME;
		return add_name(context->tag, c);
	}
	if (context->state == CONTEXT_TAG_OPEN && c == '!') {
		context->state = CONTEXT_MARKUP;
		return NULL;
	}
	if (context->state == CONTEXT_TAG_OPEN && c == '/') {
		context->state = CONTEXT_TAG_CLOSE;
		context->closing = true;
		return NULL;
	}
	return "a '<' that begins no tag is written &lt;";
}

/* Space, slash and > end whatever stands before them in a tag. */
static bool
ends_word(struct context *context, char c)
{
	if (c == '>')
		leave_tag(context);
	else if (is_space(c) || c == '/')
		leave_attribute(context, CONTEXT_BETWEEN);
	else
		return false;
	return true;
}

static const char *
byte_tag_name(struct context *context, char c)
{
	return ends_word(context, c) ? NULL : add_name(context->tag, c);
}

static const char *
byte_between(struct context *context, char c)
{
	if (ends_word(context, c))
		return NULL;
	if (context->state == CONTEXT_BEHIND)
		return "white space must stand here";
	context->state = CONTEXT_NAME;
	return add_name(context->attribute, c);
}

static const char *
byte_name(struct context *context, char c)
{
	if (c != '=')
		return ends_word(context, c) ? NULL :
		    add_name(context->attribute, c);
	/* Its content= would be an address in one page and text in another. */
	if (strcmp(context->attribute, "http-equiv") == 0)
		return "http-equiv belongs in the header of the answer";
	context->state = CONTEXT_EQUALS;
	return NULL;
}

static const char *
byte_equals(struct context *context, char c)
{
	if (c == '"') {
		context->state = CONTEXT_QUOTED;
		return NULL;
	}
	if (c == '\'')
		return "an attribute is quoted with double quotes";
	if (is_space(c) || c == '>')
		return "a value must stand here";
	context->state = CONTEXT_UNQUOTED;
	return is_name_byte(c) || c == '/' || c == '#' || c == '%' ? NULL :
	    "this byte needs quotes around the value";
}

static const char *
byte_unquoted(struct context *context, char c)
{
	if (c == '>')
		leave_tag(context);
	else if (is_space(c))
		leave_attribute(context, CONTEXT_BETWEEN);
	else if (!is_name_byte(c) && c != '/' && c != '#' && c != '%')
		return "this byte needs quotes around the value";
	return NULL;
}

static bool
is_slash(char c)
{
	return c == '/' || c == '\\';
}

static const char *
byte_url(struct context *context, char c)
{
	switch (context->url) {
	case URL_START:
	case URL_SCHEME:
		if (is_slash(c))
			context->url = context->url == URL_START ? URL_ROOT :
			    URL_FREE;
		else if (c == '?' || c == '#' || (c == ':' && is_listed(
		    context->scheme, url_schemes, LENGTH(url_schemes))))
			context->url = URL_FREE;
		else if (c == ':' || add_name(context->scheme, c) != NULL)
			context->url = URL_CLOSED;
		else
			context->url = URL_SCHEME;
		return NULL;
	case URL_HOLED:
	case URL_MIXED:
		/* A colon, or an entity for one, makes the value a scheme. */
		if (is_slash(c))
			context->url = URL_SLASH;
		else if (c == '?' || c == '#')
			context->url = URL_FREE;
		else if (c == ':' || !is_name_byte(c))
			return "this byte cannot follow a value at the start "
			    "of an address";
		return NULL;
	case URL_ROOT:
		context->url = is_slash(c) ? URL_HOST : URL_FREE;
		return NULL;
	case URL_SLASH:
		context->url = is_slash(c) ? URL_SLASH :
		    c == '?' || c == '#' ? URL_FREE : URL_HOST;
		return NULL;
	case URL_HOST:
		if (is_slash(c) || c == '?' || c == '#')
			context->url = URL_FREE;
		return NULL;
	default:
		return NULL;
	}
}

static const char *
byte_quoted(struct context *context, char c)
{
	if (c == '"')
		leave_attribute(context, CONTEXT_BEHIND);
	else if (has_url(context))
		return byte_url(context, c);
	return NULL;
}

/* Behind <! only -- and doctype are HTML; tail collects the bytes. */
static const char *
byte_markup(struct context *context, char c)
{
	static const char word[] = "doctype";

	if (context->matched == 0 && c == '-' && context->tail == 0) {
		context->tail = '-';
	} else if (context->tail == '-' && c == '-') {
		context->state = CONTEXT_COMMENT;
		context->tail = '-' << 8 | '-';
	} else if (context->tail == 0 &&
	    lower(c) == word[context->matched]) {
		context->matched++;
		if (context->matched == sizeof(word) - 1)
			context->state = CONTEXT_DOCTYPE;
	} else {
		return "neither a comment nor a doctype";
	}
	return NULL;
}

/* The opening -- counts: <!--> is a comment.  --!> ends only some. */
static const char *
byte_comment(struct context *context, char c)
{
	context->tail = context->tail << 8 | (unsigned char)c;
	if (context->tail == ('-' << 24 | '-' << 16 | '!' << 8 | '>'))
		return "a comment ends with -->";
	if ((context->tail & 0xffffff) == ('-' << 16 | '-' << 8 | '>'))
		enter_text(context);
	return NULL;
}

static const char *
byte_doctype(struct context *context, char c)
{
	if (c == '>')
		enter_text(context);
	return NULL;
}

/* Match </NAME of the element we are in; the byte behind it decides. */
static const char *
byte_content(struct context *context, char c)
{
	size_t name = strlen(context->tag), matched = context->matched;
	bool endless = strcmp(context->tag, "plaintext") == 0;

	context->tail = context->tail << 8 | (unsigned char)c;
	if (context->state == CONTEXT_RAW &&
	    context->tail == ('<' << 24 | '!' << 16 | '-' << 8 | '-'))
		return "a '<!--' here changes where the element ends";
	if (matched == name + 2 && !endless &&
	    (is_space(c) || c == '/' || c == '>')) {
		context->tail = 0;
		context->matched = 0;
		context->closing = true;
		context->state = CONTEXT_BETWEEN;
		ends_word(context, c);
	} else if (matched >= 2 && matched < name + 2 &&
	    lower(c) == context->tag[matched - 2]) {
		context->matched++;
	} else if (matched == 1 && c == '/') {
		context->matched = 2;
	} else {
		context->matched = c == '<';
	}
	return NULL;
}

const char *
context_byte(struct context *context, char c)
{
	static const char *(*const steps[CONTEXT__MAX])(struct context *,
	    char) = {
		[CONTEXT_TAG_OPEN] = byte_tag_open,
		[CONTEXT_TAG_CLOSE] = byte_tag_open,
		[CONTEXT_TAG_NAME] = byte_tag_name,
		[CONTEXT_BETWEEN] = byte_between,
		[CONTEXT_BEHIND] = byte_between,
		[CONTEXT_NAME] = byte_name,
		[CONTEXT_EQUALS] = byte_equals,
		[CONTEXT_UNQUOTED] = byte_unquoted,
		[CONTEXT_QUOTED] = byte_quoted,
		[CONTEXT_MARKUP] = byte_markup,
		[CONTEXT_COMMENT] = byte_comment,
		[CONTEXT_DOCTYPE] = byte_doctype,
		[CONTEXT_RCDATA] = byte_content,
		[CONTEXT_RAW] = byte_content,
	};

	if (steps[context->state] != NULL)
		return steps[context->state](context, c);
	if (c == '<')
		context->state = CONTEXT_TAG_OPEN;
	return NULL;
}

enum context_hole
context_hole(struct context *context)
{
	static const enum context_hole holes[URL__MAX] = {
		[URL_START] = HOLE_URL,
		[URL_SCHEME] = HOLE_URL_PART,
		[URL_ROOT] = HOLE_URL_PART,
		[URL_HOLED] = HOLE_URL_PART,
		[URL_SLASH] = HOLE_UNSURE,
		[URL_HOST] = HOLE_UNSURE,
		[URL_MIXED] = HOLE_UNSURE,
		[URL_CLOSED] = HOLE_UNSURE,
		[URL_FREE] = HOLE_URL_PART,
	};
	enum context_hole hole;

	if (context->state == CONTEXT_TEXT)
		return HOLE_TEXT;
	/* Behind "</ti" an empty value could complete the end tag. */
	if (context->state == CONTEXT_RCDATA && context->matched == 0)
		return HOLE_RCDATA;
	if (context->state != CONTEXT_QUOTED ||
	    strncmp(context->attribute, "on", 2) == 0 ||
	    is_listed(context->attribute, closed_attributes,
	    LENGTH(closed_attributes)))
		return HOLE_REFUSED;
	if (!has_url(context))
		return HOLE_ATTRIBUTE;
	hole = holes[context->url];
	if (hole != HOLE_UNSURE && context->url != URL_FREE)
		context->url = URL_HOLED;
	return hole;
}

bool
context_settle(struct context *context)
{
	switch (context->state) {
	case CONTEXT_TEXT:
	case CONTEXT_QUOTED:
	case CONTEXT_BETWEEN:
	case CONTEXT_BEHIND:
		return true;
	case CONTEXT_RCDATA:
		context->tail = 0;
		return context->matched == 0;
	case CONTEXT_TAG_NAME:
	case CONTEXT_NAME:
	case CONTEXT_UNQUOTED:
		leave_attribute(context, CONTEXT_BEHIND);
		return true;
	default:
		return false;
	}
}

void
context_loop(struct context *context)
{
	if (context->state == CONTEXT_BETWEEN)
		context->state = CONTEXT_BEHIND;
	if (context->url != URL_FREE && context->url != URL_CLOSED)
		context->url = URL_MIXED;
}

static bool
is_in_tag(enum context_state state)
{
	return state == CONTEXT_BETWEEN || state == CONTEXT_BEHIND;
}

bool
context_merge(struct context *into, const struct context *from)
{
	if (is_in_tag(into->state) && is_in_tag(from->state)) {
		if (into->state != from->state)
			into->state = CONTEXT_BEHIND;
	} else if (into->state != from->state) {
		return false;
	}
	/* What is closed for one branch is closed. */
	if (into->url == URL_CLOSED || from->url == URL_CLOSED)
		into->url = URL_CLOSED;
	else if (into->url != from->url || (into->url != URL_FREE &&
	    strcmp(into->scheme, from->scheme) != 0))
		into->url = URL_MIXED;
	return into->closing == from->closing && into->pre == from->pre &&
	    strcmp(into->tag, from->tag) == 0 &&
	    strcmp(into->attribute, from->attribute) == 0;
}

bool
context_keeps_space(const struct context *context)
{
	return context->pre > 0 || (context->state == CONTEXT_RCDATA &&
	    strcmp(context->tag, "textarea") == 0);
}

bool
context_is_start(const struct context *context)
{
	return context->state == CONTEXT_TEXT && context->pre == 0;
}

void
context_describe(const struct context *context, char *words, size_t size)
{
	static const char *const names[CONTEXT__MAX] = {
		[CONTEXT_TEXT] = "text",
		[CONTEXT_TAG_OPEN] = "a tag name",
		[CONTEXT_TAG_CLOSE] = "a tag name",
		[CONTEXT_TAG_NAME] = "a tag name",
		[CONTEXT_BETWEEN] = "a tag, where an attribute's name belongs",
		[CONTEXT_BEHIND] = "a tag, where an attribute's name belongs",
		[CONTEXT_NAME] = "an attribute's name",
		[CONTEXT_EQUALS] = "an attribute without quotes",
		[CONTEXT_UNQUOTED] = "an attribute without quotes",
		[CONTEXT_MARKUP] = "a comment or doctype",
		[CONTEXT_COMMENT] = "a comment",
		[CONTEXT_DOCTYPE] = "a doctype",
	};

	if (context->state == CONTEXT_QUOTED)
		snprintf(words, size, "the attribute '%s'",
		    context->attribute);
	else if (context->state == CONTEXT_RAW ||
	    context->state == CONTEXT_RCDATA)
		snprintf(words, size, "the content of <%s>", context->tag);
	else
		snprintf(words, size, "%s%s", context->pre > 0 ? "<pre> " : "",
		    names[context->state]);
}
