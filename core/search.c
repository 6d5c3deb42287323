#include <ctype.h>
#include <string.h>

#include "core/search.h"
#include "core/spelling.h"

#define BETWEEN		" ,;|\t\n"
#define PHONE_MIN	6	/* digits; fewer are a number of ours */

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
	if (strpbrk(word->text, "0123456789@") == NULL)
		word->slips = (size_t)(word->length >= SEARCH_NEAR) +
		    (size_t)(word->length >= SEARCH_FAR);
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

static bool
in_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Letters that the one has and the other lacks: each slip adds one at most. */
static bool
may_be_near(const struct search_word *word, const char *at, size_t length)
{
	unsigned letters;

	if (length + word->slips < word->length ||
	    length > word->length + word->slips)
		return false;
	letters = letters_of(at, length);
	return (size_t)__builtin_popcount(word->letters & ~letters) <=
	    word->slips && (size_t)__builtin_popcount(letters &
	    ~word->letters) <= word->slips;
}

static bool
near_in(const struct search_word *word, const char *at, const char *end,
    struct hit *hit)
{
	char other[SEARCH_LONGEST + 1];

	for (const char *next; at < end; at = next) {
		size_t length;

		while (at < end && !in_word(*at))
			at++;
		for (next = at; next < end && in_word(*next); next++)
			;
		length = (size_t)(next - at);
		if (length == 0 || length > SEARCH_LONGEST ||
		    !may_be_near(word, at, length))
			continue;
		memcpy(other, at, length);
		other[length] = '\0';
		if (spelling_distance(word->text, other, word->slips) >
		    word->slips)
			continue;
		hit->at = at;
		hit->length = length;
		return true;
	}
	return false;
}

static bool
is_whole(const char *text, const char *at, size_t length)
{
	return (at == text || !in_word(at[-1])) && !in_word(at[length]);
}

/* A number is one only as a whole, but part of a telephone number. */
static bool
exact_in(const struct search_word *word, enum search_field field,
    const char *at, const char *end)
{
	const char *found = memmem(at, (size_t)(end - at), word->text,
	    word->length);

	if (found == NULL || !word->number)
		return found != NULL;
	if (field == SEARCH_PHONE)
		return word->length >= PHONE_MIN - 2;
	for (; found != NULL; found = memmem(found + 1, (size_t)(end - found -
	    1), word->text, word->length))
		if (is_whole(at, found, word->length))
			return true;
	return false;
}

/* The best that there is of a word, asked in the order of the ranks. */
static struct hit
find(const struct search_word *word, const char *text,
    enum search_field fields)
{
	struct hit hit = { .rank = SEARCH_NOT };
	const char *at, *end;
	bool anywhere = memmem(text, strlen(text), word->text, word->length) !=
	    NULL;

	for (int near = 0; near <= 1; near++) {
		at = text;
		if (near ? word->slips == 0 : !anywhere)
			continue;
		for (enum search_field i = 0; i < fields; i++) {
			bool own = i == SEARCH_NAME || i == SEARCH_NUMBER;
			enum search_rank rank = (own ? SEARCH_OWN :
			    SEARCH_ELSE) + (enum search_rank)near;

			end = field_end(at);
			if (rank < hit.rank && (near ? has_names[i] &&
			    near_in(word, at, end, &hit) :
			    exact_in(word, i, at, end))) {
				hit.rank = rank;
				hit.field = i;
			}
			if (*end == '\0')
				break;
			at = end + 1;
		}
	}
	return hit;
}

enum search_rank
search_rank(const struct search *search, const char *text,
    enum search_field fields)
{
	enum search_rank worst = SEARCH_OWN;

	for (size_t i = 0; i < search->nwords && worst < SEARCH_NOT; i++) {
		enum search_rank rank = find(&search->words[i], text,
		    fields).rank;

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
		struct hit hit = find(&search->words[i], text, SEARCH__MAX);

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
