-- Invoices to companies: documents beside the orders, one an order, numbered in a series of their own.
CREATE TABLE invoices (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  order_id TEXT NOT NULL UNIQUE,
  business_day TEXT NOT NULL
);
CREATE INDEX invoices_by_version ON invoices (version);
CREATE INDEX invoices_by_day ON invoices (business_day, version);
