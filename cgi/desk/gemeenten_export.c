/*
 * Municipalities as a file: places and numbers and nobody's name, so that
 * whoever may read the desk may take it along.
 */
#include "cgi/desk/handlers.h"
#include "cgi/desk/handout.h"
#include "cgi/desk/scene.h"
#include "db/clock.h"
#include "export/gemeenten.h"
#include "export/xlsx.h"

struct taking {
	const struct event *event;
	const struct login *login;
	struct arena	*arena;
	int64_t		 now;
};

static enum status
begin(struct app *app, struct request *request, struct taking *taking)
{
	const struct catalog *catalog;
	enum status status = desk_catalog(app, request, &catalog);

	if (status == STATUS_OK)
		*taking = (struct taking){
			.event = &catalog->event, .login = request->login,
			.arena = request->arena, .now = app->now(),
		};
	return status;
}

static enum status
make_xlsx(struct app *app, void *arg, const char *dir, FILE **file,
    int64_t *size)
{
	const struct taking *taking = arg;
	struct xlsx xlsx = {
		.event = taking->event, .now = taking->now,
		.who = taking->login->account.naam,
	};

	return xlsx_make(app->db, &xlsx, dir, file, size);
}

static enum status
write_csv(struct app *app, void *arg, csv_write write, void *file)
{
	const struct taking *taking = arg;
	char today[CLOCK_DAY_SIZE];
	struct turnout *list;
	enum status status;
	size_t count;

	clock_day(taking->now, today);
	status = turnout_list(app->db, taking->event->id, today,
	    taking->arena, &list, &count);
	if (status == STATUS_OK)
		status = csv_gemeenten(list, count, write, file);
	return status;
}

enum status
gemeenten_xlsx(struct app *app, struct request *request,
    struct response *response)
{
	struct taking taking;
	enum status status = begin(app, request, &taking);

	if (status != STATUS_OK)
		return status;
	return handout_file(app, request, response, &(struct handout){
		.name = handout_name("gemeenten", taking.event, taking.now,
		    "xlsx", request->arena),
		.type = "application/vnd.openxmlformats-officedocument."
		    "spreadsheetml.sheet",
		.said = "gemeenten als XLSX", .event = taking.event->id,
	}, make_xlsx, &taking);
}

enum status
gemeenten_csv(struct app *app, struct request *request,
    struct response *response)
{
	struct taking taking;
	enum status status = begin(app, request, &taking);

	if (status != STATUS_OK)
		return status;
	return handout_text(app, request, response, &(struct handout){
		.name = handout_name("gemeenten", taking.event, taking.now,
		    "csv", request->arena),
		.type = "text/csv; charset=utf-8",
		.said = "gemeenten als CSV", .event = taking.event->id,
	}, write_csv, &taking);
}
