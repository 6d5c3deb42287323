#include <stdlib.h>
#include <string.h>

#include "db/list.h"
#include "db/text.h"
#include "db/turnout.h"

#define GEMEENTEN_MAX	2000

static void
take(const struct rows *rows, struct arena *arena, void *element)
{
	struct turnout *turnout = element;

	*turnout = (struct turnout){
		.code = rows_text(rows, 0, arena),
		.naam = rows_text(rows, 1, arena),
		.provincie = rows_text(rows, 2, arena),
		.regio = rows_text(rows, 3, arena),
		.heeft_mbo = rows_integer(rows, 4) != 0,
		.bevestigd = rows_integer(rows, 5),
		.wethouders = rows_integer(rows, 6),
		.held = rows_integer(rows, 7),
		.wachtlijst = rows_integer(rows, 8),
		.afgemeld = rows_integer(rows, 9),
	};
	turnout->folded = text_fold(turnout->naam, arena);
}

static int
by_name(const void *a, const void *b)
{
	const struct turnout *left = a, *right = b;
	int order = strcmp(left->folded, right->folded);

	return order != 0 ? order : strcmp(left->code, right->code);
}

enum status
turnout_list(struct db *db, int64_t event, const char *today,
    struct arena *arena, struct turnout **list, size_t *count)
{
	static const struct list_of of = {
		take, sizeof(struct turnout), GEMEENTEN_MAX
	};
	struct turnout *found;
	enum status status;
	size_t n;

	status = list_read(db, SQL_TURNOUT_LIST, VALUES(value_integer(event),
	    value_text(today)), &of, arena, &found, &n);
	if (status != STATUS_OK)
		return status;
	qsort(found, n, sizeof(*found), by_name);
	*list = found;
	*count = n;
	return STATUS_OK;
}

const char *
turnout_word(const struct turnout *turnout)
{
	if (turnout->bevestigd > turnout->held)
		return "aangemeld";
	if (turnout->held > 0)
		return "plaats vastgehouden";
	if (turnout->wachtlijst > 0)
		return "wachtlijst";
	return turnout->afgemeld > 0 ? "afgemeld" : "stil";
}

bool
turnout_is_silent(const struct turnout *turnout)
{
	return turnout->bevestigd == 0 && turnout->wachtlijst == 0 &&
	    turnout->afgemeld == 0;
}
