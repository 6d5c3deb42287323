#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "db/log.h"
#include "export/zip.h"

#define END_SIZE	22
#define END_MARK	0x06054b50
#define ENTRY_SIZE	46
#define ENTRY_MARK	0x02014b50
#define DIRECTORY_MAX	((size_t)64 << 10)
#define BLOCK		4096
#define SHEET_NAME	"xl/worksheets/sheet%zu.xml"

static uint32_t
number(const unsigned char *at, int bytes)
{
	uint32_t value = 0;

	while (bytes-- > 0)
		value = value << 8 | at[bytes];
	return value;
}

/* The directory in memory, free() it; NULL: there is none. */
static unsigned char *
read_directory(FILE *file, size_t *size)
{
	unsigned char end[END_SIZE], *directory;

	if (fseeko(file, -END_SIZE, SEEK_END) != 0 ||
	    fread(end, 1, END_SIZE, file) != END_SIZE ||
	    number(end, 4) != END_MARK)
		return NULL;
	*size = number(end + 12, 4);
	if (*size > DIRECTORY_MAX ||
	    fseeko(file, (off_t)number(end + 16, 4), SEEK_SET) != 0 ||
	    (directory = malloc(*size + 1)) == NULL)
		return NULL;
	if (fread(directory, 1, *size, file) == *size)
		return directory;
	free(directory);
	return NULL;
}

/* The size of one part is as it must be; a sheet is counted. */
static bool
part_is_whole(const char *name, size_t length, uint64_t size,
    const uint64_t *sheets, size_t count, size_t *found)
{
	char sheet[sizeof(SHEET_NAME) + 20];

	for (size_t i = 0; i < count; i++) {
		snprintf(sheet, sizeof(sheet), SHEET_NAME, i + 1);
		if (strlen(sheet) != length ||
		    memcmp(sheet, name, length) != 0)
			continue;
		(*found)++;
		return size > sheets[i];
	}
	return size % BLOCK != 0;
}

static bool
parts_are_whole(const unsigned char *at, size_t left, const uint64_t *sheets,
    size_t count)
{
	size_t found = 0, size;

	for (; left > 0; at += size, left -= size) {
		if (left < ENTRY_SIZE || number(at, 4) != ENTRY_MARK)
			return false;
		size = ENTRY_SIZE + number(at + 28, 2) + number(at + 30, 2) +
		    number(at + 32, 2);
		if (size > left || !part_is_whole((const char *)at +
		    ENTRY_SIZE, number(at + 28, 2), number(at + 24, 4),
		    sheets, count, &found))
			return false;
	}
	return found == count;
}

enum status
zip_is_whole(FILE *file, const uint64_t *sheets, size_t count)
{
	size_t size = 0;
	unsigned char *directory = read_directory(file, &size);
	bool whole = directory != NULL &&
	    parts_are_whole(directory, size, sheets, count);

	free(directory);
	if (whole)
		return STATUS_OK;
	log_line(LOG_WARNING, "export: no room on the disk: the workbook is "
	    "not whole");
	return STATUS_FULL;
}
