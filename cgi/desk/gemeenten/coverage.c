/*
 * Which municipalities answered, and which are silent still: the figures are
 * of all of them (or all with a college), the list of those that are asked
 * for.
 */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/gemeenten/coverage_view.h"
#include "cgi/desk/handlers.h"
#include "core/clock.h"
#include "export/gemeenten.h"
#include "templates.h"

enum status
coverage_show(struct app *app, struct request *request,
    struct response *response)
{
	struct arena *arena = request->arena;
	char today[CLOCK_DAY_SIZE];
	struct coverage_filter filter;
	struct coverage_page page;
	struct desk_page desk;
	struct coverage *list;
	enum status status;
	size_t count;

	clock_day(app->now(), today);
	status = desk_page(app, request, "Gemeenten", DESK_GEMEENTEN, &desk);
	if (status == STATUS_OK)
		status = coverage_read(app->db,
		    desk.context.catalog->event.id, today, arena, &list,
		    &count);
	if (status != STATUS_OK)
		return status;
	coverage_filter_read(request->query_params, &filter);
	page = (struct coverage_page){
		.frame = desk.frame, .may_edit = desk_is_organiser(request),
		.mbo = filter.mbo,
	};
	coverage_draw_figures(list, count, arena, &page);
	coverage_draw_list(list, count, &filter,
	    form_number(request->query_params, "pagina"), arena, &page);
	coverage_html(&response->body, &page);
	return STATUS_OK;
}
