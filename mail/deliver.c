#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "db/arena.h"
#include "db/log.h"
#include "db/outbox.h"
#include "db/text.h"
#include "mail/deliver.h"

#define ANSWER_MAX	500
#define PASSWORD_MAX	256
#define RELAY_AWAY	60	/* seconds until a letter is due again */
#define RELAY_REFUSES	600

/* What a job of the writer fills in, copied out of its arena. */
struct claiming {
	int64_t		 now;
	struct arena	*arena;		/* the deliverer's */
	struct claim	 claim;
};

static enum status
claim(struct db *db, void *arg, struct arena *arena)
{
	struct claiming *claiming = arg;

	(void)arena;
	return outbox_claim(db, claiming->now, claiming->arena,
	    &claiming->claim);
}

struct answering {
	int64_t		 id;
	int64_t		 now;
	enum smtp_result result;
	const char	*answer;
};

/* What each result of SMTP means for the letter and for the queue. */
static const struct {
	enum outbox_state	state;
	int64_t			put_back;	/* 0: the try counts */
	enum delivery		delivery;
} meanings[SMTP__MAX] = {
	[SMTP_SENT] = { OUTBOX_SENT, 0, DELIVERY_DONE },
	[SMTP_TEMPORARY] = { OUTBOX_DEFERRED, 0, DELIVERY_DONE },
	[SMTP_PERMANENT] = { OUTBOX_FAILED, 0, DELIVERY_DONE },
	[SMTP_UNREACHABLE] = { OUTBOX_DEFERRED, RELAY_AWAY, DELIVERY_PAUSE },
	[SMTP_MISCONFIGURED] = { OUTBOX_DEFERRED, RELAY_REFUSES,
	    DELIVERY_ALARM },
};

static enum status
answer(struct db *db, void *arg, struct arena *arena)
{
	const struct answering *it = arg;
	int64_t wait = meanings[it->result].put_back;

	(void)arena;
	if (wait != 0)
		return outbox_put_back(db, it->id, it->now + wait,
		    it->answer);
	return outbox_answer(db, it->id, meanings[it->result].state,
	    it->answer, it->now);
}

static void
report(const struct answering *it)
{
	enum log_level level = it->result == SMTP_SENT ? LOG_INFO :
	    it->result == SMTP_MISCONFIGURED ? LOG_ERROR : LOG_WARNING;

	log_line(level, "letter %lld: %s: %s", (long long)it->id,
	    smtp_result_word(it->result), it->answer);
}

enum delivery
deliver_one(struct deliverer *deliverer)
{
	struct claiming claiming = {
		.now = deliverer->now(), .arena = deliverer->arena,
	};
	struct answering answering;
	char words[ANSWER_MAX];
	enum status status;

	arena_reset(deliverer->arena);
	status = writer_run(deliverer->writer, claim, &claiming);
	if (status == STATUS_NOTFOUND)
		return DELIVERY_NONE;
	if (status != STATUS_OK)
		return DELIVERY_TROUBLE;
	answering = (struct answering){
		.id = claiming.claim.id, .answer = words,
		.result = smtp_send(deliverer->smtp, claiming.claim.afzender,
		    claiming.claim.ontvanger, claiming.claim.bericht,
		    claiming.claim.length, words, sizeof(words)),
		.now = deliverer->now(),
	};
	report(&answering);
	if (writer_run(deliverer->writer, answer, &answering) != STATUS_OK)
		return DELIVERY_TROUBLE;
	return meanings[answering.result].delivery;
}

/* The first line of the file; secrets never stand in the configuration. */
static enum status
read_password(const char *path, char password[PASSWORD_MAX])
{
	FILE *file = fopen(path, "re");
	char *line;

	if (file == NULL) {
		log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
		return STATUS_FAIL;
	}
	line = fgets(password, PASSWORD_MAX, file);
	fclose(file);
	if (line == NULL) {
		log_line(LOG_ERROR, "%s: holds no password", path);
		return STATUS_FAIL;
	}
	password[strcspn(password, "\r\n")] = '\0';
	return STATUS_OK;
}

static const char *
or_null(const char *text)
{
	return text_empty(text) ? NULL : text;
}

enum status
deliver_route(const struct config *config, struct smtp **smtp)
{
	bool plain = strcmp(config->smtp_tls, "none") == 0;
	char password[PASSWORD_MAX] = "";
	struct smtp *made;

	if (!plain && strcmp(config->smtp_tls, "starttls") != 0) {
		log_line(LOG_ERROR, "smtp_tls must be starttls or none");
		return STATUS_FAIL;
	}
	if (!text_empty(config->smtp_password_file) &&
	    read_password(config->smtp_password_file, password) != STATUS_OK)
		return STATUS_FAIL;
	made = smtp_new(&(struct smtp_options){
		.url = config->smtp_url,
		.starttls = plain ? SMTP_STARTTLS_NONE :
		    SMTP_STARTTLS_REQUIRED,
		.user = or_null(config->smtp_user),
		.password = or_null(password),
		.ca_file = or_null(config->smtp_ca_file),
	});
	explicit_bzero(password, sizeof(password));
	if (made == NULL)
		return STATUS_FAIL;
	*smtp = made;
	return STATUS_OK;
}
