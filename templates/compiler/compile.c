#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "templates/compiler/compile.h"
#include "templates/compiler/context.h"
#include "templates/compiler/emit.h"
#include "templates/compiler/parse.h"
#include "templates/compiler/scan.h"
#include "templates/compiler/source.h"

#define DEPTH_MAX	32
#define PLACE_MAX	128
#define CODE_MAX	((size_t)64 * 1024 * 1024)

/* An open {{if}} or {{for}}. */
struct open_block {
	enum token_kind	 kind;		/* becomes ELSE behind an else */
	const char	*at;
	struct name	 item;		/* of a loop */
	struct context	 entry;
	struct context	 result;	/* of the branches that have ended */
	bool		 ended;		/* at least one has */
};

struct compiler {
	const struct source	*source;
	struct buf		*c;
	struct buf		 literal;	/* not yet written to c */
	struct buf		 scratch;
	struct buf		 count;
	struct context		 context;
	struct open_block	 blocks[DEPTH_MAX];
	size_t			 depth;
	bool			 open;		/* in a template */
};

static void
flush(struct compiler *compiler)
{
	emit_literal(compiler->c, compiler->literal.data,
	    compiler->literal.length);
	buf_clear(&compiler->literal);
}

/* What stands here comes from that tag. */
static void
begin_statement(struct compiler *compiler, const struct token *token)
{
	flush(compiler);
	emit_line(compiler->c, compiler->source, token->line);
	buf_clear(&compiler->scratch);
	buf_clear(&compiler->count);
}

_Noreturn static void
fail_place(struct compiler *compiler, const char *at, const char *what)
{
	char place[PLACE_MAX];

	context_describe(&compiler->context, place, sizeof(place));
	source_fail(compiler->source, at, "%s %s", what, place);
}

static void
settle(struct compiler *compiler, const struct token *token)
{
	if (!compiler->source->html)
		return;
	if (!context_settle(&compiler->context))
		fail_place(compiler, token->at,
		    "a control tag cannot stand in");
}

static struct open_block *
top(struct compiler *compiler, const struct token *token)
{
	if (compiler->depth == 0)
		source_fail(compiler->source, token->at,
		    "there is no open {{if}} or {{for}} here");
	return &compiler->blocks[compiler->depth - 1];
}

static struct open_block *
push(struct compiler *compiler, const struct token *token)
{
	struct open_block *block;

	settle(compiler, token);
	if (compiler->depth == DEPTH_MAX)
		source_fail(compiler->source, token->at,
		    "more than %d blocks in each other", DEPTH_MAX);
	block = &compiler->blocks[compiler->depth++];
	*block = (struct open_block){ .kind = token->kind, .at = token->at,
	    .entry = compiler->context };
	return block;
}

/* A branch ends: it must have come back to where the block began. */
static void
end_branch(struct compiler *compiler, struct open_block *block,
    const struct token *token)
{
	struct context entry = block->entry;

	settle(compiler, token);
	if (!context_merge(&entry, &compiler->context))
		fail_place(compiler, token->at,
		    "this branch began elsewhere and ends in");
	if (block->ended)
		context_merge(&block->result, &compiler->context);
	else
		block->result = compiler->context;
	block->ended = true;
}

static void
compile_if(struct compiler *compiler, struct cursor *cursor,
    const struct token *token)
{
	push(compiler, token);
	begin_statement(compiler, token);
	parse_condition(cursor, &compiler->scratch);
	buf_printf(compiler->c, "\tif (%s) {\n", compiler->scratch.data);
}

static void
compile_elif(struct compiler *compiler, struct cursor *cursor,
    const struct token *token)
{
	struct open_block *block = top(compiler, token);

	if (block->kind != TOKEN_IF)
		source_fail(compiler->source, token->at,
		    "this belongs to no {{if}}");
	end_branch(compiler, block, token);
	compiler->context = block->entry;
	begin_statement(compiler, token);
	if (token->kind == TOKEN_ELSE) {
		block->kind = TOKEN_ELSE;
		parse_end(cursor);
		buf_text(compiler->c, "\t} else {\n");
		return;
	}
	parse_condition(cursor, &compiler->scratch);
	buf_printf(compiler->c, "\t} else if (%s) {\n",
	    compiler->scratch.data);
}

static void
compile_for(struct compiler *compiler, struct cursor *cursor,
    const struct token *token)
{
	struct open_block *block = push(compiler, token);
	size_t at = compiler->depth;
	const char *path;
	int length;

	begin_statement(compiler, token);
	block->item = parse_loop(cursor, &compiler->scratch,
	    &compiler->count);
	for (size_t i = 0; i + 1 < compiler->depth; i++)
		if (compiler->blocks[i].item.length == block->item.length &&
		    memcmp(compiler->blocks[i].item.start, block->item.start,
		    block->item.length) == 0)
			source_fail(compiler->source, block->item.start,
			    "an outer loop has an item of this name");
	context_loop(&block->entry);
	compiler->context = block->entry;
	path = compiler->scratch.data;
	length = (int)block->item.length;
	/* On one line, or only the first would be the template's. */
	buf_printf(compiler->c, "\tfor (size_t at_%zu = 0; at_%zu < %s; "
	    "at_%zu++) { ", at, at, compiler->count.data, at);
	if (token->kind == TOKEN_FOR_TEXT)
		buf_printf(compiler->c, "const char *%.*s = "
		    "ESCAPE_STRING(%s[at_%zu]);", length, block->item.start,
		    path, at);
	else
		buf_printf(compiler->c, "__typeof__(&%s[0]) %.*s = "
		    "&%s[at_%zu];", path, length, block->item.start, path, at);
	buf_printf(compiler->c, " (void)%.*s;\n", length, block->item.start);
}

static void
compile_end(struct compiler *compiler, struct cursor *cursor,
    const struct token *token)
{
	struct open_block *block = top(compiler, token);

	parse_end(cursor);
	end_branch(compiler, block, token);
	/* Without an else, and for an empty loop, nothing happened. */
	if (block->kind != TOKEN_ELSE)
		context_merge(&block->result, &block->entry);
	compiler->context = block->result;
	flush(compiler);
	buf_text(compiler->c, "\t}\n");
	compiler->depth--;
}

static void
end_template(struct compiler *compiler, const char *at)
{
	if (compiler->depth > 0)
		source_fail(compiler->source,
		    compiler->blocks[compiler->depth - 1].at,
		    "this block has no {{end}}");
	if (!context_is_start(&compiler->context))
		fail_place(compiler, at, "the template ends in");
	if (!compiler->open)
		return;
	flush(compiler);
	buf_text(compiler->c, "}\n");
}

static void
compile_template(struct compiler *compiler, struct cursor *cursor,
    const struct token *token)
{
	struct buf *head = &compiler->scratch, *uses = &compiler->count;

	end_template(compiler, token->at);
	begin_statement(compiler, token);
	parse_head(cursor, head, uses);
	buf_printf(compiler->c, "void %s\n{\n\t(void)out;\n%s", head->data,
	    uses->data);
	context_start(&compiler->context);
	compiler->open = true;
}

static void
compile_value(struct compiler *compiler, struct cursor *cursor,
    const struct token *token)
{
	static const char *const functions[HOLE__MAX] = {
		[HOLE_TEXT] = "ESCAPE_TEXT",
		[HOLE_RCDATA] = "ESCAPE_TEXT",
		[HOLE_ATTRIBUTE] = "ESCAPE_ATTRIBUTE",
		[HOLE_URL] = "ESCAPE_URL",
		[HOLE_URL_PART] = "ESCAPE_URL_PART",
	};
	const char *function = "PLAIN_TEXT";
	enum context_hole hole;

	begin_statement(compiler, token);
	parse_path(cursor, &compiler->scratch, NULL);
	if (cursor->at < cursor->end &&
	    strspn(cursor->at, " \t\n") < (size_t)(cursor->end - cursor->at))
		source_fail(compiler->source, token->at,
		    "neither a tag that exists nor a path");
	if (compiler->source->html) {
		hole = context_hole(&compiler->context);
		if (hole == HOLE_UNSURE)
			source_fail(compiler->source, token->at, "a value here "
			    "could choose the scheme or host of the address");
		if (hole == HOLE_REFUSED)
			fail_place(compiler, token->at,
			    "a value cannot stand in");
		function = functions[hole];
	}
	buf_printf(compiler->c, "\t%s(out, %s);\n", function,
	    compiler->scratch.data);
}

static void
need_text(struct compiler *compiler, const struct token *token)
{
	if (compiler->source->html &&
	    compiler->context.state != CONTEXT_TEXT)
		fail_place(compiler, token->at, "this tag cannot stand in");
}

static void
compile_call(struct compiler *compiler, struct cursor *cursor,
    const struct token *token)
{
	need_text(compiler, token);
	begin_statement(compiler, token);
	parse_call(cursor, &compiler->scratch);
	buf_printf(compiler->c, "\t%s;\n", compiler->scratch.data);
}

static void
compile_lines(struct compiler *compiler, struct cursor *cursor,
    const struct token *token)
{
	need_text(compiler, token);
	begin_statement(compiler, token);
	parse_path(cursor, &compiler->scratch, NULL);
	parse_end(cursor);
	buf_printf(compiler->c, "\t%s(out, ESCAPE_STRING(%s));\n",
	    compiler->source->html ? "escape_lines" : "plain_lines",
	    compiler->scratch.data);
}

static bool
is_blank(const struct token *token)
{
	size_t i = 0;

	/* Not strspn, which would run on into the lines that follow. */
	while (i < token->length &&
	    strchr(" \t\n", token->start[i]) != NULL)
		i++;
	return token->kind == TOKEN_TEXT && i == token->length;
}

static void
compile_text(struct compiler *compiler, const struct token *token,
    size_t skip)
{
	const char *p = token->start + skip, *end = token->start +
	    token->length, *fault;

	if (!compiler->open) {
		if (!is_blank(token))
			source_fail(compiler->source, token->at,
			    "text before the first {{template}}");
		return;
	}
	for (; p < end; p++) {
		fault = compiler->source->html ?
		    context_byte(&compiler->context, *p) : NULL;
		if (fault != NULL)
			source_fail(compiler->source, p, "%s", fault);
		buf_char(&compiler->literal, *p);
	}
}

static void
compile_tag(struct compiler *compiler, const struct token *token)
{
	static void (*const tags[TOKEN__MAX])(struct compiler *,
	    struct cursor *, const struct token *) = {
		[TOKEN_TEMPLATE] = compile_template,
		[TOKEN_IF] = compile_if,
		[TOKEN_ELIF] = compile_elif,
		[TOKEN_ELSE] = compile_elif,
		[TOKEN_FOR] = compile_for,
		[TOKEN_FOR_TEXT] = compile_for,
		[TOKEN_END] = compile_end,
		[TOKEN_CALL] = compile_call,
		[TOKEN_LINES] = compile_lines,
		[TOKEN_VALUE] = compile_value,
	};
	struct cursor cursor = parse_tag(compiler->source, token);

	/* The includes stand above all templates already. */
	if (token->kind == TOKEN_COMMENT || token->kind == TOKEN_INCLUDE)
		return;
	if (!compiler->open && token->kind != TOKEN_TEMPLATE)
		source_fail(compiler->source, token->at,
		    "a tag before the first {{template}}");
	tags[token->kind](compiler, &cursor, token);
}

/*
 * The first line of these tokens; returns how many it had.  A line of control
 * tags, at least one, and white space only leaves nothing in the page.
 */
static size_t
compile_line(struct compiler *compiler, const struct token *token, size_t left)
{
	bool control = false, other = false;
	bool strip = compiler->source->html &&
	    !context_keeps_space(&compiler->context);
	size_t skip, n = 0;

	do
		n++;
	while (n < left && (token[n - 1].kind != TOKEN_TEXT ||
	    token[n - 1].start[token[n - 1].length - 1] != '\n'));
	for (size_t i = 0; i < n; i++) {
		control |= token[i].kind != TOKEN_TEXT;
		other |= token[i].kind > TOKEN_END ||
		    (token[i].kind == TOKEN_TEXT && !is_blank(&token[i]));
	}
	control &= !other;
	for (size_t i = 0; i < n; i++) {
		if (token[i].kind != TOKEN_TEXT) {
			compile_tag(compiler, &token[i]);
			continue;
		}
		if (control || (strip && n == 1 && is_blank(token)))
			continue;
		skip = strip && i == 0 ? strspn(token->start, " \t") : 0;
		compile_text(compiler, &token[i], skip);
	}
	return n;
}

void
compile_prototypes(struct arena *arena, const struct source *source,
    const char *header, struct buf *includes, struct buf *prototypes)
{
	struct tokens tokens;
	struct cursor cursor;
	struct name path;

	scan_tokens(arena, source, &tokens);
	for (size_t i = 0; i < tokens.ntoken; i++) {
		cursor = parse_tag(source, &tokens.token[i]);
		if (tokens.token[i].kind == TOKEN_INCLUDE) {
			path = parse_include(&cursor);
			if (strlen(header) != path.length ||
			    memcmp(header, path.start, path.length) != 0)
				emit_include(includes, path.start,
				    path.length);
		} else if (tokens.token[i].kind == TOKEN_TEMPLATE) {
			emit_line(prototypes, source, tokens.token[i].line);
			buf_text(prototypes, "void ");
			parse_head(&cursor, prototypes, NULL);
			buf_text(prototypes, ";\n");
		}
	}
}

void
compile_source(struct arena *arena, const struct source *source,
    struct buf *c)
{
	struct compiler *compiler = arena_alloc(arena, sizeof(*compiler));
	struct buf prototypes;
	struct tokens tokens;

	compiler->source = source;
	compiler->c = c;
	buf_init(&compiler->literal, arena, SOURCE_MAX);
	buf_init(&compiler->scratch, arena, 4 * SOURCE_MAX);
	buf_init(&compiler->count, arena, 4 * SOURCE_MAX);
	context_start(&compiler->context);
	buf_printf(c, "/* Made by templatec; change the template instead. */\n"
	    "#include <stddef.h>\n"
	    "#include \"core/buf.h\"\n"
	    "#include \"templates/escape.h\"\n");
	buf_init(&prototypes, arena, CODE_MAX);
	compile_prototypes(arena, source, "", c, &prototypes);
	buf_add(c, prototypes.data, prototypes.length);
	scan_tokens(arena, source, &tokens);
	for (size_t i = 0; i < tokens.ntoken;)
		i += compile_line(compiler, &tokens.token[i],
		    tokens.ntoken - i);
	if (!compiler->open)
		source_fail(source, source->data, "no {{template}}");
	end_template(compiler, source->data + source->length);
	if (c->failed || prototypes.failed || compiler->literal.failed)
		source_fail(source, source->data, "too large as C");
}
