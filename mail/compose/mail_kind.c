#include <assert.h>
#include <string.h>

#include "mail/compose/mail_kind.h"

/*
 * A cancellation and a return always have the last word.  A confirmation, of
 * whatever sort, shows all that is signed up and outweighs a change of it.
 */
#define LAST_WORD	100

static const struct mail_kind_row rows[] = {
	[MAIL_SIGNED_UP] = { .word = "aangemeld",
	    .subject = "Bevestiging", .waiting = "Op de wachtlijst",
	    .confirms = true, .weight = 6 },
	[MAIL_CANCELLED] = { .word = "afgemeld", .subject = "Afgemeld",
	    .own = FACT_CANCELLED, .weight = LAST_WORD },
	[MAIL_RESTORED] = { .word = "hersteld",
	    .subject = "Toch aangemeld", .waiting = "Op de wachtlijst",
	    .own = FACT_RESTORED, .confirms = true, .weight = LAST_WORD },
	[MAIL_PROMOTED] = { .word = "opgeschoven",
	    .subject = "Er is plaats", .own = FACT_PROMOTED,
	    .confirms = true, .weight = 4 },
	[MAIL_CHANGED] = { .word = "gewijzigd", .subject = "Gewijzigd",
	    .weight = 2 },
	[MAIL_REPLACED] = { .word = "vervangen", .subject = "Vervangen",
	    .leaves = true, .weight = LAST_WORD },
	[MAIL_READDRESSED] = { .word = "nieuw adres",
	    .subject = "Uw nieuwe e-mailadres", .confirms = true, .weight = 5 },
	[MAIL_ADDRESS_GONE] = { .word = "adres vervallen",
	    .subject = "E-mailadres gewijzigd", .leaves = true,
	    .weight = LAST_WORD },
	[MAIL_TAKEN_OVER] = { .word = "overgenomen",
	    .subject = "U bent contactpersoon", .confirms = true,
	    .weight = 5 },
	[MAIL_AGAIN] = { .word = "opnieuw", .subject = "Uw aanmelding",
	    .confirms = true, .weight = 1 },
	[MAIL_MOVED] = { .word = "verplaatst",
	    .subject = "Let op: gewijzigd", .weight = 3 },
	[MAIL_CALLED_OFF] = { .word = "afgelast",
	    .subject = "Gaat niet door", .weight = LAST_WORD },
	[MAIL_GOES_ON] = { .word = "gaat toch door",
	    .subject = "Gaat toch door", .weight = LAST_WORD },
	[MAIL_REMINDER] = { .word = "herinnering",
	    .subject = "Herinnering", .reminds = true, .weight = 1 },
	[MAIL_OFFERED] = { .word = "aangeboden",
	    .subject = "Er is plaats, laat weten of u komt", .own = FACT_PROMOTED,
	    .weight = 4 },
	[MAIL_NAMES] = { .word = "om namen gevraagd",
	    .subject = "De naam ontbreekt nog", .own = FACT_NAMELESS,
	    .weight = 3 },
	[MAIL_LAPSED] = { .word = "vervallen", .subject = "Plaats vervallen",
	    .own = FACT_CANCELLED, .weight = LAST_WORD },
	/* Any other letter tells of the second registration as well. */
	[MAIL_SECOND] = { .word = "nog een aanmelding",
	    .subject = "Nog een aanmelding" },
};
_Static_assert(sizeof(rows) / sizeof(rows[0]) == MAIL__MAX,
    "every kind of mail needs a row: a letter without a word is not stored, "
    "and what it tells of is undone with it");

const struct mail_kind_row *
mail_kind_row(enum mail_kind kind)
{
	assert(kind > MAIL_NONE && kind < MAIL__MAX);
	return &rows[kind];
}

enum mail_kind
mail_kind_from_word(const char *word)
{
	for (enum mail_kind kind = MAIL_NONE + 1; kind < MAIL__MAX; kind++)
		if (strcmp(rows[kind].word, word) == 0)
			return kind;
	return MAIL_NONE;
}

enum mail_kind
mail_kind_merge(enum mail_kind older, enum mail_kind newer)
{
	if (older == MAIL_NONE || rows[newer].weight == LAST_WORD)
		return newer;
	/* After a cancellation of one the contact hears of the change. */
	if (older == MAIL_CANCELLED)
		return newer;
	return rows[older].weight > rows[newer].weight ? older : newer;
}
