-- Migration 5: more than one event at the desk, and what lists are read by.

-- The event that this session of the desk looks at; NULL: the visible one.
ALTER TABLE login ADD COLUMN event INTEGER REFERENCES event;

-- When something about this person last changed: state, answers, sessions.
ALTER TABLE participant ADD COLUMN gewijzigd INTEGER NOT NULL DEFAULT 0;
UPDATE participant SET gewijzigd = (SELECT r.aangemeld FROM registration r
    WHERE r.id = participant.registration);
