#include <stddef.h>

#include "mail/relay/connection.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

bool
connection_set(CURL *handle, const struct connection *connection)
{
	bool has_token = connection->token != NULL;
	const struct {
		CURLoption	 option;
		const char	*text;
	} texts[] = {
		{ CURLOPT_URL, connection->url },
		{ CURLOPT_PROTOCOLS_STR, connection->protocols },
		{ CURLOPT_PROXY, "" },		/* whatever the environment */
		{ CURLOPT_USERNAME, connection->user },
		{ CURLOPT_PASSWORD, connection->password },
		{ CURLOPT_XOAUTH2_BEARER, connection->token },
		{ CURLOPT_LOGIN_OPTIONS, has_token ? "AUTH=XOAUTH2" : NULL },
		{ CURLOPT_CAINFO, connection->ca_file },
	};
	const struct {
		CURLoption	 option;
		long		 number;
	} numbers[] = {
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_CONNECT_ONLY, 1 },
		{ CURLOPT_SASL_IR, has_token },
		{ CURLOPT_TIMEOUT, connection->timeout },
		{ CURLOPT_SERVER_RESPONSE_TIMEOUT, connection->timeout },
		{ CURLOPT_CONNECTTIMEOUT, connection->connect_timeout },
		{ CURLOPT_USE_SSL, connection->plain ? CURLUSESSL_NONE :
		    CURLUSESSL_ALL },
		{ CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_SSL_VERIFYPEER, 1 },
		{ CURLOPT_SSL_VERIFYHOST, 2 },
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		if (texts[i].text != NULL && curl_easy_setopt(handle,
		    texts[i].option, texts[i].text) != CURLE_OK)
			return false;
	for (size_t i = 0; i < COUNT(numbers); i++)
		if (curl_easy_setopt(handle, numbers[i].option,
		    numbers[i].number) != CURLE_OK)
			return false;
	return true;
}
