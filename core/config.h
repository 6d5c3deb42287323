#ifndef CORE_CONFIG_H
#define CORE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"

/*
 * What an installation sets, read once at start from a libconfig file
 * (name = value;).  An unknown name or a wrong type is refused with its line,
 * so that a typing error never means a silent default.
 */
struct config {
	const char	*database;	/* path */
	const char	*secret;	/* path, mode 0600 */
	const char	*base_url;	/* https://aanmelden.example.nl */
	const char	*signup_socket;
	const char	*desk_socket;
	const char	*smtp_url;	/* smtp://host:port or smtps://… */
	const char	*smtp_tls;	/* "starttls" or "none" */
	const char	*smtp_user;	/* "" for none */
	const char	*smtp_password_file;
	const char	*smtp_ca_file;
	const char	*smtp_helo;	/* our name; "": base_url's host */
	const char	*smtp_auth;	/* "password" or "xoauth2" */
	const char	*oauth_token_url;	/* https://… */
	const char	*oauth_client_id;
	const char	*oauth_client_secret_file;
	const char	*oauth_scope;
	const char	*mail_from;	/* the sender's address */
	const char	*bounce_address;	/* bounces to LOCAL+MARK@DOMAIN;
					 * "": to mail_from */
	const char	*bounce_mailbox; /* maildir:/path or imaps://host/INBOX;
					 * "" for none */
	const char	*bounce_user;
	const char	*bounce_password_file;
	const char	*bounce_auth;	/* password or xoauth2 */
	const char	*bounce_ca_file;
	const char	*calendar_method;	/* none, publish or request */
	const char	*security_expires;	/* of security.txt (RFC 9116), a
					 * day like 2027-05-01; "" for none */
	const char	*password_cost;	/* normal; low is for tests alone */
	const char	*backup_dir;	/* of backup --daily; "" for none */
	const char	*backup_to;	/* a public key; "": not sealed */
	int		 backup_keep;	/* how many */
	int		 backup_days;	/* how old at most: the term for data
					 * of people holds for copies too */
	int		 workers;	/* threads that answer, each process */
	int		 mail_threads;	/* connections to the relay, at most */
	int		 mail_per_minute;	/* letters; 0: no limit */
	int		 mail_timeout;	/* seconds for one letter */
	int		 mail_alarm_minutes;	/* how long a letter may wait
					 * before the organiser hears of it */
	/* Terms, in days: of a message that was sent, an address that mail
	 * came back from, and a line of the audit log. */
	int		 mail_keep_days;
	int		 bounce_keep_days;
	int		 evaluation_keep_days;
	int		 audit_keep_days;
	/* Letters beyond these wait, and become one later letter. */
	int		 mail_per_address;	/* in an hour */
	int		 mail_per_registration;	/* in a day */
	int		 mail_new_addresses; /* of a registration, in a day */
	/* Whom one network signs up, in an hour, without confirming it. */
	int		 people_per_network;
	bool		 limits;	/* rate limits and minimum fill time */
};

/*
 * INVALID: the file cannot be read, or a setting is missing, unknown or of a
 * wrong type; everything that is wrong is logged, with file and line.  FAIL:
 * no memory.  The config and its texts live until config_free, which takes
 * NULL too; they are not changed, so every thread may read them.
 */
enum status	config_load(const char *path, struct config **);
void		config_free(struct config *);

#endif
