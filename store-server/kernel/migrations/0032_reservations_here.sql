-- Who is here, from whichever day: the list of today begins with them.
CREATE INDEX reservations_here ON reservations (business_day) WHERE status IN ('arrived', 'seated');
