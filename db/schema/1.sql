-- The data model, in the order of the folders of db/.  Times are seconds UTC.
-- Table and column names are stored and shown under the contract's words, so
-- they are Dutch where those are; ARCHITECTURE.md has the short list.

-- A CHECK names the words of a column one by one: for IN with more than two
-- SQLite makes a table for each row that is written (test_query_plan).

-- This is a database of this product from version 0.2 on ("ORI2"): one of an
-- earlier version is refused (migration.c).
PRAGMA application_id = 0x4f524932;

-- What tells that this database and a secret belong together, and the row that
-- is written to see whether anything can be.
CREATE TABLE installation (
	id		INTEGER PRIMARY KEY CHECK (id = 1),
	kenmerk		BLOB NOT NULL CHECK (length(kenmerk) = 32),
	hartslag	INTEGER NOT NULL DEFAULT 0,
	mailer_gezien	INTEGER NOT NULL DEFAULT 0,
	-- Since when something that was erased may still stand in the gaps of
	-- the file; 0: it does not (db_compact).
	gewist		INTEGER NOT NULL DEFAULT 0
) STRICT;

-- event/ ------------------------------------------------------------------

CREATE TABLE event (
	id		INTEGER PRIMARY KEY,
	uid		TEXT NOT NULL UNIQUE,	-- of its calendar entry
	volgnummer	INTEGER NOT NULL DEFAULT 0,	-- SEQUENCE of that entry
	-- Rises with each change: two organisers do not undo each other.
	versie		INTEGER NOT NULL DEFAULT 1,
	zichtbaar	INTEGER NOT NULL DEFAULT 0	-- the one at /
		CHECK (zichtbaar IN (0, 1)),
	titel		TEXT NOT NULL,
	doelgroep	TEXT NOT NULL DEFAULT '',
	omschrijving	TEXT NOT NULL DEFAULT '',
	begin		INTEGER NOT NULL,
	einde		INTEGER NOT NULL,
	locatie		TEXT NOT NULL,
	bereikbaar	TEXT NOT NULL DEFAULT '',	-- how to get there
	-- Called off, since when (0: it goes on), and what is said of that.
	afgelast	INTEGER NOT NULL DEFAULT 0,
	afgelast_tekst	TEXT NOT NULL DEFAULT '',
	-- Signing up closed by hand, since when; 0: it goes by its dates.
	gesloten	INTEGER NOT NULL DEFAULT 0,
	-- When and where it was to be before it moved; 0 and '': as always.
	eerder_begin	INTEGER NOT NULL DEFAULT 0,
	eerder_einde	INTEGER NOT NULL DEFAULT 0,
	eerder_locatie	TEXT NOT NULL DEFAULT '',
	capaciteit	INTEGER NOT NULL CHECK (capaciteit >= 0),
	max_per_aanmelding INTEGER NOT NULL DEFAULT 6
		CHECK (max_per_aanmelding BETWEEN 1 AND 50),
	max_per_gemeente INTEGER NOT NULL DEFAULT 0
		CHECK (max_per_gemeente >= 0),	-- 0: no maximum
	gereserveerd_wethouders INTEGER NOT NULL DEFAULT 0
		CHECK (gereserveerd_wethouders >= 0),
	gereserveerd_tot INTEGER NOT NULL DEFAULT 0,
	-- Whether guests (guest.h) take of the capacity.
	gasten_tellen	TEXT NOT NULL DEFAULT ''
		CHECK (gasten_tellen IN ('', 'ja')),
	-- Rises when a rule changes by which places are given (seats.h).
	regels		INTEGER NOT NULL DEFAULT 1,
	aanmelden_open	INTEGER NOT NULL,
	aanmelden_dicht	INTEGER NOT NULL,
	wijzigen_tot	INTEGER NOT NULL DEFAULT 0,
	-- Days after the end (retention/purpose.h).
	bewaartermijn	INTEGER NOT NULL DEFAULT 90
		CHECK (bewaartermijn BETWEEN 1 AND 3650),
	bewaartermijn_wensen INTEGER NOT NULL DEFAULT 7
		CHECK (bewaartermijn_wensen BETWEEN 1 AND 3650),
	organisatie	TEXT NOT NULL,
	organisatie_email TEXT NOT NULL,
	-- Who letters are from and where answers go; '': those above.
	afzender_naam	TEXT NOT NULL DEFAULT '',
	antwoord_email	TEXT NOT NULL DEFAULT '',
	-- How many days before it the silent are reminded: '28, 14, 7'.
	herinneren	TEXT NOT NULL DEFAULT '',
	-- At most so often, with so many days between, and not in these weeks:
	-- '2026-12-19 t/m 2027-01-03'.
	herinneren_max	INTEGER NOT NULL DEFAULT 3
		CHECK (herinneren_max BETWEEN 1 AND 20),
	herinneren_om	INTEGER NOT NULL DEFAULT 7
		CHECK (herinneren_om BETWEEN 1 AND 100),
	reces		TEXT NOT NULL DEFAULT '',
	-- Who stays silent is asked elsewhere, on paper, and called (invited.h).
	herinneren_ladder TEXT NOT NULL DEFAULT ''
		CHECK (herinneren_ladder IN ('', 'ja')),
	-- Days before it from which who waits is asked first (offer.h), and a
	-- name that is missing is asked for, and its place given; 0: never.
	wachtlijst_vragen INTEGER NOT NULL DEFAULT 0
		CHECK (wachtlijst_vragen BETWEEN 0 AND 365),
	naam_vragen	INTEGER NOT NULL DEFAULT 0
		CHECK (naam_vragen BETWEEN 0 AND 365),
	naam_vrijgeven	INTEGER NOT NULL DEFAULT 0
		CHECK (naam_vrijgeven BETWEEN 0 AND 365),
	-- The accent of pages, #1f4e79; '': the product's own.
	kleur		TEXT NOT NULL DEFAULT ''
		CHECK (kleur = '' OR (length(kleur) = 7 AND kleur GLOB
		    '#[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]')),
	CHECK (einde > begin)
) STRICT;
CREATE UNIQUE INDEX event_zichtbaar ON event (zichtbaar) WHERE zichtbaar = 1;

-- What organisers add to pages and letters; no row: nothing is added.
CREATE TABLE event_text (
	event		INTEGER NOT NULL REFERENCES event,
	sleutel		TEXT NOT NULL,		-- of db/event/event_text.c
	tekst		TEXT NOT NULL,
	PRIMARY KEY (event, sleutel)
) STRICT, WITHOUT ROWID;

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
	capaciteit	INTEGER NOT NULL CHECK (capaciteit >= 0),
	regels		INTEGER NOT NULL DEFAULT 1	-- as in event
) STRICT;
CREATE INDEX session_round ON session (round, positie);

CREATE TRIGGER event_rules AFTER UPDATE OF capaciteit, max_per_gemeente,
	gereserveerd_wethouders, gereserveerd_tot, gasten_tellen, begin ON event
WHEN (NEW.capaciteit, NEW.max_per_gemeente, NEW.gereserveerd_wethouders,
	NEW.gereserveerd_tot, NEW.gasten_tellen, NEW.begin) <> (OLD.capaciteit,
	OLD.max_per_gemeente, OLD.gereserveerd_wethouders,
	OLD.gereserveerd_tot, OLD.gasten_tellen, OLD.begin)
BEGIN
	UPDATE event SET regels = regels + 1 WHERE id = NEW.id;
END;
CREATE TRIGGER session_rules AFTER UPDATE OF capaciteit ON session
WHEN NEW.capaciteit <> OLD.capaciteit
BEGIN
	UPDATE session SET regels = regels + 1 WHERE id = NEW.id;
END;

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

-- The topics that a registration can ask for.
CREATE TABLE thema (
	sleutel		TEXT PRIMARY KEY,
	positie		INTEGER NOT NULL,
	titel		TEXT NOT NULL,
	toelichting	TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- gemeente/ ---------------------------------------------------------------

-- A municipality that merges keeps its row and gets an end date: what people
-- signed up under stays readable.
CREATE TABLE gemeente (
	code		TEXT PRIMARY KEY,	-- CBS, GM0632
	naam		TEXT NOT NULL,		-- what a person writes
	officiele_naam	TEXT NOT NULL,
	provincie	TEXT NOT NULL,
	arbeidsmarktregio TEXT NOT NULL DEFAULT '',
	domein		TEXT NOT NULL DEFAULT '',	-- its mail domain: a hint
	gemeente_email	TEXT NOT NULL DEFAULT '',	-- for an invitation
	griffie_email	TEXT NOT NULL DEFAULT '',	-- and who stays silent there
	heeft_mbo	INTEGER NOT NULL DEFAULT 0 CHECK (heeft_mbo IN (0, 1)),
	mbo_namen	TEXT NOT NULL DEFAULT '',	-- joined by |
	geldig_vanaf	TEXT NOT NULL DEFAULT '2026-01-01',
	geldig_tot	TEXT,			-- the first day it is no more
	opvolger	TEXT REFERENCES gemeente
) STRICT, WITHOUT ROWID;
-- What guests are registered under, who are of none (guest.h).  Lists of
-- municipalities leave it out.
INSERT INTO gemeente (code, naam, officiele_naam, provincie)
	VALUES ('-', '', '', '');
CREATE INDEX gemeente_opvolger ON gemeente (opvolger)
	WHERE opvolger IS NOT NULL;

-- Those that merge are one when places are given.
CREATE TRIGGER gemeente_merged AFTER UPDATE OF opvolger, geldig_tot ON gemeente
WHEN (NEW.opvolger, NEW.geldig_tot) IS NOT (OLD.opvolger, OLD.geldig_tot)
BEGIN
	UPDATE event SET regels = regels + 1 WHERE max_per_gemeente > 0;
	UPDATE line SET tot = 0 WHERE maximum > 0;
END;

CREATE TABLE gemeente_alias (
	alias		TEXT NOT NULL,
	gemeente	TEXT NOT NULL REFERENCES gemeente,
	PRIMARY KEY (alias, gemeente)
) STRICT, WITHOUT ROWID;
CREATE INDEX gemeente_alias_of ON gemeente_alias (gemeente);

-- The municipality said that nobody comes, and the organiser noted it.
CREATE TABLE gemeente_afgezegd (
	event		INTEGER NOT NULL REFERENCES event,
	gemeente	TEXT NOT NULL REFERENCES gemeente,
	moment		INTEGER NOT NULL,
	wie		TEXT NOT NULL,
	toelichting	TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (event, gemeente)
) STRICT, WITHOUT ROWID;

-- campaign/ ---------------------------------------------------------------

-- What an invited municipality answered besides signing up or declining; no
-- row: nothing.  It is of one event.
CREATE TABLE invitation (
	event		INTEGER NOT NULL REFERENCES event,
	gemeente	TEXT NOT NULL REFERENCES gemeente,
	adres		TEXT NOT NULL DEFAULT '',	-- ask there instead
	later		TEXT NOT NULL DEFAULT '',	-- until that day, 2026-12-08
	gestopt		INTEGER NOT NULL DEFAULT 0,	-- no mail, since
	geopend		INTEGER NOT NULL DEFAULT 0,	-- went to the form
	brief		INTEGER NOT NULL DEFAULT 0,	-- written to on paper
	PRIMARY KEY (event, gemeente)
) STRICT, WITHOUT ROWID;

-- The days on which the silent were reminded by themselves: once a day, also
-- when those letters were taken back.
CREATE TABLE invitation_day (
	event		INTEGER NOT NULL REFERENCES event,
	dag		TEXT NOT NULL,
	PRIMARY KEY (event, dag)
) STRICT, WITHOUT ROWID;

-- What an organiser sent to many at once.  Its letters have the ids from
-- eerste to laatste: there is one writer.
CREATE TABLE mailing (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,
	event		INTEGER NOT NULL REFERENCES event,
	soort		TEXT NOT NULL
		CHECK (soort = 'uitnodiging' OR soort = 'bericht'
		    OR soort = 'nieuws' OR soort = 'handeling'),
	onderwerp	TEXT NOT NULL DEFAULT '',
	tekst		TEXT NOT NULL DEFAULT '',
	-- Of news: why it may be sent, in the words that its readers get.
	grond		TEXT NOT NULL DEFAULT ''
		CHECK ((grond <> '') = (soort = 'nieuws')),
	keuze		TEXT NOT NULL DEFAULT '',	-- who, in words
	wie		TEXT NOT NULL,
	gemaakt		INTEGER NOT NULL,
	eerste		INTEGER NOT NULL,
	laatste		INTEGER NOT NULL
) STRICT;

-- Who wants no news: a keyed hash of the mailbox, which outlives all that is
-- known of who reads it (unsubscribed.h).
CREATE TABLE geen_nieuws (
	kenmerk		INTEGER PRIMARY KEY,
	sinds		INTEGER NOT NULL
) STRICT;

-- registration/ -----------------------------------------------------------

-- Rows of people go, and a number that the log names is given once.
CREATE TABLE registration (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,
	event		INTEGER NOT NULL REFERENCES event,
	-- Of the form's idempotency key: when it was given out, then a hash,
	-- so that new ones land at the end of the tree.
	sleutel_hash	BLOB NOT NULL,
	-- Keyed hash of what was sent with it.
	inhoud		BLOB NOT NULL DEFAULT x'',
	nonce		INTEGER NOT NULL,	-- of the contact's link (link.h)
	aangemeld	INTEGER NOT NULL,
	versie		INTEGER NOT NULL DEFAULT 1,	-- rises with each change
	gemeente	TEXT NOT NULL REFERENCES gemeente,
	contact_voornaam TEXT NOT NULL,
	contact_achternaam TEXT NOT NULL,
	contact_email	TEXT NOT NULL,
	contact_telefoon TEXT NOT NULL DEFAULT '',
	vraag		TEXT NOT NULL DEFAULT '',
	wachtlijst	TEXT NOT NULL DEFAULT 'alles'
		CHECK (wachtlijst = 'alles' OR wachtlijst = 'passend'
		    OR wachtlijst = 'wethouder'),
	-- What waits until the contact has confirmed it (confirmation.h):
	-- 0 nothing, 1 letters to strangers, 2 these and the places.
	bevestigen	INTEGER NOT NULL DEFAULT 0
		CHECK (bevestigen = 0 OR bevestigen = 1 OR bevestigen = 2),
	-- When the names that are missing were asked for; 0: not.
	namen_gevraagd	INTEGER NOT NULL DEFAULT 0,
	UNIQUE (event, sleutel_hash)
) STRICT;
CREATE INDEX registration_gemeente ON registration (event, gemeente);
CREATE INDEX registration_bevestigen ON registration (event)
	WHERE bevestigen = 2;

-- How many people a network signed up in the last hour that nobody has
-- confirmed.  The network is a keyed hash, and goes with the hour.
CREATE TABLE network_people (
	netwerk		BLOB NOT NULL,
	moment		INTEGER NOT NULL,
	registration	INTEGER NOT NULL REFERENCES registration
		ON DELETE CASCADE,
	mensen		INTEGER NOT NULL,
	PRIMARY KEY (netwerk, moment, registration)
) STRICT, WITHOUT ROWID;
CREATE INDEX network_people_moment ON network_people (moment);
CREATE INDEX network_people_of ON network_people (registration);

CREATE TABLE registration_thema (
	registration	INTEGER NOT NULL REFERENCES registration
		ON DELETE CASCADE,
	thema		TEXT NOT NULL REFERENCES thema,
	PRIMARY KEY (registration, thema)
) STRICT, WITHOUT ROWID;

-- A participant waits exactly as long as rij says where in line: the
-- registration's turn.  Seats are counted from these rows, never kept.
CREATE TABLE participant (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,
	event		INTEGER NOT NULL REFERENCES event,
	registration	INTEGER NOT NULL REFERENCES registration,
	positie		INTEGER NOT NULL,
	-- Of the personal link (link.h): another holder has another one.
	nonce		INTEGER NOT NULL,
	status		TEXT NOT NULL
		CHECK (status = 'bevestigd' OR status = 'wachtlijst'
		    OR status = 'afgemeld'),
	rij		INTEGER,
	-- event.regels under which the place was given; 0: by hand, outside
	-- of them.
	regels		INTEGER NOT NULL DEFAULT 0,
	gewijzigd	INTEGER NOT NULL DEFAULT 0,	-- anything of it, last
	-- SEQUENCE of the calendar entry: rises when a place is given or taken.
	agenda		INTEGER NOT NULL DEFAULT 0,
	-- The place is held until then for an answer (offer.h); 0: it is theirs.
	vraag_tot	INTEGER NOT NULL DEFAULT 0,
	sorteersleutel	TEXT NOT NULL,
	voornaam	TEXT NOT NULL DEFAULT '',
	achternaam	TEXT NOT NULL DEFAULT '',
	email		TEXT NOT NULL DEFAULT '',
	rol		TEXT NOT NULL
		CHECK (rol = 'wethouder' OR rol = 'medewerker'
		    OR rol = 'spreker' OR rol = 'gast' OR rol = 'organisatie'),
	functie		TEXT NOT NULL DEFAULT '',
	naam_volgt	TEXT NOT NULL DEFAULT '' CHECK (naam_volgt IN ('', 'ja')),
	-- Ticks that only the person concerned sets.
	foto_bezwaar	TEXT NOT NULL DEFAULT ''
		CHECK (foto_bezwaar IN ('', 'ja')),
	op_de_hoogte	TEXT NOT NULL DEFAULT ''
		CHECK (op_de_hoogte IN ('', 'ja')),
	CHECK ((status = 'wachtlijst') = (rij IS NOT NULL)),
	CHECK (naam_volgt = 'ja' OR (voornaam <> '' AND achternaam <> ''))
) STRICT;
-- With what coverage counts: it reads no row of a participant.
CREATE INDEX participant_registration
	ON participant (registration, positie, status, naam_volgt);
CREATE INDEX participant_asked ON participant (event, vraag_tot)
	WHERE vraag_tot > 0;
CREATE INDEX participant_held ON participant (event, registration)
	WHERE naam_volgt = 'ja';
CREATE INDEX participant_seat ON participant (event, status);
CREATE INDEX participant_guest_waits ON participant (event)
	WHERE status = 'wachtlijst' AND rol NOT IN ('wethouder', 'medewerker');
CREATE INDEX participant_line
	ON participant (event, rij, registration, positie, status, rol,
	    naam_volgt)
	WHERE status = 'wachtlijst';

-- How many have a place at an event, so that asking is one step however many
-- come; of a municipality head_count knows it.  Triggers keep it in the
-- transaction that changes the rows; nobody else writes here.
CREATE TABLE seat_count (
	event		INTEGER PRIMARY KEY,
	bezet		INTEGER NOT NULL,
	wethouders	INTEGER NOT NULL	-- of those
) STRICT;

CREATE TRIGGER seat_new AFTER INSERT ON participant
WHEN NEW.status = 'bevestigd'
BEGIN
	INSERT INTO seat_count VALUES (NEW.event, 1, NEW.rol = 'wethouder')
	    ON CONFLICT DO UPDATE SET bezet = bezet + 1,
	    wethouders = wethouders + excluded.wethouders;
END;
CREATE TRIGGER seat_gone AFTER DELETE ON participant
WHEN OLD.status = 'bevestigd'
BEGIN
	UPDATE seat_count SET bezet = bezet - 1,
	    wethouders = wethouders - (OLD.rol = 'wethouder')
	    WHERE event = OLD.event;
END;
CREATE TRIGGER seat_left AFTER UPDATE OF event, status, rol ON participant
WHEN OLD.status = 'bevestigd' AND (NEW.status, NEW.rol, NEW.event) <>
	(OLD.status, OLD.rol, OLD.event)
BEGIN
	UPDATE seat_count SET bezet = bezet - 1,
	    wethouders = wethouders - (OLD.rol = 'wethouder')
	    WHERE event = OLD.event;
END;
CREATE TRIGGER seat_taken AFTER UPDATE OF event, status, rol ON participant
WHEN NEW.status = 'bevestigd' AND (NEW.status, NEW.rol, NEW.event) <>
	(OLD.status, OLD.rol, OLD.event)
BEGIN
	INSERT INTO seat_count VALUES (NEW.event, 1, NEW.rol = 'wethouder')
	    ON CONFLICT DO UPDATE SET bezet = bezet + 1,
	    wethouders = wethouders + excluded.wethouders;
END;

-- How many people there are of each sort, for the overview and coverage, which
-- would read every row else, and for the maximum of a municipality.  Kept like
-- seat_count; without those who wait, who are counted from their index.
CREATE TABLE head_count (
	event		INTEGER NOT NULL,
	gemeente	TEXT NOT NULL,
	status		TEXT NOT NULL,
	rol		TEXT NOT NULL,
	volgt		TEXT NOT NULL,		-- naam_volgt
	aantal		INTEGER NOT NULL,
	PRIMARY KEY (event, gemeente, status, rol, volgt)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER head_new AFTER INSERT ON participant
WHEN NEW.status <> 'wachtlijst'
BEGIN
	INSERT INTO head_count SELECT NEW.event, gemeente, NEW.status, NEW.rol,
	    NEW.naam_volgt, 1 FROM registration WHERE id = NEW.registration
	    ON CONFLICT DO UPDATE SET aantal = aantal + 1;
END;
CREATE TRIGGER head_gone AFTER DELETE ON participant
WHEN OLD.status <> 'wachtlijst'
BEGIN
	UPDATE head_count SET aantal = aantal - 1
	    WHERE (event, gemeente, status, rol, volgt) = (OLD.event, (SELECT
	    gemeente FROM registration WHERE id = OLD.registration),
	    OLD.status, OLD.rol, OLD.naam_volgt);
END;
CREATE TRIGGER head_left AFTER UPDATE OF event, registration, status, rol,
	naam_volgt ON participant
WHEN OLD.status <> 'wachtlijst' AND (NEW.event, NEW.registration, NEW.status,
	NEW.rol, NEW.naam_volgt) <> (OLD.event, OLD.registration, OLD.status,
	OLD.rol, OLD.naam_volgt)
BEGIN
	UPDATE head_count SET aantal = aantal - 1
	    WHERE (event, gemeente, status, rol, volgt) = (OLD.event, (SELECT
	    gemeente FROM registration WHERE id = OLD.registration),
	    OLD.status, OLD.rol, OLD.naam_volgt);
END;
CREATE TRIGGER head_came AFTER UPDATE OF event, registration, status, rol,
	naam_volgt ON participant
WHEN NEW.status <> 'wachtlijst' AND (NEW.event, NEW.registration, NEW.status,
	NEW.rol, NEW.naam_volgt) <> (OLD.event, OLD.registration, OLD.status,
	OLD.rol, OLD.naam_volgt)
BEGIN
	INSERT INTO head_count SELECT NEW.event, gemeente, NEW.status, NEW.rol,
	    NEW.naam_volgt, 1 FROM registration WHERE id = NEW.registration
	    ON CONFLICT DO UPDATE SET aantal = aantal + 1;
END;
CREATE TRIGGER head_moved AFTER UPDATE OF gemeente ON registration
WHEN NEW.gemeente <> OLD.gemeente
BEGIN
	UPDATE head_count SET aantal = aantal - (SELECT count(*)
	    FROM participant p WHERE p.registration = NEW.id
	    AND (p.event, p.status, p.rol, p.naam_volgt) = (head_count.event,
	    head_count.status, head_count.rol, head_count.volgt))
	    WHERE event = OLD.event AND gemeente = OLD.gemeente;
	INSERT INTO head_count SELECT event, NEW.gemeente, status, rol,
	    naam_volgt, count(*) FROM participant WHERE registration = NEW.id
	    AND status <> 'wachtlijst'
	    GROUP BY event, status, rol, naam_volgt ON CONFLICT DO UPDATE
	    SET aantal = aantal + excluded.aantal;
END;

-- How far the line of an event is settled: nobody who waits with a rij of at
-- most tot would fit in what was left then (over; vrij of it for anybody, the
-- rest is reserved; maximum of a municipality).  So only those behind tot are
-- tried, until there is more room than that (seats.c).  A change of somebody
-- who waits makes those from there on worth another try.
CREATE TABLE line (
	event		INTEGER PRIMARY KEY,
	tot		INTEGER NOT NULL,
	over		INTEGER NOT NULL,
	vrij		INTEGER NOT NULL,
	maximum		INTEGER NOT NULL
) STRICT;

CREATE TRIGGER line_left AFTER UPDATE OF status, rol ON participant
WHEN OLD.status = 'wachtlijst'
	AND (NEW.status <> OLD.status OR NEW.rol <> OLD.rol)
BEGIN
	UPDATE line SET tot = OLD.rij - 1
	    WHERE event = OLD.event AND tot >= OLD.rij;
END;
-- A municipality that is below its maximum again.
CREATE TRIGGER line_freed AFTER UPDATE OF status ON participant
WHEN OLD.status = 'bevestigd' AND NEW.status <> OLD.status
BEGIN
	UPDATE line SET tot = 0 WHERE event = OLD.event AND maximum > 0;
END;
CREATE TRIGGER line_changed AFTER UPDATE OF gemeente, wachtlijst, bevestigen
	ON registration
WHEN (NEW.gemeente, NEW.wachtlijst, NEW.bevestigen = 2)
	<> (OLD.gemeente, OLD.wachtlijst, OLD.bevestigen = 2)
BEGIN
	UPDATE line SET tot = 0 WHERE event = OLD.event;
END;

-- One choice a round.  It holds a seat only while it is bevestigd; the line
-- for a session is in the order in which people chose it.
CREATE TABLE participant_session (
	participant	INTEGER NOT NULL REFERENCES participant,
	round		INTEGER NOT NULL REFERENCES round,
	session		INTEGER NOT NULL REFERENCES session,
	status		TEXT NOT NULL
		CHECK (status = 'bevestigd' OR status = 'wachtlijst'
		    OR status = 'afgemeld'),
	rij		INTEGER NOT NULL DEFAULT 0,
	regels		INTEGER NOT NULL DEFAULT 0,	-- as of participant
	-- Whether that person has a place; a trigger keeps it.
	geplaatst	INTEGER NOT NULL DEFAULT 0 CHECK (geplaatst IN (0, 1)),
	PRIMARY KEY (participant, round)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_session_seat ON participant_session (session, status);
CREATE INDEX participant_session_order ON participant_session (session, rij);
-- Those who get the next free seat.
CREATE INDEX participant_session_line ON participant_session (session, rij)
	WHERE status = 'wachtlijst' AND geplaatst = 1;

CREATE TRIGGER session_placed AFTER INSERT ON participant_session
BEGIN
	UPDATE participant_session SET geplaatst = 1
	    WHERE participant = NEW.participant AND round = NEW.round
	    AND EXISTS (SELECT 1 FROM participant WHERE id = NEW.participant
	    AND status = 'bevestigd');
END;
CREATE TRIGGER session_place AFTER UPDATE OF status ON participant
WHEN (NEW.status = 'bevestigd') <> (OLD.status = 'bevestigd')
BEGIN
	UPDATE participant_session SET geplaatst = NEW.status = 'bevestigd'
	    WHERE participant = NEW.id;
END;

-- What an act of the desk changed, as it was before it, to be taken back for a
-- while (campaign/undo.h): places (session 0) and seats, and letters that its
-- own overtook.  Written while there is a row in terug_bezig, in one
-- transaction; mailing 0: the act is not done yet.
CREATE TABLE terug_bezig (
	een		INTEGER PRIMARY KEY CHECK (een = 1)
) STRICT;
CREATE TABLE terug (
	participant	INTEGER NOT NULL REFERENCES participant
		ON DELETE CASCADE,
	session		INTEGER NOT NULL,
	mailing		INTEGER NOT NULL DEFAULT 0,
	status		TEXT NOT NULL,
	rij		INTEGER,
	regels		INTEGER NOT NULL,
	vraag_tot	INTEGER NOT NULL DEFAULT 0,
	nu		TEXT NOT NULL DEFAULT '',	-- what the act made of it
	PRIMARY KEY (participant, session, mailing)
) STRICT, WITHOUT ROWID;
CREATE TABLE terug_brief (
	outbox		INTEGER PRIMARY KEY REFERENCES outbox ON DELETE CASCADE,
	mailing		INTEGER NOT NULL DEFAULT 0,
	status		TEXT NOT NULL,
	volgende	INTEGER NOT NULL
) STRICT;

CREATE TRIGGER terug_place BEFORE UPDATE OF status ON participant
WHEN NEW.status <> OLD.status AND EXISTS (SELECT 1 FROM terug_bezig)
BEGIN
	INSERT OR IGNORE INTO terug (participant, session, status, rij, regels,
	    vraag_tot) VALUES (OLD.id, 0, OLD.status, OLD.rij, OLD.regels,
	    OLD.vraag_tot);
END;
CREATE TRIGGER terug_seat BEFORE UPDATE OF status ON participant_session
WHEN NEW.status <> OLD.status AND EXISTS (SELECT 1 FROM terug_bezig)
BEGIN
	INSERT OR IGNORE INTO terug (participant, session, status, rij, regels)
	    VALUES (OLD.participant, OLD.session, OLD.status, OLD.rij,
	    OLD.regels);
END;

-- How many hold a seat in a session, kept like seat_count.
CREATE TABLE session_count (
	session		INTEGER PRIMARY KEY,
	bezet		INTEGER NOT NULL
) STRICT;

CREATE TRIGGER session_seat_new AFTER INSERT ON participant_session
WHEN NEW.status = 'bevestigd'
BEGIN
	INSERT INTO session_count VALUES (NEW.session, 1)
	    ON CONFLICT DO UPDATE SET bezet = bezet + 1;
END;
CREATE TRIGGER session_seat_gone AFTER DELETE ON participant_session
WHEN OLD.status = 'bevestigd'
BEGIN
	UPDATE session_count SET bezet = bezet - 1
	    WHERE session = OLD.session;
END;
CREATE TRIGGER session_seat_left AFTER UPDATE OF session, status
	ON participant_session
WHEN OLD.status = 'bevestigd'
BEGIN
	UPDATE session_count SET bezet = bezet - 1
	    WHERE session = OLD.session;
END;
CREATE TRIGGER session_seat_taken AFTER UPDATE OF session, status
	ON participant_session
WHEN NEW.status = 'bevestigd'
BEGIN
	INSERT INTO session_count VALUES (NEW.session, 1)
	    ON CONFLICT DO UPDATE SET bezet = bezet + 1;
END;

-- Special-category data (art. 9 AVG) stands apart: given by the person, with
-- consent, for one purpose, and removed within a week after the event.
CREATE TABLE requirement (
	participant	INTEGER PRIMARY KEY REFERENCES participant,
	dieet		TEXT NOT NULL DEFAULT '',
	toegang		TEXT NOT NULL DEFAULT '',
	toestemming	INTEGER NOT NULL	-- when consent was given
) STRICT;

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

-- door/ ------------------------------------------------------------------

-- What happened at a door: facts that are only added, so that devices which
-- did not see each other are merged by union.  A row says that somebody came
-- in; or, with herroept, that the row of that 'toestel/nonce' was a mistake.
CREATE TABLE arrival (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,
	event		INTEGER NOT NULL REFERENCES event,
	participant	INTEGER NOT NULL REFERENCES participant
		ON DELETE CASCADE,
	toestel		TEXT NOT NULL,		-- the device that says so
	nonce		TEXT NOT NULL,		-- its own number for it
	moment		INTEGER NOT NULL,	-- by the device's clock
	deur		TEXT NOT NULL,
	herroept	TEXT NOT NULL DEFAULT '',
	UNIQUE (toestel, nonce)
) STRICT;
CREATE INDEX arrival_participant ON arrival (participant, herroept);
CREATE INDEX arrival_event ON arrival (event, id);

-- Who is in: each fact that nobody took back.
CREATE VIEW present AS SELECT a.* FROM arrival a WHERE a.herroept = ''
	AND NOT EXISTS (SELECT 1 FROM arrival u
	WHERE u.participant = a.participant
	AND u.herroept = a.toestel || '/' || a.nonce);

-- Whose badge was printed, and with which words: another holder of the place
-- or another name needs another one.
CREATE TABLE badge (
	participant	INTEGER PRIMARY KEY REFERENCES participant
		ON DELETE CASCADE,
	tekst		TEXT NOT NULL,
	moment		INTEGER NOT NULL
) STRICT;

-- evaluation/ ------------------------------------------------------------

-- What somebody thought of it: no name, no moment, and in the order of a hash
-- (of the form's key), so that no row can be laid beside another.
CREATE TABLE evaluation (
	event		INTEGER NOT NULL REFERENCES event,
	sleutel		BLOB NOT NULL,
	oordeel		INTEGER NOT NULL CHECK (oordeel BETWEEN 1 AND 5),
	meegenomen	TEXT NOT NULL DEFAULT '',
	anders		TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (event, sleutel)
) STRICT, WITHOUT ROWID;

-- retention/ --------------------------------------------------------------

-- What stays of people who were erased: how many, never in combination.
CREATE TABLE cijfer (
	event		INTEGER NOT NULL REFERENCES event,
	over		TEXT NOT NULL
		CHECK (over = 'gemeente' OR over = 'regio' OR over = 'rol'
		    OR over = 'thema'),
	waarde		TEXT NOT NULL,		-- which of these
	status		TEXT NOT NULL,		-- of people; of a thema: ''
	aantal		INTEGER NOT NULL,
	PRIMARY KEY (event, over, waarde, status)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER figure_of_person BEFORE DELETE ON participant
BEGIN
	INSERT INTO cijfer SELECT OLD.event, v.column1, CASE v.column1
	    WHEN 'gemeente' THEN g.code WHEN 'regio' THEN g.arbeidsmarktregio
	    ELSE OLD.rol END, OLD.status, 1
	    FROM registration r JOIN gemeente g ON g.code = r.gemeente,
	    (VALUES ('gemeente'), ('regio'), ('rol')) v
	    WHERE r.id = OLD.registration
	    ON CONFLICT DO UPDATE SET aantal = aantal + 1;
	-- Whether they came, beside whether they had a place.
	INSERT INTO cijfer SELECT OLD.event, v.column1, CASE v.column1
	    WHEN 'gemeente' THEN g.code WHEN 'regio' THEN g.arbeidsmarktregio
	    ELSE OLD.rol END, 'binnen', 1
	    FROM registration r JOIN gemeente g ON g.code = r.gemeente,
	    (VALUES ('gemeente'), ('regio'), ('rol')) v
	    WHERE r.id = OLD.registration AND EXISTS (SELECT 1 FROM present
	    WHERE participant = OLD.id)
	    ON CONFLICT DO UPDATE SET aantal = aantal + 1;
END;
CREATE TRIGGER figure_of_registration BEFORE DELETE ON registration
BEGIN
	INSERT INTO cijfer SELECT OLD.event, 'thema', thema, '', 1
	    FROM registration_thema WHERE registration = OLD.id
	    ON CONFLICT DO UPDATE SET aantal = aantal + 1;
END;

-- How much went after its term, a day (its number since 1970).
CREATE TABLE gewist (
	doel		TEXT NOT NULL,		-- of retention/purpose.c
	dag		INTEGER NOT NULL,
	aantal		INTEGER NOT NULL,
	PRIMARY KEY (doel, dag)
) STRICT, WITHOUT ROWID;

-- people/ -----------------------------------------------------------------

-- What the desk's list is searched, filtered and sorted by.  The folded text
-- stands once, in the order of the names, so that a search is one walk; the
-- other orders are narrow.  It has no state: that changes with each place
-- that is given, and participant_seat knows it.  registration/attendee_index.h
-- writes the rows, because only the program can fold; whoever writes people
-- with another tool runs `orientatie init` afterwards.
CREATE TABLE attendee (
	event		INTEGER NOT NULL,
	naam		TEXT NOT NULL,		-- participant.sorteersleutel
	participant	INTEGER NOT NULL,
	zoek		TEXT NOT NULL,		-- all that is searched, folded
	aangemeld	INTEGER NOT NULL,
	plaats		TEXT NOT NULL,		-- the municipality, to sort by
	code		TEXT NOT NULL,		-- of the municipality
	rolsoort	TEXT NOT NULL,
	volgt		TEXT NOT NULL,		-- naam_volgt
	PRIMARY KEY (event, naam, participant)
) STRICT, WITHOUT ROWID;
CREATE INDEX attendee_newest ON attendee (event, aangemeld, participant);
CREATE INDEX attendee_plaats ON attendee (event, plaats, naam, participant);

-- A row goes and moves with its person, whoever writes that.
CREATE TRIGGER attendee_gone AFTER DELETE ON participant
BEGIN
	DELETE FROM attendee WHERE event = OLD.event
	    AND naam = OLD.sorteersleutel AND participant = OLD.id;
END;
CREATE TRIGGER attendee_moved AFTER UPDATE OF event, sorteersleutel
	ON participant
WHEN OLD.sorteersleutel <> NEW.sorteersleutel OR OLD.event <> NEW.event
BEGIN
	UPDATE attendee SET event = NEW.event, naam = NEW.sorteersleutel
	    WHERE event = OLD.event AND naam = OLD.sorteersleutel
	    AND participant = OLD.id;
END;

-- The columns that an account wants, by their names in export/columns.c.
CREATE TABLE export_kolommen (
	account		INTEGER PRIMARY KEY REFERENCES account
		ON DELETE CASCADE,
	kolommen	TEXT NOT NULL
) STRICT;

-- What an account last took along of a selection (people/export_mark.h).
CREATE TABLE export_merk (
	account		INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
	event		INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
	selectie	BLOB NOT NULL,		-- a hash
	moment		INTEGER NOT NULL,
	participant	INTEGER NOT NULL,	-- the last that was there
	audit		INTEGER NOT NULL,
	PRIMARY KEY (account, event, selectie)
) STRICT, WITHOUT ROWID;

-- mail/ -------------------------------------------------------------------

-- The outbox holds what is owed: who is to be told what, and the facts of it.
-- The message is composed when a mailer first claims the letter.  Nothing
-- says "being sent": a claim counts the try and sets the next date first, so
-- a crash anywhere means only that the row is due later.  It holds the letter
-- (vast_tot) so long that its mailer has surely ended with it; an answer ends
-- that.
-- A number is given once: an answer about a letter that was erased meanwhile
-- is not taken for that of another.
CREATE TABLE outbox (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,
	soort		TEXT NOT NULL,		-- the kind of mail
	event		INTEGER,
	registration	INTEGER NOT NULL DEFAULT 0,	-- 0: about none
	participant	INTEGER NOT NULL DEFAULT 0,	-- 0: to the contact
	-- The holder of the link that it was owed to; 0: no matter who it is.
	nonce		INTEGER NOT NULL DEFAULT 0,
	-- An invitation is to a municipality (its code), and to nobody in it.
	gemeente	TEXT NOT NULL DEFAULT '',
	ontvanger	TEXT NOT NULL,
	naam		TEXT NOT NULL DEFAULT '',	-- of who is no more
	wie		TEXT NOT NULL,		-- who acted
	feiten		TEXT NOT NULL DEFAULT '',	-- compose/facts.h
	status		TEXT NOT NULL DEFAULT 'queued'
		CHECK (status = 'queued' OR status = 'deferred'
		    OR status = 'sent' OR status = 'failed'
		    OR status = 'cancelled' OR status = 'withdrawn'),
	pogingen	INTEGER NOT NULL DEFAULT 0,
	gemaakt		INTEGER NOT NULL,
	volgende	INTEGER,		-- NULL when nothing will follow
	vast_tot	INTEGER NOT NULL DEFAULT 0,
	antwoord	TEXT NOT NULL DEFAULT '',	-- the server's last words
	verzonden	INTEGER,
	-- The letter whose message tells this one, too; 0: its own does.
	samen		INTEGER NOT NULL DEFAULT 0,
	-- The registration that it compares with (registration/other.h); 0: none.
	ander		INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_samen ON outbox (samen) WHERE samen <> 0;
CREATE INDEX outbox_due ON outbox (volgende) WHERE volgende IS NOT NULL;
CREATE INDEX outbox_registration ON outbox (registration);
-- How many letters an address was owed within the hour, for the limit.
CREATE INDEX outbox_ontvanger ON outbox (ontvanger COLLATE NOCASE, gemaakt);
CREATE INDEX outbox_gemeente ON outbox (event, gemeente) WHERE gemeente <> '';
-- Who is erased goes from the letters of the others, too.
CREATE INDEX outbox_ander ON outbox (ander) WHERE ander <> 0;
CREATE INDEX outbox_failed ON outbox (vast_tot) WHERE status = 'failed';

CREATE TRIGGER terug_letter BEFORE UPDATE OF status ON outbox
WHEN NEW.status = 'withdrawn' AND OLD.volgende IS NOT NULL
	AND EXISTS (SELECT 1 FROM terug_bezig)
BEGIN
	INSERT OR IGNORE INTO terug_brief (outbox, status, volgende)
	    VALUES (OLD.id, OLD.status, OLD.volgende);
END;

-- The composed message, sent unchanged at every try and dropped a term after
-- it was sent.  It stands apart from what changes: noting an answer would
-- otherwise write all of it again, into the log and into the database.
CREATE TABLE outbox_bericht (
	outbox		INTEGER PRIMARY KEY REFERENCES outbox ON DELETE CASCADE,
	afzender	TEXT NOT NULL,		-- of the envelope
	bericht		BLOB NOT NULL
) STRICT;

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

-- Addresses from which letters came back.
CREATE TABLE address (
	address		TEXT PRIMARY KEY COLLATE NOCASE,
	bounced		INTEGER NOT NULL,	-- when it was last heard
	reden		TEXT NOT NULL		-- in the other server's words
) STRICT, WITHOUT ROWID;

-- account/ ----------------------------------------------------------------

-- A closed account cannot sign in; who it was stays in the log, and the
-- account as long as that does (retention/purpose.c).
CREATE TABLE account (
	id		INTEGER PRIMARY KEY,
	naam		TEXT NOT NULL UNIQUE COLLATE NOCASE,
	wachtwoord	TEXT NOT NULL,		-- argon2id
	rol		TEXT NOT NULL
		CHECK (rol = 'organisator' OR rol = 'deur' OR rol = 'inzage'),
	gemaakt		INTEGER NOT NULL,
	gezien		INTEGER NOT NULL DEFAULT 0,
	dicht		INTEGER NOT NULL DEFAULT 0	-- since when; 0: open
) STRICT;

CREATE TABLE login (
	token_hash	BLOB PRIMARY KEY,
	account		INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
	begin		INTEGER NOT NULL,
	gezien		INTEGER NOT NULL,
	-- The event that it looks at; NULL: the visible one.
	event		INTEGER REFERENCES event,
	-- In a few words of ours, such as "Firefox op Windows".
	browser		TEXT NOT NULL DEFAULT '',
	-- The door at which it stands, in its own words.
	deur		TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX login_account ON login (account);

-- The second factor.  What it shares with the telephone is derived from the
-- nonce and the installation's secret (totp.h); no code of this step or an
-- earlier one is good again.
CREATE TABLE totp (
	account		INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
	nonce		BLOB NOT NULL UNIQUE,
	sinds		INTEGER NOT NULL,
	stap		INTEGER NOT NULL
) STRICT;

-- Each is good once, and then its row goes.
CREATE TABLE recovery (
	account		INTEGER NOT NULL REFERENCES totp ON DELETE CASCADE,
	code_hash	BLOB NOT NULL,
	PRIMARY KEY (account, code_hash)
) STRICT, WITHOUT ROWID;

-- From where an account came in before: a keyed hash, the newest few.
CREATE TABLE known_network (
	account		INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
	netwerk		BLOB NOT NULL,
	gezien		INTEGER NOT NULL,
	PRIMARY KEY (account, netwerk)
) STRICT, WITHOUT ROWID;

-- What an organiser sets for the desk itself.
CREATE TABLE desk (
	een		INTEGER PRIMARY KEY CHECK (een = 1),
	totp_verplicht	INTEGER NOT NULL DEFAULT 0
		CHECK (totp_verplicht IN (0, 1))
) STRICT;
INSERT INTO desk (een) VALUES (1);

-- What db/ itself keeps --------------------------------------------------

-- Who did what to whom.  Only ever added to.
CREATE TABLE audit (
	id		INTEGER PRIMARY KEY,
	moment		INTEGER NOT NULL,
	wie		TEXT NOT NULL,
	wat		TEXT NOT NULL,
	event		INTEGER REFERENCES event,
	registration	INTEGER,
	participant	INTEGER,
	toelichting	TEXT NOT NULL DEFAULT '',
	-- Words about and of people: old and new values (audit.h), and why.
	-- They may be emptied when their time is over; nothing else changes.
	waarden		TEXT NOT NULL DEFAULT '',
	reden		TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_registration ON audit (registration);
-- Those with words of people, to empty them.
CREATE INDEX audit_words ON audit (event) WHERE waarden <> '' OR reden <> '';

CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit
WHEN (NEW.waarden <> '' AND NEW.waarden IS NOT OLD.waarden) OR
    (NEW.reden <> '' AND NEW.reden IS NOT OLD.reden) OR
    (NEW.id, NEW.moment, NEW.wie, NEW.wat, NEW.event, NEW.registration,
    NEW.participant, NEW.toelichting) IS NOT
    (OLD.id, OLD.moment, OLD.wie, OLD.wat, OLD.event, OLD.registration,
    OLD.participant, OLD.toelichting)
BEGIN
	SELECT raise(ABORT, 'the audit log is only added to');
END;
-- Only what is old goes, by its term (retention/purpose.c): nothing of the
-- month before the newest row.
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
WHEN OLD.moment > (SELECT moment FROM audit ORDER BY id DESC LIMIT 1) - 2592000
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
CREATE TRIGGER event_gone AFTER DELETE ON event
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER event_text_new AFTER INSERT ON event_text
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER event_text_changed AFTER UPDATE ON event_text
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER event_text_gone AFTER DELETE ON event_text
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER round_new AFTER INSERT ON round
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER round_changed AFTER UPDATE ON round
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER round_gone AFTER DELETE ON round
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER session_new AFTER INSERT ON session
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER session_changed AFTER UPDATE ON session
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER session_gone AFTER DELETE ON session
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER programme_item_new AFTER INSERT ON programme_item
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER programme_item_changed AFTER UPDATE ON programme_item
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER programme_item_gone AFTER DELETE ON programme_item
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER thema_new AFTER INSERT ON thema
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER thema_changed AFTER UPDATE ON thema
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER thema_gone AFTER DELETE ON thema
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_new AFTER INSERT ON gemeente
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_changed AFTER UPDATE ON gemeente
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_gone AFTER DELETE ON gemeente
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_alias_new AFTER INSERT ON gemeente_alias
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_alias_changed AFTER UPDATE ON gemeente_alias
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
CREATE TRIGGER gemeente_alias_gone AFTER DELETE ON gemeente_alias
BEGIN UPDATE catalog_version SET versie = versie + 1; END;
