/*
 * libxlsxwriter in constant_memory mode: it writes each row to a file of its
 * own as soon as the next begins, copies those files when the book is
 * closed, and packs the copies.  It does not look whether these writes
 * succeed ("There is no easy way to raise error"): on a full disk it closes a
 * book that lacks rows and says nothing.  Therefore we look ourselves, at the
 * files before it is closed and into the zip after that (export/zip.h).
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "core/log.h"
#include "export/book.h"
#include "export/cell.h"
#include "export/scratch.h"
#include "export/zip.h"

#define WIDTH_MIN	8
#define WIDTH_MAX	59	/* Excel adds less than one */
#define WIDTH_MOMENT	16
#define FILTER_ROOM	3	/* the button in a header */
#define LOOK_EVERY	2048	/* rows between looks at the disk */
#define TEXT_FORMAT_MAX	255	/* longer, old Excel shows as ##### */
#define PAPER_A4	9

enum style {
	STYLE_HEAD,
	STYLE_TEXT,
	STYLE_LONG,
	STYLE_NUMBER,
	STYLE_MOMENT,
	STYLE__MAX
};

struct sheet {
	struct book	*book;
	lxw_worksheet	*worksheet;
	lxw_row_t	 row;
	size_t		 count;			/* columns */
	bool		 filter;
	size_t		 width[SHEET_COLUMNS_MAX];
	int		 rows;			/* a copy of the rows' fd */
	uint64_t	 written;		/* bytes of them */
};

struct book {
	char		*dir;
	FILE		*file;
	lxw_workbook	*workbook;
	lxw_format	*styles[STYLE__MAX];
	struct sheet	 sheets[BOOK_SHEETS_MAX];
	size_t		 nsheets;
	enum status	 status;		/* the first that was not OK */
	struct cell	 cell;
};

static void
note(struct book *book, enum status status)
{
	if (book->status == STATUS_OK)
		book->status = status;
}

enum status
book_status(const struct book *book)
{
	return book->status;
}

static enum status
make_workbook(struct book *book, const char *title, int64_t now)
{
	lxw_workbook_options options = {
		.constant_memory = LXW_TRUE, .tmpdir = book->dir,
	};
	lxw_doc_properties properties = { .created = (time_t)now };
	lxw_format **styles = book->styles;
	char path[40];

	/* The file has no name; this opens the same one again. */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fileno(book->file));
	book->workbook = workbook_new_opt(path, &options);
	if (book->workbook == NULL)
		return STATUS_FAIL;
	properties.title = (char *)(uintptr_t)title;
	workbook_set_properties(book->workbook, &properties);
	for (int i = 0; i < STYLE__MAX; i++) {
		styles[i] = workbook_add_format(book->workbook);
		format_set_align(styles[i], LXW_ALIGN_VERTICAL_TOP);
	}
	format_set_bold(styles[STYLE_HEAD]);
	format_set_bottom(styles[STYLE_HEAD], LXW_BORDER_THIN);
	format_set_num_format(styles[STYLE_TEXT], "@");
	format_set_text_wrap(styles[STYLE_LONG]);
	format_set_num_format(styles[STYLE_NUMBER], "0");
	format_set_num_format(styles[STYLE_MOMENT], "dd-mm-yyyy hh:mm");
	return STATUS_OK;
}

enum status
book_open(const char *dir, const char *title, int64_t now,
    struct book **opened)
{
	struct book *book = calloc(1, sizeof(*book));
	enum status status;

	if (book == NULL)
		return STATUS_FAIL;
	book->dir = strdup(dir);
	status = book->dir == NULL ? STATUS_FAIL : scratch_room(dir, 0);
	if (status == STATUS_OK)
		status = scratch_open(dir, &book->file);
	if (status == STATUS_OK)
		status = make_workbook(book, title, now);
	if (status != STATUS_OK) {
		book_drop(book);
		return status;
	}
	*opened = book;
	return STATUS_OK;
}

/* Is there such a cell, and still anything to write to? */
static bool
may_write(const struct sheet *sheet, size_t column)
{
	return sheet->worksheet != NULL && column < sheet->count &&
	    sheet->book->status == STATUS_OK;
}

static void
widen(struct sheet *sheet, size_t column, size_t width)
{
	if (width > sheet->width[column])
		sheet->width[column] = width;
}

static void
wrote(struct sheet *sheet, lxw_error error)
{
	if (error == LXW_NO_ERROR)
		return;
	log_line(LOG_ERROR, "export: %s", lxw_strerror(error));
	note(sheet->book, error == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE ?
	    STATUS_FULL : STATUS_FAIL);
}

/* Text that would be shown as ##### in the format "Text" gets another one. */
static void
put_text(struct sheet *sheet, size_t column, const char *text,
    enum style style)
{
	struct cell *cell = &sheet->book->cell;

	cell_fill(cell, text);
	if (style == STYLE_TEXT && (cell->lines > 1 ||
	    cell->units > TEXT_FORMAT_MAX || cell->widest > WIDTH_MAX))
		style = STYLE_LONG;
	if (cell->length == 0)
		return;
	widen(sheet, column, cell->widest);
	wrote(sheet, worksheet_write_string(sheet->worksheet, sheet->row,
	    (lxw_col_t)column, cell->text, sheet->book->styles[style]));
}

struct sheet *
book_sheet(struct book *book, const char *name, const char *const *titles,
    size_t count, bool filter)
{
	struct sheet *sheet = &book->sheets[book->nsheets++];

	*sheet = (struct sheet){
		.book = book, .count = count, .filter = filter,
		.worksheet = workbook_add_worksheet(book->workbook, name),
		.rows = -1,
	};
	if (sheet->worksheet == NULL) {
		note(book, STATUS_FAIL);
		return sheet;
	}
	sheet->rows = dup(fileno(sheet->worksheet->optimize_tmpfile));
	worksheet_freeze_panes(sheet->worksheet, 1, 0);
	worksheet_set_landscape(sheet->worksheet);
	worksheet_set_paper(sheet->worksheet, PAPER_A4);
	worksheet_fit_to_pages(sheet->worksheet, 1, 0);
	worksheet_repeat_rows(sheet->worksheet, 0, 0);
	for (size_t i = 0; i < count; i++) {
		put_text(sheet, i, titles[i], STYLE_HEAD);
		widen(sheet, i, sheet->width[i] + (filter ? FILTER_ROOM : 1));
	}
	sheet->row = 1;
	return sheet;
}

void
sheet_text(struct sheet *sheet, size_t column, const char *text)
{
	if (may_write(sheet, column))
		put_text(sheet, column, text, STYLE_TEXT);
}

void
sheet_number(struct sheet *sheet, size_t column, int64_t number)
{
	if (may_write(sheet, column))
		wrote(sheet, worksheet_write_number(sheet->worksheet,
		    sheet->row, (lxw_col_t)column, (double)number,
		    sheet->book->styles[STYLE_NUMBER]));
}

/* As the clock in Amsterdam shows it; a spreadsheet knows no zones. */
void
sheet_moment(struct sheet *sheet, size_t column, int64_t moment)
{
	time_t seconds = (time_t)moment;
	lxw_datetime when;
	struct tm tm;

	if (!may_write(sheet, column))
		return;
	localtime_r(&seconds, &tm);
	when = (lxw_datetime){
		.year = tm.tm_year + 1900, .month = tm.tm_mon + 1,
		.day = tm.tm_mday, .hour = tm.tm_hour, .min = tm.tm_min,
	};
	widen(sheet, column, WIDTH_MOMENT);
	wrote(sheet, worksheet_write_datetime(sheet->worksheet, sheet->row,
	    (lxw_col_t)column, &when, sheet->book->styles[STYLE_MOMENT]));
}

void
sheet_next(struct sheet *sheet)
{
	if (sheet->worksheet == NULL || sheet->book->status != STATUS_OK)
		return;
	if (++sheet->row == LXW_ROW_MAX) {
		log_line(LOG_WARNING, "export: more rows than Excel shows");
		note(sheet->book, STATUS_FULL);
	} else if (sheet->row % LOOK_EVERY == 0) {
		note(sheet->book, scratch_room(sheet->book->dir, 0));
	}
}

/* What is known only behind the last row. */
static void
end_sheet(struct sheet *sheet)
{
	lxw_worksheet *worksheet = sheet->worksheet;
	lxw_row_t last = sheet->row - 1;
	FILE *rows = worksheet->optimize_tmpfile;

	for (size_t i = 0; i < sheet->count; i++) {
		size_t width = sheet->width[i] + 1;

		width = width < WIDTH_MIN ? WIDTH_MIN :
		    width > WIDTH_MAX ? WIDTH_MAX : width;
		wrote(sheet, worksheet_set_column(worksheet, (lxw_col_t)i,
		    (lxw_col_t)i, (double)width, NULL));
	}
	if (sheet->filter)
		wrote(sheet, worksheet_autofilter(worksheet, 0, 0, last,
		    (lxw_col_t)(sheet->count - 1)));
	if (fflush(rows) != 0 || ferror(rows)) {
		log_line(LOG_WARNING, "export: no room on the disk: %s",
		    strerror(errno));
		note(sheet->book, STATUS_FULL);
	}
	sheet->written = (uint64_t)ftello(rows);
}

/*
 * The library closes the rows' files as it packs them, and forgets those it
 * did not come to: without a name they would hold the room that was lacking
 * until the process ends.  A number is closed only if it still is that file.
 */
static void
forget_rows(struct sheet *sheet, bool packed, int number)
{
	struct stat ours, theirs;

	if (sheet->rows < 0)
		return;
	if (!packed && fstat(sheet->rows, &ours) == 0 &&
	    fstat(number, &theirs) == 0 && ours.st_ino == theirs.st_ino &&
	    ours.st_dev == theirs.st_dev)
		close(number);
	close(sheet->rows);
}

static pthread_mutex_t	packing = PTHREAD_MUTEX_INITIALIZER;

static enum status
pack(struct book *book)
{
	int numbers[BOOK_SHEETS_MAX];
	lxw_error error;

	for (size_t i = 0; i < book->nsheets; i++)
		numbers[i] = fileno(
		    book->sheets[i].worksheet->optimize_tmpfile);
	/* The library calls gmtime, whose answer all threads share. */
	pthread_mutex_lock(&packing);
	error = workbook_close(book->workbook);
	pthread_mutex_unlock(&packing);
	book->workbook = NULL;
	for (size_t i = 0; i < book->nsheets; i++) {
		forget_rows(&book->sheets[i], error == LXW_NO_ERROR,
		    numbers[i]);
		book->sheets[i].rows = -1;
	}
	if (error == LXW_NO_ERROR)
		return STATUS_OK;
	log_line(LOG_WARNING, "export: %s", lxw_strerror(error));
	return STATUS_FULL;
}

enum status
book_close(struct book *book, FILE **file, int64_t *size)
{
	uint64_t written[BOOK_SHEETS_MAX], largest = 0, all = 0;
	enum status status;

	for (size_t i = 0; i < book->nsheets && book->status == STATUS_OK;
	    i++) {
		end_sheet(&book->sheets[i]);
		written[i] = book->sheets[i].written;
		all += written[i];
		largest = written[i] > largest ? written[i] : largest;
	}
	/* The largest is copied, and all of them are packed. */
	if ((status = book->status) == STATUS_OK)
		status = scratch_room(book->dir, largest + all / 4);
	if (status == STATUS_OK)
		status = pack(book);
	/* Every sheet with all its rows, and no part that is cut off. */
	if (status == STATUS_OK)
		status = zip_is_whole(book->file, written, book->nsheets);
	if (status == STATUS_OK)
		status = scratch_end(book->file, size);
	if (status == STATUS_OK) {
		*file = book->file;
		book->file = NULL;
	}
	book_drop(book);
	return status;
}

void
book_drop(struct book *book)
{
	if (book == NULL)
		return;
	for (size_t i = 0; book->workbook != NULL && i < book->nsheets; i++) {
		struct sheet *sheet = &book->sheets[i];

		if (sheet->worksheet != NULL)
			fclose(sheet->worksheet->optimize_tmpfile);
		if (sheet->rows >= 0)
			close(sheet->rows);
	}
	if (book->workbook != NULL)
		lxw_workbook_free(book->workbook);
	if (book->file != NULL)
		fclose(book->file);
	free(book->dir);
	free(book);
}
