-- Operational: a manager's word for one action of somebody else. Only a hash of the token; used once, or gone after two minutes.
CREATE TABLE approvals (
  token_hash TEXT PRIMARY KEY,
  action TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  amount INTEGER,
  asked_by TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_by TEXT
) WITHOUT ROWID;
CREATE INDEX approvals_by_age ON approvals (expires_at);
CREATE INDEX approvals_by_approver ON approvals (approved_by) WHERE used_by IS NULL;
