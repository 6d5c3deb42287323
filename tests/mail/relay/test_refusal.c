/*
 * Whose fault the refusals are that were seen.  Postfix 3.7.11, Exim 4.96 and
 * OpenSMTPD 6.8.0p2 of Debian 12 said theirs to tests/outside/relays.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "mail/relay/refusal.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

#define CONNECT		REFUSAL_CONNECT
#define HELO		REFUSAL_HELLO
#define AUTH		REFUSAL_AUTH
#define MAIL		REFUSAL_MAIL
#define RCPT		REFUSAL_RCPT
#define DATA		REFUSAL_DATA
#define LETTER		REFUSAL_LETTER

#define RECIPIENT	SMTP_PERMANENT
#define LATER		SMTP_TEMPORARY
#define AWAY		SMTP_UNREACHABLE
#define OURS		SMTP_MISCONFIGURED
#define MAYBE_AWAY	SMTP_MAYBE_UNREACHABLE
#define MAYBE_OURS	SMTP_MAYBE_MISCONFIGURED

struct row {
	enum refusal_command	 command;
	const char		*reply;
	enum smtp_result	 result;
};

/* Seen: relays.py prints the lines. */
static const struct row seen[] = {
	/* Postfix */
	{ RCPT, "550 5.1.1 <niemand@here.example>: Recipient address rejected:"
	    " User unknown in virtual mailbox table", RECIPIENT },
	{ RCPT, "554 5.7.1 <wij@vreemd.example>: Sender address rejected: "
	    "Access denied", MAYBE_OURS },
	{ RCPT, "554 5.7.1 <een@else.example>: Relay access denied",
	    MAYBE_OURS },
	{ RCPT, "504 5.5.2 <kaal>: Helo command rejected: need "
	    "fully-qualified hostname", MAYBE_OURS },
	{ RCPT, "553 5.7.1 <zij@here.example>: Sender address rejected: not "
	    "owned by user wij", MAYBE_OURS },
	{ AUTH, "535 5.7.8 Error: authentication failed: (reason unavailable)",
	    OURS },
	/* Exim: no enhanced codes; the first may be the recipient's */
	{ RCPT, "550 Unrouteable address", MAYBE_OURS },
	{ RCPT, "550 Sender verify failed", MAYBE_OURS },
	{ RCPT, "550 relay not permitted", MAYBE_OURS },
	{ HELO, "550 need a full name", OURS },
	{ AUTH, "535 Incorrect authentication data", OURS },
	/* OpenSMTPD: the same words for nobody and for another domain */
	{ RCPT, "550 Invalid recipient: <niemand@here.example>", MAYBE_OURS },
	{ RCPT, "550 Invalid recipient: <een@else.example>", MAYBE_OURS },
	{ MAIL, "550 sender not allowed", OURS },
	{ HELO, "550 need a full name", OURS },
};

/* As others report them; not heard by us. */
static const struct row written[] = {
	/* Postfix, smtpd(8) */
	{ RCPT, "550 5.1.8 <wij@x.nl>: Sender address rejected: Domain not "
	    "found", MAYBE_OURS },
	{ RCPT, "450 4.1.8 <wij@x.nl>: Sender address rejected: Domain not "
	    "found", MAYBE_AWAY },
	{ RCPT, "450 4.7.1 <kaal>: Helo command rejected: Host not found",
	    MAYBE_AWAY },
	{ RCPT, "454 4.7.1 <een@x.nl>: Relay access denied", MAYBE_AWAY },
	{ RCPT, "451 4.3.5 Server configuration error", MAYBE_AWAY },
	{ RCPT, "450 4.2.0 <een@x.nl>: Recipient address rejected: "
	    "Greylisted", LATER },
	{ RCPT, "452 4.2.2 <een@x.nl>: mailbox full", LATER },
	{ RCPT, "550 5.1.2 <een@x.nl>: Recipient address rejected: Domain not "
	    "found", RECIPIENT },
	{ RCPT, "556 5.1.10 <een@x.nl>: Recipient address rejected: Domain "
	    "does not accept mail (nullMX)", RECIPIENT },
	{ RCPT, "501 5.1.3 Bad recipient address syntax", RECIPIENT },
	{ RCPT, "421 4.7.0 mx.x.nl Error: too many errors", MAYBE_AWAY },
	{ MAIL, "530 5.7.0 Must issue a STARTTLS command first", OURS },
	{ MAIL, "452 4.3.1 Insufficient system storage", LATER },
	{ MAIL, "552 5.3.4 Message size exceeds fixed limit", RECIPIENT },
	{ MAIL, "451 4.3.0 Temporary lookup failure", AWAY },
	{ CONNECT, "554 5.7.1 Service unavailable; Client host [192.0.2.1] "
	    "blocked", OURS },
	{ CONNECT, "554 5.3.2 no service", AWAY },
	{ CONNECT, "421 4.3.2 All server ports are busy", AWAY },
	{ AUTH, "454 4.7.0 Temporary authentication failure", AWAY },
	{ LETTER, "550 5.7.1 Message content rejected", MAYBE_OURS },
	{ LETTER, "554 5.6.0 invalid message content", RECIPIENT },
	{ LETTER, "421 4.3.0 going down", LATER },
	{ DATA, "421 4.3.2 going down", MAYBE_AWAY },
	/* Exchange Online; 5.7.57, 5.4.1 and 5.7.60 stand in public logs */
	{ AUTH, "535 5.7.3 Authentication unsuccessful", OURS },
	{ AUTH, "535 5.7.139 Authentication unsuccessful, SmtpClient"
	    "Authentication is disabled for the Tenant", OURS },
	{ MAIL, "530 5.7.57 Client not authenticated to send mail", OURS },
	{ MAIL, "501 5.1.7 Invalid address", OURS },
	{ RCPT, "550 5.7.64 TenantAttribution; Relay Access Denied",
	    MAYBE_OURS },
	{ RCPT, "550 5.4.1 Recipient address rejected: Access denied",
	    MAYBE_OURS },
	{ RCPT, "550 5.1.10 RESOLVER.ADR.RecipientNotFound", RECIPIENT },
	{ RCPT, "451 4.7.500 Server busy. Please try again later",
	    MAYBE_AWAY },
	{ LETTER, "554 5.2.252 SendAsDenied; wij@x.nl not allowed to send as "
	    "ons@x.nl", MAYBE_OURS },
	{ LETTER, "550 5.7.60 SMTP; Client does not have permissions to send "
	    "as this sender", MAYBE_OURS },
	{ LETTER, "550 5.1.8 Access denied, bad outbound sender",
	    MAYBE_OURS },
	{ LETTER, "550 5.7.708 Access denied, traffic not accepted from this "
	    "IP", MAYBE_OURS },
	{ LETTER, "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit "
	    "exceeded", MAYBE_AWAY },
	{ LETTER, "554 5.2.3 the message is too large", RECIPIENT },
};

/* What no server should say, and some do. */
static const struct row odd[] = {
	{ RCPT, "550", MAYBE_OURS },
	{ RCPT, "550-5.1.1 cut", RECIPIENT },
	{ RCPT, "550 5.1.1", RECIPIENT },
	{ RCPT, "550 5.1.11 near it", MAYBE_OURS },
	{ RCPT, "550 5.1. not one", MAYBE_OURS },
	{ RCPT, "550 4.1.1 of another class", MAYBE_OURS },
	{ RCPT, "550 5.1.1111 too long", MAYBE_OURS },
	{ RCPT, "535 5.1.1 a login, whatever it adds", MAYBE_OURS },
	{ RCPT, "4", LATER },
	{ RCPT, "", LATER },
	{ MAIL, "250 no refusal", LATER },
};

static void
judge_all(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (refusal_judge(rows[i].command, rows[i].reply) !=
		    rows[i].result)
			fail_msg("%s %s: %s", refusal_command_word(
			    rows[i].command), rows[i].reply, smtp_result_word(
			    refusal_judge(rows[i].command, rows[i].reply)));
}

static void
test_refusals_that_were_seen_are_told_apart(void **state)
{
	(void)state;
	judge_all(seen, COUNT(seen));
}

static void
test_refusals_that_are_documented_are_told_apart(void **state)
{
	(void)state;
	judge_all(written, COUNT(written));
}

static void
test_odd_replies_lose_no_letter_for_good(void **state)
{
	(void)state;
	judge_all(odd, COUNT(odd));
}

static void
test_before_the_recipient_no_letter_is_lost_but_by_its_size(void **state)
{
	static const char *const replies[] = {
		"500 x", "530 5.7.0 x", "550 5.1.1 x", "553 5.7.1 x",
		"554 x", "421 x", "450 4.7.1 x", "504 5.5.2 x",
	};

	(void)state;
	for (enum refusal_command command = CONNECT; command <= MAIL;
	    command++)
		for (size_t i = 0; i < COUNT(replies); i++) {
			enum smtp_result result = refusal_judge(command,
			    replies[i]);

			assert_true(result == AWAY || result == OURS);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusals_that_were_seen_are_told_apart),
		cmocka_unit_test(
		    test_refusals_that_are_documented_are_told_apart),
		cmocka_unit_test(test_odd_replies_lose_no_letter_for_good),
		cmocka_unit_test(
		    test_before_the_recipient_no_letter_is_lost_but_by_its_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
