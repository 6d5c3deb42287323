-- Migration 8: municipalities that answer.

-- Where an invitation to the municipality goes, and its colleges, joined by |.
ALTER TABLE gemeente ADD COLUMN gemeente_email TEXT NOT NULL DEFAULT '';
ALTER TABLE gemeente ADD COLUMN mbo_namen TEXT NOT NULL DEFAULT '';

-- The municipality said that nobody comes, and the organiser noted it.
CREATE TABLE gemeente_afgezegd (
	event		INTEGER NOT NULL REFERENCES event,
	gemeente	TEXT NOT NULL REFERENCES gemeente,
	moment		INTEGER NOT NULL,
	wie		TEXT NOT NULL,
	toelichting	TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (event, gemeente)
) STRICT, WITHOUT ROWID;

-- The same index, with what coverage counts: it reads no row of a participant
-- (100,000 of them: 95 ms instead of 150).
DROP INDEX participant_registration;
CREATE INDEX participant_registration
	ON participant (registration, positie, status, naam_volgt);
