#ifndef DB_RETENTION_ERASURE_H
#define DB_RETENTION_ERASURE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * What goes with people, in one write transaction, whoever asks for it: a
 * person, an organiser, or the end of a term (purpose.h).  Places, the line
 * and letters to others are the acts' (acts/erase.c); the schema counts
 * whom it was about before the rows go (cijfer).
 *
 * What the log says of them stays, without their words: who did what, when,
 * to which number.  Numbers are never given again.
 */

/* Everything of a registration: contact, people, letters, notes, wishes. */
enum status	 erasure_of_registration(struct db *, int64_t registration);

/*
 * One of its people, who has been cancelled or whose event is over: the row
 * and its letters, and what others hold that may name them: messages that
 * are kept, words of the log, a note or a question with their name in it.
 * Those behind move up a number.
 */
enum status	 erasure_of_participant(struct db *, int64_t registration,
		    int64_t participant);

/* What an open letter tells, in other words: none of who was erased. */
enum status	 erasure_of_facts(struct db *, int64_t letter,
		    const char *feiten);

/*
 * The next registrations of an event, at most list_portion, those in which
 * anybody waits first: so that erasing all of it gives nobody a place.
 */
enum status	 erasure_next(struct db *, int64_t event, struct arena *,
		    int64_t **registrations, size_t *count);

/*
 * The words that are left of an event once its registrations are gone: in
 * its log, of municipalities that said they would not come, and in letters
 * that went to these.
 */
enum status	 erasure_of_words(struct db *, int64_t event);

/*
 * What was erased since the file was last written anew may still be read in
 * its gaps: note that, ask since when (0: no), and note that it no longer is.
 */
enum status	 erasure_note(struct db *, int64_t now);
enum status	 erasure_since(struct db *, int64_t *moment);
enum status	 erasure_compacted(struct db *, int64_t moment);

/*
 * In a statement: whether a text names participant ?2.  It is held about
 * them, and goes with them.
 */
#define NAMES_PERSON(text)						\
	" EXISTS (SELECT 1 FROM participant p WHERE p.id = ?2"		\
	" AND ((p.achternaam <> '' AND instr(fold(" text "),"		\
	" fold(p.achternaam)) > 0) OR (trim(p.voornaam, '-–—') <> '' AND" \
	" instr(fold(" text "), fold(p.voornaam)) > 0) OR (p.email <> ''" \
	" AND instr(fold(" text "), fold(p.email)) > 0)))"

#endif
