-- When the line that waits longest for the kitchen was sent; null while none does, and once it is known to be late.
ALTER TABLE orders ADD COLUMN waiting_since TEXT;
UPDATE orders SET waiting_since = (
  SELECT MIN(json_extract(line.value, '$.sentAt')) FROM json_each(orders.state, '$.lines') AS line
  WHERE json_extract(line.value, '$.status') IN ('sent', 'preparing')
) WHERE in_kitchen = 1 AND status <> 'cancelled';
CREATE INDEX orders_waiting ON orders (waiting_since) WHERE waiting_since IS NOT NULL;

-- What went otherwise than sold: voids of what the kitchen knew, comps, cancelled orders, delays.
CREATE TABLE order_exceptions (
  business_day TEXT NOT NULL,
  kind TEXT NOT NULL,
  currency TEXT NOT NULL,
  count INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (business_day, kind, currency)
) WITHOUT ROWID;
