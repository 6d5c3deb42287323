#ifndef DB_EVENT_SETTINGS_H
#define DB_EVENT_SETTINGS_H

#include <stddef.h>

#include "core/field.h"
#include "db/event/event.h"
#include "db/list.h"
#include "db/statement.h"

/*
 * The settings of an event, declared once: the desk's form and `orientatie
 * event` walk the same table, by the contract's names.  A setting that may be
 * empty is one without FIELD_REQUIRED; an empty moment is 0.
 */
enum setting_group {
	GROUP_EVENT,
	GROUP_SIGN_UP,
	GROUP_PLACES,
	GROUP_CHASE,
	GROUP_SENDER,
	GROUP_KEPT,
	GROUP_LOOKS,
	GROUP__MAX
};

struct event_setting {
	struct field		 field;
	struct column		 column;	/* its member of struct event */
	enum setting_group	 group;
};

#define EVENT_SETTINGS	31
extern const struct event_setting event_settings[EVENT_SETTINGS];

/* Their columns in SQL, as @instelling@. */
extern const struct column_list setting_columns[];

/*
 * For the tool, one setting; what holds between them is event_faults.
 * INVALID: *fault says in an English sentence what is wrong.
 */
enum status	 event_set(struct event *, const char *name, const char *value,
		    struct arena *, const char **fault);

/* As it would be typed. */
const char	*event_setting_text(const struct event *,
		    const struct event_setting *, struct arena *);

/* Put a value that field_check found clean into the event. */
void		 event_setting_put(struct event *,
		    const struct event_setting *, const char *clean);

/*
 * What does not hold between settings, in Dutch, each with the name of the
 * setting to mend.  Returns how many.
 */
struct setting_fault {
	const char	*name;
	const char	*text;
	bool		 apart;	/* two dates; the desk refuses it, a shell is told */
};

#define SETTING_FAULTS	15
size_t		 event_faults(const struct event *,
		    struct setting_fault faults[SETTING_FAULTS]);

#endif
