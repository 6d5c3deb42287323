#ifndef DB_PEOPLE_EXPORT_MARK_H
#define DB_PEOPLE_EXPORT_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"
#include "core/token.h"
#include "db/audit.h"
#include "db/people/attendee.h"

/*
 * What an account last took along of a selection, so that the next export
 * can say what is new.  Clocks cannot tell it: a change gets its time before
 * it waits for its turn to write.  But all that is written is written in
 * turn, so the last participant and the last line of the audit log that were
 * there say exactly what was not.
 */
struct export_mark {
	int64_t		 moment;
	int64_t		 participant;
	int64_t		 audit;
};

/* The selection as a hash: what was searched for is often a name. */
struct export_of {
	int64_t		 account;
	int64_t		 event;
	unsigned char	 selection[HASH_SIZE];
};

struct export_of export_of(int64_t account, int64_t event,
		    const char *selection);

/* In a db_snapshot, before the export that it is the mark of. */
enum status	 export_mark_now(struct db *, int64_t now,
		    struct export_mark *);

/* NOTFOUND: that account never took along that selection. */
enum status	 export_mark_get(struct db *, const struct export_of *,
		    struct export_mark *);
enum status	 export_mark_put(struct db *, const struct export_of *,
		    const struct export_mark *);

enum difference {
	DIFFERENCE_NONE,
	DIFFERENCE_NEW,
	DIFFERENCE_CHANGED,
	DIFFERENCE_CANCELLED
};

/* nieuw, gewijzigd, afgemeld, or "". */
const char	*difference_word(enum difference);

/* What happened to this attendee since the mark. */
enum status	 export_difference(struct db *, const struct export_mark *,
		    const struct attendee *, enum difference *);

/*
 * What the log says of it since then: wat and waarden of each line, of the
 * person and of the registration as a whole; the first hundred.
 */
enum status	 export_logged(struct db *, const struct export_mark *,
		    const struct attendee *, struct arena *, struct audit **,
		    size_t *count);

/* The columns that an account wants, as names; NOTFOUND: it never chose. */
enum status	 export_columns_get(struct db *, int64_t account,
		    struct arena *, const char **names);
enum status	 export_columns_put(struct db *, int64_t account,
		    const char *names);

#endif
