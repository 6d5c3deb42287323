#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/csv_fault.h"

#define ABOUT_MAX	60	/* bytes shown of what stood there */

/* An @ is what stood there. */
static const struct words {
	const char	*dutch;
	const char	*english;
} words[CSV_FAULT__MAX] = {
	[CSV_EMPTY] = {
		"Er staan geen gemeenten in het bestand.",
		"there are no rows" },
	[CSV_WORKBOOK] = {
		"Dit is een Excel-werkmap, geen CSV. Kies in Excel Opslaan "
		"als, ‘CSV UTF-8 (door lijstscheidingsteken gescheiden)’.",
		"this is a workbook, not CSV; save it as CSV UTF-8" },
	[CSV_UTF16] = {
		"Het bestand is opgeslagen als UTF-16 (‘Unicode-tekst’). Kies "
		"in Excel Opslaan als, ‘CSV UTF-8 (door lijstscheidingsteken "
		"gescheiden)’.",
		"the file is UTF-16, not UTF-8; save it as CSV UTF-8" },
	[CSV_WINDOWS] = {
		"Hier staat een letter die is opgeslagen als Windows-1252: "
		"‘@’. Kies in Excel Opslaan als, ‘CSV UTF-8 (door "
		"lijstscheidingsteken gescheiden)’, niet gewoon ‘CSV’.",
		"a cell is not UTF-8 but Windows-1252 (@); save it as CSV "
		"UTF-8" },
	[CSV_CONTROL] = {
		"Hier staat een teken dat in tekst niet voorkomt. Is dit wel "
		"een CSV-bestand?",
		"there is a NUL; this is no text" },
	[CSV_QUOTES] = {
		"De aanhalingstekens kloppen hier niet: een cel begint en "
		"eindigt ermee, en binnen een cel staan ze dubbel.",
		"the quotes are not closed, or stand inside a cell" },
	[CSV_LONG] = {
		"Dit zijn meer regels of cellen dan we kunnen aannemen.",
		"there are too many lines, or cells in one line" },
	[CSV_COLUMN_MISSING] = {
		"De kolom ‘@’ ontbreekt. De eerste regel moet de namen van de "
		"kolommen bevatten.",
		"the column @ is missing" },
	[CSV_COLUMN_TWICE] = {
		"De kolom ‘@’ staat er twee keer.",
		"the column @ is there twice" },
	[CSV_COLUMN_UNKNOWN] = {
		"De kolom ‘@’ kennen we niet. Verwijder de kolom, of verbeter "
		"de naam.",
		"the column @ is unknown" },
	[CSV_CELLS_FEW] = {
		"Deze regel heeft te weinig cellen.",
		"there are too few columns" },
	[CSV_CELLS_MANY] = {
		"Deze regel heeft meer cellen dan er kolommen zijn.",
		"there are more cells than columns" },
	[CSV_CODE] = {
		"‘@’ is geen gemeentecode. Die bestaat uit GM en vier "
		"cijfers, zoals GM0632.",
		"the code is not GM and four digits: @" },
	[CSV_CODE_TWICE] = {
		"De gemeentecode @ staat ook al op een eerdere regel.",
		"the code @ is there twice" },
	[CSV_NAME] = {
		"De naam van de gemeente is leeg.",
		"the name is empty" },
	[CSV_NAME_TWICE] = {
		"Er zijn dan twee gemeenten die tegelijk ‘@’ heten.",
		"two municipalities would have the name @ at the same time" },
	[CSV_PROVINCE] = {
		"‘@’ is geen provincie.",
		"there is no such province: @" },
	[CSV_DOMAIN] = {
		"‘@’ is geen webdomein, zoals woerden.nl.",
		"this is no domain: @" },
	[CSV_MBO] = {
		"Vul bij ‘heeft mbo’ een 1 (ja) of een 0 (nee) in; er staat "
		"‘@’.",
		"has_mbo is neither 1 nor 0: @" },
	[CSV_EMAIL] = {
		"‘@’ is geen e-mailadres, zoals naam@gemeente.nl.",
		"this is no e-mail address: @" },
	[CSV_DATE] = {
		"‘@’ is geen datum. Schrijf die als 2027-01-01 of 1-1-2027.",
		"this is no date: @" },
	[CSV_DATES] = {
		"De einddatum moet na de begindatum liggen.",
		"it would end before it begins" },
	[CSV_SUCCESSOR] = {
		"De opvolger ‘@’ is geen gemeente die we kennen.",
		"there is no such successor: @" },
	[CSV_SUCCESSOR_SELF] = {
		"Via de opvolger ‘@’ komt de gemeente weer bij zichzelf uit.",
		"the successor @ leads back to itself" },
	[CSV_SUCCESSOR_UNDATED] = {
		"Een gemeente met een opvolger heeft ook een einddatum.",
		"a successor needs an end date" },
	[CSV_CELL_LONG] = {
		"De tekst ‘@’ is te lang.",
		"a cell is too long: @" },
	[CSV_GARBLED] = {
		"In ‘@’ zijn letters met accenten verminkt. Het bestand is "
		"eerder met een verkeerde tekenset geopend.",
		"accents were damaged by a wrong encoding: @" },
};

void
csv_fault_add(struct csv_faults *faults, size_t line,
    enum csv_fault_kind kind, const char *about)
{
	if (faults->count < CSV_FAULTS_MAX)
		faults->list[faults->count] = (struct csv_fault){
			line, kind, about
		};
	faults->count++;
}

size_t
csv_faults_listed(const struct csv_faults *faults)
{
	return faults->count < CSV_FAULTS_MAX ? faults->count : CSV_FAULTS_MAX;
}

const char *
csv_fault_text(const struct csv_fault *fault, bool english, struct arena *arena)
{
	const char *about = fault->about == NULL ? "" : fault->about;
	const char *text = english ? words[fault->kind].english :
	    words[fault->kind].dutch;
	size_t before = strcspn(text, "@"), length = strlen(about);

	if (text[before] == '\0')
		return text;
	if (length > ABOUT_MAX)		/* not in the middle of a character */
		for (length = ABOUT_MAX; (about[length] & 0xc0) == 0x80;)
			length--;
	return arena_printf(arena, "%.*s%.*s%s%s", (int)before, text,
	    (int)length, about, about[length] == '\0' ? "" : "…",
	    text + before + 1);
}
