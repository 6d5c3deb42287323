#include "db/registration/guest.h"
#include "db/registration/questions.h"

static const struct choice roles[] = {
	{ "wethouder", "wethouder mbo" },
	{ "medewerker", "medewerker" },
	{ NULL, NULL },
};

static const struct choice policies[] = {
	{ "alles", "alleen als er plaats is voor ons allemaal" },
	{ "passend", "zoveel mensen als er passen, in deze volgorde" },
	{ "wethouder", "wethouders eerst, daarna de anderen" },
	{ NULL, NULL },
};

const struct field contact_fields[CONTACT__MAX] = {
	[CONTACT_GEMEENTE] = {
		.name = "gemeente", .label = "Gemeente",
		.hint = "Ook te vinden onder de gewone naam of een plaats, "
		    "zoals Den Haag of Hoofddorp.",
		.title = "Gemeentecode", .type = FIELD_GEMEENTE, .max = 100,
		.flags = FIELD_REQUIRED, .autocomplete = "off",
		.missing = "Kies uw gemeente in de lijst.",
		.purpose = "Om te zien welke gemeenten komen.",
	},
	[CONTACT_VOORNAAM] = {
		.name = "contact_voornaam", .label = "Uw voornaam",
		.title = "Contact voornaam", .type = FIELD_NAME, .max = 100,
		.flags = FIELD_REQUIRED | FIELD_HALF | FIELD_GIVEN,
		.autocomplete = "given-name",
		.missing = "Vul uw voornaam of voorletters in. Heeft u maar één "
		    "naam? Vul hier dan een streepje (-) in.",
		.purpose = "Om u aan te spreken.",
	},
	[CONTACT_ACHTERNAAM] = {
		.name = "contact_achternaam", .label = "Uw achternaam",
		.title = "Contact achternaam", .type = FIELD_NAME, .max = 100,
		.flags = FIELD_REQUIRED | FIELD_HALF,
		.autocomplete = "family-name",
		.missing = "Vul uw achternaam in. Heeft u maar één naam? Vul "
		    "die hier in, en bij de voornaam een streepje (-).",
		.purpose = "Om te weten wie de aanmelding deed.",
	},
	[CONTACT_EMAIL] = {
		.name = "contact_email", .label = "Uw e-mailadres",
		.hint = "Hierop krijgt u het overzicht en de link om te "
		    "wijzigen.",
		.title = "Contact e-mail", .type = FIELD_EMAIL, .max = 254,
		.flags = FIELD_REQUIRED, .autocomplete = "email",
		.missing = "Vul uw e-mailadres in, zoals naam@gemeente.nl.",
		.purpose = "Om u de bevestiging en wijzigingen te sturen.",
	},
	[CONTACT_TELEFOON] = {
		.name = "contact_telefoon", .label = "Uw telefoonnummer",
		.hint = "Voor een vraag op de dag zelf.",
		.title = "Contact telefoon", .type = FIELD_PHONE, .max = 40,
		.autocomplete = "tel",
		.purpose = "Om u op de dag zelf te kunnen bereiken.",
	},
	[CONTACT_VRAAG] = {
		.name = "vraag", .label = "Wat wilt u graag bespreken?",
		.hint = "Eén of twee zinnen. De organisatie gebruikt ze bij "
		    "het programma.",
		.title = "Vraag", .type = FIELD_LINES, .max = 2000,
		.purpose = "Om het programma op uw vragen te laten "
		    "aansluiten.",
	},
	[CONTACT_WACHTLIJST] = {
		.name = "wachtlijst",
		.label = "Als er te weinig plaatsen zijn",
		.title = "Wachtlijst", .type = FIELD_CHOICE, .max = 20,
		.flags = FIELD_ELSEWHERE, .choices = policies,
		.purpose = "Om uw plaats op de wachtlijst te bepalen.",
	},
};

const struct field participant_fields[PARTICIPANT__MAX] = {
	[PARTICIPANT_VOORNAAM] = {
		.name = "voornaam", .label = "Voornaam", .title = "Voornaam",
		.type = FIELD_NAME, .max = 100, .autocomplete = "off",
		.flags = FIELD_REQUIRED | FIELD_HALF | FIELD_NAMED |
		    FIELD_GIVEN,
		.missing = "Vul een voornaam of voorletters in, of kies "
		    "‘naam volgt’.",
		.purpose = "Voor de deelnemerslijst en de badge.",
	},
	[PARTICIPANT_ACHTERNAAM] = {
		.name = "achternaam", .label = "Achternaam",
		.title = "Achternaam",
		.type = FIELD_NAME, .max = 100, .autocomplete = "off",
		.flags = FIELD_REQUIRED | FIELD_HALF | FIELD_NAMED,
		.missing = "Vul een achternaam in, of kies ‘naam volgt’. "
		    "Heeft iemand maar één naam? Vul die hier in, en bij de "
		    "voornaam een streepje (-).",
		.purpose = "Voor de deelnemerslijst en de badge.",
	},
	[PARTICIPANT_EMAIL] = {
		.name = "email", .label = "E-mailadres",
		.hint = "Dan krijgt deze deelnemer zelf bericht. Het deel "
		    "voor de @ is genoeg.",
		.title = "E-mail", .type = FIELD_EMAIL, .max = 254,
		.autocomplete = "off", .flags = FIELD_LOCAL,
		.purpose = "Om de deelnemer zelf bericht te sturen.",
	},
	[PARTICIPANT_ROL] = {
		.name = "rol", .label = "Rol", .title = "Rol",
		.type = FIELD_CHOICE, .max = 20, .flags = FIELD_REQUIRED,
		.choices = roles, .others = guest_roles, .autocomplete = "off",
		.missing = "Kies een rol: wethouder mbo of medewerker.",
		.purpose = "Om te weten of de wethouder zelf komt.",
	},
	[PARTICIPANT_FUNCTIE] = {
		.name = "functie", .label = "Functie",
		.hint = "Zoals: beleidsadviseur onderwijs.",
		.title = "Functie", .type = FIELD_TITLE, .max = 200,
		.autocomplete = "off",
		.purpose = "Voor de deelnemerslijst.",
	},
	[PARTICIPANT_NAAM_VOLGT] = {
		.name = "naam_volgt",
		.label = "naam volgt nog",
		.title = "Naam volgt", .type = FIELD_TICK, .max = 2,
		.autocomplete = "off",
		.purpose = "Om een plaats vast te houden.",
	},
	[PARTICIPANT_FOTO_BEZWAAR] = {
		.name = "foto_bezwaar",
		.label = "Ik wil niet herkenbaar op foto’s",
		.title = "Niet op foto's", .type = FIELD_TICK, .max = 2,
		.flags = FIELD_OWN,
		.purpose = "Om bij foto’s rekening met de deelnemer te "
		    "houden. Alleen de deelnemer zelf kan dit aangeven.",
	},
	[PARTICIPANT_OP_DE_HOOGTE] = {
		.name = "op_de_hoogte",
		.label = "Houd mij op de hoogte van volgende bijeenkomsten",
		.title = "Op de hoogte houden", .type = FIELD_TICK, .max = 2,
		.flags = FIELD_OWN,
		.purpose = "Om de deelnemer voor een volgende keer uit te "
		    "nodigen. Alleen met zijn of haar eigen toestemming.",
	},
};

const struct column_list question_columns[] = {
	{ "contact", contact_fields, CONTACT__MAX, sizeof(struct field) },
	{ "deelnemer", participant_fields, PARTICIPANT__MAX,
	    sizeof(struct field) },
	{ NULL, NULL, 0, 0 },
};
