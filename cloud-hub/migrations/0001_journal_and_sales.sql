-- Everything belongs to an organisation: every primary key starts with it, and row level security shows a transaction
-- the rows of the one organisation that it names in tillbox.org, and without it none. The exceptions find an organisation
-- (directory) or guard the door before one is known (login_failures): they show a row to who already knows its key.

CREATE FUNCTION current_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('tillbox.org', true), '')::uuid $$;
CREATE FUNCTION knows(key text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT key = ANY (string_to_array(current_setting('tillbox.lookup', true), ',')) $$;

-- One row: what this database is for. A demo's passwords are public, so a database is born a demo or never one.
CREATE TABLE installation (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  demo boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE organisations (
  org_id uuid PRIMARY KEY,
  name text NOT NULL,
  demo boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- SHA-256 (hex) of a login name or an enrolment code, and whose it is.
CREATE TABLE directory (
  key text PRIMARY KEY,
  org_id uuid NOT NULL
);

CREATE TABLE users (
  org_id uuid NOT NULL REFERENCES organisations,
  id text NOT NULL,
  username text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  password_hash text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, username)
);

-- A signed-in browser. turn counts its refresh tokens; only the newest is good, the one before for 30 seconds more.
CREATE TABLE sessions (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id text NOT NULL,
  turn integer NOT NULL DEFAULT 1,
  turned_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, user_id) REFERENCES users ON DELETE CASCADE
);
CREATE INDEX sessions_of_user ON sessions (org_id, user_id);

CREATE TABLE login_failures (
  key text PRIMARY KEY,
  failures integer NOT NULL,
  blocked_until timestamptz,
  last_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX login_failures_by_age ON login_failures (last_at);

CREATE TABLE enrolment_codes (
  org_id uuid NOT NULL REFERENCES organisations,
  code_key text NOT NULL,
  store_name text,
  reusable boolean NOT NULL DEFAULT false,
  expires_at timestamptz,
  used_by text,
  used_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, code_key)
);

-- A store and how far the hub holds its journal: entries up to acked_seq of epoch, the chain's head being head_hash.
CREATE TABLE stores (
  org_id uuid NOT NULL REFERENCES organisations,
  id text NOT NULL,
  name text NOT NULL,
  currency text NOT NULL,
  time_zone text NOT NULL,
  token_hash bytea NOT NULL,
  epoch integer NOT NULL,
  opened_epoch integer NOT NULL,
  acked_seq bigint NOT NULL,
  head_hash bytea NOT NULL,
  last_entry_at timestamptz,
  last_contact_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CREATE INDEX stores_by_name ON stores (org_id, name, id);

-- The stores' journals, byte for byte as the boxes hashed them. Never changed, never pruned. No foreign key to stores:
-- the ingest transaction holds that row locked anyway, and a check per row would cost a third of the speed.
CREATE TABLE journal (
  org_id uuid NOT NULL,
  store_id text NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  entity text NOT NULL,
  entity_id text NOT NULL,
  type text NOT NULL,
  v integer NOT NULL,
  bytes text NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (org_id, store_id, epoch, seq)
) PARTITION BY HASH (org_id, store_id);
DO $$
BEGIN
  FOR part IN 0..7 LOOP
    EXECUTE format(
      'CREATE TABLE journal_%s PARTITION OF journal FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
  END LOOP;
END $$;

-- Sales rolled up per store and business day: kind day (key is the day), hour (00 to 23), item (menu item), method
-- (of payment). Amounts are minor units of the currency. Can be made again from the journal at any time.
CREATE TABLE sales (
  org_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('day', 'hour', 'item', 'method')),
  business_day date NOT NULL,
  store_id text NOT NULL,
  key text NOT NULL,
  currency text NOT NULL,
  name text,
  orders bigint NOT NULL,
  gross bigint NOT NULL,
  net bigint NOT NULL,
  tax bigint NOT NULL,
  discounts bigint NOT NULL,
  tips bigint NOT NULL,
  quantity_milli bigint NOT NULL,
  PRIMARY KEY (org_id, kind, business_day, store_id, key, currency)
);

-- Sales in the journal that this version of the hub could not read: stored, acknowledged, but in no report.
CREATE TABLE unreadable_sales (
  org_id uuid NOT NULL,
  store_id text NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  reason text NOT NULL,
  noticed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, store_id, epoch, seq)
);

-- What was answered under an Idempotency-Key, for a day.
CREATE TABLE answers (
  org_id uuid NOT NULL,
  actor text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  status integer NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, actor, key)
);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['organisations', 'directory', 'users', 'sessions', 'enrolment_codes', 'stores', 'journal',
    'sales', 'unreadable_sales', 'answers', 'login_failures']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    CONTINUE WHEN name = 'login_failures';
    -- As a subquery it is asked once per statement, not once per row.
    EXECUTE format('CREATE POLICY of_the_organisation ON %I USING (org_id = (SELECT current_org()))
      WITH CHECK (org_id = (SELECT current_org()))', name);
  END LOOP;
  -- A partition asked for by its own name obeys its own policy, not its parent's.
  FOR part IN 0..7 LOOP
    EXECUTE format('ALTER TABLE journal_%s ENABLE ROW LEVEL SECURITY', part);
    EXECUTE format('ALTER TABLE journal_%s FORCE ROW LEVEL SECURITY', part);
  END LOOP;
END $$;
CREATE POLICY to_who_knows_the_key ON directory FOR SELECT USING (knows(key));
CREATE POLICY to_who_knows_the_key ON login_failures USING (knows(key)) WITH CHECK (knows(key));
CREATE POLICY to_see_the_old ON login_failures FOR SELECT USING (last_at < now() - interval '1 day');
CREATE POLICY to_sweep_the_old ON login_failures FOR DELETE USING (last_at < now() - interval '1 day');
