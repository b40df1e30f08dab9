-- What the projections forget with a person (ledger/forgetting.py): the subject gives way to what is
-- left of it, so that counts of persons stay what they were.

-- name: erasing_projections --
-- Wait for whoever makes projections: they know the subject from the vault.
SELECT position FROM projected FOR UPDATE;

-- name: erase_gifts --
-- Who gave.
UPDATE gift SET person = erased.link FROM erased WHERE gift.position = erased.position;

-- name: erase_payouts --
-- Who received.
UPDATE payout SET person = erased.link FROM erased WHERE payout.position = erased.position;

-- name: erase_recipient_steps --
-- How they were counted, year by year.
UPDATE recipient_step SET person = counted.link
FROM (
    SELECT DISTINCT erased.unit_id, erased.subject_id, erased.year, erased.link
    FROM erased
    JOIN payout ON payout.position = erased.position
) AS counted
WHERE recipient_step.unit_id = counted.unit_id AND recipient_step.person = counted.subject_id
    AND extract(year FROM on_day) = counted.year;
