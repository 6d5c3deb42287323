#ifndef CGI_FORM_DRAW_H
#define CGI_FORM_DRAW_H

#include "cgi/page.h"
#include "core/field.h"

/*
 * draw_* make of questions and their answers what the templates show.  While
 * they are drawn the faults are collected for the summary on top, in the order
 * of the page.
 */
struct answer {
	const char	*raw;		/* as typed; "" for nothing */
	const char	*clean;		/* once checked */
	const char	*fault;		/* a sentence, or NULL */
	const char	*kept;		/* what is stored already, or NULL */
};

#define FAULTS_MAX	200

struct drawing {
	struct page_context	*context;
	struct arena		*arena;
	struct fault_view	*faults;
	size_t			 nfaults;
};

void		 drawing_init(struct drawing *, struct page_context *,
		    struct arena *);

/* A line of the summary; who: "Deelnemer 2: " or "". */
void		 draw_fault(struct drawing *, const char *who,
		    const char *target, const char *text);

struct field_view draw_field(struct drawing *, const struct field *,
		    const char *name, const struct answer *, const char *who);

/*
 * The summary of what was drawn, NULL without faults; the browser's title
 * says it too, as it does that there is trouble.
 */
const struct summary_view *draw_summary(struct drawing *,
		    const char *trouble);

#endif
