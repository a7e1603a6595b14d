-- The list of print jobs, newest first, and what is old enough to go: neither may read the whole table.
CREATE INDEX jobs_by_age ON jobs (created_at, id);
