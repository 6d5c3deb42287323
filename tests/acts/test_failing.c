/*
 * Every act, with each call of SQLite that it makes failing in turn: it says
 * so, and nothing of it is there; then it can be done all the same.  The first
 * six and each seventeenth behind them; FAILING_STEP=1 tries all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acts/account.h"
#include "acts/campaign.h"
#include "acts/door.h"
#include "acts/gemeenten.h"
#include "acts/mailing.h"
#include "acts/offer.h"
#include "acts/outlook.h"
#include "acts/programme.h"
#include "acts/replay.h"
#include "acts/undo.h"
#include "core/arena.h"
#include "db/account/login.h"
#include "db/campaign/undo.h"
#include "db/campaign/unsubscribed.h"
#include "db/mail/outbox.h"
#include "tests/support/content.h"
#include "tests/support/desk.h"
#include "tests/support/sqlite_fault.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define FIRSTS		6
#define STEP		17
#define BEGUN	2	/* the writer tries a BEGIN once more */
#define CALLS_MAX	3000	/* more than any act makes */
#define DAY		86400
#define CODE		"4821-9037-5512"

/* Who acts, on what; the delegations are FIRST, who comes, and SECOND. */
struct house {
	struct world		*world;
	struct act_context	 act;
};

#define FIRST	1
#define SECOND	2
#define ACCOUNT	3	/* the organiser's */

/*
 * Two have the only places, one of them waits for the only seat of Lassen, two
 * wait; each has a mailbox.
 */
static void
fill(struct world *world)
{
	static const char *const keys[] = {
		WORLD_KEY, "sleutel_van_wie_er_wacht",
	};

	world_sql(world, "UPDATE event SET capaciteit = 2; UPDATE session"
	    " SET capaciteit = 1 WHERE id = 11");
	for (size_t i = 0; i < COUNT(keys); i++) {
		struct registration *one = world_delegation(world, keys[i],
		    "passend", "wm");

		one->answer[CONTACT_EMAIL] = arena_printf(world->arena,
		    "contact%zu@woerden.nl", i);
		for (size_t j = 0; j < one->nparticipants; j++) {
			one->participants[j].answer[PARTICIPANT_EMAIL] =
			    arena_printf(world->arena, "p%zu%zu@woerden.nl",
			    i, j);
			one->participants[j].session[0] = 11;
		}
		world_sign_up(world, one);
	}
}

typedef enum status work(struct db *, const struct house *, struct arena *);

/*
 * Accounts
 */

static enum status
account_is_added(struct db *db, const struct house *house, struct arena *arena)
{
	return act_account_add(db, &house->act, "nieuw", "-", ROLE_DOOR,
	    arena);
}

static enum status
role_changes(struct db *db, const struct house *house, struct arena *arena)
{
	return act_account_role(db, &house->act, 1, ROLE_READER, arena);
}

static enum status
account_closes(struct db *db, const struct house *house, struct arena *arena)
{
	return act_account_close(db, &house->act, 1, arena);
}

static enum status
account_opens(struct db *db, const struct house *house, struct arena *arena)
{
	return act_account_open(db, &house->act, 1, arena);
}

static enum status
password_is_reset(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_account_reset(db, &house->act, 1, "x", arena);
}

static enum status
totp_is_taken_off(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_account_totp_remove(db, &house->act, ACCOUNT, arena);
}

static enum status
sessions_end(struct db *db, const struct house *house, struct arena *arena)
{
	return act_account_end(db, &house->act, 1, arena);
}

static enum status
totp_is_demanded(struct db *db, const struct house *house,
    struct arena *arena)
{
	(void)arena;
	return act_desk_demand(db, &house->act, true);
}

static struct own_account
own(const struct house *house)
{
	return (struct own_account){
		.act = house->act, .account = ACCOUNT, .hash = "-",
		.token = "kaartje-organisator", .code = CODE,
		.network = "192.0.2.0",
	};
}

static const struct recovery recovery = { {
	CODE, "1", "2", "3", "4", "5", "6", "7", "8", "9",
} };
static const unsigned char nonces[2][HASH_SIZE] = { "een", "twee" };

static enum status
own_password_changes(struct db *db, const struct house *house,
    struct arena *arena)
{
	const struct own_account owner = own(house);

	return act_own_password(db, &owner, "nieuw", arena);
}

static enum status
own_session_ends(struct db *db, const struct house *house,
    struct arena *arena)
{
	const struct own_account owner = own(house);
	struct session_line *list;
	size_t count;
	enum status status = login_list(db, ACCOUNT, NULL, WORLD_NOW, arena,
	    &list, &count);

	return status != STATUS_OK ? status :
	    act_own_end(db, &owner, list[0].name);
}

static enum status
first_totp(struct db *db, const struct house *house, struct arena *arena)
{
	const struct own_account owner = own(house);

	return act_own_totp(db, &owner, nonces[0], 1, &recovery, arena);
}

static enum status
another_totp(struct db *db, const struct house *house, struct arena *arena)
{
	const struct own_account owner = own(house);

	return act_own_totp(db, &owner, nonces[1], 1, &recovery, arena);
}

static enum status
own_totp_goes(struct db *db, const struct house *house, struct arena *arena)
{
	const struct own_account owner = own(house);

	return act_own_totp_remove(db, &owner, arena);
}

static enum status
own_codes_are_made(struct db *db, const struct house *house,
    struct arena *arena)
{
	const struct own_account owner = own(house);

	return act_own_recovery(db, &owner, &recovery, arena);
}

static enum status
sign_in_as(struct db *db, const struct house *house, const char *code,
    struct arena *arena)
{
	struct account account = { .id = ACCOUNT, .wachtwoord = "-" };
	struct sign_in entry = {
		.act = house->act, .account = &account, .code = code,
		.token = "kaartje-nieuw", .before = "kaartje-organisator",
		.browser = "Firefox", .network = "192.0.2.0",
	};

	return act_sign_in(db, &entry, arena);
}

static enum status
signs_in_with_a_code(struct db *db, const struct house *house,
    struct arena *arena)
{
	return sign_in_as(db, house, CODE, arena);
}

static enum status
signs_in_with_a_wrong_code(struct db *db, const struct house *house,
    struct arena *arena)
{
	return sign_in_as(db, house, "0000-0000-0001", arena);
}

/*
 * The campaign
 */

#define ADDRESSES "UPDATE gemeente SET gemeente_email = lower(code) ||" \
	" '@n.nl' WHERE code LIKE 'GM%'; UPDATE event SET herinneren = '28'," \
	" herinneren_ladder = 'ja'"

static struct campaign_order
order_to_two(const struct house *house)
{
	static const char *codes[] = { "GM0518", "GM1900" };

	return (struct campaign_order){
		.event = 1, .codes = codes, .ncodes = COUNT(codes),
		.sentence = "Tot dan.", .selection = "twee",
		.due = house->act.now,
	};
}

static enum status
two_are_invited(struct db *db, const struct house *house, struct arena *arena)
{
	struct campaign_order order = order_to_two(house);

	return act_invite(db, &house->act, &order, arena);
}

static enum status
paper_is_noted(struct db *db, const struct house *house, struct arena *arena)
{
	struct campaign_order order = order_to_two(house);

	return act_note_paper(db, &house->act, &order, arena);
}

static enum status
silent_are_reminded(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_remind_silent(db, &house->act, arena);
}

static enum status
mailing_is_stopped(struct db *db, const struct house *house,
    struct arena *arena)
{
	int64_t stopped;

	return act_stop_mailing(db, &house->act, 1, &stopped, arena);
}

static enum status
answer(struct db *db, const struct house *house, enum campaign_answer which,
    const char *about, struct arena *arena)
{
	return act_answer_invitation(db, &house->act, 1, "GM0518", which,
	    about, arena);
}

static enum status
answers_to_come(struct db *db, const struct house *house, struct arena *arena)
{
	return answer(db, house, ANSWER_COMES, "", arena);
}

static enum status
answers_not_to_come(struct db *db, const struct house *house,
    struct arena *arena)
{
	return answer(db, house, ANSWER_DECLINES, "druk", arena);
}

static enum status
answers_with_another_address(struct db *db, const struct house *house,
    struct arena *arena)
{
	return answer(db, house, ANSWER_ELSEWHERE, "b@n.nl", arena);
}

static enum status
answers_later(struct db *db, const struct house *house, struct arena *arena)
{
	return answer(db, house, ANSWER_LATER, "2026-12-08", arena);
}

static enum status
answers_no_more_mail(struct db *db, const struct house *house,
    struct arena *arena)
{
	return answer(db, house, ANSWER_STOP, "", arena);
}

/*
 * People
 */

static enum status
delegation_signs_up(struct db *db, const struct house *house,
    struct arena *arena)
{
	struct registration *one = world_delegation(house->world,
	    "sleutel_van_een_derde_01", "passend", "wm");

	one->participants[0].answer[PARTICIPANT_EMAIL] = "p00@woerden.nl";
	one->participants[0].session[0] = 12;
	return act_sign_up(db, &house->act, one, arena);
}

static enum status
delegation_is_added_beyond_the_rules(struct db *db,
    const struct house *house, struct arena *arena)
{
	struct house desk = *house;

	desk.act.always = desk.act.override = true;
	desk.act.reason = "zij spreken";
	return delegation_signs_up(db, &desk, arena);
}

static enum status
second_is_confirmed(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_confirm(db, &house->act, SECOND, 0, arena);
}

static enum status
first_cancels(struct db *db, const struct house *house, struct arena *arena)
{
	return act_cancel(db, &house->act, FIRST, 0, arena);
}

static enum status
first_comes_back(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_restore(db, &house->act, FIRST, 1, arena);
}

/* Everything that can be changed at once. */
static enum status
change(struct db *db, const struct house *house, bool another_contact,
    struct arena *arena)
{
	struct participant people[3];
	struct registration wanted;
	enum status status = registration_get(db, FIRST, arena, &wanted);

	if (status != STATUS_OK)
		return status;
	memcpy(people, wanted.participants, 2 * sizeof(people[0]));
	people[2] = people[1];
	people[2].id = 0;
	people[2].positie = 3;
	people[0].answer[PARTICIPANT_EMAIL] = "elders@woerden.nl";
	people[0].session[0] = 12;
	people[1].answer[PARTICIPANT_VOORNAAM] = "Sjoerdtje";
	people[1].answer[PARTICIPANT_ACHTERNAAM] = "Wiarda";
	people[1].answer[PARTICIPANT_EMAIL] = "s.wiarda@woerden.nl";
	wanted.themas = (const char *[]){ "llo" };
	wanted.nthemas = 1;
	wanted.participants = people;
	wanted.nparticipants = 3;
	if (another_contact) {
		wanted.answer[CONTACT_VOORNAAM] = "Bauke";
		wanted.answer[CONTACT_ACHTERNAAM] = "Hoekstra";
	}
	wanted.answer[CONTACT_EMAIL] = "b.hoekstra@woerden.nl";
	wanted.answer[CONTACT_GEMEENTE] = "GM0518";
	wanted.gemeente_naam = "'s-Gravenhage";
	return act_change(db, &house->act, &wanted, arena);
}

static enum status
everything_changes(struct db *db, const struct house *house,
    struct arena *arena)
{
	return change(db, house, false, arena);
}

static enum status
everything_changes_beyond_the_rules(struct db *db, const struct house *house,
    struct arena *arena)
{
	struct house desk = *house;

	desk.act.always = desk.act.override = true;
	desk.act.reason = "zij spreken";
	desk.act.sentence = "Tot dan.";
	return change(db, &desk, true, arena);
}

static enum status
one_is_replaced(struct db *db, const struct house *house, struct arena *arena)
{
	struct registration now;
	struct participant wanted;
	enum status status = registration_get(db, FIRST, arena, &now);

	if (status != STATUS_OK)
		return status;
	wanted = now.participants[1];
	wanted.answer[PARTICIPANT_VOORNAAM] = "Sjoerdtje";
	wanted.answer[PARTICIPANT_EMAIL] = "s.wiarda@woerden.nl";
	return act_replace(db, &house->act, FIRST, now.versie, &wanted, arena);
}

static enum status
address_changes(struct db *db, const struct house *house, struct arena *arena)
{
	return act_change_address(db, &house->act, FIRST, 2,
	    "goed@woerden.nl", arena);
}

static enum status
second_gets_a_place(struct db *db, const struct house *house,
    struct arena *arena)
{
	struct act_context act = house->act;

	act.always = act.override = true;
	act.reason = "hij spreekt";
	return act_override(db, &act, SECOND, 2, arena);
}

static enum status
letter_goes_again(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_resend(db, &house->act, FIRST, 1, arena);
}

static enum status
links_are_sent(struct db *db, const struct house *house, struct arena *arena)
{
	(void)arena;
	return act_send_links(db, &house->act, "p00@woerden.nl");
}

static enum status
places_are_accepted(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_accept(db, &house->act, FIRST, 0, arena);
}

static enum status
overdue_are_chased(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_chase(db, &house->act, arena);
}

#define NAMELESS "UPDATE event SET naam_vragen = 60; UPDATE participant" \
	" SET naam_volgt = 'ja' WHERE id IN (1, 2)"

static enum status
nameless_are_asked_for(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_chase(db, &house->act, arena);
}

static enum status
nameless_lapse(struct db *db, const struct house *house, struct arena *arena)
{
	return act_chase(db, &house->act, arena);
}

static enum status
person_is_erased(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_erase(db, &house->act, FIRST, 1, arena);
}

static enum status
delegation_is_erased(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_erase(db, &house->act, FIRST, 0, arena);
}

static enum status
everybody_is_erased(struct db *db, const struct house *house,
    struct arena *arena)
{
	enum status status;
	int64_t left;

	do
		status = act_erase_event(db, &house->act, &left, arena);
	while (status == STATUS_OK && left > 0);
	return status;
}

static enum status
replay(struct db *db, const struct house *house, struct replay_line line,
    struct arena *arena)
{
	bool done;

	line.wie = "beheerder";
	line.erased = true;
	line.event = 1;
	return act_replay(db, &house->act, &line, arena, &done);
}

static enum status
erasure_of_a_person_is_replayed(struct db *db, const struct house *house,
    struct arena *arena)
{
	return replay(db, house, (struct replay_line){ .moment = WORLD_NOW,
		.registration = FIRST, .participant = 2,
		.begun = WORLD_NOW }, arena);
}

static enum status
erasure_of_all_is_replayed(struct db *db, const struct house *house,
    struct arena *arena)
{
	return replay(db, house, (struct replay_line){ .moment = WORLD_NOW },
	    arena);
}

/* The second signed up after that. */
static enum status
erasure_of_some_is_replayed(struct db *db, const struct house *house,
    struct arena *arena)
{
	return replay(db, house, (struct replay_line){
		.moment = WORLD_NOW - 10 }, arena);
}

/* As the desk does it (cgi/desk/event/impact.c). */
static enum status
second_is_moved_for_a_while(struct db *db, const struct house *house,
    struct arena *arena)
{
	struct act_context act = house->act;
	struct mailing mailing = {
		.event = 1, .soort = MAILING_OF_ACT, .onderwerp = "",
		.tekst = "", .keuze = "", .wie = act.who, .gemaakt = act.now,
	};
	enum status status = undo_begin(db, act.now);

	act.always = true;
	act.hold = 600;
	if (status == STATUS_OK)
		status = outbox_last(db, &mailing.eerste);
	if (status == STATUS_OK)
		status = act_cancel(db, &act, FIRST, 0, arena);
	if (status == STATUS_OK)
		status = outbox_last(db, &mailing.laatste);
	mailing.eerste++;
	if (status == STATUS_OK)
		status = mailing_add(db, &mailing);
	return status != STATUS_OK ? status : undo_end(db, mailing.id);
}

static enum status
act_is_undone(struct db *db, const struct house *house, struct arena *arena)
{
	return act_undo(db, &house->act, 1, arena);
}

/*
 * The door
 */

#define FACT(who) (&(struct arrival){ .participant = (who), \
	.toestel = "t1", .nonce = "n1", .moment = WORLD_NOW, .deur = "Hal", \
	.herroept = "" })

static enum status
one_without_a_place_comes_in(struct db *db, const struct house *house,
    struct arena *arena)
{
	struct act_context act = house->act;
	struct arrival was;

	act.override = true;
	return act_arrive(db, &act, FACT(3), arena, &was);
}

static enum status
one_is_not_in(struct db *db, const struct house *house, struct arena *arena)
{
	return act_not_arrived(db, &house->act, &(struct arrival){
		.participant = 3, .toestel = "t2", .nonce = "n1",
		.moment = WORLD_NOW, .deur = "Hal" }, arena);
}

static enum status
facts_are_taken_over(struct db *db, const struct house *house,
    struct arena *arena)
{
	const struct arrival facts[] = {
		*FACT(3), { .participant = 3, .toestel = "t1", .nonce = "n2",
		    .moment = WORLD_NOW, .deur = "Hal", .herroept = "t1/n1" },
	};
	size_t kept;

	return act_take_over(db, &house->act, facts, COUNT(facts), arena,
	    &kept);
}

static enum status
stranger_walks_in(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_walk_in(db, &house->act, world_delegation(house->world,
	    "sleutel_van_wie_er_voor_staat", "alles", "m"), FACT(0), arena);
}

static enum status
badges_are_printed(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_badges_printed(db, &house->act, (struct badge[]){
		{ .nummer = 1, .tekst = "A" }, { .nummer = 2, .tekst = "B" },
	    }, 2, arena);
}

/*
 * The event and its programme
 */

static enum status
event_moves(struct db *db, const struct house *house, struct arena *arena)
{
	struct event event = house->act.catalog->event;

	event.begin += DAY;
	event.einde += DAY;
	event.locatie = "Utrecht";
	event.capaciteit = 3;
	return act_set_event(db, &house->act, &event, arena);
}

static enum status
event_is_called_off(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_call_off(db, &house->act, true, "Storm.", arena);
}

static enum status
event_goes_on(struct db *db, const struct house *house, struct arena *arena)
{
	return act_call_off(db, &house->act, false, NULL, arena);
}

static enum status
everybody_is_reminded(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_remind(db, &house->act, arena);
}

static enum status
what_came_free_is_given(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_give(db, &house->act, arena);
}

static enum status
texts_are_set(struct db *db, const struct house *house, struct arena *arena)
{
	const char *const texts[EVENT_TEXT__MAX] = {
		[EVENT_TEXT_INLEIDING] = "Welkom.",
		[EVENT_TEXT_FORMULIER] = "Vul in.",
	};

	return act_set_texts(db, &house->act, texts, arena);
}

static enum status
letter_is_set(struct db *db, const struct house *house, struct arena *arena)
{
	return act_set_letter(db, &house->act, &(struct letter_text){
		"aangemeld contact", "Onderwerp", "Tekst." }, "Bevestiging",
	    arena);
}

static enum status
event_is_copied(struct db *db, const struct house *house, struct arena *arena)
{
	return act_copy_event(db, &house->act, &(struct event_copy){
		.uid = "kopie@example.nl", .titel = "Nog een", .days = 70,
	    }, arena);
}

static enum status
copy_is_published(struct db *db, const struct house *house,
    struct arena *arena)
{
	(void)arena;
	return act_publish(db, &house->act, 2);
}

static enum status
round_moves(struct db *db, const struct house *house, struct arena *arena)
{
	struct round round = house->act.catalog->rounds[0];

	round.begin += 60;
	return act_put_round(db, &house->act, &round, arena);
}

static enum status
session_gets_larger_elsewhere(struct db *db, const struct house *house,
    struct arena *arena)
{
	struct session session = house->act.catalog->rounds[0].sessions[0];

	session.zaal = "Zaal 9";
	session.capaciteit = 5;
	return act_put_session(db, &house->act, 1, &session, arena);
}

static enum status
item_begins_earlier(struct db *db, const struct house *house,
    struct arena *arena)
{
	struct programme_item item = house->act.catalog->items[0];

	item.begin -= 600;
	return act_put_item(db, &house->act, &item, arena);
}

static enum status
programme_moves(struct db *db, const struct house *house, struct arena *arena)
{
	return act_move_programme(db, &house->act, 7, arena);
}

static enum status
sessions_change_places(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_move_session(db, &house->act, 11, 1, arena);
}

static enum status
round_is_removed(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_remove_round(db, &house->act, 3, arena);
}

static enum status
item_is_removed(struct db *db, const struct house *house, struct arena *arena)
{
	return act_remove_item(db, &house->act, 1, arena);
}

static enum status
session_is_removed(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_remove_session(db, &house->act, 11, 12, arena);
}

/*
 * Municipalities, and mail to many
 */

static enum status
file_of_gemeenten_is_imported(struct db *db, const struct house *house,
    struct arena *arena)
{
	static const char csv[] =
	    "code;name;display_name;aliases;province;arbeidsmarktregio;"
	    "domain;has_mbo\n"
	    "GM0632;Woerden;Woerden aan de Rijn;;Utrecht;;woerden.nl;0\n"
	    "GM0344;Utrecht;Utrecht;;Utrecht;;utrecht.nl;1\n";
	struct csv_faults faults = { .count = 0 };
	struct gemeente_import plan;
	struct gemeente_file file;

	assert_int_equal(gemeente_file_read(csv, strlen(csv), arena, &file,
	    &faults), STATUS_OK);
	return act_import_gemeenten(db, &house->act, &file, NULL, NULL, arena,
	    &plan, &faults);
}

static enum status
file_of_addresses_is_imported(struct db *db, const struct house *house,
    struct arena *arena)
{
	static const char csv[] = "code,adres\nGM0632,info@woerden.nl\n";
	struct csv_faults faults = { .count = 0 };
	struct address_import plan;

	return act_import_addresses(db, &house->act, csv, strlen(csv), NULL,
	    arena, &plan, &faults);
}

static enum status
gemeente_is_edited(struct db *db, const struct house *house,
    struct arena *arena)
{
	char mark[GEMEENTE_MARK_SIZE];
	struct gemeente_record record;
	enum status status = gemeente_get(db, "GM0632", arena, &record);

	if (status != STATUS_OK)
		return status;
	gemeente_mark(&record, arena, mark);
	record.value[GEMEENTE_NAAM] = "Woerden aan de Rijn";
	return act_edit_gemeente(db, &house->act, &record, mark, arena);
}

static enum status
gemeente_declines(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_decline(db, &house->act, 1, "GM0518", "druk", arena);
}

static enum status
gemeente_comes_after_all(struct db *db, const struct house *house,
    struct arena *arena)
{
	return act_undecline(db, &house->act, 1, "GM0518", arena);
}

static enum status
all_get_news(struct db *db, const struct house *house, struct arena *arena)
{
	struct mailing_order order = {
		.filter = { .event = 1, .query = "", .status = "", .rol = "",
		    .gemeente = "", .provincie = "", .regio = "",
		    .came = "" },
		.subject = "Nieuws", .text = "Er is nieuws.",
		.ground = "u was erbij", .selection = "allen",
		.due = house->act.now,
	};

	return act_mail_selection(db, &house->act, &order, arena);
}

static enum status
unsubscribe(struct db *db, const struct house *house, bool again,
    struct arena *arena)
{
	return act_unsubscribe(db, &house->act, unsubscribed_mark(
	    house->act.secret, "p00@woerden.nl"), again, arena);
}

static enum status
one_wants_no_news(struct db *db, const struct house *house,
    struct arena *arena)
{
	return unsubscribe(db, house, false, arena);
}

static enum status
one_wants_news_again(struct db *db, const struct house *house,
    struct arena *arena)
{
	return unsubscribe(db, house, true, arena);
}

/* sql, and an act in which nothing fails, come before. */
static const struct failing {
	const char	*name;
	work		*act;
	const char	*sql;
	work		*before;
	bool		 sent;		/* and its letters go */
	int64_t		 later;		/* seconds after WORLD_NOW */
} table[] = {
#define ACT(what)	{ .name = #what, .act = what }
#define IF(what, ...)	{ .name = #what, .act = what, __VA_ARGS__ }
	ACT(account_is_added),
	ACT(role_changes),
	ACT(account_closes),
	IF(account_opens, .sql = "UPDATE account SET dicht = 1 WHERE id = 1"),
	ACT(password_is_reset),
	IF(totp_is_taken_off, .before = first_totp),
	ACT(sessions_end),
	ACT(totp_is_demanded),
	ACT(own_password_changes),
	ACT(own_session_ends),
	ACT(first_totp),
	IF(another_totp, .before = first_totp),
	IF(own_totp_goes, .before = first_totp),
	IF(own_codes_are_made, .before = first_totp),
	IF(signs_in_with_a_code, .before = first_totp),
	IF(signs_in_with_a_wrong_code, .before = first_totp),
	IF(two_are_invited, .sql = ADDRESSES),
	IF(paper_is_noted, .sql = ADDRESSES),
	IF(silent_are_reminded, .sql = ADDRESSES, .before = two_are_invited,
	    .sent = true, .later = 21 * DAY),
	IF(mailing_is_stopped, .sql = ADDRESSES, .before = two_are_invited),
	IF(answers_to_come, .sql = ADDRESSES, .before = two_are_invited),
	IF(answers_not_to_come, .sql = ADDRESSES, .before = two_are_invited),
	IF(answers_with_another_address, .sql = ADDRESSES,
	    .before = two_are_invited),
	IF(answers_later, .sql = ADDRESSES, .before = two_are_invited),
	IF(answers_no_more_mail, .sql = ADDRESSES, .before = two_are_invited),
	IF(delegation_signs_up, .sql = "UPDATE event SET capaciteit = 9"),
	ACT(delegation_is_added_beyond_the_rules),
	IF(second_is_confirmed, .sql = "UPDATE event SET capaciteit = 9;"
	    " UPDATE registration SET bevestigen = 2 WHERE id = 2"),
	ACT(first_cancels),
	IF(first_comes_back, .sql = "UPDATE event SET capaciteit = 4",
	    .before = first_cancels),
	ACT(everything_changes),
	ACT(everything_changes_beyond_the_rules),
	ACT(one_is_replaced),
	ACT(address_changes),
	ACT(second_gets_a_place),
	ACT(letter_goes_again),
	ACT(links_are_sent),
	IF(places_are_accepted, .sql = "UPDATE participant SET vraag_tot ="
	    " 1795600000 WHERE registration = 1"),
	IF(nameless_are_asked_for, .sql = NAMELESS),
	IF(nameless_lapse, .sql = NAMELESS "; UPDATE event SET"
	    " naam_vrijgeven = 55; UPDATE registration SET"
	    " namen_gevraagd = 1"),
	IF(overdue_are_chased, .sql = "UPDATE participant SET vraag_tot = 1"
	    " WHERE id = 1"),
	ACT(person_is_erased),
	ACT(delegation_is_erased),
	ACT(everybody_is_erased),
	ACT(erasure_of_a_person_is_replayed),
	ACT(erasure_of_all_is_replayed),
	IF(erasure_of_some_is_replayed, .sql = "UPDATE registration"
	    " SET aangemeld = aangemeld - 20 WHERE id = 1"),
	IF(act_is_undone, .before = second_is_moved_for_a_while),
	ACT(one_without_a_place_comes_in),
	IF(one_is_not_in, .before = one_without_a_place_comes_in),
	ACT(facts_are_taken_over),
	ACT(stranger_walks_in),
	ACT(badges_are_printed),
	ACT(event_moves),
	ACT(event_is_called_off),
	IF(event_goes_on, .before = event_is_called_off),
	ACT(everybody_is_reminded),
	IF(what_came_free_is_given, .sql = "UPDATE event SET capaciteit = 3"),
	ACT(texts_are_set),
	ACT(letter_is_set),
	ACT(event_is_copied),
	IF(copy_is_published, .before = event_is_copied),
	ACT(round_moves),
	ACT(session_gets_larger_elsewhere),
	ACT(item_begins_earlier),
	ACT(programme_moves),
	ACT(sessions_change_places),
	IF(round_is_removed, .sql = "INSERT INTO round VALUES (3, 1, 3, 'Leeg',"
	    " 1799759000, 1799760000)"),
	ACT(item_is_removed),
	ACT(session_is_removed),
	ACT(file_of_gemeenten_is_imported),
	ACT(file_of_addresses_is_imported),
	ACT(gemeente_is_edited),
	ACT(gemeente_declines),
	IF(gemeente_comes_after_all, .before = gemeente_declines),
	ACT(all_get_news),
	IF(one_wants_no_news, .before = all_get_news),
	IF(one_wants_news_again, .before = one_wants_no_news),
};

struct job {
	const struct house	*house;
	work			*act;
};

static enum status
run_job(struct db *db, void *arg, struct arena *arena)
{
	const struct job *job = arg;

	return job->act(db, job->house, arena);
}

static struct house
house_of(struct world *world)
{
	struct house house = { world, world_act(world) };

	house.act.who = "account organisator";
	house.act.network = "192.0.2.0";
	return house;
}

static void
prepare(struct world *world, const struct failing *one)
{
	struct house house;

	fill(world);
	if (one->sql != NULL)
		world_sql(world, one->sql);
	house = house_of(world);
	if (one->before != NULL)
		assert_int_equal(world_run(world, run_job, &(struct job){
			&house, one->before }), STATUS_OK);
	if (one->sent)
		world_send(world);
	world_set_now(WORLD_NOW + one->later);
	world->config.limits = true;
	world->spoilt = true;	/* by the sql, in ways of its own */
}

/* How many of its calls failed. */
static int
fail_each(struct world *world, const struct failing *one, int by)
{
	int fired = 0;
	struct house house;
	enum status status;
	struct content before;

	prepare(world, one);
	house = house_of(world);
	before = content_of(world);
	for (int n = BEGUN; n < CALLS_MAX; n += n < FIRSTS ? 1 : by) {
		fault_at(n, false);
		status = world_run(world, run_job, &(struct job){ &house,
			one->act });
		if (!fault_fired())
			break;
		fired++;
		if (status == STATUS_OK || !content_is(world, &before))
			fail_msg("%s: its call %d failed, and it says %s",
			    one->name, n, status_word(status));
	}
	if (status != STATUS_OK || content_is(world, &before))
		fail_msg("%s: it cannot be done: %s", one->name,
		    status_word(status));
	content_free(&before);
	return fired;
}

static void
test_act_that_cannot_go_on_leaves_nothing_and_says_so(void **state)
{
	const char *text = getenv("FAILING_STEP");
	int by = text == NULL ? STEP : atoi(text);
	void *opened;

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		assert_int_equal(desk_open(&opened), 0);
		/* A savepoint, something, and COMMIT. */
		assert_in_range(fail_each(opened, &table[i], by), 3,
		    CALLS_MAX);
		world_set_now(WORLD_NOW);
		assert_int_equal(world_close(&opened), 0);
	}
}

/* Looks ahead, and judges what is found when it is all. */
typedef enum status look(const struct house *);

static enum status
what_a_cancellation_does(const struct house *house)
{
	struct job job = { house, first_cancels };
	struct outlook_letters *letters = arena_alloc(
	    house->world->arena, sizeof(*letters));
	struct outlook outlook = {
		.work = run_job, .arg = &job, .event = 1, .registration =
		    FIRST, .now = WORLD_NOW, .letters_as = letters,
	};
	enum status status;

	*letters = (struct outlook_letters){ .act = &house->act, .number = 99 };
	status = outlook_find(house->world->app.writer, &outlook);
	if (status == STATUS_OK) {
		assert_int_equal(outlook.places, 0);
		assert_true(outlook.letters > 2);
		assert_string_not_equal(letters->text, "");
	}
	return status;
}

static enum status
where_somebody_comes_back(const struct house *house)
{
	struct job job = { house, first_comes_back };
	struct outlook outlook = {
		.work = run_job, .arg = &job, .event = 1,
		.registration = FIRST, .now = WORLD_NOW,
	};
	enum status status = outlook_find(house->world->app.writer, &outlook);

	if (status == STATUS_OK)
		assert_int_equal(outlook.waiting, 1);
	return status;
}

static enum status
who_comes_of_two_places_more(const struct house *house)
{
	struct outlook_given list[1];
	struct outlook_more more = {
		.event = 1, .more = 3, .now = WORLD_NOW, .list = list,
		.room = COUNT(list),
	};
	enum status status = outlook_more(house->world->app.writer, &more);

	if (status == STATUS_OK) {
		assert_int_equal(more.people, 2);
		assert_int_equal(list[0].people, 2);
	}
	return status;
}

static void
test_outlook_that_cannot_be_found_is_none(void **state)
{
	static const struct {
		look		*look;
		const char	*sql;
	} looks[] = {
		{ what_a_cancellation_does, NULL },
		{ where_somebody_comes_back, "UPDATE participant SET status ="
		    " 'afgemeld' WHERE registration = 1; UPDATE participant"
		    " SET status = 'bevestigd', rij = NULL, regels = 1"
		    " WHERE registration = 2" },
		{ who_comes_of_two_places_more, NULL },
	};
	const char *text = getenv("FAILING_STEP");
	int by = text == NULL ? STEP : atoi(text);

	(void)state;
	for (size_t i = 0; i < COUNT(looks); i++) {
		struct world *world;
		struct content before;
		enum status status;
		struct house house;
		void *opened;
		int n = BEGUN;

		assert_int_equal(desk_open(&opened), 0);
		world = opened;
		fill(world);
		if (looks[i].sql != NULL)
			world_sql(world, looks[i].sql);
		before = content_of(world);
		house = house_of(world);
		for (;; n += by) {
			fault_at(n, false);
			status = looks[i].look(&house);
			assert_true(content_is(world, &before));
			if (status == STATUS_OK)
				break;
			assert_true(fault_fired());
		}
		/* Only the COMMIT of what is taken back may have failed. */
		fault_at(n + 1, false);
		assert_int_equal(looks[i].look(&house), STATUS_OK);
		assert_false(fault_fired());
		assert_in_range(n, 8, CALLS_MAX);
		content_free(&before);
		world->spoilt = true;
		assert_int_equal(world_close(&opened), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_act_that_cannot_go_on_leaves_nothing_and_says_so),
		cmocka_unit_test(test_outlook_that_cannot_be_found_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
