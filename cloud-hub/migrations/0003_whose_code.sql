-- A code is for a store that is not here yet, or for the one that it names. The box that used it proves by its secret that it is the
-- same when it uses it again.
ALTER TABLE enrolment_codes ADD COLUMN replaces text, ADD COLUMN secret_hash bytea;
