#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/email.h"
#include "db/mail/outbox.h"
#include "mail/compose/composer.h"
#include "mail/compose/envelope.h"
#include "mail/compose/message.h"
#include "mail/relay/relay.h"
#include "tool/tool.h"

#define MESSAGE_MAX	((size_t)64 * 1024)

static void
print_line(const struct outbox_line *line, void *arg)
{
	struct arena *arena = arg;

	printf("%lld\t%s\t%s\t%s\t%s\n", (long long)line->id, line->status,
	    line->ontvanger, line->volgende == 0 ? "-" :
	    clock_stamp(line->volgende, arena), line->antwoord);
}

enum outcome
tool_mail_list(struct tool *tool, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return tool_outcome(outbox_each(tool->db, tool->arena, print_line,
	    tool->arena), "mail");
}

/* A number of mail list. */
static bool
read_id(const char *word, int64_t *id)
{
	char *end;

	*id = strtoll(word, &end, 10);
	if (*end == '\0' && end != word)
		return true;
	tool_fail("mail: ID is a number of mail list");
	return false;
}

static void
print_time(const char *name, int64_t time, struct arena *arena)
{
	printf("%s\t%s\n", name, time == 0 ? "-" : clock_stamp(time, arena));
}

static void
print_item(const struct outbox_item *item, struct arena *arena)
{
	const struct debt *debt = &item->debt;
	const char *body;

	printf("state\t%s\n", item->status);
	print_time("made", item->gemaakt, arena);
	print_time("next try", item->volgende, arena);
	print_time("sent", item->verzonden, arena);
	printf("tries\t%lld\nanswer\t%s\nabout\t%s, registration %lld, "
	    "participant %lld, by %s\nto\t%s\n",
	    (long long)item->pogingen, item->antwoord, debt->soort,
	    (long long)debt->registration, (long long)debt->participant,
	    debt->wie, debt->ontvanger);
	if (item->bericht == NULL) {
		puts("message\tnone yet, or dropped when its term was over");
		return;
	}
	printf("from\t%s\n\n", item->afzender);
	body = memmem(item->bericht, item->length, "\r\n\r\n", 4);
	fwrite(item->bericht, 1, body == NULL ? item->length :
	    (size_t)(body + 2 - (const char *)item->bericht), stdout);
}

/* A letter that waits to be composed, as it would be sent now. */
static enum status
compose_now(struct tool *tool, struct outbox_item *item)
{
	struct composed composed = { .fault = NULL };
	struct composer *composer;
	enum status status;

	status = composer_new(tool->config, &tool->secret, &composer);
	if (status != STATUS_OK)
		return status;
	status = composer_show(composer, &item->debt, clock_now(),
	    tool->arena, &composed);
	composer_free(composer);
	item->bericht = composed.bericht;
	item->length = composed.length;
	return status;
}

enum outcome
tool_mail_show(struct tool *tool, int argc, char **argv)
{
	struct outbox_item item;
	enum status status;
	int64_t id;

	if (argc == 2 && strcmp(argv[1], "--message") != 0) {
		tool_fail("mail show: ID [--message]");
		return OUTCOME_USAGE;
	}
	if (!read_id(argv[0], &id))
		return OUTCOME_USAGE;
	status = outbox_get(tool->db, id, tool->arena, &item);
	if (status == STATUS_NOTFOUND)
		return tool_fail("mail %s: no such mail", argv[0]);
	if (status != STATUS_OK)
		return tool_outcome(status, "mail");
	if (argc == 2 && item.bericht == NULL && item.volgende != 0)
		status = compose_now(tool, &item);
	if (status != STATUS_OK)
		return tool_outcome(status, "mail");
	if (argc == 2 && item.bericht == NULL)
		return tool_fail("mail %s: it has no message, or no more",
		    argv[0]);
	if (argc == 2)
		fwrite(item.bericht, 1, item.length, stdout);
	else
		print_item(&item, tool->arena);
	return OUTCOME_OK;
}

static enum status
retry(struct db *db, void *arg, struct arena *arena)
{
	const int64_t *id = arg;

	(void)arena;
	return outbox_retry(db, *id, clock_now());
}

static enum status
cancel(struct db *db, void *arg, struct arena *arena)
{
	const int64_t *id = arg;

	(void)arena;
	return outbox_cancel(db, *id);
}

static enum outcome
change(struct tool *tool, db_work work, const char *word)
{
	enum status status;
	int64_t id;

	if (!read_id(word, &id))
		return OUTCOME_USAGE;
	status = db_write(tool->db, work, &id, tool->arena);
	if (status == STATUS_NOTFOUND)
		return tool_fail("mail %s: no such mail, or it was sent "
		    "already", word);
	return tool_outcome(status, "mail");
}

enum outcome
tool_mail_retry(struct tool *tool, int argc, char **argv)
{
	(void)argc;
	return change(tool, retry, argv[0]);
}

enum outcome
tool_mail_cancel(struct tool *tool, int argc, char **argv)
{
	(void)argc;
	return change(tool, cancel, argv[0]);
}

static void
print_conversation(char who, const char *line, void *arg)
{
	(void)arg;
	printf("%c %s\n", who, line);
}

static enum outcome
send_test(const struct tool *tool, const char *address, struct smtp *smtp)
{
	int64_t id = clock_now(), made = link_nonce(random_bytes);
	enum smtp_result result;
	char answer[300];
	struct buf out;

	buf_init(&out, tool->arena, MESSAGE_MAX);
	if (message_write(&(struct message){
		.from_address = tool->config->mail_from,
		.to_address = address, .subject = "Proefbericht",
		.message_id = envelope_message_id(tool->config, &tool->secret,
		    id, made, tool->arena),
		.date = clock_now(), .language = "nl",
		.text = "Dit is een proef: de mail van de aanmeldingen "
		    "komt aan.\n",
		.html = "<p>Dit is een proef: de mail van de aanmeldingen "
		    "komt aan.</p>\n",
	}, tool->arena, &out) != STATUS_OK)
		return tool_fail("mail test: the mail cannot be written");
	smtp_listen(smtp, print_conversation, NULL);
	result = smtp_send(smtp, envelope_sender(tool->config,
	    &tool->secret, id, made, tool->arena), address, out.data,
	    out.length, answer, sizeof(answer));
	printf("%s: %s\n", smtp_result_word(result), answer);
	if (result != SMTP_SENT)
		return tool_fail("mail test: it was not sent, refused at %s",
		    smtp_command_word(smtp));
	return OUTCOME_OK;
}

enum outcome
tool_mail_test(struct tool *tool, int argc, char **argv)
{
	enum outcome outcome = OUTCOME_FAILED;
	struct relay *relay;
	struct smtp *smtp;

	(void)argc;
	if (!email_is_safe(argv[0])) {
		tool_fail("mail test: ADDRESS is an e-mail address");
		return OUTCOME_USAGE;
	}
	smtp_library_open();
	if (relay_new(tool->config, &relay) == STATUS_OK) {
		if (relay_connect(relay, &smtp) == STATUS_OK) {
			outcome = send_test(tool, argv[0], smtp);
			smtp_free(smtp);
		}
		relay_free(relay);
	}
	smtp_library_close();
	return outcome;
}
