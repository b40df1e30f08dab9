-- How many entries the projections know: the size of the log at their position.
ALTER TABLE projected ADD COLUMN log_size bigint NOT NULL DEFAULT 0;
