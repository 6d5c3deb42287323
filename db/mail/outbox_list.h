#ifndef DB_MAIL_OUTBOX_LIST_H
#define DB_MAIL_OUTBOX_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/* The outbox as the desk lists it: the newest letter first, by the page. */
enum outbox_list_kind {
	OUTBOX_LIST_ALL,
	OUTBOX_LIST_ATTENTION,	/* refused, or tried in vain */
	OUTBOX_LIST_UNCONFIRMED,	/* confirmations not arrived */
	OUTBOX_LIST__MAX
};

struct outbox_filter {
	enum outbox_list_kind kind;
	const char	*query;		/* part of an address or of a
					 * municipality's name; "": all */
	int64_t		 before;	/* older than this id; 0 asks nothing */
};

struct outbox_row {
	int64_t		 id;
	const char	*status;	/* outbox_word */
	const char	*ontvanger;
	const char	*soort;
	const char	*antwoord;	/* the server's last words */
	int64_t		 gemaakt;
	int64_t		 volgende;	/* try; 0: none */
	int64_t		 verzonden;	/* 0: not */
	const char	*gemeente;	/* name, or "" */
	int64_t		 participant;	/* whom it is about, or the first of
					 * the contact's; 0: nobody's */
	bool		 is_contact;	/* it went to the contact */
	int64_t		 event;		/* of that person, or 0 */
};

/* At most max rows. */
enum status	 outbox_page(struct db *, const struct outbox_filter *,
		    size_t max, struct arena *, struct outbox_row **,
		    size_t *count);

#endif
