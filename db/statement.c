#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/statement.h"

/* at stands behind the first @ of a list; returns what follows the second. */
static const char *
write_list(FILE *out, const struct column_list *list, const char *at)
{
	char word[16] = "", form = '@';
	unsigned first = 0;

	sscanf(at, "%15[a-z]%c%u", word, &form, &first);
	while (strcmp(list->word, word) != 0) {
		list++;
		assert(list->word != NULL);
	}
	for (size_t i = 0; i < list->count; i++) {
		const struct field *field = (const void *)(
		    (const char *)list->fields + i * list->size);

		if (i > 0)
			fputs(", ", out);
		if (form != '?')
			fputs(field->name, out);
		if (form == '=')
			fputs(" = ", out);
		if (form != '@')
			fprintf(out, "?%u", first + (unsigned)i);
	}
	at = strchr(at, '@');
	assert(at != NULL);
	return at + 1;
}

char *
statement_text(const struct statement *statement)
{
	const char *at = statement->text, *marker;
	char *text = NULL;
	size_t size;
	FILE *out;

	if ((out = open_memstream(&text, &size)) == NULL)
		return NULL;
	while (statement->lists != NULL && (marker = strchr(at, '@')) != NULL) {
		fwrite(at, 1, (size_t)(marker - at), out);
		at = write_list(out, statement->lists, marker + 1);
	}
	fputs(at, out);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
