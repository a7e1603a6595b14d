-- Jobs that wait for a person. Asked for by every look at the health of the box, so it may not read the whole table.
CREATE INDEX jobs_to_look_at ON jobs (queue, lane, created_at) WHERE status IN ('unknown', 'failed');
