/*
 * A fact is a line of the text: its word and its values, with a unit
 * separator between (U+001F, as ASCII meant it).  Clean text holds neither
 * that nor, outside long answers that are not told, the end of a line.
 */
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "db/registration/questions.h"
#include "mail/compose/facts.h"

#define TEXT_MAX	((size_t)64 * 1024)
#define SEPARATOR	'\x1f'

#define AND(kind)	(1u << (kind))

/*
 * keys: how many of the first values say what it is about, so that a newer
 * fact with the same takes the place of an older one of its kind, and of
 * those of other kinds that it ends.  before: the value that tells what was
 * there, 0 for none.
 */
static const struct fact_row {
	const char	*word;
	size_t		 keys;
	size_t		 before;
	unsigned	 ends;
} rows[FACT__MAX] = {
	[FACT_BY] = { "door", FACT_VALUES, 0, 0 },
	[FACT_CANCELLED] = { "afgemeld", 1, 0, AND(FACT_RESTORED) |
	    AND(FACT_PROMOTED) | AND(FACT_SEAT) | AND(FACT_CHOICE) },
	[FACT_RESTORED] = { "hersteld", 1, 0, AND(FACT_CANCELLED) },
	[FACT_PROMOTED] = { "opgeschoven", 1, 0, 0 },
	[FACT_CONTACT] = { "contact", 1, 2, 0 },
	[FACT_PERSON] = { "deelnemer", 2, 3, 0 },
	[FACT_TOPICS] = { "themas", 0, 0, 0 },
	[FACT_CHOICE] = { "keuze", 2, 0, 0 },
	[FACT_ADDED] = { "toegevoegd", 1, 0, 0 },
	[FACT_NAMED] = { "naam bekend", 1, 0, 0 },
	[FACT_REPLACED] = { "vervangen", 2, 0, 0 },
	[FACT_SEAT] = { "plaats", 2, 0, 0 },
	[FACT_WHEN] = { "tijd", 0, 1, 0 },
	[FACT_WHERE] = { "locatie", 0, 1, 0 },
	[FACT_TITLE] = { "titel", 0, 1, 0 },
	[FACT_PROGRAMME] = { "programma", 1, 0, 0 },
	[FACT_NAMELESS] = { "zonder naam", 1, 0, 0 },
	[FACT_SAID] = { "zegt", 1, 0, 0 },
	[FACT_ERASED] = { "gewist", 1, 0, 0 },
};

static void
put_value(struct buf *out, const char *value)
{
	for (; value != NULL && *value != '\0'; value++)
		buf_add(out, *value == '\n' || *value == SEPARATOR ? " " :
		    value, 1);
}

const char *
facts_write(const struct fact *facts, size_t count, struct arena *arena)
{
	struct buf out;

	if (count == 0)
		return "";
	buf_init(&out, arena, TEXT_MAX);
	for (size_t i = 0; i < count; i++) {
		buf_text(&out, rows[facts[i].kind].word);
		for (size_t j = 0; j < FACT_VALUES; j++) {
			buf_add(&out, &(char){ SEPARATOR }, 1);
			put_value(&out, facts[i].value[j]);
		}
		buf_text(&out, "\n");
	}
	return out.data;
}

/* One line, cut at its separators.  False: it is no fact that we know. */
static bool
read_fact(char *line, struct fact *fact)
{
	char *rest = line, *value;
	const char *word = strsep(&rest, "\x1f");

	*fact = (struct fact){ .kind = FACT__MAX };
	for (enum fact_kind kind = 0; kind < FACT__MAX; kind++)
		if (strcmp(rows[kind].word, word) == 0)
			fact->kind = kind;
	for (size_t i = 0; i < FACT_VALUES; i++) {
		value = strsep(&rest, "\x1f");
		fact->value[i] = value == NULL ? "" : value;
	}
	return fact->kind != FACT__MAX;
}

static struct fact *
read_facts(const char *text, struct arena *arena, size_t *count)
{
	char *rest = arena_string(arena, text), *line;
	struct fact *facts;
	size_t lines = 0;

	for (const char *at = text; *at != '\0'; at++)
		lines += *at == '\n';
	facts = arena_array(arena, lines + 1, sizeof(*facts));
	*count = 0;
	while ((line = strsep(&rest, "\n")) != NULL && *count < lines)
		*count += read_fact(line, &facts[*count]);
	return facts;
}

/* Whether the newer fact tells what the older did, or ends it. */
static bool
overtakes(const struct fact *newer, const struct fact *older)
{
	const struct fact_row *row = &rows[newer->kind];

	if (newer->kind != older->kind && !(row->ends & AND(older->kind)))
		return false;
	for (size_t i = 0; i < row->keys; i++)
		if (strcmp(newer->value[i], older->value[i]) != 0)
			return false;
	return true;
}

/* Those whose newer one follows give it what was there before them. */
static size_t
drop_overtaken(struct fact *facts, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		size_t before = rows[facts[i].kind].before, j = i + 1;

		while (j < count && (facts[i].kind == FACT_BY ||
		    !overtakes(&facts[j], &facts[i])))
			j++;
		if (j == count)
			facts[kept++] = facts[i];
		else if (before != 0 && facts[j].kind == facts[i].kind)
			facts[j].value[before] = facts[i].value[before];
	}
	return kept;
}

const char *
facts_join(const char *before, const char *after, struct arena *arena)
{
	struct fact *facts;
	size_t count;

	/* Beyond measure only the newest are told. */
	if (text_empty(before) || strlen(before) + strlen(after) > TEXT_MAX)
		return after;
	if (text_empty(after))
		return before;
	facts = read_facts(arena_printf(arena, "%s%s", before, after), arena,
	    &count);
	return facts_write(facts, drop_overtaken(facts, count), arena);
}

static bool
names_any(const struct fact *fact, const char *const *names, size_t count)
{
	for (size_t i = 0; i < FACT_VALUES; i++)
		for (size_t j = 0; j < count; j++)
			if (!text_empty(names[j]) &&
			    strstr(fact->value[i], names[j]) != NULL)
				return true;
	return false;
}

const char *
facts_without(const char *text, const char *const *names, size_t count,
    struct arena *arena)
{
	size_t nfacts, kept = 0;
	struct fact *facts = read_facts(text, arena, &nfacts);

	for (size_t i = 0; i < nfacts; i++)
		if (!names_any(&facts[i], names, count))
			facts[kept++] = facts[i];
	return facts_write(facts, kept, arena);
}

static const struct field *
field_with_name(const struct field *fields, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
}

/* A long answer is not repeated in a letter. */
static const char *
answer_sentence(const char *who, const struct field *field,
    const char *value, const char *before, struct arena *arena)
{
	const char *label;

	if (field == NULL)
		return NULL;
	label = field->type == FIELD_LINES ? "gewijzigd" :
	    text_empty(value) ? "niet ingevuld" : field_label(field, value);
	return arena_printf(arena, "%s%s%s: %s%s%s%s.", who,
	    text_empty(who) ? "" : ", ", field->label, label,
	    field->type == FIELD_LINES || text_empty(before) ? "" : " (was: ",
	    field->type == FIELD_LINES || text_empty(before) ? "" :
	    field_label(field, before),
	    field->type == FIELD_LINES || text_empty(before) ? "" : ")");
}

const char *
fact_sentence(const struct fact *fact, bool to_person, struct arena *arena)
{
	const char *const *v = fact->value;

	switch (fact->kind) {
	case FACT_CANCELLED:
		return to_person ? NULL :
		    arena_printf(arena, "Afgemeld: %s.", v[0]);
	case FACT_RESTORED:
		return to_person ? NULL : arena_printf(arena,
		    "Afmelding ongedaan gemaakt: %s.", v[0]);
	case FACT_PROMOTED:
		return to_person ? "U heeft nu een plaats." :
		    arena_printf(arena, "%s heeft nu een plaats.", v[0]);
	case FACT_CONTACT:
		return answer_sentence("", field_with_name(contact_fields,
		    CONTACT__MAX, v[0]), v[1], v[2], arena);
	case FACT_PERSON:
		return answer_sentence(to_person ? "" : v[0], field_with_name(
		    participant_fields, PARTICIPANT__MAX, v[1]), v[2], v[3],
		    arena);
	case FACT_TOPICS:
		return "Onderwerpen: gewijzigd.";
	case FACT_CHOICE:
		return arena_printf(arena, "%s%s%s: %s.",
		    to_person ? "" : v[0], to_person ? "" : ", ", v[1],
		    text_empty(v[2]) ? "geen keuze" : v[2]);
	case FACT_ADDED:
		return arena_printf(arena, "Toegevoegd: %s.", v[0]);
	case FACT_NAMED:
		return arena_printf(arena, "%s komt op de plaats waarvan de "
		    "naam nog volgde.", v[0]);
	case FACT_REPLACED:
		return arena_printf(arena, "%s komt in plaats van %s.", v[0],
		    v[1]);
	case FACT_SEAT:
		return arena_printf(arena, "%s heeft nu een plaats in: %s.",
		    to_person ? "U" : v[0], v[1]);
	case FACT_WHEN:
		return arena_printf(arena, "Nieuwe tijd: %s (was: %s).", v[0],
		    v[1]);
	case FACT_WHERE:
		return arena_printf(arena, "Nieuwe plaats: %s (was: %s).",
		    v[0], v[1]);
	case FACT_TITLE:
		return arena_printf(arena, "Nieuwe naam: %s (was: %s).",
		    v[0], v[1]);
	case FACT_PROGRAMME:
		return v[0];
	case FACT_NAMELESS:
		return arena_printf(arena, "Nog zonder naam: %s.", v[0]);
	case FACT_SAID:
		return arena_printf(arena, "De organisatie schrijft erbij: "
		    "%s", v[0]);
	case FACT_ERASED:
		return "Eén deelnemer komt niet meer: de gegevens van deze "
		    "deelnemer zijn gewist.";
	case FACT_BY:
	case FACT__MAX:
		break;
	}
	return NULL;
}

/* The act that the letter is about: the last of its kind, or else the last. */
static struct fact
find_by(const struct fact *facts, size_t count, const char *letter)
{
	struct fact by = { .kind = FACT__MAX };
	bool right = false;

	for (size_t i = 0; i < count; i++)
		if (facts[i].kind == FACT_BY && (!right ||
		    strcmp(facts[i].value[3], letter) == 0)) {
			by = facts[i];
			right = strcmp(by.value[3], letter) == 0;
		}
	return by;
}

/* Of two who did something each sentence says who, but for the reader. */
static const char *
with_actor(const char *sentence, const struct fact *by,
    const struct fact *letter, struct arena *arena)
{
	if (by == NULL || text_empty(by->value[1]) ||
	    (text_same(by->value[0], letter->value[0]) &&
	    text_same(by->value[1], letter->value[1])))
		return sentence;
	return arena_printf(arena, "%s (Door %s.)", sentence, by->value[1]);
}

void
facts_tell(const char *text, enum fact_kind own, const char *letter,
    bool to_person, struct arena *arena, struct told *told)
{
	const struct fact *by = NULL;
	size_t count;
	struct fact *facts = read_facts(text == NULL ? "" : text, arena,
	    &count);
	const char **about = arena_array(arena, count + 1, sizeof(*about));

	*told = (struct told){
		.by = find_by(facts, count, letter),
		.sentences = arena_array(arena, count + 1,
		    sizeof(*told->sentences)),
	};
	for (size_t i = 0; i < count; i++) {
		const char *sentence = facts[i].kind == own ? NULL :
		    fact_sentence(&facts[i], to_person, arena);

		if (facts[i].kind == FACT_BY) {
			by = &facts[i];
		} else if (facts[i].kind == own) {
			about[told->nabout++] = facts[i].value[0];
			told->by_several = told->by_several || (by != NULL &&
			    !text_same(by->value[1], told->by.value[1]));
		}
		if (sentence != NULL)
			told->sentences[told->nsentences++] = with_actor(
			    sentence, by, &told->by, arena);
	}
	told->about = text_enumerate(about, told->nabout, arena);
}
