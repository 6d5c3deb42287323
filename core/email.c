#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <idn2.h>

#include "core/arena.h"
#include "core/email.h"

#define LOCAL_MAX	64
#define LABEL_MAX	63
#define ADDRESS_MAX	254	/* RFC 5321 4.5.3.1.3, without the <> */
#define TYPED_MAX	1000	/* bytes; a typed domain can be UTF-8 */

static bool
byte_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
local_is_safe(const char *local, size_t length)
{
	if (length == 0 || length > LOCAL_MAX || local[0] == '.')
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = local[i];

		if (c <= 0x20 || c >= 0x7f ||
		    strchr("<>()[]\\,;:\"@", c) != NULL)
			return false;
		if (c == '.' && (i + 1 == length || local[i + 1] == '.'))
			return false;
	}
	return true;
}

/* How many labels the domain has; 0 when one of them is not right. */
static size_t
domain_labels(const char *domain)
{
	size_t labels = 0, length;

	for (;;) {
		length = strcspn(domain, ".");
		if (length == 0 || length > LABEL_MAX || domain[0] == '-' ||
		    domain[length - 1] == '-')
			return 0;
		for (size_t i = 0; i < length; i++)
			if (!byte_is_letter(domain[i]) && domain[i] != '-' &&
			    (domain[i] < '0' || domain[i] > '9'))
				return 0;
		labels++;
		if (domain[length] == '\0')
			return labels;
		domain += length + 1;
	}
}

static bool
text_is_ascii(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] > 0x7f)
			return false;
	return true;
}

static bool
text_has_space(const char *text)
{
	for (const char *p = text; *p != '\0'; p++)
		if ((*p > 0 && *p <= ' ') || *p == 0x7f)
			return true;
	/* What comes along from a web page or from Word. */
	return strstr(text, "\xc2\xa0") != NULL;
}

static enum email_fault
domain_copy(const char *domain, char ascii[ADDRESS_MAX + 1])
{
	size_t length = strlen(domain);

	if (length > ADDRESS_MAX)
		return EMAIL_LONG;
	for (size_t i = 0; i <= length; i++)
		ascii[i] = domain[i] >= 'A' && domain[i] <= 'Z' ?
		    (char)(domain[i] - 'A' + 'a') : domain[i];
	return EMAIL_OK;
}

/*
 * The domain in A-labels and lower case.  Through a buffer of our own, as
 * the arena may not return and then nobody would free libidn2's string.
 */
static enum email_fault
domain_convert(const char *domain, char ascii[ADDRESS_MAX + 1])
{
	uint8_t *converted = NULL;
	enum email_fault fault;
	int rc;

	if (text_is_ascii(domain, strlen(domain)))
		return domain_copy(domain, ascii);
	rc = idn2_lookup_u8((const uint8_t *)domain, &converted,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (rc == IDN2_TOO_BIG_DOMAIN)
		return EMAIL_LONG;
	if (rc != IDN2_OK)
		return EMAIL_DOMAIN;
	fault = domain_copy((const char *)converted, ascii);
	idn2_free(converted);
	return fault;
}

enum email_fault
email_check(const char *text, struct arena *arena, const char **address)
{
	char domain[ADDRESS_MAX + 1];
	enum email_fault fault;
	const char *at;
	size_t local;

	if (strnlen(text, TYPED_MAX + 1) > TYPED_MAX)
		return EMAIL_LONG;
	if ((at = strchr(text, '@')) == NULL)
		return EMAIL_NO_AT;
	if (strchr(at + 1, '@') != NULL)
		return EMAIL_MANY_AT;
	if (text_has_space(text))
		return EMAIL_SPACE;
	if (strchr(text, ',') != NULL)
		return EMAIL_COMMA;
	local = (size_t)(at - text);
	if (!text_is_ascii(text, local))
		return EMAIL_NON_ASCII;
	if (local > LOCAL_MAX)
		return EMAIL_LONG;
	if (!local_is_safe(text, local))
		return EMAIL_LOCAL;
	if ((fault = domain_convert(at + 1, domain)) != EMAIL_OK)
		return fault;
	/*
	 * libidn2 lets empty labels and symbols pass, so the labels are ours.
	 * 192.168.1.1 has labels too, but no top-level domain.
	 */
	if (domain_labels(domain) < 2 ||
	    !byte_is_letter(strrchr(domain, '.')[1]))
		return EMAIL_DOMAIN;
	if (local + 1 + strlen(domain) > ADDRESS_MAX)
		return EMAIL_LONG;
	*address = arena_printf(arena, "%.*s@%s", (int)local, text, domain);
	assert(email_is_safe(*address));
	return EMAIL_OK;
}

const char *
email_tidy(const char *text, struct arena *arena)
{
	static const char around[] = " \t\r\n;,.:<>()[]\"'";
	const char *open = strrchr(text, '<');
	size_t length;

	if (strchr(text, '@') == NULL)
		return text;
	/* In <> the address, before it the name, behind it nothing. */
	if (open != NULL && strchr(open, '@') != NULL &&
	    (length = strcspn(open, ">"), open[length] == '>') &&
	    open[length + 1 + strspn(open + length + 1, around)] == '\0') {
		const char *inside = arena_copy(arena, open + 1, length - 1);
		const char *name = arena_copy(arena, text,
		    (size_t)(open - text));

		/* Two of them are two, unless the name is the address. */
		if (strchr(name, '@') == NULL || strstr(name, inside) != NULL)
			text = inside;
	}
	text += strspn(text, around);
	if (strncasecmp(text, "mailto:", 7) == 0) {
		text += 7;
		text = arena_copy(arena, text, strcspn(text, "?"));
	}
	for (length = strlen(text); length > 0 &&
	    strchr(around, text[length - 1]) != NULL;)
		length--;
	return arena_copy(arena, text, length);
}

const char *
email_shown(const char *address, struct arena *arena)
{
	const char *at = strchr(address, '@'), *shown = address;
	char *domain = NULL;

	/* Read without the arena, which may not return, and freed at once. */
	if (at != NULL && strstr(at, "xn--") != NULL &&
	    idn2_to_unicode_8z8z(at + 1, &domain, 0) == IDN2_OK &&
	    strlen(domain) <= ADDRESS_MAX) {
		char copy[ADDRESS_MAX + 1];

		memcpy(copy, domain, strlen(domain) + 1);
		idn2_free(domain);
		return arena_printf(arena, "%.*s@%s", (int)(at - address),
		    address, copy);
	}
	idn2_free(domain);
	return shown;
}

const char *
email_fault_text(enum email_fault fault)
{
	static const char *const texts[] = {
		[EMAIL_OK] = "",
		[EMAIL_NO_AT] = "Er ontbreekt een @. "
		    "Vul een adres in zoals naam@gemeente.nl.",
		[EMAIL_MANY_AT] = "Er staat meer dan één @. "
		    "Vul één adres in, zoals naam@gemeente.nl.",
		[EMAIL_SPACE] = "Er staat een spatie in het adres. "
		    "Haal de spatie weg.",
		[EMAIL_LOCAL] = "Het deel voor de @ klopt niet. "
		    "Vul een adres in zoals naam@gemeente.nl, "
		    "zonder haakjes, komma's of aanhalingstekens.",
		[EMAIL_NON_ASCII] = "Voor de @ staat een letter met een "
		    "accent of een ander bijzonder teken. "
		    "Gebruik daar alleen gewone letters en cijfers.",
		[EMAIL_DOMAIN] = "Het deel na de @ klopt niet. "
		    "Vul een adres in zoals naam@gemeente.nl.",
		[EMAIL_COMMA] = "Er staat een komma in het adres. "
		    "Vul één adres in, met een punt waar een punt hoort.",
		[EMAIL_LONG] = "Het adres is te lang. "
		    "Vul alleen het e-mailadres in.",
	};

	_Static_assert(sizeof(texts) / sizeof(texts[0]) == EMAIL__MAX,
	    "each fault has its text");
	assert(fault < EMAIL__MAX);
	return texts[fault];
}

bool
email_is_safe(const char *address)
{
	const char *at;

	if (strnlen(address, ADDRESS_MAX + 1) > ADDRESS_MAX)
		return false;
	if ((at = strchr(address, '@')) == NULL)
		return false;
	return local_is_safe(address, (size_t)(at - address)) &&
	    domain_labels(at + 1) > 0;
}
