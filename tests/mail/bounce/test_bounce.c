#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/link.h"
#include "db/mail/bounced_address.h"
#include "mail/bounce/bounce.h"
#include "mail/compose/envelope.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define ZOE		"zoe@woerden.nl"

/* The marks of the first two letters, as a bounce may carry them. */
static char token[LINK_MARK_SIZE], token_2[LINK_MARK_SIZE];
static char message_ids[3][LINK_MARK_SIZE + 16];
#define TOKEN		token
#define TOKEN_2		token_2

/* Three letters that were sent. */
static int
open_letters(void **state)
{
	struct world *world;

	world_open(state);
	world = *state;
	world_sql(world, "INSERT INTO outbox (soort, registration,"
	    " participant, ontvanger, wie, gemaakt, status, pogingen,"
	    " verzonden, antwoord) VALUES"
	    " ('aangemeld', 7, 0, '" ZOE "', 'contact', 1, 'sent', 1, 2,"
	    " '250 ok'), ('aangemeld', 7, 9, 'piet@woerden.nl', 'contact', 1,"
	    " 'sent', 1, 2, '250 ok'), ('aangemeld', 8, 0, 'oud@woerden.nl',"
	    " 'contact', 1, 'sent', 1, 2, '250 ok')");
	mark_make(&world->secret, ENVELOPE_SENDER, 1, 1, token);
	mark_make(&world->secret, ENVELOPE_SENDER, 2, 1, token_2);
	for (int64_t id = 1; id <= 3; id++) {
		char mark[LINK_MARK_SIZE];

		mark_make(&world->secret, ENVELOPE_MESSAGE_ID, id, 1, mark);
		snprintf(message_ids[id - 1], sizeof(message_ids[0]),
		    "%s@mboraad.nl", mark);
	}
	return 0;
}

struct bounce_report {
	const char	*token;		/* NULL: none */
	const char	*message_id;	/* NULL: nothing came back */
	const char	*recipients;
};

#define FAILED(who)	"Final-Recipient: rfc822; " who "\nAction: failed\n" \
	"Status: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n"
#define DONE(who)	"Final-Recipient: rfc822; " who "\n" \
	"Action: delivered\nStatus: 2.0.0\n\n"
#define LATE(who)	"Final-Recipient: rfc822; " who "\n" \
	"Action: delayed\nStatus: 4.4.1\n\n"

static enum status
handle_text(struct world *world, const char *text)
{
	struct bouncer bouncer = {
		.writer = world->app.writer, .secret = &world->secret,
		.now = world_now, .address = "bounce@mboraad.nl",
		.arena = arena_new(BOUNCE_ARENA),
	};
	enum status status;

	status = bounce_handle(&bouncer, text, strlen(text));
	arena_free(bouncer.arena);
	return status;
}

static enum status
handle(struct world *world, struct bounce_report report)
{
	return handle_text(world, arena_printf(world->arena,
	    "From: MAILER-DAEMON@mx.nl\nTo: bounce%s%s@mboraad.nl\n"
	    "Content-Type: multipart/report; boundary=b\n\n--b\n"
	    "Content-Type: message/delivery-status\n\n"
	    "Reporting-MTA: dns; mx.nl\n\n%s\n--b\n"
	    "Content-Type: text/rfc822-headers\n\n%s%s%s\n--b--\n",
	    report.token == NULL ? "" : "+",
	    report.token == NULL ? "" : report.token, report.recipients,
	    report.message_id == NULL ? "" : "Message-ID: <",
	    report.message_id == NULL ? "" : report.message_id,
	    report.message_id == NULL ? "" : ">"));
}

/* All that a bounce can change, in words. */
static const char *
letter(struct world *world, int id)
{
	return world_text(world, "SELECT status || ' ' || antwoord FROM outbox"
	    " WHERE id = %d", id);
}

static void
assert_untouched(struct world *world)
{
	for (int id = 1; id <= 3; id++)
		assert_string_equal(letter(world, id), "sent 250 ok");
	assert_int_equal(world_count(world, "address"), 0);
	assert_int_equal(world_count(world, "audit"), 0);
}

static void
test_letter_that_came_back_is_failed_and_address_known(void **state)
{
	struct world *world = *state;

	assert_int_equal(handle(world, (struct bounce_report){ TOKEN,
	    message_ids[0], FAILED("zoe@woerden.nl") }), STATUS_OK);
	assert_string_equal(letter(world, 1),
	    "failed bounced: 5.1.1 550 no such user");
	assert_string_equal(world_text(world, "SELECT address || ' ' || bounced"
	    " || ' ' || reden FROM address"), ZOE " 1795509005 bounced: 5.1.1"
	    " 550 no such user");
	assert_string_equal(world_text(world, "SELECT wie || ' ' || wat || ' '"
	    " || registration || ' ' || toelichting FROM audit"),
	    "systeem onbestelbaar 7 brief 1: 5.1.1");
	assert_string_equal(letter(world, 2), "sent 250 ok");
}

static void
test_token_alone_is_enough(void **state)
{
	struct world *world = *state;

	assert_int_equal(handle(world, (struct bounce_report){ TOKEN_2, NULL,
	    FAILED("forwarded@elders.nl") }), STATUS_OK);
	assert_string_equal(letter(world, 2),
	    "failed bounced: 5.1.1 550 no such user");
	assert_string_equal(world_text(world, "SELECT address FROM address"),
	    "piet@woerden.nl");
	assert_int_equal(world_number(world, "SELECT participant FROM audit"),
	    9);
}

static void
test_message_id_counts_only_with_its_recipient(void **state)
{
	struct world *world = *state;

	handle(world, (struct bounce_report){ NULL, message_ids[2],
	    FAILED("iemand.anders@woerden.nl") });
	assert_untouched(world);
	handle(world, (struct bounce_report){ NULL, message_ids[2],
	    FAILED("iemand.anders@woerden.nl") FAILED("OUD@Woerden.nl") });
	assert_string_equal(letter(world, 3),
	    "failed bounced: 5.1.1 550 no such user");
	assert_string_equal(world_text(world, "SELECT address FROM address"),
	    "oud@woerden.nl");
}

static void
test_original_recipient_counts_when_mail_was_forwarded(void **state)
{
	struct world *world = *state;

	handle(world, (struct bounce_report){ NULL, message_ids[2],
	    "Original-Recipient: rfc822; oud@woerden.nl\n"
	    FAILED("nieuw@elders.nl") });
	assert_int_equal(world_number(world,
	    "SELECT count(*) FROM outbox WHERE status = 'failed'"), 1);
	assert_string_equal(world_text(world, "SELECT address FROM address"),
	    "oud@woerden.nl");
}

static void
test_forged_bounce_changes_nothing(void **state)
{
	struct world *world = *state;
	static const struct bounce_report forged[] = {
		{ NULL, NULL, FAILED("zoe@woerden.nl") },
		{ NULL, "onbekend@mboraad.nl", FAILED("zoe@woerden.nl") },
		{ "CbCdEfGhIjKlMnOpQrStUvWx", NULL, FAILED("zoe@woerden.nl") },
		{ "AbCdEfGhIjKlMnOpQrStUvWxx", NULL, FAILED("zoe@woerden.nl") },
		{ "%", "%", FAILED("zoe@woerden.nl") },
		{ "' OR 1 -- 90123456", "' OR 1 --", FAILED("zoe@woerden.nl") },
	};

	for (size_t i = 0; i < COUNT(forged); i++)
		assert_int_equal(handle(world, forged[i]), STATUS_OK);
	assert_untouched(world);
}

/* Zoe knows her own letter's Message-ID, and tries it on Piet. */
static void
test_letter_of_another_recipient_is_never_touched(void **state)
{
	struct world *world = *state;

	handle(world, (struct bounce_report){ NULL, message_ids[0],
	    FAILED("piet@woerden.nl") });
	assert_untouched(world);
	handle(world, (struct bounce_report){ TOKEN, message_ids[1],
	    FAILED("piet@woerden.nl") });
	assert_string_equal(letter(world, 2), "sent 250 ok");
	assert_string_equal(world_text(world, "SELECT address FROM address"),
	    ZOE);
}

static void
test_same_bounce_twice_changes_nothing(void **state)
{
	struct world *world = *state;
	struct bounce_report report = { TOKEN, NULL, FAILED("zoe@woerden.nl") };

	handle(world, report);
	world_set_now(WORLD_NOW + 600);
	assert_int_equal(handle(world, report), STATUS_OK);
	assert_int_equal(world_count(world, "audit"), 1);
	assert_int_equal(world_number(world, "SELECT bounced FROM address"),
	    WORLD_NOW);
}

static void
test_late_letter_only_gets_the_words(void **state)
{
	struct world *world = *state;
	struct bounce_report report = { TOKEN, NULL, LATE("zoe@woerden.nl") };

	handle(world, report);
	assert_string_equal(letter(world, 1), "sent delayed: 4.4.1");
	handle(world, report);
	assert_string_equal(letter(world, 1), "sent delayed: 4.4.1");
	assert_int_equal(world_count(world, "address"), 0);
	assert_int_equal(world_count(world, "audit"), 0);
	handle(world, (struct bounce_report){ TOKEN, NULL,
	    FAILED("zoe@woerden.nl") });
	handle(world, report);
	assert_string_equal(letter(world, 1),
	    "failed bounced: 5.1.1 550 no such user");
}

/* The column does not mind the case: some servers change it. */
static void
test_token_is_known_in_any_case(void **state)
{
	for (char *c = token; *c != '\0'; c++)
		if (*c >= 'a' && *c <= 'f')
			*c = (char)(*c - 'a' + 'A');
	handle(*state, (struct bounce_report){ TOKEN, NULL,
	    FAILED("zoe@woerden.nl") });
	assert_string_equal(letter(*state, 1),
	    "failed bounced: 5.1.1 550 no such user");
}

static void
test_letter_that_arrived_stays_sent(void **state)
{
	handle(*state, (struct bounce_report){ TOKEN, NULL,
	    DONE("zoe@woerden.nl") });
	/* A list of which some got it. */
	handle(*state, (struct bounce_report){ TOKEN, NULL,
	    FAILED("een@lijst.nl") DONE("twee@lijst.nl") });
	handle(*state, (struct bounce_report){ TOKEN, NULL,
	    DONE("een@lijst.nl") FAILED("twee@lijst.nl") });
	assert_untouched(*state);
}

static void
test_bounce_waits_while_its_letter_is_under_way(void **state)
{
	struct world *world = *state;
	struct bounce_report report = { TOKEN, NULL, FAILED("zoe@woerden.nl") };

	world_sql(world, "UPDATE outbox SET status = 'queued' WHERE id = 1");
	assert_int_equal(handle(world, report), STATUS_BUSY);
	world_sql(world, "UPDATE outbox SET status = 'deferred'");
	assert_int_equal(handle(world, report), STATUS_BUSY);
	assert_int_equal(world_count(world, "address"), 0);
	world_sql(world, "UPDATE outbox SET status = 'sent'");
	assert_int_equal(handle(world, report), STATUS_OK);
	assert_int_equal(world_count(world, "address"), 1);
}

static void
test_cancelled_letter_stays_cancelled(void **state)
{
	struct world *world = *state;

	world_sql(world, "UPDATE outbox SET status = 'cancelled'");
	handle(world, (struct bounce_report){ TOKEN, NULL,
	    FAILED("zoe@woerden.nl") });
	assert_string_equal(letter(world, 1), "cancelled 250 ok");
	assert_int_equal(world_count(world, "address"), 0);
}

static void
test_what_is_no_report_is_left_alone(void **state)
{
	struct world *world = *state;

	assert_int_equal(handle_text(world, ""), STATUS_OK);
	assert_int_equal(handle_text(world, arena_printf(world->arena,
	    "From: MAILER-DAEMON@x.nl\nTo: bounce+%s@mboraad.nl\n\n"
	    "5.1.1 failed\n", TOKEN)), STATUS_OK);
	assert_int_equal(handle_text(world, arena_printf(world->arena,
	    "From: zoe@woerden.nl\nTo: bounce+%s@mboraad.nl\n"
	    "Auto-Submitted: auto-replied\n\nIk ben er niet.\n", TOKEN)),
	    STATUS_OK);
	assert_untouched(world);
}

static void
test_silent_report_says_so(void **state)
{
	handle(*state, (struct bounce_report){ TOKEN, NULL,
	    "Final-Recipient: rfc822; zoe@woerden.nl\nAction: failed\n" });
	assert_string_equal(letter(*state, 1),
	    "failed bounced: no reason was given");
}

static void
collect(const struct address *address, void *arg)
{
	*(int *)arg += (int)strlen(address->address);
}

static enum status
forget(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	return address_forget(db, arg);
}

static void
test_addresses_are_known_in_any_case(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct world *world = *state;
	char zoe[] = "Zoe@woerden.nl";
	int count = 0;

	handle(world, (struct bounce_report){ TOKEN, NULL,
	    FAILED("zoe@woerden.nl") });
	assert_int_equal(world_number(world, "SELECT bounced FROM address"
	    " WHERE address = 'ZOE@woerden.NL'"), WORLD_NOW);
	assert_int_equal(address_each(world->app.db, arena, collect,
	    &count), STATUS_OK);
	assert_int_equal(count, strlen(ZOE));
	assert_int_equal(world_run(world, forget, zoe), STATUS_OK);
	assert_int_equal(world_run(world, forget, zoe), STATUS_NOTFOUND);
	arena_free(arena);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_letters, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_letter_that_came_back_is_failed_and_address_known),
		TEST(test_token_alone_is_enough),
		TEST(test_message_id_counts_only_with_its_recipient),
		TEST(test_original_recipient_counts_when_mail_was_forwarded),
		TEST(test_forged_bounce_changes_nothing),
		TEST(test_letter_of_another_recipient_is_never_touched),
		TEST(test_same_bounce_twice_changes_nothing),
		TEST(test_late_letter_only_gets_the_words),
		TEST(test_token_is_known_in_any_case),
		TEST(test_letter_that_arrived_stays_sent),
		TEST(test_bounce_waits_while_its_letter_is_under_way),
		TEST(test_cancelled_letter_stays_cancelled),
		TEST(test_what_is_no_report_is_left_alone),
		TEST(test_silent_report_says_so),
		TEST(test_addresses_are_known_in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
