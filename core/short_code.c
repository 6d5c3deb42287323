#include <ctype.h>
#include <string.h>

#include "core/short_code.h"

#define DIGITS		7	/* of five bits */
#define GROUP		4	/* characters in front of the hyphen */
#define PRIME		31	/* below the 32 digits */

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/*
 * A sum with weights modulo a prime: one digit that is another changes it, as
 * do two neighbours that changed places; but for 0 and Z.
 */
static unsigned
check_of(const unsigned digits[DIGITS])
{
	unsigned sum = 0;

	for (unsigned i = 0; i < DIGITS; i++)
		sum += (i + 2) * digits[i];
	return sum % PRIME;
}

static void
write_code(const unsigned digits[DIGITS], char code[SHORT_CODE_SIZE])
{
	for (size_t i = 0; i < DIGITS; i++)
		code[i < GROUP ? i : i + 1] = alphabet[digits[i]];
	code[GROUP] = '-';
	code[DIGITS + 1] = alphabet[check_of(digits)];
	code[DIGITS + 2] = '\0';
}

void
short_code_make(const struct secret *secret, const char *purpose,
    const char *about, char code[SHORT_CODE_SIZE])
{
	unsigned char mac[16];
	unsigned digits[DIGITS];

	secret_derive(secret, purpose, about, strlen(about), mac, sizeof(mac));
	for (size_t i = 0; i < DIGITS; i++)
		digits[i] = mac[i] % 32;
	write_code(digits, code);
}

static enum status
digit_of(char typed, unsigned *digit)
{
	char sign = (char)toupper((unsigned char)typed);
	const char *at;

	sign = sign == 'O' ? '0' : sign == 'I' || sign == 'L' ? '1' : sign;
	at = sign == '\0' ? NULL : strchr(alphabet, sign);
	if (at == NULL)
		return STATUS_INVALID;
	*digit = (unsigned)(at - alphabet);
	return STATUS_OK;
}

enum status
short_code_read(const char *typed, char code[SHORT_CODE_SIZE])
{
	unsigned digits[DIGITS + 1];
	size_t count = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed == '-' || *typed == ' ')
			continue;
		if (count > DIGITS ||
		    digit_of(*typed, &digits[count++]) != STATUS_OK)
			return STATUS_INVALID;
	}
	if (count != DIGITS + 1 || digits[DIGITS] != check_of(digits))
		return STATUS_INVALID;
	write_code(digits, code);
	return STATUS_OK;
}
