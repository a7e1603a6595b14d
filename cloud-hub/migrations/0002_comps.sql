-- What was given away, apart from the discounts that it is a part of. Sales from before have none of it apart.
ALTER TABLE sales ADD COLUMN comps bigint NOT NULL DEFAULT 0;
