/* What an import would change, and what is wrong with its file. */
#include <string.h>

#include "cgi/desk/gemeenten/import_view.h"
#include "core/arena.h"
#include "templates/present.h"
#include "templates/public/form.h"

#define SHOWN_OPEN	50	/* a longer list has to be opened */

static const struct {
	const char	*one;		/* "1 gemeente …" */
	const char	*more;
	const char	*id;
	bool		 linked;
	bool		 closed;
} groups[IMPORT__MAX] = {
	[IMPORT_NEW] = { "gemeente is nieuw", "gemeenten zijn nieuw",
	    "nieuw", false, false },
	[IMPORT_CHANGED] = { "gemeente wijzigt", "gemeenten wijzigen",
	    "gewijzigd", true, false },
	[IMPORT_ENDED] = { "gemeente eindigt", "gemeenten eindigen",
	    "beeindigd", true, false },
	[IMPORT_ABSENT] = { "gemeente staat niet in het bestand",
	    "gemeenten staan niet in het bestand", "afwezig", true, true },
};

/* Lists and ticks as people read them; NULL for nothing. */
static const char *
readable(enum gemeente_field field, const char *value, struct arena *arena)
{
	if (field == GEMEENTE_HEEFT_MBO)
		return strcmp(value, "1") == 0 ? "ja" : "nee";
	return present_text(gemeente_joined(value, ", ", arena));
}

static struct import_row
row_of(const struct gemeente_import_row *planned, struct arena *arena)
{
	struct import_row row = {
		.code = planned->after.value[GEMEENTE_CODE],
		.name = planned->after.value[GEMEENTE_NAAM],
		.line = (int64_t)planned->line,
		.fresh = planned->before == NULL,
		.changes = arena_array(arena, GEMEENTE__MAX,
		    sizeof(struct import_change)),
	};

	for (int i = GEMEENTE_CODE + 1; i < GEMEENTE__MAX; i++) {
		enum gemeente_field field = (enum gemeente_field)i;

		if (!gemeente_import_changes(planned, field))
			continue;
		row.changes[row.nchanges++] = (struct import_change){
			.label = gemeente_fields[i].label,
			.before = planned->before == NULL ? NULL :
			    readable(field, planned->before->value[i], arena),
			.after = readable(field, planned->after.value[i],
			    arena),
		};
	}
	return row;
}

void
import_draw_plan(const struct gemeente_import *plan, struct arena *arena,
    struct gemeenten_import_page *page)
{
	page->groups = arena_array(arena, IMPORT__MAX,
	    sizeof(struct import_group));
	for (enum gemeente_import_kind kind = 0; kind < IMPORT_SAME; kind++) {
		struct import_group *group = &page->groups[page->ngroups];
		size_t count = plan->counts[kind];

		if (count == 0)
			continue;
		*group = (struct import_group){
			.id = groups[kind].id, .linked = groups[kind].linked,
			.closed = groups[kind].closed || count > SHOWN_OPEN,
			.heading = present_count((int64_t)count,
			    groups[kind].one, groups[kind].more, arena),
			.rows = arena_array(arena, count,
			    sizeof(struct import_row)),
		};
		for (size_t i = 0; i < plan->nrows; i++)
			if (plan->rows[i].kind == kind)
				group->rows[group->nrows++] =
				    row_of(&plan->rows[i], arena);
		page->ngroups++;
	}
	page->changes = plan->counts[IMPORT_NEW] +
	    plan->counts[IMPORT_CHANGED] + plan->counts[IMPORT_ENDED] > 0;
	page->summary = arena_printf(arena, "%s%s in het bestand %s "
	    "hetzelfde.", page->changes ? "" : "Er verandert niets. ",
	    present_count((int64_t)plan->counts[IMPORT_SAME], "gemeente",
	    "gemeenten", arena),
	    plan->counts[IMPORT_SAME] == 1 ? "blijft" : "blijven");
	page->mark = plan->mark;
	page->checked = true;
}

void
import_draw_faults(const struct csv_faults *faults, struct arena *arena,
    struct gemeenten_import_page *page)
{
	size_t listed = csv_faults_listed(faults);

	page->faults = arena_array(arena, listed, sizeof(*page->faults));
	for (size_t i = 0; i < listed; i++) {
		const struct csv_fault *fault = &faults->list[i];
		const char *text = csv_fault_text(fault, false, arena);

		page->faults[page->nfaults++] = (struct fault_view){
			.target = "bestand",
			.text = fault->line == 0 ? text : arena_printf(arena,
			    "Regel %zu: %s", fault->line, text),
		};
	}
	if (faults->count > listed)
		page->more = arena_printf(arena, "En nog %zu andere.",
		    faults->count - listed);
}
