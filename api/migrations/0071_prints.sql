-- Which print of each paper a job makes: 1 the first, 2 and more those for the donor that the unit's
-- book counts. Papers asked for before were first ones.
ALTER TABLE print_job ADD COLUMN copies integer[];
UPDATE print_job SET copies = array_fill(1, ARRAY[cardinality(keys)]);
ALTER TABLE print_job
    ALTER COLUMN copies SET NOT NULL,
    ADD CHECK (cardinality(copies) = cardinality(keys));
