/*
 * libcurl's part of a connection, for a fuzzer: the input is all that the
 * server says, a zero byte the end of what comes at once; what we say is heard
 * by nobody.  At its end the server hangs up.
 */
#ifndef TESTS_FUZZ_WIRE_H
#define TESTS_FUZZ_WIRE_H

#include <stdint.h>
#include <string.h>

#include <curl/curl.h>

static const uint8_t *wire_data;
static size_t	 wire_left;

CURLcode
curl_easy_recv(CURL *handle, void *to, size_t size, size_t *got)
{
	const uint8_t *end = memchr(wire_data, 0, wire_left);
	size_t length = end == NULL ? wire_left : (size_t)(end - wire_data);

	(void)handle;
	*got = length < size ? length : size;
	memcpy(to, wire_data, *got);
	wire_data += *got;
	wire_left -= *got;
	if (*got == length && wire_left > 0) {
		wire_data++;
		wire_left--;
	}
	return CURLE_OK;
}

CURLcode
curl_easy_send(CURL *handle, const void *bytes, size_t size, size_t *sent)
{
	(void)handle;
	(void)bytes;
	*sent = size;
	return CURLE_OK;
}

#endif
