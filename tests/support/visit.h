#ifndef TESTS_SUPPORT_VISIT_H
#define TESTS_SUPPORT_VISIT_H

#include "tests/support/reply.h"

/*
 * A visit, visit_*, is a request to the public site by the people who sign up
 * and those who come.
 */

struct reply	 visit_ask(struct world *, struct ask);
struct reply	 visit_get(struct world *, const char *path);
struct reply	 visit_post(struct world *, const char *path,
		    const char *body);

/* The form of a delegation, with changes as world_valid_form takes them. */
#define visit_try_sign_up(world, ...) \
	visit_post(world, "/aanmelden", world_valid_form(world, __VA_ARGS__))

/* As above; it must succeed, and the contact's page is where it leads. */
#define visit_sign_up(world, ...) \
	visit_sign_up_at(world, world_valid_form(world, __VA_ARGS__), \
	    __FILE__, __LINE__)

/*
 * Where the link of the participant with this number leads now, or for 0
 * the contact's; and what stands below that page.
 */
const char	*visit_link(struct world *, int64_t registration,
		    int64_t positie, const char *below);

/* As above, for a caller at file and line. */
const char	*visit_sign_up_at(struct world *, const char *form,
		    const char *file, int line);

#endif
