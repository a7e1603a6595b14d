-- What happened in each part of the journal, as the day's reports tell it. Amounts in minor units.
CREATE TABLE day_figures (part INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (part, name)) WITHOUT ROWID;
CREATE TABLE day_taxes (
  part INTEGER NOT NULL, kind TEXT NOT NULL, tax_class_id TEXT NOT NULL, name TEXT NOT NULL, rate TEXT NOT NULL, inclusive INTEGER NOT NULL,
  net INTEGER NOT NULL, tax INTEGER NOT NULL, gross INTEGER NOT NULL,
  PRIMARY KEY (part, kind, tax_class_id, name, rate, inclusive)
) WITHOUT ROWID;
CREATE TABLE day_series (part INTEGER NOT NULL, series TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (part, series)) WITHOUT ROWID;

-- The Z: the figures of one range of the journal, as they stay.
CREATE TABLE day_reports (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  to_seq INTEGER NOT NULL,
  business_day TEXT NOT NULL
);
CREATE UNIQUE INDEX day_reports_by_range ON day_reports (to_seq);
CREATE INDEX day_reports_by_day ON day_reports (business_day, to_seq);
-- Sessions that were closed after an entry of the journal.
CREATE INDEX drawers_by_version ON drawers (version);
