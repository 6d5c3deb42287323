#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "acts/act.h"
#include "core/arena.h"
#include "db/campaign/invited.h"
#include "db/evaluation/evaluation.h"
#include "db/mail/bounced_address.h"
#include "mail/housekeeping.h"
#include "tests/support/canary.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

static enum status
change(struct db *db, void *arg, struct arena *arena)
{
	struct act_context act = *(const struct act_context *)arg;
	struct registration wanted;
	enum status status;

	act.reason = "omdat Kanarie dat vroeg";
	status = registration_get(db, 1, arena, &wanted);
	if (status != STATUS_OK)
		return status;
	wanted.participants[0].answer[PARTICIPANT_FUNCTIE] = "Kanarieleider";
	wanted.participants[1].answer[PARTICIPANT_FUNCTIE] = "Merelleider";
	wanted.answer[CONTACT_TELEFOON] = "0348 123456";
	return act_change(db, &act, &wanted, arena);
}

static enum status
bounce(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	(void)arg;
	return address_bounced(db, &(struct address){
		"kanarie@woerden.nl", WORLD_NOW, "no such user kanarie",
	});
}

void
canary_plant(struct world *world)
{
	struct act_context act;

	visit_sign_up(world, "contact_voornaam", "Ekster",
	    "contact_achternaam", "van Ekster", "contact_email",
	    "ekster@woerden.nl", "vraag", "Mag Kanarie naast mij zitten?",
	    "deelnemer_1_voornaam", "Kanarie", "deelnemer_1_achternaam",
	    "Kanariepiet", "deelnemer_1_email", "kanarie@woerden.nl",
	    "deelnemer_1_functie", "Kanarievoerder",
	    "deelnemer_2_voornaam", "Merel", "deelnemer_2_achternaam",
	    "Merelaar", "deelnemer_2_email", "merel@woerden.nl",
	    "deelnemer_2_functie", "Merelzanger", NULL);
	world_compose(world);
	world_send(world);
	assert_int_equal(visit_post(world, visit_link(world, 1, 1, "/wensen"),
	    "dieet=Kanariezaad&toegang=Kanariestok&toestemming=ja").code, 303);
	assert_int_equal(desk_post(world, "/beheer/deelnemer/1", ORGANISER,
	    "actie", "notitie", "notitie", "Kanarie belt maandag").code, 303);
	assert_int_equal(desk_post(world, "/beheer/deelnemer/2", ORGANISER,
	    "actie", "notitie", "notitie", "Merel neemt brood mee").code, 303);
	assert_int_equal(desk_post(world, "/beheer/gemeente/GM0518",
	    ORGANISER, "actie", "afzeggen", "toelichting",
	    "Reiger kan niet").code, 303);
	act = world_act(world);
	act.always = true;
	assert_int_equal(world_run(world, change, &act), STATUS_OK);
	assert_int_equal(world_run(world, bounce, NULL), STATUS_OK);
	world_compose(world);
}

static void
say_afterwards(struct world *world)
{
	char code[ROW_CODE_SIZE];

	evaluation_code(world->app.secret, 1, code);
	world_set_now(WORLD_END);
	assert_int_equal(visit_post(world, arena_printf(world->arena,
	    "/evaluatie/%s", code), "sleutel=sleutel_van_een_vogel_01"
	    "&oordeel=4&meegenomen=Winterkoning+zong&anders=Winterkoning+ook")
	    .code, 303);
	world_set_now(WORLD_NOW);
}

void
canary_plant_later(struct world *world)
{
	struct reply reply;

	assert_int_equal(desk_post(world, "/beheer/berichten/nieuw?q=kanarie",
	    ORGANISER, "soort", "nieuws", "grond", "Kanarie Kanariepiet zong mee",
	    "onderwerp", "Lunch met Kanarie Kanariepiet", "tekst",
	    "Eet u mee met Kanarie Kanariepiet?", "besluit", "mail",
	    "wanneer", "nu").code, 303);
	reply = desk_page(world, "/beheer/badges", ORGANISER);
	assert_int_equal(desk_post(world, "/beheer/badges", ORGANISER,
	    "badge", reply_value(world, &reply, "badge")).code, 303);
	assert_int_equal(desk_post(world, "/beheer/deur/verzenden", DOOR, "na",
	    "0", "feit", "toestel1|a|1|1795509000||Oost").code, 200);
	assert_int_equal(visit_post(world, arena_printf(world->arena, "/u/%s",
	    invited_code(&world->secret, 1, "GM0518", world->arena)),
	    "antwoord=anders&email=reiger%40denhaag.nl").code, 303);
	world_sql(world, "UPDATE outbox SET antwoord = '550 no kanarie here'"
	    " WHERE participant = 1");
	say_afterwards(world);
	world_compose(world);
	world_send(world);
}

const char *
canary_columns(struct world *world, const char *bird)
{
	const char *all = world_text(world, "SELECT group_concat(t.name || '.'"
	    " || c.name, ' ') FROM sqlite_schema t, pragma_table_info(t.name)"
	    " c WHERE t.type = 'table'"), *found = "";
	char *rest = arena_string(world->arena, all), *one, *column;

	while ((one = strsep(&rest, " ")) != NULL) {
		column = strchr(one, '.');
		*column++ = '\0';
		if (world_number(world, "SELECT count(*) FROM \"%s\" WHERE"
		    " instr(lower(replace(CAST(\"%s\" AS TEXT), '=' ||"
		    " char(13, 10), '')), '%s') > 0", one, column, bird) > 0)
			found = arena_printf(world->arena, "%s%s.%s ", found,
			    one, column);
	}
	return found;
}

static size_t
count_in(const char *path, const char *bird)
{
	FILE *file = fopen(path, "rb");
	size_t length, found = 0;
	char *bytes;

	if (file == NULL)
		return 0;
	fseek(file, 0, SEEK_END);
	length = (size_t)ftell(file);
	rewind(file);
	bytes = malloc(length + 1);
	assert_int_equal(fread(bytes, 1, length, file), length);
	for (size_t i = 0; i + strlen(bird) <= length; i++)
		found += strncasecmp(bytes + i, bird, strlen(bird)) == 0;
	free(bytes);
	fclose(file);
	return found;
}

size_t
canary_bytes(struct world *world, const char *bird)
{
	assert_int_equal(housekeeping_compact(&(struct housekeeping){
		.writer = world->app.writer, .config = &world->config,
	}, world_now()), STATUS_OK);
	return count_in(world->database, bird) +
	    count_in(arena_printf(world->arena, "%s-wal", world->database),
	    bird);
}
