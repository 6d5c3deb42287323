#include "core/arena.h"
#include "db/db.h"
#include "db/list.h"
#include "db/people/attendee.h"

#define REGIOS_MAX	200

#define CONTACT_FIRST	12
#define ANSWER_FIRST	(CONTACT_FIRST + CONTACT__MAX)

static const char *
joined(const struct rows *rows, int column, struct arena *arena)
{
	return rows_null(rows, column) ? "" : rows_text(rows, column, arena);
}

static void
read_row(const struct rows *rows, struct arena *arena,
    struct attendee *attendee)
{
	*attendee = (struct attendee){
		.nummer = rows_integer(rows, 0),
		.registration = rows_integer(rows, 1),
		.positie = rows_integer(rows, 2),
		.place = place_from_word(rows_text(rows, 3, arena)),
		.gemeente_naam = rows_text(rows, 4, arena),
		.gemeente_code = rows_text(rows, 5, arena),
		.provincie = rows_text(rows, 6, arena),
		.regio = rows_text(rows, 7, arena),
		.aangemeld = rows_integer(rows, 8),
		.gewijzigd = rows_integer(rows, 9),
		.themas = joined(rows, 10, arena),
		.sessies = joined(rows, 11, arena),
	};
	for (int i = 0; i < CONTACT__MAX; i++)
		attendee->contact[i] = rows_text(rows, CONTACT_FIRST + i,
		    arena);
	for (int i = 0; i < PARTICIPANT__MAX; i++)
		attendee->answer[i] = rows_text(rows, ANSWER_FIRST + i, arena);
}

struct attendee_filter
attendee_all(int64_t event)
{
	return (struct attendee_filter){
		.event = event, .query = "", .status = "", .rol = "",
		.gemeente = "", .provincie = "", .regio = "",
	};
}

/* In the order of statement.c's conditions. */
#define CONDITIONS(filter) \
	value_integer((filter)->event), value_text((filter)->query), \
	value_text((filter)->status), value_text((filter)->rol), \
	value_text((filter)->gemeente), value_text((filter)->provincie), \
	value_text((filter)->regio), value_integer((filter)->session), \
	value_integer((filter)->since), value_integer((filter)->held)

enum status
attendee_walk(struct db *db, const struct attendee_filter *filter,
    int64_t max, struct arena *arena, attendee_each each, void *arg)
{
	enum status status = STATUS_OK, closed;
	struct attendee attendee;
	struct rows rows;

	rows_open(&rows, db, SQL_ATTENDEE_LIST, VALUES(CONDITIONS(filter),
	    value_integer(max)));
	while (status == STATUS_OK && rows_next(&rows)) {
		read_row(&rows, arena, &attendee);
		status = each(&attendee, arena, arg);
	}
	closed = rows_close(&rows);
	return status != STATUS_OK ? status : closed;
}

enum status
attendee_count(struct db *db, const struct attendee_filter *filter,
    int64_t *count)
{
	return attendee_count_to(db, filter, INT64_MAX, count);
}

enum status
attendee_count_to(struct db *db, const struct attendee_filter *filter,
    int64_t most, int64_t *count)
{
	return db_integer(db, SQL_ATTENDEE_COUNT, VALUES(CONDITIONS(filter),
	    value_integer(most)), count);
}

/* Where in the list a page begins: what the orders sort on. */
struct key {
	const char	*naam;
	int64_t		 aangemeld;
	const char	*plaats;
	int64_t		 nummer;
};

static const struct key first_key = { "", INT64_MAX, "", 0 };

static enum status
key_of(struct db *db, int64_t event, int64_t nummer, struct arena *arena,
    struct key *key)
{
	enum status status;
	struct rows rows;
	bool found;

	rows_open(&rows, db, SQL_ATTENDEE_KEY, VALUES(value_integer(nummer),
	    value_integer(event)));
	if ((found = rows_next(&rows)))
		*key = (struct key){
			.naam = rows_text(&rows, 0, arena),
			.aangemeld = rows_integer(&rows, 1),
			.plaats = rows_text(&rows, 2, arena),
			.nummer = nummer,
		};
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	return found ? STATUS_OK : STATUS_NOTFOUND;
}

static const struct {
	enum sql	onward;
	enum sql	back;
	enum sql	count;
	enum sql	count_back;
} walks[ATTENDEE_ORDER__MAX] = {
	[ATTENDEE_BY_NAME] = {
		SQL_ATTENDEE_BY_NAME, SQL_ATTENDEE_BY_NAME_BACK,
		SQL_ATTENDEE_COUNT_BY_NAME, SQL_ATTENDEE_COUNT_BY_NAME_BACK,
	},
	[ATTENDEE_NEWEST] = {
		SQL_ATTENDEE_NEWEST, SQL_ATTENDEE_NEWEST_BACK,
		SQL_ATTENDEE_COUNT_NEWEST, SQL_ATTENDEE_COUNT_NEWEST_BACK,
	},
	[ATTENDEE_BY_GEMEENTE] = {
		SQL_ATTENDEE_BY_GEMEENTE, SQL_ATTENDEE_BY_GEMEENTE_BACK,
		SQL_ATTENDEE_COUNT_BY_GEMEENTE,
		SQL_ATTENDEE_COUNT_BY_GEMEENTE_BACK,
	},
};

/* What follows the conditions in the statements of walks. */
#define FROM(key, max) \
	value_integer(max), value_text((key)->naam), \
	value_integer((key)->aangemeld), value_text((key)->plaats), \
	value_integer((key)->nummer)

static void
turn_around(struct attendee *list, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct attendee other = list[i];

		list[i] = list[count - 1 - i];
		list[count - 1 - i] = other;
	}
}

static void
take_row(const struct rows *rows, struct arena *arena, void *element)
{
	read_row(rows, arena, element);
}

enum status
attendee_page(struct db *db, const struct attendee_filter *filter,
    const struct attendee_at *at, struct arena *arena,
    struct attendees *found)
{
	/* One more than is shown tells whether there are more. */
	const struct list_of page = {
		take_row, sizeof(struct attendee), at->max + 1
	};
	struct key key = first_key;
	enum status status = STATUS_OK;

	if (at->from != 0)
		status = key_of(db, filter->event, at->from, arena, &key);
	if (status == STATUS_OK)
		status = list_read(db, at->back ? walks[at->order].back :
		    walks[at->order].onward, VALUES(CONDITIONS(filter),
		    FROM(&key, (int64_t)page.max)), &page, arena,
		    &found->list, &found->count);
	if (status != STATUS_OK)
		return status;
	found->more = found->count > at->max;
	if (found->more)
		found->count = at->max;
	if (at->back)
		turn_around(found->list, found->count);
	return STATUS_OK;
}

static enum status
count_beside(struct db *db, const struct attendee_filter *filter,
    enum sql sql, int64_t nummer, int64_t most, struct arena *arena,
    int64_t *count)
{
	enum status status;
	struct key key;

	status = key_of(db, filter->event, nummer, arena, &key);
	if (status == STATUS_OK)
		status = db_integer(db, sql, VALUES(CONDITIONS(filter),
		    FROM(&key, most)), count);
	return status;
}

enum status
attendee_total(struct db *db, const struct attendee_filter *filter,
    const struct attendee_at *at, const struct attendees *found,
    int64_t most, struct arena *arena, int64_t *total)
{
	int64_t before = 0, behind = 0;
	enum status status = STATUS_OK;

	if (found->count == 0 && at->from != 0)
		return attendee_count_to(db, filter, most, total);
	if (at->from != 0)
		status = count_beside(db, filter, walks[at->order].count_back,
		    found->list[0].nummer, most, arena, &before);
	if (status == STATUS_OK && before < most &&
	    (found->more || at->back))
		status = count_beside(db, filter, walks[at->order].count,
		    found->list[found->count - 1].nummer, most, arena,
		    &behind);
	if (status == STATUS_OK)
		*total = before + (int64_t)found->count + behind;
	return status;
}

static void
take_text(const struct rows *rows, struct arena *arena, void *element)
{
	*(const char **)element = rows_text(rows, 0, arena);
}

enum status
attendee_regios(struct db *db, struct arena *arena, const char ***regios,
    size_t *count)
{
	static const struct list_of all = {
		take_text, sizeof(const char *), REGIOS_MAX
	};

	return list_read(db, SQL_ATTENDEE_REGIOS, NO_VALUES, &all, arena,
	    regios, count);
}
