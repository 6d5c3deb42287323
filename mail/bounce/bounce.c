#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/mail/bounced_address.h"
#include "db/mail/outbox.h"
#include "db/mail/outbox_bounce.h"
#include "mail/bounce/bounce.h"
#include "mail/bounce/dsn.h"
#include "mail/compose/envelope.h"

#define WORDS_MAX	500

enum verdict {
	VERDICT_UNKNOWN,	/* no letter of ours, or not to them */
	VERDICT_BOUNCED,
	VERDICT_LATE,
	VERDICT_NOTHING		/* known already, or it arrived */
};

/* What the writer's job gets and finds. */
struct judging {
	const struct dsn	*dsn;
	const struct secret	*secret;
	int64_t			 now;
	enum verdict		 verdict;
	int64_t			 id;
};

/*
 * What the report says of our recipient.  A server that forwards mail can
 * make other names of it; then it has come back only when it did so for all
 * of them, and only a token says that it is our letter at all.
 */
static const struct dsn_recipient *
find_recipient(const struct dsn *dsn, const char *address, bool by_token)
{
	const struct dsn_recipient *worst = &dsn->recipients[0];

	for (size_t i = 0; i < dsn->nrecipients; i++) {
		const struct dsn_recipient *one = &dsn->recipients[i];

		if (dsn_names(one, address))
			return one;
		if (worst->action == DSN_FAILED)
			worst = one;
	}
	return by_token ? worst : NULL;
}

/* NOTFOUND: no letter of ours, or the report is about somebody else. */
static enum status
find_letter(struct db *db, const struct secret *secret,
    const struct dsn *dsn, struct arena *arena,
    struct bounced_letter *bounced_letter,
    const struct dsn_recipient **recipient)
{
	enum status status = STATUS_NOTFOUND;
	bool by_token;

	if (dsn->verp != NULL)
		status = outbox_by_mark(db, secret, ENVELOPE_SENDER,
		    dsn->verp, arena, bounced_letter);
	by_token = status == STATUS_OK;
	if (status == STATUS_NOTFOUND && dsn->message_id != NULL)
		status = outbox_by_mark(db, secret, ENVELOPE_MESSAGE_ID,
		    arena_printf(arena, "%.*s", (int)strcspn(dsn->message_id,
		    "@"), dsn->message_id), arena, bounced_letter);
	if (status != STATUS_OK)
		return status;
	*recipient = find_recipient(dsn, bounced_letter->ontvanger, by_token);
	return *recipient == NULL ? STATUS_NOTFOUND : STATUS_OK;
}

static const char *
words_of(const struct dsn_recipient *one, const char *what,
    struct arena *arena)
{
	bool silent = text_empty(one->status) && text_empty(one->diagnostic);

	return arena_printf(arena, "%s: %s%s%.*s", what,
	    silent ? "no reason was given" : one->status,
	    text_empty(one->status) || text_empty(one->diagnostic) ? "" : " ",
	    WORDS_MAX, one->diagnostic);
}

/* NOTFOUND: that is known already. */
static enum status
mark_bounced(struct db *db, const struct bounced_letter *bounced_letter,
    const struct dsn_recipient *one, int64_t now, struct arena *arena)
{
	const char *words = words_of(one, "bounced", arena);
	struct audit audit = {
		.wie = "systeem", .wat = "onbestelbaar",
		.event = bounced_letter->event,
		.registration = bounced_letter->registration,
		.participant = bounced_letter->participant,
		.toelichting = arena_printf(arena, "brief %lld: %s",
		    (long long)bounced_letter->id, one->status),
	};
	enum status status;

	status = outbox_bounced(db, bounced_letter->id, words, now);
	if (status == STATUS_OK)
		status = address_bounced(db, &(struct address){
			.address = bounced_letter->ontvanger, .bounced = now,
			.reden = words,
		});
	if (status == STATUS_OK)
		status = audit_add(db, &audit, now);
	return status;
}

/* In the writer's thread.  BUSY: the letter is under way. */
static enum status
judge(struct db *db, void *arg, struct arena *arena)
{
	const struct dsn_recipient *one = NULL;
	struct judging *it = arg;
	struct bounced_letter bounced_letter;
	enum status status;

	it->verdict = VERDICT_UNKNOWN;
	status = find_letter(db, it->secret, it->dsn, arena,
	    &bounced_letter, &one);
	if (status != STATUS_OK)
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	it->id = bounced_letter.id;
	/* The relay's answer would take the place of the bounce: it waits. */
	if (strcmp(bounced_letter.status, outbox_word(OUTBOX_QUEUED)) == 0 ||
	    strcmp(bounced_letter.status, outbox_word(OUTBOX_DEFERRED)) == 0)
		return STATUS_BUSY;
	it->verdict = VERDICT_NOTHING;
	if (one->action == DSN_FAILED) {
		status = mark_bounced(db, &bounced_letter, one, it->now, arena);
		if (status == STATUS_OK)
			it->verdict = VERDICT_BOUNCED;
	} else if (one->action == DSN_DELAYED) {
		status = outbox_delayed(db, bounced_letter.id, words_of(one,
		    "delayed", arena));
		if (status == STATUS_OK)
			it->verdict = VERDICT_LATE;
	}
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

static enum status
handle(struct bouncer *bouncer, const void *message, size_t length)
{
	struct dsn *dsn = arena_alloc(bouncer->arena, sizeof(*dsn));
	struct judging it = {
		.dsn = dsn, .secret = bouncer->secret, .now = bouncer->now(),
	};
	enum status status;

	dsn_read(message, length, bouncer->address, bouncer->arena, dsn);
	if (dsn->kind == DSN_UNKNOWN)
		log_line(LOG_WARNING, "bounce: one only in words is left "
		    "alone; a person should read it");
	if (dsn->kind != DSN_REPORT)
		return STATUS_OK;
	status = writer_run(bouncer->writer, judge, &it);
	if (status != STATUS_OK)
		return status;
	if (it.verdict == VERDICT_BOUNCED)
		log_line(LOG_WARNING, "bounce: letter %lld came back",
		    (long long)it.id);
	else if (it.verdict == VERDICT_LATE)
		log_line(LOG_INFO, "bounce: letter %lld is late",
		    (long long)it.id);
	else if (it.verdict == VERDICT_UNKNOWN)
		log_line(LOG_WARNING,
		    "bounce: a report of no letter of ours is left alone");
	return STATUS_OK;
}

enum status
bounce_handle(struct bouncer *bouncer, const void *message, size_t length)
{
	enum status status;

	arena_reset(bouncer->arena);
	switch (ARENA_GUARD(bouncer->arena)) {
	case 0:
		status = handle(bouncer, message, length);
		break;
	case ARENA_STARVED:
		status = STATUS_BUSY;
		break;
	default:
		/* It cannot be too small (BOUNCE_ARENA); but if it were, the
		 * message must not come back every five minutes. */
		status = STATUS_OK;
	}
	arena_unguard(bouncer->arena);
	arena_reset(bouncer->arena);
	return status;
}
