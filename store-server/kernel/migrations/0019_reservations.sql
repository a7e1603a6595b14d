-- Guests that are expected and guests that wait. Names, numbers and notes are sealed in `state`.
CREATE TABLE reservations (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  business_day TEXT NOT NULL,
  status TEXT NOT NULL,
  -- Booked or arrived: it has a claim to its tables.
  expected INTEGER NOT NULL,
  -- What the clock waits for: 'hold', 'no-show' or nothing.
  awaits TEXT,
  order_id TEXT
);
CREATE INDEX reservations_by_day ON reservations (business_day, starts_at, id);
CREATE INDEX reservations_by_time ON reservations (starts_at, id);
CREATE INDEX reservations_expected ON reservations (starts_at) WHERE expected = 1;
CREATE INDEX reservations_awaiting ON reservations (awaits, starts_at) WHERE awaits IS NOT NULL;
CREATE INDEX reservations_by_order ON reservations (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE waitlist (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  status TEXT NOT NULL,
  waits INTEGER NOT NULL,
  order_id TEXT
);
CREATE INDEX waitlist_in_line ON waitlist (created_at, id) WHERE waits = 1;
CREATE INDEX waitlist_by_time ON waitlist (created_at, id);
CREATE INDEX waitlist_by_order ON waitlist (order_id) WHERE order_id IS NOT NULL;

-- How long parties of a size sit, measured: orders that ended at a table.
CREATE TABLE table_turns (
  guests INTEGER PRIMARY KEY,
  turns INTEGER NOT NULL,
  minutes INTEGER NOT NULL
) WITHOUT ROWID;
