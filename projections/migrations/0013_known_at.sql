-- What it takes to see the figures as they were known at an instant.

-- How the log grew: the entry at `first_position` was recorded later than every entry before it,
-- and there were `entries_before` of those. What was known at an instant are the entries before
-- the first that was recorded later.
CREATE TABLE learned (
    learned_at timestamptz PRIMARY KEY,
    first_position bigint NOT NULL,
    entries_before bigint NOT NULL
);

-- The entry that undid the payout.
ALTER TABLE payout ADD COLUMN reversed_position bigint;

-- What was projected before says none of this: let it be made again from the journal.
TRUNCATE unit, unit_term, ancestry, population, holder, entry, movement, holding_balance, gift,
    payout, recipient_step;
UPDATE projected SET position = 0, log_size = 0, recorded_at = NULL;
