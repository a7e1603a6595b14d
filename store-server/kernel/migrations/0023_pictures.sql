-- Pictures of the menu, named by their bytes. Not in the journal: backups hold them.
CREATE TABLE pictures (name TEXT PRIMARY KEY, type TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, bytes BLOB NOT NULL, created_at TEXT NOT NULL);
