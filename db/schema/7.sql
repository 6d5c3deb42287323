-- Migration 7: attendees.

-- What an organiser writes down about a delegation, for colleagues only.
CREATE TABLE note (
	id		INTEGER PRIMARY KEY,
	registration	INTEGER NOT NULL REFERENCES registration
		ON DELETE CASCADE,
	moment		INTEGER NOT NULL,
	wie		TEXT NOT NULL,		-- the account's name
	tekst		TEXT NOT NULL
) STRICT;
CREATE INDEX note_registration ON note (registration);

-- What the desk's list is searched, filtered and sorted by, so that one page
-- of a hundred thousand people is one short walk along an index that holds
-- everything it asks, except the state: that changes with each place that is
-- given, and participant_seat knows it.  Triggers keep it; nobody else writes
-- here.
CREATE TABLE attendee (
	event		INTEGER NOT NULL,
	naam		TEXT NOT NULL,		-- participant.sorteersleutel
	participant	INTEGER NOT NULL,
	aangemeld	INTEGER NOT NULL,
	plaats		TEXT NOT NULL,		-- the municipality, to sort by
	code		TEXT NOT NULL,		-- of the municipality
	rolsoort	TEXT NOT NULL,
	volgt		TEXT NOT NULL,		-- naam_volgt
	zoek		TEXT NOT NULL,		-- all that is searched, folded
	PRIMARY KEY (event, naam, participant)
) STRICT, WITHOUT ROWID;
CREATE INDEX attendee_newest ON attendee (event, aangemeld, participant,
	naam, code, rolsoort, volgt, zoek);
CREATE INDEX attendee_plaats ON attendee (event, plaats, naam, participant,
	code, aangemeld, rolsoort, volgt, zoek);
DROP INDEX participant_sorted;
CREATE INDEX gemeente_alias_of ON gemeente_alias (gemeente);

-- A row of it as it should be, in the order of its columns.
CREATE VIEW attendee_row AS SELECT p.event, p.sorteersleutel AS naam,
	p.id AS participant, r.aangemeld, fold(g.naam) AS plaats,
	r.gemeente AS code, p.rol AS rolsoort,
	p.naam_volgt AS volgt,
	fold(p.voornaam || ' ' || p.achternaam || ' ' || p.email || ' '
	|| g.naam || ' ' || r.contact_voornaam || ' '
	|| r.contact_achternaam || ' ' || r.contact_email || ' '
	|| coalesce((SELECT group_concat(a.alias, ' ') FROM gemeente_alias a
	WHERE a.gemeente = r.gemeente), '')) AS zoek, p.registration
	FROM participant p JOIN registration r ON r.id = p.registration
	JOIN gemeente g ON g.code = r.gemeente;
INSERT INTO attendee SELECT event, naam, participant, aangemeld, plaats,
	code, rolsoort, volgt, zoek FROM attendee_row;

CREATE TRIGGER attendee_new AFTER INSERT ON participant
BEGIN
	INSERT INTO attendee SELECT event, naam, participant, aangemeld,
	    plaats, code, rolsoort, volgt, zoek
	    FROM attendee_row WHERE participant = NEW.id;
END;
CREATE TRIGGER attendee_gone AFTER DELETE ON participant
BEGIN
	DELETE FROM attendee WHERE event = OLD.event
	    AND naam = OLD.sorteersleutel AND participant = OLD.id;
END;
CREATE TRIGGER attendee_changed AFTER UPDATE OF event, registration,
	sorteersleutel, voornaam, achternaam, email, rol, naam_volgt
	ON participant
BEGIN
	DELETE FROM attendee WHERE event = OLD.event
	    AND naam = OLD.sorteersleutel AND participant = OLD.id;
	INSERT INTO attendee SELECT event, naam, participant, aangemeld,
	    plaats, code, rolsoort, volgt, zoek
	    FROM attendee_row WHERE participant = NEW.id;
END;
CREATE TRIGGER attendee_contact AFTER UPDATE OF aangemeld, gemeente,
	contact_voornaam, contact_achternaam, contact_email ON registration
BEGIN
	REPLACE INTO attendee SELECT event, naam, participant, aangemeld,
	    plaats, code, rolsoort, volgt, zoek
	    FROM attendee_row WHERE registration = NEW.id;
END;
CREATE TRIGGER attendee_renamed AFTER UPDATE OF naam ON gemeente
WHEN OLD.naam <> NEW.naam
BEGIN
	REPLACE INTO attendee SELECT event, naam, participant, aangemeld,
	    plaats, code, rolsoort, volgt, zoek
	    FROM attendee_row WHERE code = NEW.code;
END;
CREATE TRIGGER attendee_alias AFTER INSERT ON gemeente_alias
BEGIN
	REPLACE INTO attendee SELECT event, naam, participant, aangemeld,
	    plaats, code, rolsoort, volgt, zoek
	    FROM attendee_row WHERE code = NEW.gemeente;
END;
CREATE TRIGGER attendee_alias_gone AFTER DELETE ON gemeente_alias
BEGIN
	REPLACE INTO attendee SELECT event, naam, participant, aangemeld,
	    plaats, code, rolsoort, volgt, zoek
	    FROM attendee_row WHERE code = OLD.gemeente;
END;
