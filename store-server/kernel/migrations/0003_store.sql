-- Settings, menu, floor, printers: records that people edit.
CREATE TABLE settings (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL);

CREATE TABLE tax_classes (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL, sort INTEGER NOT NULL);
CREATE INDEX tax_classes_sorted ON tax_classes (sort, name, id);

CREATE TABLE categories (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL, sort INTEGER NOT NULL, parent_id TEXT);
CREATE INDEX categories_sorted ON categories (sort, name, id);

CREATE TABLE menu_items (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL, sort INTEGER NOT NULL, category_id TEXT NOT NULL, tax_class_id TEXT);
CREATE INDEX menu_items_sorted ON menu_items (sort, name, id);
CREATE INDEX menu_items_by_category ON menu_items (category_id);
CREATE INDEX menu_items_by_tax_class ON menu_items (tax_class_id);

CREATE TABLE areas (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL, sort INTEGER NOT NULL);
CREATE TABLE dining_tables (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL, sort INTEGER NOT NULL, area_id TEXT NOT NULL, seats INTEGER NOT NULL);
CREATE INDEX dining_tables_by_area ON dining_tables (area_id);

CREATE TABLE stations (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL, sort INTEGER NOT NULL);
CREATE TABLE printers (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL, sort INTEGER NOT NULL);

-- Orders with their money; the open ones are found by a partial index.
CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  number INTEGER NOT NULL,
  status TEXT NOT NULL,
  type TEXT NOT NULL,
  table_id TEXT,
  business_day TEXT NOT NULL,
  open INTEGER NOT NULL,
  in_kitchen INTEGER NOT NULL
);
CREATE UNIQUE INDEX orders_by_number ON orders (number);
CREATE INDEX orders_by_day ON orders (business_day, number);
CREATE INDEX orders_open ON orders (number) WHERE open = 1;
CREATE INDEX orders_in_kitchen ON orders (number) WHERE in_kitchen = 1;
CREATE INDEX orders_by_table ON orders (table_id, number) WHERE table_id IS NOT NULL;

-- Which open orders sit at a table, and the seq at which that last changed.
CREATE TABLE table_occupancy (table_id TEXT PRIMARY KEY, order_ids TEXT NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID;

-- Roll-ups of finalised sales. Amounts in minor units, quantities in thousandths.
CREATE TABLE sales_by_hour (
  business_day TEXT NOT NULL, hour INTEGER NOT NULL, type TEXT NOT NULL, currency TEXT NOT NULL,
  orders INTEGER NOT NULL, guests INTEGER NOT NULL, gross INTEGER NOT NULL, net INTEGER NOT NULL, tax INTEGER NOT NULL, discounts INTEGER NOT NULL, service INTEGER NOT NULL, tips INTEGER NOT NULL,
  PRIMARY KEY (business_day, hour, type, currency)
) WITHOUT ROWID;
CREATE TABLE sales_by_item (
  business_day TEXT NOT NULL, item_key TEXT NOT NULL, name TEXT NOT NULL, category_id TEXT, currency TEXT NOT NULL,
  orders INTEGER NOT NULL, quantity_milli INTEGER NOT NULL, gross INTEGER NOT NULL, net INTEGER NOT NULL, tax INTEGER NOT NULL, discounts INTEGER NOT NULL,
  PRIMARY KEY (business_day, item_key, currency)
) WITHOUT ROWID;
CREATE TABLE sales_by_person (
  business_day TEXT NOT NULL, user_id TEXT NOT NULL, currency TEXT NOT NULL,
  orders INTEGER NOT NULL, guests INTEGER NOT NULL, gross INTEGER NOT NULL, net INTEGER NOT NULL, tax INTEGER NOT NULL, discounts INTEGER NOT NULL, tips INTEGER NOT NULL,
  PRIMARY KEY (business_day, user_id, currency)
) WITHOUT ROWID;
CREATE TABLE sales_by_method (
  business_day TEXT NOT NULL, method TEXT NOT NULL, currency TEXT NOT NULL,
  payments INTEGER NOT NULL, amount INTEGER NOT NULL, tips INTEGER NOT NULL, rounding INTEGER NOT NULL,
  PRIMARY KEY (business_day, method, currency)
) WITHOUT ROWID;
CREATE TABLE kitchen_times (
  business_day TEXT NOT NULL, station TEXT NOT NULL,
  lines INTEGER NOT NULL, total_s INTEGER NOT NULL, longest_s INTEGER NOT NULL,
  PRIMARY KEY (business_day, station)
) WITHOUT ROWID;
