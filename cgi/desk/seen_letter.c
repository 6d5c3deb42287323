#include "cgi/desk/seen_letter.h"
#include "core/arena.h"

#define ODD_MAX		6
#define LEFT_OUTS_MAX	16	/* reasons */
#define NAMES_SHOWN	12	/* of a reason, without unfolding it */

static const char *
number_text(int64_t number, struct arena *arena)
{
	return arena_printf(arena, "%lld", (long long)number);
}

struct seen_letter *
seen_letter_new(const struct request *request, int64_t count)
{
	struct arena *arena = request->arena;
	struct seen_letter *seen = arena_alloc(arena, sizeof(*seen));
	int64_t asked = form_number(request->params, "brief");
	int64_t number = asked < 1 || asked > count ? 1 : asked;

	*seen = (struct seen_letter){
		.number = number, .count = count,
		.before = number == 1 ? NULL : number_text(number - 1, arena),
		.after = number >= count ? NULL :
		    number_text(number + 1, arena),
		.odd = arena_array(arena, ODD_MAX, sizeof(*seen->odd)),
	};
	return seen;
}

void
seen_letter_mark(struct seen_letter *seen, const char *label, int64_t number,
    struct arena *arena)
{
	if (number > 0 && seen->count > 2 && seen->nodd < ODD_MAX)
		seen->odd[seen->nodd++] = (struct odd_letter){
			label, number_text(number, arena),
		};
}

struct left_outs *
left_outs_new(const char *whom, struct arena *arena)
{
	struct left_outs *left = arena_alloc(arena, sizeof(*left));

	*left = (struct left_outs){
		.whom = whom,
		.list = arena_array(arena, LEFT_OUTS_MAX,
		    sizeof(*left->list)),
	};
	return left;
}

void
left_outs_add(struct left_outs *left, const char *why, const char *names,
    int64_t count, const char *several, struct arena *arena)
{
	if (count == 0 || left->nlist == LEFT_OUTS_MAX)
		return;
	left->list[left->nlist++] = (struct left_out){
		why, names, count, count <= NAMES_SHOWN ? NULL :
		    arena_printf(arena, "%lld %s", (long long)count, several),
	};
}
