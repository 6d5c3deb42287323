/*
 * The page of one municipality: what it is, what it answered and which people
 * come.  A municipality that went into another keeps its page, and its people
 * are on both.
 */
#include <string.h>

#include "cgi/desk/gemeenten/coverage_view.h"
#include "cgi/desk/gemeenten/gemeente_page.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/person_name.h"
#include "core/text.h"
#include "db/people/attendee.h"
#include "templates.h"

#define PERSONS_MAX	500

const struct field gemeente_note = {
	.name = "toelichting", .label = "Toelichting",
	.hint = "Kort, zonder namen van personen. Bijvoorbeeld: per mail, "
	    "collegevergadering op die dag.",
	.type = FIELD_LINE, .max = 200,
};

enum status
gemeente_subject_read(struct app *app, struct request *request,
    struct gemeente_subject *subject)
{
	struct arena *arena = request->arena;
	char today[CLOCK_DAY_SIZE];
	const struct gemeente_record *found;
	enum status status;

	*subject = (struct gemeente_subject){
		.app = app, .request = request, .note = { .raw = "" },
	};
	clock_day(app->now(), today);
	status = gemeente_list(app->db, arena, &subject->all, &subject->nall);
	if (status != STATUS_OK)
		return status;
	found = gemeente_find(subject->all, subject->nall, request->tail);
	if (found == NULL)
		return STATUS_NOTFOUND;
	subject->record = *found;
	gemeente_form_set(&subject->form, found, arena);
	status = desk_page(app, request, found->value[GEMEENTE_NAAM],
	    DESK_GEMEENTEN, &subject->desk);
	if (status == STATUS_OK)
		status = coverage_read(app->db,
		    subject->desk.context.catalog->event.id, today, arena,
		    &subject->list, &subject->nlist);
	for (size_t i = 0; status == STATUS_OK && i < subject->nlist; i++)
		if (strcmp(subject->list[i].code, request->tail) == 0)
			subject->coverage = &subject->list[i];
	return status;
}

struct persons {
	struct gemeente_page	*page;
	const char		*under;
};

/* More people than this are found in the list of attendees. */
static enum status
add_person(const struct attendee *attendee, struct arena *arena, void *arg)
{
	const struct persons *persons = arg;
	struct gemeente_page *page = persons->page;
	const char *const *answer = attendee->answer;

	if (page->npersons == PERSONS_MAX)
		return STATUS_OK;
	page->persons[page->npersons++] = (struct gemeente_person){
		.number = attendee->nummer, .under = persons->under,
		.name = text_empty(answer[PARTICIPANT_NAAM_VOLGT]) ?
		    person_name_sorted(answer[PARTICIPANT_VOORNAAM],
		    answer[PARTICIPANT_ACHTERNAAM], arena) : "Naam volgt",
		.role = field_label(&participant_fields[PARTICIPANT_ROL],
		    answer[PARTICIPANT_ROL]),
		.state = attendance_word(attendee->attendance),
		.shade = desk_shade(attendee->attendance),
	};
	return STATUS_OK;
}

static enum status
walk_persons(const struct gemeente_subject *subject, const char *code,
    const char *under, struct gemeente_page *page)
{
	struct attendee_filter filter = attendee_all(
	    subject->desk.context.catalog->event.id);
	struct persons persons = { page, under };

	filter.gemeente = code;
	return attendee_walk(subject->app->db, &filter, PERSONS_MAX,
	    subject->request->arena, add_person, &persons);
}

/* Under its own name, then under those that went into it. */
static enum status
draw_persons(const struct gemeente_subject *subject, struct gemeente_page *page)
{
	enum status status;

	page->persons = arena_array(subject->request->arena, PERSONS_MAX,
	    sizeof(*page->persons));
	status = walk_persons(subject, page->code, NULL, page);
	for (size_t i = 0; status == STATUS_OK && i < subject->nlist; i++) {
		const struct coverage *one = &subject->list[i];

		if (one->within != NULL &&
		    strcmp(one->within, page->code) == 0)
			status = walk_persons(subject, one->code, one->naam,
			    page);
	}
	return status;
}

static struct gemeente_link
link_to(const struct gemeente_record *record)
{
	return (struct gemeente_link){
		record->value[GEMEENTE_CODE], record->value[GEMEENTE_NAAM],
	};
}

static void
draw_facts(const struct gemeente_subject *subject, struct arena *arena,
    struct gemeente_page *page)
{
	const char *const *value = subject->record.value;
	const struct gemeente_record *next = gemeente_find(subject->all,
	    subject->nall, value[GEMEENTE_OPVOLGER]);

	page->code = value[GEMEENTE_CODE];
	page->name = value[GEMEENTE_NAAM];
	if (!text_same(page->name, value[GEMEENTE_OFFICIELE_NAAM]))
		page->official = value[GEMEENTE_OFFICIELE_NAAM];
	page->province = value[GEMEENTE_PROVINCIE];
	page->region = present_text(value[GEMEENTE_ARBEIDSMARKTREGIO]);
	page->domain = present_text(value[GEMEENTE_DOMEIN]);
	page->aliases = present_text(gemeente_joined(
	    value[GEMEENTE_ALIASSEN], ", ", arena));
	page->colleges = present_text(gemeente_joined(
	    value[GEMEENTE_MBO_NAMEN], ", ", arena));
	page->mbo = value[GEMEENTE_HEEFT_MBO][0] == '1';
	if (page->may_edit) {
		page->contact = present_text(value[GEMEENTE_EMAIL]);
		page->mailto = arena_printf(arena, "mailto:%s",
		    value[GEMEENTE_EMAIL]);
	}
	/* What it went into, and what went into it. */
	if (next != NULL) {
		page->successor = arena_alloc(arena, sizeof(*page->successor));
		*page->successor = link_to(next);
	}
	page->predecessors = arena_array(arena, subject->nall,
	    sizeof(*page->predecessors));
	for (size_t i = 0; i < subject->nall; i++)
		if (strcmp(subject->all[i].value[GEMEENTE_OPVOLGER],
		    page->code) == 0)
			page->predecessors[page->npredecessors++] =
			    link_to(&subject->all[i]);
}

static const char *
past_of(const struct gemeente_subject *subject, struct arena *arena)
{
	const char *const *value = subject->record.value;
	char today[CLOCK_DAY_SIZE];

	clock_day(subject->app->now(), today);
	if (strcmp(value[GEMEENTE_GELDIG_VANAF], today) > 0)
		return arena_printf(arena, "Deze gemeente bestaat vanaf %s.",
		    value[GEMEENTE_GELDIG_VANAF]);
	if (value[GEMEENTE_GELDIG_TOT][0] == '\0')
		return NULL;
	return arena_printf(arena, strcmp(value[GEMEENTE_GELDIG_TOT],
	    today) > 0 ? "Deze gemeente bestaat tot %s. Aanmeldingen van "
	    "voor die dag blijven onder deze naam te vinden." :
	    "Deze gemeente bestond tot %s. Aanmeldingen van voor die dag "
	    "blijven onder deze naam te vinden.", value[GEMEENTE_GELDIG_TOT]);
}

static void
draw_answer(const struct gemeente_subject *subject, struct drawing *drawing,
    struct gemeente_page *page)
{
	const struct coverage *one = subject->coverage;
	struct arena *arena = drawing->arena;

	page->past = past_of(subject, arena);
	if (one == NULL)
		return;
	page->state = coverage_word(one->state);
	page->shade = coverage_shade(one->state);
	if (one->state == COVERAGE_DECLINED) {
		page->declined = clock_date(one->declined, arena);
		page->note = present_text(one->note);
	}
	page->may_take_back = one->declined != 0 && one->within == NULL;
	if (one->today && one->state == COVERAGE_SILENT) {
		page->note_field = arena_alloc(arena,
		    sizeof(*page->note_field));
		*page->note_field = draw_field(drawing, &gemeente_note,
		    gemeente_note.name, &subject->note, "");
	}
}

enum status
gemeente_subject_draw(struct gemeente_subject *subject,
    struct response *response)
{
	struct arena *arena = subject->request->arena;
	struct coverage_filter filter;
	struct gemeente_page page = {
		.frame = subject->desk.frame,
		.mark = gemeente_form_marks(&subject->record, arena),
		.may_edit = desk_is_organiser(subject->request),
		.trouble = subject->trouble, .open = subject->open,
	};
	struct drawing drawing;
	enum status status;

	coverage_filter_read(subject->request->query_params, &filter);
	page.back = arena_printf(arena, "/beheer/gemeenten%s",
	    coverage_filter_write(&filter, arena));
	drawing_init(&drawing, &subject->desk.context, arena);
	draw_facts(subject, arena, &page);
	draw_answer(subject, &drawing, &page);
	if (page.may_edit)
		gemeente_form_draw(&drawing, &subject->form, &page);
	page.summary = draw_summary(&drawing, subject->trouble);
	if ((status = draw_persons(subject, &page)) == STATUS_OK)
		gemeente_html(&response->body, &page);
	return status;
}
