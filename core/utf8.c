#include "core/utf8.h"

size_t
utf8_length(const char *s, size_t left)
{
	const unsigned char *p = (const unsigned char *)s;
	unsigned char low = 0x80, high = 0xbf;
	size_t length;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	length = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)		/* or it had a shorter form */
		low = 0xa0;
	else if (p[0] == 0xed)		/* or it is a surrogate */
		high = 0x9f;
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)		/* or it is beyond U+10FFFF */
		high = 0x8f;
	if (left < length || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

bool
utf8_valid(const char *text, size_t length)
{
	size_t step;

	for (size_t i = 0; i < length; i += step)
		if ((step = utf8_length(text + i, length - i)) == 0)
			return false;
	return true;
}
