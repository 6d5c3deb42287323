-- Migration 9: programme, texts and looks.

-- Rises with each change of the row: two organisers do not undo each other.
ALTER TABLE event ADD COLUMN versie INTEGER NOT NULL DEFAULT 1;

-- The accent of pages, #1f4e79; '': the product's own.
ALTER TABLE event ADD COLUMN kleur TEXT NOT NULL DEFAULT ''
	CHECK (kleur = '' OR (length(kleur) = 7
	    AND kleur GLOB '#[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'));

-- Who letters are from and where answers go; '': organisatie and its address.
ALTER TABLE event ADD COLUMN afzender_naam TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN antwoord_email TEXT NOT NULL DEFAULT '';

-- What organisers add to pages and letters; no row: nothing is added.
CREATE TABLE event_tekst (
	event		INTEGER NOT NULL REFERENCES event,
	sleutel		TEXT NOT NULL,		-- of db/event/event_text.c's table
	tekst		TEXT NOT NULL,
	PRIMARY KEY (event, sleutel)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER event_tekst_new AFTER INSERT ON event_tekst
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER event_tekst_changed AFTER UPDATE ON event_tekst
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER event_tekst_gone AFTER DELETE ON event_tekst
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
