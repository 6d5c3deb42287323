#ifndef MAIL_COMPOSE_FACTS_H
#define MAIL_COMPOSE_FACTS_H

#include <stddef.h>

struct arena;

/*
 * What changed, as an act knows it and a letter tells it: facts with their
 * values, not sentences.  They stand in the outbox as text (feiten), so that
 * the words are those of the moment in which the letter is composed, and the
 * facts of two letters can be told by one.
 */
enum fact_kind {
	FACT_CONTACT,		/* a field of the contact, new, old */
	FACT_PERSON,		/* name, a field of the participant, new, old */
	FACT_TOPICS,
	FACT_CHOICE,		/* name, round, session or "" */
	FACT_ADDED,		/* name */
	FACT_REPLACED,		/* name, whose place it was */
	FACT_SEAT,		/* name, session */
	FACT_WHEN,		/* the event's time, the old one */
	FACT_WHERE,		/* its place, the old one */
	FACT_TITLE,		/* its name */
	FACT_PROGRAMME,		/* a sentence about the programme */
	FACT__MAX
};

#define FACT_VALUES	4

struct fact {
	enum fact_kind	 kind;
	const char	*value[FACT_VALUES];	/* clean; NULL counts as "" */
};

/* The text of facts, in the arena; "" for none. */
const char	*facts_write(const struct fact *, size_t count,
		    struct arena *);

/* Two texts as one: what was told before comes first. */
const char	*facts_join(const char *before, const char *after,
		    struct arena *);

/*
 * Each fact of a text as a Dutch sentence.  What cannot be read is left out:
 * the text may be of an older program.
 */
const char	**facts_sentences(const char *text, struct arena *,
		    size_t *count);

/* One fact as a sentence. */
const char	*fact_sentence(const struct fact *, struct arena *);

#endif
