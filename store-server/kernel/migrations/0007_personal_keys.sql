-- Operational: a key for each person, wrapped by the box's own secret. Deleting one erases the person.
CREATE TABLE personal_keys (
  person TEXT PRIMARY KEY,
  wrapped BLOB NOT NULL
) WITHOUT ROWID;
