-- Migration 1: everything the first sign-up needs.
-- Times are seconds UTC.  Dutch words are the form's and the domain's own.

CREATE TABLE event (
	id		INTEGER PRIMARY KEY,
	uid		TEXT NOT NULL UNIQUE,	-- of its calendar entry
	volgnummer	INTEGER NOT NULL DEFAULT 0,	-- SEQUENCE of that entry
	titel		TEXT NOT NULL,
	doelgroep	TEXT NOT NULL DEFAULT '',
	omschrijving	TEXT NOT NULL DEFAULT '',
	begin		INTEGER NOT NULL,
	einde		INTEGER NOT NULL,
	locatie		TEXT NOT NULL,
	bereikbaar	TEXT NOT NULL DEFAULT '',	-- how to get there
	capaciteit	INTEGER NOT NULL CHECK (capaciteit >= 0),
	aanmelden_open	INTEGER NOT NULL,
	aanmelden_dicht	INTEGER NOT NULL,
	max_per_aanmelding INTEGER NOT NULL DEFAULT 6
		CHECK (max_per_aanmelding BETWEEN 1 AND 50),
	organisatie	TEXT NOT NULL,
	organisatie_email TEXT NOT NULL,
	zichtbaar	INTEGER NOT NULL DEFAULT 0	-- the one at /
		CHECK (zichtbaar IN (0, 1)),
	CHECK (einde > begin)
) STRICT;
CREATE UNIQUE INDEX event_zichtbaar ON event (zichtbaar) WHERE zichtbaar = 1;

CREATE TABLE round (
	id		INTEGER PRIMARY KEY,
	event		INTEGER NOT NULL REFERENCES event,
	nummer		INTEGER NOT NULL CHECK (nummer >= 1),
	titel		TEXT NOT NULL,
	begin		INTEGER NOT NULL,
	einde		INTEGER NOT NULL,
	UNIQUE (event, nummer)
) STRICT;

CREATE TABLE session (
	id		INTEGER PRIMARY KEY,
	round		INTEGER NOT NULL REFERENCES round,
	positie		INTEGER NOT NULL,
	titel		TEXT NOT NULL,
	omschrijving	TEXT NOT NULL DEFAULT '',
	zaal		TEXT NOT NULL DEFAULT '',
	capaciteit	INTEGER NOT NULL CHECK (capaciteit >= 0)
) STRICT;
CREATE INDEX session_round ON session (round, positie);

-- What happens besides the rounds: walk-in, plenary, lunch.
CREATE TABLE programme_item (
	id		INTEGER PRIMARY KEY,
	event		INTEGER NOT NULL REFERENCES event,
	begin		INTEGER NOT NULL,
	einde		INTEGER NOT NULL,
	titel		TEXT NOT NULL,
	omschrijving	TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX programme_item_event ON programme_item (event, begin);

-- A municipality that merges keeps its row and gets an end date: what people
-- signed up under stays readable.
CREATE TABLE gemeente (
	code		TEXT PRIMARY KEY,	-- CBS, GM0632
	naam		TEXT NOT NULL,		-- what a person writes
	officiele_naam	TEXT NOT NULL,
	provincie	TEXT NOT NULL,
	arbeidsmarktregio TEXT NOT NULL DEFAULT '',
	domein		TEXT NOT NULL DEFAULT '',	-- its mail domain: a hint
	heeft_mbo	INTEGER NOT NULL DEFAULT 0 CHECK (heeft_mbo IN (0, 1)),
	geldig_vanaf	TEXT NOT NULL DEFAULT '2026-01-01',
	geldig_tot	TEXT,			-- the first day it is no more
	opvolger	TEXT REFERENCES gemeente
) STRICT, WITHOUT ROWID;

CREATE TABLE gemeente_alias (
	alias		TEXT NOT NULL,
	gemeente	TEXT NOT NULL REFERENCES gemeente,
	PRIMARY KEY (alias, gemeente)
) STRICT, WITHOUT ROWID;

CREATE TABLE thema (
	sleutel		TEXT PRIMARY KEY,
	positie		INTEGER NOT NULL,
	titel		TEXT NOT NULL,
	toelichting	TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE registration (
	id		INTEGER PRIMARY KEY,
	event		INTEGER NOT NULL REFERENCES event,
	sleutel_hash	BLOB NOT NULL,		-- the form's idempotency key
	token_hash	BLOB NOT NULL UNIQUE,	-- of the contact's page
	aangemeld	INTEGER NOT NULL,
	versie		INTEGER NOT NULL DEFAULT 1,	-- rises with each change
	gemeente	TEXT NOT NULL REFERENCES gemeente,
	contact_voornaam TEXT NOT NULL,
	contact_achternaam TEXT NOT NULL,
	contact_email	TEXT NOT NULL,
	contact_telefoon TEXT NOT NULL DEFAULT '',
	vraag		TEXT NOT NULL DEFAULT '',
	wachtlijst	TEXT NOT NULL DEFAULT 'alles'
		CHECK (wachtlijst IN ('alles', 'passend', 'wethouder')),
	UNIQUE (event, sleutel_hash)
) STRICT;
CREATE INDEX registration_gemeente ON registration (event, gemeente);

CREATE TABLE registration_thema (
	registration	INTEGER NOT NULL REFERENCES registration,
	thema		TEXT NOT NULL REFERENCES thema,
	PRIMARY KEY (registration, thema)
) STRICT, WITHOUT ROWID;

-- A participant waits exactly as long as rij says where in line: the
-- registration's turn.  Seats are counted from these rows, never kept.
CREATE TABLE participant (
	id		INTEGER PRIMARY KEY,
	event		INTEGER NOT NULL REFERENCES event,
	registration	INTEGER NOT NULL REFERENCES registration,
	positie		INTEGER NOT NULL,
	nonce		BLOB NOT NULL,		-- its personal link derives from
	token_hash	BLOB NOT NULL UNIQUE,
	status		TEXT NOT NULL
		CHECK (status IN ('bevestigd', 'wachtlijst', 'afgemeld')),
	rij		INTEGER,
	sorteersleutel	TEXT NOT NULL,
	voornaam	TEXT NOT NULL DEFAULT '',
	achternaam	TEXT NOT NULL DEFAULT '',
	email		TEXT NOT NULL DEFAULT '',
	rol		TEXT NOT NULL CHECK (rol IN ('wethouder', 'medewerker')),
	functie		TEXT NOT NULL DEFAULT '',
	naam_volgt	TEXT NOT NULL DEFAULT '' CHECK (naam_volgt IN ('', 'ja')),
	CHECK ((status = 'wachtlijst') = (rij IS NOT NULL)),
	CHECK (naam_volgt = 'ja' OR (voornaam <> '' AND achternaam <> ''))
) STRICT;
CREATE INDEX participant_registration ON participant (registration, positie);
CREATE INDEX participant_seat ON participant (event, status);
CREATE INDEX participant_line ON participant (event, rij, registration)
	WHERE status = 'wachtlijst';
CREATE INDEX participant_sorted ON participant (event, sorteersleutel);

-- One choice a round.  It holds a seat only while it is bevestigd.
CREATE TABLE participant_session (
	participant	INTEGER NOT NULL REFERENCES participant,
	round		INTEGER NOT NULL REFERENCES round,
	session		INTEGER NOT NULL REFERENCES session,
	status		TEXT NOT NULL
		CHECK (status IN ('bevestigd', 'wachtlijst', 'afgemeld')),
	PRIMARY KEY (participant, round)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_session_seat ON participant_session (session, status);

-- The outbox.  Nothing says "being sent": a claim counts the try and sets the
-- next date first, so a crash anywhere means only that the row is due later.
CREATE TABLE outbox (
	id		INTEGER PRIMARY KEY,
	onderwerp	TEXT NOT NULL,		-- what it is about: registration:7
	ontvanger	TEXT NOT NULL,
	versie		INTEGER NOT NULL,	-- which change of that
	soort		TEXT NOT NULL,
	afzender	TEXT NOT NULL,		-- of the envelope
	message_id	TEXT NOT NULL UNIQUE,
	bericht		BLOB NOT NULL,
	status		TEXT NOT NULL DEFAULT 'queued'
		CHECK (status IN ('queued', 'deferred', 'sent', 'failed',
		    'cancelled')),
	pogingen	INTEGER NOT NULL DEFAULT 0,
	gemaakt		INTEGER NOT NULL,
	volgende	INTEGER,		-- NULL when nothing will follow
	antwoord	TEXT NOT NULL DEFAULT '',	-- the server's last words
	verzonden	INTEGER,
	UNIQUE (onderwerp, ontvanger, versie)	-- never twice about one thing
) STRICT;
CREATE INDEX outbox_due ON outbox (volgende) WHERE volgende IS NOT NULL;

CREATE TABLE account (
	id		INTEGER PRIMARY KEY,
	naam		TEXT NOT NULL UNIQUE COLLATE NOCASE,
	wachtwoord	TEXT NOT NULL,		-- argon2id
	rol		TEXT NOT NULL
		CHECK (rol IN ('organisator', 'deur', 'inzage')),
	gemaakt		INTEGER NOT NULL
) STRICT;

CREATE TABLE login (
	token_hash	BLOB PRIMARY KEY,
	account		INTEGER NOT NULL REFERENCES account,
	begin		INTEGER NOT NULL,
	gezien		INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what to whom.  Only ever added to.
CREATE TABLE audit (
	id		INTEGER PRIMARY KEY,
	moment		INTEGER NOT NULL,
	wie		TEXT NOT NULL,
	wat		TEXT NOT NULL,
	event		INTEGER REFERENCES event,
	registration	INTEGER,
	participant	INTEGER,
	toelichting	TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_registration ON audit (registration);

CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit
BEGIN
	SELECT raise(ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN
	SELECT raise(ABORT, 'the audit log is only added to');
END;

-- Rises when something that pages keep in memory changes (catalog.h).
CREATE TABLE catalog_version (
	een		INTEGER PRIMARY KEY CHECK (een = 1),
	versie		INTEGER NOT NULL
) STRICT;
INSERT INTO catalog_version VALUES (1, 1);

CREATE TRIGGER event_new AFTER INSERT ON event
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER event_changed AFTER UPDATE ON event
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER round_new AFTER INSERT ON round
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER round_changed AFTER UPDATE ON round
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER session_new AFTER INSERT ON session
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER session_changed AFTER UPDATE ON session
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER programme_item_new AFTER INSERT ON programme_item
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER programme_item_changed AFTER UPDATE ON programme_item
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_new AFTER INSERT ON gemeente
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_changed AFTER UPDATE ON gemeente
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
