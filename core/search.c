#include <ctype.h>
#include <string.h>

#include "core/search.h"
#include "core/spelling.h"

#define BETWEEN		" ,;|\t\n"
#define PHONE_MIN	6	/* digits; fewer are a number of ours */
#define EIGHT		1, 1, 1, 1, 1, 1, 1, 1

/* Where a slip of the hand is forgiven. */
static const bool has_names[SEARCH__MAX] = {
	[SEARCH_NAME] = true, [SEARCH_GEMEENTE] = true,
	[SEARCH_FUNCTIE] = true, [SEARCH_REGION] = true,
	[SEARCH_CONTACT] = true,
};

/* Where a word was found, and how. */
struct hit {
	enum search_rank rank;
	enum search_field field;
	const char	*at;		/* of a slip: the word that is meant */
	size_t		 length;
};

static unsigned
letters_of(const char *word, size_t length)
{
	unsigned letters = 0;

	for (size_t i = 0; i < length; i++)
		letters |= 1u << ((unsigned char)word[i] & 31);
	return letters;
}

/* The letter that is rarest in Dutch names; of none the first byte. */
static size_t
rarest(const char *word)
{
	static const char rare[] = "qxyjzfcwpbuvkmhgldsoritane";

	for (const char *letter = rare; *letter != '\0'; letter++) {
		const char *at = strchr(word, *letter);

		if (at != NULL)
			return (size_t)(at - word);
	}
	return 0;
}

static void
add_word(struct search *search, const char *text, size_t length)
{
	struct search_word *word = &search->words[search->nwords];

	if (length == 0 || search->nwords == SEARCH_WORDS)
		return;
	*word = (struct search_word){
		.length = length > SEARCH_LONGEST ? SEARCH_LONGEST : length,
	};
	memcpy(word->text, text, word->length);
	word->number = strspn(word->text, "0123456789") == word->length;
	word->letters = letters_of(word->text, word->length);
	word->rare = rarest(word->text);
	if (strpbrk(word->text, "0123456789@") == NULL)
		word->slips = (size_t)(word->length >= SEARCH_NEAR) +
		    (size_t)(word->length >= SEARCH_FAR);
	if (word->length > search->words[search->longest].length)
		search->longest = search->nwords;
	search->nwords++;
}

/* "+31 6 1234 5678" is 0612345678; no: something else than digits. */
static bool
read_phone(const char *query, struct search *search)
{
	char digits[SEARCH_LONGEST + 1] = "";
	size_t count = 0;

	query += strspn(query, BETWEEN);
	if (strncmp(query, "+31", 3) == 0 || strncmp(query, "0031", 4) == 0) {
		digits[count++] = '0';
		query += *query == '+' ? 3 : 4;
	}
	for (; *query != '\0'; query++)
		if (isdigit((unsigned char)*query) && count < SEARCH_LONGEST)
			digits[count++] = *query;
		else if (strchr(" -()", *query) == NULL)
			return false;
	if (count < PHONE_MIN)
		return false;
	add_word(search, digits, count);
	return true;
}

void
search_read(const char *query, struct search *search)
{
	*search = (struct search){ .nwords = 0 };
	if (read_phone(query, search))
		return;
	for (query += strspn(query, BETWEEN); *query != '\0';
	    query += strspn(query, BETWEEN)) {
		size_t length = strcspn(query, BETWEEN);

		add_word(search, query, length);
		query += length;
	}
}

/* Of the field from at: where the next begins, or the end of all. */
static const char *
field_end(const char *at)
{
	const char *end = strchr(at, SEARCH_NEXT);

	return end == NULL ? at + strlen(at) : end;
}

/*
 * Letters and digits, and every byte of a character beyond ASCII.  Looked up:
 * a search among a hundred thousand people consists of this question.
 */
static const bool in_word[256] = {
	['0'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['A'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['N'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['a'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['n'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	[0x80] = EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT,
	EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT,
};

static bool
more_than(unsigned letters, size_t slips)
{
	for (; letters != 0 && slips > 0; slips--)
		letters &= letters - 1;
	return letters != 0;
}

/*
 * The word there, if it may be meant: each slip adds one letter at most.  What
 * costs least is asked first.
 */
static bool
is_near(const struct search_word *word, const char *at, size_t length)
{
	unsigned letters;

	if (length + word->slips < word->length ||
	    length > word->length + word->slips || length > SEARCH_LONGEST)
		return false;
	letters = letters_of(at, length);
	if (more_than(word->letters & ~letters, word->slips) ||
	    more_than(letters & ~word->letters, word->slips))
		return false;
	/* Not above: it is made zero where it stands. */
	char other[SEARCH_LONGEST + 1];
	memcpy(other, at, length);
	other[length] = '\0';
	return spelling_distance(word->text, other, word->slips) <=
	    word->slips;
}

/* The first word of a field of names that is near. */
static void
find_near(const struct search_word *word, const char *text,
    enum search_field fields, struct hit *hit)
{
	enum search_field field = SEARCH_NAME;
	const char *at = text, *begin;

	for (;;) {
		for (begin = at; in_word[(unsigned char)*at];)
			at++;
		if (at != begin && is_near(word, begin,
		    (size_t)(at - begin))) {
			hit->rank = field == SEARCH_NAME ? SEARCH_OWN_NEAR :
			    SEARCH_ELSE_NEAR;
			hit->field = field;
			hit->at = begin;
			hit->length = (size_t)(at - begin);
			return;
		}
		while (*at == SEARCH_NEXT) {
			if (++field == fields || field > SEARCH_CONTACT)
				return;
			at = has_names[field] ? at + 1 : field_end(at + 1);
		}
		if (*at == '\0')
			return;
		at += !in_word[(unsigned char)*at];
	}
}

static bool
is_whole(const char *text, const char *at, size_t length)
{
	return (at == text || !in_word[(unsigned char)at[-1]]) &&
	    !in_word[(unsigned char)at[length]];
}

/* As memmem, which makes a table of the word for each text. */
static bool
is_there(const struct search_word *word, const char *text, size_t length)
{
	const char *at = text + word->rare, *end;

	if (length < word->length)
		return false;
	end = at + length + 1 - word->length;
	while ((at = memchr(at, word->text[word->rare], (size_t)(end - at))) !=
	    NULL)
		if (memcmp(at++ - word->rare, word->text, word->length) == 0)
			return true;
	return false;
}

/* A number is one only as a whole, but part of a telephone number. */
static bool
exact_in(const struct search_word *word, enum search_field field,
    const char *at, const char *end)
{
	const char *found = at;

	if (!word->number || (field == SEARCH_PHONE &&
	    word->length >= PHONE_MIN - 2))
		return is_there(word, at, (size_t)(end - at));
	if (field == SEARCH_PHONE)
		return false;
	for (; (found = memmem(found, (size_t)(end - found), word->text,
	    word->length)) != NULL; found++)
		if (is_whole(at, found, word->length))
			return true;
	return false;
}

/* As it is typed, the first field that has it. */
static void
find_exact(const struct search_word *word, const char *text,
    enum search_field fields, struct hit *hit)
{
	const char *at = text, *end;

	for (enum search_field i = 0; i < fields; i++, at = end + 1) {
		end = field_end(at);
		if (exact_in(word, i, at, end)) {
			hit->rank = i <= SEARCH_NUMBER ? SEARCH_OWN :
			    SEARCH_ELSE;
			hit->field = i;
			return;
		}
		if (*end == '\0')
			return;
	}
}

/* The best that there is of a word. */
static struct hit
find(const struct search_word *word, const char *text, size_t length,
    enum search_field fields)
{
	struct hit hit = { .rank = SEARCH_NOT }, near = hit;

	if (is_there(word, text, length))
		find_exact(word, text, fields, &hit);
	/* Nothing else than an own name is better than what is as typed. */
	if (hit.rank > SEARCH_OWN && word->slips > 0)
		find_near(word, text, hit.rank == SEARCH_NOT ? fields :
		    SEARCH_NAME + 1, &near);
	return near.rank < hit.rank ? near : hit;
}

/* Of the fields that are asked. */
static size_t
length_of(const char *text, enum search_field fields)
{
	const char *end = text;

	if (fields == SEARCH__MAX)
		return strlen(text);
	for (end = field_end(text); --fields > 0 && *end != '\0';)
		end = field_end(end + 1);
	return (size_t)(end - text);
}

enum search_rank
search_rank(const struct search *search, const char *text,
    enum search_field fields)
{
	enum search_rank worst = SEARCH_OWN, rank;
	size_t length = length_of(text, fields);

	if (search->nwords > 0)
		worst = find(&search->words[search->longest], text, length,
		    fields).rank;
	for (size_t i = 0; i < search->nwords && worst < SEARCH_NOT; i++) {
		if (i == search->longest)
			continue;
		rank = find(&search->words[i], text, length, fields).rank;
		worst = rank > worst ? rank : worst;
	}
	return worst;
}

enum search_field
search_why(const struct search *search, const char *text, const char **at,
    size_t *length, size_t *word)
{
	struct hit worst = { .rank = SEARCH_OWN, .field = SEARCH_NAME };

	*word = 0;
	for (size_t i = 0; i < search->nwords; i++) {
		struct hit hit = find(&search->words[i], text,
		    strlen(text), SEARCH__MAX);

		if (hit.rank <= worst.rank)
			continue;
		worst = hit;
		*word = i;
	}
	*at = worst.at;
	*length = worst.rank == SEARCH_OWN_NEAR ||
	    worst.rank == SEARCH_ELSE_NEAR ? worst.length : 0;
	return worst.field;
}
