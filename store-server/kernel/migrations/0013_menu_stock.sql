-- What is left of a menu item: beside the item, so that a sale does not change the item's version.
CREATE TABLE menu_stock (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
