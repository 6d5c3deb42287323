#ifndef MAIL_BOUNCE_MAILBOX_H
#define MAIL_BOUNCE_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "core/config.h"
#include "core/status.h"

/*
 * The mailbox where bounces arrive: a Maildir, or a folder on an IMAP
 * server.  Each new message is given to a handler once it is here, and is
 * marked as seen only after the handler said OK; nothing is ever deleted.
 */
struct mailbox;

struct oauth;

/* Copied by mailbox_new. */
struct mailbox_options {
	const char	*url;		/* maildir:/path, imaps://host/INBOX,
					 * imap://host/INBOX */
	const char	*user;		/* NULL: none */
	const char	*password;
	struct oauth	*oauth;		/* instead of a password; borrowed */
	const char	*ca_file;	/* NULL: the system's */
	long		 timeout;	/* seconds a visit; 0: 60 */
	bool		(*stop)(void);	/* leave at once; NULL: never */
};

#define MAILBOX_BYTES	((size_t)1 << 20)	/* of a message are read */
#define MAILBOX_VISIT	200		/* messages at a time */

/*
 * OK: it is done with.  BUSY: it stays new, the others go on.  Anything
 * else: it stays new, and so do those behind it.
 */
typedef enum status (*mailbox_handler)(const void *message, size_t length,
		    void *arg);

/* NULL: the options cannot be right, and the log says which. */
struct mailbox	*mailbox_new(const struct mailbox_options *);
void		 mailbox_free(struct mailbox *);

/* NULL in *mailbox with OK: none is configured. */
enum status	 mailbox_open(const struct config *, bool (*stop)(void),
		    struct mailbox **);

/* Give each new message to the handler.  FAIL: the log says why. */
enum status	 mailbox_visit(struct mailbox *, mailbox_handler, void *arg);

#endif
