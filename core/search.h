#ifndef CORE_SEARCH_H
#define CORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Finding a person by what somebody types, in folded text (text_fold) of
 * fields that are joined by SEARCH_NEXT, the person's own name first.  Every
 * word must be found: as it is, anywhere in a field; or, in a field of names,
 * as a word of it with one slip of the hand from SEARCH_NEAR letters on, two
 * from SEARCH_FAR (spelling.h).  Digits alone are a number and must be the
 * whole of it; a telephone number may be typed with spaces and +31.
 *
 * Thread rules: none, it is pure; a query may be used by one thread at a time.
 */
#define SEARCH_NEXT	'\n'
#define SEARCH_NEAR	4
#define SEARCH_FAR	8
#define SEARCH_WORDS	8	/* those behind them ask nothing */
#define SEARCH_LONGEST	64	/* of a word; longer ones are cut */

enum search_field {
	SEARCH_NAME,
	SEARCH_NUMBER,		/* of the person and the registration */
	SEARCH_GEMEENTE,	/* and its other names */
	SEARCH_FUNCTIE,
	SEARCH_REGION,		/* and province */
	SEARCH_EMAIL,
	SEARCH_CONTACT,		/* the name */
	SEARCH_CONTACT_EMAIL,
	SEARCH_PHONE,
	SEARCH_QUESTION,
	SEARCH__MAX
};

/* How well it fits: less is better. */
enum search_rank {
	SEARCH_OWN,		/* all words in the own name or number */
	SEARCH_OWN_NEAR,	/* so, with a slip of the hand */
	SEARCH_ELSE,
	SEARCH_ELSE_NEAR,
	SEARCH_NOT
};

struct search_word {
	char		 text[SEARCH_LONGEST + 1];
	size_t		 length;
	size_t		 rare;		/* which letter few texts have */
	size_t		 slips;		/* that are forgiven */
	unsigned	 letters;	/* which there are, a bit each */
	bool		 number;
};

struct search {
	struct search_word words[SEARCH_WORDS];
	size_t		 nwords;
	size_t		 longest;	/* of the words: what fewest have */
};

/*
 * query: folded.  Without a word in it everybody fits, as SEARCH_OWN.  Only
 * the first fields are asked, of as many as fields says.
 */
void		 search_read(const char *query, struct search *);
enum search_rank search_rank(const struct search *, const char *text,
		    enum search_field fields);

/*
 * Why: of the word that was found worst, the field; and where it was a slip,
 * the word there, which starts at *at and has *length bytes, 0 for none.
 */
enum search_field search_why(const struct search *, const char *text,
		    const char **at, size_t *length, size_t *word);

#endif
