/* What an IMAP server may answer to a visit (`make fuzz`). */
#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mail/bounce/imap.h"
#include "tests/fuzz/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#undef curl_easy_getinfo

CURLcode
curl_easy_perform(CURL *handle)
{
	(void)handle;
	return CURLE_OK;
}

/* It asks for the socket alone. */
CURLcode
curl_easy_getinfo(CURL *handle, CURLINFO info, ...)
{
	va_list arguments;

	(void)handle;
	va_start(arguments, info);
	*va_arg(arguments, curl_socket_t *) = CURL_SOCKET_BAD;
	va_end(arguments);
	return CURLE_OK;
}

/* Every byte of it is there. */
static enum status
take(const void *message, size_t length, void *arg)
{
	const unsigned char *bytes = message;
	unsigned *sum = arg;

	assert(length <= MAILBOX_BYTES);
	for (size_t i = 0; i < length; i++)
		*sum += bytes[i];
	return *sum % 7 == 0 ? STATUS_BUSY : STATUS_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned sum = 0;

	wire_data = data;
	wire_left = size;
	imap_visit(&(struct imap_folder){ "imap://127.0.0.1", "INBOX", true },
	    &(struct mailbox_options){
		.user = "u", .password = "p", .timeout = 60,
	}, take, &sum);
	return 0;
}
