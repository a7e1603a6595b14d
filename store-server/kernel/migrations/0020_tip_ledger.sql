-- Tips by whom they were given to: with a payment, after it, and given back.
CREATE TABLE tip_ledger (
  seq INTEGER NOT NULL, position INTEGER NOT NULL,
  business_day TEXT NOT NULL, user_id TEXT NOT NULL, order_id TEXT NOT NULL, payment_id TEXT NOT NULL,
  method TEXT NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL,
  PRIMARY KEY (seq, position)
) WITHOUT ROWID;
CREATE INDEX tip_ledger_by_day ON tip_ledger (business_day, user_id);
