-- Lists of a rare kind of order do not walk through all the others.
CREATE INDEX orders_by_type ON orders (type, number);
CREATE INDEX orders_cancelled ON orders (number) WHERE status = 'cancelled';
