#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/text.h"
#include "db/db.h"
#include "db/json.h"
#include "mail/relay/credential.h"
#include "mail/relay/oauth.h"

#define TOKEN_TIMEOUT	30L	/* seconds */
#define ANSWER_MAX	((size_t)64 * 1024)
#define ARENA_LIMIT	((size_t)1 << 20)
#define MARGIN		120	/* seconds before its end it is old */
#define LASTS_MAX	86400

struct oauth {
	char		*url;
	char		*id;
	char		*secret;
	char		*scope;
	long		 timeout;
	struct db	*db;
	struct arena	*arena;

	pthread_mutex_t	 mutex;		/* of what follows, db and arena */
	char		 token[OAUTH_TOKEN_SIZE];	/* "": none */
	int64_t		 expires;
};

enum status
oauth_new(const struct oauth_options *options, struct oauth **made)
{
	static const char near[] = "http://127.0.0.1:";
	struct oauth *oauth;

	/* A secret travels in clear only from a program to its neighbour. */
	if ((strncmp(options->url, "https://", 8) != 0 &&
	    strncmp(options->url, near, sizeof(near) - 1) != 0) ||
	    *options->client_id == '\0') {
		log_line(LOG_ERROR, "oauth: oauth_token_url must be https, "
		    "and oauth_client_id not empty");
		return STATUS_FAIL;
	}
	if ((oauth = calloc(1, sizeof(*oauth))) == NULL)
		abort();
	oauth->url = text_copy(options->url);
	oauth->id = text_copy(options->client_id);
	oauth->secret = text_copy(options->client_secret);
	oauth->scope = text_copy(options->scope);
	oauth->timeout = options->timeout;
	oauth->arena = arena_new(ARENA_LIMIT);
	pthread_mutex_init(&oauth->mutex, NULL);
	if (db_open(options->database, DB_READ, &oauth->db) != STATUS_OK) {
		oauth_free(oauth);
		return STATUS_FAIL;
	}
	*made = oauth;
	return STATUS_OK;
}

enum status
oauth_open(const struct config *config, struct oauth **oauth)
{
	char secret[CREDENTIAL_SIZE];
	enum status status;

	if ((status = credential_read(config->oauth_client_secret_file,
	    secret)) != STATUS_OK)
		return status;
	status = oauth_new(&(struct oauth_options){
		.url = config->oauth_token_url,
		.client_id = config->oauth_client_id,
		.client_secret = secret,
		.scope = config->oauth_scope,
		.database = config->database,
		.timeout = TOKEN_TIMEOUT,
	}, oauth);
	explicit_bzero(secret, sizeof(secret));
	return status;
}

enum status
oauth_or_password(const struct config *config, const char *name,
    const char *auth, const char *file, char password[CREDENTIAL_SIZE],
    struct oauth **oauth)
{
	if (strcmp(auth, "xoauth2") == 0)
		return oauth_open(config, oauth);
	if (strcmp(auth, "password") != 0) {
		log_line(LOG_ERROR, "%s_auth must be password or xoauth2",
		    name);
		return STATUS_FAIL;
	}
	return text_empty(file) ? STATUS_OK : credential_read(file, password);
}

void
oauth_free(struct oauth *oauth)
{
	if (oauth == NULL)
		return;
	explicit_bzero(oauth->secret, strlen(oauth->secret));
	explicit_bzero(oauth->token, sizeof(oauth->token));
	db_close(oauth->db);
	arena_free(oauth->arena);
	pthread_mutex_destroy(&oauth->mutex);
	free(oauth->url);
	free(oauth->id);
	free(oauth->secret);
	free(oauth->scope);
	free(oauth);
}

static size_t
on_write(char *data, size_t size, size_t count, void *arg)
{
	struct buf *body = arg;

	buf_add(body, data, size * count);
	return body->failed ? 0 : size * count;
}

static void
add_field(CURL *handle, struct buf *form, const char *name, const char *value)
{
	char *escaped = curl_easy_escape(handle, value, 0);

	if (escaped == NULL)
		abort();
	buf_printf(form, "%s%s=%s", form->length > 0 ? "&" : "", name,
	    escaped);
	explicit_bzero(escaped, strlen(escaped));
	curl_free(escaped);
}

/* Seconds; nobody's token lasts longer than a day of ours. */
static int64_t
lifetime(const char *text)
{
	int64_t seconds = strtoll(text, NULL, 10);

	return seconds < 0 ? 0 : seconds > LASTS_MAX ? LASTS_MAX : seconds;
}

/* error: the server's word for what is wrong, or "". */
static bool
read_body(struct oauth *oauth, const struct buf *body, const char **error)
{
	const char *token, *lasts;

	*error = "";
	if (json_text(oauth->db, body->data, "$.error", oauth->arena,
	    error) != STATUS_OK ||
	    json_text(oauth->db, body->data, "$.access_token", oauth->arena,
	    &token) != STATUS_OK ||
	    json_text(oauth->db, body->data, "$.expires_in", oauth->arena,
	    &lasts) != STATUS_OK || *token == '\0' ||
	    strlen(token) >= OAUTH_TOKEN_SIZE)
		return false;
	/* Printable, so that nothing of it can end the line it is sent in. */
	for (const char *c = token; *c != '\0'; c++)
		if (*c <= ' ' || *c >= 0x7f)
			return false;
	strcpy(oauth->token, token);
	oauth->expires = clock_now() + lifetime(lasts) - MARGIN;
	return true;
}

static enum smtp_result
judge(struct oauth *oauth, CURLcode rc, long code, const struct buf *body,
    char *answer, size_t size)
{
	const char *error;

	if (rc != CURLE_OK) {
		snprintf(answer, size, "token: %s", curl_easy_strerror(rc));
		return rc == CURLE_PEER_FAILED_VERIFICATION ?
		    SMTP_MISCONFIGURED : SMTP_UNREACHABLE;
	}
	if (read_body(oauth, body, &error) && code == 200)
		return SMTP_SENT;
	oauth->token[0] = '\0';
	snprintf(answer, size, "token: HTTP %ld %.60s", code, error);
	for (char *c = answer; *c != '\0'; c++)
		if (*c < ' ' || *c >= 0x7f)
			*c = '?';
	return code == 429 || code >= 500 ? SMTP_UNREACHABLE :
	    SMTP_MISCONFIGURED;
}

static enum smtp_result
fetch(struct oauth *oauth, char *answer, size_t size)
{
	enum smtp_result result;
	CURL *handle = curl_easy_init();
	struct buf form, body;
	long code = 0;
	CURLcode rc;

	if (handle == NULL)
		abort();
	buf_init(&form, oauth->arena, ANSWER_MAX);
	buf_init(&body, oauth->arena, ANSWER_MAX);
	add_field(handle, &form, "grant_type", "client_credentials");
	add_field(handle, &form, "client_id", oauth->id);
	add_field(handle, &form, "client_secret", oauth->secret);
	if (*oauth->scope != '\0')
		add_field(handle, &form, "scope", oauth->scope);
	curl_easy_setopt(handle, CURLOPT_URL, oauth->url);
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https,http");
	/* A secret goes where the configuration says, to nobody between. */
	curl_easy_setopt(handle, CURLOPT_PROXY, "");
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT, oauth->timeout);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_write);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
	rc = curl_easy_setopt(handle, CURLOPT_POSTFIELDS, form.data);
	if (rc == CURLE_OK)
		rc = curl_easy_perform(handle);
	curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
	curl_easy_cleanup(handle);
	result = judge(oauth, rc, code, &body, answer, size);
	arena_reset(oauth->arena);
	return result;
}

enum smtp_result
oauth_token(struct oauth *oauth, char token[OAUTH_TOKEN_SIZE], char *answer,
    size_t size)
{
	enum smtp_result result = SMTP_SENT;

	pthread_mutex_lock(&oauth->mutex);
	if (oauth->token[0] == '\0' || clock_now() >= oauth->expires)
		result = fetch(oauth, answer, size);
	if (result == SMTP_SENT)
		strcpy(token, oauth->token);
	pthread_mutex_unlock(&oauth->mutex);
	return result;
}

void
oauth_forget(struct oauth *oauth, const char *token)
{
	pthread_mutex_lock(&oauth->mutex);
	if (strcmp(oauth->token, token) == 0)
		oauth->token[0] = '\0';
	pthread_mutex_unlock(&oauth->mutex);
}
