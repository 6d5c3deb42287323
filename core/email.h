#ifndef CORE_EMAIL_H
#define CORE_EMAIL_H

#include <stdbool.h>

struct arena;

/* What is wrong with an address as it was typed; the first fault found. */
enum email_fault {
	EMAIL_OK,
	EMAIL_NO_AT,		/* also when nothing was typed */
	EMAIL_MANY_AT,
	EMAIL_SPACE,		/* a space, a tab or another control */
	EMAIL_LOCAL,		/* the part before the @ */
	EMAIL_NON_ASCII,	/* an accent or symbol before the @ */
	EMAIL_DOMAIN,		/* the part after the @ */
	EMAIL_COMMA,		/* for a dot, or between two */
	EMAIL_LONG,
	EMAIL__MAX
};

/*
 * The syntax of one address as a person typed it: trimmed, UTF-8, NFC.
 * EMAIL_OK: address is in the arena and is safe for SMTP (RFC 5321): the local
 * part as typed, the domain in lower case and in A-labels (RFC 5890), 254
 * bytes.
 * Narrower than RFC 5322 on purpose: no quoted local parts, no comments, no
 * address literals, no domain of one label.  Nobody's mailbox is lost by
 * that, and every byte that could reach into an SMTP command is.
 */
enum email_fault	 email_check(const char *text, struct arena *,
			    const char **address);

/*
 * What people copy along with an address goes off: "Anja <anja@woerden.nl>;"
 * and "mailto:anja@woerden.nl?subject=x" are anja@woerden.nl.  What holds no
 * address stays as it is.  The arena, or the text itself.
 */
const char		*email_tidy(const char *text, struct arena *);

/*
 * An address as people read it: info@súdwest-fryslân.nl for its A-labels.
 * The arena, or the address itself.
 */
const char		*email_shown(const char *address, struct arena *);

/* A Dutch sentence that says how to mend it; "" for EMAIL_OK.  Constant. */
const char		*email_fault_text(enum email_fault);

/*
 * The last check right before an address goes into a header or to libcurl,
 * no matter what checked it before: one @, dot-atom before it, letters, digits,
 * hyphens and dots behind it, nothing too long.  Whatever email_check
 * returns passes; so does a domain of one label such as localhost, which
 * only the administrator can have written.
 */
bool			 email_is_safe(const char *address);

#endif
