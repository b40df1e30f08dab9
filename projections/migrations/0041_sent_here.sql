-- A unit asks what others have sent to it: few of all postings name another unit.
CREATE INDEX entry_other_unit ON entry (other_unit_id, position) WHERE other_unit_id IS NOT NULL;
