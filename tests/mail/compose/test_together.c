/*
 * Several participants of one registration who read at one mailbox: what they
 * are owed alike is one letter, whatever comes between.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acts/notify.h"
#include "core/arena.h"
#include "core/buf.h"
#include "db/mail/outbox_bounce.h"
#include "mail/compose/composer.h"
#include "mail/compose/mail_kind.h"
#include "tests/support/golden.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define BOX		"college@woerden.nl"
#define NEW		"nieuw@woerden.nl"
#define MANY		40

static const char *const names[] = {
	"Fatima", "Jan", "Els", "Bram", "Noor", "Sem", "Lotte", "Daan",
	"Mila", "Joost",
};

/* The acts of a test, as jobs of the writer. */
struct together {
	struct world	*world;
	struct act_context act;
	enum mail_kind	 kind;		/* that everybody is owed */
	int64_t		 positie;	/* whom what happens happens to */
	size_t		 only;		/* owe it to this one alone; 0: to all */
	struct registration now;
	struct composer	*composer;
	struct composed	 composed[MANY];
	size_t		 ncomposed;
	struct claim	 claims[MANY];
	size_t		 nclaims;
	int64_t		 answered;
};

static enum status
load_job(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;

	(void)arena;
	return registration_get(db, 1, it->world->arena, &it->now);
}

static void
load(struct together *it)
{
	assert_int_equal(world_run(it->world, load_job, it), STATUS_OK);
}

static enum status
owe_job(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;
	struct notices notices = notices_begin(&it->act, &it->now, arena);

	for (size_t i = 0; i < it->now.nparticipants; i++)
		if (it->only == 0 || it->only == i + 1)
			notices.participant[i] = it->kind;
	return notify(db, &it->act, &it->now, &notices, arena);
}

static void
owe(struct together *it, enum mail_kind kind, size_t only)
{
	it->kind = kind;
	it->only = only;
	load(it);
	assert_int_equal(world_run(it->world, owe_job, it), STATUS_OK);
}

/* So many who read at one mailbox, and what they were told went. */
static void
come(struct world *world, size_t count, struct together *it)
{
	struct registration *one = world_delegation(world, WORLD_KEY, "alles",
	    &"wmmmmmmmmm"[10 - count]);

	for (size_t i = 0; i < count; i++) {
		one->participants[i].answer[PARTICIPANT_VOORNAAM] = names[i];
		one->participants[i].answer[PARTICIPANT_ACHTERNAAM] = "Post";
		one->participants[i].answer[PARTICIPANT_EMAIL] = BOX;
	}
	world_sign_up(world, one);
	world_send(world);
	world_sql(world, "UPDATE outbox SET gemaakt = gemaakt - 100");
	*it = (struct together){ .world = world, .act = world_act(world) };
	assert_int_equal(composer_new(&world->config, &world->secret,
	    &it->composer), STATUS_OK);
}

static void
compose(struct together *it)
{
	assert_int_equal(composer_run(it->composer,
	    &(struct terms){ .now = world_now(), .max = MANY },
	    it->world->arena, it->composed, &it->ncomposed), STATUS_OK);
}

static enum status
claim_job(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;
	enum status status;

	(void)arena;
	status = outbox_claim(db, &(struct terms){
		.now = world_now(), .hold = 480, .max = MANY,
	}, it->composed, it->ncomposed, it->world->arena, it->claims,
	    &it->nclaims);
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

static void
claim(struct together *it)
{
	it->nclaims = 0;
	assert_int_equal(world_run(it->world, claim_job, it), STATUS_OK);
}

static enum status
sent_job(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;
	enum status status = STATUS_OK;

	(void)arena;
	for (size_t i = 0; status == STATUS_OK && i < it->nclaims; i++)
		status = outbox_answer(db, it->claims[i].id, OUTBOX_SENT,
		    "250 ok", world_now());
	return status;
}

/* The messages that the mailbox got, but for those to who is left. */
struct read {
	const char	*text[MANY];
	size_t		 count;
};

static bool
is_left(struct world *world, int64_t id)
{
	return world_number(world, "SELECT nonce = 0 FROM outbox WHERE id ="
	    " %lld", (long long)id) == 1;
}

/* Turns of a mailer, some seconds apart, until nothing is due. */
static void
deliver(struct together *it, struct read *read)
{
	*read = (struct read){ .count = 0 };
	for (int turn = 0; turn < 6 && world_number(it->world, "SELECT"
	    " count(volgende) FROM outbox") > 0; turn++) {
		if (turn > 0)
			compose(it);
		claim(it);
		for (size_t i = 0; i < it->nclaims; i++)
			if (strcmp(it->claims[i].ontvanger, BOX) == 0 &&
			    !is_left(it->world, it->claims[i].id))
				read->text[read->count++] = golden_unquoted(
				    it->world, arena_copy(it->world->arena,
				    it->claims[i].bericht,
				    it->claims[i].length));
		assert_int_equal(world_run(it->world, sent_job, it), STATUS_OK);
		world_set_now(world_now() + 3);
	}
	assert_string_equal(world_text(it->world, "SELECT group_concat(id ||"
	    " ' ' || soort || ' ' || samen, ', ') FROM outbox WHERE volgende"
	    " IS NOT NULL"), "");
}

static size_t
times(const struct read *read, const char *what)
{
	size_t count = 0;

	for (size_t i = 0; i < read->count; i++)
		count += strstr(read->text[i], what) != NULL;
	return count;
}

static const char *
link_of(struct together *it, size_t index)
{
	char link[LINK_LENGTH + 1];

	participant_link(&it->now.participants[index], &it->world->secret,
	    link);
	return arena_string(it->world->arena, link);
}

/* What can come between owing and sending, and who is told after it. */
static enum status
nothing(struct db *db, void *arg, struct arena *arena)
{
	(void)db; (void)arg; (void)arena;
	return STATUS_OK;
}

static enum status
readdress(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;

	it->now.participants[it->positie - 1].answer[PARTICIPANT_EMAIL] = NEW;
	return act_change(db, &it->act, &it->now, arena);
}

static enum status
replace(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;
	struct participant other = it->now.participants[it->positie - 1];

	other.answer[PARTICIPANT_VOORNAAM] = "Nieuw";
	other.answer[PARTICIPANT_ACHTERNAAM] = "Persoon";
	other.answer[PARTICIPANT_EMAIL] = NEW;
	return act_replace(db, &it->act, 1, it->now.versie, &other, arena);
}

static enum status
cancel(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;

	return act_cancel(db, &it->act, 1, it->positie, arena);
}

static enum status
reposition(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;

	it->now.participants[it->positie - 1].answer[PARTICIPANT_FUNCTIE] =
	    "Adviseur";
	return act_change(db, &it->act, &it->now, arena);
}

static enum status
erase(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;

	return act_erase(db, &it->act, 1,
	    it->now.participants[it->positie - 1].id, arena);
}

SQL(TOGETHER_LETTER_OF,
    "SELECT id FROM outbox WHERE participant = ?1 AND volgende IS NOT NULL");

static enum status
stop_by_hand(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;
	int64_t id;
	enum status status = db_integer(db, SQL_TOGETHER_LETTER_OF, VALUES(
	    value_integer(it->now.participants[it->positie - 1].id)), &id);

	(void)arena;
	return status != STATUS_OK ? status : outbox_cancel(db, id);
}

static const struct {
	const char	*title;
	db_work		 run;
	int64_t		 positie;
	bool		 told;		/* that one still reads at the mailbox */
	enum mail_kind	 owes;		/* a newer letter to that one */
} happenings[] = {
	{ "niets", nothing, 2, true, MAIL_NONE },
	{ "ander adres", readdress, 2, false, MAIL_NONE },
	{ "de eerste een ander adres", readdress, 1, false, MAIL_NONE },
	{ "vervangen", replace, 2, false, MAIL_NONE },
	{ "de eerste vervangen", replace, 1, false, MAIL_NONE },
	{ "afgemeld", cancel, 2, true, MAIL_CANCELLED },
	{ "de eerste afgemeld", cancel, 1, true, MAIL_CANCELLED },
	{ "gewijzigd", reposition, 2, true, MAIL_CHANGED },
	{ "de eerste gewijzigd", reposition, 1, true, MAIL_CHANGED },
	{ "gewist", erase, 2, false, MAIL_NONE },
	{ "de eerste gewist", erase, 1, false, MAIL_NONE },
	{ "brief tegengehouden", stop_by_hand, 2, false, MAIL_NONE },
	{ "eerste brief tegengehouden", stop_by_hand, 1, false, MAIL_NONE },
};

/* How far the letter had come by then. */
enum stage { OWED, COMPOSED, IN_HAND, DEFERRED, STAGES };

/*
 * One letter to all at the mailbox; who has another one coming by then gets
 * that, together with the others only where it is the same sort.
 */
static size_t
expected(enum mail_kind kind, enum stage stage, size_t h)
{
	if (happenings[h].owes == MAIL_NONE)
		return 1;
	return mail_kind_merge(kind, happenings[h].owes) == kind &&
	    stage < IN_HAND ? 1 : 2;
}

static void
judge(struct together *it, const struct read *read, enum stage stage,
    size_t h, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool told = happenings[h].told ||
		    (int64_t)i + 1 != happenings[h].positie;

		if (times(read, arena_printf(it->world->arena, "%s Post",
		    names[i])) != told ||
		    times(read, link_of(it, i)) != told)
			fail_msg("%s, %s, stage %d, %zu people: %s",
			    mail_kind_row(it->kind)->word, happenings[h].title,
			    (int)stage, count, names[i]);
	}
	if (read->count != expected(it->kind, stage, h))
		fail_msg("%s, %s, stage %d, %zu people: %zu letters",
		    mail_kind_row(it->kind)->word, happenings[h].title,
		    (int)stage, count, read->count);
}

/* The relay did not want what is in hand. */
static void
defer(struct world *world)
{
	world_sql(world, "UPDATE outbox SET status = 'deferred', volgende = 1,"
	    " vast_tot = 1 WHERE pogingen = 1 AND volgende IS NOT NULL");
}

static void
try_one(enum mail_kind kind, enum stage stage, size_t h, size_t count)
{
	struct together it;
	struct read read;
	void *world;

	assert_int_equal(world_open(&world), 0);
	come(world, count, &it);
	owe(&it, kind, 0);
	it.positie = happenings[h].positie;
	if (stage >= COMPOSED)
		compose(&it);
	if (stage >= IN_HAND) {
		claim(&it);
		assert_int_equal(it.nclaims, 1);
		it.ncomposed = 0;
	}
	if (stage == DEFERRED)
		defer(world);
	assert_int_equal(world_run(world, happenings[h].run, &it), STATUS_OK);
	if (stage == IN_HAND)
		defer(world);
	deliver(&it, &read);
	judge(&it, &read, stage, h, count);
	composer_free(it.composer);
	world_set_now(WORLD_NOW);
	assert_int_equal(world_close(&world), 0);
}

static void
test_each_kind_number_moment_and_what_came_between(void **state)
{
	static const size_t numbers[] = { 2, 3, 10 };

	(void)state;
	for (enum mail_kind kind = MAIL_NONE + 1; kind < MAIL__MAX; kind++)
	for (enum stage stage = OWED; stage < STAGES; stage++)
	for (size_t h = 0; h < COUNT(happenings); h++)
	for (size_t n = 0; n < COUNT(numbers); n++)
		/*
		 * All numbers of one kind, all kinds of one number at one
		 * moment; and those of which the weight differs at each.
		 * Of a second sign-up contacts are told alone.
		 */
		if (!mail_kind_row(kind)->leaves && kind != MAIL_SECOND &&
		    (numbers[n] == 3 ?
		    stage == OWED || kind < MAIL_RESTORED ||
		    kind == MAIL_CHANGED : kind == MAIL_SIGNED_UP &&
		    stage == DEFERRED))
			try_one(kind, stage, h, numbers[n]);
}

/* What the relay says counts for each of them, and so does asking again. */
static enum status
bounce_job(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;

	(void)arena;
	return outbox_bounced(db, it->answered, "550 no such user",
	    world_now());
}

static enum status
retry_job(struct db *db, void *arg, struct arena *arena)
{
	struct together *it = arg;

	(void)arena;
	return outbox_retry(db, it->answered + 1, world_now());
}

static const char *
states(struct world *world)
{
	return world_text(world, "SELECT group_concat(status || ' ' ||"
	    " pogingen, ', ') FROM (SELECT * FROM outbox WHERE soort ="
	    " 'herinnering' ORDER BY id)");
}

static void
test_try_answer_and_bounce_are_of_all(void **state)
{
	struct together it;

	come(*state, 3, &it);
	owe(&it, MAIL_REMINDER, 0);
	compose(&it);
	claim(&it);
	assert_int_equal(it.nclaims, 1);
	it.answered = it.claims[0].id;
	assert_string_equal(states(*state), "queued 1, queued 1, queued 1");
	assert_int_equal(world_run(*state, sent_job, &it), STATUS_OK);
	assert_string_equal(states(*state), "sent 1, sent 1, sent 1");
	assert_int_equal(world_run(*state, bounce_job, &it), STATUS_OK);
	assert_string_equal(states(*state), "failed 1, failed 1, failed 1");
	/* Asked for by the letter of the second. */
	assert_int_equal(world_run(*state, retry_job, &it), STATUS_OK);
	world_set_now(world_now() + 600);
	compose(&it);
	claim(&it);
	assert_int_equal(it.nclaims, 1);
	assert_string_equal(states(*state), "queued 2, queued 2, queued 2");
	world_set_now(WORLD_NOW);
	composer_free(it.composer);
}

/* Within a minute, by several acts, with the limits on. */
static void
test_what_is_owed_within_a_minute_goes_together(void **state)
{
	struct world *world = *state;
	struct together it;
	struct read read;

	come(world, 4, &it);
	world->config.limits = true;
	it.act = world_act(world);
	owe(&it, MAIL_REMINDER, 1);
	deliver(&it, &read);
	assert_int_equal(read.count, 1);
	it.act.now = WORLD_NOW;
	for (size_t i = 2; i <= 4; i++) {
		it.act.now += 10;
		owe(&it, MAIL_REMINDER, i);
	}
	assert_string_equal(world_text(world, "SELECT group_concat(volgende -"
	    " %lld) FROM outbox WHERE volgende IS NOT NULL",
	    (long long)WORLD_NOW), "60,60,60");
	world_set_now(WORLD_NOW + 60);
	deliver(&it, &read);
	assert_int_equal(read.count, 1);
	assert_int_equal(times(&read, names[0]), 0);
	for (size_t i = 1; i < 4; i++)
		assert_int_equal(times(&read, names[i]), 1);
	world_set_now(WORLD_NOW);
	composer_free(it.composer);
}

/* They count as one for the limits, and an address over them loses none. */
static void
test_one_letter_counts_once(void **state)
{
	struct world *world = *state;
	struct together it;
	struct read read;

	world->config.mail_per_address = 2;
	come(world, 3, &it);
	world_sql(world, "DELETE FROM outbox");
	world->config.limits = true;
	it.act = world_act(world);
	it.act.config = &world->config;
	owe(&it, MAIL_CHANGED, 0);
	deliver(&it, &read);
	assert_int_equal(read.count, 1);
	it.act.now += 100;
	world_set_now(it.act.now);
	owe(&it, MAIL_REMINDER, 0);
	deliver(&it, &read);
	assert_int_equal(read.count, 1);
	it.act.now += 100;
	owe(&it, MAIL_RESTORED, 0);
	assert_string_equal(world_text(world, "SELECT group_concat(volgende -"
	    " %lld) FROM outbox WHERE volgende IS NOT NULL",
	    (long long)it.act.now), "3600,3600,3600");
	world_set_now(it.act.now + 3600);
	deliver(&it, &read);
	assert_int_equal(read.count, 1);
	world_set_now(WORLD_NOW);
	composer_free(it.composer);
}

/* An invitation is a guest's own: a calendar reads one of a mail. */
static void
test_guests_of_an_invitation_keep_their_own(void **state)
{
	struct world *world = *state;
	struct together it;
	struct read read;

	come(world, 3, &it);
	world->config.calendar_method = "request";
	owe(&it, MAIL_SIGNED_UP, 0);
	deliver(&it, &read);
	assert_int_equal(read.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(times(&read, link_of(&it, i)), 1);
	world_set_now(WORLD_NOW);
	composer_free(it.composer);
}

/* Two who cancel themselves are two who did it, also to the contact. */
static void
test_two_who_did_it_are_not_one(void **state)
{
	struct world *world = *state;
	struct together it;

	come(world, 3, &it);
	for (it.positie = 1; it.positie < 3; it.positie++) {
		load(&it);
		it.act.who = "deelnemer";
		it.act.self = it.now.participants[it.positie - 1].id;
		assert_int_equal(world_run(world, cancel, &it), STATUS_OK);
	}
	compose(&it);
	assert_int_equal(it.ncomposed, 2);
	for (size_t i = 0; i < it.ncomposed; i++) {
		const char *text = golden_unquoted(world, arena_copy(
		    world->arena, it.composed[i].bericht,
		    it.composed[i].length));

		assert_non_null(strstr(text, it.composed[i].ncompanions == 0 ?
		    "\nFatima Post en Jan Post zijn afgemeld. " :
		    "\nU bent afgemeld voor"));
	}
	composer_free(it.composer);
}

/* As they are read. */
static void
put(struct together *it, struct buf *out)
{
	struct read read;

	deliver(it, &read);
	for (size_t i = 0; i < read.count; i++) {
		char *text = strdup(strstr(read.text[i], "Beste "));

		*strstr(text, "\n\nVragen?") = '\0';
		buf_printf(out, "\n== %s\n%s\n",
		    mail_kind_row(it->kind)->word, text);
		free(text);
	}
}

static void
test_letter_to_several_reads_well(void **state)
{
	struct world *world = *state;
	struct together it;
	struct buf out;

	buf_init(&out, world->arena, (size_t)1 << 20);
	world_sql(world, "UPDATE event SET capaciteit = 2");
	come(world, 3, &it);
	world_sql(world, "UPDATE participant SET status = 'bevestigd',"
	    " rij = NULL WHERE positie < 3");
	world->spoilt = true;
	owe(&it, MAIL_SIGNED_UP, 0);
	put(&it, &out);
	assert_int_equal(world_cancel(world, 1, 0), STATUS_OK);
	it.kind = MAIL_CANCELLED;
	put(&it, &out);
	assert_int_equal(world_restore(world, 1, 0), STATUS_OK);
	it.kind = MAIL_RESTORED;
	put(&it, &out);
	load(&it);
	for (it.positie = 1; it.positie < 3; it.positie++) {
		load(&it);
		assert_int_equal(world_run(world, reposition, &it), STATUS_OK);
	}
	it.kind = MAIL_CHANGED;
	put(&it, &out);
	golden_compare(world, "letters_together.txt", out.data);
	world_set_now(WORLD_NOW);
	composer_free(it.composer);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_each_kind_number_moment_and_what_came_between),
		TEST(test_try_answer_and_bounce_are_of_all),
		TEST(test_what_is_owed_within_a_minute_goes_together),
		TEST(test_one_letter_counts_once),
		TEST(test_guests_of_an_invitation_keep_their_own),
		TEST(test_two_who_did_it_are_not_one),
		TEST(test_letter_to_several_reads_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
