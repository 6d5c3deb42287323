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


static const char *const words[FACT__MAX] = {
	[FACT_CONTACT] = "contact",
	[FACT_PERSON] = "deelnemer",
	[FACT_TOPICS] = "themas",
	[FACT_CHOICE] = "keuze",
	[FACT_ADDED] = "toegevoegd",
	[FACT_REPLACED] = "vervangen",
	[FACT_SEAT] = "plaats",
	[FACT_WHEN] = "tijd",
	[FACT_WHERE] = "locatie",
	[FACT_TITLE] = "titel",
	[FACT_PROGRAMME] = "programma",
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
		buf_text(&out, words[facts[i].kind]);
		for (size_t j = 0; j < FACT_VALUES; j++) {
			buf_add(&out, &(char){ SEPARATOR }, 1);
			put_value(&out, facts[i].value[j]);
		}
		buf_text(&out, "\n");
	}
	return out.data;
}

const char *
facts_join(const char *before, const char *after, struct arena *arena)
{
	/* Beyond measure only the newest are told. */
	if (text_empty(before) || strlen(before) + strlen(after) > TEXT_MAX)
		return after;
	return text_empty(after) ? before :
	    arena_printf(arena, "%s%s", before, after);
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
    const char *value, struct arena *arena)
{
	const char *label;

	if (field == NULL)
		return NULL;
	label = field->type == FIELD_LINES ? "gewijzigd" :
	    text_empty(value) ? "niet ingevuld" : field_label(field, value);
	return arena_printf(arena, "%s%s%s: %s.", who,
	    text_empty(who) ? "" : ", ", field->label, label);
}

const char *
fact_sentence(const struct fact *fact, struct arena *arena)
{
	const char *const *v = fact->value;

	switch (fact->kind) {
	case FACT_CONTACT:
		return answer_sentence("", field_with_name(contact_fields,
		    CONTACT__MAX, v[0]), v[1], arena);
	case FACT_PERSON:
		return answer_sentence(v[0], field_with_name(
		    participant_fields, PARTICIPANT__MAX, v[1]), v[2], arena);
	case FACT_TOPICS:
		return "Onderwerpen: gewijzigd.";
	case FACT_CHOICE:
		return arena_printf(arena, "%s, %s: %s.", v[0], v[1],
		    text_empty(v[2]) ? "geen keuze" : v[2]);
	case FACT_ADDED:
		return arena_printf(arena, "Toegevoegd: %s.", v[0]);
	case FACT_REPLACED:
		return arena_printf(arena, "%s komt in plaats van %s.", v[0],
		    v[1]);
	case FACT_SEAT:
		return arena_printf(arena, "%s heeft nu een plaats in: %s.",
		    v[0], v[1]);
	case FACT_WHEN:
		return arena_printf(arena, "Nieuwe tijd: %s (was: %s).", v[0],
		    v[1]);
	case FACT_WHERE:
		return arena_printf(arena, "Nieuwe plaats: %s (was: %s).",
		    v[0], v[1]);
	case FACT_TITLE:
		return arena_printf(arena, "Nieuwe naam: %s.", v[0]);
	case FACT_PROGRAMME:
		return v[0];
	case FACT__MAX:
		break;
	}
	return NULL;
}

/* One line, cut at its separators.  False: it is no fact that we know. */
static bool
read_fact(char *line, struct fact *fact)
{
	char *rest = line, *value;
	const char *word = strsep(&rest, "\x1f");

	*fact = (struct fact){ .kind = FACT__MAX };
	for (enum fact_kind kind = 0; kind < FACT__MAX; kind++)
		if (strcmp(words[kind], word) == 0)
			fact->kind = kind;
	for (size_t i = 0; i < FACT_VALUES; i++) {
		value = strsep(&rest, "\x1f");
		fact->value[i] = value == NULL ? "" : value;
	}
	return fact->kind != FACT__MAX;
}

const char **
facts_sentences(const char *text, struct arena *arena, size_t *count)
{
	char *rest = arena_string(arena, text), *line;
	size_t lines = 0, n = 0;
	const char **sentences;

	for (const char *at = text; *at != '\0'; at++)
		lines += *at == '\n';
	sentences = arena_array(arena, lines + 1, sizeof(*sentences));
	while ((line = strsep(&rest, "\n")) != NULL && n < lines) {
		struct fact fact;

		if (!read_fact(line, &fact))
			continue;
		sentences[n] = fact_sentence(&fact, arena);
		n += sentences[n] != NULL;
	}
	*count = n;
	return sentences;
}
