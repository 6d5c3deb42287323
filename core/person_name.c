#include <ctype.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/person_name.h"
#include "core/text.h"

#define KEY_MAX		4096
#define DIGITS_MAX	4	/* of a name; the shortest number has six */

/*
 * Prefixes, folded, from the national list (RvIG, Landelijke tabel 36) and
 * the foreign ones that occur with it.  Their order does not matter: the
 * longest that fits is cut.
 */
static const char *const prefixes[] = {
	/* As people shorten them. */
	"a/d", "a.d.", "i/d", "i.d.", "o/d", "o.d.", "op d'", "v 't", "v.",
	"v. 't", "v. d.", "v. de", "v. den", "v. der", "v. h.", "v.'t", "v.d",
	"v.d.", "v.de", "v.den", "v.der", "v.h.", "v.h", "v/d", "v/h", "v/t",
	"v/'t", "v/d.", "van 'd", "van d", "van d.", "vd", "vdn", "v d", "vh",
	"'s", "'t", "a", "aan", "aan 't", "aan de", "aan den", "aan der",
	"aan het", "af", "al", "am", "auf", "auf dem", "auf den", "auf der",
	"bij", "bij 't", "bij de", "bij den", "bij het", "d'", "da", "dal",
	"dalla", "das", "de", "de die", "de l'", "de la", "de las", "de le",
	"de los", "del", "della", "den", "der", "des", "di", "do", "don",
	"dos", "du", "el", "het", "i", "im", "in", "in 't", "in de", "in den",
	"in der", "in het", "l'", "la", "las", "le", "les", "lo", "los", "of",
	"onder", "onder 't", "onder de", "onder den", "onder het", "op",
	"op 't", "op de", "op den", "op der", "op gen", "op het", "op ten",
	"over", "over 't", "over de", "over den", "over het", "s'", "t", "te",
	"ten", "ter", "tho", "thoe", "to", "toe", "tot", "uijt", "uijt de",
	"uijt den", "uijt te de", "uijt ten", "uit", "uit 't", "uit de",
	"uit den", "uit het", "uit te de", "uit ten", "van", "van 't",
	"van de", "van de l'", "van den", "van der", "van gen", "van het",
	"van la", "van ter", "van van de", "ver", "vom", "von", "von 't",
	"von dem", "von den", "von der", "voor", "voor 't", "voor de",
	"voor den", "voor in 't", "vor", "vor der", "zu", "zum", "zur",
};

/*
 * The length of the longest prefix at the front of the folded name, 0 when
 * there is none.  A space follows it, or an apostrophe ends it, and then a
 * name.
 */
static size_t
longest_prefix(const char *folded)
{
	size_t longest = 0, length;

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		const char *rest;

		/* Most differ in the first letter; a list asks each name. */
		if (prefixes[i][0] != folded[0])
			continue;
		length = strlen(prefixes[i]);
		if (strncmp(folded, prefixes[i], length) != 0)
			continue;
		rest = folded + length;
		if (*rest == ' ' ? rest[1] == '\0' : *rest == '\0' ||
		    prefixes[i][length - 1] != '\'')
			continue;
		if (length > longest)
			longest = length;
	}
	return longest;
}

void
person_name_split(const char *achternaam, struct arena *arena,
    struct person_name *parts)
{
	size_t cut = 0, length;

	/* A prefix folds letter by letter, so code points can be counted. */
	length = longest_prefix(text_fold(achternaam, arena));
	for (; achternaam[cut] != '\0'; cut++)
		if (((unsigned char)achternaam[cut] & 0xc0) != 0x80 &&
		    length-- == 0)
			break;
	parts->prefix = arena_copy(arena, achternaam, cut);
	while (achternaam[cut] == ' ')
		cut++;
	parts->core = achternaam + cut;
}

/* Who has one name puts a dash where the other would be. */
static bool
is_dash(const char *name)
{
	return text_same(name, "-") || text_same(name, "–") ||
	    text_same(name, "—");
}

bool
person_name_is_visible(const char *name)
{
	return is_dash(name) || text_has_letter(name);
}

const char *
person_name_tidy(const char *achternaam, struct arena *arena)
{
	const char *comma = strchr(achternaam, ','), *prefix, *turned;
	struct person_name parts;

	if (comma == NULL || comma == achternaam)
		return achternaam;
	prefix = comma + 1 + strspn(comma + 1, " ");
	turned = arena_printf(arena, "%s %.*s", prefix,
	    (int)(comma - achternaam), achternaam);
	/* Only if all that stands behind the comma is one. */
	person_name_split(turned, arena, &parts);
	return prefix[0] != '\0' && strlen(parts.prefix) == strlen(prefix) ?
	    turned : achternaam;
}

const char *
person_name_full(const char *voornaam, const char *achternaam,
    struct arena *arena)
{
	if (text_empty(voornaam) || is_dash(voornaam))
		return text_empty(achternaam) ? "" : achternaam;
	return text_empty(achternaam) ? voornaam :
	    arena_printf(arena, "%s %s", voornaam, achternaam);
}

const char *
person_name_sorted(const char *voornaam, const char *achternaam,
    struct arena *arena)
{
	struct person_name parts;

	person_name_split(achternaam, arena, &parts);
	if (is_dash(voornaam))
		return parts.prefix[0] == '\0' ? parts.core : arena_printf(arena,
		    "%s, %s", parts.core, parts.prefix);
	return arena_printf(arena, "%s, %s%s%s", parts.core, voornaam,
	    parts.prefix[0] == '\0' ? "" : " ", parts.prefix);
}

/* Letters, digits and single spaces: what a list is sorted on. */
static void
add_letters(struct buf *key, const char *text, struct arena *arena)
{
	const char *folded = text_fold(text, arena);

	for (; *folded != '\0'; folded++)
		if (isalnum((unsigned char)*folded) || *folded == ' ' ||
		    (unsigned char)*folded >= 0x80)
			buf_char(key, *folded);
}

const char *
person_name_sort_key(const char *voornaam, const char *achternaam,
    struct arena *arena)
{
	struct person_name parts;
	struct buf key;

	person_name_split(achternaam, arena, &parts);
	buf_init(&key, arena, KEY_MAX);
	add_letters(&key, parts.core, arena);
	buf_char(&key, '\x1f');		/* below every letter and the space */
	add_letters(&key, parts.prefix, arena);
	buf_char(&key, '\x1f');
	add_letters(&key, voornaam, arena);
	return key.data;
}

static bool
is_of_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* As in a path, "nu/gratis"; of "v/d" each side is a letter alone. */
static bool
is_path(const char *name, const char *slash)
{
	return slash > name && is_of_word(slash[-1]) && is_of_word(slash[1]) &&
	    ((slash - name > 1 && is_of_word(slash[-2])) ||
	    is_of_word(slash[2]));
}

bool
person_name_is_plain(const char *name)
{
	int digits = 0;

	for (const char *at = name; *at != '\0'; at++) {
		digits += *at >= '0' && *at <= '9';
		if (*at == '/' && is_path(name, at))
			return false;
	}
	return digits <= DIGITS_MAX && strpbrk(name, "@\\") == NULL &&
	    !text_has_address(name);
}
