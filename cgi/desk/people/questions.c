/* What delegations want to talk about: by topic, or by session. */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/people/question_list.h"
#include "templates.h"
#include "templates/desk/questions.h"

#define LINES_MAX	5000

/* The lines come in order, so those under one heading stand together. */
static void
set_groups(const struct question_line *lines, size_t count,
    struct arena *arena, struct questions_page *page)
{
	struct question_row *rows = arena_array(arena, count, sizeof(*rows));
	struct question_group *group = NULL;

	page->groups = arena_array(arena, count, sizeof(*page->groups));
	for (size_t i = 0; i < count; i++) {
		const char *title = text_empty(lines[i].kop) ?
		    "Geen onderwerp gekozen" : lines[i].kop;

		rows[i] = (struct question_row){
			text_empty(lines[i].gemeente) ? "gast" :
			    lines[i].gemeente, lines[i].vraag,
		};
		if (group == NULL || !text_same(group->title, title) ||
		    !text_same(lines[i].ronde, lines[i - 1].ronde)) {
			group = &page->groups[page->ngroups++];
			*group = (struct question_group){
				.title = title, .rows = &rows[i],
				.round = present_text(lines[i].ronde),
			};
		}
		group->nrows++;
	}
}

enum status
questions_show(struct app *app, struct request *request,
    struct response *response)
{
	struct questions_page page = {
		.by_session = text_same(params_value(request->query_params,
		    "per"), "sessie"),
	};
	struct question_line *lines;
	struct desk_page desk;
	enum status status;
	size_t count = 0;

	status = desk_page(app, request, "Vragen", DESK_ATTENDEES, &desk);
	if (status == STATUS_OK)
		status = (page.by_session ? question_by_session :
		    question_by_thema)(app->db,
		    desk.context.catalog->event.id, LINES_MAX,
		    request->arena, &lines, &count);
	if (status != STATUS_OK)
		return status;
	page.frame = desk.frame;
	page.event = desk.context.event;
	page.cut = count == LINES_MAX;
	set_groups(lines, count, request->arena, &page);
	questions_html(&response->body, &page);
	return STATUS_OK;
}
