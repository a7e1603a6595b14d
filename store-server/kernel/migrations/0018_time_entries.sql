-- Working time; the seconds are those of ended entries.
CREATE TABLE time_entries (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  user_id TEXT NOT NULL,
  business_day TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  worked_s INTEGER NOT NULL,
  break_s INTEGER NOT NULL
);
CREATE INDEX time_entries_latest ON time_entries (started_at, id);
CREATE INDEX time_entries_of_person ON time_entries (user_id, started_at);
CREATE INDEX time_entries_by_day ON time_entries (business_day, user_id);
