-- Roles that a store made, or changed.
CREATE TABLE roles (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, sort INTEGER NOT NULL);
CREATE INDEX users_by_role ON users (role);
