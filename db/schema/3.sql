-- Migration 3: sending that can be trusted.

-- The message apart from what changes: noting an answer would otherwise write
-- all of the message again, into the log and into the database.
CREATE TABLE outbox_bericht (
	outbox		INTEGER PRIMARY KEY REFERENCES outbox ON DELETE CASCADE,
	bericht		BLOB NOT NULL
) STRICT;
INSERT INTO outbox_bericht SELECT id, bericht FROM outbox;
ALTER TABLE outbox DROP COLUMN bericht;

-- A claim holds the letter so long that its mailer has surely ended with it;
-- an answer ends that now.
ALTER TABLE outbox ADD COLUMN vast_tot INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET vast_tot = gemaakt;

-- The mark in the envelope's sender, by which a bounce is told apart.  Some
-- servers change the case of an address.
ALTER TABLE outbox ADD COLUMN verp TEXT COLLATE NOCASE;
CREATE UNIQUE INDEX outbox_verp ON outbox (verp) WHERE verp IS NOT NULL;
CREATE INDEX outbox_failed ON outbox (vast_tot) WHERE status = 'failed';

-- There is a row as long as the relay refuses our settings: no letter goes.
CREATE TABLE mail_alarm (
	een		INTEGER PRIMARY KEY CHECK (een = 1),
	sinds		INTEGER NOT NULL,
	antwoord	TEXT NOT NULL
) STRICT;

-- Letters claimed in each of the last sixty seconds, for the limit.
CREATE TABLE mail_pace (
	seconde		INTEGER PRIMARY KEY,
	aantal		INTEGER NOT NULL
) STRICT;
