-- Drawer sessions: one open at a time for a device, and for a person.
CREATE TABLE drawers (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  device_id TEXT,
  user_id TEXT,
  open INTEGER NOT NULL
);
CREATE INDEX drawers_newest ON drawers (created_at, id);
CREATE UNIQUE INDEX drawers_open_by_device ON drawers (device_id) WHERE open = 1 AND device_id IS NOT NULL;
CREATE UNIQUE INDEX drawers_open_by_user ON drawers (user_id) WHERE open = 1 AND user_id IS NOT NULL;

-- The journal cut into parts: one for each business day, and a new one after each Z. The last one is the running one: its to_seq is null.
CREATE TABLE day_parts (
  id INTEGER PRIMARY KEY,
  business_day TEXT NOT NULL,
  from_seq INTEGER NOT NULL,
  from_at TEXT NOT NULL,
  to_seq INTEGER,
  report_id TEXT
);
CREATE INDEX day_parts_waiting ON day_parts (id) WHERE report_id IS NULL;

-- Money that changed hands, by the part of its event. `given` is what was handed over less the change; late: made before its part began.
CREATE TABLE day_tenders (
  part INTEGER NOT NULL, purpose TEXT NOT NULL, method TEXT NOT NULL, drawer_id TEXT NOT NULL,
  count INTEGER NOT NULL, amount INTEGER NOT NULL, tip INTEGER NOT NULL, rounding INTEGER NOT NULL, given INTEGER NOT NULL,
  late_count INTEGER NOT NULL, late_given INTEGER NOT NULL,
  PRIMARY KEY (part, purpose, method, drawer_id)
) WITHOUT ROWID;
CREATE INDEX day_tenders_by_drawer ON day_tenders (drawer_id, method) WHERE drawer_id <> '';
