#ifndef TOOL_TOOL_H
#define TOOL_TOOL_H

#include <stdbool.h>

#include "acts/act.h"
#include "core/config.h"
#include "core/token.h"
#include "db/db.h"

/*
 * The command line `orientatie`.  A verb is a row in main.c's table; what it
 * runs is declared here.  Verbs write with the same lock as the programs
 * that serve, so they may run at any time.
 */
struct tool {
	const char	*config_path;	/* --config FILE; NULL: not said */
	struct config	*config;	/* NULL: there is no such file */
	struct secret	 secret;
	struct db	*db;		/* NULL for a verb that opens none */
	struct arena	*arena;
};

/* What a verb returns becomes the exit status. */
enum outcome {
	OUTCOME_OK,
	OUTCOME_FAILED,
	OUTCOME_USAGE
};

typedef enum outcome (*verb_run)(struct tool *, int argc, char **argv);

enum outcome	 tool_init(struct tool *, int, char **);
enum outcome	 tool_demo(struct tool *, int, char **);
enum outcome	 tool_user_add(struct tool *, int, char **);
enum outcome	 tool_user_list(struct tool *, int, char **);
enum outcome	 tool_user_reset(struct tool *, int, char **);
enum outcome	 tool_gemeenten_import(struct tool *, int, char **);
enum outcome	 tool_gemeenten_addresses(struct tool *, int, char **);
enum outcome	 tool_letters(struct tool *, int, char **);
enum outcome	 tool_event_show(struct tool *, int, char **);
enum outcome	 tool_event_set(struct tool *, int, char **);
enum outcome	 tool_event_cancel(struct tool *, int, char **);
enum outcome	 tool_event_restore(struct tool *, int, char **);
enum outcome	 tool_event_remind(struct tool *, int, char **);
enum outcome	 tool_erase(struct tool *, int, char **);
enum outcome	 tool_avg_register(struct tool *, int, char **);
enum outcome	 tool_incident(struct tool *, int, char **);
enum outcome	 tool_export_csv(struct tool *, int, char **);
enum outcome	 tool_export_xlsx(struct tool *, int, char **);
enum outcome	 tool_mail_list(struct tool *, int, char **);
enum outcome	 tool_mail_retry(struct tool *, int, char **);
enum outcome	 tool_mail_bounced(struct tool *, int, char **);
enum outcome	 tool_mail_forget(struct tool *, int, char **);
enum outcome	 tool_mail_show(struct tool *, int, char **);
enum outcome	 tool_mail_cancel(struct tool *, int, char **);
enum outcome	 tool_mail_test(struct tool *, int, char **);
enum outcome	 tool_backup(struct tool *, int, char **);
enum outcome	 tool_verify(struct tool *, int, char **);
enum outcome	 tool_restore(struct tool *, int, char **);
enum outcome	 tool_key(struct tool *, int, char **);
enum outcome	 tool_doctor(struct tool *, int, char **);

/* One line on standard error; returns OUTCOME_FAILED. */
enum outcome	 tool_fail(const char *format, ...)
		    __attribute__((format(printf, 1, 2)));

/*
 * What stands behind one argument: nothing, or --NAME VALUE.  False when it
 * is something else, which it says.
 */
bool		 tool_option(int argc, char **argv, const char *name,
		    const char **value);

/* OK as it is; what was not logged where it was detected gets a line here. */
enum outcome	 tool_outcome(enum status, const char *what);

/* The event that the public pages show; what is wrong is said. */
enum outcome	 tool_event(struct tool *, struct event *);

/* The same of what has logged every fault. */
enum outcome	 tool_logged(enum status);

#endif
