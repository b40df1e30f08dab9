-- The few rows that were not always what they are: they are asked for when figures are wanted as
-- they were known at an instant.
CREATE INDEX recipient_step_recounted ON recipient_step (unit_id)
    WHERE first_position < stands_since;
CREATE INDEX payout_reversed ON payout (unit_id, reversed_position)
    WHERE reversed_position IS NOT NULL;
