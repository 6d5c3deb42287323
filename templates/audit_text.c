#include <string.h>

#include "core/arena.h"
#include "core/person_name.h"
#include "templates/audit_text.h"

#define SOMEBODY	AUDIT_ABOUT_SOMEBODY
#define NOTHING		AUDIT_ABOUT_NOTHING

/* Nobody gives that: it says why instead. */
#define GIVEN		"opgeschoven"

const struct audit_word audit_words[] = {
	{ "aangemeld", "Aanmelding", "heeft", "aangemeld", SOMEBODY, false },
	{ "bevestigd", "Bevestiging", "heeft", "bevestigd", SOMEBODY, false },
	{ "afgemeld", "Afmelding", "heeft", "afgemeld", SOMEBODY, false },
	{ "hersteld", "Weer aangemeld", "heeft", "weer aangemeld", SOMEBODY,
	    false },
	{ "gewijzigd", "Wijziging", "heeft", "gewijzigd", SOMEBODY, false },
	{ "vervangen", "Vervanging", "heeft", "door iemand anders vervangen",
	    SOMEBODY, false },
	{ GIVEN, "Plaats van de wachtlijst", "kreeg", "een plaats", SOMEBODY,
	    false },
	{ "aangeboden", "Plaats aangeboden", "kreeg", "een plaats aangeboden",
	    SOMEBODY, false },
	{ "komt nog", "Komt nog", "heeft laten weten nog te komen:", "",
	    SOMEBODY, false },
	{ "vervallen", "Plaats vervallen", "liet de plaats vervallen van", "",
	    SOMEBODY, false },
	{ "om namen gevraagd", "Om namen gevraagd", "heeft om de namen "
	    "gevraagd die ontbreken bij", "", SOMEBODY, false },
	{ "wens doorgegeven", "Wens doorgegeven", "heeft een wens doorgegeven "
	    "voor", "", SOMEBODY, true },
	{ "wens ingetrokken", "Wens ingetrokken", "heeft de wens ingetrokken "
	    "van", "", SOMEBODY, true },
	{ "buiten de rij geplaatst", "Plaats buiten de wachtlijst om",
	    "heeft", "een plaats gegeven buiten de wachtlijst om", SOMEBODY,
	    false },
	{ "sessie buiten de rij", "Sessie buiten de wachtlijst om",
	    "heeft", "een plaats in een sessie gegeven buiten de wachtlijst "
	    "om", SOMEBODY, false },
	{ "notitie", "Notitie", "heeft een notitie geschreven bij", "",
	    SOMEBODY, false },
	{ "notitie verwijderd", "Notitie verwijderd", "heeft de notitie "
	    "verwijderd bij", "", SOMEBODY, false },
	{ "bericht opnieuw gestuurd", "Bericht opnieuw gestuurd",
	    "heeft het bericht opnieuw gestuurd aan", "", SOMEBODY, false },
	{ "wensen bekeken", "Wensen bekeken", "heeft de dieet- en "
	    "toegankelijkheidswensen bekeken", "", NOTHING, false },
	{ "onbestelbaar", "Mail onbestelbaar", "kreeg mail terug voor", "",
	    SOMEBODY, false },
	{ "herinnerd", "Herinnering", "heeft de herinnering gestuurd", "",
	    NOTHING, false },
	{ "uitgevoerd", "Export", "heeft gegevens geëxporteerd", "", NOTHING,
	    false },
	{ "afgelast", "Bijeenkomst gaat niet door", "heeft de bijeenkomst "
	    "afgelast", "", NOTHING, false },
	{ "gaat toch door", "Bijeenkomst gaat toch door", "heeft de "
	    "bijeenkomst toch laten doorgaan", "", NOTHING, false },
	{ "ingesteld", "Instellingen", "heeft de instellingen van de "
	    "bijeenkomst gewijzigd", "", NOTHING, false },
	{ "teksten gewijzigd", "Teksten", "heeft de teksten gewijzigd", "",
	    NOTHING, false },
	{ "programma gewijzigd", "Programma", "heeft het programma gewijzigd",
	    "", NOTHING, false },
	{ "programma verwijderd", "Programma, verwijderd", "heeft iets uit "
	    "het programma verwijderd", "", NOTHING, false },
	{ "bijeenkomst gemaakt", "Bijeenkomst gemaakt", "heeft een "
	    "bijeenkomst gemaakt", "", NOTHING, false },
	{ "openbaar gemaakt", "Bijeenkomst openbaar", "heeft de bijeenkomst "
	    "openbaar gemaakt", "", NOTHING, false },
	{ "afgezegd", "Gemeente komt niet", "heeft vastgelegd dat een gemeente "
	    "niet komt", "", NOTHING, false },
	{ "komt niet ingetrokken", "Komt niet, ingetrokken", "heeft "
	    "ingetrokken dat een gemeente niet komt", "", NOTHING, false },
	{ "gemeente gewijzigd", "Gemeente gewijzigd", "heeft een gemeente "
	    "gewijzigd", "", NOTHING, false },
	{ "gemeenten ingevoerd", "Gemeenten ingevoerd", "heeft een bestand "
	    "met gemeenten ingevoerd", "", NOTHING, false },
	{ "bekeken", "Bekeken", "heeft de gegevens bekeken van", "",
	    SOMEBODY, false },
	{ "gewist", "Gewist", "heeft", "gewist", SOMEBODY, false },
	{ "logboek opgeruimd", "Logboek opgeruimd", "heeft gewist wat lang "
	    "genoeg in dit logboek stond", "", NOTHING, false },
	{ "uitgenodigd", "Uitnodigingen", "heeft uitnodigingen of "
	    "herinneringen aan gemeenten klaargezet", "", NOTHING, false },
	{ "brief genoteerd", "Brieven op papier", "heeft genoteerd dat "
	    "gemeenten een brief op papier kregen", "", NOTHING, false },
	{ "ongedaan gemaakt", "Ongedaan gemaakt", "heeft ongedaan gemaakt "
	    "wat net aan plaatsen is veranderd", "", NOTHING, false },
	{ "gemaild", "Mail aan een selectie", "heeft een mail klaargezet", "",
	    NOTHING, false },
	{ "mails teruggehaald", "Mails teruggehaald", "heeft mails "
	    "teruggehaald die nog niet weg waren", "", NOTHING, false },
	{ "vraag gaat naar ander adres", "Ander adres voor de uitnodiging",
	    "vraagt de uitnodiging naar een ander adres te sturen", "",
	    NOTHING, false },
	{ "beslist later", "Gemeente beslist later", "laat weten dat het "
	    "college later beslist", "", NOTHING, false },
	{ "wil geen mail meer", "Geen mail meer", "wil geen uitnodigingen "
	    "meer", "", NOTHING, false },
	{ "wil geen nieuws", "Geen nieuws meer", "wil geen uitnodigingen en "
	    "nieuws meer", "", NOTHING, false },
	{ "wil weer nieuws", "Weer nieuws", "wil weer uitnodigingen en "
	    "nieuws", "", NOTHING, false },
	{ "adressen ingevoerd", "Adressen ingevoerd", "heeft een bestand met "
	    "adressen voor uitnodigingen ingevoerd", "", NOTHING, false },
	{ "toch binnengelaten", "Toch binnengelaten", "liet zonder plaats "
	    "binnen:", "", SOMEBODY, false },
	{ "toch niet binnen", "Toch niet binnen", "nam de binnenkomst terug "
	    "van", "", SOMEBODY, false },
	{ "badges afgedrukt", "Badges afgedrukt", "heeft badges afgedrukt",
	    "", NOTHING, false },
	{ "ingelogd", "Ingelogd", "is ingelogd", "", NOTHING, false },
	{ "account gemaakt", "Account gemaakt", "heeft een account gemaakt",
	    "", NOTHING, false },
	{ "rol gewijzigd", "Rol gewijzigd", "heeft de rol van een account "
	    "gewijzigd", "", NOTHING, false },
	{ "account gesloten", "Account gesloten", "heeft een account gesloten",
	    "", NOTHING, false },
	{ "account geopend", "Account geopend", "heeft een account weer "
	    "geopend", "", NOTHING, false },
	{ "wachtwoord vervangen", "Wachtwoord vervangen", "heeft het "
	    "wachtwoord van een account vervangen", "", NOTHING, false },
	{ "wachtwoord gewijzigd", "Wachtwoord gewijzigd", "heeft het eigen "
	    "wachtwoord gewijzigd", "", NOTHING, false },
	{ "tweede stap aangezet", "Tweede stap aangezet", "heeft de tweede "
	    "stap bij het inloggen aangezet", "", NOTHING, false },
	{ "tweede stap vervangen", "Tweede stap vervangen", "heeft de tweede "
	    "stap bij het inloggen vervangen", "", NOTHING, false },
	{ "tweede stap uitgezet", "Tweede stap uitgezet", "heeft de tweede "
	    "stap bij het inloggen uitgezet", "", NOTHING, false },
	{ "tweede stap weggenomen", "Tweede stap weggenomen", "heeft de "
	    "tweede stap van een account weggenomen", "", NOTHING, false },
	{ "tweede stap verplicht", "Tweede stap verplicht", "heeft de tweede "
	    "stap verplicht gemaakt voor iedereen", "", NOTHING, false },
	{ "tweede stap niet meer verplicht", "Tweede stap niet verplicht",
	    "heeft de tweede stap niet langer verplicht gemaakt", "", NOTHING,
	    false },
	{ "tweede stap geweigerd", "Tweede stap geweigerd", "gaf bij het "
	    "inloggen een code die niet klopt", "", NOTHING, false },
	{ "herstelcodes gemaakt", "Herstelcodes gemaakt", "heeft nieuwe "
	    "herstelcodes gemaakt", "", NOTHING, false },
	{ "herstelcode gebruikt", "Herstelcode gebruikt", "heeft ingelogd met "
	    "een herstelcode", "", NOTHING, false },
	{ "sessie beëindigd", "Sessie beëindigd", "heeft een eigen sessie "
	    "beëindigd", "", NOTHING, false },
	{ "overal uitgelogd", "Overal uitgelogd", "heeft een account overal "
	    "uitgelogd", "", NOTHING, false },
	{ NULL, NULL, NULL, NULL, NOTHING, false },
};

const struct audit_word *
audit_word(const char *wat)
{
	for (const struct audit_word *word = audit_words; word->wat != NULL;
	    word++)
		if (strcmp(word->wat, wat) == 0)
			return word;
	return NULL;
}

/* Those that act without an account. */
static const struct {
	const char	*wie;
	const char	*name;
} actors[] = {
	{ "contact", "De contactpersoon" },
	{ "deelnemer", "De deelnemer" },
	{ "gemeente", "De gemeente, met de code van haar uitnodiging," },
	{ "ontvanger", "De ontvanger van een mail" },
	{ "systeem", "Het systeem" },
	{ "beheerder", "De beheerder, op de opdrachtregel," },
};

const char *
audit_who(const char *wie)
{
	static const char account[] = "account ";

	for (size_t i = 0; i < sizeof(actors) / sizeof(actors[0]); i++)
		if (strcmp(actors[i].wie, wie) == 0)
			return actors[i].name;
	return strncmp(wie, account, sizeof(account) - 1) == 0 ?
	    wie + sizeof(account) - 1 : wie;
}

/* A line is about a person, a delegation, or nobody. */
static const char *
whom(const struct audit_line *line, struct arena *arena)
{
	if (line->entry.participant != 0 && !line->known)
		return arena_printf(arena, "deelnemer %lld",
		    (long long)line->entry.participant);
	if (line->entry.participant != 0)
		return arena_printf(arena, "%s%s", line->naam_volgt ?
		    "een plaats waarvan de naam volgt" :
		    person_name_full(line->voornaam, line->achternaam, arena),
		    line->gemeente[0] == '\0' ? "" :
		    arena_printf(arena, " (%s)", line->gemeente));
	if (line->entry.registration == 0)
		return "";
	if (line->gemeente[0] == '\0')
		return arena_printf(arena, "aanmelding %lld",
		    (long long)line->entry.registration);
	return arena_printf(arena, "de delegatie van %s", line->gemeente);
}

void
audit_sentence(const struct audit_line *line, bool named, struct arena *arena,
    struct audit_sentence *sentence)
{
	const struct audit_word *word = audit_word(line->entry.wat);

	sentence->who = audit_who(line->entry.wie);
	if (word == NULL) {
		/* A word without a row: as it is, with whom. */
		sentence->whom = whom(line, arena);
		sentence->before = arena_printf(arena, "%s%s", line->entry.wat,
		    sentence->whom[0] == '\0' ? "" : ":");
		sentence->after = "";
		return;
	}
	sentence->before = word->before;
	sentence->after = word->after;
	sentence->whom = word->about == AUDIT_ABOUT_NOTHING ? "" :
	    word->special && !named ? "een deelnemer" : whom(line, arena);
	if (word->about == AUDIT_ABOUT_SOMEBODY && sentence->whom[0] == '\0')
		sentence->whom = "iemand";
	if (strcmp(word->wat, GIVEN) != 0)
		return;
	sentence->who = "Van de wachtlijst";
	if (line->entry.reden[0] != '\0')
		sentence->after = arena_printf(arena, "%s, %s", word->after,
		    line->entry.reden);
}

/* Whether the note is the names of what the values are of. */
static bool
is_repeated(const char *wat)
{
	static const char *const words[] = {
		"gewijzigd", "vervangen", "ingesteld", "teksten gewijzigd",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], wat) == 0)
			return true;
	return false;
}

const char *
audit_change_words(const struct audit_change *change, struct arena *arena)
{
	if (change->old[0] == '\0' && change->now[0] == '\0')
		return change->label;
	if (change->old[0] == '\0')
		return arena_printf(arena, "%s: ‘%s’ (was leeg)",
		    change->label, change->now);
	return arena_printf(arena, "%s: %s (was ‘%s’)", change->label,
	    change->now[0] == '\0' ? "leeg" : arena_printf(arena, "‘%s’",
	    change->now), change->old);
}

size_t
audit_lines(const struct audit *entry, struct arena *arena,
    const char ***lines)
{
	struct audit_change *changes;
	size_t nchanges = audit_changes(entry->waarden, arena, &changes);
	size_t count = 0;

	*lines = arena_array(arena, nchanges + 2, sizeof(**lines));
	if (entry->toelichting[0] != '\0' &&
	    (nchanges == 0 || !is_repeated(entry->wat)))
		(*lines)[count++] = entry->toelichting;
	for (size_t i = 0; i < nchanges; i++)
		(*lines)[count++] = audit_change_words(&changes[i], arena);
	if (entry->reden[0] != '\0' && strcmp(entry->wat, GIVEN) != 0)
		(*lines)[count++] = arena_printf(arena, "Reden: %s",
		    entry->reden);
	return count;
}

const char *
audit_text(const struct audit_sentence *sentence, struct arena *arena)
{
	return arena_printf(arena, "%s %s%s%s%s%s.", sentence->who,
	    sentence->before, sentence->whom[0] == '\0' ? "" : " ",
	    sentence->whom, sentence->after[0] == '\0' ? "" : " ",
	    sentence->after);
}
