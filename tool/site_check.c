#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tool/site_check.h"

#define TIMEOUT		10L

static size_t
on_body(char *data, size_t one, size_t count, void *arg)
{
	struct site_answer *answer = arg;
	size_t room = sizeof(answer->body) - 1 - answer->length;
	size_t length = one * count < room ? one * count : room;

	memcpy(answer->body + answer->length, data, length);
	answer->length += length;
	answer->body[answer->length] = '\0';
	return one * count;
}

static size_t
on_header(char *data, size_t one, size_t count, void *arg)
{
	static const char name[] = "Strict-Transport-Security:";
	struct site_answer *answer = arg;

	if (one * count >= sizeof(name) &&
	    strncasecmp(data, name, sizeof(name) - 1) == 0)
		answer->hsts = true;
	return one * count;
}

/* Of the site's own, the first of the chain. */
static int64_t
certificate_until(CURL *handle)
{
	static const char name[] = "Expire date:";
	struct curl_certinfo *chain = NULL;
	const struct curl_slist *line;

	if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &chain) != CURLE_OK ||
	    chain == NULL || chain->num_of_certs < 1)
		return 0;
	for (line = chain->certinfo[0]; line != NULL; line = line->next)
		if (strncmp(line->data, name, sizeof(name) - 1) == 0)
			return (int64_t)curl_getdate(line->data +
			    sizeof(name) - 1, NULL);
	return 0;
}

enum status
site_get(const char *base_url, const char *path, struct site_answer *answer,
    char words[SITE_WORDS])
{
	CURL *handle = curl_easy_init();
	char url[1024];
	CURLcode code;

	*answer = (struct site_answer){ .code = 0 };
	snprintf(url, sizeof(url), "%s%s", base_url, path);
	if (handle == NULL) {
		snprintf(words, SITE_WORDS, "no memory");
		return STATUS_FAIL;
	}
	curl_easy_setopt(handle, CURLOPT_URL, url);
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https,http");
	curl_easy_setopt(handle, CURLOPT_PROXY, "");
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT, TIMEOUT);
	curl_easy_setopt(handle, CURLOPT_CERTINFO, 1L);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, answer);
	curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(handle, CURLOPT_HEADERDATA, answer);
	code = curl_easy_perform(handle);
	curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer->code);
	answer->certificate_until = certificate_until(handle);
	curl_easy_cleanup(handle);
	if (code == CURLE_OK)
		return STATUS_OK;
	snprintf(words, SITE_WORDS, "%s", curl_easy_strerror(code));
	return STATUS_FAIL;
}
