#ifndef DB_CAMPAIGN_UNSUBSCRIBED_H
#define DB_CAMPAIGN_UNSUBSCRIBED_H

#include <stddef.h>
#include <stdint.h>

#include "core/link.h"
#include "core/status.h"
#include "core/token.h"

struct arena;
struct db;

/*
 * Who wants no news.  What is kept is a mark: 47 bits that only this
 * installation can make of a mailbox, in either case of letters.  So it stays
 * when all else about a person has gone, and tells nobody whose it is; that
 * two mailboxes share one is less likely than a letter that gets lost.
 */
int64_t		 unsubscribed_mark(const struct secret *, const char *address);

/*
 * The link that stands in each letter of news and proves itself: it works as
 * long as the secret does.  INVALID: it is none of ours.
 */
void		 unsubscribed_link(const struct secret *, const char *address,
		    char link[LINK_LENGTH + 1]);
enum status	 unsubscribed_read_link(const struct secret *,
		    const char *link, int64_t *mark);

/* NOTFOUND: nothing is said of it.  Adding again changes nothing. */
enum status	 unsubscribed_known(struct db *, int64_t mark);
enum status	 unsubscribed_add(struct db *, int64_t mark, int64_t now);
enum status	 unsubscribed_remove(struct db *, int64_t mark);

/* A letter of news that has not gone. */
struct open_news {
	int64_t		 id;
	const char	*ontvanger;
};

enum status	 unsubscribed_open_news(struct db *, struct arena *,
		    struct open_news **, size_t *count);

#endif
