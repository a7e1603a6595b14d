-- Refunds: documents beside the orders, numbered in a series of their own.
CREATE TABLE refunds (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  order_id TEXT NOT NULL,
  business_day TEXT NOT NULL
);
CREATE INDEX refunds_by_version ON refunds (version);
CREATE INDEX refunds_by_order ON refunds (order_id, version);
CREATE INDEX refunds_by_day ON refunds (business_day, version);
