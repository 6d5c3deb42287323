#ifndef CGI_DESK_GEMEENTEN_GEMEENTE_PAGE_H
#define CGI_DESK_GEMEENTEN_GEMEENTE_PAGE_H

#include "cgi/desk/desk_page.h"
#include "cgi/desk/gemeenten/gemeente_form.h"
#include "db/gemeente/coverage.h"

/* Asked when a municipality says that nobody comes. */
extern const struct field gemeente_note;

/* What is known when the page is drawn. */
struct gemeente_subject {
	struct app		*app;
	struct request		*request;
	struct desk_page	 desk;
	struct gemeente_record	 record;
	struct gemeente_record	*all;
	size_t			 nall;
	struct coverage		*list;
	size_t			 nlist;
	const struct coverage	*coverage;	/* NULL: not in that list */
	struct gemeente_form	 form;
	struct answer		 note;
	const char		*trouble;
	bool			 open;
};

/* NOTFOUND: there is no municipality with the code at the end of the path. */
enum status	 gemeente_subject_read(struct app *, struct request *,
		    struct gemeente_subject *);

enum status	 gemeente_subject_draw(struct gemeente_subject *,
		    struct response *);

#endif
