#ifndef CGI_SIGNUP_DONE_H
#define CGI_SIGNUP_DONE_H

#include "cgi/page.h"
#include "cgi/signup/links.h"
#include "templates/public/registration.h"

/*
 * What an act came to, said on the page that it leads to: the address holds
 * the word of the act (`gedaan`) and whom it was about (`deelnemer`), and the
 * page says so only where it is so.  The words that leads use:
 */
#define DONE_CANCELLED	"afgemeld"
#define DONE_RESTORED	"hersteld"
#define DONE_ACCEPTED	"komt"
#define DONE_CHANGED	"gewijzigd"
#define DONE_REPLACED	"vervangen"
#define DONE_POLICY	"wachtlijst"
#define DONE_WISH	"wens"
#define DONE_NO_WISH	"wens_weg"

/* NULL: nothing was done.  The title of the page says it, too. */
const struct done_view *done_draw(const struct linked *,
		    const struct request *, struct page_context *,
		    int64_t now);

#endif
