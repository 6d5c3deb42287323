#ifndef TESTS_SUPPORT_DESK_H
#define TESTS_SUPPORT_DESK_H

#include "db/account/account.h"
#include "tests/support/reply.h"

/*
 * The desk, as its accounts see it.  The visitor is a cookie: that of a
 * role's session, one that a sign-in gave, or NULL for a stranger.
 */
#define DOOR		"sessie=kaartje-deur"
#define READER		"sessie=kaartje-inzage"
#define ORGANISER	"sessie=kaartje-organisator"

extern const char *const desk_cookies[ROLE__MAX];

/*
 * For cmocka: a world with an account for each role, named after it, and a
 * session of each.  None has a password that could be right.
 */
int		 desk_open(void **state);

/* Give all of them this password.  The hash is made once a program. */
#define PASSWORD	"een lang wachtwoord 1"
void		 desk_set_passwords(struct world *);

struct reply	 desk_ask(struct world *, struct ask);
struct reply	 desk_get(struct world *, const char *path, const char *who);

/* A page that must be there: 200. */
#define desk_page(world, path, who) \
	desk_page_at(world, path, who, __FILE__, __LINE__)

/* What a session's own forms carry; it is the same on all its pages. */
#define desk_csrf_of(world, who) \
	desk_csrf_at(world, who, __FILE__, __LINE__)

/* A form with its csrf in front: encoded already, or as world_form's fields. */
#define desk_send(world, path, who, body) \
	desk_send_at(world, path, who, body, __FILE__, __LINE__)
#define desk_post(world, path, who, ...) \
	desk_send(world, path, who, world_form(world, __VA_ARGS__, NULL))

/* As above, for a caller at file and line. */
struct reply	 desk_page_at(struct world *, const char *path,
		    const char *who, const char *file, int line);
const char	*desk_csrf_at(struct world *, const char *who,
		    const char *file, int line);
struct reply	 desk_send_at(struct world *, const char *path,
		    const char *who, const char *body, const char *file,
		    int line);

#endif
