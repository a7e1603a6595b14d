-- A guest comes back with a receipt: its order is found by the number on it.
ALTER TABLE orders ADD COLUMN receipt_number TEXT;
UPDATE orders SET receipt_number = json_extract(state, '$.receiptNumber') WHERE json_extract(state, '$.receiptNumber') IS NOT NULL;
CREATE INDEX orders_by_receipt ON orders (receipt_number) WHERE receipt_number IS NOT NULL;
