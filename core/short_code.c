#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/short_code.h"

#define DIGITS		7	/* of five bits */
#define GROUP		4	/* characters in front of the hyphen */
#define ROW_DIGITS	10	/* of a row's number */
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

/* Its digits, the highest first, in front of the hyphen and the code. */
static void
write_row(int64_t id, const char *code, char row[ROW_CODE_SIZE])
{
	char digits[ROW_DIGITS + 1] = "";
	size_t at = ROW_DIGITS;

	do {
		digits[--at] = alphabet[id % 32];
		id /= 32;
	} while (id > 0 && at > 0);
	snprintf(row, ROW_CODE_SIZE, "%.*s-%s", (int)(ROW_DIGITS - at),
	    digits + at, code);
}

void
row_code_make(const struct secret *secret, const char *purpose, int64_t id,
    int64_t nonce, char row[ROW_CODE_SIZE])
{
	char about[48], code[SHORT_CODE_SIZE];

	snprintf(about, sizeof(about), "%" PRId64 " %" PRId64, id, nonce);
	short_code_make(secret, purpose, about, code);
	write_row(id, code, row);
}

enum status
row_code_read(const char *typed, int64_t *id, char row[ROW_CODE_SIZE])
{
	char signs[ROW_DIGITS + DIGITS + 2], code[SHORT_CODE_SIZE];
	size_t count = 0;
	unsigned digit;
	int64_t found = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed == '-' || *typed == ' ')
			continue;
		if (count == ROW_DIGITS + DIGITS + 1)
			return STATUS_INVALID;
		signs[count++] = *typed;
	}
	signs[count] = '\0';
	if (count <= DIGITS + 1 ||
	    short_code_read(signs + count - DIGITS - 1, code) != STATUS_OK)
		return STATUS_INVALID;
	for (size_t i = 0; i < count - DIGITS - 1; i++) {
		if (digit_of(signs[i], &digit) != STATUS_OK)
			return STATUS_INVALID;
		found = found * 32 + digit;
	}
	if (found == 0)
		return STATUS_INVALID;
	*id = found;
	write_row(found, code, row);
	return STATUS_OK;
}
