-- Migration 6: accounts of the desk.

-- A closed account cannot sign in; who it was stays in the log.
ALTER TABLE account ADD COLUMN dicht INTEGER NOT NULL DEFAULT 0
	CHECK (dicht IN (0, 1));
ALTER TABLE account ADD COLUMN gezien INTEGER NOT NULL DEFAULT 0;

-- In a few words of ours, such as "Firefox op Windows".
ALTER TABLE login ADD COLUMN browser TEXT NOT NULL DEFAULT '';
CREATE INDEX login_account ON login (account);

-- The second factor.  What it shares with the telephone is derived from the
-- nonce and the installation's secret (totp.h); no code of this step or an
-- earlier one is good again.
CREATE TABLE factor (
	account		INTEGER PRIMARY KEY REFERENCES account,
	nonce		BLOB NOT NULL UNIQUE,
	sinds		INTEGER NOT NULL,
	stap		INTEGER NOT NULL
) STRICT;

-- Each is good once, and then its row goes.
CREATE TABLE recovery (
	account		INTEGER NOT NULL REFERENCES factor ON DELETE CASCADE,
	code_hash	BLOB NOT NULL,
	PRIMARY KEY (account, code_hash)
) STRICT, WITHOUT ROWID;

-- From where an account came in before: a keyed hash, the newest few.
CREATE TABLE place (
	account		INTEGER NOT NULL REFERENCES account,
	plek		BLOB NOT NULL,
	gezien		INTEGER NOT NULL,
	PRIMARY KEY (account, plek)
) STRICT, WITHOUT ROWID;

-- What an organiser sets for the desk itself.
CREATE TABLE desk (
	een		INTEGER PRIMARY KEY CHECK (een = 1),
	factor_verplicht INTEGER NOT NULL DEFAULT 0
		CHECK (factor_verplicht IN (0, 1))
) STRICT;
INSERT INTO desk (een) VALUES (1);
