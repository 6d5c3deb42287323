#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/campaign/invited.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/event/letter_text.h"
#include "mail/compose/editable.h"
#include "mail/compose/invitation.h"
#include "mail/compose/letter.h"
#include "templates.h"
#include "templates/substitute.h"

#define BODY_MAX	((size_t)64 * 1024)

static struct invitation_view
view_of(const struct config *config, const struct event *event,
    const char *gemeente, int64_t invited, const char *sentence,
    const char *code, struct arena *arena)
{
	return (struct invitation_view){
		.subject = arena_printf(arena, "%s: %s, %s", gemeente,
		    invited != 0 ? "komt u naar de bijeenkomst" :
		    "uitnodiging", clock_date(event->begin, arena)),
		.gemeente = gemeente, .title = event->titel,
		.when = clock_span(event->begin, event->einde, arena),
		.where = event->locatie,
		.invited = invited == 0 ? NULL : clock_date(invited, arena),
		.closes = clock_moment(event->aanmelden_dicht, arena),
		.sentence = text_empty(sentence) ? NULL : sentence,
		.link = arena_printf(arena, "%s/u/%s", config->base_url, code),
		.signature = event_sender(event),
	};
}

/* What an organiser wrote instead; it is to nobody by name. */
static void
put_words(const struct letter_text *words, const struct event *event,
    struct invitation_view *view, struct arena *arena)
{
	const struct placeholders known = { .value = {
		[PLACEHOLDER_TITEL] = event->titel,
		[PLACEHOLDER_WANNEER] = view->when,
		[PLACEHOLDER_WAAR] = event->locatie,
		[PLACEHOLDER_ORGANISATIE] = event->organisatie,
		[PLACEHOLDER_NAAM] = view->gemeente,
		[PLACEHOLDER_GEMEENTE] = view->gemeente,
		[PLACEHOLDER_LINK] = view->link,
	} };
	const char *subject;

	if (words == NULL)
		return;
	subject = substitute(words->subject, &known, arena);
	if (subject != NULL)
		view->subject = subject;
	view->opening = substitute(words->text, &known, arena);
}

struct compose_sample
invitation_sample(const struct config *config, const struct catalog *catalog,
    const char *gemeente, int64_t invited, const char *sentence,
    struct arena *arena)
{
	struct invitation_view view = view_of(config, &catalog->event,
	    gemeente, invited, sentence, "CODE-CODE", arena);
	struct buf text, html;

	put_words(editable_words(catalog->letters, catalog->nletters,
	    editable_invitation(invited != 0)), &catalog->event, &view, arena);
	buf_init(&text, arena, BODY_MAX);
	buf_init(&html, arena, BODY_MAX);
	mail_invitation_text(&text, &view);
	mail_invitation_html(&html, &view);
	return (struct compose_sample){
		.subject = view.subject, .text = text.data, .html = html.data,
	};
}

/* When it was invited: its first letter of all that may have arrived. */
static enum status
find_first(struct db *db, const struct debt *debt, int64_t now,
    struct arena *arena, const struct invited **found)
{
	char today[CLOCK_DAY_SIZE];
	struct invited *list;
	enum status status;
	size_t count;

	clock_day(now, today);
	status = invited_read(db, debt->event, today, arena, &list, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		if (strcmp(list[i].coverage->code, debt->gemeente) == 0) {
			*found = &list[i];
			return STATUS_OK;
		}
	return status == STATUS_OK ? STATUS_NOTFOUND : status;
}

enum status
invitation_compose(struct db *db, const struct config *config,
    const struct secret *secret, const struct debt *debt, int64_t now,
    struct arena *arena, struct composed *composed)
{
	bool again = strcmp(debt->soort, INVITATION_AGAIN_WORD) == 0;
	const struct invited *one = NULL;
	struct invitation_view view;
	struct letter_text *words;
	struct buf text, html;
	struct event event;
	enum status status;
	size_t nwords;

	status = event_get(db, debt->event, arena, &event);
	if (status == STATUS_OK)
		status = letter_text_list(db, event.id, arena, &words,
		    &nwords);
	if (status == STATUS_OK)
		status = find_first(db, debt, now, arena, &one);
	if (status != STATUS_OK)
		return status;
	view = view_of(config, &event, one->coverage->naam,
	    again ? one->first : 0, debt->feiten, invited_code(secret,
	    event.id, debt->gemeente, arena), arena);
	put_words(editable_words(words, nwords, editable_invitation(again)),
	    &event, &view, arena);
	buf_init(&text, arena, BODY_MAX);
	buf_init(&html, arena, BODY_MAX);
	mail_invitation_text(&text, &view);
	mail_invitation_html(&html, &view);
	return letter_write(config, secret, debt, now, &(struct message){
		.from_name = event_sender(&event),
		.reply_to = event_reply_to(&event),
		.subject = view.subject,
		.unsubscribe = arena_printf(arena, "%s/stop", view.link),
	}, &text, &html, arena, composed);
}
