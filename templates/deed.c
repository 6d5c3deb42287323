#include <string.h>

#include "db/arena.h"
#include "db/name.h"
#include "templates/deed.h"

#define SOMEBODY	DEED_ABOUT_SOMEBODY
#define NOTHING		DEED_ABOUT_NOTHING

const struct deed_word deed_words[] = {
	{ "aangemeld", "Aanmelding", "heeft", "aangemeld", SOMEBODY, false },
	{ "afgemeld", "Afmelding", "heeft", "afgemeld", SOMEBODY, false },
	{ "hersteld", "Weer aangemeld", "heeft", "weer aangemeld", SOMEBODY,
	    false },
	{ "gewijzigd", "Wijziging", "heeft", "gewijzigd", SOMEBODY, false },
	{ "vervangen", "Vervanging", "heeft", "door iemand anders vervangen",
	    SOMEBODY, false },
	{ "opgeschoven", "Plaats van de wachtlijst", "heeft",
	    "een plaats gegeven vanaf de wachtlijst", SOMEBODY, false },
	{ "wens doorgegeven", "Wens doorgegeven", "heeft een wens doorgegeven "
	    "voor", "", SOMEBODY, true },
	{ "wens ingetrokken", "Wens ingetrokken", "heeft de wens ingetrokken "
	    "van", "", SOMEBODY, true },
	{ "onbestelbaar", "Mail onbestelbaar", "kreeg mail terug voor", "",
	    SOMEBODY, false },
	{ "herinnerd", "Herinnering", "heeft de herinnering gestuurd", "",
	    NOTHING, false },
	{ "uitgevoerd", "Export", "heeft gegevens geëxporteerd", "", NOTHING,
	    false },
	{ "ingesteld", "Instellingen", "heeft de instellingen van de "
	    "bijeenkomst gewijzigd", "", NOTHING, false },
	{ "ingelogd", "Ingelogd", "is ingelogd", "", NOTHING, false },
	{ "account gemaakt", "Account gemaakt", "heeft een account gemaakt",
	    "", NOTHING, false },
	{ NULL, NULL, NULL, NULL, NOTHING, false },
};

const struct deed_word *
deed_word(const char *wat)
{
	for (const struct deed_word *word = deed_words; word->wat != NULL;
	    word++)
		if (strcmp(word->wat, wat) == 0)
			return word;
	return NULL;
}

/* Who acts without an account. */
static const struct {
	const char	*wie;
	const char	*name;
} actors[] = {
	{ "contact", "De contactpersoon" },
	{ "deelnemer", "De deelnemer" },
	{ "systeem", "Het systeem" },
	{ "beheerder", "De beheerder, op de opdrachtregel," },
};

const char *
deed_who(const char *wie)
{
	static const char account[] = "account ";

	for (size_t i = 0; i < sizeof(actors) / sizeof(actors[0]); i++)
		if (strcmp(actors[i].wie, wie) == 0)
			return actors[i].name;
	return strncmp(wie, account, sizeof(account) - 1) == 0 ?
	    wie + sizeof(account) - 1 : wie;
}

static const char *
from(const struct audit_line *line, struct arena *arena)
{
	return line->gemeente[0] == '\0' ? "" : arena_printf(arena, " (%s)",
	    line->gemeente);
}

static const char *
participant(const struct audit_line *line, struct arena *arena)
{
	if (!line->known)
		return arena_printf(arena, "deelnemer %lld",
		    (long long)line->deed.participant);
	if (line->naam_volgt)
		return arena_printf(arena, "een plaats waarvan de naam volgt"
		    "%s", from(line, arena));
	return arena_printf(arena, "%s%s", name_full(line->voornaam,
	    line->achternaam, arena), from(line, arena));
}

/* Whom a line is about: a person, a delegation, or nobody. */
static const char *
whom(const struct audit_line *line, struct arena *arena)
{
	if (line->deed.participant != 0)
		return participant(line, arena);
	if (line->deed.registration == 0)
		return "";
	if (line->gemeente[0] == '\0')
		return arena_printf(arena, "aanmelding %lld",
		    (long long)line->deed.registration);
	return arena_printf(arena, "de delegatie van %s", line->gemeente);
}

/* Nobody has told us what this word means: as it is, with whom. */
static void
plain_sentence(const struct audit_line *line, struct arena *arena,
    struct deed_sentence *sentence)
{
	sentence->whom = whom(line, arena);
	sentence->before = arena_printf(arena, "%s%s", line->deed.wat,
	    sentence->whom[0] == '\0' ? "" : ":");
	sentence->after = "";
}

void
deed_sentence(const struct audit_line *line, bool named, struct arena *arena,
    struct deed_sentence *sentence)
{
	const struct deed_word *word = deed_word(line->deed.wat);

	sentence->who = deed_who(line->deed.wie);
	if (word == NULL) {
		plain_sentence(line, arena, sentence);
		return;
	}
	sentence->before = word->before;
	sentence->after = word->after;
	sentence->whom = word->about == DEED_ABOUT_NOTHING ? "" :
	    word->special && !named ? "een deelnemer" : whom(line, arena);
	if (word->about == DEED_ABOUT_SOMEBODY && sentence->whom[0] == '\0')
		sentence->whom = "iemand";
}

const char *
deed_text(const struct deed_sentence *sentence, struct arena *arena)
{
	return arena_printf(arena, "%s %s%s%s%s%s.", sentence->who,
	    sentence->before, sentence->whom[0] == '\0' ? "" : " ",
	    sentence->whom, sentence->after[0] == '\0' ? "" : " ",
	    sentence->after);
}
