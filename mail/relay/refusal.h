#ifndef MAIL_RELAY_REFUSAL_H
#define MAIL_RELAY_REFUSAL_H

#include "mail/relay/smtp.h"

/*
 * Whose fault a refusal is, in one table of command, code and enhanced code
 * (RFC 5321 4.2, RFC 3463).  The words behind them are for people: each
 * server has its own, and many in the reader's language.
 */
enum refusal_command {
	REFUSAL_CONNECT,	/* the greeting */
	REFUSAL_HELLO,		/* EHLO, HELO, STARTTLS */
	REFUSAL_AUTH,
	REFUSAL_MAIL,
	REFUSAL_RCPT,
	REFUSAL_DATA,
	REFUSAL_LETTER,		/* the final dot */
	REFUSAL__MAX
};

/*
 * reply is a reply's last line, "550 5.1.1 no such user", with a code of 400
 * or more.  Never SMTP_SENT.
 */
enum smtp_result	 refusal_judge(enum refusal_command,
			    const char *reply);

/* "RCPT TO", for people; never NULL. */
const char		*refusal_command_word(enum refusal_command);

#endif
