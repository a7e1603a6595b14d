-- Dayparts, time prices, and items by the codes that scanners read.
CREATE TABLE dayparts (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL, sort INTEGER NOT NULL);
CREATE TABLE price_rules (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL, sort INTEGER NOT NULL);
CREATE TABLE menu_codes (kind TEXT NOT NULL, code TEXT NOT NULL, item_id TEXT NOT NULL, variant_id TEXT NOT NULL, PRIMARY KEY (kind, code, item_id, variant_id)) WITHOUT ROWID;
CREATE INDEX menu_codes_by_item ON menu_codes (item_id);
INSERT OR IGNORE INTO menu_codes (kind, code, item_id, variant_id)
  SELECT 'barcode', state ->> 'barcode', id, '' FROM menu_items WHERE state ->> 'barcode' <> ''
  UNION ALL SELECT 'sku', state ->> 'sku', id, '' FROM menu_items WHERE state ->> 'sku' <> '';
