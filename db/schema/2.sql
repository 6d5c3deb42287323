-- Migration 2: changing a sign-up, wishes, and who goes first.

ALTER TABLE event ADD COLUMN wijzigen_tot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN gereserveerd_wethouders INTEGER NOT NULL DEFAULT 0
	CHECK (gereserveerd_wethouders >= 0);
ALTER TABLE event ADD COLUMN gereserveerd_tot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN max_per_gemeente INTEGER NOT NULL DEFAULT 0
	CHECK (max_per_gemeente >= 0);	-- 0: no maximum
ALTER TABLE event ADD COLUMN bewaartermijn TEXT NOT NULL
	DEFAULT 'drie maanden na de bijeenkomst';	-- for the privacy page
UPDATE event SET wijzigen_tot = begin;

-- Ticks that only the person concerned sets.
ALTER TABLE participant ADD COLUMN foto_bezwaar TEXT NOT NULL DEFAULT ''
	CHECK (foto_bezwaar IN ('', 'ja'));
ALTER TABLE participant ADD COLUMN op_de_hoogte TEXT NOT NULL DEFAULT ''
	CHECK (op_de_hoogte IN ('', 'ja'));

-- The line for a session is in the order in which people chose it.
ALTER TABLE participant_session ADD COLUMN rij INTEGER NOT NULL DEFAULT 0;
CREATE INDEX participant_session_order ON participant_session (session, rij);
CREATE INDEX participant_session_line ON participant_session (rij)
	WHERE status = 'wachtlijst';

CREATE TRIGGER thema_new AFTER INSERT ON thema
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER thema_changed AFTER UPDATE ON thema
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_alias_new AFTER INSERT ON gemeente_alias
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_alias_gone AFTER DELETE ON gemeente_alias
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER event_gone AFTER DELETE ON event
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER round_gone AFTER DELETE ON round
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER session_gone AFTER DELETE ON session
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER programme_item_gone AFTER DELETE ON programme_item
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER thema_gone AFTER DELETE ON thema
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_gone AFTER DELETE ON gemeente
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_alias_changed AFTER UPDATE ON gemeente_alias
BEGIN UPDATE catalog_version SET versie = versie + 1; END;

-- Special-category data (art. 9 AVG) stands apart: given by the person, with
-- consent, for one purpose, and removed within a week after the event.
CREATE TABLE wish (
	participant	INTEGER PRIMARY KEY REFERENCES participant,
	dieet		TEXT NOT NULL DEFAULT '',
	toegang		TEXT NOT NULL DEFAULT '',
	toestemming	INTEGER NOT NULL	-- when consent was given
) STRICT;
