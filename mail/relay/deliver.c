/*
 * One deliverer has up to two batches: the letters in hand, and the next,
 * which a job of the writer claims while those are sent.  The same job writes
 * the answers that have come meanwhile, so that the relay and the disk work
 * side by side, and what a crash can repeat is what was sent during one
 * commit and the TOGETHER letters that wait for the next.
 *
 * A claim holds a letter for HOLD time-outs.  Nothing of a batch is begun
 * when one half of a time-out has passed since the claim, and a letter takes
 * three at the very worst (a connection that had been closed, a token that
 * was refused, a relay that is silent).  So no other deliverer gets a
 * letter that may be under way.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/log.h"
#include "mail/relay/deliver.h"

#define BATCH_MAX	64
#define TOGETHER	12	/* answers in a job, when they come fast */
#define ANSWER_MAX	500
#define ARENA_LIMIT	((size_t)80 << 20)	/* a batch of large letters */
#define HOLD		4

/* What each result of SMTP means for the letter and for the queue. */
static const struct {
	enum outbox_state	state;
	bool			counts;		/* against the letter */
	enum delivery		delivery;
} meanings[SMTP__MAX] = {
	[SMTP_SENT] = { OUTBOX_SENT, true, DELIVERY_DONE },
	[SMTP_TEMPORARY] = { OUTBOX_DEFERRED, true, DELIVERY_DONE },
	[SMTP_PERMANENT] = { OUTBOX_FAILED, true, DELIVERY_DONE },
	[SMTP_UNREACHABLE] = { OUTBOX_DEFERRED, false, DELIVERY_PAUSE },
	[SMTP_MISCONFIGURED] = { OUTBOX_DEFERRED, false, DELIVERY_ALARM },
	[SMTP_MAYBE_UNREACHABLE] = { OUTBOX_DEFERRED, false, DELIVERY_DONE },
	[SMTP_MAYBE_MISCONFIGURED] = { OUTBOX_DEFERRED, false, DELIVERY_DONE },
};

struct batch {
	struct arena	*arena;		/* holds the letters */
	int64_t		 since;
	size_t		 count;
	size_t		 at;		/* the first that is not sent */
	struct claim	 claims[BATCH_MAX];
};

/* What has to be stored about one letter. */
struct delivery_report {
	int64_t		 id;
	bool		 tried;
	enum smtp_result result;
	int64_t		 now;
	int64_t		 due;		/* when the try does not count */
	char		 answer[ANSWER_MAX];
};

/*
 * Reports are added behind the last, also while the job writes the first.
 * At most a batch is sent between two jobs and one is given back.
 */
#define REPORTS_MAX	(6 * BATCH_MAX)

struct deliverer {
	struct writer	*writer;
	struct relay_pause *pause;
	struct smtp	*smtp;
	int64_t		(*now)(void);
	struct deliver_compose compose;
	struct share	 share;
	int64_t		 timeout;
	int64_t		 per_minute;
	size_t		 wanted;	/* letters in the next claim */
	bool		 trouble;	/* the last job failed */

	struct batch	*hand;
	struct batch	*next;
	struct batch	 batches[2];

	size_t		 nreports;
	struct delivery_report reports[REPORTS_MAX];

	/* The job, and what it works on: the writer's until it is done. */
	struct writer_job job;
	bool		 running;
	size_t		 writing;	/* so many of the reports */
	struct terms	 terms;		/* max 0: claim nothing */
	struct composed	 composed[BATCH_MAX];	/* for this claim */
	size_t		 ncomposed;
};

struct deliverer *
deliverer_new(const struct config *config, struct writer *writer,
    struct relay_pause *pause, struct smtp *smtp, int64_t (*now)(void),
    const struct deliver_compose *compose, struct share share)
{
	struct deliverer *deliverer = calloc(1, sizeof(*deliverer));

	if (deliverer == NULL)
		abort();
	deliverer->writer = writer;
	deliverer->pause = pause;
	deliverer->smtp = smtp;
	deliverer->now = now;
	if (compose != NULL)
		deliverer->compose = *compose;
	deliverer->share = share;
	deliverer->timeout = config->mail_timeout;
	deliverer->per_minute = config->mail_per_minute;
	deliverer->wanted = 1;
	deliverer->hand = &deliverer->batches[0];
	deliverer->next = &deliverer->batches[1];
	deliverer->hand->arena = arena_new(ARENA_LIMIT);
	deliverer->next->arena = arena_new(ARENA_LIMIT);
	return deliverer;
}

/* *quiet: this job has cleared the alarm already. */
static enum status
write_report(struct db *db, const struct delivery_report *report, bool *quiet)
{
	enum status status = STATUS_OK;

	if (!report->tried)
		return outbox_release(db, report->id, report->now);
	if (report->result == SMTP_SENT && !*quiet)
		status = alarm_clear(db);
	else if (report->result == SMTP_MISCONFIGURED)
		status = alarm_raise(db, report->answer, report->now);
	if (status != STATUS_OK)
		return status;
	if (report->result == SMTP_SENT ||
	    report->result == SMTP_MISCONFIGURED)
		*quiet = report->result == SMTP_SENT;
	if (!meanings[report->result].counts)
		return outbox_put_back(db, report->id, report->due,
		    report->answer, report->now);
	return outbox_answer(db, report->id, meanings[report->result].state,
	    report->answer, report->now);
}

/* In the writer's thread. */
static enum status
write_and_claim(struct db *db, void *arg, struct arena *arena)
{
	struct deliverer *deliverer = arg;
	struct batch *next = deliverer->next;
	enum status status = STATUS_OK;
	bool quiet = false;

	(void)arena;
	for (size_t i = 0; status == STATUS_OK && i < deliverer->writing; i++)
		status = write_report(db, &deliverer->reports[i], &quiet);
	if (status != STATUS_OK || deliverer->terms.max == 0)
		return status;
	status = outbox_claim(db, &deliverer->terms, deliverer->composed,
	    deliverer->ncomposed, next->arena, next->claims, &next->count);
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

/* What to write, and which letters to claim: of, so many; 0: none. */
static void
job_start(struct deliverer *deliverer, struct share of, size_t max)
{
	assert(!deliverer->running);
	deliverer->terms = (struct terms){
		.now = deliverer->now(), .hold = HOLD * deliverer->timeout,
		.per_minute = deliverer->per_minute, .max = max, .share = of,
	};
	if (max > 0) {
		arena_reset(deliverer->next->arena);
		deliverer->next->count = deliverer->next->at = 0;
		deliverer->next->since = deliverer->terms.now;
		deliverer->ncomposed = 0;
		/* Trouble of the database meets the claim as well. */
		if (deliverer->compose.run != NULL)
			(void)deliverer->compose.run(deliverer->compose.arg,
			    &deliverer->terms, deliverer->next->arena,
			    deliverer->composed,
			    &deliverer->ncomposed);
	}
	deliverer->writing = deliverer->nreports;
	deliverer->running = true;
	writer_start(deliverer->writer, &deliverer->job, write_and_claim,
	    deliverer);
}

/*
 * Reports that did not come to disk stay in the list, for the next job.  A
 * claim that did not come to disk holds no letters.
 */
static enum status
job_end(struct deliverer *deliverer)
{
	enum status status;

	if (!deliverer->running)
		return STATUS_OK;
	status = writer_wait(&deliverer->job);
	deliverer->running = false;
	deliverer->trouble = status != STATUS_OK;
	if (status != STATUS_OK) {
		if (deliverer->terms.max > 0)
			deliverer->next->count = 0;
		return status;
	}
	deliverer->nreports -= deliverer->writing;
	memmove(deliverer->reports, deliverer->reports + deliverer->writing,
	    deliverer->nreports * sizeof(deliverer->reports[0]));
	if (deliverer->terms.max == 0)
		return status;
	/* Some of a full batch are told with another, or withdrawn. */
	if (deliverer->next->count * 2 < deliverer->terms.max)
		deliverer->wanted = 1;
	else if (deliverer->wanted < BATCH_MAX)
		deliverer->wanted *= 2;
	return status;
}

static bool
is_empty(const struct batch *batch)
{
	return batch->at == batch->count;
}

static struct delivery_report *
report_add(struct deliverer *deliverer, int64_t id)
{
	struct delivery_report *report;

	assert(deliverer->nreports < REPORTS_MAX);
	report = &deliverer->reports[deliverer->nreports++];
	report->id = id;
	report->now = deliverer->now();
	return report;
}

static void
give_back(struct deliverer *deliverer, struct batch *batch)
{
	for (; !is_empty(batch); batch->at++)
		report_add(deliverer, batch->claims[batch->at].id)->tried =
		    false;
}

/* Nothing stays in hand and everything is on disk. */
static enum status
settle(struct deliverer *deliverer)
{
	enum status status = job_end(deliverer);

	if (status != STATUS_OK)
		return status;
	give_back(deliverer, deliverer->hand);
	give_back(deliverer, deliverer->next);
	deliverer->wanted = 1;
	if (deliverer->nreports == 0) {
		/* It was a claim that failed: the next may succeed. */
		deliverer->trouble = false;
		return STATUS_OK;
	}
	job_start(deliverer, deliverer->share, 0);
	return job_end(deliverer);
}

void
deliverer_free(struct deliverer *deliverer)
{
	if (deliverer == NULL)
		return;
	settle(deliverer);
	smtp_free(deliverer->smtp);
	arena_free(deliverer->hand->arena);
	arena_free(deliverer->next->arena);
	free(deliverer);
}

/* One at first, so that all threads share a few letters. */
static size_t
wanted(const struct deliverer *deliverer)
{
	return deliverer->per_minute > 0 ? 1 : deliverer->wanted;
}

/* Letters in hand, claimed beforehand when all goes well. */
static enum delivery
fill_hand(struct deliverer *deliverer)
{
	const struct share shares[] = { deliverer->share, { 0, 0 } };
	struct batch *empty = deliverer->hand;
	int nshares = deliverer->share.of > 1 ? 2 : 1;
	enum status status = job_end(deliverer);

	for (int i = 0; i < nshares && status == STATUS_OK &&
	    is_empty(deliverer->next); i++) {
		job_start(deliverer, shares[i], wanted(deliverer));
		status = job_end(deliverer);
	}
	if (status != STATUS_OK)
		return DELIVERY_TROUBLE;
	deliverer->hand = deliverer->next;
	deliverer->next = empty;
	return is_empty(deliverer->hand) ? DELIVERY_NONE : DELIVERY_DONE;
}

static enum delivery
send_one(struct deliverer *deliverer)
{
	const struct claim *claim =
	    &deliverer->hand->claims[deliverer->hand->at++];
	struct delivery_report *report = report_add(deliverer, claim->id);
	enum smtp_result said;

	report->tried = true;
	said = smtp_send(deliverer->smtp, claim->afzender,
	    claim->ontvanger, claim->bericht, claim->length, report->answer,
	    sizeof(report->answer));
	report->now = report->due = deliverer->now();
	report->result = relay_pause_judge(deliverer->pause,
	    claim->ontvanger, said, report->now, &report->due);
	log_line(report->result == SMTP_SENT ? LOG_INFO :
	    report->result == SMTP_MISCONFIGURED ? LOG_ERROR : LOG_WARNING,
	    "letter %lld: %s: %s", (long long)report->id,
	    smtp_result_word(report->result), report->answer);
	return meanings[report->result].delivery;
}

/*
 * Have written what is to be written, and the next batch claimed.  A sync for
 * each letter would cost as much as sending it: some together, but none waits
 * for long.
 */
static enum status
keep_writing(struct deliverer *deliverer)
{
	enum status status;

	if (deliverer->running && !writer_is_done(&deliverer->job))
		return STATUS_OK;
	if ((status = job_end(deliverer)) != STATUS_OK)
		return status;
	if (is_empty(deliverer->next) || deliverer->nreports >= TOGETHER ||
	    (deliverer->nreports > 0 &&
	    deliverer->now() > deliverer->reports[0].now))
		job_start(deliverer, deliverer->share,
		    is_empty(deliverer->next) ? wanted(deliverer) : 0);
	return STATUS_OK;
}

/* The same, when everything came to disk; else the database is at fault. */
static enum delivery
settled(struct deliverer *deliverer, enum delivery delivery)
{
	return settle(deliverer) == STATUS_OK ? delivery : DELIVERY_TROUBLE;
}

enum delivery
deliver_turn(struct deliverer *deliverer)
{
	int64_t now = deliverer->now();
	enum delivery delivery =
	    meanings[relay_pause_ask(deliverer->pause, now)].delivery;

	/* What cannot be noted is not sent. */
	if (delivery != DELIVERY_DONE || deliverer->trouble)
		return settled(deliverer, delivery);
	if (is_empty(deliverer->hand) &&
	    (delivery = fill_hand(deliverer)) != DELIVERY_DONE)
		return delivery;
	if (now > deliverer->hand->since + deliverer->timeout / 2)
		return settled(deliverer, DELIVERY_DONE);
	delivery = send_one(deliverer);
	if (delivery != DELIVERY_DONE)
		return settled(deliverer, delivery);
	return keep_writing(deliverer) == STATUS_OK ? delivery :
	    DELIVERY_TROUBLE;
}
