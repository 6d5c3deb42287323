#include <string.h>

#include "cgi/desk/account/unfinished.h"
#include "cgi/desk/desk_page.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates.h"

/* Theirs are names of forms; ours must not be taken for the login's own. */
#define PREFIX		"bewaard."
#define PATH		"naar"

/* What one does with one's own account is nearly all secret. */
#define OWN		"/beheer/account/"

static bool
is_secret(const char *name)
{
	static const char *const names[] = {
		"csrf", "wachtwoord", "nieuw", "code", "huidig", "bewijs",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* The fields whose names begin so, without that. */
static void
take(const struct request *request, const char *prefix,
    struct unfinished *unfinished)
{
	const struct params *params = request->params;
	size_t count = params == NULL ? 0 : params->count;
	size_t length = strlen(prefix);

	unfinished->fields = arena_array(request->arena, count,
	    sizeof(*unfinished->fields));
	for (size_t i = 0; i < count; i++) {
		const struct pair *pair = &params->pairs[i];

		if (strncmp(pair->name, prefix, length) == 0 &&
		    !is_secret(pair->name + length))
			unfinished->fields[unfinished->nfields++] =
			    (struct desk_form_kept){ pair->name + length,
			    pair->value };
	}
}

void
unfinished_of(const struct request *request, struct unfinished *unfinished)
{
	*unfinished = (struct unfinished){ .path = NULL };
	if ((request->origin == NULL && request->fetch_site == NULL) ||
	    strncmp(request->path, OWN, strlen(OWN)) == 0)
		return;
	take(request, "", unfinished);
	if (unfinished->nfields > 0)
		unfinished->path = request->query[0] == '\0' ? request->path :
		    arena_printf(request->arena, "%s?%s", request->path,
		    request->query);
}

/* Only the desk's own pages. */
void
unfinished_read(const struct request *request, struct unfinished *unfinished)
{
	const char *path = form_text(request->params, PATH);

	*unfinished = (struct unfinished){ .path = NULL };
	if (strncmp(path, "/beheer/", strlen("/beheer/")) != 0)
		return;
	unfinished->path = path;
	take(request, PREFIX, unfinished);
}

void
unfinished_keep(const struct unfinished *unfinished, struct arena *arena,
    struct login_page *page)
{
	if (unfinished->path == NULL)
		return;
	page->kept = arena_array(arena, unfinished->nfields + 1,
	    sizeof(*page->kept));
	page->kept[page->nkept++] = (struct desk_form_kept){
		PATH, unfinished->path,
	};
	for (size_t i = 0; i < unfinished->nfields; i++)
		page->kept[page->nkept++] = (struct desk_form_kept){
			arena_printf(arena, PREFIX "%s",
			    unfinished->fields[i].name),
			unfinished->fields[i].value,
		};
}

enum status
unfinished_ask(struct app *app, struct request *request,
    const struct unfinished *unfinished, const char *why,
    struct response *response)
{
	struct login_page page = { .fault = why };
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, "Inloggen", DESK_NONE, &desk);
	if (status != STATUS_OK)
		return status;
	page.frame = desk.frame;
	unfinished_keep(unfinished, request->arena, &page);
	login_html(&response->body, &page);
	return STATUS_OK;
}

enum status
unfinished_offer(struct app *app, struct request *request,
    const struct unfinished *unfinished, const char *first,
    struct response *response)
{
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, "Nog niet bewaard", DESK_NONE,
	    &desk);
	if (status != STATUS_OK)
		return status;
	unfinished_html(&response->body, &(struct unfinished_page){
		.frame = desk.frame, .action = unfinished->path,
		.first = first, .fields = unfinished->fields,
		.nfields = unfinished->nfields,
	});
	return STATUS_OK;
}
