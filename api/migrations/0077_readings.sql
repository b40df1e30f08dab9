-- Looks at personal data are listed by unit.
CREATE INDEX personal_read_units ON personal_read USING gin (unit_ids);
