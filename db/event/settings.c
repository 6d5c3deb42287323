#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/email.h"
#include "core/text.h"
#include "db/event/settings.h"

#define NUMBER_MAX	10000000
#define LINES_MAX	4000
#define KEPT_MAX	3650	/* days */

#define SETTING(group, name_, type_, max_, flags_, label_, hint_, missing_) \
	{ { .name = #name_, .label = label_, .hint = hint_, \
	.missing = missing_, .autocomplete = "off", .type = type_, \
	.flags = flags_, .max = max_ }, COLUMN(struct event, name_), group }

const struct event_setting event_settings[EVENT_SETTINGS] = {
	SETTING(GROUP_EVENT, titel, FIELD_LINE, 200, FIELD_REQUIRED,
	    "Naam van de bijeenkomst", NULL,
	    "Vul de naam van de bijeenkomst in."),
	SETTING(GROUP_EVENT, doelgroep, FIELD_LINE, 300, 0, "Voor wie",
	    "Zoals: voor nieuwe wethouders mbo en hun medewerkers.", NULL),
	SETTING(GROUP_EVENT, omschrijving, FIELD_LINES, LINES_MAX, 0,
	    "Omschrijving", "Staat bovenaan op de pagina van de bijeenkomst.",
	    NULL),
	SETTING(GROUP_EVENT, begin, FIELD_MOMENT, 0,
	    FIELD_REQUIRED | FIELD_HALF, "Begin", NULL,
	    "Vul in wanneer de bijeenkomst begint."),
	SETTING(GROUP_EVENT, einde, FIELD_MOMENT, 0,
	    FIELD_REQUIRED | FIELD_HALF, "Einde", NULL,
	    "Vul in wanneer de bijeenkomst eindigt."),
	SETTING(GROUP_EVENT, locatie, FIELD_LINE, 300, FIELD_REQUIRED,
	    "Plaats", "Naam en adres; de link naar de routeplanner gebruikt "
	    "ze ook.", "Vul in waar de bijeenkomst is."),
	SETTING(GROUP_EVENT, bereikbaar, FIELD_LINES, LINES_MAX, 0,
	    "Zo komt u er", "Openbaar vervoer, parkeren, toegankelijkheid.",
	    NULL),
	SETTING(GROUP_PLACES, capaciteit, FIELD_NUMBER, NUMBER_MAX,
	    FIELD_REQUIRED, "Aantal plaatsen",
	    "Worden het er meer, dan schuift de wachtlijst meteen op.",
	    "Vul in hoeveel plaatsen er zijn."),
	SETTING(GROUP_SIGN_UP, aanmelden_open, FIELD_MOMENT, 0, FIELD_HALF,
	    "Aanmelden kan vanaf", "Leeg: nog niet.", NULL),
	SETTING(GROUP_SIGN_UP, aanmelden_dicht, FIELD_MOMENT, 0,
	    FIELD_REQUIRED | FIELD_HALF, "Aanmelden kan tot", NULL,
	    "Vul in tot wanneer mensen zich kunnen aanmelden."),
	SETTING(GROUP_SIGN_UP, max_per_aanmelding, FIELD_NUMBER,
	    PARTICIPANTS_MAX, FIELD_REQUIRED,
	    "Hoogste aantal deelnemers in één aanmelding", NULL,
	    "Vul in hoeveel mensen in één formulier passen."),
	SETTING(GROUP_SENDER, organisatie, FIELD_LINE, 200, FIELD_REQUIRED,
	    "Organisatie", "Staat onder de mails en op elke pagina.",
	    "Vul de naam van de organisatie in."),
	SETTING(GROUP_SENDER, organisatie_email, FIELD_EMAIL, 254,
	    FIELD_REQUIRED, "E-mailadres voor vragen",
	    "Staat op elke pagina en in elke mail.",
	    "Vul het adres in waar mensen hun vragen naartoe sturen."),
	SETTING(GROUP_SIGN_UP, wijzigen_tot, FIELD_MOMENT, 0, 0,
	    "Wie zich aanmeldde, kan wijzigen tot",
	    "Leeg: wijzigen kan niet. Afmelden kan altijd tot het einde.",
	    NULL),
	SETTING(GROUP_PLACES, gereserveerd_wethouders, FIELD_NUMBER,
	    NUMBER_MAX, FIELD_REQUIRED,
	    "Plaatsen die worden vastgehouden voor wethouders",
	    "Wethouders die al een plaats hebben, tellen mee. 0: geen.",
	    "Vul een aantal in, of 0 voor geen."),
	SETTING(GROUP_PLACES, gereserveerd_tot, FIELD_MOMENT, 0, 0,
	    "Die plaatsen worden vastgehouden tot",
	    "Daarna gaan ze naar wie er wacht.", NULL),
	SETTING(GROUP_PLACES, max_per_gemeente, FIELD_NUMBER, NUMBER_MAX,
	    FIELD_REQUIRED, "Hoogste aantal mensen van één gemeente",
	    "Wie er meer zijn, wachten. 0: geen maximum.",
	    "Vul een aantal in, of 0 voor geen maximum."),
	SETTING(GROUP_PLACES, gasten_tellen, FIELD_TICK, 2, 0,
	    "Sprekers, gasten en mensen van de organisatie tellen mee",
	    NULL, NULL),
	SETTING(GROUP_KEPT, bewaartermijn, FIELD_NUMBER, KEPT_MAX,
	    FIELD_REQUIRED, "Aanmeldingen bewaren, in dagen na de bijeenkomst",
	    "Daarna wist het programma ze. De privacypagina zegt dit ook.",
	    "Vul in hoeveel dagen aanmeldingen bewaard worden."),
	SETTING(GROUP_KEPT, bewaartermijn_wensen, FIELD_NUMBER, KEPT_MAX,
	    FIELD_REQUIRED, "Dieet- en toegankelijkheidswensen bewaren, in "
	    "dagen na de bijeenkomst", NULL,
	    "Vul in hoeveel dagen wensen bewaard worden."),
	SETTING(GROUP_CHASE, herinneren, FIELD_LINE, 60, 0,
	    "Stille gemeenten vanzelf herinneren, dagen ervoor",
	    "Zoals 28, 14, 7. Alleen wie is uitgenodigd en niets liet weten. "
	    "Leeg: niet.", NULL),
	SETTING(GROUP_CHASE, herinneren_max, FIELD_NUMBER, 20, FIELD_REQUIRED,
	    "Hoogste aantal herinneringen na de uitnodiging", NULL,
	    "Vul een aantal in van 1 tot en met 20."),
	SETTING(GROUP_CHASE, herinneren_om, FIELD_NUMBER, 100, FIELD_REQUIRED,
	    "Dagen tussen twee brieven aan een gemeente", NULL,
	    "Vul een aantal dagen in van 1 tot en met 100."),
	SETTING(GROUP_CHASE, herinneren_ladder, FIELD_TICK, 2, 0,
	    "Na twee mails zonder antwoord naar de griffie, dan een brief op "
	    "papier, dan bellen", NULL, NULL),
	SETTING(GROUP_CHASE, reces, FIELD_LINE, 300, 0,
	    "Reces: dan gaat er geen herinnering uit",
	    "Zoals 2026-12-19 t/m 2027-01-03. Meer weken: met een komma "
	    "ertussen. De herinnering gaat op de eerste dag erna.", NULL),
	SETTING(GROUP_CHASE, wachtlijst_vragen, FIELD_NUMBER, 365,
	    FIELD_REQUIRED, "Dagen ervoor waarin wij wie wacht eerst vragen",
	    "Komt er dan een plaats vrij, dan vragen wij of iemand nog wil. "
	    "Zonder antwoord gaat de plaats naar de volgende. 0: niet vragen.",
	    "Vul een aantal dagen in, of 0."),
	SETTING(GROUP_CHASE, naam_vragen, FIELD_NUMBER, 365, FIELD_REQUIRED,
	    "Dagen ervoor waarop wij om een naam vragen die nog ontbreekt",
	    "De contactpersoon krijgt dan één keer bericht. 0: niet vragen.",
	    "Vul een aantal dagen in, of 0."),
	SETTING(GROUP_CHASE, naam_vrijgeven, FIELD_NUMBER, 365,
	    FIELD_REQUIRED, "Dagen ervoor waarop een plaats zonder naam "
	    "vervalt", "Alleen als de contactpersoon het minstens twee dagen "
	    "eerder hoorde. 0: niet.", "Vul een aantal dagen in, of 0."),
	SETTING(GROUP_SENDER, afzender_naam, FIELD_LINE, 200, 0,
	    "Naam van de afzender van mails", "Leeg: de organisatie.", NULL),
	SETTING(GROUP_SENDER, antwoord_email, FIELD_EMAIL, 254, 0,
	    "Antwoorden op mails gaan naar",
	    "Leeg: het e-mailadres voor vragen.", NULL),
	SETTING(GROUP_LOOKS, kleur, FIELD_COLOUR, 0, 0, "Kleur",
	    "Van knoppen en links, als # met zes tekens, zoals #1f4e79. "
	    "Leeg: het blauw van dit programma. Voor donkere schermen wordt "
	    "er een lichtere van gemaakt.", NULL),
};

#undef SETTING

const struct column_list setting_columns[] = {
	{ "instelling", &event_settings[0].field, EVENT_SETTINGS,
	    sizeof(event_settings[0]) },
	{ NULL, NULL, 0, 0 },
};

void
event_setting_put(struct event *event, const struct event_setting *setting,
    const char *clean)
{
	void *at = (char *)event + setting->column.offset;
	int64_t number = 0;

	switch (setting->field.type) {
	case FIELD_NUMBER:
		number = strtoll(clean, NULL, 10);
		break;
	case FIELD_MOMENT:
		if (clean[0] != '\0')
			clock_parse(clean, &number);
		break;
	default:
		*(const char **)at = clean;
		return;
	}
	*(int64_t *)at = number;
}

/* The sentence for a value that is not of the setting's type. */
static const char *
type_fault(const struct event_setting *setting, struct arena *arena)
{
	switch (setting->field.type) {
	case FIELD_NUMBER:
		return arena_printf(arena, "must be a number from 0 to %zu",
		    setting->field.max);
	case FIELD_MOMENT:
		return "must be a local time that exists, such as "
		    "2027-01-12T10:00";
	case FIELD_EMAIL:
		return "must be a mail address";
	case FIELD_COLOUR:
		return "must be a colour that can be read on white, such as "
		    "#1f4e79";
	default:
		return "must be text, in UTF-8 and not too long";
	}
}

static const char *
set_one(struct event *event, const struct event_setting *setting,
    const char *value, struct arena *arena)
{
	const struct field *field = &setting->field;
	const char *clean = NULL, *message;
	size_t length;

	if (field->type == FIELD_LINE || field->type == FIELD_LINES) {
		if (text_clean(value, field->type == FIELD_LINES ? TEXT_LINES :
		    TEXT_LINE, field->max, arena, &clean, &length) !=
		    STATUS_OK || (clean[0] == '\0' &&
		    (field->flags & FIELD_REQUIRED) != 0))
			return type_fault(setting, arena);
	} else if (field_check(field, value, true, arena, &clean, &message) !=
	    STATUS_OK) {
		return type_fault(setting, arena);
	}
	event_setting_put(event, setting, clean);
	return NULL;
}

enum status
event_set(struct event *event, const char *name, const char *value,
    struct arena *arena, const char **fault)
{
	struct event changed = *event;

	*fault = "is no setting of an event";
	for (size_t i = 0; i < EVENT_SETTINGS; i++)
		if (strcmp(event_settings[i].field.name, name) == 0)
			*fault = set_one(&changed, &event_settings[i], value,
			    arena);
	if (*fault != NULL)
		return STATUS_INVALID;
	*event = changed;
	return STATUS_OK;
}

const char *
event_setting_text(const struct event *event,
    const struct event_setting *setting, struct arena *arena)
{
	const void *at = (const char *)event + setting->column.offset;
	int64_t number;

	if (setting->field.type != FIELD_NUMBER &&
	    setting->field.type != FIELD_MOMENT)
		return *(const char *const *)at;
	memcpy(&number, at, sizeof(number));
	if (setting->field.type == FIELD_NUMBER)
		return arena_printf(arena, "%lld", (long long)number);
	return number == 0 ? "" : clock_local(number, arena);
}

size_t
event_faults(const struct event *event,
    struct setting_fault faults[SETTING_FAULTS])
{
	int days[REMIND_DAYS_MAX];
	size_t ndays;
	const struct {
		bool		 wrong;
		bool		 apart;
		const char	*name;
		const char	*text;
	} rules[] = {
		{ event->einde <= event->begin, false, "einde",
		    "Het einde moet na het begin liggen." },
		{ event->aanmelden_open >= event->aanmelden_dicht, true,
		    "aanmelden_dicht", "Aanmelden moet eerder opengaan dan "
		    "het sluit." },
		{ event->aanmelden_dicht > event->einde, true,
		    "aanmelden_dicht", "Aanmelden kan niet langer dan tot "
		    "het einde van de bijeenkomst." },
		{ event->wijzigen_tot > event->einde, true, "wijzigen_tot",
		    "Wijzigen kan niet langer dan tot het einde van de "
		    "bijeenkomst." },
		{ event->max_per_aanmelding < 1, false, "max_per_aanmelding",
		    "In één aanmelding moet minstens 1 deelnemer passen." },
		{ event->gereserveerd_wethouders > event->capaciteit, false,
		    "gereserveerd_wethouders", "Er kunnen niet meer "
		    "plaatsen worden vastgehouden dan er zijn." },
		{ event->gereserveerd_wethouders > 0 &&
		    event->gereserveerd_tot == 0, false, "gereserveerd_tot",
		    "Vul in tot wanneer de plaatsen worden vastgehouden." },
		{ event->herinneren != NULL && event_remind_days(
		    event->herinneren, days, &ndays) != STATUS_OK, false,
		    "herinneren", "Vul dagen in met een komma ertussen, zoals "
		    "28, 14, 7." },
		{ event->herinneren_max < 1, false, "herinneren_max",
		    "Er kan minstens 1 herinnering zijn." },
		{ event->herinneren_om < 1, false, "herinneren_om",
		    "Tussen twee brieven zit minstens 1 dag." },
		{ event->reces != NULL && event_recess(event->reces, NULL) ==
		    STATUS_INVALID, false, "reces", "Vul de eerste en de "
		    "laatste dag in, zoals 2026-12-19 t/m 2027-01-03." },
		{ event->naam_vrijgeven > 0 && event->naam_vragen <
		    event->naam_vrijgeven + 2, false, "naam_vragen", "Vraag "
		    "minstens twee dagen eerder om de naam dan de plaats "
		    "vervalt." },
		{ event->bewaartermijn < 1, false, "bewaartermijn",
		    "Een aanmelding wordt minstens 1 dag bewaard." },
		{ event->bewaartermijn_wensen < 1 ||
		    event->bewaartermijn_wensen > event->bewaartermijn, false,
		    "bewaartermijn_wensen", "Wensen worden minstens 1 dag "
		    "bewaard, en niet langer dan de aanmelding." },
	};
	size_t count = 0;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].wrong)
			faults[count++] = (struct setting_fault){
				rules[i].name, rules[i].text, rules[i].apart,
			};
	return count;
}
