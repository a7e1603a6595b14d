-- People and companies that the store knows. What says who they are is sealed in `state`; their life in figures is projected.
CREATE TABLE customers (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  erased INTEGER NOT NULL
);
CREATE INDEX customers_newest ON customers (created_at, id);
CREATE INDEX customers_by_version ON customers (version);

CREATE TABLE customer_figures (
  customer_id TEXT PRIMARY KEY,
  orders INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  refunded INTEGER NOT NULL,
  first_at TEXT NOT NULL,
  last_at TEXT NOT NULL
) WITHOUT ROWID;

ALTER TABLE orders ADD COLUMN customer_id TEXT;
CREATE INDEX orders_by_customer ON orders (customer_id, number) WHERE customer_id IS NOT NULL;
