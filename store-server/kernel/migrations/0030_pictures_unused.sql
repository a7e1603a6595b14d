-- Operational: since when no item and no draft of a menu names a picture; null while one does.
ALTER TABLE pictures ADD COLUMN unused_since TEXT;
