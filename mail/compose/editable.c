#include <string.h>

#include "core/arena.h"
#include "core/text.h"
#include "db/event/letter_text.h"
#include "mail/compose/editable.h"
#include "templates/substitute.h"

const struct editable editables[EDITABLES] = {
	{ "bevestiging-contact", "aangemeld contact",
	    "Bevestiging, aan de contactpersoon", MAIL_SIGNED_UP, true,
	    false },
	{ "bevestiging-deelnemer", "aangemeld deelnemer",
	    "Bevestiging, aan de deelnemer", MAIL_SIGNED_UP, false, false },
	{ "wachtlijst-contact", "wachtlijst contact",
	    "Op de wachtlijst, aan de contactpersoon", MAIL_SIGNED_UP, true,
	    true },
	{ "wachtlijst-deelnemer", "wachtlijst deelnemer",
	    "Op de wachtlijst, aan de deelnemer", MAIL_SIGNED_UP, false,
	    true },
	{ "plaats-contact", "opgeschoven contact",
	    "Er is plaats, aan de contactpersoon", MAIL_PROMOTED, true,
	    false },
	{ "plaats-deelnemer", "opgeschoven deelnemer",
	    "Er is plaats, aan de deelnemer", MAIL_PROMOTED, false, false },
	{ "aanbod-contact", "aangeboden contact",
	    "Er is plaats, komt u nog?, aan de contactpersoon", MAIL_OFFERED,
	    true, false },
	{ "aanbod-deelnemer", "aangeboden deelnemer",
	    "Er is plaats, komt u nog?, aan de deelnemer", MAIL_OFFERED,
	    false, false },
	{ "namen-contact", "om namen gevraagd contact",
	    "De naam ontbreekt nog", MAIL_NAMES, true, false },
	{ "vervallen-contact", "vervallen contact",
	    "Plaats vervallen, aan de contactpersoon", MAIL_LAPSED, true,
	    false },
	{ "vervallen-deelnemer", "vervallen deelnemer",
	    "Plaats vervallen, aan de deelnemer", MAIL_LAPSED, false, false },
	{ "tweede-contact", "nog een aanmelding contact",
	    "De gemeente is al aangemeld", MAIL_SECOND, true, false },
	{ "herinnering-contact", "herinnering contact",
	    "Herinnering, aan de contactpersoon", MAIL_REMINDER, true, false },
	{ "herinnering-deelnemer", "herinnering deelnemer",
	    "Herinnering, aan de deelnemer", MAIL_REMINDER, false, false },
	{ "uitnodiging", "uitnodiging", "Uitnodiging, aan de gemeente",
	    MAIL__MAX, false, false },
	{ "uitnodiging-herinnering", "uitnodiging herinnering",
	    "Herinnering aan de uitnodiging, aan de gemeente",
	    MAIL__MAX, false, false },
};

const struct editable *
editable_invitation(bool again)
{
	return &editables[again ? EDITABLES - 1 : EDITABLES - 2];
}

const struct letter_text *
editable_words(const struct letter_text *list, size_t count,
    const struct editable *of)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].key, of->key) == 0)
			return &list[i];
	return NULL;
}

const struct letter_text *
editable_find(const struct catalog *catalog, enum mail_kind kind,
    bool contact, bool waits)
{
	for (size_t i = 0; i < EDITABLES; i++) {
		const struct editable *one = &editables[i];

		if (one->kind == kind && one->contact == contact &&
		    one->waiting == waits)
			return editable_words(catalog->letters,
			    catalog->nletters, one);
	}
	return NULL;
}

static bool
names(const char *text, const char *one, const char *other)
{
	return strstr(text, one) != NULL || strstr(text, other) != NULL;
}

const char *
editable_subject_fault(const char *text, struct arena *arena)
{
	if (text_empty(text))
		return NULL;
	return !names(text, "{naam}", "{gemeente}") ? "Zet {naam} of "
	    "{gemeente} in het onderwerp: over wie het gaat." :
	    !names(text, "{wanneer}", "{titel}") ? "Zet {titel} of {wanneer} "
	    "in het onderwerp: om welke bijeenkomst het gaat." :
	    substitute_fault(text, true, arena);
}

const char *
editable_text_fault(const char *text, struct arena *arena)
{
	const char *fault = substitute_fault(text, true, arena);

	if (text_empty(text) || fault != NULL)
		return fault;
	return !names(text, "{naam}", "{gemeente}") ? "Zet {naam} of "
	    "{gemeente} in de tekst: over wie het gaat." :
	    strstr(text, "{wanneer}") == NULL ? "Zet {wanneer} in de tekst." :
	    strstr(text, "{link}") == NULL ? "Zet {link} in de tekst: de weg "
	    "om te wijzigen of af te melden." : NULL;
}
