#ifndef TEMPLATES_AUDIT_TEXT_H
#define TEMPLATES_AUDIT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "db/audit.h"

struct arena;

/*
 * The audit log in Dutch: what each word of it means, as a sentence.  A new
 * word is a row in audit_text.c; one without a row is shown as it is.
 */
struct audit_word {
	const char	*wat;		/* as audit_add was given it */
	const char	*label;		/* in a list to choose from */
	const char	*before; /* "heeft", in front of whom it is about */
	const char	*after;		/* "afgemeld", behind it; may be "" */
	enum {
		AUDIT_ABOUT_NOTHING,	/* the sentence names no one */
		AUDIT_ABOUT_SOMEBODY	/* participant or registration */
	} about;
	bool		 special;	/* says that there is special data */
};

/* All of them, in the order of the list; the last has a NULL wat. */
extern const struct audit_word audit_words[];

const struct audit_word *audit_word(const char *wat);	/* or NULL */

/* "De contactpersoon", "Het systeem", "anke" */
const char	*audit_who(const char *wie);

/*
 * The parts of the sentence: who, before, whom, after.  whom is "" when it
 * names no one; named false keeps the name out of what is special.
 */
struct audit_sentence {
	const char	*who;
	const char	*before;
	const char	*whom;
	const char	*after;
};

void		 audit_sentence(const struct audit_line *, bool named,
		    struct arena *, struct audit_sentence *);

/*
 * What stands below it, line by line: what it is about, each old and new
 * value, and the reason.  Returns how many.
 */
size_t		 audit_lines(const struct audit *, struct arena *,
		    const char ***lines);

/* "Functie: ‘Wethouder’ (was leeg)" */
const char	*audit_change_words(const struct audit_change *,
		    struct arena *);

/* The sentence as one text, with a full stop. */
const char	*audit_text(const struct audit_sentence *, struct arena *);

#endif
