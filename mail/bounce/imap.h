#ifndef MAIL_BOUNCE_IMAP_H
#define MAIL_BOUNCE_IMAP_H

#include "mail/bounce/mailbox.h"

/*
 * One visit to a folder on an IMAP server (RFC 3501): what is UNSEEN is
 * fetched without being marked, and marked \Seen after the handler's OK.
 */
struct imap_folder {
	const char	*server;	/* imap://host:port or imaps:// */
	const char	*name;		/* INBOX; printable ASCII */
	bool		 plain;		/* without TLS: on this machine only */
};

enum status	imap_visit(const struct imap_folder *,
		    const struct mailbox_options *, mailbox_handler,
		    void *arg);

#endif
