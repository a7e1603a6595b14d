-- The journal is the truth; everything else can be made from it, or is operational.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  entity TEXT NOT NULL,
  id TEXT NOT NULL,
  bytes TEXT NOT NULL,
  hash BLOB NOT NULL
);
CREATE INDEX journal_by_entity ON journal (id, seq);

-- An answer is stored with its command, so that the same tap gets the same answer for ever.
CREATE TABLE answers (
  command TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  at TEXT NOT NULL,
  version INTEGER NOT NULL,
  refusal TEXT,
  body TEXT,
  shrunk INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX answers_in_full ON answers (at) WHERE shrunk = 0;

-- Durable jobs. A lane is worked by one worker at a time (a printer, for one).
CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  queue TEXT NOT NULL,
  lane TEXT NOT NULL,
  status TEXT NOT NULL,
  subject TEXT,
  copy_of TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at TEXT NOT NULL,
  lease_until TEXT,
  begun INTEGER NOT NULL DEFAULT 0,
  payload TEXT NOT NULL,
  error TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX jobs_waiting ON jobs (queue, lane, due_at) WHERE status IN ('queued', 'printing');
CREATE INDEX jobs_by_subject ON jobs (subject);

-- How far a reader of the journal has come.
CREATE TABLE cursors (
  name TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  data TEXT
) WITHOUT ROWID;

-- Business: the last number given of each series, projected from the events that hold the numbers.
CREATE TABLE counters (
  series TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;
