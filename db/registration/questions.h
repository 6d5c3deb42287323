#ifndef DB_REGISTRATION_QUESTIONS_H
#define DB_REGISTRATION_QUESTIONS_H

#include "core/field.h"
#include "db/statement.h"

/*
 * What is asked, declared once.  A row is walked by the forms, the check, the
 * database binding, the pages and letters that show answers
 * (templates/answers.h), what they say of a change, the exports, the privacy
 * page and the tests; a new optional question is an enum value, a row and a
 * migration with its column.
 *
 * The values of one registration or participant are an array of strings
 * indexed by the enum, each clean (text.h) and never NULL; "" is no answer.
 */
enum contact_field {
	CONTACT_GEMEENTE,
	CONTACT_VOORNAAM,
	CONTACT_ACHTERNAAM,
	CONTACT_EMAIL,
	CONTACT_TELEFOON,
	CONTACT_VRAAG,
	CONTACT_WACHTLIJST,
	CONTACT__MAX
};

enum participant_field {
	PARTICIPANT_VOORNAAM,
	PARTICIPANT_ACHTERNAAM,
	PARTICIPANT_EMAIL,
	PARTICIPANT_ROL,
	PARTICIPANT_FUNCTIE,
	PARTICIPANT_NAAM_VOLGT,
	PARTICIPANT_FOTO_BEZWAAR,
	PARTICIPANT_OP_DE_HOOGTE,
	PARTICIPANT__MAX
};

extern const struct field contact_fields[CONTACT__MAX];
extern const struct field participant_fields[PARTICIPANT__MAX];

/* Their columns in SQL, as @contact@ and @deelnemer@. */
extern const struct column_list question_columns[];

#endif
