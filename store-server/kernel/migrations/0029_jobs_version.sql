-- Operational: how often a job changed, for clients that keep the newer of two views. Jobs have no entry in the journal.
ALTER TABLE jobs ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
