/*
 * The audit log, for people.  A role that may read everything else may read
 * it: what people answered, which it keeps for a time, and whom a line is
 * about, looked up when it is read.  That somebody gave dietary or access
 * requirements is said without a name to a role that does not organise.
 */
#include "cgi/desk/audit_log_filter.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/export/download.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "export/log.h"
#include "templates.h"
#include "templates/audit_text.h"

#define PATH		"/beheer/logboek"
#define PAGE		100
#define LINES_SHOWN	12	/* of one entry; more are folded */
#define CHOICES_MAX	600

static void
add_choice(struct option_view *options, size_t *count, const char *value,
    const char *label, const char *chosen)
{
	if (*count < CHOICES_MAX)
		options[(*count)++] = (struct option_view){
			.value = value, .label = label,
			.chosen = text_same(value, chosen),
		};
}

/* What is asked for although no choice of ours says so, as in a link. */
static void
keep_asked(struct option_view *options, size_t *count, const char *asked)
{
	for (size_t i = 0; i < *count; i++)
		if (options[i].chosen)
			return;
	if (!text_empty(asked))
		add_choice(options, count, asked, asked, asked);
}

static const char *const others[][2] = {
	{ "", "Iedereen" }, { "contact", "Contactpersonen" },
	{ "deelnemer", "Deelnemers" }, { "systeem", "Het systeem" },
	{ "beheerder", "De opdrachtregel" },
};

/* Whom and what the log knows, as the choices of the filter. */
static enum status
set_choices(struct app *app, const struct audit_filter *filter,
    struct arena *arena, struct log_page *page)
{
	const char **names;
	enum status status;
	size_t count;

	status = audit_accounts(app->db, arena, &names, &count);
	if (status != STATUS_OK)
		return status;
	page->who = arena_array(arena, CHOICES_MAX, sizeof(*page->who));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		add_choice(page->who, &page->nwho, others[i][0], others[i][1],
		    filter->wie);
	for (size_t i = 0; i < count; i++)
		add_choice(page->who, &page->nwho, arena_printf(arena,
		    "account %s", names[i]), names[i], filter->wie);
	keep_asked(page->who, &page->nwho, filter->wie);
	page->what = arena_array(arena, CHOICES_MAX, sizeof(*page->what));
	add_choice(page->what, &page->nwhat, "", "Alles", filter->wat);
	for (const struct audit_word *word = audit_words; word->wat != NULL;
	    word++)
		add_choice(page->what, &page->nwhat, word->wat, word->label,
		    filter->wat);
	keep_asked(page->what, &page->nwhat, filter->wat);
	return STATUS_OK;
}

static struct log_row
row_of(const struct audit_line *line, int64_t event, bool named,
    struct arena *arena)
{
	const struct audit_word *word = audit_word(line->entry.wat);
	struct audit_sentence sentence;
	const char *path = NULL;
	struct log_row row;

	audit_sentence(line, named, arena, &sentence);
	/* A link would name the person whom the sentence leaves out. */
	if (sentence.whom[0] == '\0' ||
	    (word != NULL && word->special && !named))
		path = NULL;
	else if (line->known)
		path = arena_printf(arena, "/beheer/deelnemer/%lld",
		    (long long)line->entry.participant);
	else if (line->gemeente_code[0] != '\0')
		path = arena_printf(arena, "/beheer/aanmeldingen?gemeente=%s",
		    line->gemeente_code);
	row = (struct log_row){
		.when = clock_brief(line->moment, arena),
		.who = sentence.who, .before = sentence.before,
		.whom = present_text(sentence.whom),
		.after = present_text(sentence.after),
		.path = path,
		.event = line->entry.event == 0 || line->entry.event == event ?
		    NULL : present_text(line->event_titel),
	};
	row.nlines = audit_lines(&line->entry, arena, &row.lines);
	if (row.nlines > LINES_SHOWN)
		row.folded = arena_printf(arena, "%zu regels", row.nlines);
	return row;
}

/* One line more than is shown tells whether there are more that way. */
static enum status
read_rows(struct app *app, const struct request *request,
    const struct audit_filter *filter, int64_t event, struct log_page *page,
    struct pages_view *pages)
{
	const struct params *query = request->query_params;
	struct arena *arena = request->arena;
	struct audit_line *lines;
	enum status status;
	size_t count, skip;
	bool more;

	status = audit_page(app->db, filter, PAGE + 1, arena, &lines, &count);
	if (status != STATUS_OK)
		return status;
	more = count > PAGE;
	skip = more && filter->after != 0;	/* it is the newest then */
	page->rows = arena_array(arena, PAGE, sizeof(*page->rows));
	for (size_t i = skip; i < count && page->nrows < PAGE; i++)
		page->rows[page->nrows++] = row_of(&lines[i], event,
		    desk_is_organiser(request), arena);
	if (page->nrows > 0 && (more || filter->after != 0))
		pages->older = log_filter_address(PATH, query, "voor",
		    lines[skip + page->nrows - 1].id, arena);
	if (filter->after == 0 ? filter->before != 0 : more)
		pages->newest = log_filter_address(PATH, query, NULL, 0, arena);
	if (page->nrows > 0 && pages->newest != NULL)
		pages->newer = log_filter_address(PATH, query, "na",
		    lines[skip].id, arena);
	page->summary = more ? arena_printf(arena,
	    "%d regels; er zijn er meer", PAGE) :
	    present_count((int64_t)count, "regel", "regels", arena);
	return STATUS_OK;
}

enum status
log_show(struct app *app, struct request *request, struct response *response)
{
	const struct params *query = request->query_params;
	bool organiser = desk_is_organiser(request);
	struct pages_view pages = { .newest = NULL };
	struct audit_filter filter;
	struct desk_page desk;
	struct log_page page;
	enum status status;

	status = desk_page(app, request, "Logboek", DESK_LOG, &desk);
	if (status != STATUS_OK)
		return status;
	log_filter_read(query, desk.context.catalog, request->arena, &filter);
	/* What a reader asks of a person must not say that there are any. */
	filter.no_requirements = !organiser && (filter.gemeente[0] != '\0' ||
	    filter.registration != 0 || filter.participant != 0);
	page = (struct log_page){
		.frame = desk.frame, .pages = &pages,
		.from = params_value(query, "van"),
		.until = params_value(query, "tot"),
		.gemeente = params_value(query, "gemeente"),
		.number = params_value(query, "aanmelding"),
		.person = present_text(params_value(query, "deelnemer")),
		.this_event = filter.event != 0, .nameless = !organiser,
		.csv = !organiser ? NULL : log_filter_address(PATH ".csv",
		    query, NULL, 0, request->arena),
	};
	status = set_choices(app, &filter, request->arena, &page);
	if (status == STATUS_OK)
		status = read_rows(app, request, &filter,
		    desk.context.catalog->event.id, &page, &pages);
	if (status == STATUS_OK)
		log_html(&response->body, &page);
	return status;
}

static enum status
write_csv(struct app *app, void *arg, csv_write write, void *to)
{
	return csv_log(app->db, arg, write, to);
}

enum status
log_csv(struct app *app, struct request *request, struct response *response)
{
	struct arena *arena = request->arena;
	struct audit_filter *filter = arena_alloc(arena, sizeof(*filter));
	const struct catalog *catalog;
	char today[CLOCK_DAY_SIZE];
	enum status status;

	if ((status = desk_catalog(app, request, &catalog)) != STATUS_OK)
		return status;
	log_filter_read(request->query_params, catalog, arena, filter);
	filter->before = filter->after = 0;
	clock_day(app->now(), today);
	return download_text(app, request, response, &(struct download){
		.name = arena_printf(arena, "logboek-%s.csv", today),
		.type = "text/csv; charset=utf-8",
		.said = arena_printf(arena, "logboek als CSV: %s",
		    log_filter_words(request->query_params, arena)),
		.event = catalog->event.id,
	}, write_csv, filter);
}
