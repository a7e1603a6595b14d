-- What devices sent and the box could not do as it was meant: kept for a person to see, apply again or dismiss.
CREATE TABLE refused_changes (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  open INTEGER NOT NULL,
  kind TEXT NOT NULL,
  device_id TEXT,
  user_id TEXT,
  entity_type TEXT NOT NULL,
  entity_id TEXT NOT NULL
);
CREATE INDEX refused_changes_newest ON refused_changes (open, created_at, id);
CREATE INDEX refused_changes_of_device ON refused_changes (device_id, open, created_at, id);
CREATE INDEX refused_changes_of_person ON refused_changes (user_id, open, created_at, id);
CREATE INDEX refused_changes_of_entity ON refused_changes (entity_id, open);
