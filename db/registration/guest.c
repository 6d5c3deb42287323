#include <string.h>

#include "core/text.h"
#include "db/event/event.h"
#include "db/registration/guest.h"

const struct choice guest_roles[] = {
	{ "spreker", "spreker" },
	{ "gast", "gast" },
	{ "organisatie", "medewerker van de organisatie" },
	{ NULL, NULL },
};

bool
is_guest(const char *rol)
{
	for (const struct choice *c = guest_roles; c->value != NULL; c++)
		if (strcmp(c->value, rol) == 0)
			return true;
	return false;
}

bool
guests_are_extra(const struct event *event)
{
	return text_empty(event->gasten_tellen);
}
