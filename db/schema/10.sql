-- Migration 10: exports.

-- The columns that an account wants, by their names in export/columns.c.
CREATE TABLE export_kolommen (
	account		INTEGER PRIMARY KEY REFERENCES account
		ON DELETE CASCADE,
	kolommen	TEXT NOT NULL
) STRICT;

-- What an account last took along of a selection (db/people/export_mark.h).
CREATE TABLE export_merk (
	account		INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
	event		INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
	selectie	BLOB NOT NULL,		-- a hash
	moment		INTEGER NOT NULL,
	participant	INTEGER NOT NULL,	-- the last that was there
	audit		INTEGER NOT NULL,
	PRIMARY KEY (account, event, selectie)
) STRICT, WITHOUT ROWID;
