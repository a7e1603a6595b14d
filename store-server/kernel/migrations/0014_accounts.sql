-- House accounts, and their invoices.
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  status TEXT NOT NULL,
  customer_id TEXT
);
CREATE INDEX accounts_by_customer ON accounts (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE account_invoices (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  number TEXT NOT NULL,
  account_id TEXT NOT NULL
);
CREATE UNIQUE INDEX account_invoices_by_number ON account_invoices (number);
CREATE INDEX account_invoices_by_account ON account_invoices (account_id, version);
