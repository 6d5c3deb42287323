#ifndef MAIL_RELAY_SMTP_H
#define MAIL_RELAY_SMTP_H

#include <stddef.h>

struct oauth;

/*
 * Letters to the relay.  One struct smtp is one connection,
 * kept between letters and used by one thread at a time; for letters side
 * by side have one for each thread.
 */
struct smtp;

enum smtp_starttls {
	SMTP_STARTTLS_NONE,	/* not asked for, even when it is offered */
	SMTP_STARTTLS_REQUIRED,	/* without it, or without a right
				 * certificate, nothing is sent */
	SMTP_STARTTLS__MAX
};

/* Copied by smtp_new. */
struct smtp_options {
	const char		*url;	/* smtp:// or smtps://host:port */
	enum smtp_starttls	 starttls;
	const char		*user;		/* NULL: no AUTH */
	const char		*password;
	struct oauth		*oauth;		/* instead of a password;
						 * borrowed */
	const char		*ca_file;	/* NULL: the system's */
	long			 timeout;	/* seconds a letter; 0: 120 */
	const char		*hello;		/* our name; NULL: the host's */
};

enum smtp_result {
	SMTP_SENT,		/* the relay has taken it: 250 */
	SMTP_TEMPORARY,		/* try this letter again; it may have
				 * arrived, so with the same Message-ID */
	SMTP_PERMANENT,		/* this letter will never be taken */
	SMTP_UNREACHABLE,	/* concerns the relay: pause the round */
	SMTP_MISCONFIGURED,	/* concerns our settings: stop and alarm */
	/* Either of these, or the recipient's: does another letter meet it? */
	SMTP_MAYBE_UNREACHABLE,
	SMTP_MAYBE_MISCONFIGURED,
	SMTP__MAX
};

/* Whose fault a refusal is stands in one table: mail/relay/refusal.c. */

/* Once in main, before there are threads; SIGPIPE is ignored from then on. */
void			 smtp_library_open(void);
void			 smtp_library_close(void);

/* NULL: the options cannot be right, and the log says which. */
struct smtp		*smtp_new(const struct smtp_options *);
void			 smtp_free(struct smtp *);

/*
 * Send one letter to one recipient and wait for the relay's word.  The
 * message is ASCII in lines that end in CRLF, as message_write makes it.
 * answer, which is always set, gets the reply that decided, or what went
 * wrong when there was none: one line of printable ASCII without secrets, cut
 * to fit.  A letter is sent at most once by one call.
 */
enum smtp_result	 smtp_send(struct smtp *, const char *sender,
			    const char *recipient, const void *message,
			    size_t length, char *answer, size_t answer_size);

/*
 * Go as far as RCPT over a new connection, and send nothing.  SMTP_SENT: the
 * relay would take a letter.
 */
enum smtp_result	 smtp_check(struct smtp *, const char *sender,
			    const char *recipient, char *answer,
			    size_t answer_size);

/* What the last answer of either was to, for people: "RCPT TO". */
const char		*smtp_command_word(const struct smtp *);

/*
 * From now on every line of the conversation goes to line as well: '>' what
 * we say, '<' what the server says, '*' about the connection.  Secrets are
 * masked and the letter itself is not in it.  NULL: no more.
 */
typedef void (*smtp_listener)(char who, const char *line, void *arg);

void			 smtp_listen(struct smtp *, smtp_listener line,
			    void *arg);

/* The English word for logs; never NULL. */
const char		*smtp_result_word(enum smtp_result);

#endif
