#include <string.h>

#include "core/arena.h"
#include "core/text.h"
#include "db/found.h"

#define SECONDS	2	/* values of found_asked.second */
#define PLACES	(SEARCH_NOT * SECONDS)

/* Those of one rank, the first of them. */
struct place {
	int64_t	*list;
	size_t	 count;
};

struct finding {
	struct db		*db;
	const struct found_asked *asked;
	struct search		 search;
	struct place		 places[PLACES];
	size_t			 first;	/* the best that is still asked for */
	int64_t			 total;
};

/* Whether a row stands behind the one that is begun from. */
static bool
is_behind(const struct finding *finding, enum search_rank rank,
    const struct rows *row)
{
	const struct found_from *from = finding->asked->from;
	int64_t nummer = rows_integer(row, 0);
	int order;

	if (from == NULL)
		return true;
	if (rank != from->rank)
		return (rank < from->rank) == finding->asked->back;
	order = strcmp(rows_borrow(row, 1), from->naam);
	if (order == 0)
		order = (nummer > from->nummer) - (nummer < from->nummer);
	return order != 0 && (order < 0) == finding->asked->back;
}

/* The place of a rank in the order of the answer. */
static size_t
place_of(const struct found_asked *asked, enum search_rank rank)
{
	return (size_t)(asked->back ? SEARCH_NOT - 1 - rank : rank) * SECONDS;
}

static enum status
take(struct finding *finding, const struct rows *row)
{
	const struct found_asked *asked = finding->asked;
	enum search_rank rank = search_rank(&finding->search,
	    rows_borrow(row, 2), asked->fields);
	int64_t nummer, second = 0;
	struct place *place;
	enum status status;

	if (rank == SEARCH_NOT)
		return STATUS_OK;
	finding->total++;
	if (!is_behind(finding, rank, row))
		return STATUS_OK;
	nummer = rows_integer(row, 0);
	place = &finding->places[place_of(asked, rank)];
	status = asked->second == NULL ? STATUS_OK : db_integer(finding->db,
	    asked->second, VALUES(value_integer(nummer)), &second);
	place += second;
	if (status == STATUS_OK && place->count < asked->max)
		place->list[place->count++] = nummer;
	return status;
}

static bool
is_done(const struct finding *finding)
{
	return finding->places[finding->first].count == finding->asked->max &&
	    finding->total >= finding->asked->most;
}

static void
gather(const struct finding *finding, struct found *found)
{
	*found = (struct found){
		.list = finding->places[0].list, .total = finding->total,
	};
	for (size_t i = 0; i < PLACES; i++)
		for (size_t j = 0; j < finding->places[i].count &&
		    found->count < finding->asked->max; j++)
			found->list[found->count++] =
			    finding->places[i].list[j];
}

enum status
found_read(struct db *db, const struct statement *walk,
    const struct value *values, size_t nvalues,
    const struct found_asked *asked, struct arena *arena, struct found *found)
{
	struct finding finding = { .db = db, .asked = asked };
	enum status status = STATUS_OK, closed;
	struct rows rows;

	search_read(text_fold(asked->query, arena), &finding.search);
	for (size_t i = 0; i < PLACES; i++)
		finding.places[i].list = arena_array(arena, asked->max + 1,
		    sizeof(int64_t));
	if (asked->from != NULL)
		finding.first = place_of(asked, asked->from->rank);
	else if (asked->back)
		finding.first = place_of(asked, SEARCH_NOT - 1);
	rows_open(&rows, db, walk, values, nvalues);
	while (status == STATUS_OK && !is_done(&finding) && rows_next(&rows))
		status = take(&finding, &rows);
	closed = rows_close(&rows);
	status = status != STATUS_OK ? status : closed;
	if (status == STATUS_OK)
		gather(&finding, found);
	return status;
}
