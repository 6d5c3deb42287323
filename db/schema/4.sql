-- Migration 4: addresses from which letters came back.

CREATE TABLE address (
	address		TEXT PRIMARY KEY COLLATE NOCASE,
	bounced		INTEGER NOT NULL,	-- when it was last heard
	reden		TEXT NOT NULL		-- in the other server's words
) STRICT, WITHOUT ROWID;
