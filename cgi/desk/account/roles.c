/* The three roles as an organiser chooses between them. */
#include "cgi/desk/account/roles.h"

static const struct choice roles[] = {
	{ "organisator", "Organisator: mag alles, ook exporteren en accounts "
	    "beheren" },
	{ "inzage", "Inzage: leest mee, haalt geen lijst met contactgegevens "
	    "op" },
	{ "deur", "Deur: alleen wat aan de deur nodig is" },
	{ NULL, NULL },
};

const struct field roles_field = {
	.name = "rol", .label = "Rol", .missing = "Kies een rol.",
	.type = FIELD_CHOICE, .flags = FIELD_REQUIRED, .max = 20,
	.choices = roles,
};

const char *
roles_label(enum role role)
{
	return field_label(&roles_field, role_word(role));
}
