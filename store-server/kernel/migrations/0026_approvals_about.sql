-- Operational: what an approval is bound to besides its subject and amount: the account that is charged, the direction of a correction.
ALTER TABLE approvals ADD COLUMN about TEXT;
