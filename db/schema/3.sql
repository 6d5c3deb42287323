-- Placeholder until the merge: the sending side's migration 3 has this and
-- more.
ALTER TABLE outbox ADD COLUMN vast_tot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN verp TEXT COLLATE NOCASE;
CREATE UNIQUE INDEX outbox_verp ON outbox (verp) WHERE verp IS NOT NULL;
