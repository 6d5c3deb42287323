#ifndef EXPORT_MACHINE_EXPORT_H
#define EXPORT_MACHINE_EXPORT_H

#include <stdint.h>

#include "db/people/attendee.h"
#include "export/csv.h"

struct event;

/*
 * Attendees for programs, not for Excel: every field of the field tables
 * that is not FIELD_SPECIAL, as it is stored, and without the guard against
 * formulas, which would change what is read.
 *
 * machine.csv: RFC 4180 with commas, UTF-8 without a byte order mark, CRLF
 * behind each line.  machine.json: one object, deelnemers an array in it.
 * Both have the same keys, which are ASCII and lasting: nummer, aanmelding,
 * positie, status, gemeente_naam, provincie, arbeidsmarktregio, aangemeld
 * and gewijzigd (ISO 8601 in UTC), the fields by their names, and thema (an
 * array of keys) and sessies (an array of objects with ronde, sessie, titel,
 * status).  In the CSV these two are JSON in a cell.
 */
enum status	 machine_csv(struct db *, const struct attendee_filter *,
		    csv_write, void *arg);
enum status	 machine_json(struct db *, const struct attendee_filter *,
		    const struct event *, int64_t now, csv_write, void *arg);

#endif
