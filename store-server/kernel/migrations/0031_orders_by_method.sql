-- Orders that were paid by a method, each once however many payments it took; orders of an item count the same way from now on.
ALTER TABLE sales_by_method ADD COLUMN orders INTEGER NOT NULL DEFAULT 0;
