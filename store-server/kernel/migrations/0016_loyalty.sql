-- Loyalty programs, and the ledger of points: one row for each cause, so that nothing counts twice.
CREATE TABLE loyalty_programs (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  name TEXT NOT NULL,
  sort INTEGER NOT NULL,
  active INTEGER NOT NULL
);

CREATE TABLE points_ledger (
  customer_id TEXT NOT NULL,
  key TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  points INTEGER NOT NULL,
  balance INTEGER NOT NULL,
  forgone INTEGER NOT NULL,
  order_id TEXT,
  refund_id TEXT,
  use_id TEXT,
  reason TEXT,
  rule TEXT,
  PRIMARY KEY (customer_id, key)
) WITHOUT ROWID;
CREATE INDEX points_ledger_newest ON points_ledger (customer_id, seq);
CREATE INDEX points_ledger_by_order ON points_ledger (customer_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX points_ledger_by_use ON points_ledger (customer_id, use_id) WHERE use_id IS NOT NULL;
