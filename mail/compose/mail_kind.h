#ifndef MAIL_COMPOSE_MAIL_KIND_H
#define MAIL_COMPOSE_MAIL_KIND_H

#include <stdbool.h>

#include "mail/compose/facts.h"
#include "templates/mail/mail.h"

/* What differs from one kind of mail to the next, but for its first words. */
struct mail_kind_row {
	const char	*word;		/* as the outbox stores it (soort) */
	const char	*subject;	/* the event and its date follow */
	const char	*waiting;	/* subject without a place, or NULL */
	enum fact_kind	 own;		/* whom it is about; FACT_BY: all */
	bool		 confirms;	/* with the organiser's confirmation */
	bool		 reminds;	/* with the organiser's reminder */
	bool		 leaves;	/* no longer theirs: without a link */
	/*
	 * Of two letters about one subject one is sent: the newer, unless the
	 * older weighs more, because it tells all that the newer would.
	 */
	int		 weight;
};

/* Of a kind that is one: not MAIL_NONE. */
const struct mail_kind_row *mail_kind_row(enum mail_kind);

/* MAIL_NONE: no such word. */
enum mail_kind	 mail_kind_from_word(const char *word);

/* What one letter is, instead of an older one and a newer. */
enum mail_kind	 mail_kind_merge(enum mail_kind older, enum mail_kind newer);

#endif
