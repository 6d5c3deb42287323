#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "mail/relay/refusal.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

#define AT(command)	(1u << REFUSAL_##command)
#define AFTER		(AT(DATA) | AT(LETTER))
#define ABOUT		(AT(RCPT) | AFTER)	/* the recipient is known */
#define BEFORE		(AT(CONNECT) | AT(HELLO) | AT(AUTH) | AT(MAIL))

/*
 * The first row that fits decides.  Before RCPT nothing was said about this
 * letter, except its size.  From RCPT on the relay may mean the recipient or
 * us: most servers, Postfix first of all, say there what they have against
 * our name, address or login.  What can be both is MAYBE, and the queue asks
 * whether another letter meets it too (relay_pause in deliver.h).
 *
 * In a pattern '?' is any digit and a last '*' anything at all; an enhanced
 * code of "" is a reply without one.
 */
static const struct {
	unsigned		 commands;
	const char		*code;
	const char		*enhanced;
	enum smtp_result	 result;
} rows[] = {
	/* A relay that closes says 554 too; policy is about us. */
	{ AT(CONNECT), "5??", "5.7.*", SMTP_MISCONFIGURED },
	{ AT(CONNECT), "5??", "*", SMTP_UNREACHABLE },
	{ AT(MAIL), "452", "*", SMTP_TEMPORARY },	/* the size */
	{ AT(MAIL), "552", "*", SMTP_PERMANENT },
	{ AT(MAIL), "5??", "5.3.4", SMTP_PERMANENT },
	{ BEFORE, "4??", "*", SMTP_UNREACHABLE },
	{ BEFORE, "5??", "*", SMTP_MISCONFIGURED },

	/* A letter that brings the relay down must not go out for ever. */
	{ AT(LETTER), "421", "*", SMTP_TEMPORARY },
	{ ABOUT, "421", "*", SMTP_MAYBE_UNREACHABLE },
	/* Exchange Online: too much at a time, of us or for them. */
	{ ABOUT, "432", "*", SMTP_MAYBE_UNREACHABLE },
	{ AT(RCPT), "4??", "4.1.7", SMTP_MAYBE_UNREACHABLE },	/* sender */
	{ AT(RCPT), "4??", "4.1.8", SMTP_MAYBE_UNREACHABLE },
	{ AT(RCPT), "4??", "4.3.*", SMTP_MAYBE_UNREACHABLE },
	{ AT(RCPT), "4??", "4.7.*", SMTP_MAYBE_UNREACHABLE },
	{ ABOUT, "4??", "*", SMTP_TEMPORARY },

	{ ABOUT, "53?", "*", SMTP_MAYBE_MISCONFIGURED },	/* login */
	{ ABOUT, "552", "*", SMTP_PERMANENT },
	{ ABOUT, "5??", "5.1.1", SMTP_PERMANENT },
	{ ABOUT, "5??", "5.1.2", SMTP_PERMANENT },
	{ ABOUT, "5??", "5.1.3", SMTP_PERMANENT },
	{ ABOUT, "5??", "5.1.6", SMTP_PERMANENT },
	{ ABOUT, "5??", "5.1.10", SMTP_PERMANENT },
	/* Exchange Online: SendAsDenied. */
	{ ABOUT, "5??", "5.2.252", SMTP_MAYBE_MISCONFIGURED },
	{ ABOUT, "5??", "5.2.*", SMTP_PERMANENT },
	{ ABOUT, "5??", "5.3.4", SMTP_PERMANENT },	/* the size */
	{ ABOUT, "5??", "5.6.*", SMTP_PERMANENT },	/* the content */
	{ ABOUT, "5??", "*", SMTP_MAYBE_MISCONFIGURED },
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* length bytes of text against a pattern of the table. */
static bool
fits(const char *pattern, const char *text, size_t length)
{
	for (; length > 0 && *pattern != '*'; pattern++, text++, length--)
		if (*pattern == '?' ? !is_digit(*text) : *pattern != *text)
			return false;
	return *pattern == '*' || (*pattern == '\0' && length == 0);
}

/* The bytes of an enhanced code such as 5.7.1 at the start; 0: there is none. */
static size_t
enhanced_length(const char *text, char class)
{
	size_t length = 1, digits;

	if (class == '\0' || text[0] != class)
		return 0;
	for (int i = 0; i < 2; i++) {
		if (text[length] != '.')
			return 0;
		digits = strspn(text + length + 1, "0123456789");
		if (digits < 1 || digits > 3)
			return 0;
		length += 1 + digits;
	}
	return length;
}

enum smtp_result
refusal_judge(enum refusal_command command, const char *reply)
{
	size_t code = strnlen(reply, 3), length;
	const char *enhanced = reply + code;

	assert(command < REFUSAL__MAX);
	if (*enhanced == ' ' || *enhanced == '-')
		enhanced++;
	length = enhanced_length(enhanced, reply[0]);
	for (size_t i = 0; i < COUNT(rows); i++)
		if ((rows[i].commands & 1u << command) != 0 &&
		    fits(rows[i].code, reply, code) &&
		    fits(rows[i].enhanced, enhanced, length))
			return rows[i].result;
	return SMTP_TEMPORARY;		/* no refusal of RFC 5321 */
}

const char *
refusal_command_word(enum refusal_command command)
{
	static const char *const words[] = {
		[REFUSAL_CONNECT] = "connecting", [REFUSAL_HELLO] = "EHLO",
		[REFUSAL_AUTH] = "AUTH", [REFUSAL_MAIL] = "MAIL FROM",
		[REFUSAL_RCPT] = "RCPT TO", [REFUSAL_DATA] = "DATA",
		[REFUSAL_LETTER] = "the message",
	};

	_Static_assert(COUNT(words) == REFUSAL__MAX, "each has its word");
	assert(command < REFUSAL__MAX);
	return words[command];
}
