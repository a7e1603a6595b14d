-- Business: people and devices, folded from the journal.
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  role TEXT NOT NULL,
  username_key TEXT,
  active INTEGER NOT NULL
);
CREATE INDEX users_sorted ON users (name, id);
CREATE UNIQUE INDEX users_by_username ON users (username_key) WHERE active = 1 AND username_key IS NOT NULL;

CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  type TEXT NOT NULL,
  revoked INTEGER NOT NULL
);
CREATE INDEX devices_sorted ON devices (name, id);

-- Operational: what proves who somebody is. Hashes only; never in the journal, never on the hub.
CREATE TABLE credentials (
  user_id TEXT PRIMARY KEY,
  password_hash TEXT,
  pin_lookup TEXT UNIQUE,
  pin_hash TEXT,
  -- 1 when made in a demo store: refused anywhere else.
  demo INTEGER NOT NULL,
  changed_at TEXT NOT NULL
) WITHOUT ROWID;

-- A session is one family of refresh tokens; `generation` counts them.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  device_id TEXT,
  address TEXT NOT NULL,
  created_at TEXT NOT NULL,
  used_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  generation INTEGER NOT NULL,
  token_hash TEXT NOT NULL,
  spent_hash TEXT,
  ended_at TEXT,
  end_reason TEXT
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);
CREATE INDEX sessions_by_device ON sessions (device_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_ended ON sessions (expires_at);

-- Failed sign-ins of a device, a username or an address, so that a restart does not forget them.
CREATE TABLE login_attempts (
  key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  hour_started_at TEXT NOT NULL,
  hour_failures INTEGER NOT NULL,
  blocked_until TEXT,
  updated_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX login_attempts_by_age ON login_attempts (updated_at);

-- `seed` is what the token was derived from: the pairing that gave it.
CREATE TABLE device_tokens (
  device_id TEXT PRIMARY KEY,
  seed TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  created_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE device_seen (device_id TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;

-- A code is used by one device; the same device may use it again until it expires.
CREATE TABLE pairing_codes (
  id TEXT PRIMARY KEY,
  code_hash TEXT NOT NULL,
  created_by TEXT,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  device_id TEXT
);
CREATE INDEX pairing_codes_by_hash ON pairing_codes (code_hash);
