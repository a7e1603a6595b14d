-- Gift cards and store credit, and the ledgers of what the store owes and is owed: all folded or projected from the journal.
CREATE TABLE gift_cards (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  last4 TEXT NOT NULL,
  number TEXT NOT NULL,
  status TEXT NOT NULL,
  customer_id TEXT,
  -- The last good day, while there is something to write off.
  expires_on TEXT
);
CREATE UNIQUE INDEX gift_cards_by_code ON gift_cards (code_hash);
CREATE UNIQUE INDEX gift_cards_by_number ON gift_cards (number);
CREATE INDEX gift_cards_by_last4 ON gift_cards (last4);
CREATE INDEX gift_cards_by_age ON gift_cards (created_at, id);
CREATE INDEX gift_cards_by_customer ON gift_cards (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX gift_cards_to_expire ON gift_cards (expires_on, id) WHERE expires_on IS NOT NULL;

-- One row a movement; `seq` is the entry of the journal that made it. Amounts are signed, in minor units.
CREATE TABLE ledger_entries (
  seq INTEGER PRIMARY KEY,
  ledger TEXT NOT NULL,
  holder_id TEXT NOT NULL,
  at TEXT NOT NULL,
  business_day TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount INTEGER NOT NULL,
  balance INTEGER NOT NULL,
  currency TEXT NOT NULL,
  order_id TEXT,
  payment_id TEXT,
  number TEXT,
  reason TEXT,
  user_id TEXT
);
CREATE INDEX ledger_entries_by_holder ON ledger_entries (ledger, holder_id, seq);

CREATE TABLE ledger_days (
  ledger TEXT NOT NULL,
  currency TEXT NOT NULL,
  business_day TEXT NOT NULL,
  kind TEXT NOT NULL,
  entries INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (ledger, currency, business_day, kind)
) WITHOUT ROWID;
