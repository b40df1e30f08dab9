-- Two places in the log for the count of a recipient in a year: of their first payout, and that
-- since which the count is what it is. What was known between the two was another count.

TRUNCATE unit, unit_term, ancestry, population, holder, entry, movement, holding_balance, gift,
    payout, recipient_step, learned;
UPDATE projected SET position = 0, log_size = 0, recorded_at = NULL;
ALTER TABLE recipient_step
    ADD COLUMN first_position bigint NOT NULL,
    ADD COLUMN stands_since bigint NOT NULL;
