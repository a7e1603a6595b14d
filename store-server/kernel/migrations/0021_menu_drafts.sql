-- Drafts of the menu; few of them wait for a day.
CREATE TABLE menu_drafts (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL, sort INTEGER NOT NULL, status TEXT NOT NULL, effective_day TEXT);
CREATE INDEX menu_drafts_scheduled ON menu_drafts (effective_day, version) WHERE status = 'scheduled';
