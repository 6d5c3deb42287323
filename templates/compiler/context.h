#ifndef TEMPLATES_COMPILER_CONTEXT_H
#define TEMPLATES_COMPILER_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Where in an HTML document the template stands, as a browser would say.
 *
 * The literal text runs through it byte by byte, and a hole is escaped for
 * the place it then names.  It reads less HTML than browsers do, on purpose:
 * what it does not know for certain it refuses, because wherever the two
 * read differently a value could break out.
 */

enum context_state {
	CONTEXT_TEXT,
	CONTEXT_TAG_OPEN,		/* < */
	CONTEXT_TAG_CLOSE,		/* </ */
	CONTEXT_TAG_NAME,
	CONTEXT_BETWEEN,		/* in a tag, behind white space */
	CONTEXT_BEHIND,			/* in a tag, white space must come */
	CONTEXT_NAME,			/* of an attribute */
	CONTEXT_EQUALS,			/* behind its = */
	CONTEXT_UNQUOTED,
	CONTEXT_QUOTED,
	CONTEXT_MARKUP,			/* <! */
	CONTEXT_COMMENT,
	CONTEXT_DOCTYPE,
	CONTEXT_RCDATA,			/* title, textarea */
	CONTEXT_RAW,			/* script, style and their like */
	CONTEXT__MAX
};

/*
 * How far a URL has come, which decides what a hole in it may do.  A value
 * can be empty or "/": so in "/{{a}}/{{b}}" b could be a host, and in
 * "{{a}}:{{b}}" it could be script.
 */
enum context_url {
	URL_START,
	URL_SCHEME,		/* literal bytes without : / ? # so far */
	URL_ROOT,		/* one slash */
	URL_HOLED,		/* a hole, but no : / ? # behind it so far */
	URL_SLASH,		/* a slash there, which may be the second */
	URL_HOST,		/* bytes behind two slashes, or perhaps two */
	URL_MIXED,		/* branches disagree */
	URL_CLOSED,		/* a literal scheme that takes no holes */
	URL_FREE,		/* in the path or the query */
	URL__MAX
};

enum context_hole {
	HOLE_REFUSED,
	HOLE_UNSURE,		/* a URL whose host or scheme it could choose */
	HOLE_TEXT,
	HOLE_RCDATA,
	HOLE_ATTRIBUTE,
	HOLE_URL,
	HOLE_URL_PART,
	HOLE__MAX
};

#define CONTEXT_NAME_MAX	32

struct context {
	enum context_state	state;
	enum context_url	url;
	bool			closing;	/* in an end tag */
	unsigned		pre;		/* how many <pre> are open */
	unsigned		tail;		/* last bytes, in raw content */
	size_t			matched;	/* of </title while in it */
	char			tag[CONTEXT_NAME_MAX];
	char			attribute[CONTEXT_NAME_MAX];
	char			scheme[CONTEXT_NAME_MAX];
};

/* The start of a template: in text. */
void		 context_start(struct context *);

/* One literal byte.  NULL, or what is wrong with it. */
const char	*context_byte(struct context *, char);

/* How a hole here is escaped; it counts as seen unless refused. */
enum context_hole	 context_hole(struct context *);

/*
 * A control tag stands here, so names end.  False: it cannot, as in the
 * middle of a name or in a script.
 */
bool		 context_settle(struct context *);

/* A settled context made true for every round of a loop that begins in it. */
void		 context_loop(struct context *);

/*
 * Make into true for both settled contexts, which is where two branches come
 * together.  False: they are different places.
 */
bool		 context_merge(struct context *into, const struct context *);

/* White space counts: in pre and textarea. */
bool		 context_keeps_space(const struct context *);

/* Text at the level of the template's own beginning. */
bool		 context_is_start(const struct context *);

/* The place in words, as in "a value cannot stand in ...". */
void		 context_describe(const struct context *, char *words,
		    size_t size);

#endif
