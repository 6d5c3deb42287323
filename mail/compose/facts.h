#ifndef MAIL_COMPOSE_FACTS_H
#define MAIL_COMPOSE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * What changed, as an act knows it and a letter tells it: facts with their
 * values, not sentences.  They stand in the outbox as text (feiten), so that
 * the words are those of the moment in which the letter is composed, and the
 * facts of two letters can be told by one.
 */
enum fact_kind {
	FACT_BY,		/* who did what follows: see below */
	FACT_CANCELLED,		/* name */
	FACT_RESTORED,		/* name */
	FACT_PROMOTED,		/* name */
	FACT_CONTACT,		/* a field of the contact, new, old */
	FACT_PERSON,		/* name, a field of the participant, new, old */
	FACT_TOPICS,
	FACT_CHOICE,		/* name, round, session or "" */
	FACT_ADDED,		/* name */
	FACT_NAMED,		/* name of whom a held place was for */
	FACT_REPLACED,		/* name, whose place it was */
	FACT_SEAT,		/* name, session */
	FACT_WHEN,		/* the event's time, the old one */
	FACT_WHERE,		/* its place, the old one */
	FACT_TITLE,		/* its name, the old one */
	FACT_PROGRAMME,		/* a sentence about the programme */
	FACT_NAMELESS,		/* the label of a held place */
	FACT_SAID,		/* a sentence of the organiser's own */
	FACT_ERASED,		/* the number of whom: it is not told */
	FACT__MAX
};

#define FACT_VALUES	4

struct fact {
	enum fact_kind	 kind;
	const char	*value[FACT_VALUES];	/* clean; NULL counts as "" */
};

/*
 * FACT_BY holds one of these words, the name of who it was, why it happened
 * by itself (a clause with "omdat"), and the kind of letter it was owed for.
 */
#define BY_SELF		"zelf"		/* who reads the letter */
#define BY_CONTACT	"contact"
#define BY_PARTICIPANT	"deelnemer"
#define BY_ORGANISER	"organisatie"
#define BY_ITSELF	"systeem"
#define BY_REQUEST	"op verzoek"	/* why an organiser acted */

/* The text of facts, in the arena; "" for none. */
const char	*facts_write(const struct fact *, size_t count,
		    struct arena *);

/*
 * Two texts as one: what was told before comes first.  Of two facts about
 * one thing the newer stays, with what the older says was there before.
 */
const char	*facts_join(const char *before, const char *after,
		    struct arena *);

/* What is left without the facts that hold one of these texts ("": none). */
const char	*facts_without(const char *text, const char *const *names,
		    size_t count, struct arena *);

/* What a letter says of a text. */
struct told {
	struct fact	 by;		/* whose act it tells; or FACT__MAX */
	bool		 by_several;	/* others did it to some of about */
	const char	*about;		/* "Jan, Piet en Zoë"; NULL: nobody */
	size_t		 nabout;
	const char	**sentences;	/* Dutch, the rest of it */
	size_t		 nsentences;
};

/*
 * own: the fact whose names the letter's opening tells, so that its sentences
 * need not (FACT_BY for none); letter: the word of its kind.  To the person
 * it is about a fact says "u".  text may be NULL.  What cannot be read is left out: the text may
 * be of an older program.
 */
void		 facts_tell(const char *text, enum fact_kind own,
		    const char *letter, bool to_person, struct arena *,
		    struct told *);

/* One fact as a sentence; NULL: it has none. */
const char	*fact_sentence(const struct fact *, bool to_person,
		    struct arena *);

#endif
