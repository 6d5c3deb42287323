#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cgi/app.h"
#include "cgi/http/server.h"
#include "cgi/serve.h"
#include "core/text.h"

#define BODY_MAX	((size_t)128 * 1024)
#define ARENA_LIMIT	((size_t)8 << 20)
#define TIMEOUT		5
#define WHOLE		30
#define HEAPS		2	/* of malloc: one for each thread costs more */

/* The server hands over only the app; the table is one per process. */
static struct site	site;

static void
answer(struct app *app, struct request *request, struct response *response)
{
	router_answer(&site, app, request, response);
}

int
serve(const struct service *service, int argc, char **argv)
{
	struct program program;
	const char *socket;
	int code = 1;

	if (argc != 3 || strcmp(argv[1], "--config") != 0) {
		fprintf(stderr, "usage: %s --config FILE\n", service->name);
		return 2;
	}
	umask(077);
	mallopt(M_ARENA_MAX, HEAPS);
	if (program_open(service->name, argv[2], &program) != STATUS_OK)
		return 1;
	socket = service->socket(program.config);
	site = service->site(program.config->base_url);
	if (router_check(&site) == STATUS_OK)
		code = server_run(&(struct server_options){
			.socket_path = text_empty(socket) ? NULL : socket,
			.workers = program.config->workers,
			.body_max = BODY_MAX,
			.arena_limit = ARENA_LIMIT,
			.timeout_seconds = TIMEOUT,
			.whole_seconds = WHOLE,
			.worker_open = app_open,
			.worker_close = app_close,
			.worker_recover = app_recover,
			.alive = program_alive,
			.arg = &program,
			.answer = answer,
		});
	if (service->end != NULL)
		service->end();
	program_close(&program);
	return code;
}
